"""Open requests whose turn nobody can change any more: they lapse without anybody's doing."""

from collections.abc import Iterable, Mapping
from dataclasses import replace
from datetime import datetime

from scheduler.domain.activity import Event, EventStatus
from scheduler.domain.turn_request import ON_TURNS, RequestState, TurnRequest
from scheduler.store import Session, events

_OVER = frozenset({EventStatus.HELD, EventStatus.CANCELLED})


def turns_of(session: Session, requests: Iterable[TurnRequest]) -> Mapping[str, Event]:
    """Give the events that these requests are about, by UID."""
    uids = {uid for each in requests for uid in (each.uid, each.other_uid) if uid}
    return events.of(session, uids)


def standing(request: TurnRequest, turns: Mapping[str, Event], now: datetime) -> TurnRequest:
    """Give a request as it stands now: an open one has lapsed where a turn of it is over.

    A turn is over once it has begun, was held or cancelled, or is somebody else's.
    """
    if not request.is_open or request.act not in ON_TURNS:
        return request
    pairs = ((request.uid, request.member), (request.other_uid, request.other))
    found = [(turns.get(uid), host) for uid, host in pairs if uid]
    over = [event for event, host in found if event is None or _is_over(event, host, now)]
    if not over:
        return request
    begun = [event.start for event in over if event is not None and event.start <= now]
    return replace(request, state=RequestState.LAPSED, settled_at=min(begun, default=None))


def _is_over(event: Event, host: str | None, now: datetime) -> bool:
    return event.status in _OVER or event.start <= now or event.host != host
