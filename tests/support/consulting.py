"""A meeting that consults a matter, as far as the matter can tell."""

from datetime import datetime

from scheduler.services.matters import steps
from scheduler.store import Store
from tests.support.world import principal


def consult(store: Store, key: str, now: datetime) -> None:
    """Record that a held meeting consulted a matter."""
    with store.write() as session:
        steps.consulted(session, [key], by=principal(store, "secretary"), now=now)
