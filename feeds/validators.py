"""What an HTTP server answers for a feed: validators, conditions, compression, headers."""

import gzip
import hashlib
import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from decimal import Decimal
from email.utils import format_datetime, parsedate_to_datetime
from functools import lru_cache
from urllib.parse import quote

from feeds.profiles import is_outlook
from feeds.text import clean

ALLOWED_METHODS = ("GET", "HEAD")

# One-second dates cannot tell two changes of one second apart; so young a date is not given.
_SETTLED = timedelta(seconds=2)
_TAG = re.compile(r'\s*(?:(\*)|(?:W/)?("[\x21\x23-\x7e\x80-\xff]*"))\s*(?:,|$)|\s*,')
_WEIGHT = re.compile(r"\s*(?:q\s*=\s*(0(?:\.\d{0,3})?|1(?:\.0{0,3})?)\s*)?", re.ASCII)
_NO_WEIGHT = Decimal(0)
_GZIP_LEVEL = 6  # 9 takes four times as long for three hundredths of the octets


@dataclass(frozen=True, slots=True, kw_only=True)
class Offer:
    """One feed ready to be served; ``octets`` and ``zipped`` are called only for a body.

    ``file_name`` is for people, may be Chinese and has no suffix; ``max_age`` is in seconds;
    ``gzip`` says whether it may be compressed at all.
    """

    media_type: str
    file_name: str
    etag: str
    length: int
    last_modified: datetime
    octets: Callable[[], bytes]
    zipped: Callable[[], bytes]
    suffix: str = ".ics"
    max_age: int = 300
    gzip: bool = True


@dataclass(frozen=True, slots=True)
class Answer:
    """A whole answer: status, headers in a fixed order, body."""

    status: int
    headers: tuple[tuple[str, str], ...]
    body: bytes


def etag_of(octets: bytes) -> str:
    """Make the strong entity tag of a body, quotes included."""
    return f'"{hashlib.sha256(octets).hexdigest()}"'


def compress(octets: bytes) -> bytes:
    """Compress a body to the same octets at any time."""
    return gzip.compress(octets, _GZIP_LEVEL, mtime=0)


def answer(method: str, headers: Mapping[str, str], offer: Offer, now: datetime) -> Answer:
    """Decide what to answer to a request for a feed, header names in any case.

    ``now`` decides headers only, never the body.
    """
    if method not in ALLOWED_METHODS:
        return not_allowed()
    same = unchanged(
        *(headers, offer.etag, offer.last_modified, now), max_age=offer.max_age, gzip=offer.gzip
    )
    if same is not None:
        return same
    zipped = offer.gzip and _zipped(_asked(headers))
    kept = _kept(offer.etag, offer.last_modified, now, zipped=zipped, max_age=offer.max_age)
    return _full(method, offer, kept, zipped=zipped)


def unchanged(
    headers: Mapping[str, str],
    etag: str,
    last_modified: datetime,
    now: datetime,
    max_age: int = 300,
    *,
    gzip: bool = True,
) -> Answer | None:
    """Answer 304 to a client that has this copy already; None to any other."""
    asked = _asked(headers)
    zipped = gzip and _zipped(asked)
    own = _tag(etag, zipped=zipped)
    if not _is_current(asked, own, _settled(last_modified, now), now):
        return None
    kept = _kept(etag, last_modified, now, zipped=zipped, max_age=max_age)
    return Answer(304, tuple(kept), b"")


def not_allowed() -> Answer:
    """Answer to a method other than GET and HEAD."""
    body = b"Only GET and HEAD.\n"
    return Answer(
        405,
        (
            ("Allow", ", ".join(ALLOWED_METHODS)),
            ("Content-Type", "text/plain; charset=utf-8"),
            ("Content-Length", str(len(body))),
        ),
        body,
    )


