"""The files that the pages load, served under their content hash and kept by browsers for good."""

from functools import cache
from hashlib import sha256
from importlib.resources import files

from flask import Blueprint, Response, abort, url_for

from scheduler.web.policy import public

_TYPES = {
    "app.css": "text/css; charset=utf-8",
    "app.js": "text/javascript; charset=utf-8",
    "icon.svg": "image/svg+xml",
}
_FOR_GOOD = "public, max-age=31536000, immutable"

assets = Blueprint("assets", __name__)


@cache
def _read(name: str) -> tuple[str, bytes]:
    content = files("scheduler.web").joinpath("static", name).read_bytes()
    return sha256(content).hexdigest()[:16], content


def asset_url(name: str) -> str:
    """Give the address of a file of ``static/``; it changes whenever the file does."""
    return url_for("assets.asset", digest=_read(name)[0], name=name)


@assets.get("/assets/<digest>/<name>")
@public
def asset(digest: str, name: str) -> Response:
    """Serve one file of the pages; another hash than that of the file is not found."""
    if name not in _TYPES:
        abort(404)
    current, content = _read(name)
    if digest != current:
        abort(404)
    response = Response(content, content_type=_TYPES[name])
    response.headers["Cache-Control"] = _FOR_GOOD
    return response


@assets.get("/favicon.ico")
@public
def favicon() -> Response:
    """Serve the icon where browsers look for it that were told of none."""
    response = Response(_read("icon.svg")[1], content_type=_TYPES["icon.svg"])
    response.headers["Cache-Control"] = "public, max-age=86400"
    return response


@assets.get("/robots.txt")
@public
def robots() -> Response:
    """Ask search engines to leave the pages alone; calendars that obey may fetch feeds."""
    rules = "User-agent: *\nDisallow: /\nAllow: /feeds/\n"
    return Response(rules, content_type="text/plain; charset=utf-8")
