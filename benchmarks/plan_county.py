"""G5: plan a county year of 432 events, ten and a hundred times that.

Every plan is read by the checker of the tests, which shares no code with the planner.
``--small`` leaves out the hundredfold year.
"""

import sys
from functools import partial
from statistics import median

from benchmarks._county import ALLIANCES, PER_ALLIANCE, county
from benchmarks._meter import Seconds, peak_mib, timed
from scheduler.rules.expand import expand
from scheduler.rules.inputs import PlanInput
from scheduler.rules.plan import Plan
from scheduler.rules.planner import plan, plan_units
from tests.rules.checker import violations

_ROUNDS = 3
_LARGEST = 100
_GOALS = {
    1: "at most 1 s",
    10: "at most 15 times the county",
    _LARGEST: "at most 60 s and 2048 MiB",
}


def check(source: PlanInput) -> tuple[Plan, int]:
    """Plan once more, and count what the plan breaks."""
    units = [unit for unit in expand(source) if unit.end > source.start]
    made = plan_units(source, units)
    return made, len(violations(source, units, made))


def measure(factors: tuple[int, ...]) -> dict[int, list[Seconds]]:
    """Plan all sizes in turn, three times over; the largest once."""
    taken: dict[int, list[Seconds]] = {factor: [] for factor in factors}
    for number in range(_ROUNDS):
        for factor in factors:
            if factor < _LARGEST or number == 0:
                source = county(factor)
                taken[factor].append(timed(partial(plan, source))[0])
    return taken


def main() -> None:
    """Print one line for each size, with its ratio to the county."""
    factors = tuple(
        factor for factor in _GOALS if factor < _LARGEST or "--small" not in sys.argv[1:]
    )
    taken = measure(factors)
    one = median(each.processor for each in taken[1])
    for factor in factors:
        processor = median(each.processor for each in taken[factor])
        clock = median(each.clock for each in taken[factor])
        made, broken = check(county(factor))
        print(
            f"G5 county x{factor}: {PER_ALLIANCE * ALLIANCES * factor} events in"
            f" {processor:.2f} s of processor, {clock:.2f} s by the clock, ratio"
            f" {processor / one:.1f} to the county, peak of the process {peak_mib()} MiB,"
            f" violations {broken}, placed {len(made.placements)}, unplaced {len(made.unplaced)}"
            f" (goal: {_GOALS[factor]}, 0 violations)"
        )


if __name__ == "__main__":
    main()
