"""Every rule of the linter is seen to fail, and good feeds are clean."""

import re
from dataclasses import replace
from datetime import timedelta
from itertools import count

import pytest
from hypothesis import given
from hypothesis import strategies as st

from feeds.formats import freebusy
from feeds.formats.icalendar import join, render_block
from feeds.lint import Finding, lint
from feeds.profiles import GENERIC, OUTLOOK
from tests.feeds.samples import BLANKS, EVENTS, FEED

GOOD = join(
    replace(FEED, alarms=(timedelta(minutes=30),)),
    [render_block(event, OUTLOOK) for event in EVENTS],
    OUTLOOK,
)
CRLF = "\r\n"
COUNCIL_UID = "UID:council-2026-q1@sample\r\n"
ALARM = "BEGIN:VALARM\r\nACTION:DISPLAY\r\nDESCRIPTION:活动提醒\r\nTRIGGER:-PT30M\r\nEND:VALARM\r\n"
EVENT = GOOD[GOOD.index(b"BEGIN:VEVENT") : GOOD.index(b"END:VEVENT") + 12].decode()
ZONE = GOOD[GOOD.index(b"BEGIN:VTIMEZONE") : GOOD.index(b"BEGIN:VEVENT")].decode()
STANDARD = ZONE[ZONE.index("BEGIN:STANDARD") : ZONE.index("END:VTIMEZONE")]

