"""What each change of an event consists of: the sentences that tell it, each with its fields."""

from collections.abc import Mapping
from datetime import datetime, time, timedelta

from scheduler.domain.moments import SHANGHAI
from scheduler.store.feeds import EventChange

Part = tuple[str, str, dict[str, object]]
"""The topic of a sentence, none for most; its code and its fields."""

VENUE = "venue:"
"""Begins the opaque key of a place."""

_TOPICS = frozenset({"host", "venue"})
_DAY = timedelta(days=1)

_BY_KIND = {
    "cancelled": "change.cancel",
    "restored": "change.restore",
    "held": "change.hold",
    "retired": "change.retire",
}
_BY_FIELD = {
    "host": "change.host",
    "venue": "change.venue",
    "theme": "change.theme",
}
_BY_NAMES = {
    "title": ("title_en", "", "change.rename"),
    "venue_name": ("venue_name", "venue_name", "change.venue_name"),
}
"""Where the English sides of a name stand, the topic of its change, and how that is told."""


def opaque(field: str, value: str) -> str:
    """Give the opaque key of a field's value: a venue is stored by its bare key."""
    bare = field == "venue" and not value.startswith(VENUE)
    return f"{VENUE}{value}" if bare else value


def sides_of(change: EventChange, field: str) -> tuple[object, ...]:
    """Give what a field was before a change and is after it; nothing where it stays."""
    pair = change.detail.get(field)
    return (pair.get("from"), pair.get("to")) if isinstance(pair, Mapping) else ()


def parts_of(change: EventChange) -> list[Part]:
    """Give the sentences of a change in their order, at least one."""
    if change.kind == "created":
        start = change.detail.get("start")
        moment = start.get("to") if isinstance(start, Mapping) else start
        return [("", "change.add", {"to": moment}) if moment else ("", "change.published", {})]
    if change.kind == "sealed":
        code = (*sides_of(change, "seal_code"), None, None)[1]
        return [("", "change.seal", {"to": code})]
    if change.kind in _BY_KIND:
        return [("status", _BY_KIND[change.kind], {})]
    firm = set(change.detail) <= {"tentative", "reason"} and sides_of(change, "tentative")
    other = "change.firm" if firm == (True, False) else "change.detail"
    return [*_moved(change), *_swapped(change), *_renamed(change)] or [("", other, {})]


def _moved(change: EventChange) -> list[Part]:
    start, end = _shifted(change, "start"), _shifted(change, "end")
    if start is None:
        return [] if end is None else [_ending(*end)]
    fields: dict[str, object] = {"from": start[0], "to": start[1]}
    if end is None:
        return [("start", "change.move", fields)]
    shift = start[1] - start[0]
    if end[1] - end[0] != shift or (end[1] - timedelta.resolution).date() > start[1].date():
        spans: dict[str, object] = {"from": (start[0], end[0]), "to": (start[1], end[1])}
        return [("start", "change.span", spans)]
    alone = not any(field in change.detail for field in (*_BY_FIELD, "title"))
    only_the_day = alone and not shift % _DAY
    return [("start", "change.move_day" if only_the_day else "change.move", fields)]


def _ending(before: datetime, after: datetime) -> Part:
    """Tell of another end alone: of whole days it is the last of them."""
    if before.time() == after.time() == time(0):
        return ("end", "change.last_day", {"from": before - _DAY, "to": after - _DAY})
    return ("end", "change.end", {"from": before, "to": after})


def _shifted(change: EventChange, field: str) -> tuple[datetime, datetime] | None:
    before, after = map(moment_of, sides_of(change, field) or (None, None))
    return None if before is None or after is None or before == after else (before, after)


def moment_of(side: object) -> datetime | None:
    """Read a moment as the ledger keeps it."""
    if side is None:
        return None
    moment = side if isinstance(side, datetime) else datetime.fromisoformat(str(side))
    return moment.astimezone(SHANGHAI)


def _swapped(change: EventChange) -> list[Part]:
    found: list[Part] = []
    for field, code in _BY_FIELD.items():
        sides = sides_of(change, field)
        if sides and sides[0] != sides[1]:
            before, after = (side and opaque(field, str(side)) for side in sides)
            topic = field if field in _TOPICS else ""
            found.append((topic, code, {"from": before, "to": after}))
    return found


def _renamed(change: EventChange) -> list[Part]:
    found: list[Part] = []
    for field, (english, topic, code) in _BY_NAMES.items():
        sides = sides_of(change, field)
        if not sides:
            continue
        before, after = zip(sides, _english(change, field, english), strict=True)
        if before != after:
            found.append((topic, code, {"from": before, "to": after}))
    return found


def _english(change: EventChange, field: str, english: str) -> tuple[object, ...]:
    """Give the English sides of a name: beside the Chinese ones, or in a field of their own."""
    if english != field:
        return sides_of(change, english) or ("", "")
    pair = change.detail[field]
    return pair.get("from_en"), pair.get("to_en")
