"""What the changes of an event within one minute come to, as one step of each kind."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from scheduler.services.events.change_parts import moment_of, sides_of
from scheduler.store.feeds import EventChange

MINUTE = timedelta(minutes=1)
"""No calendar asks more often: what stood for less time is what nobody knows of."""

_MOMENTS = ("start", "end")

_FIELDS = (
    _MOMENTS,
    ("host",),
    ("venue",),
    ("venue_name",),
    ("title", "title_en"),
    ("theme",),
    ("tentative",),
)
"""What makes up a step of each kind."""

_STATUS = frozenset({"cancelled", "restored"})
_TELLING = frozenset({"moved", "host", "venue", "detail"})
_WHY = frozenset({"reason", "note"})

_Run = Sequence[EventChange]
"""Changes within a minute, by time."""


@dataclass(frozen=True, slots=True)
class Step:
    """A change as a feed tells it, and the first and last instant of the minute that it tells."""

    change: EventChange
    since: datetime
    until: datetime


def steps(changes: Iterable[EventChange]) -> tuple[Step, ...]:
    """Give the steps of an event's changes, both by time.

    A step leads from what stood before the minute to what stands after it, with the reason of the
    last change of its kind; there is none of a kind in which all is again as it was.
    """
    runs: list[list[EventChange]] = []
    for change in changes:
        if not runs or change.at - runs[-1][0].at >= MINUTE:
            runs.append([])
        runs[-1].append(change)
    return tuple(Step(change, run[0].at, run[-1].at) for run in runs for change in _told(run))


def _told(run: _Run) -> _Run:
    known = _without_status(run)
    left = _without_lost_names(known)
    for fields in _FIELDS:
        left = _joined(left, fields)
    return _beside(
        [
            now
            for was, now in zip(known, left, strict=True)
            if now == was or now.detail.keys() - _WHY
        ]
    )


def _without_status(run: _Run) -> _Run:
    """Leave out a cancellation that was taken back, or the other way round, if that is all."""
    found = [change for change in run if change.kind in _STATUS]
    if not found or found[0].kind == found[-1].kind:
        return run
    fields = {field for each in _FIELDS for field in each}
    if any(change.detail.keys() & fields for change in found):
        return run
    return [change for change in run if change.kind not in _STATUS]


def _without_lost_names(run: _Run) -> _Run:
    """Tell of no other name of a place that was no place of the event before."""
    return [
        _but(change, ("venue_name",), {})
        if _differ("venue", _across(run[:place], "venue"))
        else change
        for place, change in enumerate(run)
    ]


def _joined(run: _Run, fields: tuple[str, ...]) -> _Run:
    """Let the last change of these fields tell of all that the run did to them."""
    telling = [
        place
        for place, change in enumerate(run)
        if change.kind in _TELLING and any(sides_of(change, field) for field in fields)
    ]
    if not telling[1:]:
        return run
    found = {field: _across(run, field) for field in fields}
    step = {field: sides for field, sides in found.items() if _differ(field, sides)}
    return [
        _but(change, fields, step if place == telling[-1] else {}) if place in telling else change
        for place, change in enumerate(run)
    ]


def _beside(run: _Run) -> _Run:
    """Let a move know what else changed within the minute, as what it leaves: it is not alone."""
    left = {
        field: {"from": sides[1], "to": sides[1]}
        for change in run
        for fields in _FIELDS
        for field in fields
        if fields != _MOMENTS and change.kind in _TELLING and (sides := sides_of(change, field))
    }
    return [
        replace(change, detail={**left, **change.detail}) if "start" in change.detail else change
        for change in run
    ]


def _but(
    change: EventChange, fields: Iterable[str], step: Mapping[str, Mapping[str, object]]
) -> EventChange:
    kept = {name: value for name, value in change.detail.items() if name not in fields}
    return replace(change, detail={**kept, **step})


def _across(run: _Run, field: str) -> Mapping[str, object]:
    """Give a field's sides before the first change of it in a run and after the last."""
    found = [
        change.detail[field]
        for change in run
        if change.kind in _TELLING and sides_of(change, field)
    ]
    if not found:
        return {}
    first, last = found[0], found[-1]
    return {
        **{side: value for side, value in first.items() if side.startswith("from")},
        **{side: value for side, value in last.items() if side.startswith("to")},
    }


def _differ(field: str, sides: Mapping[str, object]) -> bool:
    # The two sides of a moment need not be written in the same zone.
    same = moment_of if field in _MOMENTS else str
    return any(
        same(value) != same(sides.get(side.replace("from", "to")))
        for side, value in sides.items()
        if side.startswith("from")
    )