HINT = "REFRESH-INTERVAL;VALUE=DURATION:PT1H\r\n"
NAMES = "NAME:样例产业链党建联盟\r\nX-WR-CALNAME:样例产业链党建联盟\r\n"
NO_DATES = (
    "RECURRENCE-ID:foo",
    "RECURRENCE-ID:20260312T063000Z",
    "EXDATE:foo",
    "EXDATE:20260312T143000",
    "EXDATE:20260312T063000Z,\uff1220260312T063000Z",
    "EXDATE;VALUE=DATE:20260312",
    "RDATE:foo",
    "RDATE;VALUE=PERIOD:20260312T063000Z/PT2H",
)
NO_VALUES = (
    "CLASS:FOO BAR",
    "CLASS:",
    "COLOR:notacolor",
    "COLOR:red\r\nCOLOR:red",
    "CATEGORIES:",
    "CATEGORIES:\u3000",
    "CONTACT:",
    "CONTACT:\u3000\\n",
    "ATTACH:not a uri",
    "ATTACH:",
    "ATTACH:样例:a",
    "ATTACH;VALUE=BINARY:QQ==",
    "ATTACH;VALUE=BINARY;ENCODING=BASE64:QQ",
    "ATTACH;VALUE=BINARY;ENCODING=BASE64:",
    "IMAGE;VALUE=URI:a.png",
)
BREACHES: list[tuple[set[int], str, str]] = [
    ({1}, "SUMMARY:联盟日", "SUMMARY:" + "x" * 68),
    ({3}, "BEGIN:VCALENDAR", "\ufeffBEGIN:VCALENDAR"),
    ({3}, "SUMMARY:联盟日\r\n", "SUMMARY:联盟日\n"),
    ({3}, "SUMMARY:联盟日\r\n", "SUMMARY:联盟日\r\n\r\n"),
    ({3}, "END:VCALENDAR\r\n", "END:VCALENDAR"),
    ({3, 6}, "END:VCALENDAR\r\n", ""),
    ({3, 6}, "END:VCALENDAR\r\n", "END:VCALENDAR\r\n<!-- -->\r\n"),
    ({4}, "SUMMARY:联盟日", "SUMMARY:联盟\t日"),
    ({4}, "SUMMARY:联盟日", "SUMMARY:联盟\x00日"),
    ({4}, "SUMMARY:联盟日", "SUMMARY:联盟\x7f日"),
    ({4}, "SUMMARY:联盟日", "SUMMARY:联盟\x85日"),
    ({4}, "SUMMARY:联盟日", "SUMMARY:联盟\u2028日"),
    ({4}, "SUMMARY:联盟日", "SUMMARY:联盟\ufeff日"),
    ({5}, "SUMMARY:联盟日", "SUMMARY:联盟\\日"),
    ({5}, "SUMMARY:联盟日", "SUMMARY:联盟,日"),
    ({5}, "SUMMARY:联盟日", "SUMMARY:联盟;日"),
    ({5}, "SUMMARY:联盟日", "SUMMARY:联盟日\\"),
    ({5}, "CATEGORIES:一季一议,", "CATEGORIES:一季一议;"),
    ({6}, "SUMMARY:联盟日\r\n", "SUMMARY:联盟日\r\nEVIL:1\r\n"),
    ({6}, "SUMMARY:联盟日\r\n", "SUMMARY:联盟日\r\n样例\r\n"),
    # A journal is closed here without having been opened.
    ({6}, "SUMMARY:联盟日\r\n", "SUMMARY:联盟日\r\nEND:VJOURNAL\r\n"),  # RFC 5545, 3.6.3
    ({6}, "SUMMARY:联盟日\r\n", 'SUMMARY:联盟日\r\nX-A;B="c:d\r\n'),
    ({6, 8, 10, 11, 14}, "BEGIN:VCALENDAR\r\n", "X-A:1\r\nBEGIN:VCALENDAR\r\nBEGIN:VCALENDAR\r\n"),
    # A calendar of events holds no journals, not even an empty one.
    ({6}, "END:VCALENDAR", "BEGIN:VJOURNAL\r\nEND:VJOURNAL\r\nEND:VCALENDAR"),  # RFC 5545, 3.6.3
    ({6}, ALARM, "BEGIN:VEVENT\r\nUID:inside@sample\r\nEND:VEVENT\r\n"),
    ({6}, "END:STANDARD\r\n", f"{ALARM}END:STANDARD\r\n"),
    ({6}, "DTSTART;TZID=Asia/Shanghai:", "DTSTART;TZID=Asia/Shanghai;TZID=Asia/Shanghai:"),
    ({6}, "SUMMARY:联盟日", "SUMMARY;LANGUAGE=zh;language=en:联盟日"),
    ({6}, "SUMMARY:联盟日", "SUMMARY;LANGUAGE=:联盟日"),
    ({6}, "SUMMARY:联盟日", "SUMMARY;LANGUAGE=zh_CN:联盟日"),
    ({7}, "SUMMARY:联盟日", "SUMMARY:联盟&amp\\;日"),
    ({7}, "SUMMARY:联盟日", "SUMMARY:联盟&#39\\;日"),
    ({7}, "SUMMARY:联盟日", "SUMMARY:联盟&ldquo\\;日"),
    ({8}, "VERSION:2.0\r\n", ""),
    ({8}, "VERSION:2.0\r\n", "VERSION:1.0\r\n"),
    ({8}, "PRODID:", "X-A:1\r\nPRODID:"),
    ({8}, "PRODID:-//Scheduler//Calendar Feed//ZH", "PRODID:"),
    ({8}, "PRODID:", "PRODID;VALUE=URI:"),
    ({8}, "CALSCALE:GREGORIAN\r\n", ""),
    ({8}, "CALSCALE:GREGORIAN\r\n", "CALSCALE:GREGORIAN\r\n" * 2),
    ({8}, "CALSCALE:", "COLOR:notacolor\r\nCALSCALE:"),
    *(
        ({8}, "CALSCALE:", f"{line}\r\n{line}\r\nCALSCALE:")
        for line in ("COLOR:red", "SOURCE;VALUE=URI:https://a.example/", "URL:https://a.example/")
    ),
    ({8}, "CALSCALE:", "SOURCE;VALUE=URI:not a uri\r\nCALSCALE:"),
    ({9}, "CALSCALE:", "UID:calendar\r\nCALSCALE:"),
    ({10}, "\r\nNAME:样例", "\r\nNAME:别的"),
    ({10}, "X-WR-CALNAME:样例产业链党建联盟\r\n", ""),
    ({10}, NAMES, "NAME:\r\nX-WR-CALNAME:\r\n"),
    ({10}, NAMES, "NAME:\u3000\r\nX-WR-CALNAME:\u3000\r\n"),
    ({10}, "X-WR-TIMEZONE:Asia/Shanghai", "X-WR-TIMEZONE:UTC"),
    ({10}, "X-WR-CALDESC:", "X-WR-CALDESC:别的\r\nX-WR-CALDESC:"),
    ({10}, "X-WR-TIMEZONE:", "X-WR-TIMEZONE:Asia/Shanghai\r\nX-WR-TIMEZONE:"),
    ({10}, "X-WR-CALNAME:样例产业链党建联盟\r\n", "X-WR-CALNAME:样例产业链党建联盟\r\n" * 2),
    ({10}, "\r\nNAME:", "\r\nNAME:样例产业链党建联盟\r\nNAME:"),
    ({11}, "REFRESH-INTERVAL;VALUE=DURATION:PT1H\r\n", ""),
    ({11}, HINT, HINT * 2),
    ({11}, "X-PUBLISHED-TTL:PT1H\r\n", "X-PUBLISHED-TTL:PT1H\r\n" * 2),
    ({11}, "X-PUBLISHED-TTL:PT1H", "X-PUBLISHED-TTL:PT2H"),
    ({11}, "REFRESH-INTERVAL;VALUE=DURATION:", "REFRESH-INTERVAL:"),
    ({12}, "CALSCALE:", "METHOD:REQUEST\r\nCALSCALE:"),
    ({12}, "CALSCALE:", "METHOD:PUBLISH\r\nCALSCALE:"),
    ({13}, ZONE, ""),
    ({13}, ZONE, ZONE + ZONE),
    ({13}, STANDARD, STANDARD + STANDARD),
    ({13}, STANDARD, ""),
    ({13}, "TZID:Asia/Shanghai\r\n", "TZID:Asia/Shanghai\r\n" * 2),
    ({13}, "TZID:Asia/Shanghai\r\n", ""),
    ({13}, "TZOFFSETTO:+0800", "TZOFFSETTO:+0900"),
    ({13}, "TZOFFSETFROM:+0800", "TZOFFSETFROM:+\uff10800"),
    ({13}, "TZOFFSETFROM:+0800", "TZOFFSETFROM:+0860"),
    ({13}, "TZOFFSETFROM:+0800", "TZOFFSETFROM:-0000"),
    ({13}, "TZOFFSETFROM:+0800\r\n", ""),
    ({13}, "DTSTART:19700101T000000\r\n", ""),
    ({13}, "DTSTART:19700101T000000\r\n", "DTSTART:19700101T000000\r\n" * 2),
    ({13}, "DTSTART:19700101T000000", "DTSTART:hello"),
    ({13}, "DTSTART:19700101T000000", "DTSTART:99999999T999999"),
    ({13}, "DTSTART:19700101T000000", "DTSTART:19700101T000000Z"),
    ({13}, "DTSTART:19700101T000000", "DTSTART;VALUE=DATE:19700101T000000"),
    ({13}, "TZOFFSETFROM:+0800", "TZOFFSETFROM:+080543"),
    ({13}, "TZNAME:CST\r\n", "TZNAME:CST\r\nRDATE:19860504T000000\r\n"),
    ({13}, "TZNAME:CST\r\n", "TZNAME:CST\r\nCOMMENT:样例\r\n"),
    ({15}, "UID:alliance-day-2026@sample\r\n", ""),
    ({15}, "STATUS:CANCELLED\r\n", ""),
    ({15}, "TRANSP:OPAQUE\r\n", "TRANSP:OPAQUE\r\nTRANSP:OPAQUE\r\n"),
    ({15}, "CREATED:20260105T040000Z", "CREATED:20260105T040000"),
    ({15, 19}, "LAST-MODIFIED:20260108T040007Z", "LAST-MODIFIED:20260229T040007Z"),
    ({15}, "LOCATION:样例园区\r\n", "LOCATION:样例园区\r\nLOCATION:另一处\r\n"),
    ({15}, COUNCIL_UID, f"{COUNCIL_UID}DURATION:PT2H\r\n"),
    ({15}, "SUMMARY:联盟日", "SUMMARY:"),
    ({15}, "SUMMARY:联盟日", "SUMMARY: \\n"),
    ({15}, "SUMMARY:联盟日", "SUMMARY:\u200b\u3000"),
    *(({15}, "SUMMARY:联盟日", f"SUMMARY:{blank}") for blank in BLANKS),
    ({15}, "TRANSP:OPAQUE", "TRANSP:MAYBE"),
    ({15}, COUNCIL_UID, f"{COUNCIL_UID}GEO:999;x\r\n"),
    ({15}, COUNCIL_UID, f"{COUNCIL_UID}GEO:90.1;120\r\n"),
    ({15}, COUNCIL_UID, f"{COUNCIL_UID}GEO:30;180.5\r\n"),
    ({15}, "DTSTAMP:", "DTSTAMP;VALUE=DATE:"),
    ({15}, "DTSTAMP:", "DTSTAMP;TZID=Asia/Shanghai:"),
    ({15}, "SUMMARY:联盟日", "SUMMARY;VALUE=BINARY:联盟日"),
    ({15}, "DTSTART;TZID", "DTSTART;VALUE=PERIOD;TZID"),
    ({15}, COUNCIL_UID, f"{COUNCIL_UID}PRIORITY:99\r\n"),
    ({15}, COUNCIL_UID, f"{COUNCIL_UID}PRIORITY:\uff11\r\n"),
    *(({15}, COUNCIL_UID, f"{COUNCIL_UID}{line}\r\n") for line in NO_VALUES),
    ({15}, "CATEGORIES:一季一议,", "CATEGORIES:一季一议,,"),
    ({16}, COUNCIL_UID, "UID:样例\r\n"),
    ({16}, COUNCIL_UID, "UID:council 2026@sample\r\n"),
    ({16}, COUNCIL_UID, "UID:" + f"{CRLF} ".join(["x" * 67] * 3) + CRLF),
    ({17}, EVENT, EVENT + EVENT),
    ({18}, "SEQUENCE:2\r\n", "SEQUENCE:-1\r\n"),
    ({18}, "SEQUENCE:2\r\n", "SEQUENCE:2147483648\r\n"),
    ({18}, "SEQUENCE:2\r\n", "SEQUENCE:\uff12\r\n"),
    ({19}, "DTSTAMP:20260108T040007Z", "DTSTAMP:20260108T040008Z"),
    ({19}, "CREATED:20260105T040000Z", "CREATED:20260108T040008Z"),
    ({20}, "X-MICROSOFT-CDO-ALLDAYEVENT:TRUE\r\n", ""),
    ({20}, "DTEND;VALUE=DATE:20260702", "DTEND;VALUE=DATE:20260701"),
    ({20}, "DTEND;VALUE=DATE:20260702", "DTEND:20260702T000000"),
    ({20}, "DTSTART;VALUE=DATE:20260701", "DTSTART;VALUE=DATE:20260230"),
    (
        {21},
        "DTSTART;TZID=Asia/Shanghai:20260312T143000",
        "DTSTART;TZID=Asia/Shanghai:20260312T149900",
    ),
    ({20}, COUNCIL_UID, f"{COUNCIL_UID}X-MICROSOFT-CDO-ALLDAYEVENT:TRUE\r\n"),
    ({21}, "DTEND;TZID=Asia/Shanghai:20260312T163000", "DTEND:20260312T163000"),
    ({21}, "DTEND;TZID=Asia/Shanghai:20260312T163000", "DTEND:20260312T083000Z"),
    ({21}, "DTEND;TZID=Asia/Shanghai:20260312T1630", "DTEND;TZID=Asia/Shanghai:20260312T1430"),
    ({13, 21}, "DTEND;TZID=Asia/Shanghai:20260312", "DTEND;TZID=China:20260312"),
    ({22}, "SUMMARY:联盟日", "SUMMARY:" + f"{CRLF} ".join(["x" * 64] * 4)),
    ({22}, "LOCATION:样例园区", "LOCATION:" + f"{CRLF} ".join(["😀" * 16] * 8)),
    ({23}, "CONFERENCE;VALUE=URI;", "CONFERENCE;"),
    ({23}, "URL:https://calendar.example/events/council-2026-q1\r\n", ""),
    ({23, 24}, "DESCRIPTION:承办：样例企业", "DESCRIPTION:承办\r\nX-REST:样例企业"),
    ({23}, "URL:https://calendar.example/events/council-2026-q1", "URL:javascript:alert(1)"),
    ({23}, "URL:https://calendar.example/events/council-2026-q1", "URL:not a uri"),
    ({23}, "URL:https://calendar.example/", "URL:http://[::1"),
    ({23}, "URL:https://calendar.example/", "URL:https://calendar.example:99999/"),
    ({23}, "URL:https://calendar.example/", "URL:https:///"),
    ({24}, "X-ALT-DESC;FMTTYPE=text/html:", "X-ALT-DESC:"),
    ({24}, "<html><body>承办", "<html><body>协办"),
    ({25}, "ACTION:DISPLAY", "ACTION:AUDIO"),
    ({25}, "ACTION:DISPLAY\r\n", ""),
    ({25}, "TRIGGER:-PT30M\r\n", ""),
    ({25}, "DESCRIPTION:活动提醒\r\n", ""),
    ({25}, "TRIGGER:-PT30M", "TRIGGER:soon"),
    ({25}, "TRIGGER:-PT30M", "TRIGGER:-PT1H30S"),
    ({25}, "TRIGGER:-PT30M", "TRIGGER;VALUE=DATE-TIME:20260312T140000"),
    ({25}, "TRIGGER:-PT30M\r\n", "TRIGGER:-PT30M\r\nTRIGGER:-PT5M\r\n"),
    ({25}, "TRIGGER:-PT30M", "TRIGGER:-PT3\uff10M"),
    ({25}, "TRIGGER:-PT30M", "TRIGGER;RELATED=FOO:-PT30M"),
    ({25}, "TRIGGER:-PT30M", "TRIGGER;VALUE=TEXT:-PT30M"),
    ({25}, "TRIGGER:-PT30M", "TRIGGER;VALUE=DATE-TIME;RELATED=START:20260312T140000Z"),
    ({25}, "TRIGGER:-PT30M\r\n", "TRIGGER:-PT30M\r\nREPEAT:2\r\n"),
    ({25}, "TRIGGER:-PT30M\r\n", "TRIGGER:-PT30M\r\nREPEAT:\uff12\r\nDURATION:PT5M\r\n"),
    ({25}, ALARM, ALARM * 6),
    ({25}, "TRIGGER:-PT30M\r\n", "TRIGGER:-PT30M\r\nATTACH:not a uri\r\n"),
    ({26}, "STATUS:CANCELLED", "STATUS:DELETED"),
    ({26}, "SEQUENCE:4", "SEQUENCE:0"),
    ({27}, COUNCIL_UID, f"{COUNCIL_UID}RRULE:FREQ=YEARLY;UNTIL=20261231\r\n"),
    ({27}, COUNCIL_UID, f"{COUNCIL_UID}RRULE:FREQ=DAILY;COUNT=1\uff11\r\n"),
    *(({27}, COUNCIL_UID, f"{COUNCIL_UID}{line}\r\n") for line in NO_DATES),
]


