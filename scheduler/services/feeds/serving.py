"""Feed addresses answered: from a token to the octets of a calendar and their validators.

The octets are a function of the data alone. What was written once is kept: blocks by the version
of their event, calendars by all that decides their octets, validators by subscription.
"""

import hashlib
from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta

from feeds.formats.icalendar import RENDER_VERSION, join, render_block
from feeds.notices import farewell_notice
from feeds.profiles import PROFILES
from feeds.values import Feed, Language
from scheduler.domain.errors import NotFoundError, UnavailableError
from scheduler.domain.feed_scope import EVERYTHING, Choice, Scope, ScopeKind
from scheduler.domain.text import say
from scheduler.services.feeds import contents, reach
from scheduler.services.feeds.asking import Ask, Asked, asked_of, client_of
from scheduler.services.feeds.reach import Reach
from scheduler.services.feeds.shelf import Calendar, Copy, Shelf
from scheduler.store import Session, Store, events, feed_copies
from scheduler.store import feeds as queries
from scheduler.store import subscriptions as addresses
from scheduler.store.feed_copies import State
from scheduler.store.glimpses import Glimpse, glimpse
from scheduler.store.roster import Name, names
from scheduler.store.subscriptions import Fetch, Glance

FAREWELL = timedelta(days=30)
"""How long a revoked address says farewell before it is gone."""

LAST_GOOD = timedelta(hours=24)
"""How long a copy may stand in for a database that is away."""

RETRY_AFTER = 60
RENDER_SINCE = datetime(2026, 1, 1, tzinfo=UTC)
"""Raised with ``RENDER_VERSION``: no answer is older than the way in which it is written."""

Holds = Callable[[str, datetime], bool]
"""Tells of an entity tag and a last change whether the client has that copy already."""


@dataclass(frozen=True, slots=True)
class Revoked:
    """The address worked once and has said farewell long enough."""

    since: datetime


@dataclass(frozen=True, slots=True)
class Unchanged:
    """The client has what it would get: nothing was written for this answer."""

    etag: str
    last_modified: datetime


def serve(
    store: Store, shelf: Shelf, ask: Ask, now: datetime, holds: Holds | None = None
) -> Copy | Unchanged | Revoked:
    """Answer a feed address; an unknown one raises ``NotFoundError``.

    While the database is away the last good copy stands in for a day at most; without one
    ``UnavailableError`` is raised. ``now`` decides between answers, never what one contains.
    ``Unchanged`` is answered only where ``holds`` says so.
    """
    key = ask.key
    seen = glimpse(store, key[0])  # before all else: what comes meanwhile is seen the next time
    kept = shelf.copies.get(key)
    if kept is not None and seen is not None and kept.glimpse == seen:
        shelf.fetched(kept.subscription, Fetch(now, client_of(ask.user_agent), kept.seq))
        return replace(kept, checked=now)
    try:
        with store.read() as session:
            found = addresses.glance(session, key[0])
            if found is None:
                raise NotFoundError(entity="subscription", key="—")
            asked = asked_of(ask, found.subscription, now)
            if found.ended is not None:
                return _farewell(asked, found.ended)
            within = reach.of(session, found, now)
            if within.alliances:
                return _answer(session, shelf, (asked, within), (seen, holds))
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
        block = contents.blocks(
            session, Shelf(base_url), {event.uid: stored.version}, (profile, lang)
        )
        return join(feed, block, profile)


def _answer(
    session: Session,
    shelf: Shelf,
    asking: tuple[Asked, Reach],
    given: tuple[Glimpse | None, Holds | None],
) -> Copy | Unchanged:
    asked, within = asking
    seen, holds = given
    subscription, now = asked.subscription, asked.now
    shelf.fetched(subscription.id, Fetch(now, client_of(asked.ask.user_agent), within.seq))
    if within.moved:
        with shelf.lock:
            shelf.waiting.reaches[subscription.id] = within.alliances
    seen = seen if within.open else None
    content = _content(asked, within, shelf.base_url)
    kept = shelf.copies.get(asked.ask.key)
    if kept is not None and (kept.content, kept.updated) == (content, subscription.updated_at):
        return _put(shelf, asked, replace(kept, checked=now, glimpse=seen))
    known = feed_copies.state(session, subscription.id, asked.feed_look)
    good = known is not None and known.state == content
    if known and good and holds and holds(known.etag, known.last_modified):
        return Unchanged(known.etag, known.last_modified)
    made = _copy(session, shelf, asking, (content, known))
    return _put(shelf, asked, replace(made, glimpse=seen))


def _put(shelf: Shelf, asked: Asked, copy: Copy) -> Copy:
    shelf.copies.put(asked.ask.key, copy, len(copy.calendar.octets))
    return copy


def _content(asked: Asked, within: Reach, base_url: str) -> str:
    """Digest all that decides the octets: the events' changes are in the number."""
    profile, lang = asked.look
    said = (
        *(RENDER_VERSION, base_url, profile.name, lang, asked.choice),
        *(str(asked.subscription.scope), sorted(within.alliances), within.names, within.seq),
        within.whom.parts() if within.whom else (),
    )
    return hashlib.sha256(repr(said).encode()).hexdigest()


def _copy(
    session: Session, shelf: Shelf, asking: tuple[Asked, Reach], held: tuple[str, State | None]
) -> Copy:
    asked, within = asking
    content, known = held
    subscription = asked.subscription
    name = _name(session, subscription.scope, within, asked.look[1])
    calendar = shelf.calendars.get(content) or _calendar(session, shelf, asking, (content, name))
    changed = _changed(asked, within, calendar, known)
    copy = Copy(
        calendar=calendar,
        last_modified=changed,
        name=name,
        uid=asked.uid,
        subscription=subscription.id,
        seq=within.seq,
        content=content,
        updated=subscription.updated_at,
        checked=asked.now,
    )
    state = State(
        *(subscription.id, asked.feed_look, content, calendar.etag),
        *(copy.last_modified, len(calendar.octets)),
    )
    with shelf.lock:
        shelf.waiting.states[state.subscription, state.look] = state
    return copy


def _calendar(
    session: Session, shelf: Shelf, asking: tuple[Asked, Reach], named: tuple[str, str]
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


def _changed(asked: Asked, within: Reach, calendar: Calendar, known: State | None) -> datetime:
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


def _ended(store: Store, asked: Asked, found: Glance) -> Copy | Revoked:
    """End an address whose owner may see nothing of it any more."""
    with store.write() as session:
        addresses.revoke(session, found.subscription.id, asked.now)
    return _farewell(asked, asked.now)


def _farewell(asked: Asked, since: datetime) -> Copy | Revoked:
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
    return Copy(
        calendar=Calendar(octets),
        last_modified=max(since, RENDER_SINCE),
        name=feed.name,
        uid=asked.uid,
        subscription=asked.subscription.id,
        seq=0,
        content="",
        updated=since,
        checked=asked.now,
    )


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
