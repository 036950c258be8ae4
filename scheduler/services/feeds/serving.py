"""Feed addresses answered: from a token to a calendar and its validators.

An address that stands as it stood is answered after one read at most.
"""

import logging
from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from typing import NoReturn

from scheduler.domain.errors import ChoiceError, NotFoundError, UnavailableError
from scheduler.services.feeds import calendars, reach
from scheduler.services.feeds.asking import Ask, Asked, asked_of, narrowed_down
from scheduler.services.feeds.clients import is_browser
from scheduler.services.feeds.reach import Reach
from scheduler.services.feeds.shelf import Copy, Farewell, Shelf, Standing, Waiting, days_of
from scheduler.store import Session, Store, feed_copies, fetches, roster
from scheduler.store import feeds as queries
from scheduler.store import subscriptions as addresses
from scheduler.store.commits import Mark
from scheduler.store.fetches import Fetch
from scheduler.store.glimpses import NO_GROUNDS, Glimpse, glimpse, look

FAREWELL = timedelta(days=30)
"""How long a revoked address says farewell before it is gone."""

LAST_GOOD = timedelta(hours=24)
"""How long what was found good last may stand in for a database that is away."""

RETRY_AFTER = 60
_log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class Revoked:
    """The address worked once and has said farewell long enough."""

    since: datetime


@dataclass(frozen=True, slots=True)
class Unchanged:
    """The client has what it would get: nothing was written for this answer.

    ``gzip``: it might have been compressed.
    ``stale``: as far as is known, for the database is away.
    """

    etag: str
    last_modified: datetime
    gzip: bool
    stale: bool = False


class UnreadableError(Exception):
    """What is stored of a feed cannot be served, and no good copy stands in."""


Before = tuple[Standing | None, Glimpse | None, Mark | None]
"""How an address stood, and what one read and the mark told before all else."""

Holds = Callable[[Unchanged], bool]
"""Tells whether the client has that copy already."""


def serve(
    store: Store, shelf: Shelf, ask: Ask, now: datetime, holds: Holds | None = None
) -> Copy | Unchanged | Revoked:
    """Answer a feed address; an unknown one raises ``NotFoundError``.

    While the database is away the last good copy stands in for a day at most; without one
    ``UnavailableError`` is raised. ``now`` decides between answers, never what one contains.
    ``Unchanged`` is answered only where ``holds`` says so.
    """
    key = ask.key
    last = shelf.standing.get(key)
    # Before all else: what comes meanwhile is seen the next time.
    mark = store.commits.mark()
    seen = _seen(store, last, mark) if last else glimpse(store, look(store, key[0], NO_GROUNDS))
    if last is not None and last.stands(seen, now):
        same = _same(shelf, key, last, holds)
        if same is not None:
            _noted(shelf, last, ask.fetcher_of(last.last_modified), now)
            return same
    try:
        return _read(store, shelf, (ask, now), (last, seen, mark), holds)
    except queries.AWAY:
        return _last_good(store, shelf, (key, now), holds) or _away()
    except (ChoiceError, NotFoundError):
        raise
    except Exception as error:
        # What is stored cannot be served, which is no fault of whoever asks.
        stood = _last_good(store, shelf, (key, now), holds)
        if stood is None:
            raise UnreadableError from error
        _log.exception("a feed cannot be made, so its last good copy stands in")
        return stood


def _read(
    store: Store, shelf: Shelf, asking: tuple[Ask, datetime], before: Before, holds: Holds | None
) -> Copy | Unchanged | Revoked:
    """Answer an address by what the database tells."""
    ask, now = asking
    token_hash = ask.key[0]
    with store.read() as session:
        found = addresses.glance(session, token_hash)
        if found is None:
            raise NotFoundError(entity="subscription", key="—")
        asked = asked_of(ask, found.subscription, now)
        if found.ended is not None:
            store.ended.add(token_hash)
            return _farewell(shelf, asked, found.ended)
        _check_kinds(session, ask)
        within = reach.of(session, found, now)
        if within.alliances:
            asked, within = narrowed_down(session, asked, within)
            made = _answer(session, shelf, (asked, within), holds)
            stood = _stand(store, shelf, (asked, within), made, before)
            _noted(shelf, stood, ask.fetcher_of(stood.last_modified), now)
            return made
    store.ended.add(token_hash)
    with store.write() as session:  # its owner may see nothing of it any more
        addresses.revoke(session, found.subscription, now)
    return _farewell(shelf, asked, now)


def stands(store: Store, shelf: Shelf, last: Standing, fetcher: str | None, now: datetime) -> bool:
    """Tell by one read at most whether an address stands as it did; if so it counts as fetched."""
    if not last.stands(_seen(store, last, store.commits.mark()), now):
        return False
    _noted(shelf, last, fetcher, now)
    return True


def hear(store: Store, now: datetime) -> None:
    """Hear which addresses other processes ended since anything of them may be kept."""
    with store.read() as session:
        store.ended |= addresses.ended_since(session, now - LAST_GOOD)


def flush(store: Store, shelf: Shelf) -> int:
    """Store what waits: who fetched, new blocks and validators; tells how many fetches.

    Who fetched is stored the next time where it cannot be now; all else is made anew.
    """
    taken = shelf.take()
    if taken.fetches or taken.blocks or taken.states or taken.reaches:
        try:
            with store.write() as session:
                _keep(session, taken)
        except Exception:
            shelf.put_back(taken.fetches)
            raise
    return len(taken.fetches)