def rules(octets: bytes) -> set[int]:
    return {finding.rule for finding in lint(octets)}


@pytest.mark.parametrize(("broken", "old", "new"), BREACHES, ids=map(str, count()))
def test_each_breach_is_found_under_its_rule(broken: set[int], old: str, new: str) -> None:
    assert old.encode() in GOOD
    assert rules(GOOD.replace(old.encode(), new.encode(), 1)) == broken


def test_good_feed_is_clean_for_every_reader() -> None:
    assert lint(GOOD, google=True) == ()


def test_r4_a_line_may_be_folded_by_a_tab() -> None:
    assert lint(GOOD.replace("SUMMARY:联盟日".encode(), "SUMMARY:联盟\r\n\t日".encode())) == ()
    tabbed = GOOD.replace("SUMMARY:联盟日".encode(), "SUMMARY:联盟\r\n \t日".encode())
    assert rules(tabbed) == {4}
    assert 4 in rules(b"\t" + GOOD)


def test_names_are_read_in_any_case() -> None:
    names = re.compile(rb"^(?:(?:BEGIN|END):[A-Z]+|[A-Z-]+)", re.MULTILINE)
    lowered = names.sub(lambda name: name[0].lower(), GOOD)
    assert b"\r\nbegin:vevent\r\ndtstart;" in lowered
    assert lint(lowered, google=True) == ()


