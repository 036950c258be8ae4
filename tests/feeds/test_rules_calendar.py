"""Rules 8 to 14: the calendar around the events."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest

from feeds.formats.icalendar import join, render_block
from feeds.notices import farewell_notice
from feeds.profiles import GENERIC, GOOGLE, PROFILES, Profile
from feeds.values import DaySpan, Feed
from tests.feeds.reading import content_lines, events_of, texts_of, values
from tests.feeds.samples import ALLIANCE_DAY, EVENTS, FEED

BLOCKS = tuple(render_block(event, GENERIC) for event in EVENTS)
LINES = content_lines(join(FEED, BLOCKS, GENERIC))


def header(feed: Feed) -> list[str]:
    lines = content_lines(join(feed, BLOCKS, GENERIC))
    return lines[1 : lines.index("BEGIN:VTIMEZONE")]


def test_r8_r9_r10_r11_r12_the_header_is_these_lines_and_no_other() -> None:
    assert header(FEED) == [
        "PRODID:-//Scheduler//Calendar Feed//ZH",
        "VERSION:2.0",
        "CALSCALE:GREGORIAN",
        "NAME:样例产业链党建联盟",
        "X-WR-CALNAME:样例产业链党建联盟",
        "X-WR-CALDESC:样例联盟的活动日历",
        "X-WR-TIMEZONE:Asia/Shanghai",
        "REFRESH-INTERVAL;VALUE=DURATION:PT1H",
        "X-PUBLISHED-TTL:PT1H",
    ]


def test_r10_names_are_escaped_alike_and_cut_to_what_folders_hold() -> None:
    lines = header(replace(FEED, name="样例,联盟;\\" + "😀" * 130, description=""))
    name = "样例\\,联盟\\;\\\\" + "😀" * 123 + "…"
    assert lines[3:6] == [f"NAME:{name}", f"X-WR-CALNAME:{name}", "X-WR-TIMEZONE:Asia/Shanghai"]


@pytest.mark.parametrize(
    ("refresh", "written"),
    [
        (timedelta(minutes=15), "PT15M"),
        (timedelta(hours=36), "P1DT12H"),
        (timedelta(days=7), "P7D"),
    ],
)
def test_r11_both_hints_say_the_same_duration(refresh: timedelta, written: str) -> None:
    assert header(replace(FEED, refresh=refresh))[-2:] == [
        f"REFRESH-INTERVAL;VALUE=DURATION:{written}",
        f"X-PUBLISHED-TTL:{written}",
    ]


def test_r11_a_file_that_is_fetched_once_promises_nothing() -> None:
    assert header(replace(FEED, refresh=None)) == header(FEED)[:-2]


def test_r13_one_zone_of_one_block_stands_before_the_first_event() -> None:
    first = LINES.index("BEGIN:VTIMEZONE")
    assert LINES[first : LINES.index("BEGIN:VEVENT")] == [
        "BEGIN:VTIMEZONE",
        "TZID:Asia/Shanghai",
        "BEGIN:STANDARD",
        "DTSTART:19700101T000000",
        "TZNAME:CST",
        "TZOFFSETFROM:+0800",
        "TZOFFSETTO:+0800",
        "END:STANDARD",
        "END:VTIMEZONE",
    ]
    assert LINES.count("BEGIN:VTIMEZONE") == 1
    assert {line.split(":")[0] for line in LINES if "TZID=" in line} == {
        "DTSTART;TZID=Asia/Shanghai",
        "DTEND;TZID=Asia/Shanghai",
    }


@pytest.mark.parametrize("profile", PROFILES.values(), ids=lambda one: one.name)
def test_r14_an_empty_feed_shows_one_notice_dated_by_its_creation(profile: Profile) -> None:
    # Nine in the evening of the fourth in London is the fifth in Shanghai.
    feed = replace(FEED, created=datetime(2026, 1, 4, 21, 0, tzinfo=UTC))
    octets = join(feed, [], profile)
    assert values(octets, "DTSTART;VALUE=DATE") == ["20260105"]
    assert values(octets, "DTSTAMP") == ["20260104T210000Z"]
    assert values(octets, "UID") == ["empty-notice.sample-feed"]
    assert texts_of(octets, "SUMMARY") == ["暂无活动"]


def test_r14_a_notice_asks_for_no_alarm() -> None:
    octets = join(replace(FEED, alarms=(timedelta(0),)), [], GENERIC)
    assert values(octets, "BEGIN") == ["VCALENDAR", "VTIMEZONE", "STANDARD", "VEVENT"]


def test_r14_a_farewell_feed_shows_one_event_dated_by_the_revocation() -> None:
    notice = farewell_notice(FEED, datetime(2026, 5, 31, 16, 0, tzinfo=UTC))
    octets = join(FEED, [render_block(notice, GENERIC)], GENERIC)
    assert values(octets, "DTSTART;VALUE=DATE") == ["20260601"]
    assert values(octets, "UID") == ["farewell-notice.sample-feed"]
    assert texts_of(octets, "SUMMARY") == ["订阅链接已停用，请重新获取"]


def days(count: int, description: str = "") -> list[bytes]:
    first = ALLIANCE_DAY.span.start
    return [
        render_block(
            replace(
                ALLIANCE_DAY,
                uid=f"day-{number:05}",
                span=DaySpan(first + timedelta(number), first + timedelta(number + 1)),
                description=description,
            ),
            GOOGLE,
        )
        for number in range(count)
    ]


def test_r37_google_gets_the_thousand_latest_events_and_is_told_from_when_on() -> None:
    blocks = days(1_003)
    octets = join(FEED, reversed(blocks), GOOGLE)
    assert [str(event["UID"]) for event in events_of(octets)] == [
        f"day-{number:05}" for number in range(3, 1_003)
    ]
    assert texts_of(octets, "X-WR-CALDESC") == [
        "样例联盟的活动日历\n本日历只含 2026-07-04 及以后的活动。"
    ]
    assert len(events_of(join(FEED, blocks, GENERIC))) == 1_003


def test_r37_google_gets_as_many_events_as_fit_a_million_octets() -> None:
    english = replace(FEED, language="en", description="")
    blocks = days(120, "议" * 3_500)
    octets = join(english, blocks, GOOGLE)
    kept = len(events_of(octets))
    assert 1_000_000 - len(blocks[0]) < len(octets) <= 1_000_000
    assert octets.endswith(b"".join((*blocks[-kept:], b"END:VCALENDAR\r\n")))
    first = ALLIANCE_DAY.span.start + timedelta(120 - kept)
    assert texts_of(octets, "X-WR-CALDESC") == [f"This calendar holds the events from {first} on."]


def test_r37_one_event_is_kept_however_large() -> None:
    octets = join(FEED, days(2, "议" * 400_000), GOOGLE)
    assert [str(event["UID"]) for event in events_of(octets)] == ["day-00001"]


def test_r37_no_window_is_stated_while_everything_fits() -> None:
    assert texts_of(join(FEED, days(1_000), GOOGLE), "X-WR-CALDESC") == ["样例联盟的活动日历"]
