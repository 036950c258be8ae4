"""Rules 15 to 26: the lines of one event."""

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta, timezone
from itertools import permutations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from feeds.formats.icalendar import join, render_block
from feeds.isolation import Refused, render_each
from feeds.lint import lint
from feeds.profiles import APPLE, GENERIC, GOOGLE, OUTLOOK, PROFILES, Profile
from feeds.text import units
from feeds.values import Conference, DaySpan, FeedEvent, RefusedValueError, Status, TimeSpan
from tests.feeds.reading import content_lines, texts_of, values
from tests.feeds.samples import ALLIANCE_DAY, CANCELLED, COUNCIL, EVENTS, FEED, NOON

BEIJING = timezone(timedelta(hours=8))


def lines(event: FeedEvent, profile: Profile = GENERIC) -> list[str]:
    return content_lines(render_block(event, profile))


def test_r15_r16_r18_r19_r20_an_all_day_event_is_these_lines() -> None:
    assert lines(ALLIANCE_DAY) == [
        "BEGIN:VEVENT",
        "DTSTART;VALUE=DATE:20260701",
        "DTEND;VALUE=DATE:20260702",
        "UID:alliance-day-2026@sample",
        "DTSTAMP:20260105T040000Z",
        "CREATED:20260105T040000Z",
        "LAST-MODIFIED:20260105T040000Z",
        "SEQUENCE:0",
        "STATUS:CONFIRMED",
        "TRANSP:TRANSPARENT",
        "SUMMARY:联盟日",
        "X-MICROSOFT-CDO-ALLDAYEVENT:TRUE",
        "END:VEVENT",
    ]


def test_r15_r19_r21_r23_a_timed_event_is_these_lines() -> None:
    assert lines(COUNCIL) == [
        "BEGIN:VEVENT",
        "DTSTART;TZID=Asia/Shanghai:20260312T143000",
        "DTEND;TZID=Asia/Shanghai:20260312T163000",
        "UID:council-2026-q1@sample",
        "DTSTAMP:20260108T040007Z",
        "CREATED:20260105T040000Z",
        "LAST-MODIFIED:20260108T040007Z",
        "SEQUENCE:2",
        "STATUS:CONFIRMED",
        "TRANSP:OPAQUE",
        "SUMMARY:第一季度议事会",
        "LOCATION:样例企业，二楼会议室",
        "CATEGORIES:一季一议,议事会",
        (
            "DESCRIPTION:承办：样例企业\\n议题：样例议题\\; 其他\\n"
            "视频：会议 https://meet.example/a?b=c\\,d\\;e"
        ),
        "CONFERENCE;VALUE=URI;LABEL=视频：会议:https://meet.example/a?b=c,d;e",
        "URL:https://calendar.example/events/council-2026-q1",
        "END:VEVENT",
    ]


@pytest.mark.parametrize("uid", ["", "样例", "a b", "a,b", "a\r\nb", "x" * 201])
def test_r16_a_uid_that_clients_confuse_is_refused(uid: str) -> None:
    with pytest.raises(RefusedValueError) as caught:
        replace(COUNCIL, uid=uid)
    assert str(caught.value) == "uid: not 1 to 200 plain ASCII characters"


def test_r16_a_uid_may_have_200_octets() -> None:
    assert values(render_block(replace(COUNCIL, uid="x" * 200), GENERIC), "UID") == ["x" * 200]


def test_r17_a_doubled_uid_is_left_out_and_reported() -> None:
    rendering = render_each([COUNCIL, CANCELLED, COUNCIL], lambda one: one, write_generic)
    assert rendering.blocks == (write_generic(COUNCIL), write_generic(CANCELLED))
    assert rendering.refused == (Refused(2, "RefusedValueError: uid: used by an earlier event"),)


def write_generic(event: FeedEvent) -> bytes:
    return render_block(event, GENERIC)


@pytest.mark.parametrize("sequence", [-1, 2**31])
def test_r18_a_sequence_that_importers_cannot_hold_is_refused(sequence: int) -> None:
    with pytest.raises(RefusedValueError) as caught:
        replace(COUNCIL, sequence=sequence)
    assert caught.value.field == "sequence"


