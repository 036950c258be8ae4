"""Feed addresses answered: from a token to the octets of a calendar and their validators.

The octets are a function of the data alone. What was written once is kept: blocks by the event
as it is shown, whole calendars by the number of the last change that they show.
"""

import logging
from collections import OrderedDict
from collections.abc import Hashable
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime, timedelta
from threading import Lock
from typing import Generic, TypeVar

from feeds.formats.icalendar import join, render_block
from feeds.isolation import render_each
from feeds.notices import farewell_notice
from feeds.profiles import PROFILES, Profile, profile_of_client
from feeds.validators import etag_of
from feeds.values import Feed, FeedEvent, Language
from scheduler.domain.errors import ChoiceError, NotFoundError, UnavailableError
from scheduler.domain.roster import Body
from scheduler.domain.text import say
from scheduler.services.accounts import digest
from scheduler.services.events.feed_texts import Words, feed_event, named_keys
from scheduler.store import Session, Store, events, roster
from scheduler.store import feeds as queries
from scheduler.store import subscriptions as addresses
from scheduler.store.subscriptions import Fetch, Subscription

FAREWELL = timedelta(days=30)
"""How long a revoked address says farewell before it is gone."""

LAST_GOOD = timedelta(hours=24)
"""How long a copy may stand in for a database that is away."""

RETRY_AFTER = 60
RENDER_SINCE = datetime(2026, 1, 1, tzinfo=UTC)
"""Raised with ``RENDER_VERSION``: no answer is older than the way in which it is written."""

_BLOCKS = 20_000
_COPIES = 512
_CLIENT = 40
_log = logging.getLogger(__name__)

K = TypeVar("K", bound=Hashable)
V = TypeVar("V")


@dataclass(frozen=True, slots=True)
class Ask:
    """What a client asks for; empty means as the subscription says, or by the client's name."""

    token: str
    lang: str = ""
    profile: str = ""
    kinds: tuple[str, ...] = ()
    user_agent: str = ""

    def __post_init__(self) -> None:
        """Refuse a language or profile that there is not."""
        if self.lang not in {"", "zh", "en"}:
            raise ChoiceError(field="lang", value=self.lang, allowed="zh, en")
        if self.profile and self.profile not in PROFILES:
            raise ChoiceError(
                field="profile", value=self.profile, allowed=", ".join(sorted(PROFILES))
            )


@dataclass(frozen=True, slots=True)
class Copy:
    """A calendar as it is served; ``stale`` says that it stands in for one out of reach."""

    octets: bytes
    etag: str
    last_modified: datetime
    name: str
    state: tuple[object, ...] = ()
    checked: datetime = RENDER_SINCE
    stale: bool = False


@dataclass(frozen=True, slots=True)
class Revoked:
    """The address worked once and has said farewell long enough."""

    since: datetime


class _Kept(Generic[K, V]):
    """A bounded memory: what was not used for longest goes first."""

    def __init__(self, limit: int) -> None:
        self._limit = limit
        self._items: OrderedDict[K, V] = OrderedDict()
        self._lock = Lock()

    def __len__(self) -> int:
        return len(self._items)

    def get(self, key: K) -> V | None:
        with self._lock:
            if key not in self._items:
                return None
            self._items.move_to_end(key)
            return self._items[key]

    def put(self, key: K, value: V) -> None:
        with self._lock:
            self._items[key] = value
            self._items.move_to_end(key)
            while len(self._items) > self._limit:
                self._items.popitem(last=False)


@dataclass(slots=True)
class Shelf:
    """What one process keeps of feeds: blocks, calendars, and who fetched when."""

    base_url: str
    blocks: _Kept[tuple[FeedEvent, str, str], bytes] = field(default_factory=lambda: _Kept(_BLOCKS))
    copies: _Kept[tuple[str, ...], Copy] = field(default_factory=lambda: _Kept(_COPIES))
    fetches: dict[str, Fetch] = field(default_factory=dict)
    lock: Lock = field(default_factory=Lock)

    def fetched(self, subscription: str, fetch: Fetch) -> None:
        """Remember the last fetch of a subscription until it is written."""
        with self.lock:
            self.fetches[subscription] = fetch

    def take_fetches(self) -> dict[str, Fetch]:
        """Hand over what is to be written, and forget it."""
        with self.lock:
            taken, self.fetches = self.fetches, {}
        return taken


def serve(store: Store, shelf: Shelf, ask: Ask, now: datetime) -> Copy | Revoked:
    """Answer a feed address; an unknown one raises ``NotFoundError``.

    While the database is away the last good copy stands in for a day at most; without one
    ``UnavailableError`` is raised. ``now`` decides between answers, never what one contains.
    """
    profile = PROFILES[ask.profile] if ask.profile else profile_of_client(ask.user_agent)
    key = (digest(ask.token), ask.lang, ask.profile, profile.name, *sorted(set(ask.kinds)))
    try:
        with store.read() as session:
            found = _answer(session, shelf, (ask, key), now)
    except queries.AWAY:
        return _last_good(shelf, key, now)
    if isinstance(found, Copy):
        shelf.copies.put(key, found)
    return found


def flush(store: Store, shelf: Shelf) -> int:
    """Write who fetched since the last time, and tell how many."""
    taken = shelf.take_fetches()
    if taken:
        with store.write() as session:
            addresses.note(session, taken)
    return len(taken)


