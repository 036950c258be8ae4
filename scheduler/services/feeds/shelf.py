"""What one process keeps of feeds in memory: blocks, calendars, and what is still to be written."""

from collections import OrderedDict
from collections.abc import Hashable, Mapping
from dataclasses import dataclass, field
from datetime import UTC, date, datetime
from functools import cached_property
from threading import Lock
from typing import Generic, TypeVar

from feeds.formats.freebusy import EVER, Window
from feeds.validators import compress, etag_of
from scheduler.domain.moments import SHANGHAI
from scheduler.store.commits import Mark
from scheduler.store.feed_copies import Block, State
from scheduler.store.fetches import Fetch
from scheduler.store.glimpses import Glimpse, Grounds, Look

BLOCK_OCTETS = 64 * 1024 * 1024
CALENDAR_OCTETS = 96 * 1024 * 1024
STANDING_OCTETS = 16 * 1024 * 1024
"""How many octets are kept of blocks, of whole calendars and of how addresses stand."""

K = TypeVar("K", bound=Hashable)
V = TypeVar("V")


class Kept(Generic[K, V]):
    """A memory of so many octets: what was not used for longest goes first."""

    def __init__(self, limit: int) -> None:
        """Start empty."""
        self._limit = limit
        self._taken = 0
        self._items: OrderedDict[K, tuple[V, int]] = OrderedDict()
        self._lock = Lock()

    def __len__(self) -> int:
        """Count what is kept."""
        return len(self._items)

    def get(self, key: K) -> V | None:
        """Give what is kept under a key."""
        with self._lock:
            found = self._items.get(key)
            if found is None:
                return None
            self._items.move_to_end(key)
            return found[0]

    def put(self, key: K, value: V, octets: int) -> None:
        """Keep a value that takes so many octets; the last one stays whatever its size."""
        with self._lock:
            if key in self._items:
                self._taken -= self._items.pop(key)[1]
            self._items[key] = (value, octets)
            self._taken += octets
            while self._taken > self._limit and len(self._items) > 1:
                _, (_, gone) = self._items.popitem(last=False)
                self._taken -= gone


@dataclass(frozen=True)
class Calendar:
    """A calendar, with what is made of its octets once it is needed.

    ``whole``: no event that it should show had to be left out. ``cut``: the first ones are left
    out, for the profile has a limit.
    """

    octets: bytes
    whole: bool = True
    cut: bool = False
    forms: "dict[str, Calendar]" = field(default_factory=dict, compare=False)

    @cached_property
    def etag(self) -> str:
        """Give the strong entity tag."""
        return etag_of(self.octets)

    @cached_property
    def zipped(self) -> bytes:
        """Give the compressed octets."""
        return compress(self.octets)


@dataclass(frozen=True, slots=True)
class Copy:
    """A calendar as one address serves it; ``stale``: it stands in for one out of reach.

    ``uid`` identifies the calendar in formats that want that. A copy is good while ``content``
    digests what decides its octets, and the subscription was ``updated`` then. ``gzip``: it may be
    compressed. ``window`` is the span of time of which it shows the events.
    """

    calendar: Calendar
    last_modified: datetime
    name: str
    uid: str
    content: str
    updated: datetime
    gzip: bool
    stale: bool = False
    window: Window = EVER

    @property
    def etag(self) -> str:
        """Give the strong entity tag of the calendar."""
        return self.calendar.etag


