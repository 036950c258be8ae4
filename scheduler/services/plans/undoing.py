"""Taking the plan published last back: what it would do, and doing it.

What the plan added is cancelled; what it changed or cancelled is as it was before, under the same
UID and one revision on. Planning again with the same rules then gives the same plan as before,
and publishing that brings the cancelled events back.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from scheduler.domain.activity import Event, EventStatus
from scheduler.domain.errors import NotFoundError, UndoRefusedError
from scheduler.domain.storage_errors import UnreadableEventError
from scheduler.rules.explain import UNDONE, explained
from scheduler.rules.plan import ChangeKind
from scheduler.rules.planning.diff import VISIBLE
from scheduler.rules.planning.undo import stands_at, taken_back
from scheduler.services import access
from scheduler.services.access import Action, Principal
from scheduler.store import Session, Store, ledger, roster
from scheduler.store import planning as stored

_KINDS = (
    (ChangeKind.MOVE, frozenset({"start", "end", "all_day"})),
    (ChangeKind.HOST, frozenset({"host"})),
    (ChangeKind.VENUE, frozenset({"venue"})),
    (ChangeKind.DETAIL, frozenset({"kind", "alliances", "theme", "matters", "also"})),
    (ChangeKind.RENAME, frozenset({"title", "title_en"})),
    (ChangeKind.FIRM, frozenset({"tentative"})),
)
"""What names a change, the weightiest first."""


@dataclass(frozen=True, slots=True)
class Back:
    """One event that is taken back: as it stands now, and as it stands afterwards."""

    now: Event
    then: Event

    @property
    def stays(self) -> bool:
        """Tell whether the event stands before and after."""
        return self.now.status is self.then.status

    @property
    def kind(self) -> ChangeKind:
        """Tell what becomes of the event; ``firm``: it is only as firm as it was."""
        if not self.stays:
            gone = self.then.status is EventStatus.CANCELLED
            return ChangeKind.CANCEL if gone else ChangeKind.ADD
        found = self.differing
        return next((kind for kind, names in _KINDS if found & names), ChangeKind.DETAIL)

    @property
    def differing(self) -> frozenset[str]:
        """Name what is seen of the event and changes back."""
        return frozenset(
            name for name in VISIBLE if getattr(self.now, name) != getattr(self.then, name)
        )


@dataclass(frozen=True, slots=True)
class Undone:
    """A plan that is, or would be, taken back; ``repeated`` tells that it had been before.

    ``cancelled`` counts the added events that go, ``restored`` the cancelled ones that come back,
    ``moved`` those that go back to their day, ``firm`` those that are only as firm as they were,
    ``changed`` those that are otherwise as they were. ``published_at`` tells when the plan was
    published, ``year`` of which year it is, where that was noted.
    """

    hash: str
    alliances: tuple[str, ...]
    events: tuple[Back, ...]
    at: datetime
    actor: str
    published_at: datetime
    year: int | None = None
    repeated: bool = False

    @property
    def cancelled(self) -> int:
        """Count the events that go."""
        return self._count(ChangeKind.CANCEL)

    @property
    def restored(self) -> int:
        """Count the events that come back."""
        return self._count(ChangeKind.ADD)

    @property
    def moved(self) -> int:
        """Count the events that go back to their day."""
        return self._count(ChangeKind.MOVE)

    @property
    def firm(self) -> int:
        """Count the events that are only as firm or tentative as they were."""
        return self._count(ChangeKind.FIRM)

    @property
    def changed(self) -> int:
        """Count the events that change back on their day."""
        return len(self.events) - self.cancelled - self.restored - self.moved - self.firm

    def _count(self, kind: ChangeKind) -> int:
        return sum(each.kind is kind for each in self.events)


def preview(store: Store, plan_hash: str, *, by: Principal, now: datetime) -> Undone:
    """Tell what taking a published plan back would do; raises as ``undo`` would."""
    with store.read() as session:
        row = _row(session, plan_hash, by)
        if row.undone_at is not None:
            return _report(row)
        return _undone(row, _backs(session, row, now), now, by)


def undo(store: Store, plan_hash: str, *, by: Principal, now: datetime) -> Undone:
    """Take the last published plan of its alliances back, once.

    Raises ``UndoRefusedError`` where a later plan of one of these alliances stands, or one of the
    events was held, has begun or changed since, or would go back to a day that is over; what plans
    changed that were taken back since does not count. A plan taken back before is told again and
    nothing is done.
    """
    with store.write() as session:
        row = _row(session, plan_hash, by)
        reached = {*row.alliances, *stored.reached(session, row.alliances)}
        ledger.lock(session, reached, now)
        row = _row(session, plan_hash, by)
        if row.undone_at is not None:
            return _report(row)
        backs = _backs(session, row, now)
        stored.rewrite(session, [each.then for each in backs])
        ledger.append(session, [_entry(each) for each in backs], by.id, now)
        stored.undo(session, plan_hash, by.id, now)
        return _undone(row, backs, now, by)


def last(store: Store, alliance: str, *, by: Principal) -> str:
    """Give the hash of the plan that was published last for an alliance and still stands.

    Raises ``NotFoundError`` for what is no alliance, ``UndoRefusedError`` where there is none.
    """
    access.require(by, Action.VIEW, (alliance,), entity="alliance", key=alliance)
    with store.read() as session:
        found = stored.standing(session, alliance)
        if found is None:
            key = f"body:{alliance}"
            names = roster.spoken(session, [key])
            if not roster.alliances(session, [alliance]):
                raise NotFoundError(entity="alliance", key=alliance)
            raise UndoRefusedError(reason="none", alliance=key, names=names)
    return found


def _row(session: Session, plan_hash: str, by: Principal) -> stored.AppliedRow:
    row = stored.applied(session, plan_hash)
    if row is None or not by.may_in_any(Action.VIEW, row.alliances):
        raise NotFoundError(entity="plan", key=plan_hash)
    for key in row.alliances:
        access.require(by, Action.PLAN, (key,), entity="plan", key=plan_hash)
    return row


def _undone(
    row: stored.AppliedRow, backs: tuple[Back, ...], now: datetime, by: Principal
) -> Undone:
    return Undone(row.hash, row.alliances, backs, now, by.id, row.at, row.year)


def _report(row: stored.AppliedRow) -> Undone:
    at, actor = row.undone_at or row.at, row.undone_by or row.actor
    return Undone(row.hash, row.alliances, (), at, actor, row.at, row.year, repeated=True)


def _backs(session: Session, row: stored.AppliedRow, now: datetime) -> tuple[Back, ...]:
    """Give each event before and after, or refuse all of it."""
    later = sorted(stored.later(session, row.hash) & {*row.alliances})
    if later:
        key = f"body:{later[0]}"
        names = roster.spoken(session, [key])
        raise UndoRefusedError(reason="later", alliance=key, names=names)
    lines: dict[str, Mapping[str, Any]] = {}
    for line in row.diff:
        lines.setdefault(line["uid"], line)
    known = stored.by_uid(session, lines)
    if lost := sorted(lines.keys() - known.keys()):
        raise UnreadableEventError(uid=lost[0])
    since = stored.undone_since(session, row.hash)
    return tuple(
        _back(known[uid].event, line, since.get(uid, frozenset()), now)
        for uid, line in sorted(lines.items())
    )


def _back(event: Event, line: Mapping[str, Any], since: frozenset[int], now: datetime) -> Back:
    if event.status is EventStatus.HELD:
        _refuse(event, "held")
    if "revision" not in line or event.revision != stands_at(line["revision"], since):
        _refuse(event, "changed")
    if event.status is EventStatus.PUBLISHED and event.start <= now:
        _refuse(event, "begun")
    then = taken_back(event, line["was"], now)
    if then.status is EventStatus.PUBLISHED and then.start <= now:
        _refuse(event, "over")
    return Back(event, then)


def _refuse(event: Event, reason: str) -> None:
    names = {event.uid: (event.title, event.title_en)}
    raise UndoRefusedError(
        reason=reason, alliance=f"body:{event.owner}", uid=event.uid, names=names
    )


_WORDS = (("start", "moved"), ("end", "moved"), ("host", "host"), ("venue", "venue"))
_TOLD = ("start", "end", "host", "venue", "title", "title_en", "theme", "tentative", "status")


def _entry(back: Back) -> ledger.Entry:
    changed = {
        name: {"from": _json(getattr(back.now, name)), "to": _json(getattr(back.then, name))}
        for name in _TOLD
        if getattr(back.now, name) != getattr(back.then, name)
    }
    return ledger.Entry(
        alliances=sorted({back.now.owner, *back.now.alliances, *back.then.alliances}),
        entity="event",
        entity_id=back.now.uid,
        kind=_word(back, changed),
        revision=back.then.revision,
        detail={**changed, "reason": explained(UNDONE, day=back.then.day().isoformat())},
        visible=True,
    )


def _word(back: Back, changed: Mapping[str, object]) -> str:
    if back.then.status is EventStatus.CANCELLED:
        return "cancelled"
    if back.now.status is EventStatus.CANCELLED:
        return "restored"
    return next((word for name, word in _WORDS if name in changed), "detail")


def _json(value: object) -> object:
    return value.isoformat() if isinstance(value, datetime) else value
