"""The names of its day that a held event keeps, whatever host and place are called later."""

from collections.abc import Mapping

from scheduler.store.events import Stored
from scheduler.store.roster import Name


def held_names(stored: Stored) -> Mapping[str, Name]:
    """Give the names of host and place that an event keeps, by opaque key; none before it is held.

    What was called so in Chinese alone is told so in every language: an English name of today
    could change what is told of the past.
    """
    event = stored.event
    kept = {
        event.host: (stored.host_name, stored.host_name_en),
        f"venue:{event.venue}" if event.venue else None: (
            stored.venue_name,
            stored.venue_name_en,
        ),
    }
    return {key: Name(zh, zh, en) for key, (zh, en) in kept.items() if key and zh}
