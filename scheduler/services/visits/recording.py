"""Visits made and items done: recorded, several at once, and taken back."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from scheduler.domain.attendance.values import canonical_id
from scheduler.domain.errors import (
    ForbiddenError,
    IdempotencyError,
    NotFoundError,
    VisitWithdrawnError,
    within,
)
from scheduler.domain.moments import prose
from scheduler.domain.text.values import Names
from scheduler.domain.turn import EntryKind, TurnEntry
from scheduler.domain.visit import Visit, values_of
from scheduler.rules.model import Rule
from scheduler.services.access import Action, Principal, Role, require
from scheduler.services.gathering import gather_readable
from scheduler.services.visits.checks import LIST, Ground, is_list, refuse_twice, said
from scheduler.store import Session, Store, ledger, roster, turns, visits
from scheduler.store.turns import Charge
from scheduler.store.visits import Recorded

NOTE_LIMIT = 500
VISIT = "visit"
"""The entity of the ledger entries, and the action that a refusal names."""

_LIMITED = (Role.BRANCH_SECRETARY, Role.HOST_DUTY)


@dataclass(frozen=True, slots=True)
class NewVisit:
    """A visit or an item to be recorded: under its id nothing is recorded twice."""

    id: str
    rule: str
    cell: str
    day: date
    visitor: str | None = None
    note: str = ""


def recorded(
    session: Session, rules: Iterable[Rule], alliances: Iterable[str], year: int
) -> tuple[Visit, ...]:
    """Give the visits that count for the rules' periods around a year."""
    spans = [str(rule.data.get("per", "")) for rule in rules if is_list(rule)]
    if not spans:
        return ()
    years = max([int(per[:-1]) for per in spans if per[:-1].isdecimal()], default=1)
    return visits.between(session, alliances, date(year - years, 1, 1), date(year + 2, 1, 1))


def listed(
    store: Store,
    alliance: str,
    span: tuple[date, date],
    *,
    by: Principal,
    rule: str | None = None,
) -> tuple[Recorded, ...]:
    """List the records of an alliance on days in [start, end), those taken back too, by day."""
    require(by, Action.VIEW, [alliance], entity="alliance", key=alliance)
    with store.read() as session:
        if not roster.alliances(session, [alliance]):
            raise NotFoundError(entity="alliance", key=alliance)
        return visits.listed(session, alliance, *span, rule)


@dataclass(frozen=True, slots=True)
class Reach:
    """Which cells somebody may record: all, or those that name one of these members."""

    everything: bool
    members: frozenset[str] = frozenset()

    def includes(self, cell: str) -> bool:
        """Tell whether the cell is within reach."""
        return self.everything or bool(self.members & set(values_of(cell)))


def reach_of(session: Session, alliance: str, by: Principal) -> Reach:
    """Give what a caller may record.

    Who may edit the alliance records everything; a branch secretary what names the branch or an
    organisation that it serves; an organisation or a team on duty what names itself.
    """
    if by.may(Action.EDIT, alliance):
        return Reach(everything=True)
    scopes = frozenset(
        grant.scope for grant in by.grants if grant.role in _LIMITED and alliance in grant.alliances
    )
    branches = [scope.removeprefix("body:") for scope in scopes if scope.startswith("body:")]
    served = roster.memberships(session, branches).values()
    return Reach(everything=False, members=scopes | {tie.member for ties in served for tie in ties})


def record(
    store: Store, alliance: str, new: Sequence[NewVisit], *, by: Principal, now: datetime
) -> tuple[Visit, ...]:
    """Record visits made and items done, all or none, and give them as they stand recorded.

    One whose id is known is not recorded again. Refused is another content under that id, one that
    was taken back, and a second visit to the same place on the same day, unless two different
    visitors are named.
    A refusal tells which of them it is about.
    """
    require(by, Action.VIEW, [alliance], entity="alliance", key=alliance)
    asked = _asked(alliance, new)
    with store.write() as session:
        ledger.lock(session, [alliance], now)
        known = visits.named(session, (each.id for each in asked))
        fresh = _fresh(asked, {key: each.visit for key, each in known.items()})
        _refuse_withdrawn(session, asked, known)
        if fresh:
            _write(session, _checked(session, alliance, fresh, by, now), by, now)
    return tuple(asked)


def _asked(alliance: str, new: Iterable[NewVisit]) -> list[Visit]:
    asked = []
    for index, each in enumerate(new):
        with within(LIST, index):
            asked.append(_visit(alliance, each))
    return asked


def _fresh(asked: Iterable[Visit], known: Mapping[str, Visit]) -> dict[int, Visit]:
    """Give those that are not recorded by their places in what was sent; a repeated one once."""
    fresh: dict[int, Visit] = {}
    seen = dict(known)
    for index, each in enumerate(asked):
        if each.id not in seen:
            fresh[index] = each
        elif seen[each.id] != each:
            with within(LIST, index):
                raise IdempotencyError(field="id", key=each.id)
        seen[each.id] = each
    return fresh


