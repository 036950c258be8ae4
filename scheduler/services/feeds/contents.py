"""What stands in a feed: its name, and the block of each event, written once and kept."""

import hashlib
import logging
from collections.abc import Iterable, Mapping, Sequence
from collections.abc import Set as AbstractSet
from dataclasses import dataclass, replace

from feeds.formats.icalendar import RENDER_VERSION, is_block, render_block
from feeds.isolation import render_each
from feeds.profiles import Profile
from feeds.values import Language
from scheduler.domain.feed_scope import Choice
from scheduler.services.events.feed_texts import Words, feed_event, named_keys
from scheduler.services.events.telling import stands_for, told
from scheduler.services.feeds.concern import Concern
from scheduler.services.feeds.narrowing import NOT_NARROWED, Narrowed
from scheduler.services.feeds.shelf import Shelf
from scheduler.store import Session, events, feed_copies, feeds, legible, roster
from scheduler.store.events import Stored
from scheduler.store.feed_copies import Block


class UnwritableError(Exception):
    """There are events to be shown, and none of them can be written."""


_log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class Chosen:
    """The events of a feed, each with its version, in the order of their starts.

    Of those ``undecided`` it cannot be read whether they belong there; of those ``decided`` it was.
    """

    versions: Mapping[str, int]
    undecided: frozenset[str] = frozenset()
    decided: frozenset[str] = frozenset()

    def __len__(self) -> int:
        """Count what is to be shown, the undecided too: what they are is not known."""
        return len(self.versions) + len(self.undecided)


def shown(
    session: Session,
    alliances: Iterable[str],
    choice: Choice,
    whom: Concern | None,
    left: Narrowed = NOT_NARROWED,
) -> Chosen:
    """Choose the events of a feed; ``whom`` leaves those that concern it.

    Whether one is left is decided by the columns that this hangs on, whatever else is damaged.
    """
    wanted = replace(_wanted(alliances, choice), uid=whom.event if whom else "")
    if not left and (whom is None or whom.event):
        return Chosen(feeds.versions_in_feed(session, wanted))
    kinds = roster.kinds(session)
    placings = feeds.placings_in_feed(session, wanted)
    read = [each for each in placings.values() if each]
    return Chosen(
        {
            each.uid: each.version
            for each in read
            if (whom is None or whom.of(each, kinds)) and left.of(each, kinds)
        },
        frozenset(uid for uid, each in placings.items() if each is None),
        frozenset(each.uid for each in read),
    )


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
    session: Session, shelf: Shelf, chosen: Chosen, look: tuple[Profile, Language]
) -> tuple[bytes, ...]:
    """Give the block of each event: from memory, else from the database, else written now.

    An event that cannot be written is left out and reported, and so is an undecided one; the
    others stand. Where none can be, that is an ``UnwritableError``.
    """
    profile, lang = look
    versions = chosen.versions
    name = look_of(profile, lang, shelf.base_url)
    have = {uid: block for uid in versions if (block := shelf.blocks.get((uid, name)))}
    have = {uid: block for uid, block in have.items() if block.version == versions[uid]}
    if missing := versions.keys() - have.keys():
        kept = feed_copies.blocks(session, name, missing).values()
        own = [block for block in kept if block.version == versions[block.uid]]
        have |= _put(shelf, [block for block in own if _is_whole(block)])
    if new := versions.keys() - have.keys():
        found = events.by_uid(session, new)
        written = _write(session, found, (profile, lang), (name, shelf.base_url))
        have |= _put(shelf, written)
        with shelf.lock:
            shelf.waiting.blocks += written
    _count(shelf, chosen, have.keys())
    if len(chosen) and not have:
        # A calendar without any event would wipe out what clients have.
        raise UnwritableError
    return tuple(have[uid].octets for uid in versions if uid in have)


def words(
    session: Session,
    found: Iterable[Stored],
    lang: Language,
    base_url: str,
    *,
    explained: bool = True,
) -> Words:
    """Read what the texts of these events need: six queries, however many events.

    Without ``explained`` they tell nothing of what changed.
    """
    listed = tuple(found)
    changes = told(session, (each.event.uid for each in listed if explained), lang)
    named = named_keys(listed, (each.change for of in changes.values() for each in of))
    names = roster.names(session, named)
    again = stands_for(session, (each.event for each in listed))
    return Words(lang, names, roster.kinds(session), changes, again, base_url)


def _count(shelf: Shelf, chosen: Chosen, have: AbstractSet[str]) -> None:
    """Count what a feed had to leave out, and no longer what it did not."""
    for uid in sorted(chosen.undecided):
        _log.warning("event of a feed: uid=%s is left out: reason=undecided", uid)
    with shelf.lock:
        shelf.left_out.difference_update(have)
        shelf.left_out.update(chosen.versions.keys() - have)
        shelf.undecided.difference_update(chosen.decided)
        shelf.undecided.update(chosen.undecided)


def _is_whole(block: Block) -> bool:
    if is_block(block.octets, block.uid):
        return True
    _log.warning("kept block of an event is damaged and written anew: uid=%s", block.uid)
    return False


def _write(
    session: Session,
    new: Sequence[Stored],
    look: tuple[Profile, Language],
    named: tuple[str, str],
) -> list[Block]:
    lang, base_url = look[1], named[1]
    try:
        said = words(session, new, lang, base_url)
    except Exception as problem:
        if not legible.is_of_values(problem):
            raise
        words(session, (), lang, base_url)  # what all events share is the fault of none
        if len(new) == 1:
            return _unexplained(session, new[0], look, named, type(problem).__name__)
        half = len(new) // 2
        return [
            block
            for part in (new[:half], new[half:])
            for block in _write(session, part, look, named)
        ]
    found, refused = _rendered(new, said, look, named[0])
    for stored, reason in refused:
        found += _unexplained(session, stored, look, named, reason)
    return found


def _unexplained(
    session: Session,
    stored: Stored,
    look: tuple[Profile, Language],
    named: tuple[str, str],
    reason: str,
) -> list[Block]:
    """Write an event without what changed, which alone may be damaged; else leave it out."""
    try:
        said = words(session, [stored], look[1], named[1], explained=False)
    except Exception as problem:
        if not legible.is_of_values(problem):
            raise
        found: list[Block] = []
    else:
        found, _ = _rendered([stored], said, look, named[0])
    what = "written without its changes" if found else "left out"
    _log.warning("event of a feed: uid=%s is %s: reason=%s", stored.event.uid, what, reason)
    return found


def _rendered(
    new: Sequence[Stored], said: Words, look: tuple[Profile, Language], name: str
) -> tuple[list[Block], list[tuple[Stored, str]]]:
    """Write events; of those that cannot be written give why."""
    profile, lang = look
    rendering = render_each(
        new, lambda stored: feed_event(stored, said), lambda each: render_block(each, profile, lang)
    )
    refused = {each.position: each.reason for each in rendering.refused}
    good = [stored for position, stored in enumerate(new) if position not in refused]
    written = [
        Block(stored.event.uid, name, stored.version, octets)
        for stored, octets in zip(good, rendering.blocks, strict=True)
    ]
    return written, [(new[position], reason) for position, reason in refused.items()]


def _put(shelf: Shelf, written: Iterable[Block]) -> dict[str, Block]:
    found = {}
    for block in written:
        shelf.blocks.put((block.uid, block.look), block, len(block.octets))
        found[block.uid] = block
    return found
