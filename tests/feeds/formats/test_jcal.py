import json
from dataclasses import replace
from datetime import timedelta

import pytest
from hypothesis import given
from icalendar import Calendar

from feeds.formats import jcal
from feeds.formats.icalendar import join, render_block
from feeds.profiles import APPLE, GENERIC
from feeds.text import clean, cut, is_blank
from tests.feeds.hostile_feed import COUNT, hostile_feed
from tests.feeds.samples import ALLIANCE_DAY, COUNCIL, EVENTS, FEED, PLACED, hostile_texts, shown

LINK = "视频：会议 https://meet.example/a?b=c,d;e"
ALARMED = replace(FEED, alarms=(timedelta(minutes=15),))


def test_a_calendar_is_written_property_by_property() -> None:
    octets = join(ALARMED, [render_block(COUNCIL, GENERIC)], GENERIC)
    assert json.loads(jcal.write(octets)) == [
        "vcalendar",
        [
            ["prodid", {}, "text", "-//Scheduler//Calendar Feed//ZH"],
            ["version", {}, "text", "2.0"],
            ["calscale", {}, "text", "GREGORIAN"],
            ["name", {}, "text", "样例产业链党建联盟"],
            ["x-wr-calname", {}, "unknown", "样例产业链党建联盟"],
            ["x-wr-caldesc", {}, "unknown", "样例联盟的活动日历"],
            ["x-wr-timezone", {}, "unknown", "Asia/Shanghai"],
            ["refresh-interval", {}, "duration", "PT1H"],
            ["x-published-ttl", {}, "unknown", "PT1H"],
        ],
        [
            [
                "vtimezone",
                [["tzid", {}, "text", "Asia/Shanghai"]],
                [
                    [
                        "standard",
                        [
                            ["dtstart", {}, "date-time", "1970-01-01T00:00:00"],
                            ["tzname", {}, "text", "CST"],
                            ["tzoffsetfrom", {}, "utc-offset", "+08:00"],
                            ["tzoffsetto", {}, "utc-offset", "+08:00"],
                        ],
                        [],
                    ]
                ],
            ],
            [
                "vevent",
                [
                    ["dtstart", {"tzid": "Asia/Shanghai"}, "date-time", "2026-03-12T14:30:00"],
                    ["dtend", {"tzid": "Asia/Shanghai"}, "date-time", "2026-03-12T16:30:00"],
                    ["uid", {}, "text", "council-2026-q1@sample"],
                    ["dtstamp", {}, "date-time", "2026-01-08T04:00:07Z"],
                    ["created", {}, "date-time", "2026-01-05T04:00:00Z"],
                    ["last-modified", {}, "date-time", "2026-01-08T04:00:07Z"],
                    ["sequence", {}, "integer", 2],
                    ["status", {}, "text", "CONFIRMED"],
                    ["transp", {}, "text", "OPAQUE"],
                    ["summary", {}, "text", "第一季度议事会"],
                    ["location", {}, "text", "样例企业，二楼会议室"],
                    ["categories", {}, "text", "一季一议", "议事会"],
                    [
                        "description",
                        {},
                        "text",
                        "\n".join((*COUNCIL.description.split("\n"), LINK)),
                    ],
                    [
                        "conference",
                        {"label": "视频：会议"},
                        "uri",
                        "https://meet.example/a?b=c,d;e",
                    ],
                    ["url", {}, "uri", "https://calendar.example/events/council-2026-q1"],
                ],
                [
                    [
                        "valarm",
                        [
                            ["action", {}, "text", "DISPLAY"],
                            ["description", {}, "text", "活动提醒"],
                            ["trigger", {}, "duration", "-PT15M"],
                        ],
                        [],
                    ]
                ],
            ],
        ],
    ]


def test_a_whole_day_is_a_date() -> None:
    octets = join(FEED, [render_block(ALLIANCE_DAY, GENERIC)], GENERIC)
    event = json.loads(jcal.write(octets))[2][1]
    assert event[1][:2] == [
        ["dtstart", {}, "date", "2026-07-01"],
        ["dtend", {}, "date", "2026-07-02"],
    ]


def test_a_place_on_earth_is_a_structure_of_numbers() -> None:
    octets = join(FEED, [render_block(PLACED, GENERIC)], GENERIC)
    calendar = json.loads(jcal.write(octets))
    assert [each for each in calendar[2][1][1] if each[0] in {"geo", "contact"}] == [
        ["geo", {}, "float", [36.66, 0.0]],
        ["contact", {}, "text", "样例企业；党群办, 二楼"],
    ]
    (event,) = Calendar.from_jcal(calendar).walk("VEVENT")
    assert (event["GEO"].to_ical(), str(event["CONTACT"])) == (
        "36.66;0.0",
        "样例企业；党群办, 二楼",
    )


@pytest.mark.parametrize("written", ["nan;0", "\uff13;0", "1_0;0", "1e9;0", ""])
def test_a_place_that_is_no_numbers_is_refused(written: str) -> None:
    octets = join(FEED, [render_block(PLACED, GENERIC)], GENERIC)
    with pytest.raises(ValueError, match="GEO holds what is no number"):
        jcal.write(octets.replace(b"36.660000;0.000000", written.encode()))


def test_another_reader_finds_the_same_events() -> None:
    octets = join(ALARMED, [render_block(event, APPLE) for event in EVENTS], APPLE)
    found = Calendar.from_jcal(json.loads(jcal.write(octets)))
    names = ("UID", "DTSTART", "DTEND", "SUMMARY", "LOCATION", "STATUS", "SEQUENCE", "DESCRIPTION")
    assert [[each.get(name) for name in names] for each in found.walk("VEVENT")] == [
        [each.get(name) for name in names] for each in Calendar.from_ical(octets).walk("VEVENT")
    ]


@given(hostile_texts)
def test_any_text_comes_through(text: str) -> None:
    event = replace(COUNCIL, summary=shown(text), categories=(text, "b"))
    octets = join(replace(FEED, name=shown(text)), [render_block(event, GENERIC)], GENERIC)
    calendar = json.loads(jcal.write(octets))
    properties = {each[0]: each[3:] for each in calendar[2][1][1]}
    assert next(each for each in calendar[1] if each[0] == "name")[3] == cut(clean(shown(text)))
    assert (properties["summary"], properties["categories"]) == (
        [cut(clean(shown(text)))],
        ["b"] if is_blank(text) else [clean(text), "b"],
    )


def test_a_hostile_feed_stays_one_document() -> None:
    events = json.loads(jcal.write(hostile_feed()))[2][1:]
    assert [name for name, _, _ in events] == ["vevent"] * COUNT


@pytest.mark.parametrize("octets", [b"", b"<html>", b"BEGIN:VCALENDAR\r\n", b"X:1\r\n"])
def test_what_is_no_calendar_is_refused(octets: bytes) -> None:
    with pytest.raises(ValueError, match="not one calendar"):
        jcal.write(octets)
