"""Taking a plan back: what it added is cancelled, everything else is as it was before.

An event that is cancelled in this way says so in ``why_date``; a plan that wants its unit again
brings the same event back, under the same UID and attempt, so that planning after an undo gives
what it gave before.
"""

from collections.abc import Container, Mapping
from dataclasses import replace
from datetime import datetime
from typing import Any

from scheduler.domain.activity import Also, Event, EventStatus
from scheduler.rules.explain import UNDONE, explained
from scheduler.rules.inputs import PlanInput
from scheduler.rules.plan import Plan
from scheduler.rules.planning.diff import VISIBLE, json_of
from scheduler.rules.planning.published import midnight

_KEPT = (*VISIBLE, "why_date", "why_host")

Was = Mapping[str, object]
"""How an event stood before a plan: its visible fields and reasons as JSON values."""


def was_of(event: Event | None) -> Was | None:
    """Note how an event stands; None where it is not published, so that undoing cancels it."""
    if event is None or event.status is not EventStatus.PUBLISHED:
        return None
    return {name: json_of(getattr(event, name)) for name in _KEPT}


def taken_back(event: Event, was: Was | None, now: datetime) -> Event:
    """Give the event as it stood before, one revision on; what was not published is cancelled."""
    fields: dict[str, Any]
    if was is None:
        why = explained(UNDONE, day=event.day().isoformat())
        fields = {"status": EventStatus.CANCELLED, "why_date": why}
    else:
        fields = {name: _value(name, was[name]) for name in _KEPT if name in was}
        fields["status"] = EventStatus.PUBLISHED
    return replace(event, revision=event.revision + 1, updated_at=event.told_at(now), **fields)


def stands_at(revision: int, undone: Container[int]) -> int:
    """Give the revision at which an event stands again as a plan left it at ``revision``.

    ``undone`` are the revisions that plans left which were taken back since: each of them, and
    all that was taken back before it, ends one revision on in what it had found.
    """
    while revision + 1 in undone:
        revision = stands_at(revision + 1, undone) + 1
    return revision


def undone(before: PlanInput, plan: Plan, after: PlanInput) -> PlanInput:
    """Give ``after``, in which the plan of ``before`` is applied, as it is once that is undone."""
    now = midnight(after.today)
    touched = {change.uid for change in plan.changes}
    known = {event.uid: event for event in before.events}
    events = tuple(
        taken_back(event, was_of(known.get(event.uid)), now) if event.uid in touched else event
        for event in after.events
    )
    return replace(after, events=events)


def _value(name: str, value: object) -> object:
    if name in {"start", "end"}:
        return datetime.fromisoformat(str(value))
    if name == "also" and isinstance(value, list):
        return tuple(Also.read(each) for each in value)
    return tuple(value) if isinstance(value, list) else value
