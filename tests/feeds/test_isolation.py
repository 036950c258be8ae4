"""One bad event never takes the others with it."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import Any

from feeds.formats.icalendar import render_block
from feeds.isolation import Refused, Rendering, render_each
from feeds.profiles import GENERIC
from feeds.values import FeedEvent, TimeSpan
from tests.feeds.samples import ALLIANCE_DAY, CANCELLED, COUNCIL


def write(event: FeedEvent) -> bytes:
    return render_block(event, GENERIC)


def test_an_event_that_cannot_be_built_or_written_is_left_out_and_reported() -> None:
    first = datetime.min.replace(tzinfo=UTC)
    last = datetime.max.replace(tzinfo=UTC, microsecond=0)
    rows: list[dict[str, Any]] = [
        {},
        {"uid": "样例"},
        {"uid": "b", "summary": None},
        {"uid": "c", "span": TimeSpan(last - timedelta(days=1), last)},
        {"uid": "e", "summary": " \u3000"},
        {"uid": "d", "span": TimeSpan(first, last - timedelta(days=1))},
    ]
    rendering = render_each(rows, lambda row: replace(COUNCIL, **row), write)
    assert rendering.blocks == (
        write(COUNCIL),
        write(replace(COUNCIL, uid="d", span=TimeSpan(first, last - timedelta(days=1)))),
    )
    assert rendering.refused == (
        Refused(1, "RefusedValueError: uid: not 1 to 200 plain ASCII characters"),
        Refused(2, "RefusedValueError: summary: not a text"),
        Refused(3, "OverflowError: date value out of range"),
        Refused(4, "RefusedValueError: summary: a text that shows nothing"),
    )


def test_a_refused_event_does_not_take_its_uid() -> None:
    rows = [("", CANCELLED.uid), ("主题沙龙", CANCELLED.uid)]

    def build(row: tuple[str, str]) -> FeedEvent:
        if not row[0]:
            raise LookupError("no title")
        return replace(CANCELLED, summary=row[0], uid=row[1])

    assert render_each(rows, build, write) == Rendering(
        (write(CANCELLED),), (Refused(0, "LookupError: no title"),)
    )


def test_good_events_keep_their_order() -> None:
    events = (CANCELLED, COUNCIL, ALLIANCE_DAY)
    rendering = render_each(events, lambda event: event, write)
    assert rendering == Rendering(tuple(map(write, events)), ())
