"""The register of a sample event that is over: opened, called and sealed at once."""

import uuid
from collections.abc import Iterable

from scheduler.domain.attendance.chain import GENESIS, Link, Sealing, link, seal_code, seal_digest
from scheduler.domain.attendance.judging import BulkRequest, bulk_ops
from scheduler.domain.attendance.values import Mark, Op, Presence, RegisterState, Source
from scheduler.presets.history import presence
from scheduler.services.access import Principal
from scheduler.services.attendance.audience import audience_of, expected
from scheduler.store import Session, attendance, ledger, seals
from scheduler.store.attendance import Listed, Register
from scheduler.store.events import Stored
from scheduler.store.seals import Seal


def record_past(session: Session, stored: Stored, by: Principal) -> str:
    """Record who came to an event that is over, seal the register and give the seal's code.

    It stores what a roll call of that day would have: the exceptions marked one by one, the
    others by one press. The event itself is the caller's.
    """
    event = stored.event
    listed = expected(session, event, audience_of(session, event))
    ops = _ops(event.uid, listed, by, stored)
    chained = tuple(_chain(ops))
    head = chained[-1].hash if chained else GENESIS
    marks = {op.person: _mark(op) for op in ops}
    register = Register(event.uid, RegisterState.SEALED, event.start, head, len(chained))
    attendance.create(session, register, listed)
    attendance.add_ops(session, chained, 1, {})
    attendance.add_marks(session, event.uid, marks.values())
    attendance.change(session, event.uid, {"confirmed_at": event.end})
    every = {each.line.person: Mark(each.line.person) for each in listed} | marks
    digest = seal_digest(
        Sealing(event.uid, 1, tuple(each.line for each in listed), every, {}, head)
    )
    code = seal_code(digest)
    seals.add(session, event.uid, Seal(1, digest, code, head, event.end, by.id))
    entry = ledger.Entry(
        event.alliances, "register", event.uid, "sealed", detail={"ops": len(ops), "head": head}
    )
    ledger.append(session, [entry], by.id, event.end)
    return code


def _ops(uid: str, listed: Iterable[Listed], by: Principal, stored: Stored) -> tuple[Op, ...]:
    request = str(uuid.uuid5(uuid.NAMESPACE_URL, f"register:{uid}"))
    due = [each.line for each in listed if each.line.due]
    said = {line.person: presence(uid, line.person) for line in due}
    start = stored.event.start
    stated = tuple(
        Op(
            op_id=str(uuid.uuid5(uuid.UUID(request), f"{person}:{value.value}")),
            register=uid,
            source=Source.ROLL_CALL,
            actor=by.id,
            server_time=start,
            person=person,
            value=value,
        )
        for person, value in said.items()
        if value is not Presence.PRESENT
    )
    marks = {op.person: _mark(op) for op in stated}
    return stated + bulk_ops(BulkRequest(request, uid, by.id, start), due, marks)


def _mark(op: Op) -> Mark:
    return Mark(op.person, op.value or Presence.UNMARKED, op.source, (op.op_id,))


def _chain(ops: Iterable[Op]) -> Iterable[Link]:
    head = GENESIS
    for op in ops:
        following = link(head, op)
        yield Link(op, head, following)
        head = following