@dataclass(slots=True)
class Standing:
    """How one address stood when all was last looked at, whether or not its calendar was written.

    ``subscription`` and ``version`` name the address. It stands as long as ``look`` tells
    ``glimpse``: on ``days``, where rights and ties that end by date have a part in it; ``mark``
    marks when it last told so. ``seq`` is the number of the newest change that is shown;
    ``checked`` is when it was last found to stand.
    """

    subscription: str
    version: int
    seq: int
    etag: str
    last_modified: datetime
    gzip: bool
    grounds: Grounds
    look: Look
    glimpse: Glimpse | None
    days: tuple[date, ...]
    mark: Mark | None
    checked: datetime

    def stands(self, seen: Glimpse | None, now: datetime) -> bool:
        """Tell whether nothing changed since, by what one read tells now."""
        if seen is None or self.glimpse != seen:
            return False
        return not self.days or self.days == days_of(now)

    @property
    def validators(self) -> tuple[str, datetime]:
        """Give entity tag and time of the last change."""
        return (self.etag, self.last_modified)

    @property
    def size(self) -> int:
        """Give about how many octets it takes."""
        return 500 + len(self.look.statement) + 100 * len(self.glimpse or ())


@dataclass(frozen=True, slots=True)
class Farewell:
    """What an ended address says: ``copy`` while it says farewell, None once it is gone.

    ``since`` is when it was ended, ``checked`` when it was last found so.
    """

    since: datetime
    copy: Copy | None
    checked: datetime

    @property
    def size(self) -> int:
        """Give about how many octets it takes."""
        return 500 + (len(self.copy.calendar.octets) if self.copy else 0)


def days_of(now: datetime) -> tuple[date, ...]:
    """Give the day on which ties are looked at, and the one on which tokens expire."""
    return (now.astimezone(SHANGHAI).date(), now.astimezone(UTC).date())


@dataclass(slots=True)
class Waiting:
    """What waits to be stored: fetches and reach by subscription, blocks, validators."""

    fetches: dict[str, Fetch] = field(default_factory=dict)
    blocks: list[Block] = field(default_factory=list)
    states: dict[tuple[str, str], State] = field(default_factory=dict)
    reaches: dict[str, frozenset[str]] = field(default_factory=dict)


@dataclass(slots=True)
class Shelf:
    """What one process keeps; ``base_url`` begins the links in events.

    ``blocks`` are by UID and look, ``calendars`` by what decides their octets, ``copies``,
    ``standing`` and ``farewells`` by what was asked. ``left_out`` are the events that could not be
    written when a feed needed them last, ``undecided`` those of which it could not be read then
    whom they concern: they were left out where that is asked.
    """

    base_url: str
    blocks: Kept[tuple[str, str], Block] = field(default_factory=lambda: Kept(BLOCK_OCTETS))
    calendars: Kept[str, Calendar] = field(default_factory=lambda: Kept(CALENDAR_OCTETS))
    copies: Kept[tuple[str, ...], Copy] = field(default_factory=lambda: Kept(CALENDAR_OCTETS))
    standing: Kept[tuple[str, ...], Standing] = field(default_factory=lambda: Kept(STANDING_OCTETS))
    farewells: Kept[tuple[str, ...], Farewell] = field(
        default_factory=lambda: Kept(STANDING_OCTETS)
    )
    waiting: Waiting = field(default_factory=Waiting)
    left_out: set[str] = field(default_factory=set)
    undecided: set[str] = field(default_factory=set)
    lock: Lock = field(default_factory=Lock)

    def fetched(self, subscription: str, fetch: Fetch) -> None:
        """Remember the last fetch of a subscription until it is stored."""
        with self.lock:
            self._wait(subscription, fetch)

    def put_back(self, fetches: Mapping[str, Fetch]) -> None:
        """Let fetches wait again, unless their subscription was fetched anew meanwhile."""
        with self.lock:
            for subscription, fetch in fetches.items():
                self._wait(subscription, fetch)

    def take(self) -> Waiting:
        """Hand over what is to be stored, and forget it."""
        with self.lock:
            taken, self.waiting = self.waiting, Waiting()
        return taken

    def _wait(self, subscription: str, fetch: Fetch) -> None:
        waiting = self.waiting.fetches.get(subscription)
        if waiting is None or not waiting.outdates(fetch):
            self.waiting.fetches[subscription] = fetch
