"""The answer to each incoming operation, and the expansion of 全部到齐."""

import uuid
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from enum import StrEnum

from scheduler.domain.attendance.projection import project
from scheduler.domain.attendance.values import (
    Mark,
    Op,
    Presence,
    RegisterState,
    RosterLine,
    Sheet,
    Source,
    canonical_id,
)

SKEW = timedelta(minutes=5)
"""How far a device's clock may differ before the operation is flagged; it is never refused."""


class Outcome(StrEnum):
    """What happened to an operation; a conflict is kept and shown, only a rejection is not."""

    APPLIED = "applied"
    DUPLICATE = "duplicate"
    CONFLICT = "conflict"
    REJECTED = "rejected"


class Rejection(StrEnum):
    """Why an operation was refused.

    ``unknown_person``, ``code_expired`` and ``forbidden_org`` are found by the service, which
    knows the people, the sign-in codes and the grants; the others by ``judge``.
    """

    UNKNOWN_PERSON = "unknown_person"
    NOT_ON_ROSTER = "not_on_roster"
    NOT_OPEN = "not_open"
    SEALED = "sealed"
    CODE_EXPIRED = "code_expired"
    WRONG_REGISTER = "wrong_register"
    FORBIDDEN_ORG = "forbidden_org"
    ONLINE_NOT_ALLOWED = "online_not_allowed"
    NOT_OWN = "not_own"


class Flag(StrEnum):
    """What is noted beside an accepted operation."""

    CLOCK_SKEW = "clock_skew"
    LATE_UPLOAD = "late_upload"


@dataclass(frozen=True, slots=True)
class Answer:
    """The answer to one operation.

    ``proposed`` tells that it was made before the seal and arrived after it: it is refused as a
    mark and kept as a proposed correction.
    """

    op_id: str
    outcome: Outcome
    code: Rejection | None = None
    flags: tuple[Flag, ...] = ()
    proposed: bool = False

    @property
    def kept(self) -> bool:
        """Tell whether the operation is new and enters the register."""
        return self.outcome in {Outcome.APPLIED, Outcome.CONFLICT}


_CLOSED = {
    RegisterState.PLANNED: Rejection.NOT_OPEN,
    RegisterState.CANCELLED: Rejection.NOT_OPEN,
    RegisterState.SEALED: Rejection.SEALED,
    RegisterState.ARCHIVED: Rejection.SEALED,
}


def judge(op: Op, sheet: Sheet) -> Answer:
    """Say what an operation comes to on the sheet as it stands; nothing is changed."""
    if op.op_id in sheet.ops:
        return Answer(op.op_id, Outcome.DUPLICATE)
    refusal = _refusal(op, sheet)
    if refusal is not None:
        proposed = refusal is Rejection.SEALED and _before_seal(op, sheet)
        return Answer(op.op_id, Outcome.REJECTED, refusal, proposed=proposed)
    mark = _mark_after(op, sheet)
    outcome = Outcome.CONFLICT if mark is not None and mark.conflict else Outcome.APPLIED
    return Answer(op.op_id, outcome, flags=_flags(op))


def receive(ops: Iterable[Op], sheet: Sheet) -> tuple[tuple[Answer, ...], Sheet]:
    """Judge a batch one after the other; give the answers and the sheet with what was kept."""
    known = dict(sheet.ops)
    grown = replace(sheet, ops=known)
    answers = []
    for op in ops:
        answer = judge(op, grown)
        if answer.kept:
            known[op.op_id] = op
        answers.append(answer)
    return tuple(answers), grown


def _refusal(op: Op, sheet: Sheet) -> Rejection | None:
    if op.register != sheet.register:
        return Rejection.WRONG_REGISTER
    if sheet.state in _CLOSED:
        return _CLOSED[sheet.state]
    if op.retracts:
        return _refused_retraction(op, sheet)
    if op.person not in sheet.roster:
        return Rejection.NOT_ON_ROSTER
    if op.value is Presence.ONLINE and not sheet.online:
        return Rejection.ONLINE_NOT_ALLOWED
    return None


def _refused_retraction(op: Op, sheet: Sheet) -> Rejection | None:
    # A name that is not known yet may still arrive, so only a certain failure is refused.
    targets = [sheet.ops.get(name) for name in op.retracts]
    foreign = all(target is not None and target.actor != op.actor for target in targets)
    return Rejection.NOT_OWN if foreign else None


def _mark_after(op: Op, sheet: Sheet) -> Mark | None:
    if op.value is None:
        return None
    # Retractions are kept in: they may name earlier operations on this person.
    near = [each for each in sheet.ops.values() if each.person == op.person or each.retracts]
    return project([*near, op], [sheet.roster[op.person]])[op.person]


def _before_seal(op: Op, sheet: Sheet) -> bool:
    if op.client_time is None or sheet.sealed_at is None:
        return False
    return op.client_time < sheet.sealed_at


def _flags(op: Op) -> tuple[Flag, ...]:
    if op.client_time is None:
        return ()
    if op.client_time - op.server_time > SKEW:
        return (Flag.CLOCK_SKEW,)
    if op.server_time - op.client_time > SKEW:
        return (Flag.LATE_UPLOAD,)
    return ()


@dataclass(frozen=True, slots=True)
class BulkRequest:
    """One press of 全部到齐; ``request_id`` is a UUID that a repeated request repeats."""

    request_id: str
    register: str
    actor: str
    server_time: datetime
    client_time: datetime | None = None
    device: str = ""


def bulk_ops(
    request: BulkRequest, roster: Iterable[RosterLine], marks: Mapping[str, Mark]
) -> tuple[Op, ...]:
    """Expand 全部到齐 to one operation for each due person about whom nothing was said."""
    space = uuid.UUID(canonical_id(request.request_id, "request_id"))
    silent = sorted(
        line.person
        for line in roster
        if line.due and not (line.person in marks and marks[line.person].ops)
    )
    return tuple(
        Op(
            op_id=str(uuid.uuid5(space, person)),
            register=request.register,
            source=Source.BULK,
            actor=request.actor,
            client_time=request.client_time,
            server_time=request.server_time,
            person=person,
            value=Presence.PRESENT,
            device=request.device,
        )
        for person in silent
    )
