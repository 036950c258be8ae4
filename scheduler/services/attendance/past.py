"""The registers of sample events that are over: opened, called and sealed at once."""

import uuid
from collections.abc import Iterable
from datetime import datetime

from scheduler.domain.activity import Event
from scheduler.domain.attendance.chain import GENESIS, Link, Sealing, link, seal_code, seal_digest
from scheduler.domain.attendance.judging import BulkRequest, bulk_ops
from scheduler.domain.attendance.values import Mark, Op, Presence, Source
from scheduler.presets.history import presence
from scheduler.services.access import Principal
from scheduler.services.attendance import audience
from scheduler.services.attendance.audience import Asked
from scheduler.store import Session, ledger, roster
from scheduler.store import audience as queries
from scheduler.store.attendance import Listed
from scheduler.store.past_registers import PastRegister
from scheduler.store.seals import Seal


class Rosters:
    """Who is expected at events of the past: nothing is asked twice.

    It serves as long as nobody joins or leaves.
    """

    def __init__(self, session: Session) -> None:
        """Read by an open transaction."""
        self._session = session
        self._kinds = roster.kinds(session)
        self._branches: dict[tuple[str, ...], frozenset[str]] = {}
        self._served: dict[str, frozenset[str]] = {}
        self._listed: dict[Asked, tuple[Listed, ...]] = {}

    def of(self, event: Event) -> tuple[Listed, ...]:
        """List who is expected at an event of a known kind, as opening its register would."""
        day = event.day()
        if event.alliances not in self._branches:
            found = audience.branches_of(self._session, event.alliances, day)
            self._branches[event.alliances] = found
        if event.host and event.host not in self._served:
            self._served[event.host] = queries.branches_of(self._session, event.host, day)
        branches = self._branches[event.alliances] | self._served.get(event.host or "", frozenset())
        asked = Asked(self._kinds[event.kind].audience, event.alliances, branches)
        if asked not in self._listed:
            self._listed[asked] = audience.of_branches(self._session, asked, day)
        return self._listed[asked]


def sealed_past(event: Event, listed: tuple[Listed, ...], *, by: Principal) -> PastRegister:
    """Call and seal the register of an event that is over, as a roll call of its day would have.

    The exceptions are marked one by one, the others by one press. Nothing is stored.
    """
    ops = _ops(event, listed, by)
    links = tuple(_chain(ops))
    head = links[-1].hash if links else GENESIS
    marks = {op.person: _mark(op) for op in ops}
    every = {each.line.person: Mark(each.line.person) for each in listed} | marks
    lines = tuple(each.line for each in listed)
    digest = seal_digest(Sealing(event.uid, 1, lines, every, {}, head))
    seal = Seal(1, digest, seal_code(digest), head, event.end, by.id)
    return PastRegister(event.uid, event.start, listed, links, tuple(marks.values()), seal)


def register_told(event: Event, past: PastRegister) -> tuple[datetime, ledger.Entry]:
    """Give the ledger entry of a sealed register with the instant of its seal."""
    detail = {"ops": len(past.links), "head": past.seal.head}
    entry = ledger.Entry(event.alliances, "register", past.uid, "sealed", detail=detail)
    return past.seal.at, entry


def _ops(event: Event, listed: Iterable[Listed], by: Principal) -> tuple[Op, ...]:
    uid = event.uid
    request = str(uuid.uuid5(uuid.NAMESPACE_URL, f"register:{uid}"))
    due = [each.line for each in listed if each.line.due]
    said = {line.person: presence(uid, line.person) for line in due}
    start = event.start
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
