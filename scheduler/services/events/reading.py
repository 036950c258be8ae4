"""Events as their readers see them: one with its history, or a list."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

from scheduler.domain.activity import ActivityKind, Event, EventStatus, Explanation
from scheduler.domain.errors import NotFoundError
from scheduler.domain.matter import Matter
from scheduler.domain.storage_errors import UnreadableEventError
from scheduler.rules.model import Rule
from scheduler.services.access import Action, Principal
from scheduler.services.events.change_notes import Identity, absent, identity, keys
from scheduler.services.events.change_origins import PLAIN, Then
from scheduler.services.events.day_doubts import Doubt, doubts
from scheduler.services.events.feed_texts import named_keys
from scheduler.services.events.telling import in_place, stands_for
from scheduler.services.roll_rights import may_mark
from scheduler.store import (
    Session,
    Store,
    accounts,
    feeds,
    matters,
    roster,
)
from scheduler.store import events as queries
from scheduler.store import rules as promises
from scheduler.store.events import Stored, Wanted
from scheduler.store.feeds import EventChange
from scheduler.store.roster import Name

__all__ = [
    "Choices",
    "EventView",
    "Stored",
    "Wanted",
    "choices",
    "find",
    "list_events",
    "repeated",
    "view",
]

_SHOWN = ("published", "held", "cancelled")
_QUIET = frozenset({"retired"})


@dataclass(frozen=True, slots=True)
class Choices:
    """Who could host an event and where it could be, as (key, name) in Chinese and English."""

    hosts: tuple[tuple[str, Name], ...]
    venues: tuple[tuple[str, Name], ...]


@dataclass(frozen=True, slots=True)
class EventView:
    """One event with the names it mentions, its history, and what the reader may do.

    ``riding`` are the rules of what rides on it, by key. ``names`` are (Chinese, English) by opaque
    key. A reader from outside (``inside`` is false) sees a public event without anybody's name: no
    ``actors``, and no typed reasons. ``matters`` are those on the agenda that the reader may see;
    ``doubts``, for those who may edit, are what speaks against a day chosen by hand; ``thens`` tell
    how changes are told. ``replaced`` is what has taken the place of a cancelled event, for those
    who may see that; while it stands the event cannot be restored. ``stands_for`` explains which
    cancelled event this one stands for.
    """

    stored: Stored
    names: Mapping[str, tuple[str, str]]
    kind: ActivityKind | None
    rule: Rule | None
    history: tuple[EventChange, ...]
    actors: Mapping[str, str]
    may: frozenset[Action]
    inside: bool
    matters: tuple[Matter, ...]
    doubts: tuple[Doubt, ...]
    thens: Mapping[Identity, Then] = field(default_factory=dict)
    replaced: Stored | None = None
    stands_for: Explanation = field(default_factory=dict)
    riding: Mapping[str, Rule] = field(default_factory=dict)

    def then(self, change: EventChange) -> Then:
        """Give how a change is told in its place among the others."""
        return self.thens.get(identity(change), PLAIN)

    @property
    def changes(self) -> tuple[EventChange, ...]:
        """Give what changed after the event was published, oldest first."""
        return tuple(change for change in self.history if change.kind != "created")


def view(store: Store, uid: str, by: Principal | None) -> EventView:
    """Give an event; one that may not be seen answers like one that does not exist."""
    with store.read() as session:
        stored = find(session, uid, by)
        event = stored.event
        inside = by is not None and by.may_in_any(Action.VIEW, event.alliances)
        history = tuple(
            change
            for change in feeds.of_event(session, uid, event.owner)
            if change.visible and change.kind not in _QUIET
        )
        wanted = named_keys([stored], history) | keys(history) | _explained(stored)
        persons = by is not None and by.may(Action.NAMES, event.owner)
        wanted |= absent(history, persons=persons)
        names, kinds = roster.names(session, wanted), roster.kinds(session)
        may, rule = _allowed(stored, by), _rule(session, stored)
        actors = accounts.display_names(session, (change.actor for change in history))
        return EventView(
            stored=stored,
            names={key: (kinds[key].name, kinds[key].name_en) for key in wanted & kinds.keys()}
            | {key: (name.zh, name.en) for key, name in names.items()},
            kind=kinds.get(event.kind),
            rule=rule,
            history=history,
            actors=actors if inside else {},
            may=may,
            inside=inside,
            matters=_matters(session, event.matters, by),
            doubts=doubts(session, event, rule) if Action.EDIT in may else (),
            thens=in_place(session, {uid: history}),
            replaced=_replaced(session, stored, by),
            stands_for=stands_for(session, [event]).get(uid, {}),
            riding=_riding(session, event),
        )


def repeated(store: Store, found: Iterable[Stored]) -> dict[str, Explanation]:
    """Explain of each event that was arranged again which cancelled one it stands for, by UID."""
    with store.read() as session:
        return stands_for(session, (each.event for each in found))


def choices(store: Store, stored: Stored) -> Choices:
    """List who could host an event and where it could be."""
    event, day = stored.event, stored.event.day()
    with store.read() as session:
        memberships = roster.memberships(session, event.alliances)
        members = {
            each.member for rows in memberships.values() for each in rows if each.tenure.holds(day)
        }
        hosts = roster.names(session, members)
        venues = roster.venues(session)
    return Choices(
        tuple(sorted(hosts.items())),
        tuple((key, Name(each.name, each.name, each.name_en)) for key, each in venues.items()),
    )


def find(session: Session, uid: str, by: Principal | None) -> Stored:
    """Find an event that the reader may see, or raise ``NotFoundError``.

    One that is there and cannot be read raises ``UnreadableEventError``.
    """
    stored = queries.get(session, uid)
    if stored is None and _open(session, feeds.alliances_of(session, uid), by):
        raise UnreadableEventError(uid=uid)
    if stored is None or not _visible(session, stored, by):
        raise NotFoundError(entity="event", key=uid)
    return stored


def list_events(
    store: Store, wanted: Wanted, by: Principal | None, alliances: Iterable[str] | None = None
) -> tuple[Stored, ...]:
    """List events by start and UID, of all alliances that the reader may see or of those named.

    A named one that may not be seen raises ``NotFoundError``. Drafts are for those who may edit.
    """
    with store.read() as session:
        keys = None if alliances is None else sorted(set(alliances))
        seen = [
            body.key
            for body in roster.alliances(session, keys)
            if body.public_calendar or (by is not None and by.may(Action.VIEW, body.key))
        ]
        for key in keys or ():
            if key not in seen:
                raise NotFoundError(entity="alliance", key=key)
        return queries.listed(session, seen, _without_drafts(wanted, seen, by))


def _without_drafts(wanted: Wanted, alliances: list[str], by: Principal | None) -> Wanted:
    if by is not None and all(by.may(Action.EDIT, alliance) for alliance in alliances):
        return wanted
    shown = tuple(status for status in wanted.statuses or _SHOWN if status in _SHOWN)
    return Wanted(
        start=wanted.start,
        end=wanted.end,
        kinds=wanted.kinds,
        statuses=shown or ("none",),
        after=wanted.after,
        limit=wanted.limit,
    )


def _rule(session: Session, stored: Stored) -> Rule | None:
    unit = stored.event.unit
    if unit is None:
        return None
    rule = promises.find(session, stored.event.owner, unit.rule)
    return rule and rule.on(stored.event.day())


def _riding(session: Session, event: Event) -> dict[str, Rule]:
    """Find the rules of what rides on an event; one that is gone is left out."""
    keys = sorted({each.unit.rule for each in event.also})
    found = {key: promises.find(session, event.owner, key) for key in keys}
    return {key: rule.on(event.day()) for key, rule in found.items() if rule}


def _replaced(session: Session, stored: Stored, by: Principal | None) -> Stored | None:
    if stored.event.status is not EventStatus.CANCELLED:
        return None
    other = queries.replaced(session, stored.event)
    return other if other and _visible(session, other, by) else None


def _matters(session: Session, wanted: tuple[str, ...], by: Principal | None) -> tuple[Matter, ...]:
    """Find the matters of an agenda that the reader may see, in its order."""
    found = matters.named(session, wanted) if by is not None and wanted else {}
    listed = (found[key] for key in wanted if key in found)
    return tuple(each for each in listed if by is not None and by.may(Action.VIEW, each.alliance))


def _visible(session: Session, stored: Stored, by: Principal | None) -> bool:
    event = stored.event
    if event.status is EventStatus.DRAFT:
        return by is not None and by.may(Action.EDIT, event.owner)
    return _open(session, event.alliances, by)


def _open(session: Session, alliances: Iterable[str], by: Principal | None) -> bool:
    """Tell whether the reader may see what stands in the calendar of one of these alliances."""
    keys = sorted(set(alliances))
    if by is not None and by.may_in_any(Action.VIEW, keys):
        return True
    return bool(keys) and any(body.public_calendar for body in roster.alliances(session, keys))


def _allowed(stored: Stored, by: Principal | None) -> frozenset[Action]:
    """Give what the reader may do: only the owner's people change a joint event."""
    if by is None:
        return frozenset()
    owner = stored.event.owner
    own = {action for action in Action if by.may(action, owner)} - {Action.ROLL}
    return frozenset(own | {Action.ROLL}) if may_mark(by, stored.event) else frozenset(own)


def _explained(stored: Stored) -> frozenset[str]:
    """List the opaque keys that an event's explanations mention."""
    found: set[str] = set()
    unread: list[object] = [stored.event.why_date, stored.event.why_host]
    while unread:
        part = unread.pop()
        if isinstance(part, Mapping):
            unread.extend(part.values())
        elif isinstance(part, list | tuple):
            unread.extend(part)
        elif isinstance(part, str) and ":" in part:
            found.add(part)
    return frozenset(found)
