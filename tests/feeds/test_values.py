"""Values of a feed refuse what cannot be shown rightly."""

from collections.abc import Callable
from dataclasses import FrozenInstanceError, replace
from datetime import UTC, date, datetime, timedelta, timezone
from itertools import count

import pytest

from feeds.values import Conference, DaySpan, RefusedValueError, TimeSpan
from tests.feeds.samples import COUNCIL, FEED, NOON

NAIVE = datetime(2026, 1, 1, 9, 0)  # noqa: DTZ001 - what must be refused
HOUR = timedelta(hours=1)
DAY = date(2026, 1, 1)


@pytest.mark.parametrize(
    ("make", "message"),
    [
        (lambda: TimeSpan(NAIVE, NOON), "start: a time without a zone"),
        (lambda: TimeSpan(NOON, NAIVE), "end: a time without a zone"),
        (lambda: TimeSpan(NOON, NOON), "end: not after the start"),
        (
            lambda: TimeSpan(NOON, NOON + timedelta(microseconds=1)),
            "end: a time with a fraction of a second",
        ),
        (lambda: DaySpan(DAY, DAY), "end: not after the start"),
        (lambda: DaySpan(NOON, DAY), "start: a moment where a day is meant"),
        (lambda: DaySpan(DAY, NOON), "start: a moment where a day is meant"),
        (lambda: Conference(""), "conference: no address"),
        (
            lambda: Conference("javascript:alert(1)"),
            "conference: not an address of the web, a telephone or mail",
        ),
        (
            lambda: Conference("http://[::1"),
            "conference: not an address of the web, a telephone or mail",
        ),
        (
            lambda: replace(COUNCIL, url="https://a.example:99999/"),
            "url: not an address of the web, a telephone or mail",
        ),
        (
            lambda: replace(COUNCIL, url="https://a.example/\r\nX-EVIL:1"),
            "url: not an address of the web, a telephone or mail",
        ),
        (lambda: replace(COUNCIL, created=NAIVE), "created: a time without a zone"),
        (lambda: replace(COUNCIL, modified=NAIVE), "modified: a time without a zone"),
        (lambda: replace(FEED, created=NAIVE), "created: a time without a zone"),
        (lambda: replace(FEED, key="x" * 151), "key: not 1 to 150 plain ASCII characters"),
        (lambda: replace(FEED, refresh=HOUR / 120), "refresh: not a whole number of minutes"),
        (lambda: replace(FEED, refresh=HOUR / 40), "refresh: not a whole number of minutes"),
        (lambda: replace(FEED, alarms=(HOUR,) * 6), "alarms: more than five"),
        (
            lambda: replace(FEED, alarms=(-HOUR,)),
            "alarms: not a whole number of minutes before the start",
        ),
        (
            lambda: replace(FEED, alarms=(HOUR / 7,)),
            "alarms: not a whole number of minutes before the start",
        ),
    ],
    ids=map(str, count()),
)
def test_a_value_that_cannot_be_shown_is_refused_by_name(
    make: Callable[[], object], message: str
) -> None:
    with pytest.raises(RefusedValueError) as caught:
        make()
    assert str(caught.value) == message
    assert caught.value.field == message.partition(":")[0]


def test_the_same_moment_in_two_zones_is_the_same_span() -> None:
    beijing = timezone(timedelta(hours=8))
    there = TimeSpan(NOON.astimezone(beijing), (NOON + HOUR).astimezone(beijing))
    assert there == TimeSpan(NOON, NOON + HOUR)
    assert there.start.tzinfo is UTC


def test_values_do_not_change() -> None:
    with pytest.raises(FrozenInstanceError):
        COUNCIL.uid = "other"  # type: ignore[misc]  # the breach that must fail


@pytest.mark.parametrize(
    "address",
    [
        "tel:+86-000",
        "mailto:a@sample.example",
        "sip:room@sample.example",
        "HTTP://a",
        "http://[::1]:8000/会议",
    ],
)
def test_a_meeting_may_be_joined_in_these_ways(address: str) -> None:
    assert Conference(address).uri == address
