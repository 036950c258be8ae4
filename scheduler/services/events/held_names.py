"""The names of its day that a held event keeps, whatever host and place are called later."""

from collections.abc import Mapping

from scheduler.store.events import Stored
from scheduler.store.roster import Name


def held_names(stored: Stored) -> Mapping[str, Name]:
    """Give the names of host and place that an event keeps, by opaque key; none before it is held.

    They are kept in Chinese and told so in every language: an English name of today could change
    what is told of the past.
    """
    event = stored.event
    kept = {
        event.host: stored.host_name,
        f"venue:{event.venue}" if event.venue else None: stored.venue_name,
    }
    return {key: Name(name, name, "") for key, name in kept.items() if key and name}
