"""What happened to an event, as sentences: the same for pages and for feeds."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from scheduler.domain.text import CATALOGUE, say
from scheduler.domain.text.values import both
from scheduler.services.events.change_parts import VENUE, moment_of, opaque, parts_of, sides_of
from scheduler.services.events.change_steps import steps
from scheduler.store.feeds import EventChange

Names = Mapping[str, tuple[str, str]]

Identity = tuple[str, int, str]
"""Event, revision and kind: the same of a change in every ledger."""

_ALSO = {"venue": "venue_name", "start": "end"}
"""The topic that a later change of another one leaves without a meaning."""
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


def note(
    change: EventChange,
    lang: str,
    names: Names,
    *,
    back: frozenset[str] = frozenset(),
    free: bool = True,
) -> str:
    """Say what a change did and why; without ``free`` only reasons that are known codes.

    ``back`` are the sentences of what was then as it was before the first change of it.
    """
    said = [
        say(
            _BACK[code] if code in back else _in_language(code, fields, lang),
            fields,
            lang,
            names=names,
        )
        for code, fields in _sentences(change, _reason(change, free=free))
    ]
    typed = str(change.detail.get("note") or "").rstrip("。.") if free else ""
    if typed:
        said.append(f"{typed}." if lang == "en" else f"{typed}。")
    return (" " if lang == "en" else "").join(said)


@dataclass(frozen=True, slots=True)
class Told:
    """A change that a feed tells, or those topics of it that no later one took up again.

    ``since`` is when what it tells began: earlier than it where it tells what a minute came to.
    ``former`` are the names that the place that was left had then, if it has others now; ``back``
    are the sentences of what is now as it was before the first change of it.
    """

    change: EventChange
    since: datetime
    topics: frozenset[str] | None = None
    former: tuple[str, str] | None = None
    back: frozenset[str] = frozenset()

    @property
    def left(self) -> str:
        """Give the bare key of the place that was left, none for most."""
        side = (*sides_of(self.change, "venue"), None)[0]
        return str(side).removeprefix(VENUE) if side else ""


def told_now(changes: Sequence[EventChange]) -> tuple[Told, ...]:
    """Choose what a feed tells of an event's changes, given by time: the newest of them first.

    The newest is told whole, then the newest of each topic: date, host, place, the place's name,
    and whether it is cancelled. What came before the event was held is told no more. Whoever
    fetched none of the changes in between is told that a date, host or place is again the one of
    before. What changed several times within a minute is told as one step.
    """
    told: list[Told] = []
    known: set[str] = set()
    for step in reversed(steps(changes)):
        change = step.change
        topics = {topic for topic, _, _ in parts_of(change) if topic}
        if not told or topics - known:
            new = frozenset(topics - known) if told else None
            told.append(Told(change, step.since, new, back=_back(change, changes)))
        if change.kind in _OVER:
            break
        known |= topics | {_ALSO[topic] for topic in topics & _ALSO.keys()}
    return tuple(told)


def identity(change: EventChange) -> Identity:
    """Give what is the same of a change in the ledger of every alliance."""
    return change.uid, change.revision, change.kind


def backs(changes: Sequence[EventChange]) -> dict[Identity, frozenset[str]]:
    """Tell of an event's changes, given by time, what each brought back, as feeds told it then."""
    found = {
        identity(change): _back(change, changes[: place + 1])
        for place, change in enumerate(changes)
    }
    return {key: codes for key, codes in found.items() if codes}


def dated(told: Told, lang: str, names: Names) -> str:
    """Say for a feed what a change did, why, and on which day it was published.

    Only reasons that are known codes are given: a typed reason, a person's name or a debt stays
    out of a feed.
    """
    change = told.change
    if told.former:
        # A feed tells no other past once the place has another name: no event changed by that.
        names = {**names, f"{VENUE}{told.left}": told.former}
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
            for value in sides_of(change, field):
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


def _back(change: EventChange, changes: Sequence[EventChange]) -> frozenset[str]:
    """Give the sentences of a change that bring back what was before the first of all changes."""
    codes = {code for _, code, _ in parts_of(change)}
    return frozenset(code for code in codes & _BACK.keys() if _is_back(code, changes))


def _is_back(code: str, changes: Sequence[EventChange]) -> bool:
    if code not in _OF_FIELDS:
        start, end = (tuple(map(moment_of, _ends(each, changes))) for each in ("start", "end"))
        if code == "change.move_day":
            return len({each and each.date() for each in start}) == 1
        return all(not each or each[0] == each[1] for each in (start, end))
    sides = _ends(code.removeprefix("change."), changes)
    return any(sides) and sides[0] == sides[1]


def _ends(field: str, changes: Sequence[EventChange]) -> tuple[object, ...]:
    """Give what a field was before the first change of it and is after the last, if any."""
    found = [
        sides for each in changes if each.kind != "created" and (sides := sides_of(each, field))
    ]
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
        for topic, code, fields in parts_of(change)
        if topics is None or topic in topics
    ]
    found[-1][1]["reason"] = reason
    return found


def _in_language(code: str, fields: Mapping[str, object], lang: str) -> str:
    """Give the sentence of a place's name that is the same as before in the reader's language."""
    if code != "change.venue_name" or both(fields["from"], lang) != both(fields["to"], lang):
        return code
    return "change.venue_name_other"
