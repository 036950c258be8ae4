"""Plans: which there are, what one would change, and publishing it."""

from urllib.parse import urlencode

from flask import Blueprint, redirect, render_template, request
from werkzeug.wrappers import Response

from scheduler.domain.errors import DateError, StalePlanError
from scheduler.domain.moments import SHANGHAI
from scheduler.domain.text import say
from scheduler.rules.calendar.festivals import FIRST_YEAR, LAST_YEAR
from scheduler.services import plan_list, plan_text, planning
from scheduler.services.access import Action
from scheduler.web import plan_pages
from scheduler.web.i18n import current_lang
from scheduler.web.parts import Notice
from scheduler.web.policy import signed_in
from scheduler.web.session import reader, runtime

blueprint = Blueprint("plans", __name__)


@blueprint.get("/plans")
@signed_in
def plans() -> str:
    """List the plans, or show what the plan of the named alliances' year would change."""
    alliances = tuple(request.args.getlist("alliance"))
    if alliances:
        done = request.args.get("done", "")
        return _show(alliances, _year(request.args.get("year")), _done(done))
    ready = runtime()
    listed = plan_list.plan_list(ready.store, by=reader(), now=ready.clock())
    return render_template("plans.html", page=plan_pages.list_page(listed, current_lang()))


@blueprint.post("/plans/apply")
@signed_in
def publish() -> Response | tuple[str, int]:
    """Publish the plan that was shown; one that no longer holds is shown anew."""
    ready = runtime()
    alliances = tuple(request.form.getlist("alliance"))
    year = _year(request.form.get("year"))
    shown = request.form.get("hash", "")
    base = plan_pages.base_of(request.form.get("base", ""))
    try:
        done = planning.apply(
            ready.store, alliances, year, shown, by=reader(), now=ready.clock(), base=base
        )
    except StalePlanError as error:
        text = say(error.code, error.fields, current_lang())
        return _show(alliances, year, Notice(text)), 409
    counts = f"{done.added},{done.moved},{done.cancelled}"
    fields = [("alliance", key) for key in alliances] + [("year", str(year)), ("done", counts)]
    return redirect(f"/plans?{urlencode(fields)}", 303)


def _show(alliances: tuple[str, ...], year: int, notice: Notice | None) -> str:
    ready, by, lang = runtime(), reader(), current_lang()
    plan = planning.preview(ready.store, alliances, year, by=by, now=ready.clock())
    text = plan_text.tell(ready.store, plan, lang)
    asked = plan_pages.Asked(
        alliances, year, lang, all(by.may(Action.PLAN, key) for key in alliances)
    )
    page = plan_pages.plan_page(plan, text, asked, notice)
    return render_template("plan.html", page=page)


def _year(written: str | None) -> int:
    if written is None:
        return runtime().clock().astimezone(SHANGHAI).year
    if not (written.isascii() and written.isdecimal() and len(written) == 4):  # noqa: PLR2004 - digits
        raise DateError(field="year", value=written, reason="malformed")
    if not FIRST_YEAR <= int(written) <= LAST_YEAR:
        raise DateError(field="year", value=written, reason="range")
    return int(written)


def _done(counts: str) -> Notice | None:
    parts = counts.split(",")
    if len(parts) != 3 or not all(part.isdecimal() for part in parts):  # noqa: PLR2004 - as written above
        return None
    fields = dict(zip(("added", "moved", "cancelled"), parts, strict=True))
    lang = current_lang()
    return Notice(say("plan.done", {}, lang), say("plan.done_note", fields, lang))
