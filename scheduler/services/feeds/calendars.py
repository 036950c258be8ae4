"""Whole calendars as addresses serve them: their octets, names and dates of the last change.

The octets are a function of the data alone. What was written once is kept: blocks by the version
of their event, calendars by all that decides their octets, validators by subscription.
"""

import hashlib
from dataclasses import replace
from datetime import UTC, datetime, timedelta

from feeds.formats.icalendar import RENDER_VERSION, join, render_block
from feeds.notices import farewell_notice
from feeds.profiles import PROFILES
from feeds.values import Feed, Language
from scheduler.domain.feed_scope import EVERYTHING, Choice, Scope, ScopeKind
from scheduler.domain.text import say
from scheduler.services.feeds import contents, reach
from scheduler.services.feeds.asking import Asked
from scheduler.services.feeds.naming import feed_name
from scheduler.services.feeds.reach import Reach
from scheduler.services.feeds.shelf import Calendar, Copy, Shelf
from scheduler.store import Session, Store, events
from scheduler.store import subscriptions as addresses
from scheduler.store.feed_copies import State

RENDER_SINCE = datetime(2026, 11, 23, 5, 30, tzinfo=UTC)
"""Raised with ``RENDER_VERSION``: no answer is older than the way in which it is written."""


def content_of(asked: Asked, within: Reach, base_url: str) -> str:
    """Digest all that decides the octets: the events' changes are in the number."""
    profile, lang = asked.look
    said = (
        *(RENDER_VERSION, base_url, profile.name, lang, asked.choice),
        *(str(asked.subscription.scope), sorted(within.alliances), within.names, within.seq),
        within.whom.parts() if within.whom else (),
        asked.left.parts(),
    )
    return hashlib.sha256(repr(said).encode()).hexdigest()


def copied(
    session: Session, shelf: Shelf, asking: tuple[Asked, Reach], held: tuple[str, State | None]
) -> Copy:
    """Give the calendar of an address, and leave its validators to be stored."""
    asked, within = asking
    content, known = held
    subscription = asked.subscription
    shows = (subscription.scope, asked.choice)
    name = feed_name(session, shows, within.names, asked.look[1], asked.left.asked)
    calendar = shelf.calendars.get(content) or _calendar(session, shelf, asking, (content, name))
    copy = Copy(
        calendar=calendar,
        last_modified=_changed(asked, within, calendar, known),
        name=name,
        uid=asked.uid,
        content=content,
        updated=subscription.updated_at,
        gzip=asked.look[0].gzip,
        # Where the first events were cut off, nothing is told of the time before those left.
        window=(None if calendar.cut else asked.choice.span[0], asked.choice.span[1]),
    )
    state = State(
        *(subscription.id, asked.feed_look, content, calendar.etag),
        *(copy.last_modified, len(calendar.octets)),
    )
    if calendar.whole:  # what was repaired is to be seen by whoever has the rest
        with shelf.lock:
            shelf.waiting.states[state.subscription, state.look] = state
    return copy


def farewell(asked: Asked, since: datetime, base_url: str) -> Copy:
    """Give what an ended address says in the place of its events, and where a new one is had."""
    profile, lang = asked.look
    # The name of the alliance is no longer given away, and asking for it would take a query more.
    feed = Feed(
        key=asked.subscription.id,
        name=say("feed.name", {}, lang),
        created=since,
        language=lang,
    )
    # A public address is found anew from the first page; which one it was is no longer given away.
    own = asked.subscription.owner is not None
    anew = f"{base_url}/subscriptions" if own else f"{base_url}/"
    notice = farewell_notice(feed, since, anew)
    octets = join(feed, [render_block(notice, profile, lang)], profile)
    return Copy(
        calendar=Calendar(octets),
        last_modified=max(since, RENDER_SINCE),
        name=feed.name,
        uid=asked.uid,
        content="",
        updated=since,
        gzip=profile.gzip,
    )


def export(store: Store, alliance: str, base_url: str, *, lang: Language = "zh") -> bytes:
    """Give the octets of an alliance's own feed; an unknown alliance raises ``NotFoundError``."""
    shelf = Shelf(base_url)
    scope = Scope(ScopeKind.ALLIANCE, (alliance,))
    with store.read() as session:
        owned = addresses.public(session, [alliance])[alliance]
        key, created = (owned[0].id, owned[0].created_at) if owned else (alliance, RENDER_SINCE)
        within = reach.of_alliance(session, alliance)
        name = feed_name(session, (scope, EVERYTHING), within.names, lang)
        feed = _feed((key, created), name, (scope, EVERYTHING), lang)
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
        name = feed_name(session, (scope, EVERYTHING), within.names, lang)
        feed = replace(
            _feed((event.uid, event.created_at), name, (scope, EVERYTHING), lang),
            description=say("feed.about_one", {"alliance": name}, lang),
            refresh=None,
        )
        block = contents.blocks(
            session,
            Shelf(base_url),
            contents.Chosen({event.uid: stored.version}),
            (profile, lang),
        )
        return join(feed, block, profile)


def _calendar(
    session: Session, shelf: Shelf, asking: tuple[Asked, Reach], named: tuple[str, str]
) -> Calendar:
    asked, within = asking
    content, name = named
    of = (asked.subscription.id, asked.subscription.created_at)
    feed = _feed(of, name, (asked.subscription.scope, asked.choice), asked.look[1])
    if asked.left:
        feed = replace(feed, description=say("feed.about_part", {"alliance": name}, asked.look[1]))
    found = contents.shown(session, within.alliances, asked.choice, within.whom, asked.left)
    blocks = contents.blocks(session, shelf, found, asked.look)
    octets = join(feed, blocks, asked.look[0])
    cut = octets.count(b"\nBEGIN:VEVENT\r\n") < len(blocks)
    calendar = Calendar(octets, whole=len(blocks) == len(found), cut=cut)
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


def _feed(of: tuple[str, datetime], name: str, shows: tuple[Scope, Choice], lang: Language) -> Feed:
    scope, choice = shows
    # The alliance of an event stays, and so does an event alone; all else may be changed away.
    stays = scope.kind in {ScopeKind.ALLIANCE, ScopeKind.EVENT}
    whole = stays and replace(choice, alarms=()) == EVERYTHING
    return Feed(
        key=of[0],
        name=name,
        created=of[1],
        description=say("feed.about" if whole else "feed.about_part", {"alliance": name}, lang),
        language=lang,
        alarms=tuple(timedelta(minutes=minutes) for minutes in choice.alarms),
    )
