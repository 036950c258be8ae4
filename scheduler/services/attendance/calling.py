"""Call the roll: open the register, record operations, mark all, take a press back."""

import uuid
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime

from scheduler.domain.activity import EventStatus
from scheduler.domain.attendance.judging import (
    Answer,
    BulkRequest,
    Outcome,
    Rejection,
    bulk_ops,
    receive,
)
from scheduler.domain.attendance.states import advance
from scheduler.domain.attendance.values import (
    Expectation,
    Op,
    Presence,
    RegisterState,
    RosterLine,
    Source,
    canonical_id,
)
from scheduler.domain.errors import (
    CancelledEventError,
    ForbiddenError,
    RegisterStateError,
    SealedError,
)
from scheduler.domain.moments import line, prose
from scheduler.services.access import Action, Principal
from scheduler.services.attendance import sheets
from scheduler.services.attendance.audience import audience_of, expected
from scheduler.services.attendance.sheets import Opened
from scheduler.services.events import reading
from scheduler.services.roll_rights import Reach, marking
from scheduler.store import Session, Store, attendance, ledger, roster
from scheduler.store.attendance import Listed, Register

_REASON = 200
_NAME = 40
_TAKING = frozenset(
    {
        RegisterState.OPEN,
        RegisterState.TAKEN,
        RegisterState.CONFIRMED,
        RegisterState.CORRECTING,
    }
)
_CLOSED = frozenset({RegisterState.SEALED, RegisterState.ARCHIVED})


@dataclass(frozen=True, slots=True)
class Statement:
    """One operation as a client sends it; see ``domain.attendance.values.Op`` for the fields."""

    op_id: str
    person: str = ""
    value: Presence | None = None
    source: Source = Source.ROLL_CALL
    client_time: datetime | None = None
    device: str = ""
    seen: frozenset[str] = frozenset()
    retracts: frozenset[str] = frozenset()
    reason: str = ""


@dataclass(frozen=True, slots=True)
class Guest:
    """Somebody who came without being expected; ``branchless`` if their firm has no branch."""

    name: str
    organisation: str = ""
    branchless: bool = False


def open_register(store: Store, uid: str, *, by: Principal, now: datetime) -> Register:
    """Open an event's register and freeze its roster; one that is open stays as it is.

    A sealed one refuses with ``SealedError``.
    """
    with store.write() as session:
        return open_in(session, uid, by=by, now=now)


def open_in(session: Session, uid: str, *, by: Principal, now: datetime) -> Register:
    """Open a register inside an open transaction."""
    event = reading.find(session, uid, by).event
    marking(by, event)
    ledger.lock(session, event.alliances, now)
    known = attendance.get(session, uid)
    if known is not None:
        if known.state in _CLOSED:
            raise SealedError(uid=uid)
        return known
    if event.status is EventStatus.CANCELLED:
        raise CancelledEventError(uid=uid)
    register = Register(uid, advance(uid, RegisterState.PLANNED, RegisterState.OPEN), now)
    listed = expected(session, event, audience_of(session, event))
    attendance.create(session, register, listed)
    sheets.tell(session, event, "opened", {"people": len(listed)}, when=(by, now))
    return register


def record(
    store: Store, uid: str, statements: Iterable[Statement], *, by: Principal, now: datetime
) -> tuple[Answer, ...]:
    """Record operations in one transaction; each has an answer, and refused ones leave a trace."""
    with store.write() as session:
        return record_in(session, uid, statements, by=by, now=now)


def record_in(
    session: Session, uid: str, statements: Iterable[Statement], *, by: Principal, now: datetime
) -> tuple[Answer, ...]:
    """Record operations inside an open transaction."""
    reach, opened = _ready(session, uid, by, now)
    ops = [_op(each, uid, by, now) for each in statements]
    answers = _answers(session, opened, reach, ops)
    sheets.append(session, opened, tuple(zip(ops, answers, strict=True)), when=(by, now))
    return answers


def all_present(
    store: Store, uid: str, request_id: str, *, by: Principal, now: datetime
) -> tuple[Answer, ...]:
    """Mark everybody present about whom nothing was said; the same request does it once."""
    with store.write() as session:
        reach, opened = _ready(session, uid, by, now)
        _check_taking(opened)
        lines = [each for each in opened.lines if reach.includes(each)]
        ops = bulk_ops(BulkRequest(request_id, uid, by.id, now), lines, opened.marks)
        answers = receive(ops, opened.sheet)[0]
        sheets.append(session, opened, tuple(zip(ops, answers, strict=True)), when=(by, now))
        return answers


