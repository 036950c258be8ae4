"""The events that a feed shows about itself."""

from dataclasses import replace
from datetime import datetime

import pytest

from feeds.notices import empty_notice, farewell_notice
from feeds.values import DaySpan, FeedEvent, Language, RefusedValueError
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


@pytest.mark.parametrize(
    ("language", "description"),
    [
        ("zh", "原有活动已从这个日历移除。要新的订阅地址，请打开：http://x.example/a"),
        (
            "en",
            "Its events were removed from this calendar. Get a new address at: http://x.example/a",
        ),
    ],
)
def test_a_farewell_tells_where_a_new_address_is_had(language: Language, description: str) -> None:
    feed, anew = replace(FEED, language=language), "http://x.example/a"
    plain, told = farewell_notice(feed, NOON), farewell_notice(feed, NOON, anew)
    assert told == replace(plain, description=description, url=anew)
    assert told != plain


def test_farewell_notice_needs_a_zone() -> None:
    with pytest.raises(RefusedValueError):
        farewell_notice(FEED, datetime(2026, 1, 1))  # noqa: DTZ001 - what must be refused


def test_the_longest_key_makes_a_good_uid() -> None:
    feed = replace(FEED, key="k" * 150)
    assert farewell_notice(feed, NOON).uid == "farewell-notice." + "k" * 150
