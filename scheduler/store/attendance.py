"""Queries on registers: the roster frozen at opening, the operations, the marks."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import delete, insert, select, update

from scheduler.domain.attendance.chain import Link
from scheduler.domain.attendance.judging import Answer
from scheduler.domain.attendance.values import (
    Expectation,
    Mark,
    Op,
    Presence,
    RegisterState,
    RosterLine,
    Source,
)
from scheduler.store.engine import Session
from scheduler.store.tables.attendance import (
    MarkRow,
    OpAttemptRow,
    OpRow,
    RegisterRow,
    RosterLineRow,
)


@dataclass(frozen=True, slots=True)
class Register:
    """The attendance sheet of one event; ``head`` is the last hash of its ``op_seq`` operations."""

    uid: str
    state: RegisterState
    opened_at: datetime
    head: str = ""
    op_seq: int = 0
    version: int = 1


@dataclass(frozen=True, slots=True)
class Listed:
    """A roster line with what a reader needs to find the person."""

    line: RosterLine
    name: str
    pinyin_key: str = ""
    organisation: str = ""


def get(session: Session, uid: str) -> Register | None:
    """Find the register of an event; None before it is opened."""
    row = session.get(RegisterRow, uid, populate_existing=True)
    if row is None:
        return None
    return Register(
        row.uid, RegisterState(row.state), row.opened_at, row.head, row.op_seq, row.version
    )


def create(session: Session, register: Register, roster: Iterable[Listed]) -> None:
    """Store a new register with its frozen roster."""
    session.execute(
        insert(RegisterRow).values(
            uid=register.uid,
            state=register.state.value,
            opened_at=register.opened_at,
            head=register.head,
            op_seq=register.op_seq,
            version=register.version,
            minutes={},
        )
    )
    add_lines(session, register.uid, roster)


def add_lines(session: Session, uid: str, roster: Iterable[Listed]) -> None:
    """Add people to the roster of a register."""
    rows = [line_row(uid, each) for each in roster]
    if rows:
        session.execute(insert(RosterLineRow), rows)


def line_row(uid: str, each: Listed) -> dict[str, Any]:
    """Turn a roster line into the columns of its row."""
    return {
        "uid": uid,
        "person": each.line.person,
        "name": each.name,
        "pinyin_key": each.pinyin_key,
        "branch": each.line.home_branch,
        "party_group": each.line.group,
        "organisation": each.organisation,
        "expectation": each.line.expectation.value,
        "voting": each.line.voting,
        "reason": each.line.reason,
    }


def change(session: Session, uid: str, values: Mapping[str, Any]) -> None:
    """Change columns of a register and raise its version."""
    session.execute(
        update(RegisterRow)
        .where(RegisterRow.uid == uid)
        .values(version=RegisterRow.version + 1, **values)
    )


def lines(session: Session, uid: str) -> tuple[Listed, ...]:
    """List the roster of a register by branch, pinyin key and person."""
    query = select(RosterLineRow).where(RosterLineRow.uid == uid)
    found = [
        Listed(
            RosterLine(
                person=row.person,
                expectation=Expectation(row.expectation),
                voting=row.voting,
                home_branch=row.branch,
                group=row.party_group,
                reason=row.reason,
            ),
            row.name,
            row.pinyin_key,
            row.organisation,
        )
        for row in session.scalars(query)
    ]
    return tuple(sorted(found, key=_order))


def _order(each: Listed) -> tuple[str, str, str]:
    return (each.line.home_branch or "", each.pinyin_key, each.line.person)


def links(session: Session, uid: str) -> tuple[Link, ...]:
    """List the operations of a register with their places in its chain, oldest first."""
    query = select(OpRow).where(OpRow.uid == uid).order_by(OpRow.seq)
    return tuple(
        Link(_op(row), row.prev_hash, row.hash, row.reason_digest) for row in session.scalars(query)
    )


def _op(row: OpRow) -> Op:
    return Op(
        op_id=row.op_id,
        register=row.uid,
        source=Source(row.source),
        actor=row.actor,
        server_time=row.server_time,
        client_time=row.client_time,
        person=row.person,
        value=None if row.value is None else Presence(row.value),
        device=row.device,
        seen=frozenset(row.seen),
        retracts=frozenset(row.retracts),
        reason=row.reason,
    )


def add_ops(
    session: Session, chained: Sequence[Link], first: int, outcomes: Mapping[str, str]
) -> None:
    """Append operations to a register, the first of them as number ``first``."""
    rows = [
        op_row(each, first + place, outcomes.get(each.op.op_id, "applied"))
        for place, each in enumerate(chained)
    ]
    if rows:
        session.execute(insert(OpRow), rows)


def op_row(each: Link, seq: int, outcome: str = "applied") -> dict[str, Any]:
    """Turn a chained operation into the columns of its row."""
    op = each.op
    return {
        "op_id": op.op_id,
        "uid": op.register,
        "seq": seq,
        "person": op.person,
        "value": None if op.value is None else op.value.value,
        "source": op.source.value,
        "actor": op.actor,
        "device": op.device,
        "client_time": op.client_time,
        "server_time": op.server_time,
        "seen": sorted(op.seen),
        "retracts": sorted(op.retracts),
        "reason": op.reason,
        "reason_digest": each.reason,
        "prev_hash": each.prev_hash,
        "hash": each.hash,
        "outcome": outcome,
    }


def used_elsewhere(session: Session, uid: str, op_ids: Iterable[str]) -> frozenset[str]:
    """Tell which of these ids name operations of other registers."""
    query = select(OpRow.op_id).where(OpRow.op_id.in_(sorted(set(op_ids))), OpRow.uid != uid)
    return frozenset(session.scalars(query))


def add_attempts(session: Session, refused: Iterable[tuple[Op, Answer]]) -> None:
    """Keep refused operations apart from the marks, each once."""
    pairs = {op.op_id: (op, answer) for op, answer in refused}
    query = select(OpAttemptRow.op_id).where(OpAttemptRow.op_id.in_(sorted(pairs)))
    known = set(session.scalars(query))
    rows = [
        {
            "op_id": op.op_id,
            "uid": op.register,
            "person": op.person,
            "value": None if op.value is None else op.value.value,
            "actor": op.actor,
            "server_time": op.server_time,
            "code": "" if answer.code is None else answer.code.value,
        }
        for op_id, (op, answer) in pairs.items()
        if op_id not in known
    ]
    if rows:
        session.execute(insert(OpAttemptRow), rows)


def write_marks(session: Session, uid: str, marks: Iterable[Mark]) -> None:
    """Write the marks of these people over what they were; unmarked people have no row."""
    changed = {mark.person: mark for mark in marks}
    session.execute(delete(MarkRow).where(MarkRow.uid == uid, MarkRow.person.in_(sorted(changed))))
    add_marks(session, uid, changed.values())


def add_marks(session: Session, uid: str, marks: Iterable[Mark]) -> None:
    """Write the marks of people who have none yet."""
    rows = [mark_row(uid, mark) for mark in marks if mark.ops]
    if rows:
        session.execute(insert(MarkRow), rows)


def mark_row(uid: str, mark: Mark) -> dict[str, Any]:
    """Turn a mark that something was said about into the columns of its row."""
    return {
        "uid": uid,
        "person": mark.person,
        "value": mark.presence.value,
        "conflict": bool(mark.conflict),
        "op_id": mark.ops[-1],
    }


def marked(session: Session, uid: str) -> dict[str, tuple[Presence, bool]]:
    """Give the stored mark of each person, and whether it is contradicted."""
    query = select(MarkRow).where(MarkRow.uid == uid).order_by(MarkRow.person)
    return {row.person: (Presence(row.value), row.conflict) for row in session.scalars(query)}
