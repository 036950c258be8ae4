"""The description for programs and for people; both are served from here alone."""

import re

import orjson
from apispec import APISpec
from flask import Blueprint, Flask, Response
from jinja2 import Environment, PackageLoader
from markupsafe import Markup, escape

from scheduler.api import description, gate
from scheduler.api.gate import Need
from scheduler.api.resource import PREFIX
from scheduler.api.sentences import EVERY, OWN
from scheduler.domain.text.errors import SENTENCES as DOMAIN
from scheduler.domain.text.render import Sentence

_PAGES = Environment(
    loader=PackageLoader("scheduler.api"), autoescape=True, trim_blocks=True, lstrip_blocks=True
)


def ticked(text: str) -> Markup:
    """Write what stands between backticks as code."""
    return Markup(re.sub(r"`([^`]+)`", r"<code>\1</code>", str(escape(text))))  # noqa: S704 - escaped


_PAGES.filters["ticked"] = ticked


def install(app: Flask, spec: APISpec) -> None:
    """Serve the description of the finished API."""
    pages = Blueprint("api-description", __name__, url_prefix=PREFIX)
    value = description.finished(spec)
    document = orjson.dumps(value)
    page = _PAGES.get_template("docs.html").render(spec=value, codes=codes())
    style = _PAGES.get_template("docs.css").render()

    def serve(rule: str, body: bytes | str, media_type: str) -> None:
        def view() -> Response:
            return Response(body, mimetype=media_type)

        gate.declare(view, Need(None, media_type))
        pages.add_url_rule(rule, rule.strip("/").replace(".", "_"), view)

    serve("/openapi.json", document, gate.JSON)
    serve("/docs", page, "text/html")
    serve("/docs.css", style, "text/css")
    app.register_blueprint(pages)


def codes() -> dict[str, Sentence]:
    """Give every code that a refusal can have, with its sentence."""
    return {code: EVERY[code] for code in sorted({*OWN, *DOMAIN}) if "." not in code}
