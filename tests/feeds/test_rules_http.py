"""Rules 28 to 33: what is answered to a request for a feed."""

import gzip
import re
from collections.abc import Mapping
from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from feeds.formats.icalendar import MEDIA_TYPE, join, render_block
from feeds.profiles import GENERIC
from feeds.validators import (
    Answer,
    Offer,
    answer,
    compress,
    content_disposition,
    etag_of,
    parse_http_date,
    wants_gzip,
)
from tests.feeds.samples import EVENTS, FEED

OCTETS = join(FEED, [render_block(event, GENERIC) for event in EVENTS], GENERIC)
CHANGED = datetime(2026, 3, 1, 12, 0, 0, 400_000, tzinfo=UTC)
NOW = CHANGED + timedelta(days=1)
TAG = etag_of(OCTETS)
ZIPPED_TAG = TAG[:-1] + '-gz"'
OFFER = Offer(
    media_type=MEDIA_TYPE,
    file_name="样例联盟",
    etag=TAG,
    length=len(OCTETS),
    last_modified=CHANGED,
    octets=lambda: OCTETS,
    zipped=lambda: compress(OCTETS),
)
DESCRIBED = (
    ("Content-Type", "text/calendar; charset=utf-8"),
    ("Content-Length", str(len(OCTETS))),
    (
        "Content-Disposition",
        (
            'inline; filename="calendar.ics"; '
            "filename*=UTF-8''%E6%A0%B7%E4%BE%8B%E8%81%94%E7%9B%9F.ics"
        ),
    ),
    ("X-Content-Type-Options", "nosniff"),
)
KEPT = (
    ("ETag", TAG),
    ("Cache-Control", "private, max-age=300"),
    ("Vary", "Accept, Accept-Encoding, User-Agent"),
    ("Last-Modified", "Sun, 01 Mar 2026 12:00:00 GMT"),
)
FULL = Answer(200, (*DESCRIBED, *KEPT), OCTETS)
UNCHANGED = Answer(304, KEPT, b"")
OUTLOOK = "Microsoft Office/16.0 (Windows NT 10.0; Microsoft Outlook 16.0.17726; Pro)"


def get(headers: Mapping[str, str] | None = None, now: datetime = NOW) -> Answer:
    return answer("GET", headers or {}, OFFER, now)


def test_r28_a_feed_is_described_wholly() -> None:
    assert get() == FULL


def test_r28_a_file_name_carries_no_header() -> None:
    assert content_disposition('a"\r\nX-Evil: 1\ud800/..', ".ics") == (
        "inline; filename=\"calendar.ics\"; filename*=UTF-8''a%22%0AX-Evil%3A%201%2F...ics"
    )


def test_r29_two_requests_get_the_same() -> None:
    assert get() == get(now=NOW + timedelta(days=400))
    assert re.fullmatch('"[0-9a-f]{64}"', TAG)


@pytest.mark.parametrize(
    "asked",
    [
        TAG,
        f"W/{TAG}",
        "*",
        f'"other", {TAG}',
        f'"other",W/{TAG} , "third"',
        f', ,"a,b",{TAG}',
        f'  "",{TAG}',
    ],
)
def test_r29_a_known_tag_gets_an_empty_304(asked: str) -> None:
    assert get({"If-None-Match": asked}) == UNCHANGED
    assert answer("HEAD", {"if-none-match": asked}, OFFER, NOW) == UNCHANGED


@pytest.mark.parametrize(
    "asked",
    ["", '"other"', TAG[1:-1], ZIPPED_TAG, f"rubbish, {TAG}", f'"open, {TAG}', "w/*", "W/*"],
)
def test_r29_any_other_tag_gets_the_feed(asked: str) -> None:
    assert get({"If-None-Match": asked}) == FULL


def test_r29_a_304_renders_nothing() -> None:
    def refuse() -> bytes:
        raise AssertionError

    unread = replace(OFFER, octets=refuse)
    assert answer("GET", {"If-None-Match": TAG}, unread, NOW) == UNCHANGED
    assert answer("HEAD", {}, unread, NOW) == Answer(200, FULL.headers, b"")


@pytest.mark.parametrize(
    "since",
    [
        "Sun, 01 Mar 2026 12:00:00 GMT",
        "Sunday, 01-Mar-26 12:00:00 GMT",
        "Sun Mar  1 12:00:00 2026",
        "Sun, 01 Mar 2026 20:00:00 +0800",
        "Sun, 01 Mar 2026 18:00:00 GMT",
    ],
)
def test_r30_a_date_not_older_than_the_last_change_gets_304(since: str) -> None:
    assert get({"If-Modified-Since": since}) == UNCHANGED


@pytest.mark.parametrize(
    "since",
    [
        "Thu, 01 Jan 1970 00:00:00 GMT",
        "Sun, 01 Mar 2026 11:59:59 GMT",
        "Fri, 01 Jan 2100 00:00:00 GMT",
        "rubbish",
        "",
        "0",
        "2026-03-01T12:00:00Z",
        "Sun, 99 Mar 2026 12:00:00 GMT",
        "Sun, 01 Mar 99999999999999999999 12:00:00 GMT",
    ],
)
def test_r30_an_older_future_or_unreadable_date_gets_the_feed(since: str) -> None:
    assert get({"If-Modified-Since": since}) == FULL


