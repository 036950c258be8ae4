"""What stands in a feed: its name, and the block of each event, written once and kept."""

import hashlib
import logging
from collections.abc import Iterable, Mapping
from dataclasses import replace

from feeds.formats.icalendar import RENDER_VERSION, render_block
from feeds.isolation import render_each
from feeds.profiles import Profile
from feeds.values import Language
from scheduler.domain.feed_scope import Choice
from scheduler.services.events.feed_texts import Words, feed_event, named_keys
from scheduler.services.events.telling import told
from scheduler.services.feeds.concern import Concern
from scheduler.services.feeds.shelf import Shelf
from scheduler.store import Session, events, feed_copies, feeds, roster
from scheduler.store.events import Stored
from scheduler.store.feed_copies import Block

_log = logging.getLogger(__name__)


def shown(
    session: Session, alliances: Iterable[str], choice: Choice, whom: Concern | None
) -> Mapping[str, int]:
    """Give the events of a feed, each with its version; ``whom`` leaves those that concern it."""
    if whom is None or whom.event:
        one = whom.event if whom else ""
        return feeds.versions_in_feed(session, replace(_wanted(alliances, choice), uid=one))
    kinds = roster.kinds(session)
    return {
        each.event.uid: each.version
        for each in listed(session, alliances, choice)
        if whom.of(each.event, kinds)
    }


def listed(session: Session, alliances: Iterable[str], choice: Choice) -> tuple[Stored, ...]:
    """List the events that feeds of these alliances show, by start."""
    return feeds.in_feed(session, _wanted(alliances, choice))


def _wanted(alliances: Iterable[str], choice: Choice) -> feeds.Shown:
    return feeds.Shown(frozenset(alliances), choice.kinds, choice.span)


def look_of(profile: Profile, lang: Language, base_url: str) -> str:
    """Name all that decides the octets of a block besides the event."""
    links = hashlib.sha256(base_url.encode()).hexdigest()[:8]
    return f"{RENDER_VERSION}.{profile.name}.{lang}.{links}"


def blocks(
    session: Session, shelf: Shelf, versions: Mapping[str, int], look: tuple[Profile, Language]
) -> tuple[bytes, ...]:
    """Give the block of each event: from memory, else from the database, else written now.

    An event that cannot be written is left out and reported; the others stand.
    """
    profile, lang = look
    name = look_of(profile, lang, shelf.base_url)
    have = {uid: block for uid in versions if (block := shelf.blocks.get((uid, name)))}
    have = {uid: block for uid, block in have.items() if block.version == versions[uid]}
    if missing := versions.keys() - have.keys():
        kept = feed_copies.blocks(session, name, missing)
        good = {uid: block for uid, block in kept.items() if block.version == versions[uid]}
        have |= _put(shelf, good.values())
    if new := versions.keys() - have.keys():
        found = events.by_uid(session, new)
        written = _write(session, found, (profile, lang), (name, shelf.base_url))
        have |= _put(shelf, written)
        with shelf.lock:
            shelf.waiting.blocks += written
    return tuple(have[uid].octets for uid in versions if uid in have)


def words(session: Session, found: Iterable[Stored], lang: Language, base_url: str) -> Words:
    """Read what the texts of these events need: five queries, however many events."""
    listed = tuple(found)
    changes = told(session, (each.event.uid for each in listed), lang)
    named = named_keys(listed, (each.change for of in changes.values() for each in of))
    names = roster.names(session, named)
    return Words(lang, names, roster.kinds(session), changes, base_url)


def _write(
    session: Session,
    new: tuple[Stored, ...],
    look: tuple[Profile, Language],
    named: tuple[str, str],
) -> list[Block]:
    profile, lang = look
    name, base_url = named
    said = words(session, new, lang, base_url)
    rendering = render_each(
        new, lambda stored: feed_event(stored, said), lambda each: render_block(each, profile, lang)
    )
    refused = {each.position for each in rendering.refused}
    for each in rendering.refused:
        uid = new[each.position].event.uid
        _log.warning("event left out of a feed: uid=%s reason=%s", uid, each.reason)
    good = [stored for position, stored in enumerate(new) if position not in refused]
    return [
        Block(stored.event.uid, name, stored.version, octets)
        for stored, octets in zip(good, rendering.blocks, strict=True)
    ]


def _put(shelf: Shelf, written: Iterable[Block]) -> dict[str, Block]:
    found = {}
    for block in written:
        shelf.blocks.put((block.uid, block.look), block, len(block.octets))
        found[block.uid] = block
    return found
