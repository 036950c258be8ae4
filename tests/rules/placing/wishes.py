"""Units ready for a search, drawn by hand: days are bits, and one at a time takes a resource."""

from datetime import date

from scheduler.rules.placing.board import Claim, shape
from scheduler.rules.placing.wanted import Domain, Score, Wanted
from tests.rules.strategies import unit_of

ONE_HOUR = shape(600, 660)


def wanted(  # noqa: PLR0913 - what a search reads of a unit
    free: int,
    target: int,
    *,
    rule: str = "council",
    uid: str = "",
    gap: int = 0,
    home: int | None = None,
    needs: tuple[str, ...] = ("alliance:a",),
) -> Wanted:
    """A unit with these free days that would like to lie on the target."""
    unit = unit_of(rule, start=date(2026, 4, 1), nominal=date(2026, 4, 1))
    claim = Claim(uid or f"e-{free}-{target}-{home}", ONE_HOUR, needs, unit.chain, gap)
    score = Score(target, anchored=unit.if_off)
    return Wanted(unit, claim, Domain(free, 0, 0, 0, 0), score, free, home)


def days(*wanted: int) -> int:
    """The mask of these days."""
    return sum(1 << day for day in wanted)
