"""What happened to an event, as sentences: the same for pages and for feeds."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from scheduler.domain.text import CATALOGUE, say
from scheduler.domain.text.values import both
from scheduler.services.events.change_origins import (
    NAMES,
    PLAIN,
    Renamed,
    Then,
    names_then,
    retold,
)
from scheduler.services.events.change_parts import opaque, parts_of, sides_of
from scheduler.services.events.change_steps import Step, steps
from scheduler.store.feeds import EventChange

Names = Mapping[str, tuple[str, str]]
_Said = tuple[str, Mapping[str, object]]

Identity = tuple[str, int, str]
"""Event, revision and kind: the same of a change in every ledger."""

_ALSO = {"venue": "venue_name", "start": "end"}
"""The topic that a later change of another one leaves without a meaning."""
_OVER = frozenset({"held", "sealed"})


def note(
    change: EventChange,
    lang: str,
    names: Names,
    *,
    then: Then = PLAIN,
    free: bool = True,
) -> str:
    """Say what a change did and why; without ``free`` only reasons that are known codes."""
    said = _said(_sentences(change, _reason(change, free=free)), then, lang, names)
    typed = str(change.detail.get("note") or "").rstrip("。.") if free else ""
    if typed:
        said.append(f"{typed}." if lang == "en" else f"{typed}。")
    return (" " if lang == "en" else "").join(said)


@dataclass(frozen=True, slots=True)
class Told:
    """A change that a feed tells, or those topics of it that no later one took up again."""

    change: EventChange
    topics: frozenset[str] | None = None
    then: Then = PLAIN


def told_now(
    changes: Sequence[EventChange], lang: str, renamed: Renamed | None = None
) -> tuple[Told, ...]:
    """Choose what a feed tells of an event's changes, given by time: the newest of them first.

    Only a cancellation that stands comes before what is newer: it is what a reader must not miss.

    The newest is told whole, then the newest of each topic: date, host, place, the place's name,
    and whether it is cancelled. What came before the event was held is told no more. Whoever
    fetched none of the changes in between is told that a date, host or place is again the one of
    before. What changed several times within a minute is told as one step. A name that stays in
    the language takes the place of none that changed in it.
    """
    told: list[Told] = []
    known: set[str] = set()
    for step in reversed(steps(changes)):
        change = step.change
        topics = {
            topic for topic, code, of in parts_of(change) if topic and not _stays(code, of, lang)
        }
        if not told or topics - known:
            new = frozenset(topics - known) if told else None
            told.append(Told(change, new, _then(step, changes, renamed or {})))
        if change.kind in _OVER:
            break
        known |= topics | {_ALSO[topic] for topic in topics & _ALSO.keys()}
    return tuple(sorted(told, key=lambda each: each.change.kind != "cancelled"))


def identity(change: EventChange) -> Identity:
    """Give what is the same of a change in the ledger of every alliance."""
    return change.uid, change.revision, change.kind


def thens(changes: Sequence[EventChange], renamed: Renamed | None = None) -> dict[Identity, Then]:
    """Tell of an event's changes, given by time, how feeds told each when it was the newest."""
    found = {
        identity(change): Then(
            retold(change, changes[: place + 1]),
            names_then(change, (change.at, change.at), renamed or {}),
        )
        for place, change in enumerate(changes)
    }
    return {key: then for key, then in found.items() if then != PLAIN}


def dated(told: Told, lang: str, names: Names) -> str:
    """Say for a feed what a change did, why, and on which day it was published.

    Only reasons that are known codes are given: a typed reason, a person's name or a debt stays
    out of a feed.
    """
    change = told.change
    parts = [
        ("change.sealed" if code == "change.seal" else code, fields)
        for code, fields in _sentences(change, _reason(change, free=False), told.topics)
    ]
    said = _said(parts, told.then, lang, names)
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


def _then(step: Step, changes: Sequence[EventChange], renamed: Renamed) -> Then:
    so_far = [each for each in changes if each.at <= step.until]
    span = (step.since, step.until)
    return Then(retold(step.change, so_far), names_then(step.change, span, renamed))


def _reason(change: EventChange, *, free: bool) -> object:
    reason = change.detail.get("reason")
    if free:
        return reason
    code = reason.get("code") if isinstance(reason, Mapping) else reason
    return code if f"reason.{code}" in CATALOGUE else None


def _sentences(
    change: EventChange, reason: object, topics: frozenset[str] | None = None
) -> list[_Said]:
    """Give the sentences of a change, or of these topics of it; the last says why."""
    found: list[_Said] = [
        (code, fields)
        for topic, code, fields in parts_of(change)
        if topics is None or topic in topics
    ]
    code, fields = found[-1]
    return [*found[:-1], (code, {**fields, "reason": reason})]


def _said(parts: Iterable[_Said], then: Then, lang: str, names: Names) -> list[str]:
    called = {**names, **then.names}
    told = (_in_place(code, fields, then, lang) for code, fields in parts)
    return [say(code, fields, lang, names=called) for code, fields in told]


def _in_place(code: str, fields: Mapping[str, object], then: Then, lang: str) -> _Said:
    """Give the sentence of a part as it is told in its place among other changes."""
    if code == "change.venue_name" and _stays(code, fields, lang):
        return f"{code}_other", fields
    other = then.retold.get(code)
    if other is None:
        return code, fields
    if code in NAMES and both(other.fields["first"], lang) != both(fields["to"], lang):
        return code, fields
    return other.code, {**fields, **other.fields}


def _stays(code: str, fields: Mapping[str, object], lang: str) -> bool:
    """Tell whether a name is the same as before in a language."""
    return code in NAMES and both(fields["from"], lang) == both(fields["to"], lang)
