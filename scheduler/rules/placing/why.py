"""Why a unit lies on its day, or on none, as explanations."""

from bisect import bisect_left
from collections.abc import Mapping, Sequence
from datetime import date, timedelta

from scheduler.domain.activity import Explanation
from scheduler.rules.explain import days_of, explained
from scheduler.rules.placing.board import Board
from scheduler.rules.placing.horizon import Horizon, bits
from scheduler.rules.placing.reasons import absent, filters, left, removed
from scheduler.rules.placing.wanted import Domain, Wanted
from scheduler.rules.units import DemandUnit

_RELAXED = (
    ("venue_busy", "relax_venue"),
    ("person_busy", "relax_person"),
    ("gap", "relax_gap"),
    ("blackout", "relax_blackout"),
    ("guard", "relax_guard"),
    ("window", "relax_window"),
    ("day_off", "relax_day_off"),
    ("workday", "relax_workday"),
    ("alliance_busy", "relax_alliance"),
)


def why_date(item: Wanted, day: int, boards: Sequence[Board], days: Horizon) -> Explanation:
    """Explain the day of a unit that is on none of the boards."""
    unit, domain = item.unit, item.domain
    window = domain.window | domain.late if domain.late >> day & 1 else domain.window
    found = filters(item, boards)
    others = left(window, found) & ~(1 << day)
    runner_up = item.cheapest(others)
    fields: dict[str, object] = {
        "first": days.day((window & -window).bit_length() - 1).isoformat(),
        "last": days.day(window.bit_length() - 1).isoformat(),
        "days": window.bit_count(),
        "removed": removed(window, found),
        "left": others.bit_count() + 1,
        "cost": item.score.at(day),
        "next_day": None if runner_up is None else days.day(runner_up).isoformat(),
        "next_cost": None if runner_up is None else item.score.at(runner_up),
        "next_behind": "" if runner_up is None else _behind(item, day, runner_up),
        # An event counts by the day on which it begins: only one that begins after is made up.
        "late": days.day(day) >= unit.end,
    }
    if domain.nearness(day):
        return explained("guard_relaxed", **fields)
    if unit.nominal is not None:
        offset = (days.day(day) - unit.nominal).days
        return explained("date_anchor", **fields, nominal=unit.nominal.isoformat(), offset=offset)
    return explained("date_chosen", **fields)


def _behind(item: Wanted, day: int, runner_up: int) -> str:
    """Say by what a runner-up lost if not by its points: those count after the way it moves."""
    home = item.home
    if home is not None and abs(runner_up - home) > abs(day - home):
        return "farther"
    if item.domain.nearness(runner_up) > item.domain.nearness(day):
        return "nearer"
    ahead = item.cost(day) - item.cost(runner_up)
    if ahead == 0:
        return "later" if runner_up > day else "level"
    return "together" if ahead > 0 else ""


def why_not(item: Wanted, day: int, boards: Sequence[Board], days: Horizon) -> Explanation:
    """Name the first cause for which a unit cannot lie on a day; ``made_room`` if none is left."""
    when = days_of(days.day(day), item.unit.span_days)
    if not (item.domain.window | item.domain.late) >> day & 1:
        return outside(item.unit, days.day(day))
    for entry in filters(item, boards):
        if entry.days >> day & 1:
            return explained(entry.code, **when, resource=entry.resource)
    return explained("made_room", **when)


def outside(unit: DemandUnit, day: date) -> Explanation:
    """Tell why a day lies outside a unit's time: by its period, or for who leaves."""
    when = days_of(day, unit.span_days)
    last = day + timedelta(days=unit.span_days - 1)
    if unit.lapses and unit.leaves is not None and unit.leaves <= last:
        return explained("leaver", **when, resource=unit.leaver, since=unit.leaves.isoformat())
    return explained("window", **when, resource="")


def causes(item: Wanted, boards: Sequence[Board]) -> Mapping[str, int]:
    """Count what each cause removes from the days of a unit that has no date."""
    window = item.domain.window | item.domain.late
    return removed(window, filters(item, boards)) if window else {"period_over": 1}


def absences(item: Wanted, boards: Sequence[Board]) -> tuple[str, ...]:
    """Name whose absence takes days from a unit that has no date."""
    return absent(item.domain.window | item.domain.late, filters(item, boards))


def relaxation(item: Wanted, longer: Domain, boards: Sequence[Board], days: Horizon) -> Explanation:
    """Name the smallest single concession that frees a day.

    ``longer`` is the unit's domain with a window that ends later. Where the period is over and
    none helps, nothing is named.
    """
    found = filters(item, boards)
    window = item.domain.window | item.domain.late
    for cause, code in _RELAXED:
        if cause == "window":
            extended = left((longer.window | longer.late) & ~window, found)
            if extended:
                day = days.day(next(bits(extended)))
                more = (day - item.unit.grace_end).days + item.unit.span_days
                return explained(code, days=more, **days_of(day, item.unit.span_days))
        for entry in found:
            freed = left(window, found, without=(entry,)) if entry.code == cause else 0
            if freed:
                fields = _freed(code, item, freed, boards, days)
                return explained(code, **fields, resource=entry.resource)
    return explained("relax_none") if window else {}


def _freed(
    code: str, item: Wanted, freed: int, boards: Sequence[Board], days: Horizon
) -> dict[str, object]:
    """Give the best day, or for a gap the one farthest from its neighbours, and that distance."""
    if code == "relax_gap":
        others = sorted(day for board in boards for day in board.others(item.claim))
        gaps = {day: _distance(day, others) for day in bits(freed)}
        widest = max(gaps, key=lambda day: gaps[day])
        return {"gap": gaps[widest], **days_of(days.day(widest), item.unit.span_days)}
    return days_of(days.day(min(bits(freed), key=item.cost)), item.unit.span_days)


def _distance(day: int, others: Sequence[int]) -> int:
    """Count the days to the nearest of the others, which are in order."""
    after = bisect_left(others, day)
    return min(abs(day - other) for other in others[max(after - 1, 0) : after + 1])