def test_r2_characters_split_by_a_fold_are_found_on_both_lines() -> None:
    name = "联盟日".encode()
    number = GOOD[: GOOD.index(b"SUMMARY:" + name)].count(b"\n") + 1
    assert lint(GOOD.replace(b"SUMMARY:" + name, b"SUMMARY:" + name[:4] + b"\r\n " + name[4:])) == (
        Finding(number, 2, "not UTF-8 by itself"),
        Finding(number + 1, 2, "not UTF-8 by itself"),
    )


def test_r4_half_of_a_surrogate_pair_is_found_and_is_no_utf_8() -> None:
    name = "联盟日".encode()
    number = GOOD[: GOOD.index(b"SUMMARY:" + name)].count(b"\n") + 1
    assert lint(GOOD.replace(b"SUMMARY:" + name, b"SUMMARY:" + name + b"\xed\xa0\xbd")) == (
        Finding(number, 2, "not UTF-8 by itself"),
        Finding(number, 4, "half of a surrogate pair"),
    )


def test_r3_a_second_calendar_is_found() -> None:
    assert lint(GOOD + GOOD) == (Finding(1, 3, "not exactly one VCALENDAR"),)


def test_r11_the_file_of_one_event_alone_needs_no_hint() -> None:
    feed = replace(FEED, refresh=None)
    files = [
        lint(join(feed, [render_block(event, GENERIC) for event in events], GENERIC))
        for events in (EVENTS[:1], EVENTS)
    ]
    unhinted = Finding(1, 11, "REFRESH-INTERVAL and X-PUBLISHED-TTL are not there and equal")
    assert files == [(), (unhinted,)]


