"""What a subscription shows: whose events, of which kinds, on which days."""

import re
from dataclasses import dataclass
from datetime import date, datetime, time
from enum import StrEnum
from types import MappingProxyType

from scheduler.domain.errors import ChoiceError, DateError
from scheduler.domain.moments import FIRST_DAY, LAST_DAY, SHANGHAI

MAX_ALLIANCES = 30
MAX_KINDS = 30
MAX_ALARMS = 5
MAX_ALARM_MINUTES = 14 * 24 * 60

_SHOWN = 100
_KEY = re.compile(r"[^\s,:]{1,100}")
_CLASSES = MappingProxyType({"places": "venue", "hosts": "organisation", "branches": "body"})
"""The class of the opaque keys that each sort of filter names."""


def is_key(text: str) -> bool:
    """Tell whether a text may be the key of something."""
    return bool(_KEY.fullmatch(text)) and text.isprintable()


class ScopeKind(StrEnum):
    """Whose events a subscription shows; the value begins the text of a scope."""

    ALLIANCE = "body"
    BRANCH = "branch"
    PERSON = "person"
    HOST = "organisation"
    EVENT = "event"


@dataclass(frozen=True, slots=True)
class Scope:
    """Whose events: those of alliances, what concerns one branch, person or host, or one alone.

    As text ``body:a``, for several alliances ``body:a,b``, else ``branch:k``, ``person:k``,
    ``organisation:k``, ``event:uid``. Only alliances may be several, at most ``MAX_ALLIANCES``.
    """

    kind: ScopeKind
    keys: tuple[str, ...]

    def __post_init__(self) -> None:
        """Refuse what names nobody; several alliances stand in the order of their keys."""
        given = str(self)
        object.__setattr__(self, "keys", tuple(sorted(set(self.keys))))
        several = MAX_ALLIANCES if self.kind is ScopeKind.ALLIANCE else 1
        if not 1 <= len(self.keys) <= several or not all(map(_KEY.fullmatch, self.keys)):
            raise _refused(given)

    def __str__(self) -> str:
        """Write the scope as text."""
        return f"{self.kind.value}:{','.join(self.keys)}"


def parse_scope(text: str) -> Scope:
    """Read the text of a scope, a key named twice as one; ``ChoiceError`` for what is none."""
    kind, _, keys = text.partition(":")
    listed = keys.split(",")
    if kind not in set(ScopeKind):
        raise _refused(text)
    if len(listed) > 1 and "" in listed:
        raise ChoiceError(field="scope", value=text[:_SHOWN], reason="empty_key")
    return Scope(ScopeKind(kind), tuple(listed))


def _refused(text: str) -> ChoiceError:
    allowed = ", ".join(f"{kind.value}:…" for kind in ScopeKind)
    return ChoiceError(field="scope", value=text[:_SHOWN], allowed=allowed)


@dataclass(frozen=True, slots=True)
class Choice:
    """What of a scope is shown, and with which reminders.

    Without ``kinds`` every kind of event; only events that overlap the days [since, until), where
    given; ``alarms`` are minutes before the start.
    """

    kinds: tuple[str, ...] = ()
    since: date | None = None
    until: date | None = None
    alarms: tuple[int, ...] = ()

    def __post_init__(self) -> None:
        """Refuse a window without a day and reminders that no client keeps."""
        object.__setattr__(self, "kinds", tuple(sorted(set(self.kinds))))
        object.__setattr__(self, "alarms", tuple(sorted(set(self.alarms))))
        if self.since and self.until and self.since >= self.until:
            start, until = self.since.isoformat(), self.until.isoformat()
            raise DateError(field="until", value=until, start=start, reason="span")
        _at_most(MAX_KINDS, "kinds", len(self.kinds))
        for minutes in self.alarms:
            if not 0 <= minutes <= MAX_ALARM_MINUTES:
                allowed = f"0–{MAX_ALARM_MINUTES}"
                raise ChoiceError(field="alarms", value=str(minutes), allowed=allowed)
        _at_most(MAX_ALARMS, "alarms", len(self.alarms))

    @property
    def span(self) -> tuple[datetime | None, datetime | None]:
        """Give between which moments events are shown; a day that no event reaches is no limit."""
        since, until = (
            datetime.combine(day, time(), SHANGHAI)
            if day and FIRST_DAY <= day <= LAST_DAY
            else None
            for day in (self.since, self.until)
        )
        return since, until


def _at_most(most: int, name: str, count: int) -> None:
    if count > most:
        raise ChoiceError(field=name, value=count, most=most, reason="many")


def fits(scope: Scope, choice: Choice) -> None:
    """Refuse days far off, and kinds and days of one event alone.

    That one would only ever vanish from its own feed.
    """
    for name, day in (("since", choice.since), ("until", choice.until)):
        if day is not None and not FIRST_DAY <= day <= LAST_DAY:
            ends = {"first": FIRST_DAY, "last": LAST_DAY}
            raise DateError(field=name, value=day, reason="between", **ends)
    if scope.kind is not ScopeKind.EVENT:
        return
    for field in ("kinds", "since", "until"):
        value = getattr(choice, field)
        if value:
            told = ", ".join(value) if field == "kinds" else value.isoformat()
            raise ChoiceError(field=field, value=told, reason="single")


@dataclass(frozen=True, slots=True)
class Narrowing:
    """Keys of places, hosts and branches by which an address narrows down what it shows.

    Of one sort any is enough, of several sorts each is needed; without any nothing is left out.
    A key may be opaque as events have it, such as ``venue:hall``: it is kept as ``hall``.
    """

    places: tuple[str, ...] = ()
    hosts: tuple[str, ...] = ()
    branches: tuple[str, ...] = ()

    def __post_init__(self) -> None:
        """Keep the keys of each sort in their order, each once."""
        for name, kind in _CLASSES.items():
            # A class alone names nothing, and is to be refused as it was given.
            bare = {key.removeprefix(f"{kind}:") or key for key in getattr(self, name)}
            object.__setattr__(self, name, tuple(sorted(bare)))

    def __bool__(self) -> bool:
        """Tell whether anything may be left out."""
        return bool(self.places or self.hosts or self.branches)

    def parts(self) -> tuple[tuple[str, str], ...]:
        """Give what is named and of which sort: (place, host or branch; its key)."""
        sorts = (("place", self.places), ("host", self.hosts), ("branch", self.branches))
        return tuple((sort, key) for sort, keys in sorts for key in keys)

    def __str__(self) -> str:
        """Write it as in an address, without any escape."""
        return "&".join(f"{sort}={key}" for sort, key in self.parts())


NO_NARROWING = Narrowing()
"""What leaves nothing out."""

EVERYTHING = Choice()
"""All of a scope, without reminders."""
