"""The door of calendar feeds: it stands in front of Flask and answers what lies under ``/feeds/``.

It never redirects, never answers a failure with 200, and leaves no address in a log.
"""

import logging
import re
from collections.abc import Iterable, Mapping
from datetime import datetime
from http import HTTPStatus
from typing import TYPE_CHECKING

from feeds.validators import ALLOWED_METHODS, Answer, Offer, answer, not_allowed, unchanged
from scheduler.domain.errors import DomainError, NotFoundError, UnavailableError
from scheduler.feed_door.guesses import Guesses
from scheduler.feed_door.questions import ask_of, headers_of, question_of, suffix_of
from scheduler.feed_door.replies import GUARDS, refused, text
from scheduler.services.feeds import serving
from scheduler.services.feeds.asking import Ask
from scheduler.services.feeds.forms import FORMS, formed
from scheduler.services.feeds.polls import Polls, Question
from scheduler.services.feeds.shelf import Copy, Shelf
from scheduler.services.runtime import Runtime

if TYPE_CHECKING:
    from _typeshed.wsgi import StartResponse, WSGIApplication, WSGIEnvironment

PREFIX = "/feeds/"
_ADDRESS = re.compile(rf"/feeds/([a-z2-7]{{32}})\.({'|'.join(FORMS)})")
_HIDDEN = "/feeds/-"
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
        self._polls = Polls()
        self.shelf = Shelf(runtime.base_url)

    def __call__(
        self, environ: "WSGIEnvironment", start_response: "StartResponse"
    ) -> Iterable[bytes]:
        """Answer one request."""
        path = environ.get("PATH_INFO", "")
        # However it is written, an address must not come to a page that repeats it.
        if PREFIX not in path.lower():
            return self._behind(environ, start_response)
        # A server writes its log line from these after the answer: an address is a key.
        environ["PATH_INFO"] = environ["RAW_URI"] = environ["REQUEST_URI"] = _HIDDEN
        reply = self._reply(path, environ)
        headers = [*reply.headers, *GUARDS]
        start_response(f"{reply.status} {_REASONS[reply.status]}", headers)
        return [] if environ["REQUEST_METHOD"] == "HEAD" else [reply.body]

    def flush(self) -> int:
        """Write who fetched since the last time, tell how many, and hear which addresses ended.

        While the database is away all that waits, and what the store raises is raised.
        """
        store = self._runtime.store
        serving.hear(store, self._runtime.clock())
        return serving.flush(store, self.shelf)

    def _reply(self, path: str, environ: "WSGIEnvironment") -> Answer:
        if environ["REQUEST_METHOD"] not in ALLOWED_METHODS:
            return not_allowed()
        try:
            return self._answer(path, environ)
        except DomainError as error:
            return refused(error)
        except serving.UnreadableError:
            _log.exception("a feed cannot be made of what is stored")
            return refused(UnavailableError(retry_after=serving.RETRY_AFTER))
        except Exception:  # noqa: BLE001 - a feed must answer something true whatever went wrong
            _log.exception("feed failed")
            return text(500, "feed.failed", Retry_After=str(serving.RETRY_AFTER))

    def _answer(self, path: str, environ: "WSGIEnvironment") -> Answer:
        now = self._runtime.clock()
        question = question_of(path, environ)
        last = self._polls.again(self._runtime.store, self.shelf, question, now)
        try:
            return last or self._asked(question, path, environ, now)
        except NotFoundError:
            return self._unknown(environ, now)

    def _asked(
        self, question: Question, path: str, environ: "WSGIEnvironment", now: datetime
    ) -> Answer:
        address = _ADDRESS.fullmatch(path)
        if address is None:
            raise NotFoundError(entity="subscription", key="—")
        headers = headers_of(environ)
        suffix = suffix_of(address[2], headers.get("accept", ""))
        ask = ask_of(address[1], suffix, environ, now)
        told, found = self._found(ask, suffix, headers, now)
        if found is not None and _lasts(headers, told):
            self._polls.remember(self.shelf, question, (ask, found), told)
        return told

    def _found(
        self, ask: Ask, suffix: str, headers: Mapping[str, str], now: datetime
    ) -> tuple[Answer, Copy | serving.Unchanged | None]:
        """Answer a calendar, and tell what it was answered from if that may be so again."""

        def same(known: serving.Unchanged) -> Answer | None:
            return unchanged(headers, known.etag, known.last_modified, now, gzip=known.gzip)

        def holds(known: serving.Unchanged) -> bool:
            return suffix == "ics" and same(known) is not None

        found = serving.serve(self._runtime.store, self.shelf, ask, now, holds)
        if isinstance(found, serving.Revoked):
            return text(410, "feed.revoked"), None
        if isinstance(found, serving.Unchanged):
            told = same(found) or text(500, "feed.failed")
        else:
            told = _served(headers, found, suffix, now)
        if found.stale:
            return Answer(told.status, (*told.headers, _STALE), told.body), None
        return told, found

    def _unknown(self, environ: "WSGIEnvironment", now: datetime) -> Answer:
        """Answer an address that there is not; whoever guesses on and on is told to wait."""
        wait = self._guesses.wait(environ.get("REMOTE_ADDR", ""), now)
        if wait:
            return text(429, "feed.guesses", {"retry_after": wait}, Retry_After=str(wait))
        return text(404, "feed.unknown")


def _served(headers: Mapping[str, str], copy: Copy, suffix: str, now: datetime) -> Answer:
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
    return answer("GET", headers, offer, now)


def _lasts(headers: Mapping[str, str], told: Answer) -> bool:
    """Tell whether only a change of data can change an answer: no clock, no date that is young."""
    return (
        told.status == HTTPStatus.NOT_MODIFIED
        and "if-none-match" in headers
        and any(name == "Last-Modified" for name, _ in told.headers)
    )
