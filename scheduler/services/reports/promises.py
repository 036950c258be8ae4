"""What an alliance's rules ask for in a period, and what became of it."""

from collections.abc import Iterable
from datetime import date, timedelta

from scheduler.reports.quarter import Promise
from scheduler.rules.calendar.periods import Period
from scheduler.rules.judging.closing import Closing, counted_once
from scheduler.rules.judging.credit import still_owed
from scheduler.rules.language.naming import listed_as
from scheduler.rules.model import Rule
from scheduler.rules.units import DemandUnit
from scheduler.services.reports.records import Records
from scheduler.services.visits.checks import listed

_DAY = timedelta(days=1)


def promises(known: Records, period: Period, today: date) -> Iterable[Promise]:
    """Give the promises that ask for something in the period, or were kept in it.

    Only of a period that is over anything is carried on or lost. While it runs, whoever has
    not left by ``today`` is still owed what plans arrange.
    """
    over = period.end <= today
    day = known.source.today if over else today
    units = still_owed(known.units, known.credited, day)
    held = {key.rule for key, given in known.credited.items() if given.day in period}
    for rule in {rule.key: rule for rule in known.rules}.values():
        found = _promise(known, rule, units, period, over=over)
        if found.owed or found.waived or rule.key in held:
            yield found


def _promise(
    known: Records, rule: Rule, units: Iterable[DemandUnit], period: Period, *, over: bool
) -> Promise:
    mine = [unit for unit in units if unit.key.rule == rule.key]
    closed = {
        closing: [
            unit
            for unit in known.closed.get((rule.key, closing), ())
            if _falls_due(known, unit, period)
        ]
        for closing in Closing
    }
    due = [unit for unit in mine if _falls_due(known, unit, period)]
    carried = counted_once(due, closed[Closing.CARRIED])
    owed = [unit.key for unit in (*due, *carried)]
    named = listed_as(rule, known.source.names)
    return Promise(
        rule.key,
        named.name,
        named.name_en,
        len(owed) or None,
        frozenset(owed),
        frozenset(unit.key for unit in mine if _runs_through(unit, period)) - frozenset(owed),
        waived=len(closed[Closing.WAIVED]),
        carried=len(carried) if over else 0,
        forfeited=len(closed[Closing.FORFEITED]) if over else 0,
        listed=listed(rule),
    )


def _falls_due(known: Records, unit: DemandUnit, period: Period) -> bool:
    """Tell whether a unit is to be kept within the period, and not in a longer one around it.

    A matter's is due when it was kept, else on its last day.
    """
    given = known.credited.get(unit.key)
    if unit.matters:
        return (given.day if given else unit.end - _DAY) in period
    start, end = unit.reckoned
    return start >= period.start and end - _DAY in period


def _runs_through(unit: DemandUnit, period: Period) -> bool:
    start, end = unit.reckoned
    return start < period.end and period.start < end
