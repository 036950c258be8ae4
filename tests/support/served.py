"""The feeds of the small alliance, asked for as a client asks."""

import tempfile
from datetime import date, datetime, timedelta
from pathlib import Path

from scheduler.domain.feed_scope import Scope, ScopeKind
from scheduler.services.events import acts
from scheduler.services.events.acts import Act
from scheduler.services.feeds import serving
from scheduler.services.feeds.asking import Ask
from scheduler.services.feeds.shelf import Copy, Shelf
from scheduler.store import Store
from tests.support.addresses import public_token
from tests.support.world import (
    ALLIANCE,
    BASE_URL,
    COUNCILS,
    EXCHANGES,
    NOW,
    SECRET_KEY,
    SHARED_DAY,
    at,
    filled,
    principal,
)

WHOLE = Scope(ScopeKind.ALLIANCE, (ALLIANCE,))
LATER = NOW + timedelta(hours=1)
GOLDEN = Path(__file__).parents[1] / "golden" / "served"


def own_token(store: Store, alliance: str = ALLIANCE) -> str:
    return public_token(store, alliance, SECRET_KEY, NOW)


def served(store: Store, ask: Ask, now: datetime = LATER, shelf: Shelf | None = None) -> Copy:
    found = serving.serve(store, shelf or Shelf(BASE_URL), ask, now)
    assert isinstance(found, Copy)
    return found


def changed(store: Store) -> None:
    """Move one, swap a host, cancel one, name another place for one."""
    by = principal(store, "secretary")
    moved = Act(COUNCILS[2], by, NOW, reason="venue_repair", note="空调坏了，找王某")
    acts.move(store, moved, at(date(2026, 9, 9)))
    swap = Act(EXCHANGES[1], by, NOW, reason="swap")
    acts.change_host(store, swap, "organisation:gamma")
    acts.cancel(store, Act(SHARED_DAY, by, NOW, reason="person_busy"))
    acts.change_venue(store, Act(EXCHANGES[2], by, NOW), "room")


def kept() -> dict[str, bytes]:
    """Write the feeds that are kept, from a database of their own."""
    with tempfile.TemporaryDirectory() as folder:
        store = filled(f"sqlite:///{folder}/kept.db")
        token = own_token(store)
        changed(store)
        octets = {
            f"auto-{lang}.ics": served(store, Ask(token, lang=lang)).calendar.octets
            for lang in ("zh", "en")
        }
        store.engine.dispose()
    return octets


if __name__ == "__main__":
    for name, octets in kept().items():
        (GOLDEN / name).write_bytes(octets)
