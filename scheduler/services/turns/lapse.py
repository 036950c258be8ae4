"""Open requests whose turn nobody can change any more: they lapse without anybody's doing."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import datetime

from scheduler.domain.activity import Event, EventStatus
from scheduler.domain.roster import Membership
from scheduler.domain.turn_request import ON_TURNS, RequestState, TurnRequest
from scheduler.rules.turns.membership import has_left
from scheduler.store import Session, events, roster

_OVER = frozenset({EventStatus.HELD, EventStatus.CANCELLED})


@dataclass(frozen=True, slots=True)
class Turns:
    """The events that requests are about, by UID, and the members of their alliances."""

    events: Mapping[str, Event]
    members: Mapping[str, tuple[Membership, ...]]


def turns_of(session: Session, requests: Iterable[TurnRequest]) -> Turns:
    """Give what these requests are about."""
    found = tuple(requests)
    uids = {uid for each in found for uid in (each.uid, each.other_uid) if uid}
    alliances = {each.alliance for each in found if each.is_open}
    members = roster.memberships(session, alliances) if alliances else {}
    return Turns(events.of(session, uids), members)


def standing(request: TurnRequest, turns: Turns, now: datetime) -> TurnRequest:
    """Give a request as it stands now: an open one has lapsed where a turn of it is over.

    A turn is over once it has begun, was held or cancelled, or is somebody else's, and where a
    member that it takes is none any more on its day: nobody can answer for who has left.
    """
    if not request.is_open or request.act not in ON_TURNS:
        return request
    pairs = ((request.uid, request.member), (request.other_uid, request.other))
    found = [(turns.events.get(uid), host) for uid, host in pairs if uid]
    over = [event for event, host in found if event is None or _is_over(event, host, now)]
    if not over and not _anybody_left(request, turns):
        return request
    begun = [event.start for event in over if event is not None and event.start <= now]
    return replace(request, state=RequestState.LAPSED, settled_at=min(begun, default=None))


def _is_over(event: Event, host: str | None, now: datetime) -> bool:
    return event.status in _OVER or event.start <= now or event.host != host


def _anybody_left(request: TurnRequest, turns: Turns) -> bool:
    """Tell whether a side of it is no member any more on the day of a turn of it."""
    ties = turns.members[request.alliance]
    days = [turns.events[uid].day() for uid in (request.uid, request.other_uid) if uid]
    return any(
        has_left(ties, member, day) for member in (request.member, request.other) for day in days
    )
