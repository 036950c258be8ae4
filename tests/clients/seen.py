"""What a client shows of an event."""

from datetime import UTC, date, datetime
from typing import NamedTuple


class ParsedEvent(NamedTuple):
    """What every client shows of an event; moments are in UTC, all-day edges are dates."""

    uid: str
    start: date
    end: date
    summary: str
    location: str
    status: str
    sequence: int


def edge(value: date) -> date:
    """Give a moment in UTC, and a day as it is."""
    return value.astimezone(UTC) if isinstance(value, datetime) else value
