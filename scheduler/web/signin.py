"""Sign in and out."""

from flask import Blueprint, redirect, render_template, request
from flask import session as cookie
from werkzeug.wrappers import Response

from scheduler.domain.errors import SignInError, TextError
from scheduler.domain.moments import line
from scheduler.domain.text import say
from scheduler.services import accounts
from scheduler.web.i18n import current_lang
from scheduler.web.plain_pages import SignInPage
from scheduler.web.policy import public
from scheduler.web.session import current, runtime, safe_next

blueprint = Blueprint("signin", __name__)

_LONGEST = 4 * accounts.MAX_PASSWORD
"""Composing what was typed may lengthen it."""


@blueprint.get("/signin")
@public
def form() -> str:
    """Show the sign-in form."""
    page = SignInPage(next=safe_next(request.args.get("next", "/")))
    return render_template("signin.html", page=page)


@blueprint.post("/signin")
@public
def sign_in() -> Response | tuple[str, int, dict[str, str]]:
    """Check name and password and go on to the page that was asked for."""
    name = request.form.get("name", "")[:60]
    password = request.form.get("password", "")[: accounts.MAX_PASSWORD]
    target = safe_next(request.form.get("next", "/"))
    ready = runtime()
    try:
        _check(user_name=name, password=password)
        principal = accounts.sign_in(
            ready.store, name, password, ready.clock(), fast=ready.fast_hashing
        )
    except TextError as error:
        wrong = (str(error.fields["field"]), say(error.code, error.fields, current_lang()))
        page = SignInPage(name=name, next=target, wrong=wrong)
        return render_template("signin.html", page=page), 422, {}
    except SignInError as error:
        page = SignInPage(
            name=name, next=target, fault=say(error.code, error.fields, current_lang())
        )
        wait = str(error.fields.get("retry_after") or "")
        headers = {"Retry-After": wait} if wait else {}
        return render_template("signin.html", page=page), 403, headers
    cookie.clear()
    cookie.update(user=principal.id, epoch=principal.epoch)
    return redirect(target, 303)


def _check(**typed: str) -> None:
    """Refuse what cannot be part of a name or password; an empty one is simply not known."""
    for field, text in typed.items():
        if text.strip():
            line(text, field, limit=_LONGEST)


@blueprint.post("/signout")
@public
def sign_out() -> Response:
    """End every login of the account."""
    principal = current()
    if principal is not None:
        accounts.end_logins(runtime().store, principal.id)
    cookie.clear()
    return redirect("/signin", 303)
