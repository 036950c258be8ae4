"""Feed addresses answered: from a token to the octets of a calendar and their validators.

The octets are a function of the data alone. What was written once is kept: blocks by the version
of their event, calendars by all that decides their octets, validators by subscription.
"""

import hashlib
from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from uuid import NAMESPACE_URL, uuid5

from feeds.formats.icalendar import RENDER_VERSION, join, render_block
from feeds.notices import farewell_notice
from feeds.profiles import PROFILES, Profile, profile_of_client
from feeds.values import Feed, Language
from scheduler.domain.errors import ChoiceError, NotFoundError, UnavailableError
from scheduler.domain.feed_scope import EVERYTHING, Choice, Scope, ScopeKind
from scheduler.domain.text import say
from scheduler.services.accounts import digest
from scheduler.services.feeds import contents, reach
from scheduler.services.feeds.reach import Reach
from scheduler.services.feeds.shelf import Calendar, Copy, Shelf
from scheduler.store import Session, Store, events, feed_copies
from scheduler.store import feeds as queries
from scheduler.store import subscriptions as addresses
from scheduler.store.feed_copies import State
from scheduler.store.roster import Name, names
from scheduler.store.subscriptions import Fetch, Glance, Subscription

FAREWELL = timedelta(days=30)
"""How long a revoked address says farewell before it is gone."""

LAST_GOOD = timedelta(hours=24)
"""How long a copy may stand in for a database that is away."""

RETRY_AFTER = 60
RENDER_SINCE = datetime(2026, 1, 1, tzinfo=UTC)
"""Raised with ``RENDER_VERSION``: no answer is older than the way in which it is written."""

_CLIENT = 40

Holds = Callable[[str, datetime], bool]
"""Tells of an entity tag and a last change whether the client has that copy already."""


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
class Revoked:
    """The address worked once and has said farewell long enough."""

    since: datetime


@dataclass(frozen=True, slots=True)
class Unchanged:
    """The client has what it would get: nothing was written for this answer."""

    etag: str
    last_modified: datetime


@dataclass(frozen=True, slots=True)
class _Asked:
    """One request, with all that was read for it."""

    ask: Ask
    key: tuple[str, ...]
    subscription: Subscription
    look: tuple[Profile, Language]
    now: datetime

    @property
    def choice(self) -> Choice:
        """Give what the subscription shows, narrowed down by the address."""
        own = self.subscription.choice
        wanted = self.ask.kinds
        if own.kinds and wanted:
            # What neither allows is empty, and no kinds would mean all of them.
            wanted = tuple(set(own.kinds) & set(wanted)) or ("-",)
        return replace(own, kinds=wanted) if wanted else own

    @property
    def uid(self) -> str:
        """Identify what is shown, whoever subscribes to it."""
        return str(uuid5(NAMESPACE_URL, f"{self.subscription.scope}?{self.choice}"))

    @property
    def feed_look(self) -> str:
        """Name the look of the whole feed: two addresses of one subscription may differ in it."""
        profile, lang = self.look
        return ".".join((profile.name, lang, *self.choice.kinds))


def serve(
    store: Store, shelf: Shelf, ask: Ask, now: datetime, holds: Holds | None = None
) -> Copy | Unchanged | Revoked:
    """Answer a feed address; an unknown one raises ``NotFoundError``.

    While the database is away the last good copy stands in for a day at most; without one
    ``UnavailableError`` is raised. ``now`` decides between answers, never what one contains.
    ``Unchanged`` is answered only where ``holds`` says so.
    """
    profile = PROFILES[ask.profile] if ask.profile else profile_of_client(ask.user_agent)
    key = (digest(ask.token), ask.lang, ask.profile, profile.name, *sorted(set(ask.kinds)))
    try:
        with store.read() as session:
            found = addresses.glance(session, key[0])
            if found is None:
                raise NotFoundError(entity="subscription", key="—")
            asked = _asked(ask, key, found.subscription, now)
            if found.ended is not None:
                return _farewell(asked, found.ended)
            within = reach.of(session, found, now)
            if within.alliances:
                return _answer(session, shelf, (asked, within), holds)
        return _ended(store, asked, found)
    except queries.AWAY:
        return _last_good(shelf, key, now)


