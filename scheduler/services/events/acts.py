"""What people do with one event: move it, name host or place, cancel, restore, record as held.

Each act that a feed shows raises the event's revision by one and is written into the ledger of
every alliance in whose calendar the event stands. Only people of its owner may do these things.
"""

from dataclasses import dataclass, replace
from datetime import date, datetime, time, timedelta
from typing import Any

from scheduler.domain.activity import EventStatus
from scheduler.domain.errors import (
    ChoiceError,
    DateError,
    InvalidError,
    MissingFieldError,
    NotFoundError,
    OthersVenueError,
    ReplacedEventError,
)
from scheduler.domain.moments import SHANGHAI, aware, line
from scheduler.domain.refusing import noted, refuse
from scheduler.domain.roster import Venue
from scheduler.rules.explain import UNDONE
from scheduler.services import charging
from scheduler.services.access import Action, Principal
from scheduler.services.events.writing import (
    REASONS,
    SHOWN,
    Act,
    alter,
    changeable,
    frozen_names,
    open_for_change,
)
from scheduler.services.matters import steps
from scheduler.store import Session, Store, accounts, events, ledger, roster
from scheduler.store.events import Stored

__all__ = [
    "REASONS",
    "Act",
    "beginning",
    "cancel",
    "change_host",
    "change_venue",
    "hold",
    "hold_in",
    "may_rename",
    "move",
    "rename_place",
    "rename_venue",
    "restore",
]

FARTHEST = timedelta(days=3 * 366)
"""How far ahead an event may be moved."""


def move(store: Store, act: Act, start: datetime, end: datetime | None = None) -> Stored:
    """Move an event; without an end it keeps its length. From then on no plan moves it."""
    with store.write() as session:
        stored = open_for_change(session, act)
        event = stored.event
        begin = beginning(start, act.now, whole_day=event.all_day)
        finish = begin + (event.end - event.start) if end is None else aware(end, "end")
        if finish <= begin:
            ends = {"value": finish.isoformat(), "start": begin.isoformat()}
            raise DateError(field="end", reason="order", **ends)
        values: dict[str, Any] = {"start": begin, "end": finish}
        return alter(session, stored, act, "moved", values | _by_hand("why_date", act))


def change_host(store: Store, act: Act, host: str | None) -> Stored:
    """Name another host: a member of one of the event's alliances, or nobody yet."""
    with store.write() as session:
        stored = open_for_change(session, act)
        if host is not None and host not in _members(session, stored):
            raise ChoiceError(field="host", value=host[:SHOWN], reason="member")
        return alter(session, stored, act, "host", {"host": host} | _by_hand("why_host", act))


def change_venue(store: Store, act: Act, venue: str | None) -> Stored:
    """Name another place that is known, or none yet."""
    with store.write() as session:
        stored = open_for_change(session, act)
        if venue is not None and venue not in roster.venues(session, [venue]):
            raise ChoiceError(field="venue", value=venue[:SHOWN], reason="venue")
        return alter(session, stored, act, "venue", {"venue": venue, "pinned": True})


def cancel(store: Store, act: Act, *, waive: bool = False) -> Stored:
    """Cancel an event: its promise is planned anew, or waived for the reason in the note."""
    if waive and not act.note:
        raise MissingFieldError(field="reason")
    with store.write() as session:
        stored = open_for_change(session, act)
        values = {"status": "cancelled", "waived": waive, "waive_reason": act.note if waive else ""}
        return alter(session, stored, act, "cancelled", values)


def restore(store: Store, act: Act) -> Stored:
    """Take a cancellation back under the same UID, while nothing has taken the event's place."""
    with store.write() as session:
        stored = changeable(session, act)
        if stored.event.status is not EventStatus.CANCELLED:
            return stored
        if events.replaced(session, stored.event):
            raise ReplacedEventError(uid=act.uid)
        values: dict[str, Any] = {"status": "published", "waived": False, "waive_reason": ""}
        if stored.event.why_date.get("code") == UNDONE:
            values["why_date"] = {}  # a later cancellation is no undo
        return alter(session, stored, act, "restored", values | {"retired": False})


def hold(store: Store, act: Act) -> Stored:
    """Record an event as held; only what has begun can be, or a deliverable at any time."""
    with store.write() as session:
        return hold_in(session, open_for_change(session, act), act)


def hold_in(session: Session, stored: Stored, act: Act, *, seal_code: str = "") -> Stored:
    """Record as held within a transaction, and seal where a code is given: one revision more.

    What has not begun cannot be held (``DateError``), but for a deliverable. The caller has
    checked who acts. Host and place keep the names of this day, the turn is
    charged, and the matters that were on the agenda count as consulted. An event already held
    takes the seal code alone.
    """
    event = stored.event
    if not event.all_day and event.start > act.now:
        raise DateError(field="start", value=event.start.isoformat(), reason="range")
    values: dict[str, Any] = {"seal_code": seal_code} if seal_code else {}
    if stored.event.status is not EventStatus.HELD:
        values |= {"status": "held"} | frozen_names(session, stored)
        charging.charge(session, stored.event, act.by.id, act.now)
        steps.consulted(session, stored.event.matters, by=act.by, now=act.now)
    return alter(session, stored, act, "sealed" if seal_code else "held", values)


