"""An event of the store as subscribers see it, in the language of their feed."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from feeds.text import is_blank
from feeds.values import DaySpan, FeedEvent, Language, Status, TimeSpan
from scheduler.domain.activity import ActivityKind, Event, EventStatus, Explanation
from scheduler.domain.moments import SHANGHAI, unescaped
from scheduler.domain.text import explain, say
from scheduler.domain.text.reading import Reading
from scheduler.services.events.change_notes import Told, dated, keys
from scheduler.services.events.held_names import held_names
from scheduler.services.events.rides import cell_keys, cell_words
from scheduler.store.events import Stored
from scheduler.store.feeds import EventChange
from scheduler.store.roster import Name

_NO_PERSONS = frozenset({"body", "organisation"})


@dataclass(frozen=True, slots=True)
class Words:
    """What the texts of a feed need besides the events: names, kinds, what changed, links.

    ``stands_for`` explains which cancelled event another stands for.
    """

    lang: Language
    names: Mapping[str, Name]
    kinds: Mapping[str, ActivityKind]
    changes: Mapping[str, tuple[Told, ...]]
    stands_for: Mapping[str, Explanation]
    base_url: str

    def name(self, key: str) -> str:
        """Give the name of an opaque key, or the key without its class."""
        found = self.names.get(key)
        return _line(found.say(self.lang)) if found else key.partition(":")[2] or key

    def known(self, key: str) -> str:
        """Give the name of a kind or of an opaque key; empty where it has none."""
        return self.kind(key) if key in self.kinds else self.name(key) if key in self.names else ""

    def kind(self, key: str) -> str:
        """Give the name of an activity kind."""
        kind = self.kinds.get(key)
        if kind is None:
            return key
        return kind.name_en if self.lang == "en" and kind.name_en else kind.name


def named_keys(found: Iterable[Stored], changes: Iterable[EventChange] = ()) -> frozenset[str]:
    """List the opaque keys that the texts of these events name."""
    wanted = set(keys(changes))
    for stored in found:
        event = stored.event
        wanted.update(each for each in (event.host, *event.co_hosts, event.theme) if each)
        wanted |= cell_keys(event.also)
        wanted.update(f"body:{alliance}" for alliance in event.alliances)
        if event.venue:
            wanted.add(f"venue:{event.venue}")
    return frozenset(wanted)


def feed_event(stored: Stored, words: Words) -> FeedEvent:
    """Write an event for a feed; a value that cannot stand in one raises ``ValueError``.

    Texts that older versions took with entities of HTML are read as what they mean.
    """
    event = stored.event
    return FeedEvent(
        uid=event.uid,
        sequence=event.revision,
        created=event.created_at,
        modified=event.updated_at,
        span=_span(event),
        summary=_title(event, words),
        location=_line(place(stored, words)),
        contact=_contact(stored, words),
        description=unescaped(_description(stored, words)),
        status=_status(event),
        categories=_categories(event, words),
        url=link(words.base_url, event.uid),
    )


def _categories(event: Event, words: Words) -> tuple[str, ...]:
    """Name its kind and those of what rides on it; of what is of its kind, what it is about."""
    told = [words.kind(event.kind)]
    for each in event.also:
        if each.kind != event.kind:
            told.append(words.kind(each.kind))
        else:
            told += cell_words(each.unit.cell, words.known)
    return tuple(dict.fromkeys(map(_line, told)))


def _title(event: Event, words: Words) -> str:
    """Give the title; where an older version took one that shows nothing, what kind it is of."""
    own = (event.title_en, event.title) if words.lang == "en" else (event.title,)
    named = (_line(each) for each in (*own, words.kind(event.kind)) if each)
    return next((each for each in named if not is_blank(each)), event.kind)


def _line(text: str) -> str:
    """Give what stands in one line: older versions took line ends at the edges of it."""
    return unescaped(text).strip()


def link(base_url: str, uid: str) -> str:
    """Give the address of an event's page."""
    return f"{base_url}/events/{uid}"


def host(stored: Stored, words: Words) -> str:
    """Name the host; a held event keeps the name of its day."""
    return _named(stored, stored.event.host, words)


def place(stored: Stored, words: Words) -> str:
    """Name the place; a held event keeps the name of its day."""
    return _named(stored, f"venue:{stored.event.venue}" if stored.event.venue else None, words)


def _named(stored: Stored, key: str | None, words: Words) -> str:
    kept = held_names(stored).get(key or "")
    if kept:
        return _line(kept.say(words.lang))
    return words.name(key) if key else ""


def _contact(stored: Stored, words: Words) -> str:
    """Name whom to ask: the organisation or body that hosts, never a person."""
    key = stored.event.host or ""
    return host(stored, words) if key.partition(":")[0] in _NO_PERSONS else ""


def _span(event: Event) -> TimeSpan | DaySpan:
    if not event.all_day:
        return TimeSpan(event.start, event.end)
    first, end = (edge.astimezone(SHANGHAI).date() for edge in (event.start, event.end))
    return DaySpan(first, end)


def _status(event: Event) -> Status:
    if event.status is EventStatus.CANCELLED:
        return Status.CANCELLED
    return Status.TENTATIVE if event.is_tentative else Status.CONFIRMED


def _description(stored: Stored, words: Words) -> str:
    event = stored.event
    lang = Reading(words.lang, event.day().year)  # not the reader's: the octets know no clock
    names = {key: (name.zh, name.en) for key, name in words.names.items()}
    lines = [
        *(dated(each, lang, names) for each in words.changes.get(event.uid, ())),
        explain(words.stands_for.get(event.uid, {}), lang),
        say("feed.tentative", {}, words.lang) if event.is_tentative else "",
        *_facts(stored, words),
        event.note,
        say("feed.link", {"url": link(words.base_url, event.uid)}, words.lang),
    ]
    return "\n".join(line for line in lines if line)


def _facts(stored: Stored, words: Words) -> list[str]:
    event = stored.event
    several = len(event.alliances) > 1
    facts: tuple[tuple[str, str, object], ...] = (
        ("feed.kind", "kind", _categories(event, words)),
        ("feed.host", "host", host(stored, words)),
        ("feed.co_hosts", "hosts", [words.name(key) for key in event.co_hosts]),
        (
            "feed.alliances",
            "alliances",
            [words.name(f"body:{a}") for a in event.alliances if several],
        ),
        ("feed.theme", "theme", words.name(event.theme) if event.theme else ""),
        ("feed.venue", "venue", place(stored, words)),
        ("feed.seal", "code", event.seal_code),
    )
    return [say(code, {field: value}, words.lang) for code, field, value in facts if value]
