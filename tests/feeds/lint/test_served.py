"""How a feed is served is checked from outside, and from the command line."""

import os
import subprocess
import sys
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import replace
from datetime import UTC, datetime
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from threading import Thread

import pytest

from feeds.formats import freebusy
from feeds.formats.icalendar import MEDIA_TYPE, join, render_block
from feeds.lint.__main__ import main
from feeds.lint.served import UnreadableError, read
from feeds.profiles import GENERIC
from feeds.validators import Answer, Offer, answer, compress, etag_of
from tests.feeds.samples import EVENTS, FEED, NOON

OCTETS = join(FEED, [render_block(event, GENERIC) for event in EVENTS], GENERIC)
OFFER = Offer(
    media_type=MEDIA_TYPE,
    file_name="样例",
    etag=etag_of(OCTETS),
    length=len(OCTETS),
    last_modified=NOON,
    octets=lambda: OCTETS,
    zipped=lambda: compress(OCTETS),
)
NOW = datetime(2026, 6, 1, tzinfo=UTC)
Respond = Callable[[str, Mapping[str, str]], Answer]


def well(method: str, headers: Mapping[str, str]) -> Answer:
    return answer(method, headers, OFFER, NOW)


@contextmanager
def serving(respond: Respond, path: str = "/feeds/sample.ics") -> Iterator[str]:
    class Handler(BaseHTTPRequestHandler):
        def handle_any(self) -> None:
            found = respond(self.command, dict(self.headers))
            self.send_response_only(found.status)
            for name, value in found.headers:
                self.send_header(name, value)
            self.end_headers()
            self.wfile.write(found.body)

        do_GET = do_HEAD = do_POST = handle_any  # noqa: N815 - the names that the server calls

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    thread = Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01})
    thread.start()
    try:
        yield f"http://127.0.0.1:{server.server_port}{path}"
    finally:
        server.shutdown()
        server.server_close()
        thread.join()


def without(found: Answer, *names: str) -> Answer:
    return replace(found, headers=tuple(pair for pair in found.headers if pair[0] not in names))


def test_a_feed_served_well_has_no_finding() -> None:
    with serving(well) as url:
        assert read(url) == (OCTETS, ())
        assert main([f"{url}?lang=zh"]) == 0


def undescribed(method: str, headers: Mapping[str, str]) -> Answer:
    return without(well(method, headers), "Content-Type", "Content-Length", "Content-Disposition")


def untagged(method: str, _headers: Mapping[str, str]) -> Answer:
    return without(answer(method, {}, OFFER, NOW), "ETag", "Last-Modified")


def changing(method: str, headers: Mapping[str, str]) -> Answer:
    found = well(method, headers)
    if "Accept" not in headers:
        return found
    return replace(found, headers=(("Content-Type", "text/html"),), body=b"<html></html>")


def never_fresh(method: str, headers: Mapping[str, str]) -> Answer:
    return answer(method, {}, OFFER, NOW) if headers else well(method, headers)


def always_fresh(method: str, headers: Mapping[str, str]) -> Answer:
    if "If-Modified-Since" in headers:
        return Answer(304, (("ETag", OFFER.etag),), b"")
    return well(method, headers)


def same_for_all_methods(method: str, headers: Mapping[str, str]) -> Answer:
    return without(answer("GET", headers, OFFER, NOW), "ETag" if method == "HEAD" else "")


@pytest.mark.parametrize(
    ("respond", "rules"),
    [
        (undescribed, [28, 28, 28]),
        (untagged, [29]),
        (changing, [29, 32]),
        (never_fresh, [29, 29, 29, 29]),
        (always_fresh, [30, 30, 30]),
        (same_for_all_methods, [31, 31]),
    ],
)
def test_each_breach_is_found_under_its_rule(respond: Respond, rules: list[int]) -> None:
    with serving(respond) as url:
        octets, findings = read(url)
    assert octets == OCTETS
    assert [finding.rule for finding in findings] == rules


@pytest.mark.parametrize("scheme", ["webcal", "WEBCAL"])
def test_an_address_for_calendars_is_one_of_the_web(scheme: str) -> None:
    with serving(well) as url:
        assert main([url.replace("http", scheme)]) == 0


