from datetime import UTC, datetime, timedelta

import pytest

from feeds.formats.icalendar import is_block, render_block
from feeds.profiles import GENERIC
from feeds.values import FeedEvent, TimeSpan

START = datetime(2026, 9, 1, 6, tzinfo=UTC)
UIDS = ("e-1", "a-b@c" * 20, "x" * 70, "x" * 71, "x" * 200)


def block(uid: str) -> bytes:
    span = TimeSpan(START, START + timedelta(hours=2))
    event = FeedEvent(uid=uid, sequence=0, created=START, modified=START, span=span, summary="样例")
    return render_block(event, GENERIC)


@pytest.mark.parametrize("uid", UIDS)
def test_a_block_is_known_by_both_ends_and_by_its_uid(uid: str) -> None:
    whole = block(uid)
    assert [is_block(whole, each) for each in UIDS] == [each == uid for each in UIDS]


def test_part_of_a_block_is_none() -> None:
    whole = block("e-1")
    holed = whole[:60] + bytes(10) + whole[70:]
    parts = [whole[:end] for end in range(len(whole))]
    parts += [whole[start:] for start in range(1, len(whole))]
    assert [is_block(part, "e-1") for part in (holed, *parts)] == [False] * (1 + len(parts))
