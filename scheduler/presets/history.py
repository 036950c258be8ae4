"""What became of the sample events: which were held, who came; pure functions of the events."""

import hashlib
from collections.abc import Iterable
from datetime import date, datetime

from scheduler.domain.activity import Event, EventStatus
from scheduler.domain.attendance.values import Presence

# Of a hundred people: how many up to and including each presence.
_SHARES = (
    (90, Presence.PRESENT),
    (92, Presence.LATE),
    (95, Presence.OFFICIAL_LEAVE),
    (97, Presence.PERSONAL_LEAVE),
    (98, Presence.SICK_LEAVE),
    (100, Presence.ABSENT),
)


def make_up_day(year: int) -> date:
    """Give the day on which what the second quarter missed is planned anew."""
    return date(year, 7, 1)


def fell_through(event: Event) -> bool:
    """Tell whether the event is one of the two that did not take place on their day.

    One (a Jiyang activity of the second quarter) is made up within the days of grace; the other
    (an alliance day of February in Jingjiang) stays missed.
    """
    unit = event.unit
    if unit is None or event.attempt > 1:
        return False
    year = unit.period[:4]
    return (unit.rule, unit.scope, unit.period, unit.cell) in {
        ("four_classes", "body:jiyang-food", f"{year}-Q2", "role_models"),
        ("alliance_day", "body:jingjiang-hvac", f"{year}-02", ""),
    }


def past_events(events: Iterable[Event], until: datetime) -> tuple[Event, ...]:
    """List the published events that were over by ``until``, in the order of their ends."""
    over = (
        event for event in events if event.status is EventStatus.PUBLISHED and event.end <= until
    )
    return tuple(sorted(over, key=lambda event: (event.end, event.uid)))


def presence(uid: str, person: str) -> Presence:
    """Say whether the sample person came to the event: always the same answer."""
    digest = hashlib.sha256(f"{uid}\x1f{person}".encode()).digest()
    lot = int.from_bytes(digest[:4], "big") % 100
    return next(value for bound, value in _SHARES if lot < bound)