@pytest.mark.parametrize("scheme", ["webcal", "webcals"])
def test_an_address_for_calendars_that_is_away_is_said(scheme: str) -> None:
    with serving(well) as url:
        pass
    with pytest.raises(UnreadableError, match="Connection refused"):
        read(url.replace("http", scheme))


def test_busy_times_are_served_under_their_own_type_and_ending() -> None:
    octets = freebusy.write(OCTETS, "busy@sample")
    offer = replace(
        OFFER,
        media_type=freebusy.MEDIA_TYPE,
        etag=etag_of(octets),
        length=len(octets),
        octets=lambda: octets,
        suffix=".ifb",
    )

    def busy(method: str, headers: Mapping[str, str]) -> Answer:
        return answer(method, headers, offer, NOW)

    with serving(busy, "/feeds/sample.ifb") as url:
        assert read(url) == (octets, ())
        assert main([url]) == 0


@pytest.mark.parametrize("octets", [b"[]", b'\n{"a":1}'])
def test_a_format_that_is_not_checked_is_said_with_status_2(
    octets: bytes, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    path = tmp_path / "sample.json"
    path.write_bytes(octets)
    assert main([str(path)]) == 2
    said = "JSON such as jCal or JSCalendar; only iCalendar (.ics, .ifb) is checked"
    assert capsys.readouterr() == ("", f"{path}: {said}\n")


def test_r28_an_address_of_another_ending_is_found() -> None:
    with serving(well, "") as url:
        _, findings = read(url)
    assert [str(finding) for finding in findings] == ["0: R28 the address does not end in .ics"]


def test_what_is_no_feed_is_said_with_status_2(capsys: pytest.CaptureFixture[str]) -> None:
    def missing(_method: str, _headers: Mapping[str, str]) -> Answer:
        return Answer(404, (), b"")

    with serving(missing) as url:
        assert main([url]) == 2
    assert capsys.readouterr() == ("", f"{url}: answered 404\n")


def test_a_server_that_is_away_is_said() -> None:
    with serving(well) as url:
        pass
    with pytest.raises(UnreadableError, match="Connection refused"):
        read(url)
    with pytest.raises(UnreadableError, match=r"SSL|refused"):
        read(url.replace("http:", "https:"))


@pytest.mark.parametrize(
    ("url", "said"),
    [
        ("http://[bad", "ValueError: Invalid IPv6 URL"),
        ("http://127.0.0.1:x/a.ics", "InvalidURL: nonnumeric port: 'x'"),
    ],
)
def test_what_is_no_address_is_said_with_status_2(
    url: str, said: str, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main([url]) == 2
    assert capsys.readouterr() == ("", f"{url}: {said}\n")


def test_a_file_is_checked_by_the_command(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    path = tmp_path / "样例.ics"
    path.write_bytes(OCTETS)
    assert main([str(path)]) == 0
    assert capsys.readouterr() == ("", "")
    path.write_bytes(OCTETS.replace(b"CALSCALE:GREGORIAN\r\n", b""))
    assert main([str(path), "--google"]) == 1
    assert capsys.readouterr() == (f"{path}:1: R8 CALSCALE is not GREGORIAN\n", "")
    assert main([str(tmp_path / "none")]) == 2
    assert "No such file" in capsys.readouterr().err


@pytest.mark.parametrize(("octets", "status"), [(OCTETS, 0), (b"", 1)], ids=["good", "empty"])
def test_standard_input_is_checked_in_another_process(octets: bytes, status: int) -> None:
    command = [sys.executable, "-m", "feeds.lint", "-"]
    run = subprocess.run(command, input=octets, capture_output=True, check=False)
    assert run.returncode == status
    assert run.stderr == b""


def test_wrong_usage_is_status_2(capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit) as caught:
        main([])
    assert caught.value.code == 2
    assert "FILE|URL|-" in capsys.readouterr().err


def test_who_reads_no_further_ends_the_list_without_a_fault(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = tmp_path / "broken.ics"
    path.write_bytes(b"BEGIN:VCALENDAR\n" * 10_000)
    unread, written = os.pipe()
    os.close(unread)
    with os.fdopen(written, "w") as out:
        monkeypatch.setattr(sys, "stdout", out)
        assert main([str(path)]) == 1
