"""Addresses whose owners may see nothing of them any more: ended, polled since or not."""

import logging
from collections.abc import Iterable, Mapping
from dataclasses import replace
from datetime import datetime

from scheduler.services.feeds import reach
from scheduler.services.feeds.tokens import Address
from scheduler.store import Session, legible

_log = logging.getLogger(__name__)


def marked(
    session: Session, found: Iterable[Address], now: datetime, alliance: str | None = None
) -> tuple[Address, ...]:
    """Mark the addresses that have lapsed, and show them no more, in the order given.

    With an ``alliance`` those are left out that reach there no more and elsewhere still do.
    The number of queries does not depend on how many they are.
    """
    listed = tuple(found)
    working = [each for each in listed if each.works and each.subscription.owner is not None]
    seen = _followed(session, working, now) if working else {}
    return tuple(
        each if seen.get(each.subscription.id, True) else replace(each, token="", lapsed=True)
        for each in listed
        if alliance is None or not (of := seen.get(each.subscription.id)) or alliance in of
    )


def _followed(
    session: Session, found: list[Address], now: datetime
) -> Mapping[str, frozenset[str]]:
    """Tell how far addresses reach; of one of which that cannot be read, what is written down."""
    try:
        return reach.followed(session, found, now)
    except Exception as problem:
        if not legible.is_of_values(problem):
            raise
        if len(found) == 1:
            key, reason = found[0].subscription.id, type(problem).__name__
            _log.warning("the right to an address cannot be read: key=%s reason=%s", key, reason)
            return {key: frozenset(found[0].alliances or {""})}
    half = len(found) // 2
    return {**_followed(session, found[:half], now), **_followed(session, found[half:], now)}
