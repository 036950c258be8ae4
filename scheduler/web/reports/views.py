"""The report of an alliance on a quarter, as one sheet to read and to print."""

from flask import Blueprint, render_template, request

from scheduler.domain.moments import SHANGHAI
from scheduler.rules.calendar.periods import period_of
from scheduler.services.reports import quarter as reports
from scheduler.web.i18n import current_lang
from scheduler.web.policy import signed_in
from scheduler.web.reports import pages as report_pages
from scheduler.web.session import reader, runtime

blueprint = Blueprint("reports", __name__)


@blueprint.get("/alliances/<key>/report")
@signed_in
def show(key: str) -> str:
    """Show what was kept in a period; without one, in the quarter of today."""
    ready = runtime()
    now = ready.clock()
    today = now.astimezone(SHANGHAI).date()
    period = request.args.get("period") or period_of("quarter", today).key
    found = reports.quarter(ready.store, key, period, by=reader(), now=now)
    return render_template("report.html", page=report_pages.report(found, today, current_lang()))
