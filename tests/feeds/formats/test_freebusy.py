from dataclasses import replace
from datetime import UTC, date, datetime, timedelta, timezone
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st
from icalendar import Calendar

from feeds.formats.freebusy import EVER, Window, merged, without, write
from feeds.formats.icalendar import join, render_block
from feeds.lint import lint
from feeds.profiles import GENERIC
from feeds.values import DaySpan, FeedEvent, Status, TimeSpan
from tests.feeds.samples import ALLIANCE_DAY, CANCELLED, COUNCIL, EVENTS, FEED

ZERO = datetime(2026, 3, 12, tzinfo=UTC)


def hour(number: int) -> datetime:
    return ZERO + timedelta(hours=number)


def busy(*events: FeedEvent) -> bytes:
    octets = join(FEED, [render_block(event, GENERIC) for event in events], GENERIC)
    return write(octets, "sample-feed")


def at(first: int, last: int, status: Status = Status.CONFIRMED) -> FeedEvent:
    span = TimeSpan(hour(first), hour(last))
    return replace(COUNCIL, uid=f"{first}-{last}-{status.value}", span=span, status=status)


def test_what_makes_busy_is_told_and_nothing_else() -> None:
    assert busy(*EVENTS).decode().split("\r\n") == [
        "BEGIN:VCALENDAR",
        "PRODID:-//Scheduler//Calendar Feed//ZH",
        "VERSION:2.0",
        "CALSCALE:GREGORIAN",
        "BEGIN:VFREEBUSY",
        "UID:sample-feed",
        "DTSTAMP:20260214T040000Z",
        "DTSTART:20260312T063000Z",
        "DTEND:20260312T083000Z",
        "FREEBUSY;FBTYPE=BUSY:20260312T063000Z/20260312T083000Z",
        "END:VFREEBUSY",
        "END:VCALENDAR",
        "",
    ]


def test_times_that_touch_are_one_and_tentative_ones_give_way() -> None:
    told = busy(at(1, 3), at(3, 4), at(6, 7), at(2, 8, Status.TENTATIVE))
    lines = [line for line in told.decode().split("\r\n") if line.startswith("FREEBUSY")]
    assert lines == [
        "FREEBUSY;FBTYPE=BUSY:20260312T010000Z/20260312T040000Z",
        "FREEBUSY;FBTYPE=BUSY:20260312T060000Z/20260312T070000Z",
        "FREEBUSY;FBTYPE=BUSY-TENTATIVE:20260312T040000Z/20260312T060000Z",
        "FREEBUSY;FBTYPE=BUSY-TENTATIVE:20260312T070000Z/20260312T080000Z",
    ]


def test_a_whole_day_marked_busy_lasts_from_midnight_in_shanghai() -> None:
    day = replace(ALLIANCE_DAY, span=DaySpan(date(2026, 7, 1), date(2026, 7, 2)), busy=True)
    (found,) = Calendar.from_ical(busy(day)).walk("VFREEBUSY")
    assert (found["DTSTART"].to_ical(), found["DTEND"].to_ical()) == (
        b"20260630T160000Z",
        b"20260701T160000Z",
    )


@pytest.mark.parametrize("events", [(), (CANCELLED,), (ALLIANCE_DAY,)])
def test_without_busy_times_none_is_told(events: tuple[FeedEvent, ...]) -> None:
    (found,) = Calendar.from_ical(busy(*events)).walk("VFREEBUSY")
    assert sorted(found) == ["DTSTAMP", "UID"]


def edges(window: Window, *events: FeedEvent) -> list[str]:
    octets = join(FEED, [render_block(event, GENERIC) for event in events], GENERIC)
    told = write(octets, "sample-feed", window)
    assert lint(told) == ()
    lines = told.decode().split("\r\n")
    return [line for line in lines if line.startswith(("DTSTART", "DTEND", "FREEBUSY"))]


SHANGHAI = timezone(timedelta(hours=8))
SINCE, UNTIL = (each.astimezone(SHANGHAI) for each in (hour(2), hour(8)))
FROM_TWO, TO_EIGHT = "DTSTART:20260312T020000Z", "DTEND:20260312T080000Z"


@pytest.mark.parametrize(
    ("window", "told"),
    [
        (
            (SINCE, UNTIL),
            [FROM_TWO, TO_EIGHT, "20260312T020000Z/20260312T040000Z"],
        ),
        ((SINCE, None), [FROM_TWO, "DTEND:20260312T040000Z", "20260312T020000Z/20260312T040000Z"]),
        (
            (None, UNTIL),
            ["DTSTART:20260312T010000Z", TO_EIGHT, "20260312T010000Z/20260312T040000Z"],
        ),
    ],
)
def test_the_edges_of_a_window_are_told_and_none_is_crossed(
    window: Window, told: list[str]
) -> None:
    *named, period = told
    assert edges(window, at(1, 4)) == [*named, f"FREEBUSY;FBTYPE=BUSY:{period}"]


@pytest.mark.parametrize(
    ("window", "told"),
    [
        ((SINCE, UNTIL), [FROM_TWO, TO_EIGHT]),
        ((SINCE, None), [FROM_TWO]),
        ((None, UNTIL), [TO_EIGHT]),
        (EVER, []),
    ],
)
def test_a_window_without_busy_times_is_told_too(window: Window, told: list[str]) -> None:
    assert edges(window, ALLIANCE_DAY) == edges(window) == told


spans = st.lists(
    st.tuples(st.integers(0, 30), st.integers(1, 6)).map(
        lambda each: (hour(each[0]), hour(each[0] + each[1]))
    ),
    max_size=8,
)


def hours(found: list[tuple[datetime, datetime]]) -> set[datetime]:
    return {hour(n) for n in range(40) if any(first <= hour(n) < last for first, last in found)}


@given(spans)
def test_merging_keeps_every_hour_and_leaves_gaps_between(
    found: list[tuple[datetime, datetime]],
) -> None:
    joined = merged(found)
    assert hours(joined) == hours(found)
    assert all(one[1] < other[0] for one, other in pairwise(joined))


@given(spans, spans)
def test_cutting_out_leaves_what_others_do_not_take(
    found: list[tuple[datetime, datetime]], taken: list[tuple[datetime, datetime]]
) -> None:
    left = without(merged(found), merged(taken))
    assert hours(left) == hours(found) - hours(taken)
    assert all(first < last for first, last in left)
