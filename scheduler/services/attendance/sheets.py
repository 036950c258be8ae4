"""A register as it stands in an open transaction, and what is written back to it."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime

from scheduler.domain.activity import Event
from scheduler.domain.attendance.chain import GENESIS, Link, link, reason_digest
from scheduler.domain.attendance.judging import Answer
from scheduler.domain.attendance.projection import project
from scheduler.domain.attendance.states import advance
from scheduler.domain.attendance.totals import Totals, totals
from scheduler.domain.attendance.values import Mark, Op, RegisterState, RosterLine, Sheet
from scheduler.services.access import Principal
from scheduler.services.attendance.audience import MEMBERS, audience_of
from scheduler.store import Session, attendance, ledger, seals
from scheduler.store.attendance import Listed, Register


@dataclass(frozen=True, slots=True)
class Opened:
    """An event's register with its roster and operations; ``register`` None before opening."""

    event: Event
    register: Register | None
    listed: tuple[Listed, ...]
    sheet: Sheet

    @property
    def lines(self) -> tuple[RosterLine, ...]:
        """Give the roster without names."""
        return tuple(each.line for each in self.listed)

    @property
    def marks(self) -> dict[str, Mark]:
        """Give the mark of everybody on the roster."""
        return project(self.sheet.ops.values(), self.lines)

    @property
    def totals(self) -> Totals:
        """Count the register."""
        return totals(self.lines, self.marks)


def load(session: Session, event: Event) -> Opened:
    """Read an event's register as it stands."""
    register = attendance.get(session, event.uid)
    listed = attendance.lines(session, event.uid) if register else ()
    links = attendance.links(session, event.uid) if register else ()
    seal = seals.last(session, event.uid) if register else None
    sheet = Sheet(
        register=event.uid,
        state=register.state if register else RegisterState.PLANNED,
        roster={each.line.person: each.line for each in listed},
        ops={each.op.op_id: each.op for each in links},
        # Delegates meet to talk, which can be done from afar; what members do together cannot.
        online=audience_of(session, event) != MEMBERS,
        sealed_at=seal.at if seal else None,
    )
    return Opened(event, register, listed, sheet)


def append(
    session: Session,
    opened: Opened,
    received: Sequence[tuple[Op, Answer]],
    *,
    when: tuple[Principal, datetime],
) -> None:
    """Write what was kept, chained and projected, and the refused apart from it."""
    by, now = when
    attendance.add_attempts(session, [pair for pair in received if pair[1].code is not None])
    kept = [op for op, answer in received if answer.kept]
    register = opened.register
    if register is None or not kept:
        return
    chained = _chained(register.head, kept)
    outcomes = {answer.op_id: answer.outcome.value for _, answer in received if answer.kept}
    attendance.add_ops(session, chained, register.op_seq + 1, outcomes)
    known = {**opened.sheet.ops, **{op.op_id: op for op in kept}}
    after = replace(opened, sheet=replace(opened.sheet, ops=known))
    attendance.write_marks(session, register.uid, _changed(opened.marks, after.marks))
    head, count = chained[-1].hash, register.op_seq + len(kept)
    values = {"head": head, "op_seq": count, "state": _called(after).value}
    attendance.change(session, register.uid, values)
    tell(session, opened.event, "marked", {"ops": len(kept), "head": head}, when=(by, now))


def tell(
    session: Session,
    event: Event,
    kind: str,
    detail: Mapping[str, object],
    *,
    when: tuple[Principal, datetime],
) -> None:
    """Write one line about the register into the ledgers of the event's alliances."""
    by, now = when
    entry = ledger.Entry(event.alliances, "register", event.uid, kind, detail=detail)
    ledger.append(session, [entry], by.id, now)


def _chained(head: str, ops: Iterable[Op]) -> list[Link]:
    chained = []
    for op in ops:
        # An operation's own id keeps equal reasons apart.
        digest = reason_digest(op.reason, op.op_id)
        chained.append(Link(op, head or GENESIS, link(head or GENESIS, op, digest), digest))
        head = chained[-1].hash
    return chained


def _changed(before: Mapping[str, Mark], after: Mapping[str, Mark]) -> list[Mark]:
    return [mark for person, mark in after.items() if mark != before[person]]


def _called(opened: Opened) -> RegisterState:
    """Give the state that follows from the marks: taken while nobody due is unmarked."""
    state = opened.sheet.state
    wanted = RegisterState.OPEN if opened.totals.unmarked else RegisterState.TAKEN
    if state not in {RegisterState.OPEN, RegisterState.TAKEN} or state is wanted:
        return state
    return advance(opened.event.uid, state, wanted)
