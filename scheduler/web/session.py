"""Logins of people: a signed cookie names the account and its epoch, the store decides."""

import re
from urllib.parse import urlencode

from flask import current_app, g
from flask import session as cookie

from scheduler.domain.errors import SignInError
from scheduler.services import accounts
from scheduler.services.access import Principal
from scheduler.services.runtime import EXTENSION, Runtime

_UNSAFE = re.compile(r"[\\\x00-\x20\x7f]")


def runtime() -> Runtime:
    """Give what this application's services are called with."""
    found = current_app.extensions[EXTENSION]
    if not isinstance(found, Runtime):
        raise TypeError(EXTENSION)
    return found


def current() -> Principal | None:
    """Give who is signed in, asking the store once a request."""
    if "principal" not in g:
        user, epoch = cookie.get("user"), cookie.get("epoch")
        g.principal = None
        if isinstance(user, str) and isinstance(epoch, int):
            g.principal = accounts.current(runtime().store, user, epoch, runtime().clock())
    principal = g.principal
    return principal if isinstance(principal, Principal) else None


def reader() -> Principal:
    """Give who is signed in, on a page that only signed-in readers open."""
    principal = current()
    if principal is None:
        raise SignInError(action="sign_in", retry_after=0)
    return principal


def sign_in_address(back: str) -> str:
    """Give the address of the sign-in page that leads back afterwards."""
    return "/signin" if back == "/" else "/signin?" + urlencode({"next": back})


def safe_next(target: str) -> str:
    """Give the page to go on to: one of our own paths, or today."""
    # Browsers drop line breaks and tabs and read a backslash as a slash: //host may hide in both.
    own = target.startswith("/") and not target.startswith("//") and not _UNSAFE.search(target)
    return target if own else "/"
