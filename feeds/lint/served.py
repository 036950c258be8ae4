"""Rules 28 to 32: how a feed is served, seen from outside."""

import re
from collections.abc import Iterator, Mapping
from contextlib import closing
from dataclasses import dataclass
from http import HTTPStatus
from http.client import HTTPConnection, HTTPException, HTTPSConnection
from urllib.parse import urlsplit

from feeds.formats import freebusy, icalendar
from feeds.lint.findings import Finding

TIMEOUT_SECONDS = 30
_STRONG_TAG = re.compile(r'"[^"]+"')
_FORMS = ((icalendar.MEDIA_TYPE, ".ics"), (freebusy.MEDIA_TYPE, ".ifb"))
_LONG_AGO = "Thu, 01 Jan 1970 00:00:00 GMT"


class UnreadableError(Exception):
    """An address gave no feed; the text says what it gave."""


@dataclass(frozen=True, slots=True)
class _Reply:
    status: int
    headers: Mapping[str, str]
    body: bytes


def read(url: str) -> tuple[bytes, tuple[Finding, ...]]:
    """Fetch a feed, by ``webcal://`` too, and find what is wrong with the way it is served."""
    url, first = _reached(url)
    if first.status != HTTPStatus.OK:
        raise UnreadableError(f"answered {first.status}")
    findings = [
        *_described(url, first),
        *_stable(url, first),
        *_revalidated(url, first),
        *_methods(url, first),
    ]
    return first.body, tuple(findings)


def _reached(url: str) -> tuple[str, _Reply]:
    """Fetch an address; one that names no protocol of the web is asked safely first."""
    scheme, mark, rest = url.partition("://")
    if not scheme.lower().startswith("webcal"):
        return url, _ask(url, "GET")
    try:
        safe = f"https{mark}{rest}"
        return safe, _ask(safe, "GET")
    except UnreadableError:
        if scheme.lower() == "webcals":
            raise
    plain = f"http{mark}{rest}"
    return plain, _ask(plain, "GET")


def _ask(url: str, method: str, **headers: str) -> _Reply:
    try:
        parts = urlsplit(url)
        kind = HTTPSConnection if parts.scheme == "https" else HTTPConnection
        target = f"{parts.path or '/'}?{parts.query}" if parts.query else parts.path or "/"
        sent = {name.replace("_", "-"): value for name, value in headers.items()}
        with closing(kind(parts.netloc, timeout=TIMEOUT_SECONDS)) as connection:
            connection.request(method, target, headers=sent)
            response = connection.getresponse()
            named = {name.lower(): value for name, value in response.getheaders()}
            return _Reply(response.status, named, response.read())
    except (OSError, HTTPException, ValueError) as problem:
        raise UnreadableError(f"{type(problem).__name__}: {problem}") from problem


def _described(url: str, first: _Reply) -> Iterator[Finding]:
    kind, ending = _FORMS[b"\r\nBEGIN:VFREEBUSY\r\n" in first.body.upper()]
    if first.headers.get("content-type", "").lower() != kind.lower():
        yield Finding(0, 28, f"Content-Type is not {kind}")
    if first.headers.get("content-length") != str(len(first.body)):
        yield Finding(0, 28, "Content-Length is not the length of the body")
    disposition = first.headers.get("content-disposition", "")
    if not disposition.startswith("inline") or "filename*=UTF-8''" not in disposition:
        yield Finding(0, 28, "Content-Disposition is not inline with an encoded file name")
    if not urlsplit(url).path.endswith(ending):
        yield Finding(0, 28, f"the address does not end in {ending}")


def _stable(url: str, first: _Reply) -> Iterator[Finding]:
    again = _ask(url, "GET", Accept="text/html;q=0.9, image/webp")
    tag = first.headers.get("etag", "")
    if (again.body, again.headers.get("etag")) != (first.body, first.headers.get("etag")):
        yield Finding(0, 29, "two requests got different octets or tags")
    if again.headers.get("content-type") != first.headers.get("content-type"):
        yield Finding(0, 32, "another Accept got another type")
    if not _STRONG_TAG.fullmatch(tag):
        yield Finding(0, 29, "no strong ETag")
        return
    for asked in (tag, f"W/{tag}", "*", f'"other", {tag}'):
        reply = _ask(url, "GET", If_None_Match=asked)
        if (reply.status, reply.body, reply.headers.get("etag")) != (
            HTTPStatus.NOT_MODIFIED,
            b"",
            tag,
        ):
            yield Finding(0, 29, f"If-None-Match {asked} did not get an empty 304 with its tag")


def _revalidated(url: str, first: _Reply) -> Iterator[Finding]:
    for since in (_LONG_AGO, "rubbish"):
        if _ask(url, "GET", If_Modified_Since=since).body != first.body:
            yield Finding(0, 30, f"If-Modified-Since {since} did not get the whole feed")
    modified = first.headers.get("last-modified")
    if modified is not None:
        reply = _ask(url, "GET", If_Modified_Since=modified, If_None_Match='"other"')
        if reply.body != first.body:
            yield Finding(0, 30, "If-None-Match did not win over If-Modified-Since")


def _methods(url: str, first: _Reply) -> Iterator[Finding]:
    head = _ask(url, "HEAD")
    told = ("content-type", "content-length", "etag", "last-modified")
    if head.body or any(head.headers.get(name) != first.headers.get(name) for name in told):
        yield Finding(0, 31, "HEAD does not answer as GET without the body")
    posted = _ask(url, "POST")
    refused = posted.status == HTTPStatus.METHOD_NOT_ALLOWED
    if not refused or "GET" not in posted.headers.get("allow", ""):
        yield Finding(0, 31, "POST did not get 405 with Allow")
