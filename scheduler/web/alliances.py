"""An alliance's year: its promises by month, whose turn it is and why, and the next weeks."""

from collections import Counter

from flask import Blueprint, render_template, request
from flask_babel import gettext

from scheduler.domain.errors import DateError
from scheduler.domain.moments import SHANGHAI
from scheduler.rules.judging.standing import Light as State
from scheduler.services import overview
from scheduler.services.overview import YearView
from scheduler.web import event_lines, lights, offices
from scheduler.web.calendar_pages import YearPage
from scheduler.web.i18n import current_lang
from scheduler.web.parts import Action, Link, Words
from scheduler.web.policy import public
from scheduler.web.session import current, runtime
from scheduler.web.turns.cards import ledger, turn
from scheduler.web.uncounted import uncounted

YEARS = range(2000, 2100)
YEAR_DIGITS = 4
SHOWN_TURNS = 5

blueprint = Blueprint("alliances", __name__)


@blueprint.get("/alliances/<key>")
@public
def year(key: str) -> str:
    """Show whether what was promised is scheduled."""
    ready = runtime()
    now = ready.clock()
    asked = request.args.get("year", str(now.astimezone(SHANGHAI).year))
    if not (asked.isascii() and asked.isdecimal() and len(asked) == YEAR_DIGITS) or (
        int(asked) not in YEARS
    ):
        raise DateError(field="year", value=asked[:20], reason="range")
    found = overview.year_view(
        ready.store, key, int(asked), by=current(), lang=current_lang(), now=now
    )
    return render_template("alliance_year.html", page=_page(found, current_lang()))


def _page(found: YearView, lang: str) -> YearPage:
    address = f"/alliances/{found.alliance.key}"
    body = found.alliance
    return YearPage(
        name=body.name_en if lang == "en" and body.name_en else body.name,
        year=found.year,
        lead=_lead(found),
        rows=tuple(
            lights.row(standing, found.notes[standing.owner, standing.rule], lang)
            for standing in found.standings
        ),
        now=found.today.month if found.today.year == found.year else 0,
        crumbs=(
            Link("/", gettext("联盟")),
            Link("", body.name_en if lang == "en" and body.name_en else body.name),
        ),
        years=tuple(
            Link(f"{address}?year={each}", str(each))
            for each in (found.year - 1, found.year + 1)
            if each in YEARS
        ),
        subscribe=f"{address}/subscribe",
        members=f"/roster?alliance={body.key}" if found.offices else "",
        turns=tuple(
            turn(each, first=not number)
            for view in found.turns[:1]
            for number, each in enumerate(view.upcoming[:SHOWN_TURNS])
        ),
        turn_actions=(Action(f"{address}/turns", gettext("调换，请免")),) if found.turns else (),
        ledgers=tuple(ledger(view, lang) for view in found.turns),
        uncounted=uncounted(found.uncounted, lang),
        offices=offices.tasks(found.offices, lang) if found.offices else (),
        events=tuple(event_lines.line(each, found.names, found.today, lang) for each in found.soon),
        empty_action=Link(f"/plans?alliance={body.key}&year={found.year}", gettext("排这一年"))
        if found.may_plan
        else None,
    )


def _lead(found: YearView) -> Words:
    counts = Counter(standing.state for standing in found.standings)
    total = len(found.standings) - counts[State.NA]
    calm = gettext(
        "%(total)s项承诺：完成%(kept)s项，排好%(set)s项",
        total=total,
        kept=counts[State.KEPT],
        set=counts[State.SET],
    )
    loud = [
        gettext("要安排%(count)s项", count=counts[State.TO_ARRANGE])
        if counts[State.TO_ARRANGE]
        else "",
        gettext("误期%(count)s项", count=counts[State.LATE]) if counts[State.LATE] else "",
    ]
    strong = gettext("，").join(filter(None, loud))
    return Words(
        calm + (gettext("，") if strong else gettext("。")), strong, gettext("。") if strong else ""
    )
