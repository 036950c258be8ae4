"""The description for programs and for people; both are served from here alone."""

import re
from collections.abc import Callable
from functools import cache, partial
from typing import Any

import orjson
from flask import Blueprint, Flask, Response
from flask_smorest.blueprint import Blueprint as Described
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


def install(app: Flask, blueprints: tuple[Described, ...]) -> None:
    """Serve the description of these resources; it is made when it is first asked for."""
    pages = Blueprint("api-description", __name__, url_prefix=PREFIX)

    def serve(rule: str, body: Callable[[], bytes | str], media_type: str) -> None:
        def view() -> Response:
            return Response(body(), mimetype=media_type)

        gate.declare(view, Need(None, media_type))
        pages.add_url_rule(rule, rule.strip("/").replace(".", "_"), view)

    serve("/openapi.json", partial(_document, blueprints), gate.JSON)
    serve("/docs", partial(_page, blueprints), "text/html")
    serve("/docs.css", _PAGES.get_template("docs.css").render, "text/css")
    app.register_blueprint(pages)


@cache
def _described(blueprints: tuple[Described, ...]) -> dict[str, Any]:
    return description.describe(blueprints)


@cache
def _document(blueprints: tuple[Described, ...]) -> bytes:
    return orjson.dumps(_described(blueprints))


@cache
def _page(blueprints: tuple[Described, ...]) -> str:
    template = _PAGES.get_template("docs.html")
    return template.render(spec=_described(blueprints), codes=codes())


def codes() -> dict[str, Sentence]:
    """Give every code that a refusal can have, with its sentence."""
    return {code: EVERY[code] for code in sorted({*OWN, *DOMAIN}) if "." not in code}
