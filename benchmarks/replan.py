"""G5, again: a holiday notice arrives when the year is published; what moves, and what must."""

from dataclasses import replace
from datetime import date
from functools import partial
from typing import NamedTuple

from benchmarks._county import county, with_days_off
from benchmarks._meter import timed
from scheduler.rules.inputs import PlanInput
from scheduler.rules.plan import ChangeKind, Plan
from scheduler.rules.planner import plan
from scheduler.rules.planning.diff import applied

_TODAY = date(2026, 3, 1)
_NOTICES = (
    (date(2026, 4, 13), date(2026, 4, 17)),
    (date(2026, 6, 8), date(2026, 6, 10)),
    (date(2026, 8, 24), date(2026, 8, 28)),
    (date(2026, 9, 21), date(2026, 9, 24)),
    (date(2026, 11, 16), date(2026, 11, 20)),
)
_DENSE = 10  # alliances to an official: four of five workdays are taken


class Moves(NamedTuple):
    """The moves of several plans together."""

    forced: int
    moved: int
    unplaced: int
    unexplained: int


def published(source: PlanInput) -> PlanInput:
    """Give the input with its plan applied, some time later."""
    return replace(applied(source, plan(source)), today=_TODAY)


def moves(plans: list[Plan]) -> Moves:
    """Count the moves, and those that name no cause."""
    unexplained = sum(
        change.kind is ChangeKind.MOVE and not change.cause
        for made in plans
        for change in made.changes
    )
    return Moves(
        sum(made.forced for made in plans),
        sum(made.moved for made in plans),
        sum(len(made.unplaced) for made in plans),
        unexplained,
    )


def show(name: str, source: PlanInput, goal: str) -> None:
    """Let each notice arrive by itself and print the moves of all."""
    before = published(source)
    plans = []
    seconds = 0.0
    for first, last in _NOTICES:
        after = with_days_off(before, first, last)
        took, made = timed(partial(plan, after))
        plans.append(made)
        seconds += took.processor
    found = moves(plans)
    print(
        f"G5 re-plan, {name}: {len(_NOTICES)} notices over {len(before.events)} events, moved"
        f" {found.moved}, forced {found.forced}, ratio {found.moved / found.forced:.2f},"
        f" unplaced {found.unplaced}, without a cause {found.unexplained},"
        f" {seconds / len(_NOTICES):.2f} s each (goal: {goal})"
    )


def main() -> None:
    """Show the county and a dense instance."""
    show("county", county(), "1.00")
    show("dense", county(sharing=_DENSE), "at most 1.10")


if __name__ == "__main__":
    main()
