"""The registers of sample events that are over: opened, called and sealed at once."""

import uuid
from collections.abc import Iterable, Sequence
from datetime import datetime

from scheduler.domain.attendance.chain import GENESIS, Link, Sealing, link, seal_code, seal_digest
from scheduler.domain.attendance.judging import BulkRequest, bulk_ops
from scheduler.domain.attendance.values import Mark, Op, Presence, Source
from scheduler.presets.history import presence
from scheduler.services.access import Principal
from scheduler.services.attendance.audience import expected
from scheduler.store import Session, ledger, past_registers, roster
from scheduler.store.attendance import Listed
from scheduler.store.events import Stored
from scheduler.store.past_registers import PastRegister
from scheduler.store.seals import Seal

Rosters = dict[tuple[str, tuple[str, ...], str | None], tuple[Listed, ...]]
"""Who is expected, by audience, alliances and host; it saves asking for each event."""


def record_past(
    session: Session, over: Sequence[Stored], rosters: Rosters, *, by: Principal
) -> dict[str, str]:
    """Record who came to events that are over, seal their registers and give the codes by UID.

    It stores what roll calls of those days would have: the exceptions marked one by one, the
    others by one press. The events themselves are the caller's. ``rosters`` is filled on the way:
    hand the same one on only while nobody joins or leaves.
    """
    kinds = roster.kinds(session)
    past = []
    for stored in over:
        event = stored.event
        audience = kinds[event.kind].audience
        key = (audience, event.alliances, event.host)
        if key not in rosters:
            rosters[key] = expected(session, event, audience)
        past.append(_sealed(stored, rosters[key], by))
    past_registers.add(session, past)
    ledger.append_dated(
        session, [_entry(stored, each) for stored, each in zip(over, past, strict=True)], by.id
    )
    return {each.uid: each.seal.code for each in past}


def _sealed(stored: Stored, listed: tuple[Listed, ...], by: Principal) -> PastRegister:
    event = stored.event
    ops = _ops(event.uid, listed, by, stored)
    links = tuple(_chain(ops))
    head = links[-1].hash if links else GENESIS
    marks = {op.person: _mark(op) for op in ops}
    every = {each.line.person: Mark(each.line.person) for each in listed} | marks
    lines = tuple(each.line for each in listed)
    digest = seal_digest(Sealing(event.uid, 1, lines, every, {}, head))
    seal = Seal(1, digest, seal_code(digest), head, event.end, by.id)
    return PastRegister(event.uid, event.start, listed, links, tuple(marks.values()), seal)


def _entry(stored: Stored, past: PastRegister) -> tuple[datetime, ledger.Entry]:
    detail = {"ops": len(past.links), "head": past.seal.head}
    entry = ledger.Entry(stored.event.alliances, "register", past.uid, "sealed", detail=detail)
    return past.seal.at, entry


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