def flush(store: Store, shelf: Shelf) -> int:
    """Store what waits: who fetched, new blocks and validators; tells how many fetches."""
    taken = shelf.take()
    if taken.fetches or taken.blocks or taken.states or taken.reaches:
        with store.write() as session:
            feed_copies.keep(session, taken.blocks)
            feed_copies.remember(session, taken.states.values())
            addresses.note(session, taken.fetches)
            for subscription, alliances in sorted(taken.reaches.items()):
                addresses.reach(session, subscription, alliances)
    return len(taken.fetches)


def export(store: Store, alliance: str, base_url: str, *, lang: Language = "zh") -> bytes:
    """Give the octets of an alliance's own feed; an unknown alliance raises ``NotFoundError``."""
    shelf = Shelf(base_url)
    scope = Scope(ScopeKind.ALLIANCE, (alliance,))
    with store.read() as session:
        owned = addresses.public(session, [alliance])[alliance]
        key, created = (owned[0].id, owned[0].created_at) if owned else (alliance, RENDER_SINCE)
        within = reach.of_alliance(session, alliance)
        name = _name(session, scope, within, lang)
        feed = _feed((key, created), name, EVERYTHING, lang)
        found = contents.shown(session, [alliance], EVERYTHING, None)
        profile = PROFILES["generic"]
        return join(feed, contents.blocks(session, shelf, found, (profile, lang)), profile)


def single(store: Store, stored: events.Stored, base_url: str, lang: Language) -> bytes:
    """Give a calendar with one event alone, to be opened by hand."""
    profile = PROFILES["generic"]
    with store.read() as session:
        event = stored.event
        within = reach.of_alliance(session, event.owner)
        scope = Scope(ScopeKind.ALLIANCE, (event.owner,))
        name = _name(session, scope, within, lang)
        feed = _feed((event.uid, event.created_at), name, EVERYTHING, lang)
        block = contents.blocks(session, Shelf(base_url), (stored,), (profile, lang))
        return join(feed, block, profile)


def client_of(user_agent: str) -> str:
    """Name the program that fetches, without its version."""
    family = profile_of_client(user_agent).name
    if family != "generic":
        return family
    product = user_agent.split("/", maxsplit=1)[0].strip()[:_CLIENT]
    return product if product.isprintable() else ""


def _asked(ask: Ask, key: tuple[str, ...], subscription: Subscription, now: datetime) -> _Asked:
    lang: Language = "en" if (ask.lang or subscription.lang) == "en" else "zh"
    own = PROFILES.get(subscription.profile, PROFILES["generic"])
    if ask.profile:
        profile = PROFILES[ask.profile]
    else:
        profile = profile_of_client(ask.user_agent) if own.name == "generic" else own
    return _Asked(ask, key, subscription, (profile, lang), now)


def _answer(
    session: Session, shelf: Shelf, asking: tuple[_Asked, Reach], holds: Holds | None
) -> Copy | Unchanged:
    asked, within = asking
    subscription, now = asked.subscription, asked.now
    with shelf.lock:
        client = client_of(asked.ask.user_agent)
        shelf.waiting.fetches[subscription.id] = Fetch(now, client, within.seq)
        if within.moved:
            shelf.waiting.reaches[subscription.id] = within.alliances
    content = _content(asked, within, shelf.base_url)
    kept = shelf.copies.get(asked.key)
    if kept is not None and (kept.content, kept.updated) == (content, subscription.updated_at):
        return replace(kept, checked=now, stale=False)
    known = feed_copies.state(session, subscription.id, asked.feed_look)
    good = known is not None and known.state == content
    if known and good and holds and holds(known.etag, known.last_modified):
        return Unchanged(known.etag, known.last_modified)
    return _copy(session, shelf, asking, (content, known))


def _content(asked: _Asked, within: Reach, base_url: str) -> str:
    """Digest all that decides the octets: the events' changes are in the number."""
    profile, lang = asked.look
    said = (
        *(RENDER_VERSION, base_url, profile.name, lang, asked.choice),
        *(str(asked.subscription.scope), sorted(within.alliances), within.names, within.seq),
        within.whom.parts() if within.whom else (),
    )
    return hashlib.sha256(repr(said).encode()).hexdigest()


