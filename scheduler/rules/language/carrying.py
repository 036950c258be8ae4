"""What was kept of a promise that carries what is late from one period into the next."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from itertools import islice

from scheduler.domain.activity import Event, EventStatus
from scheduler.rules.fitting import concerns, is_alike
from scheduler.rules.inputs import PlanInput
from scheduler.rules.language.terms import Late
from scheduler.rules.model import Rule
from scheduler.rules.units import DemandUnit

_COUNTED = frozenset({EventStatus.PUBLISHED, EventStatus.HELD})


def carries(rule: Rule) -> bool:
    """Tell whether a rule, or a version before it, carries what is late."""
    return any(version.data.get("late") == Late.CARRY for version in rule.versions)


def reckoned_from(rule: Rule, source: PlanInput) -> date:
    """Give the day from which debts are counted: the rule's first, else the alliance's first year.

    That is the year of its first recorded event; without any, debts are counted within the span.
    """
    since = rule.promised.since
    if since is None and rule.owner in source.past.since:
        since = date(source.past.since[rule.owner].year, 1, 1)
    return min(since or source.start, source.start)


def partners(rule: Rule, rules: Iterable[Rule]) -> frozenset[str]:
    """Give the rules whose events may keep this one too: it rides on them, or shares with them."""
    found = {version.data.get("with") for version in rule.versions}
    for each in rules:
        lists = each.data.get("share") if (each.type, each.owner) == ("credit", rule.owner) else ()
        for listed in lists if isinstance(lists, list | tuple) else ():
            if isinstance(listed, list | tuple) and rule.key in listed:
                found.update(listed)
    return frozenset(key for key in found if isinstance(key, str)) - {rule.key}


@dataclass(frozen=True, slots=True)
class Kept:
    """What counts for one rule: its own by period and ordinal, and the days of all that has none.

    Its own are the units with an event, and those that were given up with a reason.
    """

    own: Mapping[str, frozenset[int]]
    others: tuple[date, ...]

    def of(self, first: DemandUnit, count: int) -> frozenset[int]:
        """Give the ordinals up to ``count`` that a period kept, of which one unit is given.

        What has none of these keeps the lowest that are left.
        """
        own = self.own.get(first.key.period, frozenset())
        found = {ordinal for ordinal in own if ordinal <= count}
        more = len(own) - len(found)
        more += sum(first.start <= day < first.end for day in self.others)
        left = (ordinal for ordinal in range(1, count + 1) if ordinal not in found)
        return frozenset(found.union(islice(left, more)))


def kept(unit: DemandUnit, rule: Rule, source: PlanInput) -> Kept:
    """Gather from all years what keeps a promise, of which this is any unit."""
    place, also = (rule.key, unit.key.scope), partners(rule, source.rules)
    own: dict[str, set[int]] = {}
    others = [
        visit.day
        for visit in source.past.visits
        if (visit.alliance, visit.rule, visit.cell) == (unit.owner, rule.key, unit.key.cell)
    ]
    for event in {each.uid: each for each in (*source.past.events, *source.events)}.values():
        key = event.unit
        if key is not None and (key.rule, key.scope) == place:
            if event.status is not EventStatus.CANCELLED:
                own.setdefault(key.period, set()).add(key.ordinal)
        elif (key is None or key.rule in also) and _serves(event, unit):
            others.append(event.day())
    for line in source.waived:
        # As the stable line of a unit reads.
        *named, period, _, ordinal = line.split("/")
        if tuple(named) == place:
            own.setdefault(period, set()).add(int(ordinal))
    return Kept({period: frozenset(each) for period, each in own.items()}, tuple(others))


def _serves(event: Event, unit: DemandUnit) -> bool:
    return event.status in _COUNTED and concerns(unit, event) and is_alike(unit, event)
