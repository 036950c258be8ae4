"""The description of the API (OpenAPI 3.1), generated from the resources and their schemas."""

from collections.abc import Iterable
from http import HTTPStatus
from importlib.metadata import PackageNotFoundError, version
from typing import Any

from apispec import APISpec
from flask import Flask
from flask_smorest import Api
from flask_smorest.blueprint import Blueprint

from scheduler.api import versions
from scheduler.api.keys import KeyConverter
from scheduler.api.problems import MEDIA_TYPE
from scheduler.api.schemas.common import ProblemSchema
from scheduler.api.writing import HEADER

_ABOUT = """\
For systems that read the calendars of alliances, raise matters, publish plans and send attendance.

Send a token as `Authorization: Bearer`; the address of a feed never opens the API. Every list has
`limit` and `cursor`; follow `next`, or the `Link` header. Every answer to GET has an `ETag`: ask
again with `If-None-Match` and a 304 tells that nothing changed. Every PUT and DELETE names in
`If-Match` the version that was seen, and is refused with 412 if it is another by now. Every write
takes `dry_run=true` (nothing is kept, and what would be made has no `id`) and an
`Idempotency-Key`: the same key and request give the same answer, with
`Idempotent-Replayed: true`, and do nothing twice. Every instant in an answer is written as in
RFC 3339 with the offset of Shanghai, `+08:00`; a request may give any offset. What refers to a
venue names it as `venue:` and its key. Unknown fields and parameters are refused.
Every failure is a problem (RFC 9457) with a stable `code` and its sentence in both languages.
What a token may not see answers exactly like what does not exist.
"""
_IDEMPOTENCY = {
    "name": HEADER,
    "in": "header",
    "description": "1 to 200 visible ASCII characters of the client's choice.",
    "schema": {"type": "string", "minLength": 1, "maxLength": 200, "pattern": "^[!-~]+$"},
}
_IF_MATCH = {
    "name": versions.HEADER,
    "in": "header",
    "required": True,
    "description": "The `ETag` of the version that was seen; one tag, never `*`.",
    "schema": {"type": "string", "pattern": '^"[0-9]{1,9}"$'},
}
_IF_NONE_MATCH = {
    "name": "If-None-Match",
    "in": "header",
    "description": "The `ETag` of the answer that the client holds.",
    "schema": {"type": "string"},
}

_HEADERS = {
    "get": ("If-None-Match",),
    "post": (HEADER,),
    "put": (versions.HEADER, HEADER),
    "delete": (versions.HEADER, HEADER),
}
"""The headers of each method."""


class DescribedApi(Api):
    """The API of flask-smorest with our problems in place of its errors."""

    def __init__(self) -> None:
        """Say what is described."""
        super().__init__(  # type: ignore[no-untyped-call]  # flask-smorest has no types
            spec_kwargs={
                "title": "Alliance scheduler",
                "version": _version(),
                "openapi_version": "3.1.0",
                "info": {"description": _ABOUT},
                "servers": [{"url": "/"}],
                "security": [{"bearer": []}],
            }
        )

    def _register_error_handlers(self) -> None:
        """Register none: the application has one handler for everything."""

    def _register_doc_blueprint(self) -> None:
        """Register none: the description has a page of its own."""

    def _register_responses(self) -> None:
        """Name the answer of each status once, in the form in which it is given."""
        content = {MEDIA_TYPE: {"schema": ProblemSchema}}
        for status in HTTPStatus:
            told: dict[str, Any] = {"description": status.phrase}
            self.spec.components.response(status.name, told | {"content": content}, lazy=True)
        refused = {"description": "Refused; see `code`.", "content": content}
        self.spec.components.response("DEFAULT_ERROR", refused, lazy=True)


def describe(blueprints: Iterable[Blueprint]) -> dict[str, Any]:
    """Describe these resources, as JSON values.

    It depends on the code alone, so it is made apart from the application that serves it.
    """
    app = Flask(__name__)
    app.url_map.converters["key"] = KeyConverter
    api: Api = DescribedApi()
    api.init_app(app)
    bearer = {"type": "http", "scheme": "bearer", "description": "A token of the service."}
    api.spec.components.security_scheme("bearer", bearer)
    api.spec.components.parameter(HEADER, "header", _IDEMPOTENCY)
    api.spec.components.parameter("If-None-Match", "header", _IF_NONE_MATCH)
    api.spec.components.parameter(versions.HEADER, "header", _IF_MATCH)
    api.register_converter(KeyConverter, _key_schema)
    for blueprint in blueprints:
        api.register_blueprint(blueprint)
    return _finished(api.spec)


def _finished(spec: APISpec) -> dict[str, Any]:
    """Give the description with what all reads and all writes share."""
    value: dict[str, Any] = spec.to_dict()
    for tag in value["tags"]:
        tag["name"] = tag["name"].removeprefix("api-")
    for path in value["paths"].values():
        for method, headers in _HEADERS.items():
            if method in path:
                references = [{"$ref": f"#/components/parameters/{name}"} for name in headers]
                path[method].setdefault("parameters", []).extend(references)
                path[method]["tags"] = [tag.removeprefix("api-") for tag in path[method]["tags"]]
                _note_answers(path[method], method)
    return value


def _note_answers(operation: dict[str, Any], method: str) -> None:
    answers = operation["responses"]
    if method == "get":
        answers["200"].setdefault("headers", {})["ETag"] = {"schema": {"type": "string"}}
        answers["304"] = {"description": "Nothing changed since the `ETag` that was sent."}
    refusals = [(401, "Unauthorized"), (403, "Forbidden")]
    if versions.HEADER in _HEADERS[method]:
        answers["200"].setdefault("headers", {})["ETag"] = {"schema": {"type": "string"}}
        refusals += [(412, "Precondition Failed"), (428, "Precondition Required")]
    for status, phrase in refusals:
        answers[str(status)] = {
            "description": phrase,
            "content": answers["default"].get("content", _PROBLEM),
        }


_PROBLEM = {MEDIA_TYPE: {"schema": {"$ref": "#/components/schemas/Problem"}}}


def _key_schema(_: KeyConverter) -> dict[str, Any]:
    return {"type": "string", "minLength": 1, "maxLength": 120, "pattern": "^[^\\s/]+$"}


def _version() -> str:
    try:
        return version("alliance-scheduler")
    except PackageNotFoundError:  # run from a checkout
        return "0.1.0"
