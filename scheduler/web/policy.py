"""Who may open which page: every view declares it, and an undeclared one is never served."""

from collections.abc import Callable
from enum import StrEnum
from typing import ParamSpec, TypeVar

from flask import Flask, redirect, request
from werkzeug.exceptions import InternalServerError
from werkzeug.wrappers import Response

from scheduler.web import session

P = ParamSpec("P")
R = TypeVar("R")
View = Callable[P, R]


class Policy(StrEnum):
    """What a page asks of its reader before the service decides on the object itself."""

    PUBLIC = "public"
    SIGNED_IN = "signed_in"
    CAPABILITY = "capability"


def public(view: View[P, R]) -> View[P, R]:
    """Declare a page that anyone may open; the service still hides what is not public."""
    return _declare(view, Policy.PUBLIC)


def signed_in(view: View[P, R]) -> View[P, R]:
    """Declare a page for signed-in readers; others are led to the sign-in page and back."""
    return _declare(view, Policy.SIGNED_IN)


def capability(view: View[P, R]) -> View[P, R]:
    """Declare a page whose address itself is the permission."""
    return _declare(view, Policy.CAPABILITY)


def _declare(view: View[P, R], policy: Policy) -> View[P, R]:
    view.policy = policy  # type: ignore[attr-defined]  # read back by policy_of
    return view


def policy_of(view: object) -> Policy | None:
    """Give what a view declared."""
    found = getattr(view, "policy", None)
    return found if isinstance(found, Policy) else None


def install(app: Flask) -> None:
    """Check the declared policy before each page."""
    app.before_request(lambda: _check(app))


def _check(app: Flask) -> Response | None:
    if request.endpoint is None or request.path.startswith("/api/"):
        return None
    policy = policy_of(app.view_functions[request.endpoint])
    if policy is None:
        raise InternalServerError(f"{request.endpoint} declares no policy")
    if policy is Policy.SIGNED_IN and session.current() is None:
        # What only takes a form cannot be opened again after the sign-in.
        back = request.full_path.rstrip("?") if request.method in {"GET", "HEAD"} else "/"
        return redirect(session.sign_in_address(back), 303)
    return None