def undo(
    store: Store, uid: str, request_id: str, *, by: Principal, now: datetime
) -> tuple[Answer, ...]:
    """Take back what one press of ``all_present`` marked, however often it is asked for."""
    with store.write() as session:
        _, opened = _ready(session, uid, by, now)
        space = uuid.UUID(canonical_id(request_id, "request_id"))
        named = {str(uuid.uuid5(space, each.person)) for each in opened.lines}
        marked = frozenset(named & set(opened.sheet.ops))
        if not marked:
            return ()
        op_id = str(uuid.uuid5(space, "undo"))
        return record_in(session, uid, [Statement(op_id, retracts=marked)], by=by, now=now)


def add_guest(
    store: Store, uid: str, request_id: str, guest: Guest, *, by: Principal, now: datetime
) -> tuple[Answer, ...]:
    """Put a guest on the roster as present; only who reaches everybody may."""
    space = uuid.UUID(canonical_id(request_id, "request_id"))
    newcomer = _guest_line(guest, f"guest-{uuid.uuid5(space, 'guest')}")
    with store.write() as session:
        reach, opened = _ready(session, uid, by, now)
        if not reach.everybody:
            raise ForbiddenError(action=Action.ROLL.value)
        _check_taking(opened)
        if newcomer.line.person not in opened.sheet.roster:
            attendance.add_lines(session, uid, [newcomer])
        op_id = str(uuid.uuid5(space, "guest:present"))
        said = Statement(op_id, newcomer.line.person, Presence.PRESENT)
        return record_in(session, uid, [said], by=by, now=now)


def _check_taking(opened: Opened) -> None:
    """Refuse a register that takes no marks: not open yet, cancelled or sealed."""
    uid, state = opened.event.uid, opened.sheet.state
    if state in _CLOSED:
        raise SealedError(uid=uid)
    if state not in _TAKING:
        raise RegisterStateError(uid=uid, state=state.value, wanted=RegisterState.TAKEN.value)


def _ready(session: Session, uid: str, by: Principal, now: datetime) -> tuple[Reach, Opened]:
    event = reading.find(session, uid, by).event
    reach = marking(by, event)
    ledger.lock(session, event.alliances, now)
    return reach, sheets.load(session, event)


def _op(said: Statement, uid: str, by: Principal, now: datetime) -> Op:
    return Op(
        op_id=said.op_id,
        register=uid,
        source=said.source,
        actor=by.id,
        server_time=now,
        client_time=said.client_time,
        person=said.person,
        value=said.value,
        device=line(said.device, "device", limit=_NAME) if said.device else "",
        seen=said.seen,
        retracts=said.retracts,
        reason=prose(said.reason, "reason", limit=_REASON) if said.reason.strip() else "",
    )


def _answers(
    session: Session, opened: Opened, reach: Reach, ops: Sequence[Op]
) -> tuple[Answer, ...]:
    foreign = attendance.used_elsewhere(session, opened.event.uid, (op.op_id for op in ops))
    missing = {op.person for op in ops if op.person} - set(opened.sheet.roster)
    unknown = missing - set(roster.people(session, missing))
    refused = {
        place: code
        for place, op in enumerate(ops)
        if (code := _refusal(op, opened, reach, (foreign, unknown))) is not None
    }
    allowed = [op for place, op in enumerate(ops) if place not in refused]
    judged = iter(receive(allowed, opened.sheet)[0])
    return tuple(
        Answer(op.op_id, Outcome.REJECTED, refused[place]) if place in refused else next(judged)
        for place, op in enumerate(ops)
    )


def _refusal(
    op: Op, opened: Opened, reach: Reach, known: tuple[frozenset[str], set[str]]
) -> Rejection | None:
    """Give what only the store and the grants can tell; a closed register refuses by itself."""
    foreign, unknown = known
    if op.op_id in foreign:
        return Rejection.WRONG_REGISTER
    if op.retracts or op.op_id in opened.sheet.ops or opened.sheet.state not in _TAKING:
        return None
    if op.person in unknown:
        return Rejection.UNKNOWN_PERSON
    on_roster = opened.sheet.roster.get(op.person)
    if on_roster is not None and not reach.includes(on_roster):
        return Rejection.FORBIDDEN_ORG
    return None


def _guest_line(guest: Guest, person: str) -> Listed:
    expectation = Expectation.BRANCHLESS_GUEST if guest.branchless else Expectation.GUEST
    organisation = guest.organisation.strip()
    return Listed(
        RosterLine(person, expectation),
        line(guest.name, "guest", limit=_NAME),
        organisation=line(organisation, "organisation", limit=_NAME) if organisation else "",
    )
