"""Build the application: database, pages, API, feeds and the one error handler."""

import logging
from collections.abc import Callable

from flask import Flask, Response, g, request
from flask.typing import ResponseReturnValue
from werkzeug.datastructures import ImmutableMultiDict, MultiDict
from werkzeug.exceptions import HTTPException, InternalServerError, NotFound
from werkzeug.routing import Rule

from scheduler import api, web
from scheduler.config import Settings
from scheduler.domain.errors import DomainError, TextError, UnavailableError
from scheduler.feed_door.door import FeedDoor
from scheduler.feed_door.replies import refusal
from scheduler.services import health, maintenance
from scheduler.services.runtime import EXTENSION, START_JOBS, Clock, Runtime, utc_now
from scheduler.store import database
from scheduler.web.policy import public

MAX_BODY = 4 * 1024 * 1024
_SUBSTITUTE = "\x1a"
"""What pages read for NUL in a form: both databases hold it, and texts refuse it likewise."""

_log = logging.getLogger(__name__)


class LateRule(Rule):
    """A route whose address builder is compiled when an address is first built.

    Compiling the builders of all routes takes most of a start, and few are ever needed.
    """

    def _compile_builder(self, append_unknown: bool = True) -> Callable[..., tuple[str, str]]:  # noqa: FBT001, FBT002 - as it is called
        def build(rule: Rule, /, **values: object) -> tuple[str, str]:
            compiled = Rule._compile_builder(rule, append_unknown).__get__(rule)  # noqa: SLF001 - the one put off
            setattr(rule, "_build_unknown" if append_unknown else "_build", compiled)
            built: tuple[str, str] = compiled(**values)
            return built

        return build


def create_app(settings: Settings, *, clock: Clock = utc_now) -> Flask:
    """Build the application from its settings; nothing is read or written yet."""
    app = Flask("scheduler", static_folder=None, template_folder=None)
    app.url_rule_class = LateRule
    settings.data_dir.mkdir(parents=True, exist_ok=True)
    _configure(app, settings)
    runtime = Runtime(
        store=database.bind(app, settings.database_url),
        clock=clock,
        secret_key=settings.secret_key,
        base_url=settings.base_url,
        data_dir=settings.data_dir,
        secure=settings.secure,
        fast_hashing=settings.fast_hashing,
    )
    app.extensions[EXTENSION] = runtime
    door = FeedDoor(app.wsgi_app, runtime)
    app.extensions[START_JOBS] = lambda: _start_jobs(runtime, door)
    app.before_request(_refuse_nul)
    api.register(app)
    web.register(app)
    _add_health(app, runtime, door)
    app.register_error_handler(HTTPException, _http_error)
    app.register_error_handler(Exception, _any_error)
    app.wsgi_app = door  # type: ignore[method-assign]  # Flask's documented way to put a door in front
    return app


def _configure(app: Flask, settings: Settings) -> None:
    app.config.update(
        SECRET_KEY=settings.secret_key,
        MAX_CONTENT_LENGTH=MAX_BODY,
        SESSION_COOKIE_NAME="__Host-session" if settings.secure else "session",
        SESSION_COOKIE_SECURE=settings.secure,
        SESSION_COOKIE_HTTPONLY=True,
        SESSION_COOKIE_SAMESITE="Lax",
        SESSION_COOKIE_PATH="/",
        WTF_CSRF_TIME_LIMIT=None,
    )
    app.json.sort_keys = False  # type: ignore[attr-defined]  # the default provider has it


def _add_health(app: Flask, runtime: Runtime, door: FeedDoor) -> None:
    @app.get("/healthz")
    @public
    def healthz() -> Response:
        """Tell that the process lives."""
        return Response("ok\n", mimetype="text/plain")

    @app.get("/readyz")
    @public
    def readyz() -> Response:
        """Tell whether the service can serve, and what is wrong if it cannot."""
        wrong = health.faults(runtime.store)
        if wrong:
            return Response("".join(f"{fault}\n" for fault in wrong), 503, mimetype="text/plain")
        left_out = health.left_out(runtime.store, door.shelf)
        body = f"ready\nevents left out of feeds: {left_out}\n" if left_out else "ready\n"
        return Response(body, mimetype="text/plain")


def _start_jobs(runtime: Runtime, door: FeedDoor) -> Callable[[], None]:
    # Only a serving process needs the clock, and its import is not free.
    from scheduler import jobs  # noqa: PLC0415

    return jobs.start(runtime, door.flush)


def _refuse_nul() -> None:
    """Refuse what one database stores and the other does not, so that both answer alike.

    A page tells it beside the field, with what was typed, as it tells of any control character;
    what no page tells is told here.
    """
    if "\0" in request.path:
        raise NotFound
    asked, typed = _holding_nul(request.args), _holding_nul(request.form)
    if asked is not None:
        raise asked
    if typed is None:
        return
    if request.path.startswith("/api/") or any("\0" in name for name in request.form):
        raise typed
    g.untold = typed
    pairs = request.form.items(multi=True)
    request.form = ImmutableMultiDict((k, v.replace("\0", _SUBSTITUTE)) for k, v in pairs)


def _holding_nul(given: MultiDict[str, str]) -> TextError | None:
    for name, value in given.items(multi=True):
        if "\0" in name or "\0" in value:
            return TextError(field=name.replace("\0", ""), reason="control")
    return None


def _http_error(error: HTTPException) -> ResponseReturnValue:
    return _answer(error)


def _any_error(error: Exception) -> ResponseReturnValue:
    if isinstance(error, DomainError):
        return _answer(g.get("untold", error))
    if maintenance.is_away(error):
        _log.error("database away", exc_info=error)
        return _answer(UnavailableError(retry_after=maintenance.RETRY_AFTER))
    return _answer(InternalServerError(original_exception=error))


def _answer(error: HTTPException | DomainError) -> ResponseReturnValue:
    if request.path.startswith("/api/"):
        return api.problem(error)
    if request.path.startswith("/feeds/"):
        return refusal(error)
    return web.error_page(error)
