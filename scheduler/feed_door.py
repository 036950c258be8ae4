"""The door of calendar feeds: a small WSGI application in front of Flask.

It never redirects, never answers a failure with 200, and leaves no address in a log.
"""

import logging
import re
from collections import Counter
from collections.abc import Iterable, Mapping
from datetime import datetime
from threading import Lock
from types import MappingProxyType
from typing import TYPE_CHECKING
from urllib.parse import parse_qs

from flask import Response
from werkzeug.exceptions import HTTPException

from feeds.validators import ALLOWED_METHODS, Answer, Offer, answer, not_allowed, unchanged
from scheduler.domain.errors import (
    ChoiceError,
    DomainError,
    InvalidError,
    NotFoundError,
    UnavailableError,
)
from scheduler.domain.text import say
from scheduler.services.feeds import serving
from scheduler.services.feeds.asking import Ask
from scheduler.services.feeds.forms import FORMS, chosen, formed
from scheduler.services.feeds.shelf import Copy, Shelf
from scheduler.services.runtime import Runtime

if TYPE_CHECKING:
    from _typeshed.wsgi import StartResponse, WSGIApplication, WSGIEnvironment

PREFIX = "/feeds/"
_ADDRESS = re.compile(rf"/feeds/([a-z2-7]{{32}})\.({'|'.join(FORMS)})")
_HIDDEN = "/feeds/-"
_MAX_FIELDS = 20
GUESSES = 60
GUESS_SECONDS = 60
"""How many unknown addresses one source may ask for in how many seconds."""

_GUARDS = (("Referrer-Policy", "no-referrer"), ("X-Robots-Tag", "noindex"))
_DECIDING = tuple(
    (f"HTTP_{name.replace('-', '_').upper()}", name)
    for name in ("accept", "accept-encoding", "if-modified-since", "if-none-match", "user-agent")
)
_STALE = ("Warning", '110 - "Response is Stale"')
_REASONS = {
    200: "OK",
    304: "Not Modified",
    400: "Bad Request",
    404: "Not Found",
    405: "Method Not Allowed",
    410: "Gone",
    429: "Too Many Requests",
    500: "Internal Server Error",
    503: "Service Unavailable",
}
_log = logging.getLogger(__name__)


class FeedDoor:
    """Answer what lies under ``/feeds/`` and hand everything else to the application behind."""

    def __init__(self, behind: "WSGIApplication", runtime: Runtime) -> None:
        """Take the application behind the door and what the services need."""
        self._behind = behind
        self._runtime = runtime
        self._guesses = Guesses()
        self.shelf = Shelf(runtime.base_url)

    def __call__(
        self, environ: "WSGIEnvironment", start_response: "StartResponse"
    ) -> Iterable[bytes]:
        """Answer one request."""
        path = environ.get("PATH_INFO", "")
        if not path.startswith(PREFIX):
            return self._behind(environ, start_response)
        # A server writes its log line from these after the answer: an address is a key.
        environ["PATH_INFO"] = environ["RAW_URI"] = environ["REQUEST_URI"] = _HIDDEN
        reply = self._reply(path, environ)
        headers = [*reply.headers, *_GUARDS]
        start_response(f"{reply.status} {_REASONS[reply.status]}", headers)
        return [] if environ["REQUEST_METHOD"] == "HEAD" else [reply.body]

    def flush(self) -> int:
        """Write who fetched since the last time, and tell how many."""
        return serving.flush(self._runtime.store, self.shelf)

    def _reply(self, path: str, environ: "WSGIEnvironment") -> Answer:
        if environ["REQUEST_METHOD"] not in ALLOWED_METHODS:
            return not_allowed()
        try:
            return self._found(path, environ)
        except DomainError as error:
            return _refused(error)
        except Exception:  # noqa: BLE001 - a feed must answer something true whatever went wrong
            _log.exception("feed failed")
            return _text(500, _both("feed.failed"))

    def _found(self, path: str, environ: "WSGIEnvironment") -> Answer:
        address = _ADDRESS.fullmatch(path)
        now = self._runtime.clock()
        if address is None:
            return self._unknown(environ, now)
        headers = _headers(environ)
        suffix = chosen(address[2], headers.get("accept", ""))

        def same(known: serving.Unchanged) -> Answer | None:
            return unchanged(headers, known.etag, known.last_modified, now, gzip=known.gzip)

        def holds(known: serving.Unchanged) -> bool:
            return suffix == "ics" and same(known) is not None

        ask = _ask(address[1], environ)
        try:
            found = serving.serve(self._runtime.store, self.shelf, ask, now, holds)
        except NotFoundError:
            return self._unknown(environ, now)
        if isinstance(found, serving.Revoked):
            return _text(410, _both("feed.revoked"))
        if isinstance(found, serving.Unchanged):
            told = same(found)
            return _aged(told, found) if told else _text(500, _both("feed.failed"))
        return _served(environ["REQUEST_METHOD"], headers, (found, suffix), now)

    def _unknown(self, environ: "WSGIEnvironment", now: datetime) -> Answer:
        """Answer an address that there is not; whoever guesses on and on is told to wait."""
        if self._guesses.too_many(environ.get("REMOTE_ADDR", ""), now):
            return _text(429, _both("feed.guesses"), ("Retry-After", str(GUESS_SECONDS)))
        return _text(404, _both("feed.unknown"))