@pytest.mark.parametrize(
    "written", ["1:00:00", "PT", "P", "P1H", "PT1D", "", "-PT1H", "PT0S", "PT\uff11H"]
)
def test_r11_what_is_no_duration_is_found(written: str) -> None:
    found = lint(GOOD.replace(b":PT1H\r\n", f":{written}\r\n".encode()))
    assert [one.message for one in found] == ["REFRESH-INTERVAL is no duration"]


@pytest.mark.parametrize(
    ("interval", "published", "broken"),
    [
        ("PT1H", "PT60M", set()),
        ("PT24H", "P1D", set()),
        ("P1W", "P7D", set()),
        ("PT1H", "PT59M", {11}),
        ("PT1H", "-PT1H", {11}),
        ("PT1H", "PT1\uff28", {11}),
    ],
)
def test_r11_both_hints_last_equally_long(interval: str, published: str, broken: set[int]) -> None:
    hinted = GOOD.replace(b"DURATION:PT1H", f"DURATION:{interval}".encode())
    assert rules(hinted.replace(b"TTL:PT1H", f"TTL:{published}".encode())) == broken


@pytest.mark.parametrize("written", ["PT15M", "P1DT12H", "P2W", "P7D", "PT1H30M5S"])
def test_r11_every_duration_is_clean(written: str) -> None:
    assert lint(GOOD.replace(b":PT1H\r\n", f":{written}\r\n".encode())) == ()


