"""The events that a feed shows about itself."""

from dataclasses import replace
from datetime import datetime

import pytest

from feeds.notices import empty_notice, farewell_notice
from feeds.values import DaySpan, FeedEvent, RefusedValueError
from tests.feeds.samples import FEED, NOON


def test_empty_notice_in_english() -> None:
    assert empty_notice(replace(FEED, language="en")) == FeedEvent(
        uid="empty-notice.sample-feed",
        sequence=0,
        created=NOON,
        modified=NOON,
        span=DaySpan(NOON.date(), NOON.date().replace(day=6)),
        summary="No events yet",
        description="The subscription works. Events will appear here once they are published.",
    )


def test_farewell_notice_needs_a_zone() -> None:
    with pytest.raises(RefusedValueError):
        farewell_notice(FEED, datetime(2026, 1, 1))  # noqa: DTZ001 - what must be refused


def test_the_longest_key_makes_a_good_uid() -> None:
    feed = replace(FEED, key="k" * 150)
    assert farewell_notice(feed, NOON).uid == "farewell-notice." + "k" * 150
