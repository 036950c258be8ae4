"""The workday calendar: the years, one year, and handing in a notice."""

from dataclasses import replace
from pathlib import PurePath
from urllib.parse import urlencode

from flask import Blueprint, redirect, render_template, request
from werkzeug.wrappers import Response

from scheduler.domain.errors import (
    ForbiddenError,
    IncompleteNoticeError,
    NotFoundError,
    NoticeError,
)
from scheduler.domain.moments import SHANGHAI
from scheduler.domain.text import say
from scheduler.rules.calendar.notice_files import NoticeFile, day_of, text_of
from scheduler.services.access import Action
from scheduler.services.workdays import years as workdays
from scheduler.services.workdays.years import Outcome
from scheduler.web import dates
from scheduler.web.i18n import current_lang
from scheduler.web.policy import signed_in
from scheduler.web.session import reader, runtime
from scheduler.web.workdays import pages as workday_pages
from scheduler.web.workdays.values import NoticeForm

blueprint = Blueprint("workdays", __name__)

_DIGITS = 4
_SEE = "see"


@blueprint.get("/workdays")
@signed_in
def years() -> str:
    """Show which years are decided; administrators can hand in a notice."""
    return _list(NoticeForm())


@blueprint.get("/workdays/<int(fixed_digits=4):number>")
@signed_in
def year(number: int) -> str:
    """Show the days of one year, or of an older revision of it."""
    asked = request.args.get("revision", "")
    if asked and not (asked.isascii() and asked.isdecimal() and len(asked) <= _DIGITS):
        raise NotFoundError(entity="workdays", key=f"{number} {asked[:_DIGITS]}")
    seen = workdays.year(runtime().store, number, int(asked) if asked else None)
    named = request.args.getlist(_SEE)
    see = [each for each in (number - 1, number) if str(each) in named]
    page = workday_pages.year_page(seen, current_lang(), done="done" in request.args, see=see)
    return render_template("workday_year.html", page=page)


@blueprint.post("/workdays/preview")
@signed_in
def preview() -> str | tuple[str, int]:
    """Show what a notice would change, or what is wrong with it."""
    _require_admin()
    typed = _typed()
    name, content = _sent()
    content = content if name else typed.text.encode()
    try:
        typed = replace(typed, text=text_of(content))  # a file is handed in once
        given = day_of(dates.shaped(typed.given))
        file = NoticeFile(content, PurePath(name).suffix, given, typed.paper)
        ready = runtime()
        outcome = workdays.preview(ready.store, file, by=reader(), now=ready.clock())
    except NoticeError as error:
        return _refused(typed, error), 422
    return _shown(outcome, typed)


@blueprint.post("/workdays/import")
@signed_in
def take_over() -> Response | tuple[str, int]:
    """Import the notice that was shown."""
    _require_admin()
    typed, ready = _typed(), runtime()
    try:
        file = NoticeFile(typed.text.encode(), "", day_of(dates.shaped(typed.given)), typed.paper)
        try:
            outcome = workdays.import_notice(
                ready.store, file, by=reader(), now=ready.clock(), checked="checked" in request.form
            )
        except IncompleteNoticeError:
            outcome = workdays.preview(ready.store, file, by=reader(), now=ready.clock())
            return _shown(outcome, typed, unchecked=True), 422
    except NoticeError as error:
        return _refused(typed, error), 422
    asked = urlencode([("done", 1), *((_SEE, year) for year in outcome.years)])
    return redirect(f"/workdays/{outcome.known.notice.year}?{asked}", 303)


def _shown(outcome: Outcome, typed: NoticeForm, *, unchecked: bool = False) -> str:
    hidden = (("text", typed.text), ("given", typed.given), ("paper", typed.paper))
    page = workday_pages.notice_page(outcome, hidden, current_lang(), unchecked=unchecked)
    return render_template("workday_notice.html", page=page)


def _require_admin() -> None:
    if Action.ADMIN not in reader().everywhere:
        raise ForbiddenError(action=Action.ADMIN.value)


def _sent() -> tuple[str, bytes]:
    """Give the name and the content of the file, both empty where none was chosen."""
    sent = request.files.get("file")
    if sent is None:
        return "", b""
    try:
        return sent.filename or "", sent.read()
    finally:
        sent.close()


def _typed() -> NoticeForm:
    form = request.form
    return NoticeForm(
        text=form.get("text", ""),
        given=form.get("given", "").strip(),
        paper=form.get("paper", "").strip(),
    )


def _refused(typed: NoticeForm, error: NoticeError) -> str:
    field = str(error.fields.get("field", ""))
    wrong = {"notice_date": "given", "papers": "paper"}.get(field, "text")
    fault = say(error.code, error.fields, current_lang())
    return _list(NoticeForm(typed.text, typed.given, typed.paper, fault, wrong))


def _list(form: NoticeForm) -> str:
    ready = runtime()
    today = ready.clock().astimezone(SHANGHAI).date()
    listed = workdays.years(ready.store, today)
    own = form if Action.ADMIN in reader().everywhere else None
    page = workday_pages.list_page(listed, today, own, current_lang())
    return render_template("workdays.html", page=page)
