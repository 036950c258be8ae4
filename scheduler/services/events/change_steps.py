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

_LANGUAGES = (("from", "to"), ("from_en", "to_en"))
"""The sides of a field in each language."""

_ASIDE = frozenset({*_MOMENTS, "venue_name"})
"""What is no part of what else changed beside a move: a place's name is none of the event's."""

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
    last change of its kind. Where all of a kind is again as it was, its last change stands as it
    is: a calendar may have asked in between, and is told that the change was taken back.
    """
    runs: list[list[EventChange]] = []
    for change in changes:
        if not runs or change.at - runs[-1][0].at >= MINUTE:
            runs.append([])
        runs[-1].append(change)
    return tuple(Step(change, run[0].at, run[-1].at) for run in runs for change in _told(run))


def _told(run: _Run) -> _Run:
    left = _without_lost_names(run)
    for fields in _FIELDS:
        left = _joined(left, fields)
    return _beside(
        [now for was, now in zip(run, left, strict=True) if now == was or now.detail.keys() - _WHY]
    )


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
    step = _moments(run) if fields == _MOMENTS else _swap(run, fields)
    return [
        _but(change, fields, step if place == telling[-1] else {}) if place in telling else change
        for place, change in enumerate(run)
    ]


def _moments(run: _Run) -> Mapping[str, Mapping[str, object]]:
    """Give the moments that differ across a run; where none does, those of the last move."""
    found = {field: _across(run, field) for field in _MOMENTS}
    step = {field: sides for field, sides in found.items() if _differ(field, sides)}
    moves = [
        {field: change.detail[field] for field in _MOMENTS if sides_of(change, field)}
        for change in run
        if change.kind in _TELLING
    ]
    return step or next(move for move in reversed(moves) if move)


def _swap(run: _Run, fields: Iterable[str]) -> Mapping[str, Mapping[str, object]]:
    """Give the fields that a run changed: as across it, or in a language as its last change did."""
    step: dict[str, dict[str, object]] = {}
    for field in fields:
        found = _across(run, field)
        pairs = [(before, after) for before, after in _LANGUAGES if before in found]
        sides: dict[str, object] = {}
        for before, after in pairs:
            ways = [found, *(_across([change], field) for change in reversed(run))]
            ways = [{side: way.get(side) for side in (before, after)} for way in ways]
            sides |= next((way for way in ways if _differ(field, way)), ways[0])
        if _differ(field, sides):
            step[field] = sides
    return step


def _beside(run: _Run) -> _Run:
    """Let a move know what else changed within the minute, as what it leaves: it is not alone."""
    left = {
        field: {"from": sides[1], "to": sides[1]}
        for change in run
        for fields in _FIELDS
        for field in fields
        if field not in _ASIDE and change.kind in _TELLING and (sides := sides_of(change, field))
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
