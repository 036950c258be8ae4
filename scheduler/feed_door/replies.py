"""What is answered in place of a calendar: plain text in both languages, never a page."""

from collections.abc import Mapping
from types import MappingProxyType

from flask import Response
from werkzeug.exceptions import HTTPException

from feeds.validators import Answer
from scheduler.domain.errors import DomainError, NotFoundError, UnavailableError
from scheduler.domain.text import say
from scheduler.services.feeds import serving

GUARDS = (("Referrer-Policy", "no-referrer"), ("X-Robots-Tag", "noindex"))
"""The headers of every answer: an address is a key, and nobody else is to learn of it."""

NOTHING: Mapping[str, object] = MappingProxyType({})


def text(status: int, code: str, fields: Mapping[str, object] = NOTHING, **more: str) -> Answer:
    """Say a sentence in both languages; ``more`` are headers, with ``_`` for ``-``."""
    return _plain(status, f"{say(code, fields, 'zh')}\n{say(code, fields, 'en')}", **more)


def refused(error: DomainError) -> Answer:
    """Say what is wrong; whether there is such an address is told to nobody."""
    if isinstance(error, NotFoundError):
        return text(404, "feed.unknown")
    if isinstance(error, UnavailableError):
        wait = error.fields.get("retry_after", serving.RETRY_AFTER)
        return text(503, "feed.unavailable", {"retry_after": wait}, Retry_After=str(wait))
    return text(400, error.code, error.fields)


def refusal(error: HTTPException | DomainError) -> Response:
    """Answer a failure as plain text."""
    if isinstance(error, DomainError):
        reply = refused(error)
    else:
        reply = _plain(error.code or 500, error.name)
    return Response(reply.body, reply.status, [*reply.headers, *GUARDS])


def _plain(status: int, sentence: str, **more: str) -> Answer:
    body = f"{sentence}\n".encode()
    headers = (
        ("Content-Type", "text/plain; charset=utf-8"),
        ("Content-Length", str(len(body))),
        ("Cache-Control", "no-store"),
        *((name.replace("_", "-"), value) for name, value in more.items()),
    )
    return Answer(status, headers, body)
