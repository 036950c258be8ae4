"""The difference between a plan and what is published, its hash, and what applying it leads to."""

import hashlib
import json
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime

from scheduler.domain.activity import Also, Event, EventStatus, Explanation
from scheduler.rules.explain import explained
from scheduler.rules.inputs import PlanInput
from scheduler.rules.plan import Change, ChangeKind, Placement, Plan
from scheduler.rules.planning.published import midnight
from scheduler.rules.turns.rotas import Draft

_CLASSES: tuple[tuple[ChangeKind, tuple[str, ...]], ...] = (
    (ChangeKind.MOVE, ("start", "end", "all_day")),
    (ChangeKind.HOST, ("host",)),
    (ChangeKind.VENUE, ("venue",)),
    (ChangeKind.RENAME, ("title", "title_en")),
    (
        ChangeKind.DETAIL,
        ("kind", "alliances", "theme", "matters", "also", "tentative"),
    ),
)
_DETAILS: Mapping[tuple[str, ...], str] = {
    ("tentative",): "calendar",
    ("theme",): "theme_turn",
    ("matters",): "matters_changed",
}
"""Why one of the details alone differs; several at once follow from the rule."""

VISIBLE = tuple(name for _, names in _CLASSES for name in names)
"""The fields of a placement that its event carries."""


@dataclass(frozen=True, slots=True)
class Totals:
    """How many events a plan adds, moves, changes on their day, makes firm only, and cancels."""

    added: int
    moved: int
    changed: int
    firm: int
    cancelled: int


def totals(lines: Iterable[tuple[str, str]]) -> Totals:
    """Count the lines of a difference, given as UID and kind; each event counts once."""
    kinds: dict[str, set[str]] = {}
    for uid, kind in lines:
        kinds.setdefault(uid, set()).add(kind)
    counts = Counter(_total(each) for each in kinds.values())
    return Totals(*(counts[kind] for kind in _TOTALS))


_TOTALS = (ChangeKind.ADD, ChangeKind.MOVE, ChangeKind.DETAIL, ChangeKind.FIRM, ChangeKind.CANCEL)


def _total(kinds: set[str]) -> ChangeKind:
    if kinds == {ChangeKind.FIRM}:
        return ChangeKind.FIRM
    named = (kind for kind in (ChangeKind.ADD, ChangeKind.MOVE, ChangeKind.CANCEL) if kind in kinds)
    return next(named, ChangeKind.DETAIL)


def changes_of(
    drafts: Iterable[Draft],
    gone: Iterable[tuple[Event, str]],
    lost: Iterable[Event],
    causes: Mapping[str, Explanation],
    forced: frozenset[str],
) -> tuple[Change, ...]:
    """List what differs, by day, UID and kind.

    ``causes`` tells why an event moves, and why a lost one would have had to.
    """
    changes: list[Change] = []
    for draft in drafts:
        if draft.event is None:
            changes.append(_added(draft))
        else:
            changes += _edited(draft, draft.event, causes, forced)
    changes += [
        _cancels(event, explained(code, day=event.day().isoformat())) for event, code in gone
    ]
    changes += [_cancels(event, causes[event.uid], forced=True) for event in lost]
    return tuple(sorted(changes, key=lambda change: (change.day, change.uid, change.kind)))