def _copy(
    session: Session, shelf: Shelf, asking: tuple[_Asked, Reach], held: tuple[str, State | None]
) -> Copy:
    asked, within = asking
    content, known = held
    subscription = asked.subscription
    name = _name(session, subscription.scope, within, asked.look[1])
    calendar = shelf.calendars.get(content) or _calendar(session, shelf, asking, (content, name))
    changed = _changed(asked, within, calendar, known)
    copy = Copy(calendar, changed, name, asked.uid, content, subscription.updated_at, asked.now)
    shelf.copies.put(asked.key, copy, len(calendar.octets))
    state = State(
        *(subscription.id, asked.feed_look, content, calendar.etag),
        *(copy.last_modified, len(calendar.octets)),
    )
    with shelf.lock:
        shelf.waiting.states[state.subscription, state.look] = state
    return copy


def _calendar(
    session: Session, shelf: Shelf, asking: tuple[_Asked, Reach], named: tuple[str, str]
) -> Calendar:
    asked, within = asking
    content, name = named
    of = (asked.subscription.id, asked.subscription.created_at)
    feed = _feed(of, name, asked.choice, asked.look[1])
    found = contents.shown(session, within.alliances, asked.choice, within.whom)
    blocks = contents.blocks(session, shelf, found, asked.look)
    calendar = Calendar(join(feed, blocks, asked.look[0]))
    if blocks:  # the notice of an empty feed is the subscription's own
        shelf.calendars.put(content, calendar, len(calendar.octets))
    return calendar


def _changed(asked: _Asked, within: Reach, calendar: Calendar, known: State | None) -> datetime:
    """Give the last change of what an address serves, never earlier than the one served before."""
    changed = max(within.at or RENDER_SINCE, asked.subscription.updated_at, RENDER_SINCE)
    if known is None or changed > known.last_modified:
        return changed
    if known.etag == calendar.etag:
        return known.last_modified
    # What moved is in no ledger, such as the end of a tie: it moved when it was noticed.
    return asked.now.replace(microsecond=0)


def _last_good(shelf: Shelf, key: tuple[str, ...], now: datetime) -> Copy:
    kept = shelf.copies.get(key)
    if kept is None or now - kept.checked > LAST_GOOD:
        raise UnavailableError(retry_after=RETRY_AFTER)
    return replace(kept, stale=True)


def _ended(store: Store, asked: _Asked, found: Glance) -> Copy | Revoked:
    """End an address whose owner may see nothing of it any more."""
    with store.write() as session:
        addresses.revoke(session, found.subscription.id, asked.now)
    return _farewell(asked, asked.now)


def _farewell(asked: _Asked, since: datetime) -> Copy | Revoked:
    if asked.now - since > FAREWELL:
        return Revoked(since)
    profile, lang = asked.look
    # The name of the alliance is no longer given away, and asking for it would take a query more.
    feed = Feed(
        key=asked.subscription.id,
        name=say("feed.name", {}, lang),
        created=since,
        language=lang,
    )
    octets = join(feed, [render_block(farewell_notice(feed, since), profile, lang)], profile)
    changed = max(since, RENDER_SINCE)
    return Copy(Calendar(octets), changed, feed.name, asked.uid, "", since, asked.now)


def _feed(of: tuple[str, datetime], name: str, choice: Choice, lang: Language) -> Feed:
    return Feed(
        key=of[0],
        name=name,
        created=of[1],
        description=say("feed.about", {"alliance": name}, lang),
        language=lang,
        alarms=tuple(timedelta(minutes=minutes) for minutes in choice.alarms),
    )


def _name(session: Session, scope: Scope, within: Reach, lang: Language) -> str:
    if scope.kind is ScopeKind.PERSON:
        return say("feed.mine", {}, lang)  # names of people do not enter feeds
    if scope.kind is ScopeKind.ALLIANCE and len(scope.keys) > 1:
        return say("feed.several", {"count": len(within.alliances)}, lang)
    if scope.kind is ScopeKind.ALLIANCE:
        (zh, en), *_ = within.names
        return Name(zh, zh, en).say(lang)
    key = f"{'body' if scope.kind is ScopeKind.BRANCH else 'organisation'}:{scope.keys[0]}"
    found = names(session, [key])
    return found[key].say(lang) if key in found else scope.keys[0]
