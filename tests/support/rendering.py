"""The way in which feeds are written, as of before the days on which the tests take place."""

from datetime import UTC, datetime

from scheduler.services.feeds import calendars


def render_since_before() -> None:
    """Date the way of writing back to the first day of 2026: no answer is older than it is."""
    calendars.RENDER_SINCE = datetime(2026, 1, 1, tzinfo=UTC)
