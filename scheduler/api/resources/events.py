"""Events and changes: what is in the calendar, what happened."""

import hashlib
from collections.abc import Mapping
from datetime import datetime, timedelta
from typing import Any

from itsdangerous import BadSignature

from scheduler.api import paging
from scheduler.api.call import Call
from scheduler.api.problems import Refusal
from scheduler.api.resource import Resource
from scheduler.api.schemas import calendar as shapes
from scheduler.api.schemas.calendar import EventAnswer
from scheduler.api.schemas.common import page_of
from scheduler.domain.errors import InvalidError, NotFoundError
from scheduler.services import deltas, directory
from scheduler.services.access import Action
from scheduler.services.events import reading
from scheduler.services.events.reading import Stored, Wanted

Query = Mapping[str, Any]

DELTA_DAYS = 180
"""For how long the changes after a token can be read."""

resource = Resource("events", "The calendar and the ledger of changes.")


@resource.reads("/events", Action.VIEW, page_of(shapes.EventSchema), shapes.EventQuery)
def list_events(call: Call, query: Query) -> paging.Answer:
    """List events by start and UID."""
    store, place = call.runtime.store, paging.after(call, query)
    reached = directory.reach(store, by=call.by, alliance=query.get("alliance"))
    wanted = Wanted(
        start=query.get("start"),
        end=query.get("end"),
        kinds=tuple(query.get("kind", ())),
        statuses=tuple(query.get("status", ())),
        after=(datetime.fromisoformat(place[0]), place[1]) if place else None,
        limit=query["limit"] + 1,
    )
    found = reading.list_events(store, wanted, call.by, reached)
    return paging.cut(call, query, _answers(call, found), _place)


@resource.reads("/events/<key:uid>", Action.VIEW, shapes.EventSchema)
def get_event(call: Call, _: Query, uid: str) -> EventAnswer:
    """Give one event with why it has its date and its host."""
    found = reading.view(call.runtime.store, uid, call.by)
    if not found.inside:  # a public calendar is no reason to show a stranger's token more
        raise NotFoundError(entity="event", key=uid)
    return _answers(call, (found.stored,))[0]


@resource.reads("/changes", Action.VIEW, shapes.ChangesSchema, shapes.ChangeQuery)
def list_changes(call: Call, query: Query) -> dict[str, Any]:
    """List what changed in an alliance after a token, oldest first.

    Read on from `next` until `more` is false. A token older than 180 days, or one from before the
    caller's permissions changed, is answered 410 `resync`.
    """
    alliance, limit = query["alliance"], query["limit"]
    seq = _since(call, alliance, query.get("since"))
    found = deltas.since(call.runtime.store, alliance, seq, limit + 1, by=call.by)
    shown = found[:limit]
    last = shown[-1].seq if shown else seq
    token = [alliance, last, int(call.now.timestamp()), _permissions(call, alliance)]
    following = paging.serializer(call, "delta").dumps(token)
    return {"items": shown, "next": following, "more": len(found) > limit}


def _since(call: Call, alliance: str, token: str | None) -> int:
    if token is None:
        return 0
    try:
        owner, seq, at, permissions = paging.serializer(call, "delta").loads(token)
    except (BadSignature, ValueError, TypeError):
        raise InvalidError(field="since") from None
    if owner != alliance:
        raise InvalidError(field="since")
    old = call.now.timestamp() - at > timedelta(days=DELTA_DAYS).total_seconds()
    if old or permissions != _permissions(call, alliance):
        raise Refusal(410, "resync")
    return int(seq)


def _permissions(call: Call, alliance: str) -> str:
    granted = ",".join(sorted(action for action in Action if call.by.may(action, alliance)))
    return hashlib.sha256(granted.encode()).hexdigest()[:8]


def _answers(call: Call, found: tuple[Stored, ...]) -> list[EventAnswer]:
    keys = {key for stored in found for key in shapes.mentioned(stored)}
    keys |= shapes.keys_in([(each.event.why_date, each.event.why_host) for each in found])
    names = directory.names(call.runtime.store, keys)
    repeats = reading.repeated(call.runtime.store, found)
    return [EventAnswer(each, names, repeats.get(each.event.uid, {})) for each in found]


def _place(answer: EventAnswer) -> tuple[str, str]:
    return (answer.stored.event.start.isoformat(), answer.stored.event.uid)
