"""What a published plan does to events and to the ledger."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime
from typing import Any

from scheduler.domain.activity import Event, EventStatus
from scheduler.domain.storage_errors import UnreadableEventError
from scheduler.rules.plan import Change, ChangeKind, Plan
from scheduler.rules.planning import diff
from scheduler.rules.planning.undo import was_of
from scheduler.store import Session, events, ledger
from scheduler.store import planning as stored

_WORDS = {
    ChangeKind.ADD: "created",
    ChangeKind.CANCEL: "cancelled",
    ChangeKind.MOVE: "moved",
    ChangeKind.VENUE: "venue",
    ChangeKind.HOST: "host",
    ChangeKind.DETAIL: "detail",
    ChangeKind.RENAME: "detail",
    ChangeKind.FIRM: "detail",
}
"""The ledger's words; where one event changes in several ways the first of them names it."""


def publish(
    session: Session, published: Iterable[Event], plan: Plan, actor: str, now: datetime
) -> tuple[Mapping[str, Any], ...]:
    """Write a plan's changes: events in bulk, and for each one row in every ledger it reaches.

    Gives the lines of the difference. The first line of each event tells the revision that it has
    now and how it stood before, by which the plan can be taken back. An event that stays on its day
    for another reason than it was published with only tells that reason: nothing of it is news.
    Where a plan adds an event that is there already, and so cannot be read, all of it is refused.
    """
    before = {event.uid: event for event in published}
    placements = {placement.uid: placement for placement in plan.placements}
    added, rewritten, entries, kept = [], [], [], {}
    for uid, changes in _by_event(plan.changes).items():
        old = before.get(uid)
        if old is None:
            event = diff.published(placements[uid], now)
            added.append(event)
        else:
            placement = placements.get(uid)
            event = diff.updated(old, placement, now) if placement else diff.cancelled(old, now)
            rewritten.append(event)
        entries.append(_entry(event, old, changes))
        kept[uid] = {"revision": event.revision, "was": was_of(old)}
    if lost := sorted(events.known(session, (event.uid for event in added))):
        raise UnreadableEventError(uid=lost[0])
    events.add(session, added)
    retold = (
        diff.updated(before[uid], placements[uid], now)
        for uid in sorted(placements.keys() & before.keys() - kept.keys())
    )
    rewritten += [event for event in retold if event != before[event.uid]]
    stored.rewrite(session, rewritten)
    ledger.append(session, entries, actor, now)
    return tuple({**_line(change), **kept.pop(change.uid, {})} for change in plan.changes)


def _line(change: Change) -> Mapping[str, Any]:
    return {
        "kind": change.kind.value,
        "uid": change.uid,
        "owner": change.owner,
        "title": change.title,
        "title_en": change.title_en,
        "day": change.day.isoformat(),
        "before": dict(change.before),
        "after": dict(change.after),
        "cause": dict(change.cause),
        "forced": change.forced,
    }


def _by_event(changes: Iterable[Change]) -> dict[str, list[Change]]:
    found: dict[str, list[Change]] = {}
    for change in changes:
        found.setdefault(change.uid, []).append(change)
    return found


def _entry(event: Event, old: Event | None, changes: Sequence[Change]) -> ledger.Entry:
    main = min(changes, key=lambda change: list(_WORDS).index(change.kind))
    back = old is not None and old.status is EventStatus.CANCELLED
    detail: dict[str, Any] = {"reason": dict(main.cause)} if main.cause else {}
    for change in changes:
        detail |= dict(change.after) if old is None else _fields(change)
    return ledger.Entry(
        alliances=sorted({*event.alliances, *(old.alliances if old else ()), event.owner}),
        entity="event",
        entity_id=event.uid,
        kind="restored" if back else _WORDS[main.kind],
        revision=event.revision,
        detail=detail,
        visible=True,
    )


def _fields(change: Change) -> dict[str, Any]:
    return {
        name: {"from": change.before.get(name), "to": change.after.get(name)}
        for name in {**change.before, **change.after}
    }
