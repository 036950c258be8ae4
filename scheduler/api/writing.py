"""Writes: tried with ``dry_run``, or done once under an ``Idempotency-Key``."""

import hashlib
import json
import re
from collections.abc import Callable, Mapping
from dataclasses import replace
from http import HTTPStatus
from typing import Any

import orjson
from flask import Response, request

from scheduler.api import body
from scheduler.api.call import Call
from scheduler.api.problems import Fault, Refusal
from scheduler.services import idempotency
from scheduler.services.idempotency import Once, Reply, Work

HEADER = "Idempotency-Key"
_KEY = re.compile(r"^[\x21-\x7e]{1,200}$")

Reveal = Callable[[Call, Mapping[str, Any]], Mapping[str, Any]]
"""Adds to an answer what the answer kept to be given again must not hold."""


def perform(
    call: Call, query: Mapping[str, Any], work: Work, reveal: Reveal | None = None
) -> Response:
    """Do the work as the request asks for it, and write its answer."""
    reply, headers = _performed(call, query, work)
    if reveal is not None and not query.get("dry_run"):
        reply = replace(reply, body=reveal(call, reply.body))
    return _response(reply, headers)


def _performed(call: Call, query: Mapping[str, Any], work: Work) -> tuple[Reply, Mapping[str, str]]:
    key = _key()
    if query.get("dry_run"):
        return _unnumbered(idempotency.trial(call.runtime, work)), {"Dry-Run": "true"}
    if key is None:
        return work(call.runtime), {}
    once = Once(call.by.id, key, _fingerprint())
    reply = idempotency.once(call.runtime, once, call.now, work)
    return reply, {"Idempotent-Replayed": "true"} if reply.replayed else {}


def _unnumbered(reply: Reply) -> Reply:
    """Leave out the number of what would be made: it has none before it is there."""
    made = reply.status == HTTPStatus.CREATED
    kept = {name: value for name, value in reply.body.items() if name != "id" or not made}
    return replace(reply, body=kept)


def _key() -> str | None:
    key = request.headers.get(HEADER)
    if key is not None and not _KEY.match(key):
        fault = Fault("invalid", {"field": HEADER}, parameter=HEADER)
        raise Refusal(422, "invalid", faults=[fault])
    return key


def _fingerprint() -> str:
    sent = [request.method, request.path, _body() if request.get_data(cache=True) else None]
    return hashlib.sha256(json.dumps(sent, sort_keys=True).encode()).hexdigest()


def _body() -> object:
    return body.read(request)


def _response(reply: Reply, headers: Mapping[str, str]) -> Response:
    response = Response(orjson.dumps(reply.body), status=reply.status, mimetype="application/json")
    response.headers.extend({**reply.headers, **headers})
    response.headers["Cache-Control"] = "no-store"
    return response
