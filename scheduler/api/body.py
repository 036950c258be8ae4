"""The body of a request as JSON: bounded, unambiguous, and safe for every database."""

import json
import math
import re
from typing import Any, NoReturn

from flask import Request, g
from werkzeug.exceptions import RequestEntityTooLarge

from scheduler.api.problems import MAX_BODY, Refusal, shown

MAX_DEPTH = 32
MAX_DIGITS = 18

_TOKENS = re.compile(r'\\.|["\[\]{}]', re.DOTALL)
_UTF8 = {"", "utf-8", "utf8"}


def read(request: Request) -> Any:  # noqa: ANN401 - any JSON value
    """Read the body of this request once; what is no plain JSON raises ``Refusal``."""
    if "api_body" not in g:
        _check_type(request)
        raw = request.get_data(cache=True)
        if len(raw) > MAX_BODY:  # sent without its length
            raise RequestEntityTooLarge
        g.api_body = parse(raw)
    return g.api_body


def parse(raw: bytes) -> Any:  # noqa: ANN401 - any JSON value
    """Read JSON without repeated names, deep nesting, huge numbers or half characters."""
    try:
        text = raw.decode("utf-8")
    except UnicodeDecodeError:
        _refuse("encoding")
    _check_depth(text)
    try:
        value = json.loads(
            text,
            object_pairs_hook=_object,
            parse_constant=_constant,
            parse_int=_integer,
            parse_float=_float,
        )
    except json.JSONDecodeError as error:
        _refuse("malformed", line=error.lineno, column=error.colno)
    if "\\" in text:  # only an escape can name half a character
        _check_characters(value)
    return value


def _check_type(request: Request) -> None:
    charset = request.mimetype_params.get("charset", "").lower()
    packed = request.headers.get("Content-Encoding", "identity").lower()
    if request.mimetype != "application/json" or charset not in _UTF8 or packed != "identity":
        raise Refusal(415, "unsupported_media_type")


def _check_depth(text: str) -> None:
    depth, quoted = 0, False
    for token in _TOKENS.finditer(text):
        mark = token.group()
        if mark == '"':
            quoted = not quoted
        elif not quoted and mark in "[{":
            depth += 1
            if depth > MAX_DEPTH:
                _refuse("deep", limit=MAX_DEPTH)
        elif not quoted and mark in "]}":
            depth -= 1


def _check_characters(value: object) -> None:
    try:
        json.dumps(value, ensure_ascii=False).encode("utf-8")
    except UnicodeEncodeError:
        _refuse("surrogate")


def _object(pairs: list[tuple[str, object]]) -> dict[str, object]:
    found: dict[str, object] = {}
    for name, value in pairs:
        if name in found:
            _refuse("duplicate", name=shown(name.encode("utf-8", "replace").decode()))
        found[name] = value
    return found


def _constant(_: str) -> NoReturn:
    _refuse("number")


def _integer(text: str) -> int:
    if len(text.lstrip("-")) > MAX_DIGITS:
        _refuse("number")
    return int(text)


def _float(text: str) -> float:
    value = float(text)
    if not math.isfinite(value):
        _refuse("number")
    return value


def _refuse(kind: str, **fields: object) -> NoReturn:
    raise Refusal(400, "bad_json", fields={"reason": kind, **fields})