def test_r12_published_events_have_an_organizer_and_no_attendee() -> None:
    published = GOOD.replace(b"CALSCALE:", b"METHOD:PUBLISH\r\nCALSCALE:")
    organised = published.replace(b"\r\nUID:", b"\r\nORGANIZER:mailto:a@sample.example\r\nUID:")
    assert rules(organised) == set()
    attended = organised.replace(b"\r\nUID:", b"\r\nATTENDEE:mailto:b@sample.example\r\nUID:", 1)
    assert rules(attended) == {12}
    assert rules(published) == {12}


@pytest.mark.parametrize("name", ["ATTENDEE", "ORGANIZER"])
def test_r12_without_a_method_nobody_is_invited(name: str) -> None:
    invited = GOOD.replace(b"\r\nUID:", f"\r\n{name}:mailto:a@sample.example\r\nUID:".encode(), 1)
    assert rules(invited) == {12}


def test_r12_neither_an_alarm_nor_a_busy_time_names_who_attends() -> None:
    attendee = b"ATTENDEE:mailto:a@sample.example\r\n"
    assert rules(GOOD.replace(b"END:VALARM", attendee + b"END:VALARM", 1)) == {12}
    busy = freebusy.write(GOOD, "busy@sample")
    assert rules(busy) == set()
    assert rules(busy.replace(b"END:VFREEBUSY", attendee + b"END:VFREEBUSY")) == {12}


def test_r13_a_zone_after_an_event_is_found() -> None:
    moved = GOOD.replace(ZONE.encode(), b"").replace(
        b"END:VCALENDAR", ZONE.encode() + b"END:VCALENDAR"
    )
    assert rules(moved) == {13}


def test_r14_a_calendar_without_events_is_found() -> None:
    start, end = GOOD.index(b"BEGIN:VEVENT"), GOOD.index(b"END:VCALENDAR")
    assert rules(GOOD[:start] + GOOD[end:]) == {14}


def recurring(rule: str) -> bytes:
    return GOOD.replace(COUNCIL_UID.encode(), f"{COUNCIL_UID}RRULE:{rule}\r\n".encode())


@pytest.mark.parametrize(
    "rule",
    [
        "FREQ=YEARLY;UNTIL=20261231T000000Z",
        "FREQ=YEARLY;COUNT=2",
        "FREQ=DAILY;INTERVAL=3",
        "FREQ=WEEKLY;BYDAY=MO,WE;WKST=MO",
        "FREQ=MONTHLY;INTERVAL=3;BYMONTHDAY=12",
        "FREQ=MONTHLY;BYDAY=2TH",
        "FREQ=MONTHLY;BYDAY=MO,TU,WE,TH,FR;BYSETPOS=-1",
        "FREQ=YEARLY;BYMONTH=3;BYDAY=-1TH",
    ],
)
def test_r27_a_rule_that_outlook_has_a_template_for_is_clean(rule: str) -> None:
    assert rules(recurring(rule)) == set()