@dataclass(frozen=True, slots=True)
class NewName:
    """What a venue is called from now on; one without English is shown in Chinese.

    None as the English name keeps the one that there is.
    """

    zh: str
    en: str | None = None

    def __post_init__(self) -> None:
        """Refuse names that cannot be shown, both at once."""
        faults: list[InvalidError] = []
        with noted(faults):
            object.__setattr__(self, "zh", line(self.zh, "name"))
        with noted(faults):
            object.__setattr__(self, "en", line(self.en, "name_en") if self.en else self.en)
        refuse(faults)


def rename_venue(
    store: Store, venue: str, name: NewName, by: Principal, now: datetime
) -> tuple[str, ...]:
    """Rename a venue; gives the UIDs of the events not held, each one revision on.

    A cancelled one takes the name too, as long as feeds show it. What another alliance uses is not
    renamed (``OthersVenueError``): its readers are told of it.
    """
    with store.write() as session:
        known = roster.venues(session, [venue]).get(venue)
        if known is None:
            raise NotFoundError(entity="venue", key=venue)
        unheld = events.unheld_at(session, venue)
        reached = sorted(
            {alliance for each in unheld for alliance in each.event.alliances}
            | _homes(session, known)
        )
        if not _is_own(session, known, unheld, by, now):
            raise OthersVenueError(venue=venue)
        new = replace(known, name=name.zh, name_en=known.name_en if name.en is None else name.en)
        if new == known:
            return ()
        roster.rename_venue(session, venue, new.name, new.name_en)
        _tell(session, (known, new, unheld), reached, by, now)
        return tuple(each.event.uid for each in unheld)


def rename_place(store: Store, act: Act, name: NewName) -> tuple[str, ...]:
    """Rename the venue of an event, in the version that the actor has seen."""
    with store.read() as session:
        venue = open_for_change(session, act).event.venue
    if venue is None:
        raise ChoiceError(field="venue", value="", reason="venue")
    return rename_venue(store, venue, name, act.by, act.now)


def may_rename(store: Store, stored: Stored, by: Principal, now: datetime) -> bool:
    """Tell whether the place of an event is one that this reader may rename."""
    with store.read() as session:
        place = stored.event.venue
        known = roster.venues(session, [place]).get(place) if place else None
        return known is not None and _is_own(
            session, known, events.unheld_at(session, known.key), by, now
        )


def _is_own(
    session: Session, venue: Venue, unheld: tuple[Stored, ...], by: Principal, now: datetime
) -> bool:
    """Tell whether a venue is nobody else's: no event there, nor the organisation that has it.

    Whose event there is cancelled uses it no longer.
    """
    if Action.EDIT in by.everywhere:
        return True
    cancelled = EventStatus.CANCELLED
    owners = {each.event.owner for each in unheld if each.event.status is not cancelled}
    homes = _homes(session, venue, now.astimezone(SHANGHAI).date())
    return by.may_in_any(Action.EDIT, homes or owners) and all(
        by.may(Action.EDIT, owner) for owner in owners
    )


def _homes(session: Session, venue: Venue, day: date | None = None) -> frozenset[str]:
    """Give the alliances of the organisation that has a venue: on a day, or ever."""
    member = f"organisation:{venue.organisation}"
    return accounts.alliances_of_members(session, [member], day)[member]


def _tell(
    session: Session,
    renamed: tuple[Venue, Venue, tuple[Stored, ...]],
    reached: list[str],
    by: Principal,
    now: datetime,
) -> None:
    """Raise the events of a renamed venue and write the change into every ledger it reaches."""
    venue, new, unheld = renamed
    both = {"from_en": venue.name_en, "to_en": new.name_en}
    detail = {"venue_name": {"from": venue.name, "to": new.name, **both}}
    entries = [ledger.Entry(reached, "venue", venue.key, "renamed", detail=detail)]
    ledger.lock(session, reached, now)
    for each in unheld:
        event = each.event
        stamp = {"revision": event.revision + 1, "updated_at": event.told_at(now)}
        events.change(session, event.uid, stamp)
        entries.append(
            ledger.Entry(
                event.alliances,
                "event",
                event.uid,
                "venue",
                revision=event.revision + 1,
                detail=detail,
                visible=True,
            )
        )
    ledger.append(session, entries, by.id, now)


def beginning(start: datetime, now: datetime, *, whole_day: bool) -> datetime:
    """Check where an event is moved to: a whole minute from today on, of a day midnight."""
    moment = aware(start, "start")
    local = moment.astimezone(SHANGHAI)
    if moment.second or moment.microsecond or (whole_day and local.time() != time(0)):
        raise DateError(field="start", value=local.isoformat(), reason="instant")
    today = now.astimezone(SHANGHAI).date()
    value, last = local.date().isoformat(), today + FARTHEST
    if local.date() < today:
        raise DateError(field="start", value=value, first=today.isoformat(), reason="past")
    if local.date() > last:
        raise DateError(field="start", value=value, last=last.isoformat(), reason="ahead")
    return moment


def _by_hand(field: str, act: Act) -> dict[str, Any]:
    """Pin what a person decided, and let the reason stand where the rule's was."""
    return {"pinned": True, field: {"code": f"reason.{act.reason}", "fields": {}}}


def _members(session: Session, stored: Stored) -> frozenset[str]:
    memberships = roster.memberships(session, stored.event.alliances)
    day = stored.event.day()
    return frozenset(
        each.member for rows in memberships.values() for each in rows if each.tenure.holds(day)
    )
