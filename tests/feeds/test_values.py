"""Values of a feed refuse what cannot be shown rightly."""

import math
from collections.abc import Callable
from dataclasses import FrozenInstanceError, fields, replace
from datetime import UTC, date, datetime, timedelta, timezone
from itertools import count
from typing import Any

import pytest

from feeds.formats.icalendar import render_block
from feeds.profiles import GENERIC
from feeds.values import (
    Conference,
    Coordinates,
    DaySpan,
    Feed,
    FeedEvent,
    RefusedValueError,
    TimeSpan,
)
from tests.feeds.samples import BLANKS, COUNCIL, FEED, NOON


def wrong(value: Any) -> Any:  # noqa: ANN401 - a value of a type that a checker would refuse
    """Pass a value by the checker of types."""
    return value


NAIVE = datetime(2026, 1, 1, 9, 0)  # noqa: DTZ001 - what must be refused
FIRST = datetime(1, 1, 1, tzinfo=timezone(timedelta(hours=1)))
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
        (lambda: DaySpan(DAY, NOON), "end: a moment where a day is meant"),
        (lambda: TimeSpan(FIRST, NOON), "start: outside the years 1 to 9999 in UTC"),
        (lambda: Coordinates(90.1, 0), "latitude: not between -90 and 90"),
        (lambda: Coordinates(math.nan, 0), "latitude: not between -90 and 90"),
        (lambda: Coordinates(0, -math.inf), "longitude: not between -180 and 180"),
        (lambda: Coordinates(0, 10**400), "longitude: not between -180 and 180"),
        (lambda: Coordinates(0, wrong(value=True)), "longitude: not between -180 and 180"),
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


NO_TYPES: list[tuple[Callable[[], object], str]] = [
    (lambda: TimeSpan(wrong(DAY), NOON), "start: not a moment"),
    (lambda: TimeSpan(NOON, wrong(None)), "end: not a moment"),
    (lambda: DaySpan(wrong(1), DAY), "start: not a day"),
    (lambda: DaySpan(DAY, wrong("x")), "end: not a day"),
    (lambda: Conference(wrong(None)), "conference: not a text"),
    (lambda: Conference("tel:1", wrong(None)), "conference: not a text"),
    (lambda: Coordinates(wrong("36.66"), 0), "latitude: not a number"),
    (lambda: Coordinates(0, wrong(None)), "longitude: not a number"),
    (lambda: render_block(COUNCIL, GENERIC, wrong("fr")), "language: neither zh nor en"),
]
OF_AN_EVENT: dict[str, tuple[Any, str]] = {
    "uid": (None, "not a text"),
    "sequence": ("1", "not a whole number"),
    "created": (DAY, "not a moment"),
    "modified": (None, "not a moment"),
    "span": (5, "not a TimeSpan or a DaySpan"),
    "summary": (None, "not a text"),
    "location": (None, "not a text"),
    "geo": ((36.66, 116.98), "not Coordinates or None"),
    "contact": (None, "not a text"),
    "description": (b"x", "not a text"),
    "status": ("CONFIRMED", "not a Status"),
    "busy": ("no", "not True, False or None"),
    "categories": ("议事会", "not a tuple of texts"),
    "url": (None, "not a text"),
    "conference": ("tel:1", "not a Conference or None"),
}
OF_A_FEED: dict[str, tuple[Any, str]] = {
    "key": (None, "not a text"),
    "name": (None, "not a text"),
    "created": (DAY, "not a moment"),
    "description": (None, "not a text"),
    "language": ("fr", "neither zh nor en"),
    "refresh": (5, "not a length of time or None"),
    "alarms": (5, "not a tuple of lengths of time"),
}


@pytest.mark.parametrize(("make", "message"), NO_TYPES, ids=map(str, count()))
def test_a_value_of_another_type_is_refused_by_name(
    make: Callable[[], object], message: str
) -> None:
    with pytest.raises(RefusedValueError) as caught:
        make()
    assert str(caught.value) == message


def test_every_field_of_another_type_is_refused_by_name() -> None:
    refused = {}
    for whole, table in ((COUNCIL, OF_AN_EVENT), (FEED, OF_A_FEED)):
        assert {each.name for each in fields(whole)} == set(table)
        for name, (value, _) in table.items():
            with pytest.raises(RefusedValueError) as caught:
                replace(whole, **{name: value})
            refused[type(whole), name] = str(caught.value)
    assert refused == {
        (type(whole), name): f"{name}: {reason}"
        for whole, table in ((COUNCIL, OF_AN_EVENT), (FEED, OF_A_FEED))
        for name, (_, reason) in table.items()
    }


@pytest.mark.parametrize(("field", "mixed"), [("categories", "x"), ("alarms", HOUR)])
def test_one_wrong_value_among_good_ones_is_refused(field: str, mixed: object) -> None:
    whole: FeedEvent | Feed = COUNCIL if field == "categories" else FEED
    with pytest.raises(RefusedValueError) as caught:
        replace(whole, **{field: wrong((mixed, 5))})
    assert caught.value.field == field


@pytest.mark.parametrize(
    "text", ["", " ", "\0\r", "\u3000\n", "\u200b\u200d", "&nbsp;", "\ud800", *BLANKS]
)
def test_a_title_or_name_that_shows_nothing_is_refused(text: str) -> None:
    for whole, field in ((COUNCIL, "summary"), (FEED, "name")):
        with pytest.raises(RefusedValueError) as caught:
            replace(whole, **{field: wrong(text)})
        assert str(caught.value) == f"{field}: a text that shows nothing"


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
