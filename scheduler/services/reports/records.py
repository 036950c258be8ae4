"""What a report is made of: the records of one alliance around one year, gathered once."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import date, datetime

from scheduler.domain.activity import Event, EventStatus, UnitKey
from scheduler.domain.attendance.totals import Totals
from scheduler.domain.moments import SHANGHAI
from scheduler.domain.roster import Affiliation, Body
from scheduler.domain.visit import Visit
from scheduler.rules.inputs import PlanInput
from scheduler.rules.judging.closing import Closing, closings
from scheduler.rules.judging.credit import Credit, CreditState, credit, shares_of
from scheduler.rules.kinds import credit as crediting
from scheduler.rules.kinds import rule_type
from scheduler.rules.kinds.credit import Beneficiary
from scheduler.rules.language.lists import participants
from scheduler.rules.model import Rule
from scheduler.rules.units import DemandUnit
from scheduler.services.gathering import gather_readable
from scheduler.services.names import Name
from scheduler.services.reports.figures import totals_of
from scheduler.services.visits import recording
from scheduler.store import Session, attended, roster, tallies
from scheduler.store.attended import Came


@dataclass(frozen=True, slots=True)
class Records:
    """What was recorded about one alliance around one year.

    ``units`` are also those of members who leave within the year; ``came`` are those present at
    each event; ``credited`` are the pieces that are kept, ``by_uid`` those of each event or visit;
    ``adopted`` ties who came without a branch to the one that took them in; ``served`` are the
    organisations of each branch.
    """

    body: Body
    source: PlanInput
    rules: tuple[Rule, ...]
    events: tuple[Event, ...]
    visits: tuple[Visit, ...]
    units: tuple[DemandUnit, ...]
    closed: Mapping[tuple[str, Closing], tuple[DemandUnit, ...]]
    credited: Mapping[UnitKey, Credit]
    by_uid: Mapping[str, tuple[UnitKey, ...]]
    totals: Mapping[str, Totals]
    branches: Mapping[str, int]
    came: Mapping[str, tuple[Came, ...]]
    adopted: tuple[Affiliation, ...]
    served: Mapping[str, tuple[str, ...]]
    names: Mapping[str, Name]

    @property
    def to(self) -> frozenset[Beneficiary]:
        """Give for whom attendance counts, by the alliance's rules of credit."""
        return frozenset(
            beneficiary
            for rule in self.rules
            if rule.type == "credit"
            for beneficiary in crediting.parse(rule).to
        )


def records(session: Session, alliance: str, year: int, today: date) -> Records:
    """Gather the records of an alliance that stands around a year, as read on a day."""
    end_of_year = datetime(year + 1, 1, 1, tzinfo=SHANGHAI)  # no clock: a report is of records
    source = read_on(gather_readable(session, [alliance], year, end_of_year), today)
    rules = tuple(rule for rule in source.rules if _takes_part(rule, source, alliance))
    made = recording.recorded(session, rules, {rule.owner for rule in rules}, year)
    events = tuple(
        event
        for event in source.events
        if event.status is EventStatus.HELD and alliance in {event.owner, *event.alliances}
    )
    units = tuple(unit for rule in rules for unit in _units(rule, source))
    credited = _credited(source, units, made)
    uids = [event.uid for event in events]
    came = attended.came(session, uids)
    adopted = attended.adoptions(session, (each.person for each in came if not each.branch))
    return Records(
        body=roster.alliances(session, [alliance])[0],
        source=source,
        rules=rules,
        events=events,
        visits=tuple(visit for visit in made if visit.alliance == alliance),
        units=units,
        closed=_closed(rules, source, credited),
        credited=credited,
        by_uid=_by_uid(credited),
        totals=totals_of(tallies.tallies(session, uids)),
        branches=tallies.branches(session, uids),
        came=_grouped(came),
        adopted=adopted,
        served=_served(session, came),
        names=roster.names(session, _keys(rules, events, came, adopted)),
    )


def read_on(source: PlanInput, today: date) -> PlanInput:
    """Judge a year as on its end, yet let no period that still runs on a day leave anything.

    Days after the year make no difference.
    """
    past = replace(source.past, today=min(today, source.end))
    return replace(source, today=source.end, past=past)


def _credited(
    source: PlanInput, units: Iterable[DemandUnit], made: Iterable[Visit]
) -> Mapping[UnitKey, Credit]:
    found = credit(units, source.events, shares_of(source.rules), made)
    return {key: given for key, given in found.items() if given.state is CreditState.HELD}


def _units(rule: Rule, source: PlanInput) -> Iterable[DemandUnit]:
    """Make the units of a rule; a waived one is not asked for."""
    make = rule_type(rule).units
    made = () if make is None else make(rule, source)
    return (unit for unit in made if str(unit.key) not in source.waived)


def _takes_part(rule: Rule, source: PlanInput, alliance: str) -> bool:
    """Tell whether the alliance promises it, alone or with others; steps are no promise."""
    if "steps" in rule.data:
        return False
    return rule.owner == alliance or alliance in participants(rule, source)


def _closed(
    rules: Iterable[Rule], source: PlanInput, credited: Mapping[UnitKey, Credit]
) -> Mapping[tuple[str, Closing], tuple[DemandUnit, ...]]:
    return {
        (rule.key, closing): units
        for rule in rules
        for closing, units in closings(rule, source, credited.keys()).items()
        if units
    }


def _by_uid(credited: Mapping[UnitKey, Credit]) -> Mapping[str, tuple[UnitKey, ...]]:
    found: dict[str, list[UnitKey]] = {}
    for key, given in credited.items():
        found.setdefault(given.uid, []).append(key)
    return {uid: tuple(sorted(keys)) for uid, keys in found.items()}


def _grouped(came: Iterable[Came]) -> Mapping[str, tuple[Came, ...]]:
    found: dict[str, list[Came]] = {}
    for each in came:
        found.setdefault(each.uid, []).append(each)
    return {uid: tuple(people) for uid, people in found.items()}


def _served(session: Session, came: Iterable[Came]) -> Mapping[str, tuple[str, ...]]:
    branches = {each.branch for each in came if each.branch}
    ties = roster.memberships(session, branches)
    return {
        branch: tuple(tie.member for tie in found if tie.member.startswith("organisation:"))
        for branch, found in ties.items()
    }


def _keys(
    rules: Iterable[Rule],
    events: Iterable[Event],
    came: Iterable[Came],
    adopted: Iterable[Affiliation],
) -> set[str]:
    keys = {event.host for event in events if event.host}
    keys |= {f"body:{each.branch}" for each in came if each.branch}
    keys |= {f"body:{tie.body}" for tie in adopted}
    for rule in rules:
        if rule.type == "credit":
            keys.update(tag for tag, _ in crediting.parse(rule).tags)
    return keys