@pytest.mark.parametrize(
    "rule",
    [
        "FREQ=YEARLY;BYMONTH=3,6,9,12",
        "FREQ=HOURLY",
        "BYMONTH=3",
        "FREQ=DAILY;BYDAY=MO",
        "FREQ=WEEKLY;BYDAY=1MO",
        "FREQ=MONTHLY;BYMONTHDAY=1,15",
        "FREQ=MONTHLY;COUNT=0",
        "FREQ=MONTHLY;COUNT=2;UNTIL=20261231T000000Z",
        "FREQ=MONTHLY;COUNT=2;COUNT=3",
        "FREQ=YEARLY;BYWEEKNO=12",
        "soon",
    ],
)
def test_r27_any_other_rule_is_found(rule: str) -> None:
    found = [one.message for one in lint(recurring(rule))]
    assert found == ["Outlook has no template for this RRULE"]


@pytest.mark.parametrize(
    ("written", "told"),
    [
        ("CREATED:20251331T000000Z", "CREATED is no time that there is"),
        ("CREATED:20250230T000000", "CREATED is no time that there is"),
        ("CREATED:soon", "CREATED is no time that there is"),
        ("CREATED:20260105T040000", "CREATED is not in UTC"),
        ("CREATED;VALUE=DATE:20260105", "CREATED is not in UTC"),
        ("CREATED;TZID=Asia/Shanghai:20260105T040000Z", "CREATED is not in UTC"),
    ],
)
def test_r15_a_stamp_is_told_why_it_is_none(written: str, told: str) -> None:
    stamped = GOOD.replace(b"CREATED:20260105T040000Z", written.encode())
    assert {(one.rule, one.message) for one in lint(stamped)} == {(15, told)}
    times = busy(STAMPED[0], written.replace("CREATED", "DTSTAMP"))
    assert told.replace("CREATED", "DTSTAMP") in {one.message for one in lint(times)}


def busy(*lines: str) -> bytes:
    inside = "".join(f"{line}\r\n" for line in lines)
    head = "BEGIN:VCALENDAR\r\nPRODID:-//Sample\r\nVERSION:2.0\r\nCALSCALE:GREGORIAN\r\n"
    return f"{head}BEGIN:VFREEBUSY\r\n{inside}END:VFREEBUSY\r\nEND:VCALENDAR\r\n".encode()


@pytest.mark.parametrize(
    "line",
    [
        "EXDATE;TZID=Asia/Shanghai:20260412T143000,20260512T143000",
        "RDATE;VALUE=DATE-TIME:20260412T063000Z",
        "RECURRENCE-ID;TZID=Asia/Shanghai:20260312T143000",
    ],
)
def test_r27_a_date_that_fits_the_start_is_clean(line: str) -> None:
    assert rules(GOOD.replace(COUNCIL_UID.encode(), f"{COUNCIL_UID}{line}\r\n".encode())) == set()


def test_r27_a_whole_day_leaves_out_days() -> None:
    day = b"UID:alliance-day-2026@sample\r\n"
    left_out = (b"EXDATE;VALUE=DATE:20270701\r\n", b"EXDATE:20270701T000000Z\r\n")
    assert [rules(GOOD.replace(day, day + line)) for line in left_out] == [set(), {27}]


STAMPED = ("UID:busy@sample", "DTSTAMP:20260108T040007Z")
PERIOD = "20260312T063000Z/20260312T083000Z"


def test_busy_times_need_no_name_no_hint_and_no_event() -> None:
    assert lint(freebusy.write(GOOD, "busy@sample")) == ()
    assert lint(busy(*STAMPED)) == ()
    assert lint(busy(*STAMPED, f"FREEBUSY:20260311T063000Z/PT2H,{PERIOD}")) == ()


@pytest.mark.parametrize(
    ("line", "rule"),
    [
        ("UID:again@sample", 15),
        ("DTSTART:20260312T063000", 15),
        ("DTEND:20260312T063000Z\r\nDTEND:20260312T063000Z", 15),
        ("DTSTART:20260312T063000Z\r\nDTEND:20260312T063000Z", 21),
        ("DTSTART;VALUE=DATE:20260312T063000Z", 15),
        ("FREEBUSY:soon", 21),
        ("FREEBUSY:20260312T063000Z/-PT2H", 21),
        ("FREEBUSY:20260312T063000Z/20260312T063000Z", 21),
        (f"FREEBUSY:{PERIOD},20260312T063000/PT2H", 21),
    ],
)
def test_what_is_no_busy_time_is_found(line: str, rule: int) -> None:
    assert rules(busy(*STAMPED, line)) == {rule}


