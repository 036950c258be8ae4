"""What is still to be visited or done: the due lists of an alliance, a team, a member, a person."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta

from scheduler.domain.activity import UnitKey
from scheduler.domain.errors import NotFoundError, RuleError
from scheduler.domain.moments import SHANGHAI
from scheduler.domain.roster import Body
from scheduler.domain.visit import Visit, values_of
from scheduler.reports.figures import Visits
from scheduler.reports.figures import visits as counted
from scheduler.rules.expand import expand_rule
from scheduler.rules.inputs import PlanInput
from scheduler.rules.judging.credit import Credit, credit, shares_of, still_owed
from scheduler.rules.judging.due_lists import DueCell, checklist, concerns, visitors
from scheduler.rules.language.naming import listed_as
from scheduler.rules.model import Rule
from scheduler.rules.soundness import readable, uncounted
from scheduler.rules.units import DemandUnit, Output
from scheduler.services.access import Action, Principal, require
from scheduler.services.gathering import gather
from scheduler.services.names import Name
from scheduler.services.visits.checks import is_list, listed, pool
from scheduler.services.visits.recording import Reach, reach_of, recorded
from scheduler.store import Session, Store, roster, visits
from scheduler.store import rules as promises

LATEST = 6
"""How many of the latest records a view shows."""

_DAY = timedelta(days=1)
_TEAM = "body:"


@dataclass(frozen=True, slots=True)
class DueRow:
    """One cell that is due: under which heading it stands, and whether the reader may record it."""

    cell: DueCell
    group: str
    values: tuple[str, ...]
    may: bool


@dataclass(frozen=True, slots=True)
class DueList:
    """One rule's list on a day: its rows, and the figures of the year so far.

    ``owed`` and ``done`` count the pieces of the year and what of the last can still be made up,
    ``missed`` those whose time is over: what is owed and neither done nor missed is in the rows.
    ``counts`` are the visits of the year; ``visitors`` are those who can be named as who went;
    ``places`` tells that they go to other places than organisations.
    """

    rule: str
    name: str
    name_en: str
    output: Output
    rows: tuple[DueRow, ...]
    owed: int
    done: int
    missed: int
    counts: Visits
    visitors: tuple[str, ...] = ()
    places: bool = False


@dataclass(frozen=True, slots=True)
class Latest:
    """A visit recorded of late, and whether the reader may take it back."""

    visit: Visit
    may: bool


@dataclass(frozen=True, slots=True)
class DueView:
    """The due lists of an alliance on a day, with the names of all keys and the latest records.

    ``others`` names all its lists, those that were left out too; ``uncounted`` are the rules in
    force whose list cannot be made now, for what they name is gone, with why.
    """

    alliance: Body
    day: date
    lists: tuple[DueList, ...]
    others: tuple[tuple[str, str, str], ...]
    names: Mapping[str, Name]
    latest: tuple[Latest, ...]
    uncounted: tuple[tuple[Rule, RuleError], ...] = ()


def due(
    store: Store,
    alliance: str,
    *,
    by: Principal,
    now: datetime,
    rule: str | None = None,
    member: str | None = None,
) -> DueView:
    """Show what an alliance still has to visit or do, the late first.

    ``rule`` leaves only that list; ``member`` only what names it (an organisation, a team), or
    what it is the turn of (a person).
    """
    require(by, Action.VIEW, [alliance], entity="alliance", key=alliance)
    today = now.astimezone(SHANGHAI).date()
    with store.read() as session:
        found = roster.alliances(session, [alliance])
        if not found:
            raise NotFoundError(entity="alliance", key=alliance)
        gathered = gather(session, [alliance], today.year, now)
        source = readable(gathered)
        lost = tuple(each for each in uncounted(gathered, source) if is_list(each[0]))
        every = [each for each in source.rules if each.owner == alliance and is_list(each)]
        rules = [each for each in every if rule in {None, each.key}]
        if rule not in {None, *(each.key for each in (*every, *(gone for gone, _ in lost)))}:
            raise NotFoundError(entity="rule", key=rule)
        made = recorded(session, rules, [alliance], today.year)
        reach = reach_of(session, alliance, by)
        lists = tuple(_lists(source, rules, made, reach, member))
        latest = _latest(session, alliance, today, by)
        names = roster.names(session, _keys(lists, latest))
    called = (listed_as(each, source.names) for each in every)
    others = tuple((each.key, each.name, each.name_en or each.name) for each in called)
    return DueView(found[0], today, lists, others, names, latest, lost)


def _latest(session: Session, alliance: str, today: date, by: Principal) -> tuple[Latest, ...]:
    start = date(today.year - 1, 1, 1)
    made = visits.listed(session, alliance, start, today + _DAY)
    standing = [each for each in made if each.withdrawn_at is None]
    standing.sort(key=lambda each: (each.at, each.visit.day, each.visit.id), reverse=True)
    edits = by.may(Action.EDIT, alliance)
    return tuple(Latest(each.visit, edits or each.actor == by.id) for each in standing[:LATEST])


def _lists(
    source: PlanInput,
    rules: Sequence[Rule],
    made: Sequence[Visit],
    reach: Reach,
    member: str | None,
) -> Iterable[DueList]:
    units = {rule.key: expand_rule(rule, source) for rule in rules}
    every = [unit for listed in units.values() for unit in listed]
    credited = credit(every, source.events, shares_of(source.rules), made)
    units = {key: still_owed(mine, credited, source.today) for key, mine in units.items()}
    opened = [unit for unit in every if _is_open(unit, credited, source.today)]
    turns = {(key.rule, key.cell): host for key, host in visitors(source, opened).items()}
    for rule in rules:
        mine = [visit for visit in made if visit.rule == rule.key]
        listed = _list(source, rule, units[rule.key], credited, mine)
        rows = (
            _row(replace(cell, visitor=turns.get((rule.key, cell.cell))), reach)
            for cell in checklist(units[rule.key], credited, mine, source.today)
        )
        mine_only = (row for row in rows if member is None or concerns(row.cell, member))
        yield replace(listed, rows=tuple(mine_only))


def _is_open(unit: DemandUnit, credited: Mapping[UnitKey, Credit], day: date) -> bool:
    return unit.key not in credited and unit.start <= day < unit.grace_end


def _list(
    source: PlanInput,
    rule: Rule,
    units: Iterable[DemandUnit],
    credited: Mapping[UnitKey, Credit],
    made: Sequence[Visit],
) -> DueList:
    start, end = source.start, source.end
    year = [
        unit
        for unit in units
        if _touches(unit, start, end) or _is_open(unit, credited, source.today)
    ]
    named = listed_as(rule, source.names)
    this_year = [visit for visit in made if start <= visit.day < end]
    return DueList(
        rule=rule.key,
        name=named.name,
        name_en=named.name_en or named.name,
        output=Output(str(rule.data["output"])),
        rows=(),
        owed=len(year),
        done=sum(unit.key in credited for unit in year),
        missed=sum(unit.key not in credited and unit.grace_end <= source.today for unit in year),
        counts=counted(visit.organisations or (visit.cell,) for visit in this_year),
        visitors=_visitors(source, rule),
        places=listed(rule) == "place",
    )


def _touches(unit: DemandUnit, start: date, end: date) -> bool:
    first, last = unit.reckoned
    return first < end and start < last


def _visitors(source: PlanInput, rule: Rule) -> tuple[str, ...]:
    """Give who takes turns in visiting, else the officers of the alliance."""
    officers = source.officers.get(rule.owner, ())
    serving = {f"person:{each.person}" for each in officers if each.tenure.holds(source.today)}
    return pool(source, rule.owner, rule.key) or tuple(sorted(serving))


def _row(cell: DueCell, reach: Reach) -> DueRow:
    group, values = _grouped(cell.cell)
    return DueRow(cell, group, values, reach.includes(cell.cell))


def _grouped(cell: str) -> tuple[str, tuple[str, ...]]:
    """Choose the heading of a cell: a team goes before an organisation; of one value there is none.

    The other values name the row.
    """
    values = values_of(cell)
    if len(values) == 1:
        return "", values
    for prefix in (_TEAM, "organisation:"):
        for value in values:
            if value.startswith(prefix):
                return value, tuple(each for each in values if each != value)
    return values[0], values[1:]


def _keys(lists: Iterable[DueList], latest: Iterable[Latest]) -> set[str]:
    keys = {value for each in latest for value in values_of(each.visit.cell)}
    keys |= {each.visit.visitor for each in latest if each.visit.visitor}
    for each in lists:
        keys |= set(each.visitors)
        for row in each.rows:
            keys |= {*values_of(row.cell.cell), *filter(None, [row.cell.visitor])}
    return keys


def alliances(store: Store, *, by: Principal) -> tuple[Body, ...]:
    """List the alliances that the reader sees and that have a list to keep."""
    with store.read() as session:
        seen = [body for body in roster.alliances(session) if by.may(Action.VIEW, body.key)]
        every = promises.of_alliances(session, [body.key for body in seen])
    owners = {rule.owner for rule in every if is_list(rule)}
    return tuple(body for body in seen if body.key in owners)
