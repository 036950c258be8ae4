"""How one change of an event is written: checked, one revision on, in every ledger it reaches."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any

from scheduler.domain.activity import EventStatus
from scheduler.domain.errors import (
    CancelledEventError,
    ChoiceError,
    ForbiddenError,
    HeldEventError,
    InvalidError,
    StaleVersionError,
)
from scheduler.domain.moments import aware, line
from scheduler.domain.refusing import noted, refuse
from scheduler.services.access import Action, Principal
from scheduler.services.events.reading import find
from scheduler.services.names import NAMELESS
from scheduler.store import Session, events, ledger, roster
from scheduler.store.events import Stored

REASONS = (
    "by_hand",
    "venue_repair",
    "venue_busy",
    "person_busy",
    "blackout",
    "workdays",
    "swap",
    "matter_late",
)
"""The reasons that a person may give; their words are those of ``reason.<code>``."""

TURN_REASONS = ("swap", "cover", "excuse", "defer", "forfeit")
"""The reasons of a change that a request about a turn brings."""

SHOWN = 100
"""How much is told again of a name that there is not."""

_NOTE = 400


@dataclass(frozen=True, slots=True)
class Act:
    """Who acts on which event, when and why.

    ``version`` is the one the actor has seen; None acts on whatever stands. ``reason`` is one of
    ``REASONS`` or ``TURN_REASONS``; ``note`` is a line of free text that only signed-in readers
    see, never a feed.
    """

    uid: str
    by: Principal
    now: datetime
    version: int | None = None
    reason: str = "by_hand"
    note: str = ""

    def __post_init__(self) -> None:
        """Refuse an unknown reason, a naive instant and a note that cannot be shown, together."""
        object.__setattr__(self, "now", aware(self.now, "now"))
        faults: list[InvalidError] = []
        if self.reason not in {*REASONS, *TURN_REASONS}:
            allowed = ", ".join(REASONS)
            faults.append(ChoiceError(field="reason", value=self.reason[:SHOWN], allowed=allowed))
        with noted(faults):
            note = line(self.note, "note", limit=_NOTE) if self.note.strip() else ""
            object.__setattr__(self, "note", note)
        refuse(faults)


def changeable(session: Session, act: Act) -> Stored:
    """Find the event for somebody who may change it, in the version that they have seen."""
    stored = find(session, act.uid, act.by)
    if not act.by.may(Action.EDIT, stored.event.owner):
        raise ForbiddenError(action=Action.EDIT.value)
    if act.version is not None and act.version != stored.version:
        raise _stale(stored)
    return stored


def open_for_change(session: Session, act: Act) -> Stored:
    """Find the event for somebody who may change it, if it is neither held nor cancelled."""
    stored = changeable(session, act)
    if stored.event.status is EventStatus.HELD:
        raise HeldEventError(uid=act.uid)
    if stored.event.status is EventStatus.CANCELLED:
        raise CancelledEventError(uid=act.uid)
    return stored


def alter(
    session: Session, stored: Stored, act: Act, kind: str, values: Mapping[str, Any]
) -> Stored:
    """Write the values that differ, and the change into every ledger; nothing where none does."""
    event = stored.event
    before = events.columns(event) | {"waived": stored.waived}
    detail = {
        name: {"from": _json(before[name]), "to": _json(values[name])}
        for name in _TOLD
        if name in values and values[name] != before[name]
    }
    if not detail:
        return stored
    # The ledgers first, as everybody does who writes several things: so nobody waits in a circle.
    ledger.lock(session, event.alliances, act.now)
    stamp = {"revision": event.revision + 1, "updated_at": event.told_at(act.now)}
    if not events.change(session, event.uid, {**values, **stamp}, version=stored.version):
        raise _stale(stored)
    why = {"reason": act.reason} | ({"note": act.note} if act.note else {})
    entry = ledger.Entry(
        alliances=event.alliances,
        entity="event",
        entity_id=event.uid,
        kind=kind,
        revision=event.revision + 1,
        detail=detail | (why if kind in _REASONED else {}),
        visible=True,
    )
    ledger.append(session, [entry], act.by.id, act.now)
    return _changed(stored, {**values, **stamp})


def frozen_names(session: Session, stored: Stored) -> dict[str, str]:
    """Give the names of host and place as they are now, for an event that becomes history."""
    event = stored.event
    venue = f"venue:{event.venue}" if event.venue else ""
    names = roster.names(session, [key for key in (event.host, venue) if key])
    host, place = (names.get(key or "", NAMELESS) for key in (event.host, venue))
    return {
        "host_name": host.zh,
        "host_name_en": host.en,
        "venue_name": place.zh,
        "venue_name_en": place.en,
    }


_TOLD = ("start", "end", "host", "venue", "status", "waived", "seal_code")
_REASONED = frozenset({"moved", "host", "venue", "cancelled", "restored"})
_NAMES = frozenset({"host_name", "host_name_en", "venue_name", "venue_name_en"})
_ASIDE = _NAMES | {"waived", "waive_reason", "retired"}


def _json(value: object) -> object:
    return value.isoformat() if isinstance(value, datetime) else value


def _changed(stored: Stored, values: Mapping[str, Any]) -> Stored:
    own = {name: value for name, value in values.items() if name not in _ASIDE}
    if "status" in own:
        own["status"] = EventStatus(own["status"])
    aside = {name: value for name, value in values.items() if name in _ASIDE}
    event = replace(stored.event, **own)
    return replace(stored, event=event, version=stored.version + 1, **aside)


def _stale(stored: Stored) -> StaleVersionError:
    event = stored.event
    return StaleVersionError(entity="event", key=event.uid, revision=event.revision)
