"""The sample visits and items of a year, and what recording them one by one would bring."""

from collections.abc import Iterator, Mapping, Sequence
from datetime import datetime, time, timedelta
from itertools import groupby

from scheduler.domain.moments import SHANGHAI
from scheduler.domain.visit import Visit
from scheduler.presets.visits import sample_visits
from scheduler.rules.calendar.workdays import WorkdayCalendar
from scheduler.rules.expand import demand
from scheduler.rules.inputs import PlanInput
from scheduler.services.visits.checks import Ground, is_list, pool
from scheduler.services.visits.recording import told, turn_told
from scheduler.store import ledger
from scheduler.store.turns import Charge

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


def charged(
    done: Sequence[Done], source: PlanInput
) -> Iterator[tuple[datetime, list[Charge], list[ledger.Entry]]]:
    """Give the turns that visits charge and what the ledgers are told, by each instant of them."""
    for at, together in groupby(done, key=lambda each: each[0]):
        made = [visit for _, visit in together]
        charges = [
            charge for visit in made for charge in Ground(source, visit.alliance, {}).charges(visit)
        ]
        yield at, charges, [*(told(visit, "recorded") for visit in made), *map(turn_told, charges)]