def test_r18_the_largest_sequence_is_written() -> None:
    block = render_block(replace(COUNCIL, sequence=2**31 - 1), GENERIC)
    assert values(block, "SEQUENCE") == ["2147483647"]


def test_r19_fractions_of_the_revision_are_dropped() -> None:
    event = replace(COUNCIL, modified=NOON.replace(microsecond=999_999))
    assert values(render_block(event, GENERIC), "DTSTAMP") == ["20260105T040000Z"]


@pytest.mark.parametrize(
    ("event", "written"),
    [
        (COUNCIL, "OPAQUE"),
        (replace(COUNCIL, busy=False), "TRANSPARENT"),
        (ALLIANCE_DAY, "TRANSPARENT"),
        (replace(ALLIANCE_DAY, busy=True), "OPAQUE"),
        (CANCELLED, "TRANSPARENT"),
        (replace(CANCELLED, busy=True), "TRANSPARENT"),
    ],
)
def test_r20_only_what_is_held_and_timed_or_marked_makes_busy(
    event: FeedEvent, written: str
) -> None:
    assert values(render_block(event, GENERIC), "TRANSP") == [written]


@given(
    st.integers(-2_200_000_000, 7_000_000_000),
    st.integers(1, 10_000_000),
    st.integers(-14 * 60, 14 * 60),
)
def test_r21_any_moment_is_written_in_the_zone_of_the_feed(
    moment: int, seconds: int, offset: int
) -> None:
    start = datetime.fromtimestamp(moment, timezone(timedelta(minutes=offset)))
    event = replace(COUNCIL, span=TimeSpan(start, start + timedelta(seconds=seconds)))
    octets = join(FEED, [render_block(event, GENERIC)], GENERIC)
    assert lint(octets) == ()
    written = values(octets, "DTSTART;TZID=Asia/Shanghai")[0]
    assert datetime.strptime(written + "+0800", "%Y%m%dT%H%M%S%z") == start


@pytest.mark.parametrize("character", ["议", "😀", "a"])
@pytest.mark.parametrize("size", [127, 128, 254, 255, 256, 300])
def test_r22_titles_and_places_are_cut_between_characters(character: str, size: int) -> None:
    text = character * size
    block = render_block(replace(COUNCIL, summary=text, location=f"a{text}"), GENERIC)
    for given_text, written in zip(
        (text, f"a{text}"),
        texts_of(block, "SUMMARY") + texts_of(block, "LOCATION"),
        strict=True,
    ):
        if units(given_text) <= 255:
            assert written == given_text
        else:
            assert written == given_text[: len(written) - 1] + "…"
            assert units(written) in {254, 255}


def test_r23_a_link_stands_in_every_place_that_a_client_may_read() -> None:
    event = replace(
        COUNCIL,
        description="",
        url="",
        conference=Conference("https://meet.example/会议"),
    )
    link = "https://meet.example/%E4%BC%9A%E8%AE%AE"
    block = render_block(event, GENERIC)
    assert values(block, "CONFERENCE;VALUE=URI") == [link]
    assert values(block, "URL") == [link]
    assert texts_of(block, "DESCRIPTION") == [link]


def test_r23_a_link_already_described_is_not_repeated() -> None:
    event = replace(COUNCIL, description="线上：https://meet.example/a?b=c,d;e")
    assert texts_of(render_block(event, GENERIC), "DESCRIPTION") == [event.description]


def test_r24_outlook_gets_the_same_words_in_html() -> None:
    event = replace(COUNCIL, description="a & <b>\n样例;,", url="", conference=None)
    block = render_block(event, OUTLOOK)
    assert texts_of(block, "X-ALT-DESC;FMTTYPE=text/html") == [
        "<html><body>a &amp; &lt;b&gt;<br>样例;,</body></html>"
    ]
    assert texts_of(block, "DESCRIPTION") == ["a & <b>\n样例;,"]
    assert [name for name in lines(event) if name.startswith("X-ALT")] == []


