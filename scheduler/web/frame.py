"""The frame of every page: who reads, where one can go, and the headers that guard it."""

from dataclasses import dataclass

from flask import Blueprint, Flask, Response, g, request
from flask_babel import gettext
from flask_wtf.csrf import CSRFProtect
from jinja2 import StrictUndefined

from scheduler.services.runtime import Clock
from scheduler.web import i18n
from scheduler.web.assets import asset_url, assets

_POLICY = (
    "default-src 'none'; style-src 'self'; script-src 'self'; img-src 'self' data:; "
    "form-action 'self'; base-uri 'none'; frame-ancestors 'none'"
)
_GUARDS = {
    "Content-Security-Policy": _POLICY,
    "Referrer-Policy": "no-referrer",
    "X-Robots-Tag": "noindex",
    "X-Content-Type-Options": "nosniff",
}

frame = Blueprint("frame", __name__, template_folder="templates")
_csrf = CSRFProtect()


@dataclass(frozen=True, slots=True)
class Viewer:
    """Who reads a page: name and role as shown, and the alliance that is theirs."""

    name: str
    role: str = ""
    alliance: str = ""


@dataclass(frozen=True, slots=True)
class Place:
    """One word of the navigation; ``key`` is what a template sets as ``place``."""

    key: str
    href: str
    text: str


def set_viewer(viewer: Viewer) -> None:
    """Say who reads this request; without it the page is that of a stranger."""
    g.viewer = viewer


def current_viewer() -> Viewer | None:
    """Give who reads this request."""
    viewer = g.get("viewer")
    return viewer if isinstance(viewer, Viewer) else None


def places() -> tuple[Place, ...]:
    """List where the reader can go, in the reader's language."""
    viewer = current_viewer()
    if viewer is None:
        return (Place("signin", "/signin", gettext("登录")),)
    own = f"/alliances/{viewer.alliance}"
    of_alliance = (
        (
            Place("year", own, gettext("年度计划")),
            Place("report", f"{own}/report", gettext("季报")),
            Place("subscribe", f"{own}/subscribe", gettext("订阅")),
        )
        if viewer.alliance
        else (Place("year", "/#all", gettext("年度计划")),)
    )
    return (
        Place("today", "/", gettext("今日")),
        *of_alliance[:1],
        Place("matters", "/matters", gettext("要事")),
        Place("plans", "/plans", gettext("计划变更")),
        *(of_alliance[1:] or (Place("workdays", "/workdays", gettext("工作日历")),)),
    )


def install(app: Flask, now: Clock) -> None:
    """Give the application the templates, their globals, the form tokens and the headers."""
    app.jinja_env.undefined = StrictUndefined
    app.jinja_env.trim_blocks = True
    app.jinja_env.lstrip_blocks = True
    app.jinja_env.globals.update(asset_url=asset_url, viewer=current_viewer, places=places)
    app.register_blueprint(frame)
    app.register_blueprint(assets)
    i18n.install(app, now)
    _check_forms(app)
    secure(app)


def secure(app: Flask) -> None:
    """Guard every answer by headers; what a view set itself stays."""
    app.after_request(_guard)


def _guard(response: Response) -> Response:
    for name, value in _GUARDS.items():
        response.headers.setdefault(name, value)
    if response.mimetype == "text/html":
        fresh = "no-cache" if current_viewer() is None else "no-store"
        response.headers.setdefault("Cache-Control", f"private, {fresh}")
        response.vary.update(i18n.LANGUAGE_DECIDERS)
    return response


def _check_forms(app: Flask) -> None:
    app.config["WTF_CSRF_CHECK_DEFAULT"] = False  # the API knows its callers by their tokens
    app.config["WTF_CSRF_SSL_STRICT"] = False  # pages send no Referer
    app.config["WTF_CSRF_TIME_LIMIT"] = None  # a roll call may lie open for hours
    _csrf.init_app(app)
    app.before_request(_check_form)


def _check_form() -> None:
    # Where no view takes the request there is nothing to guard: the router says 404 or 405 itself.
    if request.endpoint is not None and not request.path.startswith("/api/"):
        _csrf.protect()
