"""Sample values that the tests of feeds vary, and hostile texts."""

import random
import re
from collections.abc import Iterable, Iterator
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

from hypothesis import strategies as st

from feeds.text import is_blank
from feeds.values import Conference, Coordinates, DaySpan, Feed, FeedEvent, Status, TimeSpan

NOON = datetime(2026, 1, 5, 4, 0, tzinfo=UTC)

FEED = Feed(
    key="sample-feed",
    name="样例产业链党建联盟",
    created=NOON,
    description="样例联盟的活动日历",
)

COUNCIL = FeedEvent(
    uid="council-2026-q1@sample",
    sequence=2,
    created=NOON,
    modified=NOON + timedelta(days=3, seconds=7),
    span=TimeSpan(
        datetime(2026, 3, 12, 6, 30, tzinfo=UTC), datetime(2026, 3, 12, 8, 30, tzinfo=UTC)
    ),
    summary="第一季度议事会",
    location="样例企业，二楼会议室",
    description="承办：样例企业\n议题：样例议题; 其他",
    categories=("一季一议", "议事会"),
    url="https://calendar.example/events/council-2026-q1",
    conference=Conference("https://meet.example/a?b=c,d;e", "视频：会议"),
)

ALLIANCE_DAY = FeedEvent(
    uid="alliance-day-2026@sample",
    sequence=0,
    created=NOON,
    modified=NOON,
    span=DaySpan(date(2026, 7, 1), date(2026, 7, 2)),
    summary="联盟日",
)

CANCELLED = FeedEvent(
    uid="salon-2026-05@sample",
    sequence=4,
    created=NOON,
    modified=NOON + timedelta(days=40),
    span=TimeSpan(datetime(2026, 5, 8, 1, 0, tzinfo=UTC), datetime(2026, 5, 8, 3, 0, tzinfo=UTC)),
    summary="主题沙龙",
    location="样例园区",
    status=Status.CANCELLED,
)

PLACED = replace(
    ALLIANCE_DAY,
    uid="visit-2026@sample",
    location="样例园区",
    geo=Coordinates(36.66, -0.0000001),
    contact="样例企业；党群办, 二楼",
)

EVENTS = (COUNCIL, ALLIANCE_DAY, CANCELLED)

ALPHABET = (
    "季议事会联盟日，；：、中A z09NnrRtT,;:\\\"'^=&<>%/?#@!|`~ \n"
    "😀𠮷𠀀👨\u200d👩é\u0301\u202e\u00a0"
)
SNIPPETS = (
    "END:VEVENT",
    "\nEND:VEVENT\nBEGIN:VEVENT\n",
    "&amp",
    "\\N",
    "\\\\n",
    "\\,",
    "^n",
    "^'",
    "{}",
    "%0D%0A",
)
LINE_BREAKERS = ("\r\nX-EVIL:1", "\rX-EVIL:1", "\0", "\x0b", "\x0c", "\x1c", "\x85", "\u2028", "\t")
BLANKS = ("\u3164", "\u2800", "\u115f", "\u1160\u200d", "\uffa0\ufe0f")
"""What shows nothing though it is of a class that is seen."""
UNWRITABLE = ("\ufeff", "\ud800", "\udfff", "\x7f", "\x9b", "\u2029")

_ENTITY_END = re.compile("(&[#0-9A-Za-z]+);")


def _plain(pieces: Iterable[str]) -> str:
    """Join pieces of which none may end an entity: these do not come back as they were written."""
    return _ENTITY_END.sub(r"\1；", "".join(pieces))


texts = st.lists(st.one_of(st.sampled_from(ALPHABET), st.sampled_from(SNIPPETS)), max_size=40).map(
    _plain
)
"""Texts that a feed must give back unchanged, all of them within 255 UTF-16 units."""


def shown(text: str) -> str:
    """Return a text, or a title where it shows nothing: an event or a feed needs one."""
    return "题" if is_blank(text) else text


hostile_texts = st.lists(
    st.one_of(
        st.sampled_from(ALPHABET), st.sampled_from(SNIPPETS + LINE_BREAKERS + UNWRITABLE), st.text()
    ),
    max_size=40,
).map("".join)
"""Texts with anything in them."""


def many_texts(count: int, pieces: tuple[str, ...] = SNIPPETS) -> Iterator[str]:
    """Make so many texts, the same in every process."""
    chance = random.Random(20260105)  # noqa: S311 - a sample, no secret
    for _ in range(count):
        size = chance.randrange(60)
        yield _plain(
            chance.choice(pieces) if chance.random() < 0.1 else chance.choice(ALPHABET)
            for _ in range(size)
        )[:120]