def _refuse_withdrawn(
    session: Session, asked: Iterable[Visit], known: Mapping[str, Recorded]
) -> None:
    for index, each in enumerate(asked):
        if each.id in known and known[each.id].withdrawn_at is not None:
            with within(LIST, index):
                named = said(each.cell, _names(session, [each]))
                raise VisitWithdrawnError(**named, day=each.day)


def withdraw(store: Store, key: str, *, by: Principal, now: datetime) -> Visit:
    """Take back a record: whoever made it may, and who may edit the alliance.

    A record that was taken back already stays as it is.
    """
    with store.write() as session:
        found = visits.get(session, key)
        if found is None:
            raise NotFoundError(entity=VISIT, key=key)
        alliance = found.visit.alliance
        require(by, Action.VIEW, [alliance], entity=VISIT, key=key)
        if found.actor != by.id and not by.may(Action.EDIT, alliance):
            raise ForbiddenError(action=Action.EDIT.value)
        if found.withdrawn_at is None:
            ledger.lock(session, [alliance], now)
            visits.withdraw(session, key, by.id, now)
            _take_back(session, found.visit, by, now)
            _tell(session, [found.visit], "withdrawn", by, now)
        return found.visit


def _visit(alliance: str, new: NewVisit) -> Visit:
    note = prose(new.note, "note", limit=NOTE_LIMIT) if new.note.strip() else ""
    key = canonical_id(new.id, "id")
    return Visit(key, alliance, new.rule, new.cell, new.day, new.visitor or None, note)


@dataclass(frozen=True, slots=True)
class Checked:
    """Visits that may be recorded, and the turns that they charge."""

    visits: tuple[Visit, ...]
    charges: tuple[Charge, ...]


def _checked(
    session: Session, alliance: str, fresh: Mapping[int, Visit], by: Principal, now: datetime
) -> Checked:
    reach = reach_of(session, alliance, by)
    names = _names(session, fresh.values())
    charges: list[Charge] = []
    for year in sorted({each.day.year for each in fresh.values()}):
        ground = Ground(gather_readable(session, [alliance], year, now), alliance, names)
        for index, each in fresh.items():
            if each.day.year == year:
                with within(LIST, index):
                    if not reach.includes(each.cell):
                        raise ForbiddenError(action=VISIT)
                    ground.check(each)
                charges += ground.charges(each)
    refuse_twice(session, alliance, fresh, names)
    return Checked(tuple(fresh.values()), tuple(charges))


def _names(session: Session, fresh: Iterable[Visit]) -> Names:
    keys = {value for each in fresh for value in (*values_of(each.cell), each.visitor or "")}
    return roster.spoken(session, keys - {""})


def _write(session: Session, checked: Checked, by: Principal, now: datetime) -> None:
    visits.add(session, [Recorded(each, now, by.id) for each in checked.visits])
    turns.add(session, checked.charges, by.id, now)
    _tell(session, checked.visits, "recorded", by, now)
    _tell_turns(session, checked.charges, by, now)


def _take_back(session: Session, visit: Visit, by: Principal, now: datetime) -> None:
    """Reverse the turn that the visit charged."""
    charges = [
        Charge(alliance, rule, _cancelled(entry))
        for (alliance, rule), entries in turns.entries(session, [visit.alliance]).items()
        for entry in entries
        if entry.uid == visit.id and entry.kind is EntryKind.TURN
    ]
    turns.add(session, charges, by.id, now)
    _tell_turns(session, charges, by, now)


def _cancelled(entry: TurnEntry) -> TurnEntry:
    return TurnEntry(EntryKind.CANCELLED, entry.day, entry.eligible, entry.host, entry.uid)


def _tell_turns(session: Session, charges: Iterable[Charge], by: Principal, now: datetime) -> None:
    ledger.append(session, [turn_told(each) for each in charges], by.id, now)


def _tell(session: Session, done: Iterable[Visit], kind: str, by: Principal, now: datetime) -> None:
    ledger.append(session, [told(each, kind) for each in done], by.id, now)


def told(visit: Visit, kind: str) -> ledger.Entry:
    """Give the ledger entry of a visit; no feed shows it."""
    detail = {"rule": visit.rule, "cell": visit.cell, "day": visit.day.isoformat()}
    return ledger.Entry((visit.alliance,), VISIT, visit.id, kind, detail=detail)


def turn_told(charge: Charge) -> ledger.Entry:
    """Give the ledger entry of a turn that a visit charges or takes back."""
    detail = {"host": charge.entry.host}
    return ledger.Entry((charge.alliance,), "turn", charge.entry.uid, charge.rule, detail=detail)