def wants_gzip(accept_encoding: str, user_agent: str) -> bool:
    """Tell whether to compress: only if gzip is named, and not liked less than plain octets.

    Never for Outlook, which chokes on it.
    """
    if "gzip" not in accept_encoding.lower() or is_outlook(user_agent):
        return False
    weights = {"gzip": _NO_WEIGHT, "identity": _NO_WEIGHT}
    for part in accept_encoding.lower().split(","):
        coding, _, weight = part.partition(";")
        found = _WEIGHT.fullmatch(weight)
        weights[coding.strip()] = Decimal(found[1] or 1) if found else _NO_WEIGHT
    return weights["gzip"] > _NO_WEIGHT and weights["gzip"] >= weights["identity"]


def matches(if_none_match: str, etag: str) -> bool:
    """Compare weakly with a list of entity tags or ``*``; rubbish ends the list."""
    position = 0
    while position < len(if_none_match):
        found = _TAG.match(if_none_match, position)
        if found is None:
            return False
        if found[1] or found[2] == etag:
            return True
        position = found.end()
    return False


@lru_cache(maxsize=1_024)  # as many dates as there are feeds, asked for again and again
def http_date(moment: datetime) -> str:
    """Write a moment as HTTP wants it, to the second."""
    return format_datetime(moment.astimezone(UTC).replace(microsecond=0), usegmt=True)


def parse_http_date(text: str) -> datetime | None:
    """Read a date header; None says that HTTP wants it ignored."""
    try:
        moment = parsedate_to_datetime(text)
    except (ValueError, TypeError, IndexError, OverflowError):
        return None
    return moment.replace(tzinfo=UTC) if moment.tzinfo is None else moment


@lru_cache(maxsize=1_024)
def content_disposition(file_name: str, suffix: str) -> str:
    """Name the file inline, in ASCII for old clients and in UTF-8 for all others (RFC 5987)."""
    encoded = quote(clean(file_name) + suffix, safe="")
    return f"inline; filename=\"calendar{suffix}\"; filename*=UTF-8''{encoded}"


def _asked(headers: Mapping[str, str]) -> dict[str, str]:
    return {name.lower(): value for name, value in headers.items()}


def _zipped(asked: Mapping[str, str]) -> bool:
    return wants_gzip(asked.get("accept-encoding", ""), asked.get("user-agent", ""))


def _tag(etag: str, *, zipped: bool) -> str:
    return f'{etag[:-1]}-gz"' if zipped else etag


def _settled(last_modified: datetime, now: datetime) -> datetime | None:
    return last_modified if now - last_modified >= _SETTLED else None


def _kept(
    etag: str, last_modified: datetime, now: datetime, *, zipped: bool, max_age: int
) -> list[tuple[str, str]]:
    # The client chooses the encoding and, by what it says of itself, profile and encoding again;
    # and by the type that it names, the format.
    kept = [
        ("ETag", _tag(etag, zipped=zipped)),
        ("Cache-Control", f"private, max-age={max_age}"),
        ("Vary", "Accept, Accept-Encoding, User-Agent"),
    ]
    if _settled(last_modified, now) is not None:
        kept.append(("Last-Modified", http_date(last_modified)))
    return kept


def _is_current(
    asked: Mapping[str, str], etag: str, last_modified: datetime | None, now: datetime
) -> bool:
    if "if-none-match" in asked:
        return matches(asked["if-none-match"], etag)
    since = parse_http_date(asked.get("if-modified-since", ""))
    if since is None or last_modified is None or since > now:
        return False
    return since >= last_modified.replace(microsecond=0)


def _full(method: str, offer: Offer, kept: list[tuple[str, str]], *, zipped: bool) -> Answer:
    body = b""
    length = offer.length
    if zipped:
        body = offer.zipped()
        length = len(body)
        kept = [*kept, ("Content-Encoding", "gzip")]
    elif method == "GET":
        body = offer.octets()
        length = len(body)
    described = [
        ("Content-Type", offer.media_type),
        ("Content-Length", str(length)),
        ("Content-Disposition", content_disposition(offer.file_name, offer.suffix)),
        ("X-Content-Type-Options", "nosniff"),
    ]
    return Answer(200, (*described, *kept), b"" if method == "HEAD" else body)
