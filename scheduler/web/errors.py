"""The page of an error: its sentence, its code, and the status that its family stands for."""

import logging
from collections.abc import Mapping
from types import MappingProxyType

from flask import render_template
from flask.typing import ResponseReturnValue
from werkzeug.exceptions import HTTPException

from scheduler.domain.errors import (
    ConflictError,
    DomainError,
    ForbiddenError,
    InvalidError,
    NotFoundError,
    UnavailableError,
)
from scheduler.domain.text import say
from scheduler.web.i18n import current_lang
from scheduler.web.plain_pages import ErrorPage

STATUS: tuple[tuple[type[DomainError], int], ...] = (
    (NotFoundError, 404),
    (InvalidError, 422),
    (ConflictError, 409),
    (ForbiddenError, 403),
    (UnavailableError, 503),
)
_KEPT = frozenset({"Allow", "Retry-After"})
_log = logging.getLogger(__name__)


def status_of(error: DomainError) -> int:
    """Give the HTTP status of a refusal's family."""
    return next((status for family, status in STATUS if isinstance(error, family)), 500)


def error_page(error: HTTPException | DomainError) -> ResponseReturnValue:
    """Answer a failed page request with one plain page in the reader's language."""
    if isinstance(error, DomainError):
        sentence = say(error.code, error.fields, current_lang())
        page = ErrorPage(
            status=status_of(error),
            code=error.code,
            sentence=sentence,
            retry_after=_seconds(error.fields.get("retry_after")),
        )
        return _render(page)
    if error.response is not None:
        return error.get_response()
    status = error.code or 500
    if status >= 500:  # noqa: PLR2004 - the class of server errors
        _log.error("page failed", exc_info=getattr(error, "original_exception", None) or error)
    code = error.name.lower().replace(" ", "_")
    page = ErrorPage(status=status, code=code)
    return _render(page, {name: value for name, value in error.get_headers() if name in _KEPT})


def _seconds(value: object) -> int:
    return value if isinstance(value, int) else 0


def _render(page: ErrorPage, kept: Mapping[str, str] = MappingProxyType({})) -> ResponseReturnValue:
    wait = {"Retry-After": str(page.retry_after)} if page.retry_after else {}
    return render_template("error.html", page=page), page.status, {**kept, **wait}
