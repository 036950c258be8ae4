"""Every refusal as problem details (RFC 9457): a stable code, a pointer, Chinese and English."""

import logging
import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date
from enum import Enum
from http import HTTPStatus
from typing import Any

import orjson
from flask import Response, request
from werkzeug.exceptions import HTTPException

from scheduler.api.sentences import LANGUAGES, told
from scheduler.domain.errors import (
    ConflictError,
    DomainError,
    ForbiddenError,
    InvalidError,
    NotFoundError,
    NoticeError,
    RuleError,
    UnavailableError,
)
from scheduler.domain.refusing import together

MEDIA_TYPE = "application/problem+json"
SERVER_ERROR = 500
MAX_BODY = 1024 * 1024
"""The most bytes that the body of a request may have."""

ECHO = 100
"""How much of a refused value an answer repeats."""

STATUS: tuple[tuple[type[DomainError], int], ...] = (
    (NotFoundError, 404),
    (InvalidError, 422),
    (ConflictError, 409),
    (ForbiddenError, 403),
    (UnavailableError, 503),
)
_CODES = {
    400: "bad_request",
    404: "unknown_path",
    405: "method_not_allowed",
    413: "too_large",
    415: "unsupported_media_type",
    429: "too_many_requests",
    503: "unavailable",
}
_OF_RULES = frozenset({"key", "type", "name", "name_en", "basis", "since", "until"})
"""What stands beside the parameters of a rule; any other field of a fault is one of those."""

_KEPT_HEADERS = ("Allow", "Retry-After", "WWW-Authenticate")
_log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class Fault:
    """One refused place: a JSON pointer into the body, or the name of a parameter."""

    code: str
    fields: Mapping[str, object] = field(default_factory=dict)
    pointer: str | None = None
    parameter: str | None = None


class Refusal(HTTPException):
    """A request refused by the API itself, with a code of ``sentences``."""

    def __init__(
        self,
        status: int,
        reason: str,
        *,
        faults: Iterable[Fault] = (),
        headers: Iterable[tuple[str, str]] = (),
        fields: Mapping[str, object] | None = None,
    ) -> None:
        """Keep the status, the code, the refused places and further headers."""
        super().__init__()
        self.code = status
        self.reason = reason
        self.faults = tuple(faults)
        self.fields = fields or {}
        self.more_headers = tuple(headers)


def language() -> str:
    """Give the language that the caller asks for; Chinese unless English is preferred."""
    return request.accept_languages.best_match(LANGUAGES) or "zh"


def problem(error: HTTPException | DomainError) -> Response:
    """Answer a failed request of another system."""
    if isinstance(error, DomainError):
        return _domain(error)
    if isinstance(error, Refusal):
        return _refused(error)
    status = error.code or SERVER_ERROR
    if status >= SERVER_ERROR:
        cause = getattr(error, "original_exception", None) or error
        _log.error("request failed", exc_info=cause)
    headers = [pair for pair in error.get_headers() if pair[0] in _KEPT_HEADERS]
    code = _CODES.get(status, "internal_error" if status >= SERVER_ERROR else "bad_request")
    return _write(status, code, _router_fields(headers), headers=headers)


def _domain(error: DomainError) -> Response:
    status = next((number for kind, number in STATUS if isinstance(error, kind)), SERVER_ERROR)
    faults = places(error)
    wait = error.fields.get("retry_after")
    headers = [("Retry-After", str(wait))] if isinstance(wait, int) and wait else []
    return _write(status, error.code, error.fields, faults=faults, headers=headers)


def places(error: DomainError) -> list[Fault]:
    """Tell where the refused input stands, and that of the ``others`` refused with it."""
    return [fault for each in together(error) for fault in _places(each)]


def _places(error: DomainError) -> list[Fault]:
    """Tell where the refused input stands, and which thing of a list a refusal is about."""
    at, name = error.fields.get("at", ()), error.fields.get("field")
    steps = [str(step) for step in at] if isinstance(at, tuple) else []
    if not isinstance(error, InvalidError) or not isinstance(name, str):
        return [_pointed(error, steps)] if steps else []
    if request.method in {"GET", "HEAD"}:
        return [Fault(error.code, error.fields, parameter=name)]
    if error.fields.get("apart"):
        # Nothing that was sent holds what is wrong; it may hold what causes it.
        return [_pointed(error, steps) if steps else Fault(error.code, error.fields)]
    if isinstance(error, NoticeError):
        return [_pointed(error, [*steps, name] if steps else _in_notice(name))]
    inside = isinstance(error, RuleError) and name not in _OF_RULES
    return [_pointed(error, [*steps, *(_inside(name) if inside else [name])])]


def _pointed(error: DomainError, path: Iterable[str]) -> Fault:
    return Fault(error.code, error.fields, pointer="".join(f"/{escaped(each)}" for each in path))


def _inside(field: str) -> list[str]:
    """Lead from a rule to one of its parameters, or to a part of one."""
    return ["data", *field.split(".")]


def _in_notice(field: str) -> list[str]:
    """Lead to a place in a notice as it is sent; the lines of a CSV are one text."""
    if field.startswith("line "):
        return ["csv"]
    named = {"notice": "", "notice_date": "noticeDate"}.get(field, field)
    return [step for step in re.split(r"[\[\].]+", named) if step]


def _refused(error: Refusal) -> Response:
    first = error.faults[0] if error.faults else None
    fields = first.fields if first and not error.fields else error.fields
    status = error.code or SERVER_ERROR
    return _write(status, error.reason, fields, faults=error.faults, headers=error.more_headers)


def _router_fields(headers: Iterable[tuple[str, str]]) -> dict[str, object]:
    allowed = next((value for name, value in headers if name == "Allow"), "")
    fields: dict[str, object] = {"limit": MAX_BODY}
    return fields | {"method": request.method, "allowed": allowed}


def _write(
    status: int,
    code: str,
    fields: Mapping[str, object],
    *,
    faults: Iterable[Fault] = (),
    headers: Iterable[tuple[str, str]] = (),
) -> Response:
    messages = told(code, fields)
    lang = language()
    body: dict[str, Any] = {
        "type": f"/api/v1/docs#{code}",
        "title": HTTPStatus(status).phrase,
        "status": status,
        "code": code,
        "detail": messages[lang],
        "messages": messages,
        "errors": [_told_fault(fault) for fault in faults],
    }
    response = Response(orjson.dumps(body), status=status, mimetype=MEDIA_TYPE)
    response.headers.extend(list(headers))
    response.headers["Cache-Control"] = "no-store"
    response.headers["Content-Language"] = lang
    return response


_OWN_FIELDS = frozenset({"names", "place", "allowed"})
"""What the service itself says in a fault; all else may repeat what was sent."""


def _told_fault(fault: Fault) -> dict[str, Any]:
    place = {"pointer": fault.pointer, "parameter": fault.parameter}
    return {
        "code": fault.code,
        **{name: value for name, value in place.items() if value is not None},
        "messages": told(
            fault.code,
            {
                name: each if name in _OWN_FIELDS else shown(each)
                for name, each in fault.fields.items()
            },
        ),
    }


def shown(value: object) -> object:
    """Give a refused value as an answer repeats it: short, and of a kind that has words."""
    if isinstance(value, str) and not isinstance(value, Enum):
        return value if len(value) <= ECHO else value[:ECHO] + "…"
    known = value is None or isinstance(value, int | date | Enum | list | tuple)
    return value if known else str(value)[:ECHO]


def escaped(name: str) -> str:
    """Write one step of a JSON pointer (RFC 6901)."""
    return name[:ECHO].replace("~", "~0").replace("/", "~1")
