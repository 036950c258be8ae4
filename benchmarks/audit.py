"""G5, audited: plans of 36 to 108 events against the least cost that a general solver proves.

The solver is CP-SAT (ortools) or HiGHS (scipy), whichever is installed; neither is a dependency.
"""

import importlib
import importlib.util
import time
from collections import defaultdict
from collections.abc import Callable, Sequence
from typing import Any, NamedTuple

from benchmarks._county import PER_ALLIANCE, county
from scheduler.rules.expand import expand
from scheduler.rules.inputs import PlanInput
from scheduler.rules.placing.board import Board
from scheduler.rules.placing.search import place
from scheduler.rules.placing.wanted import Wanted
from scheduler.rules.planning.ground import ground_of
from scheduler.rules.planning.published import unit_claim
from scheduler.rules.units import uid_of

_ALLIANCES = (1, 2, 3)
_SECONDS = 90.0
_LATE = 10**5  # more than the preferences of such a plan can cost together
_UNPLACED = 10**8  # more than all its events can cost if they come late
_MISSING = """\
G5 audit: skipped, no solver is installed (it is no dependency of the service). To run it:
  .venv/bin/python -m pip install ortools    (CP-SAT), or
  .venv/bin/python -m pip install scipy      (HiGHS)"""


class Task(NamedTuple):
    """Events on their free days as a plain choice problem.

    ``choices`` are (event, day, cost); of each group, given by places among the choices, at most
    one may be taken; an event without a day costs ``_UNPLACED``.
    """

    events: int
    choices: list[tuple[int, int, int]]
    groups: list[list[int]]


class Answer(NamedTuple):
    """The cost that a solver found and the least one that it proved possible."""

    cost: int
    bound: int


def wanted(source: PlanInput) -> list[Wanted]:
    """Make the units of an empty year ready for a search."""
    units = [unit for unit in expand(source) if unit.end > source.start]
    ground = ground_of(source, units, (), {})
    return [
        ground.wanted(unit, unit_claim(unit, uid_of(unit.key)), None, Board()) for unit in units
    ]


def cost_on(item: Wanted, day: int) -> int:
    """Give the cost of an event on a day, in tiers that a solver can still add up."""
    return item.score.at(day) + (_LATE if item.domain.late >> day & 1 else 0)


def task_of(items: Sequence[Wanted]) -> Task:
    """State the problem anew, from days, gaps and resources; all events share one time of day."""
    if len({item.claim.shape for item in items}) > 1:
        raise ValueError("events at different times")
    choices: list[tuple[int, int, int]] = []
    groups: dict[tuple[object, ...], list[int]] = defaultdict(list)
    for event, item in enumerate(items):
        for day in range(item.free.bit_length()):
            if item.free >> day & 1:
                groups["event", event].append(len(choices))
                for resource in item.claim.resources:
                    groups["busy", resource, day].append(len(choices))
                for later in range(item.claim.gap):
                    groups["gap", item.unit.chain, day + later].append(len(choices))
                choices.append((event, day, cost_on(item, day)))
    return Task(len(items), choices, [group for group in groups.values() if len(group) > 1])


def by_cp_sat(task: Task, seconds: float) -> Answer:
    """Solve with CP-SAT."""
    cp_model: Any = importlib.import_module("ortools.sat.python.cp_model")
    model = cp_model.CpModel()
    taken = [model.new_bool_var("") for _ in task.choices]
    for group in task.groups:
        model.add_at_most_one(taken[place] for place in group)
    missing = [model.new_bool_var("") for _ in range(task.events)]
    days: list[list[Any]] = [[literal] for literal in missing]
    for literal, (event, _, _) in zip(taken, task.choices, strict=True):
        days[event].append(literal)
    for literals in days:
        model.add_exactly_one(literals)
    costs = [cost for _, _, cost in task.choices]
    model.minimize(
        sum(cost * literal for cost, literal in zip(costs, taken, strict=True))
        + sum(_UNPLACED * literal for literal in missing)
    )
    solver = cp_model.CpSolver()
    solver.parameters.max_time_in_seconds = seconds
    solver.solve(model)
    return Answer(round(solver.objective_value), round(solver.best_objective_bound))


def by_highs(task: Task, seconds: float) -> Answer:
    """Solve with HiGHS."""
    optimize: Any = importlib.import_module("scipy.optimize")
    sparse: Any = importlib.import_module("scipy.sparse")
    entries = [(row, at) for row, group in enumerate(task.groups) for at in group]
    rows, columns = zip(*entries, strict=True)
    shape = (len(task.groups), len(task.choices))
    matrix = sparse.csr_matrix(([1] * len(entries), (rows, columns)), shape=shape)
    found = optimize.milp(
        [cost - _UNPLACED for _, _, cost in task.choices],
        integrality=[1] * len(task.choices),
        bounds=optimize.Bounds(0, 1),
        constraints=optimize.LinearConstraint(matrix, -1, 1),
        options={"time_limit": seconds},
    )
    worst = task.events * _UNPLACED
    return Answer(worst + round(found.fun), worst + round(found.mip_dual_bound))


SOLVERS: tuple[tuple[str, str, Callable[[Task, float], Answer]], ...] = (
    ("ortools", "CP-SAT", by_cp_sat),
    ("scipy", "HiGHS", by_highs),
)


def our_cost(items: Sequence[Wanted]) -> int:
    """Give what the planner's days cost by the same measure."""
    days = place(items, 0).days
    return sum(cost_on(item, days[item.uid]) if item.uid in days else _UNPLACED for item in items)


def main() -> None:
    """Print our cost, the proven least cost and both times for each size."""
    installed = [each for each in SOLVERS if importlib.util.find_spec(each[0]) is not None]
    if not installed:
        print(_MISSING)
        return
    for alliances in _ALLIANCES:
        items = wanted(county(alliances=alliances))
        begun = time.perf_counter()
        cost = our_cost(items)
        seconds = time.perf_counter() - begun
        for _, name, solver in installed:
            begun = time.perf_counter()
            answer = solver(task_of(items), _SECONDS)
            took = time.perf_counter() - begun
            proof = "optimal" if answer.cost == answer.bound else f"bound {answer.bound}"
            print(
                f"G5 audit, {PER_ALLIANCE * alliances} events: ours {cost} in {seconds:.2f} s,"
                f" {name} {answer.cost} ({proof}) in {took:.1f} s,"
                f" ratio of costs {cost / max(answer.cost, 1):.3f} (goal: at most 1)"
            )


if __name__ == "__main__":
    main()
