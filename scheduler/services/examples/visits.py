"""The sample visits and items of a year, written in bulk as recording them one by one would."""

from collections.abc import Mapping, Sequence
from datetime import datetime, time, timedelta
from itertools import groupby

from scheduler.domain.moments import SHANGHAI
from scheduler.domain.visit import Visit
from scheduler.presets.visits import sample_visits
from scheduler.rules.calendar.workdays import WorkdayCalendar
from scheduler.rules.expand import demand
from scheduler.rules.inputs import PlanInput
from scheduler.services.access import SYSTEM
from scheduler.services.visits.checks import Ground, is_list, pool
from scheduler.services.visits.recording import told, turn_told
from scheduler.store import Session, ledger, turns, visits
from scheduler.store.visits import Recorded

Done = tuple[datetime, Visit]
"""A visit or an item with the instant of its recording."""

_CLOCK = time(17, 0)
_DAY = timedelta(days=1)


def known(source: PlanInput, now: datetime, calendar: WorkdayCalendar) -> tuple[Done, ...]:
    """Give what was done from 1 January to now, by the instant of its recording."""
    span = (source.start, now.astimezone(SHANGHAI).date() + _DAY)
    made = sample_visits(demand(source), _visitors(source), span, calendar)
    dated = ((datetime.combine(visit.day, _CLOCK, SHANGHAI), visit) for visit in made)
    return tuple((at, visit) for at, visit in dated if at <= now)


def _visitors(source: PlanInput) -> Mapping[tuple[str, str], tuple[str, ...]]:
    return {
        (rule.owner, rule.key): pool(source, rule.owner, rule.key)
        for rule in source.rules
        if is_list(rule)
    }


def write(session: Session, done: Sequence[Done], source: PlanInput) -> None:
    """Record what was done, in the order given, with the turns that it charges."""
    if not done:
        return
    visits.add(session, [Recorded(visit, at, SYSTEM.id) for at, visit in done])
    entries = []
    for at, together in groupby(done, key=lambda each: each[0]):
        made = [visit for _, visit in together]
        charges = [
            charge for visit in made for charge in Ground(source, visit.alliance, {}).charges(visit)
        ]
        turns.add(session, charges, SYSTEM.id, at)
        entries += [(at, told(visit, "recorded")) for visit in made]
        entries += [(at, turn_told(charge)) for charge in charges]
    ledger.append_dated(session, entries, SYSTEM.id)
