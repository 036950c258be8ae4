"""What happened to an event, as sentences: the same for pages and for feeds."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, time, timedelta

from scheduler.domain.moments import SHANGHAI
from scheduler.domain.text import CATALOGUE, say
from scheduler.domain.text.values import both
from scheduler.store.feeds import EventChange

Names = Mapping[str, tuple[str, str]]

_Part = tuple[str, str, dict[str, object]]
"""The topic of a sentence, none for most; its code and its fields."""

_TOPICS = frozenset({"host", "venue"})
_ALSO = {"venue": "venue_name", "start": "end"}
"""The topic that a later change of another one leaves without a meaning."""
_VENUE = "venue:"
_DAY = timedelta(days=1)
_OF_FIELDS = frozenset({"change.host", "change.venue"})
_OVER = frozenset({"held", "sealed"})
_BACK = {
    "change.move": "change.back",
    "change.move_day": "change.back_day",
    "change.span": "change.back_span",
    "change.end": "change.back_end",
    "change.last_day": "change.back_last_day",
    "change.host": "change.host_back",
    "change.venue": "change.venue_back",
}
"""How a change is told that brings back what was before the first one, by how others are."""

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


def note(change: EventChange, lang: str, names: Names, *, free: bool = True) -> str:
    """Say what a change did and why; without ``free`` only reasons that are known codes."""
    said = [
        say(_in_language(code, fields, lang), fields, lang, names=names)
        for code, fields in _sentences(change, _reason(change, free=free))
    ]
    typed = str(change.detail.get("note") or "").rstrip("。.") if free else ""
    if typed:
        said.append(f"{typed}." if lang == "en" else f"{typed}。")
    return (" " if lang == "en" else "").join(said)


@dataclass(frozen=True, slots=True)
class Told:
    """A change that a feed tells, or those topics of it that no later one took up again.

    ``former`` are the names that the place that was left had then, if it has others now; ``back``
    are the sentences of what is now as it was before the first change of it.
    """

    change: EventChange
    topics: frozenset[str] | None = None
    former: tuple[str, str] | None = None
    back: frozenset[str] = frozenset()

    @property
    def left(self) -> str:
        """Give the bare key of the place that was left, none for most."""
        side = (*_sides(self.change, "venue"), None)[0]
        return str(side).removeprefix(_VENUE) if side else ""


def told_now(changes: Sequence[EventChange]) -> tuple[Told, ...]:
    """Choose what a feed tells of an event's changes, given by time: the newest of them first.

    The newest is told whole, then the newest of each topic: date, host, place, the place's name,
    and whether it is cancelled. What came before the event was held is told no more. Whoever
    fetched none of the changes in between is told that a date, host or place is again the one of
    before.
    """
    told: list[Told] = []
    known: set[str] = set()
    for change in reversed(changes):
        topics = {topic for topic, _, _ in _parts(change) if topic}
        if not told or topics - known:
            new = frozenset(topics - known) if told else None
            told.append(Told(change, new, back=_back(change, changes)))
        if change.kind in _OVER:
            break
        known |= topics | {_ALSO[topic] for topic in topics & _ALSO.keys()}
    return tuple(told)


def dated(told: Told, lang: str, names: Names) -> str:
    """Say for a feed what a change did, why, and on which day it was published.

    Only reasons that are known codes are given: a typed reason, a person's name or a debt stays
    out of a feed.
    """
    change = told.change
    if told.former:
        # A feed tells no other past once the place has another name: no event changed by that.
        names = {**names, f"{_VENUE}{told.left}": told.former}
    parts = _sentences(change, _reason(change, free=False), told.topics)
    others = {"change.seal": "change.sealed"} | {code: _BACK[code] for code in told.back}
    said = [
        say(others.get(code) or _in_language(code, fields, lang), fields, lang, names=names)
        for code, fields in parts
    ]
    sentence = (" " if lang == "en" else "").join(said)
    if change.kind in _OVER:
        return sentence
    return say("change.dated", {"told": sentence, "at": change.at}, lang)


def keys(changes: Iterable[EventChange]) -> frozenset[str]:
    """List the opaque keys that the sentences of these changes name."""
    found = set()
    for change in changes:
        for field in ("host", "venue", "theme"):
            for value in _sides(change, field):
                if value:
                    found.add(opaque(field, str(value)))
    return frozenset(found)


def absent(changes: Iterable[EventChange], *, persons: bool) -> frozenset[str]:
    """List whose absence, or what is taken, the reasons of these changes tell on pages.

    ``persons`` tells whether the reader may see names.
    """
    found = set()
    for change in changes:
        reason = change.detail.get("reason")
        fields = reason.get("fields") if isinstance(reason, Mapping) else None
        key = fields.get("resource") if isinstance(fields, Mapping) else None
        if key and (persons or not str(key).startswith("person:")):
            found.add(str(key))
    return frozenset(found)


def opaque(field: str, value: str) -> str:
    """Give the opaque key of a field's value: a venue is stored by its bare key."""
    bare = field == "venue" and not value.startswith(_VENUE)
    return f"{_VENUE}{value}" if bare else value