def test_r24_the_addresses_of_the_event_are_links_in_html() -> None:
    page, meeting = "https://calendar.example/events/e-1", "https://meet.example/a?b=c&d"
    text = f"{page}0 {page}.ics {page}\n线上：{meeting}。tel:+86"
    event = replace(COUNCIL, description=text, url=page, conference=Conference(meeting, ""))
    block = render_block(event, OUTLOOK)
    meeting = meeting.replace("&", "&amp;")
    shown = (
        f'<html><body>{page}0 {page}.ics <a href="{page}">{page}</a><br>'
        f'线上：<a href="{meeting}">{meeting}</a>。tel:+86</body></html>'
    )
    assert texts_of(block, "X-ALT-DESC;FMTTYPE=text/html") == [shown]
    assert texts_of(block, "DESCRIPTION") == [text]


def test_r25_alarms_stand_in_every_event_that_is_not_cancelled() -> None:
    feed = replace(FEED, alarms=(timedelta(minutes=30), timedelta(days=1), timedelta(minutes=30)))
    blocks = [render_block(event, GENERIC) for event in (COUNCIL, CANCELLED)]
    octets = join(feed, blocks, GENERIC)
    alarms = [
        "BEGIN:VALARM",
        "ACTION:DISPLAY",
        "DESCRIPTION:活动提醒",
        "TRIGGER:-PT30M",
        "END:VALARM",
        "BEGIN:VALARM",
        "ACTION:DISPLAY",
        "DESCRIPTION:活动提醒",
        "TRIGGER:-P1D",
        "END:VALARM",
    ]
    assert content_lines(octets)[-len(lines(CANCELLED)) - 1 - len(alarms) - 1 :] == [
        *alarms,
        "END:VEVENT",
        *lines(CANCELLED),
        "END:VCALENDAR",
    ]
    assert lint(octets) == ()
    assert b"VALARM" not in join(feed, blocks, GOOGLE)
    assert b"VALARM" not in join(FEED, blocks, GENERIC)


def test_r25_alarms_of_an_all_day_event_count_from_the_morning() -> None:
    hours = (0, 1, 9, 24, 48)
    feed = replace(FEED, alarms=tuple(timedelta(hours=each) for each in hours))
    octets = join(feed, [render_block(ALLIANCE_DAY, GENERIC)], GENERIC)
    assert values(octets, "TRIGGER") == ["PT9H", "PT8H", "P0D", "-PT15H", "-P1DT15H"]
    assert lint(octets) == ()


@pytest.mark.parametrize("profile", PROFILES.values(), ids=lambda one: one.name)
def test_r26_a_cancelled_event_says_so_where_the_client_does_not(profile: Profile) -> None:
    block = render_block(CANCELLED, profile)
    assert values(block, "STATUS") == ["CANCELLED"]
    assert texts_of(block, "SUMMARY") == ["主题沙龙" if profile is APPLE else "【取消】主题沙龙"]


def test_r26_the_mark_of_a_cancelled_event_survives_the_cut() -> None:
    block = render_block(replace(CANCELLED, summary="议" * 300), GENERIC, "en")
    assert texts_of(block, "SUMMARY") == ["[Cancelled] " + "议" * 242 + "…"]


def test_a_tentative_event_says_so() -> None:
    block = render_block(replace(COUNCIL, status=Status.TENTATIVE), GENERIC)
    assert values(block, "STATUS") == ["TENTATIVE"]


def test_the_order_of_the_blocks_changes_no_octet() -> None:
    blocks = [render_block(event, GENERIC) for event in EVENTS]
    feeds = {join(FEED, order, GENERIC) for order in permutations(blocks)}
    assert len(feeds) == 1


def test_events_stand_in_the_order_of_their_start_then_uid() -> None:
    day = DaySpan(date(2026, 3, 12), date(2026, 3, 13))
    events = (
        replace(ALLIANCE_DAY, uid="c", span=day),
        replace(COUNCIL, uid="a"),
        replace(COUNCIL, uid="b"),
        replace(
            COUNCIL,
            uid="0",
            span=TimeSpan(
                datetime(2026, 3, 12, 15, 0, tzinfo=BEIJING),
                datetime(2026, 3, 12, 8, 0, tzinfo=UTC),
            ),
        ),
    )
    octets = join(FEED, [render_block(event, GENERIC) for event in events[::-1]], GENERIC)
    assert values(octets, "UID") == ["c", "a", "b", "0"]