@pytest.mark.parametrize(
    "trigger",
    [
        ";VALUE=DATE-TIME:20260312T140000Z",
        ";VALUE=DURATION;RELATED=END:PT5M",
        ":PT8H",
        ":-PT30M\r\nREPEAT:2\r\nDURATION:PT5M",
    ],
)
def test_r25_a_trigger_is_a_time_in_utc_or_a_time_before_or_after(trigger: str) -> None:
    written = f"TRIGGER{trigger}".encode()
    assert rules(GOOD.replace(b"TRIGGER:-PT30M", written)) == set()


@pytest.mark.parametrize("place", ["36.66;116.98", "-90;+180", "0.5;-179.999"])
def test_r15_a_place_on_earth_is_clean(place: str) -> None:
    line = f"{COUNCIL_UID}GEO:{place}\r\n".encode()
    assert rules(GOOD.replace(COUNCIL_UID.encode(), line)) == set()


@pytest.mark.parametrize(
    "line",
    [
        "CLASS:X-VENUE",
        "COLOR:DarkSlateGrey",
        "CATEGORIES:a,b\r\nCATEGORIES:c",
        'CONTACT;ALTREP="CID:part@sample.example";LANGUAGE=zh-Hans-CN:样例企业',
        "ATTACH;FMTTYPE=text/plain;ENCODING=BASE64;VALUE=BINARY:QUJD",
        "ATTACH:CID:part@sample.example",
        "IMAGE;VALUE=URI;DISPLAY=BADGE;FMTTYPE=image/png:https://a.example/%E8",
        "X-SAMPLE;X-A=1;X-A=2:3",
    ],
)
def test_what_the_standards_allow_is_clean(line: str) -> None:
    written = f"{COUNCIL_UID}{line}\r\n".encode()
    assert lint(GOOD.replace(COUNCIL_UID.encode(), written)) == ()


def test_r10_a_name_may_stand_once_more_in_another_language() -> None:
    named = b"X-WR-CALNAME:"
    assert lint(GOOD.replace(named, b"NAME;LANGUAGE=en:Sample\r\n" + named)) == ()


def test_r37_limits_of_google_are_checked_on_demand() -> None:
    start, end = GOOD.index(b"BEGIN:VEVENT"), GOOD.index(b"END:VCALENDAR")
    events = b"".join(
        GOOD[start:end].replace(b"UID:", f"UID:{number}-".encode()) for number in range(400)
    )
    large = GOOD[:start] + events.replace(ALARM.encode(), b"") + GOOD[end:]
    assert len(large) < 1_000_000
    assert lint(large) == ()
    assert lint(large, google=True) == (Finding(0, 37, "more than 1000 events"),)
    padded = GOOD.replace(b"END:VCALENDAR", b"X-PAD:1\r\n" * 112_000 + b"END:VCALENDAR")
    assert lint(padded, google=True) == (Finding(0, 37, "more than 1000000 octets"),)


def test_findings_are_sorted_and_say_line_and_rule() -> None:
    broken = GOOD.replace(b"SUMMARY:", b"TITLE:").replace(b"CALSCALE:GREGORIAN\r\n", b"", 1)
    findings = lint(broken)
    assert list(findings) == sorted(findings)
    assert str(findings[0]) == "1: R8 CALSCALE is not GREGORIAN"


@pytest.mark.parametrize("octets", [b"", b"<html></html>", b"BEGIN:VCALENDAR\r\n", GOOD[:1_000]])
def test_what_erases_subscribers_is_no_calendar(octets: bytes) -> None:
    assert 3 in rules(octets)


@given(st.binary(max_size=200), st.integers(0, len(GOOD)))
def test_the_linter_never_fails_itself(noise: bytes, place: int) -> None:
    assert isinstance(lint(noise), tuple)
    assert isinstance(lint(GOOD[:place] + noise + GOOD[place:]), tuple)


@pytest.mark.parametrize("name", ["VCALENDAR", "VEVENT"])
def test_components_may_lie_however_deep_in_one_another(name: str) -> None:
    deep = 2_000
    found = lint(f"BEGIN:{name}\r\n".encode() * deep)
    assert [each.message for each in found].count(f"BEGIN:{name} is never closed") == deep