def _sides(change: EventChange, field: str) -> tuple[object, ...]:
    pair = change.detail.get(field)
    return (pair.get("from"), pair.get("to")) if isinstance(pair, Mapping) else ()


def _back(change: EventChange, changes: Sequence[EventChange]) -> frozenset[str]:
    """Give the sentences of a change that bring back what was before the first of all changes."""
    codes = {code for _, code, _ in _parts(change)}
    return frozenset(code for code in codes & _BACK.keys() if _is_back(code, changes))


def _is_back(code: str, changes: Sequence[EventChange]) -> bool:
    if code not in _OF_FIELDS:
        start, end = (tuple(map(_moment, _ends(each, changes))) for each in ("start", "end"))
        if code == "change.move_day":
            return len({each and each.date() for each in start}) == 1
        return all(not each or each[0] == each[1] for each in (start, end))
    sides = _ends(code.removeprefix("change."), changes)
    return any(sides) and sides[0] == sides[1]


def _ends(field: str, changes: Sequence[EventChange]) -> tuple[object, ...]:
    """Give what a field was before the first change of it and is after the last, if any."""
    found = [sides for each in changes if each.kind != "created" and (sides := _sides(each, field))]
    return (found[0][0], found[-1][1]) if found else ()


def _reason(change: EventChange, *, free: bool) -> object:
    reason = change.detail.get("reason")
    if free:
        return reason
    code = reason.get("code") if isinstance(reason, Mapping) else reason
    return code if f"reason.{code}" in CATALOGUE else None


def _sentences(
    change: EventChange, reason: object, topics: frozenset[str] | None = None
) -> list[tuple[str, dict[str, object]]]:
    """Give the sentences of a change, or of these topics of it; the last says why."""
    found = [
        (code, fields)
        for topic, code, fields in _parts(change)
        if topics is None or topic in topics
    ]
    found[-1][1]["reason"] = reason
    return found


def _in_language(code: str, fields: Mapping[str, object], lang: str) -> str:
    """Give the sentence of a place's name that is the same as before in the reader's language."""
    if code != "change.venue_name" or both(fields["from"], lang) != both(fields["to"], lang):
        return code
    return "change.venue_name_other"


def _parts(change: EventChange) -> list[_Part]:
    if change.kind == "created":
        start = change.detail.get("start")
        moment = start.get("to") if isinstance(start, Mapping) else start
        return [("", "change.add", {"to": moment}) if moment else ("", "change.published", {})]
    if change.kind == "sealed":
        code = (*_sides(change, "seal_code"), None, None)[1]
        return [("", "change.seal", {"to": code})]
    if change.kind in _BY_KIND:
        return [("status", _BY_KIND[change.kind], {})]
    firm = set(change.detail) <= {"tentative", "reason"} and _sides(change, "tentative")
    other = "change.firm" if firm == (True, False) else "change.detail"
    return [*_moved(change), *_swapped(change), *_renamed(change)] or [("", other, {})]


def _moved(change: EventChange) -> list[_Part]:
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
    alone = not any(field in change.detail for field in (*_BY_FIELD, *_BY_NAMES))
    only_the_day = alone and not shift % _DAY
    return [("start", "change.move_day" if only_the_day else "change.move", fields)]


def _ending(before: datetime, after: datetime) -> _Part:
    """Tell of another end alone: of whole days it is the last of them."""
    if before.time() == after.time() == time(0):
        return ("end", "change.last_day", {"from": before - _DAY, "to": after - _DAY})
    return ("end", "change.end", {"from": before, "to": after})


def _shifted(change: EventChange, field: str) -> tuple[datetime, datetime] | None:
    before, after = map(_moment, _sides(change, field) or (None, None))
    return None if before is None or after is None or before == after else (before, after)


def _moment(side: object) -> datetime | None:
    if side is None:
        return None
    moment = side if isinstance(side, datetime) else datetime.fromisoformat(str(side))
    return moment.astimezone(SHANGHAI)


def _swapped(change: EventChange) -> list[_Part]:
    found: list[_Part] = []
    for field, code in _BY_FIELD.items():
        sides = _sides(change, field)
        if sides and sides[0] != sides[1]:
            before, after = (side and opaque(field, str(side)) for side in sides)
            topic = field if field in _TOPICS else ""
            found.append((topic, code, {"from": before, "to": after}))
    return found


def _renamed(change: EventChange) -> list[_Part]:
    found: list[_Part] = []
    for field, (english, topic, code) in _BY_NAMES.items():
        sides = _sides(change, field)
        if not sides:
            continue
        before, after = zip(sides, _english(change, field, english), strict=True)
        if before != after:
            found.append((topic, code, {"from": before, "to": after}))
    return found


def _english(change: EventChange, field: str, english: str) -> tuple[object, ...]:
    """Give the English sides of a name: beside the Chinese ones, or in a field of their own."""
    if english != field:
        return _sides(change, english) or ("", "")
    pair = change.detail[field]
    return pair.get("from_en"), pair.get("to_en")