def hash_of(
    placements: Sequence[Placement], changes: Iterable[Change], base: Mapping[str, int]
) -> str:
    """Give the SHA-256 over the visible parts of a plan and its base, in canonical JSON."""
    value = {
        "base": dict(base),
        "placements": [
            [placement.uid, *(json_of(getattr(placement, name)) for name in VISIBLE)]
            for placement in placements
        ],
        "cancelled": [change.uid for change in changes if change.kind is ChangeKind.CANCEL],
    }
    text = json.dumps(value, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
    return hashlib.sha256(text.encode()).hexdigest()


def applied(source: PlanInput, plan: Plan) -> PlanInput:
    """Give the input as it is once the plan is applied, at the first moment of the given day."""
    now = midnight(source.today)
    gone = {change.uid for change in plan.changes if change.kind is ChangeKind.CANCEL}
    placed = {placement.uid: placement for placement in plan.placements}
    events = []
    for event in source.events:
        placement = placed.pop(event.uid, None)
        if event.uid in gone:
            events.append(cancelled(event, now))
        else:
            events.append(event if placement is None else updated(event, placement, now))
    events += [published(placement, now) for placement in placed.values()]
    return replace(source, events=tuple(events))


def published(placement: Placement, now: datetime) -> Event:
    """Give the event that a placement becomes."""
    return Event(
        uid=placement.uid,
        owner=placement.owner,
        unit=placement.unit,
        attempt=placement.attempt,
        created_at=now,
        updated_at=now,
        why_date=placement.why_date,
        why_host=placement.why_host,
        **{name: getattr(placement, name) for name in VISIBLE},
    )


def updated(event: Event, placement: Placement, now: datetime) -> Event:
    """Give the event as the placement has it; the revision rises only where something differs.

    One that an undo had cancelled comes back as it was first published.
    """
    if event.status is EventStatus.CANCELLED:
        again = published(placement, event.told_at(now))
        return replace(again, created_at=event.created_at, revision=event.revision + 1)
    event = replace(event, why_date=placement.why_date) if event.why_date else event
    if all(getattr(event, name) == getattr(placement, name) for name in VISIBLE):
        return event
    return replace(
        event,
        **{name: getattr(placement, name) for name in VISIBLE},
        why_date=placement.why_date,
        why_host=event.why_host if event.host == placement.host else placement.why_host,
        revision=event.revision + 1,
        updated_at=event.told_at(now),
    )


def cancelled(event: Event, now: datetime) -> Event:
    """Give the event as a plan cancels it."""
    return replace(
        event,
        status=EventStatus.CANCELLED,
        revision=event.revision + 1,
        updated_at=event.told_at(now),
    )


def json_of(value: object) -> object:
    """Give a visible field of an event as a JSON value."""
    if isinstance(value, datetime):
        return value.isoformat()
    if isinstance(value, tuple):
        return [each.json if isinstance(each, Also) else each for each in value]
    return value


def _added(draft: Draft) -> Change:
    placement = draft.placement
    after = {name: json_of(getattr(placement, name)) for name in ("start", "end", "host", "venue")}
    if placement.attempt > 1:
        cause = explained("reopened", attempt=placement.attempt)
    else:
        cause = explained("new_unit", period=placement.unit.period)
    return Change(
        ChangeKind.ADD,
        placement.uid,
        placement.owner,
        placement.title,
        draft.day,
        after=after,
        cause=cause,
        title_en=placement.title_en,
    )


def _cancels(event: Event, cause: Explanation, *, forced: bool = False) -> Change:
    return Change(
        ChangeKind.CANCEL,
        event.uid,
        event.owner,
        event.title,
        event.day(),
        before={"start": event.start.isoformat(), "end": event.end.isoformat()},
        cause=cause,
        forced=forced,
        title_en=event.title_en,
    )


def _edited(
    draft: Draft, event: Event, causes: Mapping[str, Explanation], forced: frozenset[str]
) -> list[Change]:
    placement = draft.placement
    return [
        Change(
            kind,
            event.uid,
            event.owner,
            placement.title,
            draft.day,
            before={name: json_of(getattr(event, name)) for name in differing},
            after={name: json_of(getattr(placement, name)) for name in differing},
            cause=_cause(kind, draft, differing, causes),
            forced=kind is ChangeKind.MOVE and event.uid in forced,
            title_en=placement.title_en,
        )
        for kind, differing in _differing(event, placement)
    ]


def _differing(event: Event, placement: Placement) -> Iterator[tuple[ChangeKind, tuple[str, ...]]]:
    """Give the fields of each class that differ.

    Becoming firm is a class of its own where nothing else differs, else it goes with the first.
    """
    told = ("tentative",) if event.tentative and not placement.tentative else ()
    found = False
    for kind, names in _CLASSES:
        differing = tuple(
            name
            for name in names
            if name not in told and getattr(placement, name) != getattr(event, name)
        )
        if differing:
            yield kind, differing if found else (*differing, *told)
            found = True
    if told and not found:
        yield ChangeKind.FIRM, told


def _cause(
    kind: ChangeKind, draft: Draft, differing: tuple[str, ...], causes: Mapping[str, Explanation]
) -> Explanation:
    placement, event = draft.placement, draft.event or draft.placement
    if kind is ChangeKind.MOVE and event.uid in causes:
        return causes[event.uid]
    if kind is ChangeKind.HOST and event.host is None:
        return explained("turn_open")
    if kind is ChangeKind.HOST:
        return explained("host_vacated", host=event.host)
    own = tuple(name for name in differing if name != "tentative") or differing
    if own == ("also",) or (kind is ChangeKind.RENAME and event.also != placement.also):
        rides = [{"title": unit.title, "title_en": unit.title_en} for unit in draft.riders]
        return explained("rides_changed", rides=rides)
    return explained(_DETAILS.get(own, "rule_changed"))
