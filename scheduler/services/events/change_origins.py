"""What a change of an event is told by besides itself: what was at first, and names of then."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta

from scheduler.domain.text.values import both
from scheduler.services.events.change_parts import VENUE, moment_of, parts_of, sides_of
from scheduler.store.feeds import EventChange

Names = Mapping[str, tuple[str, str]]

Renamed = Mapping[str, Sequence[tuple[datetime, tuple[str, str]]]]
"""When each place was renamed, by its bare key, and its names in both languages until then."""

NAMES = frozenset({"change.venue_name", "change.rename"})
"""The sentences of names, which may be the same as before in one of the languages."""

_MOVES = {
    "change.move": "change.back",
    "change.move_day": "change.back_day",
    "change.span": "change.back_span",
    "change.end": "change.back_end",
    "change.last_day": "change.back_last_day",
}
_SWAPS = {f"change.{field}": field for field in ("host", "venue", "theme")}
_DAY = timedelta(days=1)


@dataclass(frozen=True, slots=True)
class Retold:
    """The sentence that takes the place of a plain one, and its further fields."""

    code: str
    fields: Mapping[str, object] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Then:
    """How a change is told in its place among others: what it brought back, and names of then.

    ``retold`` is by the plain sentences; ``names`` are those of places that have others now.
    """

    retold: Mapping[str, Retold] = field(default_factory=dict)
    names: Names = field(default_factory=dict)


PLAIN = Then()
"""A change told by itself, under the names of now."""


def retold(change: EventChange, changes: Sequence[EventChange]) -> dict[str, Retold]:
    """Give other sentences for what a change brought back to what was before the first of all.

    The changes are given by time, and end with those that the change tells.
    """
    found = {code: _retold(code, change, changes) for _, code, _ in parts_of(change)}
    return {code: each for code, each in found.items() if each}


def names_then(
    change: EventChange, span: tuple[datetime, datetime], renamed: Renamed
) -> dict[str, tuple[str, str]]:
    """Give the names that the places of a change had then, of those that have others now.

    A change tells of a span of time: the place that was left is called as at its beginning, the
    other as at its end.
    """
    since, until = span
    before, after = sides_of(change, "venue") or (None, None)
    found = {}
    for side, is_later in ((before, since.__le__), (after, until.__lt__)):
        key = str(side or "").removeprefix(VENUE)
        later = (names for at, names in renamed.get(key, ()) if is_later(at))
        if names := next(later, None):
            found[f"{VENUE}{key}"] = names
    return found


def places(change: EventChange) -> frozenset[str]:
    """List the bare keys of the places that a change names."""
    sides = sides_of(change, "venue")
    return frozenset(str(side).removeprefix(VENUE) for side in sides if side)


def _retold(code: str, change: EventChange, changes: Sequence[EventChange]) -> Retold | None:
    if code in _MOVES:
        return _of_moments(code, change, changes)
    if code in NAMES:
        return _of_names(code, changes)
    sides = _ends(_SWAPS[code], changes) if code in _SWAPS else ()
    if not sides or sides[0] != sides[1]:
        return None
    return Retold(f"{code}_back" if sides[0] else f"{code}_open")


def _of_moments(code: str, change: EventChange, changes: Sequence[EventChange]) -> Retold | None:
    start, end = (_moments(_ends(each, changes)) for each in ("start", "end"))
    if all(not each or each[0] == each[1] for each in (start, end)):
        return Retold(_MOVES[code])
    if code != "change.move_day":
        return None
    shift, later = (each[1] - each[0] for each in (start, end))
    if shift == later and not shift % _DAY:
        return None
    # Only the day changed now, but the time did before: that would be told nowhere.
    sides = (_moments(sides_of(change, each)) for each in ("start", "end"))
    before, after = zip(*sides, strict=True)
    return Retold("change.move_since", {"from": before, "to": after, "first": (start[0], end[0])})


def _of_names(code: str, changes: Sequence[EventChange]) -> Retold | None:
    """Tell of names that one of the languages has again."""
    own = changes if code == "change.rename" else _since_the_last_place(changes)
    told = [
        (fields["from"], fields["to"])
        for each in own
        for _, other, fields in parts_of(each)
        if other == code
    ]
    if not told:
        return None
    first, now = told[0][0], told[-1][1]
    again = any(both(first, lang) == both(now, lang) for lang in ("zh", "en"))
    return Retold(f"{code}_back", {"first": first}) if again else None


def _since_the_last_place(changes: Sequence[EventChange]) -> Sequence[EventChange]:
    swaps = [
        place
        for place, each in enumerate(changes)
        if (sides := sides_of(each, "venue")) and sides[0] != sides[1]
    ]
    return changes[swaps[-1] + 1 :] if swaps else changes


def _ends(field: str, changes: Sequence[EventChange]) -> tuple[object, ...]:
    """Give what a field was before the first change of it and is after the last, if any."""
    found = [
        sides for each in changes if each.kind != "created" and (sides := sides_of(each, field))
    ]
    return (found[0][0], found[-1][1]) if found else ()


def _moments(sides: Iterable[object]) -> list[datetime]:
    return [moment for each in sides if (moment := moment_of(each))]