def export(store: Store, alliance: str, base_url: str, *, lang: Language = "zh") -> bytes:
    """Give the octets of an alliance's own feed; an unknown alliance raises ``NotFoundError``."""
    shelf = Shelf(base_url)
    with store.read() as session:
        body = _alliance(session, alliance)
        owned = addresses.of_owner(session, None, [f"body:{alliance}"])
        key, created = (owned[0].id, owned[0].created_at) if owned else (alliance, RENDER_SINCE)
        feed = _feed(key, body, created, lang)
        return _written(session, shelf, feed, (PROFILES["generic"], body.key, ()))


def single(store: Store, stored: events.Stored, base_url: str, lang: Language) -> bytes:
    """Give a calendar with one event alone, to be opened by hand."""
    shelf = Shelf(base_url)
    with store.read() as session:
        body = _alliance(session, stored.event.owner)
        feed = _feed(stored.event.uid, body, stored.event.created_at, lang)
        words = _words(session, (stored,), body.key, (lang, base_url))
        return join(
            feed, _blocks(shelf, (stored,), words, PROFILES["generic"]), PROFILES["generic"]
        )


def _answer(
    session: Session, shelf: Shelf, asked: tuple[Ask, tuple[str, ...]], now: datetime
) -> Copy | Revoked:
    ask, key = asked
    subscription = addresses.by_hash(session, key[0])
    if subscription is None:
        raise NotFoundError(entity="subscription", key="—")
    lang: Language = "en" if (ask.lang or subscription.lang) == "en" else "zh"
    profile = _profile(ask, subscription)
    if subscription.revoked_at is not None:
        return _farewell(subscription, subscription.revoked_at, (profile, lang), now)
    body = _alliance(session, subscription.alliance)
    last = queries.last_change(session, body.key)
    shelf.fetched(subscription.id, Fetch(now, client_of(ask.user_agent), last.seq))
    state = (last.seq, subscription.updated_at, lang, profile.name, body)
    kept = shelf.copies.get(key)
    if kept is not None and kept.state == state:
        return replace(kept, checked=now, stale=False)
    feed = _feed(subscription.id, body, subscription.created_at, lang)
    octets = _written(session, shelf, feed, (profile, body.key, ask.kinds))
    changed = max(last.at or RENDER_SINCE, subscription.updated_at, RENDER_SINCE)
    return Copy(octets, etag_of(octets), changed, feed.name, state, now)


def _profile(ask: Ask, subscription: Subscription) -> Profile:
    if ask.profile:
        return PROFILES[ask.profile]
    own = PROFILES.get(subscription.profile, PROFILES["generic"])
    return profile_of_client(ask.user_agent) if own.name == "generic" else own


def _last_good(shelf: Shelf, key: tuple[str, ...], now: datetime) -> Copy:
    kept = shelf.copies.get(key)
    if kept is None or now - kept.checked > LAST_GOOD:
        raise UnavailableError(retry_after=RETRY_AFTER)
    return replace(kept, stale=True)


def _farewell(
    subscription: Subscription, since: datetime, look: tuple[Profile, Language], now: datetime
) -> Copy | Revoked:
    if now - since > FAREWELL:
        return Revoked(since)
    profile, lang = look
    # The name of the alliance is no longer given away, and asking for it would take a query more.
    feed = Feed(key=subscription.id, name=say("feed.name", {}, lang), created=since, language=lang)
    octets = join(feed, [render_block(farewell_notice(feed, since), profile, lang)], profile)
    return Copy(octets, etag_of(octets), max(since, RENDER_SINCE), feed.name, (), now)


def _alliance(session: Session, key: str) -> Body:
    found = roster.alliances(session, [key])
    if not found:
        raise NotFoundError(entity="alliance", key=key)
    return found[0]


def _feed(key: str, body: Body, created: datetime, lang: Language) -> Feed:
    name = body.name_en if lang == "en" and body.name_en else body.name
    about = say("feed.about", {"alliance": name}, lang)
    return Feed(key=key, name=name, created=created, description=about, language=lang)


def _written(
    session: Session,
    shelf: Shelf,
    feed: Feed,
    shown: tuple[Profile, str, tuple[str, ...]],
) -> bytes:
    profile, alliance, kinds = shown
    found = events.in_feed(session, alliance)
    if kinds:
        found = tuple(stored for stored in found if stored.event.kind in kinds)
    words = _words(session, found, alliance, (feed.language, shelf.base_url))
    return join(feed, _blocks(shelf, found, words, profile), profile)


def _words(
    session: Session,
    found: tuple[events.Stored, ...],
    alliance: str,
    look: tuple[Language, str],
) -> Words:
    changes = queries.latest_of_events(session, alliance, (each.event.uid for each in found))
    names = roster.names(session, named_keys(found, changes.values()))
    return Words(look[0], names, roster.kinds(session), changes, look[1])


def _blocks(
    shelf: Shelf, found: tuple[events.Stored, ...], words: Words, profile: Profile
) -> tuple[bytes, ...]:
    def write(event: FeedEvent) -> bytes:
        key = (event, profile.name, words.lang)
        block = shelf.blocks.get(key)
        if block is None:
            block = render_block(event, profile, words.lang)
            shelf.blocks.put(key, block)
        return block

    rendering = render_each(found, lambda stored: feed_event(stored, words), write)
    for refused in rendering.refused:
        uid = found[refused.position].event.uid
        _log.warning("event left out of a feed: uid=%s reason=%s", uid, refused.reason)
    return rendering.blocks


def client_of(user_agent: str) -> str:
    """Name the program that fetches, without its version."""
    family = profile_of_client(user_agent).name
    if family != "generic":
        return family
    product = user_agent.split("/", maxsplit=1)[0].strip()[:_CLIENT]
    return product if product.isprintable() else ""
