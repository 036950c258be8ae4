"""Bodies and query parameters through their schemas; each fault with its code and its place."""

from collections.abc import Iterator, Mapping
from typing import Any, NoReturn

from flask import Request
from marshmallow import RAISE, Schema, ValidationError, fields
from webargs.flaskparser import FlaskParser

from scheduler.api import body
from scheduler.api.problems import Fault, Refusal, escaped, shown

_MESSAGES = {"required": "missing_field", "unknown": "unknown_field"}
_REASONS = frozenset({"null", "list", "object", "text"})
_LENGTH = "Length must be between "


class StrictParser(FlaskParser):
    """Reads strict JSON, refuses unknown and repeated parameters, and gives faults as problems."""

    DEFAULT_UNKNOWN_BY_LOCATION: dict[str, str | None] = {  # noqa: RUF012 - webargs' own attribute
        "json": RAISE,
        "query": RAISE,
    }

    def load_json(self, req: Request, schema: Schema) -> Any:  # noqa: ANN401, ARG002 - webargs
        """Read the body."""
        return body.read(req)

    def load_querystring(self, req: Request, schema: Schema) -> Any:  # noqa: ANN401 - webargs
        """Read the query; a parameter that is no list stands once."""
        for name, values in req.args.lists():
            listed = isinstance(schema.fields.get(name), fields.List)
            if len(values) > 1 and not listed:
                fault = Fault("invalid", {"field": shown(name)}, parameter=str(shown(name)))
                raise Refusal(422, "invalid", faults=[fault])
        return super().load_querystring(req, schema)

    def handle_error(
        self,
        error: ValidationError,
        req: Request,
        schema: Schema,
        *,
        error_status_code: int | None,
        error_headers: Mapping[str, str] | None,
    ) -> NoReturn:
        """Refuse the request with every fault that the schema found."""
        del req, schema, error_status_code, error_headers
        faults = tuple(
            fault
            for location, messages in _by_location(error)
            for fault in _faults(messages, (), in_query=location == "query")
        )
        raise Refusal(422, faults[0].code, faults=faults)


def _by_location(error: ValidationError) -> list[tuple[str, object]]:
    # webargs puts the location around the messages of its schema.
    return list(error.messages.items()) if isinstance(error.messages, dict) else []


def _faults(messages: object, path: tuple[str, ...], *, in_query: bool) -> Iterator[Fault]:
    if isinstance(messages, Mapping):
        for name, inner in messages.items():
            step = () if name == "_schema" else (str(name),)
            yield from _faults(inner, (*path, *step), in_query=in_query)
        return
    for message in messages if isinstance(messages, list) else [messages]:
        found = message if isinstance(message, Fault) else _fault(str(message))
        yield _placed(found, path, in_query=in_query)


def _fault(message: str) -> Fault:
    if message in _MESSAGES:
        return Fault(_MESSAGES[message])
    if message.startswith(_LENGTH):
        low, high = message.removeprefix(_LENGTH).rstrip(".").split(" and ")
        return Fault("invalid", {"reason": "length", "low": low, "high": high})
    return Fault("invalid", {"reason": message} if message in _REASONS else {})


def _placed(fault: Fault, path: tuple[str, ...], *, in_query: bool) -> Fault:
    if fault.pointer is not None:
        return fault
    # One of a list has no name of its own.
    name = next((step for step in reversed(path) if not step.isdecimal()), "content")
    told = {"field": shown(name), **fault.fields}
    if in_query:
        return Fault(fault.code, told, parameter=str(shown(path[0])) if path else None)
    return Fault(fault.code, told, pointer="".join("/" + escaped(step) for step in path))
