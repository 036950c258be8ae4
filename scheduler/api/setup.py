"""Give an application its API: gate, resources, description, and the headers of answers."""

from http import HTTPStatus

from flask import Flask, Response, request

from scheduler.api import gate, reading
from scheduler.api.keys import KeyConverter
from scheduler.api.resources import (
    attendance,
    events,
    grants,
    lists,
    matters,
    plans,
    reports,
    roster,
    rules,
    subscriptions,
    turns,
    visits,
    workdays,
)

RESOURCES = (
    roster.resource,
    rules.resource,
    lists.resource,
    workdays.resource,
    matters.resource,
    plans.resource,
    events.resource,
    turns.resource,
    visits.resource,
    attendance.resource,
    reports.resource,
    subscriptions.resource,
    grants.resource,
)
_VARY = ("Authorization", "Accept", "Accept-Language")


def register(app: Flask) -> None:
    """Give the application its API."""
    app.json.ensure_ascii = False  # type: ignore[attr-defined]  # the default provider has it
    app.url_map.converters["key"] = KeyConverter
    gate.install(app)
    for resource in RESOURCES:
        app.register_blueprint(resource.blueprint)
    reading.install(app, tuple(resource.blueprint for resource in RESOURCES))
    app.after_request(_finish)


def _finish(response: Response) -> Response:
    """Let every answer be checked against its tag, and kept by nobody but the caller."""
    if not request.path.startswith(gate.PREFIX):
        return response
    response.vary.update(_VARY)
    response.headers.setdefault("Cache-Control", "private, no-cache")
    if request.method in {"GET", "HEAD"} and response.status_code == HTTPStatus.OK:
        response.add_etag()
        response.make_conditional(request)
    return response