class Guesses:
    """Counts the unknown addresses that each source asked for within a minute."""

    def __init__(self) -> None:
        """Start with none."""
        self._minute = 0
        self._counts: Counter[str] = Counter()
        self._lock = Lock()

    def too_many(self, source: str, now: datetime) -> bool:
        """Count one more of a source and tell whether it asks too often."""
        minute = int(now.timestamp()) // GUESS_SECONDS
        with self._lock:
            if minute != self._minute:
                self._minute = minute
                self._counts.clear()
            self._counts[source] += 1
            return self._counts[source] > GUESSES


def _served(method: str, headers: dict[str, str], given: tuple[Copy, str], now: datetime) -> Answer:
    copy, suffix = given
    calendar = formed(copy, suffix)
    offer = Offer(
        media_type=FORMS[suffix].media_type,
        file_name=copy.name,
        etag=calendar.etag,
        length=len(calendar.octets),
        last_modified=copy.last_modified,
        octets=lambda: calendar.octets,
        zipped=lambda: calendar.zipped,
        suffix=f".{suffix}",
        gzip=copy.gzip,
    )
    return _aged(answer(method, headers, offer, now), copy)


def _aged(reply: Answer, found: Copy | serving.Unchanged) -> Answer:
    """Say so where an answer stands in for one out of reach."""
    return Answer(reply.status, (*reply.headers, _STALE), reply.body) if found.stale else reply


def refusal(error: HTTPException | DomainError) -> Response:
    """Answer a failure as plain text."""
    if isinstance(error, DomainError):
        reply = _refused(error)
    else:
        reply = _text(error.code or 500, error.name)
    return Response(reply.body, reply.status, [*reply.headers, *_GUARDS])


def _ask(token: str, environ: "WSGIEnvironment") -> Ask:
    try:
        fields = parse_qs(environ.get("QUERY_STRING", ""), max_num_fields=_MAX_FIELDS)
    except ValueError:
        raise InvalidError(field="query") from None
    return Ask(
        token=token,
        lang=_one(fields, "lang"),
        profile=_one(fields, "profile"),
        kinds=tuple(fields.get("kind", ())),
        user_agent=environ.get("HTTP_USER_AGENT", ""),
    )


def _one(fields: dict[str, list[str]], name: str) -> str:
    given = fields.get(name, [""])
    if len(given) > 1:
        raise ChoiceError(field=name, value=len(given), most=1, reason="many")
    return given[0]


def _headers(environ: "WSGIEnvironment") -> dict[str, str]:
    """Give the headers that decide an answer, of all that a request may carry."""
    return {name: environ[key] for key, name in _DECIDING if key in environ}


def _refused(error: DomainError) -> Answer:
    if isinstance(error, NotFoundError):
        return _text(404, _both("feed.unknown"))
    if isinstance(error, UnavailableError):
        wait = error.fields.get("retry_after", serving.RETRY_AFTER)
        told = _both("feed.unavailable", {"retry_after": wait})
        return _text(503, told, ("Retry-After", str(wait)))
    return _text(400, _both(error.code, error.fields))


def _both(code: str, fields: Mapping[str, object] = MappingProxyType({})) -> str:
    return f"{say(code, fields, 'zh')}\n{say(code, fields, 'en')}"


def _text(status: int, sentence: str, *more: tuple[str, str]) -> Answer:
    body = f"{sentence}\n".encode()
    headers = (
        ("Content-Type", "text/plain; charset=utf-8"),
        ("Content-Length", str(len(body))),
        ("Cache-Control", "no-store"),
        *more,
    )
    return Answer(status, headers, body)