def _keep(session: Session, taken: Waiting) -> None:
    feed_copies.keep(session, taken.blocks)
    feed_copies.remember(session, taken.states.values())
    fetches.note(session, taken.fetches)
    for subscription, alliances in sorted(taken.reaches.items()):
        addresses.reach(session, subscription, alliances)


def _seen(store: Store, last: Standing, mark: Mark | None) -> Glimpse | None:
    """Read what decides an address, unless nothing was committed since it was read last."""
    if mark is not None and mark == last.mark and last.glimpse is not None:
        return last.glimpse
    seen = glimpse(store, last.look)
    if seen == last.glimpse:
        last.mark = mark
    return seen


def _check_kinds(session: Session, ask: Ask) -> None:
    """Refuse a kind that there is not: an empty calendar would wipe out what the client has."""
    known = roster.kinds(session) if ask.kinds else {}
    for kind in ask.kinds:
        if kind not in known:
            raise ChoiceError(field="kind", value=kind, allowed=", ".join(sorted(known)))


def _noted(shelf: Shelf, standing: Standing, fetcher: str | None, now: datetime) -> None:
    """Remember that an address stands now, and that whoever fetched has all up to a change.

    A browser brings nothing into a calendar.
    """
    standing.checked = now
    if fetcher is not None:
        seq = 0 if is_browser(fetcher) else standing.seq
        fetch = Fetch(now, fetcher, seq, standing.version)
        shelf.fetched(standing.subscription, fetch)


def _answer(
    session: Session, shelf: Shelf, asking: tuple[Asked, Reach], holds: Holds | None
) -> Copy | Unchanged:
    asked, within = asking
    subscription = asked.subscription
    if within.moved:
        with shelf.lock:
            shelf.waiting.reaches[subscription.id] = within.alliances
    content = calendars.content_of(asked, within, shelf.base_url)
    kept = shelf.copies.get(asked.ask.key)
    if kept is not None and (kept.content, kept.updated) == (content, subscription.updated_at):
        return kept
    known = feed_copies.state(session, subscription.id, asked.feed_look)
    good = known is not None and known.state == content
    if known and good and holds:
        same = Unchanged(known.etag, known.last_modified, asked.look[0].gzip)
        if holds(same):
            return same
    made = calendars.copied(session, shelf, asking, (content, known))
    shelf.copies.put(asked.ask.key, made, len(made.calendar.octets))
    return made


def _stand(
    store: Store,
    shelf: Shelf,
    asking: tuple[Asked, Reach],
    made: Copy | Unchanged,
    before: Before,
) -> Standing:
    """Remember how an address stands, so that the next poll may be answered after one read."""
    asked, within = asking
    last, seen, mark = before
    grounds = within.grounds
    # What was read before tells something only if it is what would be read from now on.
    same = grounds == (last.grounds if last else NO_GROUNDS)
    standing = Standing(
        subscription=asked.subscription.id,
        version=asked.subscription.version,
        seq=within.seq if asked.whole else 0,  # what was left out was not fetched
        etag=made.etag,
        last_modified=made.last_modified,
        gzip=made.gzip,
        grounds=grounds,
        look=last.look if last and same else look(store, asked.ask.key[0], grounds),
        glimpse=seen if same else None,
        days=() if grounds == NO_GROUNDS else days_of(asked.now),
        mark=mark,
        checked=asked.now,
    )
    shelf.standing.put(asked.ask.key, standing, standing.size)
    return standing


def _same(
    shelf: Shelf, key: tuple[str, ...], last: Standing, holds: Holds | None
) -> Copy | Unchanged | None:
    """Answer as the last time, if the calendar is kept or the client has it; None otherwise."""
    kept = shelf.copies.get(key)
    if kept and (kept.etag, kept.last_modified) == last.validators:
        return kept
    same = Unchanged(last.etag, last.last_modified, last.gzip)
    return same if holds and holds(same) else None


def _last_good(
    store: Store, shelf: Shelf, asking: tuple[tuple[str, ...], datetime], holds: Holds | None
) -> Copy | Unchanged | Revoked | None:
    """Give what was found good last, if that was within a day."""
    key, now = asking
    ended = shelf.farewells.get(key)
    if ended is not None and now - ended.checked <= LAST_GOOD:
        if ended.copy is None or now - ended.since > FAREWELL:
            return Revoked(ended.since)
        return replace(ended.copy, stale=True)
    last = shelf.standing.get(key)
    # The calendar of an address that was ended is nobody's any more, the database away or not.
    if last is None or now - last.checked > LAST_GOOD or key[0] in store.ended:
        return None
    same = _same(shelf, key, last, holds)
    return None if same is None else replace(same, stale=True)


def _away() -> NoReturn:
    raise UnavailableError(retry_after=RETRY_AFTER)


def _farewell(shelf: Shelf, asked: Asked, since: datetime) -> Copy | Revoked:
    over = asked.now - since > FAREWELL
    copy = None if over else calendars.farewell(asked, since, shelf.base_url)
    told = Farewell(since, copy, asked.now)
    shelf.farewells.put(asked.ask.key, told, told.size)
    return copy or Revoked(since)