@given(st.text())
def test_r30_no_date_breaks_the_answer(since: str) -> None:
    found = parse_http_date(since)
    assert found is None or found.utcoffset() is not None
    assert get({"If-Modified-Since": since}).status in {200, 304}


@given(st.text())
def test_r29_no_tag_breaks_the_answer(asked: str) -> None:
    assert get({"If-None-Match": asked}).status in {200, 304}


def test_r30_if_none_match_wins() -> None:
    later = {"If-Modified-Since": "Sun, 01 Mar 2026 12:00:00 GMT"}
    assert get({**later, "If-None-Match": '"other"'}) == FULL
    earlier = {"If-Modified-Since": "Thu, 01 Jan 1970 00:00:00 GMT"}
    assert get({**earlier, "If-None-Match": TAG}) == UNCHANGED


@pytest.mark.parametrize("age", [timedelta(seconds=-5), timedelta(0), timedelta(seconds=1.9)])
def test_r30_a_date_too_young_to_tell_changes_apart_is_left_out(age: timedelta) -> None:
    young = Answer(200, (*DESCRIBED, *KEPT[:-1]), OCTETS)
    since = {"If-Modified-Since": "Sun, 01 Mar 2026 12:00:00 GMT"}
    assert get(now=CHANGED + age) == get(since, now=CHANGED + age) == young
    assert get(now=CHANGED + timedelta(seconds=2)) == FULL


def test_r31_head_gets_the_headers_of_get() -> None:
    assert answer("HEAD", {}, OFFER, NOW) == Answer(200, FULL.headers, b"")
    zipped = {"Accept-Encoding": "gzip"}
    assert answer("HEAD", zipped, OFFER, NOW) == replace(get(zipped), body=b"")


@pytest.mark.parametrize("method", ["POST", "PUT", "DELETE", "OPTIONS", "PROPFIND", "get"])
def test_r31_other_methods_are_told_which_are_allowed(method: str) -> None:
    assert answer(method, {"If-None-Match": "*"}, OFFER, NOW) == Answer(
        405,
        (
            ("Allow", "GET, HEAD"),
            ("Content-Type", "text/plain; charset=utf-8"),
            ("Content-Length", "19"),
        ),
        b"Only GET and HEAD.\n",
    )


@pytest.mark.parametrize("accept", ["*/*", "text/html", "application/json;q=1", "", ";;,", "样例"])
def test_r32_whatever_is_accepted_gets_the_feed(accept: str) -> None:
    assert get({"Accept": accept}) == get() == FULL


@pytest.mark.parametrize(
    ("asked", "client", "zipped"),
    [
        ("gzip", "", True),
        ("deflate, GZIP;q=0.5", "Thunderbird", True),
        ("br, gzip ; q=1", "", True),
        ("gzip;q=0", "", False),
        ("gzip;q=0.000", "", False),
        ("gzip;q=much", "", False),
        ("gzip;q=1.5", "", False),
        ("gzip;q=0.3, identity", "", False),
        ("identity;q=0.8, gzip;q=0.75", "", False),
        ("identity;q=0.5, gzip", "", True),
        ("gzip;q=0.5, identity; q=0.25", "", True),
        (";;;=,gzip;", "", True),
        ("*", "", False),
        ("identity", "", False),
        ("", "", False),
        ("gzip", OUTLOOK, False),
        ("gzip", "Mozilla/4.0 (compatible; ms-office; MSOffice 16)", False),
        ("gzip", "Microsoft.Exchange/15.20 (Calendar)", False),
    ],
)
def test_r33_only_who_asks_and_can_read_it_gets_gzip(
    asked: str, client: str, *, zipped: bool
) -> None:
    assert wants_gzip(asked, client) is zipped


def test_r33_a_compressed_feed_is_the_same_feed_under_its_own_tag() -> None:
    packed = compress(OCTETS)
    found = get({"ACCEPT-ENCODING": "gzip"})
    assert gzip.decompress(found.body) == OCTETS
    assert found == Answer(
        200,
        (
            DESCRIBED[0],
            ("Content-Length", str(len(packed))),
            *DESCRIBED[2:],
            ("ETag", ZIPPED_TAG),
            *KEPT[1:],
            ("Content-Encoding", "gzip"),
        ),
        packed,
    )
    again = get({"Accept-Encoding": "gzip", "If-None-Match": ZIPPED_TAG})
    assert again == Answer(304, (("ETag", ZIPPED_TAG), *KEPT[1:]), b"")
    plain = replace(OFFER, gzip=False)
    unpacked = {"Accept-Encoding": "gzip"}
    assert answer("GET", unpacked, plain, NOW) == FULL
    assert answer("GET", {**unpacked, "If-None-Match": TAG}, plain, NOW) == UNCHANGED
    assert packed[4:8] == bytes(4)  # no time in the header of the archive
