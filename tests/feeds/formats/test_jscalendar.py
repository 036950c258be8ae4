import json
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from feeds.formats import jscalendar
from feeds.formats.icalendar import join, render_block
from feeds.profiles import APPLE
from feeds.text import clean, cut, is_blank
from feeds.values import DaySpan, FeedEvent, Status, TimeSpan
from tests.feeds.samples import (
    ALLIANCE_DAY,
    CANCELLED,
    COUNCIL,
    EVENTS,
    FEED,
    NOON,
    PLACED,
    hostile_texts,
    shown,
)

SHANGHAI = timedelta(hours=8)


def group(*events: FeedEvent) -> dict[str, Any]:
    feed = replace(FEED, alarms=(timedelta(minutes=15),))
    octets = join(feed, [render_block(event, APPLE) for event in events], APPLE)
    read: dict[str, Any] = json.loads(jscalendar.write(octets, "sample-feed"))
    return read


def entry(event: FeedEvent) -> dict[str, Any]:
    entries: list[dict[str, Any]] = group(event)["entries"]
    return entries[0]


ALERTS, MORNING_ALERTS = (
    {
        "1": {
            "@type": "Alert",
            "action": "display",
            "trigger": {"@type": "OffsetTrigger", "offset": offset},
        }
    }
    for offset in ("-PT15M", "PT8H45M")
)


def test_a_calendar_is_a_group_of_its_events() -> None:
    assert group(*EVENTS) == {
        "@type": "Group",
        "uid": "sample-feed",
        "prodId": "-//Scheduler//Calendar Feed//ZH",
        "updated": "2026-02-14T04:00:00Z",
        "title": "样例产业链党建联盟",
        "description": "样例联盟的活动日历",
        "entries": [entry(COUNCIL), entry(CANCELLED), entry(ALLIANCE_DAY)],
    }


def test_a_meeting_has_its_time_zone_and_length() -> None:
    assert entry(COUNCIL) == {
        "@type": "Event",
        "uid": "council-2026-q1@sample",
        "created": "2026-01-05T04:00:00Z",
        "updated": "2026-01-08T04:00:07Z",
        "sequence": 2,
        "title": "第一季度议事会",
        "description": "承办：样例企业\n议题：样例议题; 其他\n"
        "视频：会议 https://meet.example/a?b=c,d;e",
        "start": "2026-03-12T14:30:00",
        "timeZone": "Asia/Shanghai",
        "duration": "PT2H",
        "status": "confirmed",
        "freeBusyStatus": "busy",
        "keywords": {"一季一议": True, "议事会": True},
        "locations": {"1": {"@type": "Location", "name": "样例企业，二楼会议室"}},
        "virtualLocations": {
            "1": {
                "@type": "VirtualLocation",
                "name": "视频：会议",
                "uri": "https://meet.example/a?b=c,d;e",
            }
        },
        "links": {
            "1": {"@type": "Link", "href": "https://calendar.example/events/council-2026-q1"}
        },
        "alerts": ALERTS,
    }


@pytest.mark.parametrize(("location", "named"), [("样例园区", {"name": "样例园区"}), ("", {})])
def test_a_place_on_earth_belongs_to_the_place(location: str, named: dict[str, str]) -> None:
    found = entry(replace(PLACED, location=location))
    at = {"@type": "Location", **named, "coordinates": "geo:36.660000,0.000000"}
    whom = {"@type": "Participant", "name": "样例企业；党群办, 二楼", "roles": {"contact": True}}
    assert (found["locations"], found["participants"]) == ({"1": at}, {"1": whom})


def test_a_whole_day_has_neither_clock_nor_zone() -> None:
    assert entry(ALLIANCE_DAY) == {
        "@type": "Event",
        "uid": "alliance-day-2026@sample",
        "created": "2026-01-05T04:00:00Z",
        "updated": "2026-01-05T04:00:00Z",
        "title": "联盟日",
        "showWithoutTime": True,
        "start": "2026-07-01T00:00:00",
        "duration": "P1D",
        "status": "confirmed",
        "freeBusyStatus": "free",
        "alerts": MORNING_ALERTS,
    }


@given(
    start=st.datetimes(datetime(2020, 1, 1), datetime(2030, 1, 1)),  # noqa: DTZ001 - given a zone below
    length=st.integers(1, 10 * 86_400),
    status=st.sampled_from(Status),
)
def test_start_and_length_are_those_of_the_event(
    start: datetime, length: int, status: Status
) -> None:
    begin = start.replace(microsecond=0, tzinfo=UTC)
    span = TimeSpan(begin, begin + timedelta(seconds=length))
    found = entry(replace(COUNCIL, span=span, status=status, modified=NOON))
    days, rest = divmod(length, 86_400)
    told = str(found["duration"])
    assert found["start"] == f"{begin + SHANGHAI:%Y-%m-%dT%H:%M:%S}"
    assert found["status"] == status.value.lower()
    assert _seconds(told) == days * 86_400 + rest


def _seconds(duration: str) -> int:
    day, _, clock = duration.removeprefix("P").partition("T")
    total = int(day.removesuffix("D") or 0) * 86_400
    number = ""
    for sign in clock:
        if sign.isdigit():
            number += sign
        else:
            total, number = total + int(number) * {"H": 3600, "M": 60, "S": 1}[sign], ""
    return total


@given(days=st.integers(1, 400))
def test_days_are_counted(days: int) -> None:
    first = date(2026, 7, 1)
    found = entry(replace(ALLIANCE_DAY, span=DaySpan(first, first + timedelta(days=days))))
    assert found["duration"] == f"P{days}D"


@given(hostile_texts)
def test_any_text_comes_through(text: str) -> None:
    found = entry(replace(COUNCIL, summary=shown(text), location="", categories=(text,)))
    keywords = None if is_blank(text) else {clean(text): True}
    assert (found.get("title", ""), found.get("keywords"), found.get("locations")) == (
        cut(clean(shown(text))),
        keywords,
        None,
    )


@pytest.mark.parametrize(
    ("plain", "wide"), [("SEQUENCE:2", "SEQUENCE:\uff12"), ("00Z", "0\uff10Z")]
)
def test_digits_of_other_scripts_are_no_number(plain: str, wide: str) -> None:
    octets = join(FEED, [render_block(COUNCIL, APPLE)], APPLE)
    with pytest.raises(ValueError, match="no "):
        jscalendar.write(octets.replace(plain.encode(), wide.encode()), "sample-feed")


def test_what_is_no_calendar_is_refused() -> None:
    with pytest.raises(ValueError, match="not one calendar"):
        jscalendar.write(b"<html></html>", "sample-feed")
