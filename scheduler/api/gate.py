"""The gate of the API: every view declares the action it needs, and nothing else is served."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from flask import Flask, request
from werkzeug.exceptions import InternalServerError, RequestEntityTooLarge

from scheduler.api import call
from scheduler.api.problems import MAX_BODY, MEDIA_TYPE, Refusal
from scheduler.domain.errors import ForbiddenError
from scheduler.services import accounts
from scheduler.services.access import SCOPES, Action, Principal

PREFIX = "/api/"
JSON = "application/json"
_CHALLENGE = 'Bearer realm="alliance-scheduler"'


@dataclass(frozen=True, slots=True)
class Need:
    """What a view asks of its caller: an action somewhere, or nothing (None) of anybody.

    The service decides on the object itself. ``offers`` is the media type of the answer.
    """

    action: Action | None
    offers: str = JSON

    @property
    def scopes(self) -> tuple[str, ...]:
        """List the token scopes that contain the action."""
        if self.action is None:
            return ()
        return tuple(sorted(name for name, actions in SCOPES.items() if self.action in actions))


View = Callable[..., Any]


def declare(view: View, need: Need) -> View:
    """Write on a view what it needs."""
    view.api_need = need  # type: ignore[attr-defined]  # read back by need_of
    return view


def need_of(view: object) -> Need | None:
    """Give what a view declared."""
    found = getattr(view, "api_need", None)
    return found if isinstance(found, Need) else None


def install(app: Flask) -> None:
    """Check every request of the API before its view."""
    app.before_request(lambda: _check(app))


def _check(app: Flask) -> None:
    if not request.path.startswith(PREFIX):
        return
    if (request.content_length or 0) > MAX_BODY:
        raise RequestEntityTooLarge
    if request.endpoint is None:  # the router answers 404 or 405 by itself
        return
    need = need_of(app.view_functions[request.endpoint])
    if need is None:
        raise InternalServerError(f"{request.endpoint} declares no need")
    if need.action is not None:
        principal = _authenticated()
        call.set_caller(principal)
        _permit(principal, need.action)
    accepted = request.accept_mimetypes  # empty where the caller takes anything
    if accepted and not accepted.best_match([need.offers, MEDIA_TYPE]):
        raise Refusal(406, "not_acceptable", fields={"offered": need.offers})


def _authenticated() -> Principal:
    kind, _, token = request.headers.get("Authorization", "").partition(" ")
    if kind.lower() != "bearer" or not token.strip():
        raise Refusal(401, "unauthenticated", headers=[("WWW-Authenticate", _CHALLENGE)])
    ready = call.runtime()
    now = ready.clock()
    principal = accounts.bearer(ready.store, token.strip(), now)
    if principal is None:
        challenge = f'{_CHALLENGE}, error="invalid_token"'
        raise Refusal(401, "token_refused", headers=[("WWW-Authenticate", challenge)])
    ready.token_uses.note(principal, now)
    return principal


def _permit(principal: Principal, action: Action) -> None:
    everywhere = principal.everywhere.union(*principal.actions.values())
    if action not in everywhere:
        raise ForbiddenError(action=action.value)
