"""The pages of the workday calendar, made of what the service knows of the years."""

from collections.abc import Iterable, Mapping
from datetime import date, timedelta
from itertools import groupby

from flask_babel import gettext

from scheduler.domain.roster import Body
from scheduler.domain.text import say
from scheduler.domain.text.reading import Reading
from scheduler.rules.calendar.festivals import FESTIVALS, statutory_days
from scheduler.rules.calendar.workdays import WorkdayYear, YearState
from scheduler.services.workdays import texts as workday_texts
from scheduler.services.workdays.reach import Reach
from scheduler.services.workdays.years import Outcome, YearSeen
from scheduler.web import dates
from scheduler.web.parts import (
    Action,
    Fact,
    Field,
    Form,
    Light,
    LightState,
    Link,
    Notice,
    Task,
    Words,
)
from scheduler.web.workdays.days import key, month_of
from scheduler.web.workdays.values import (
    Holiday,
    NoticeForm,
    NoticePage,
    WorkdaysPage,
    WorkYearPage,
)

RECENT = 4
"""How many years stand in the list; the others are links."""

_DAY = timedelta(days=1)
_LIGHTS: Mapping[YearState, LightState] = {
    YearState.ANNOUNCED: "kept",
    YearState.AMENDED: "kept",
    YearState.PROVISIONAL: "todo",
}


def list_page(
    years: Iterable[YearSeen], today: date, form: NoticeForm | None, lang: str
) -> WorkdaysPage:
    """Show which years are decided, the latest first."""
    listed = tuple(years)
    return WorkdaysPage(
        lead=_lead(listed, today, lang),
        years=tuple(_task(seen, lang) for seen in listed[:RECENT]),
        older=tuple(Link(f"/workdays/{seen.year}", str(seen.year)) for seen in listed[RECENT:]),
        form=form,
    )


def year_page(
    seen: YearSeen, lang: str, *, done: bool = False, see: Iterable[int] = ()
) -> WorkYearPage:
    """Show one year: its festivals, and every day with its word.

    Where its notice was just imported it leads to the plans of the years to ``see``.
    """
    state = say(f"workdays.{seen.state.value}", {}, lang)
    return WorkYearPage(
        title=gettext("%(year)s年工作日历", year=seen.year),
        light=Light(_LIGHTS[seen.state], state),
        lead=Words(say(f"workdays.lead_{seen.state.value}", {"year": str(seen.year)}, lang)),
        facts=_facts(seen, lang),
        crumbs=(Link("/workdays", gettext("工作日历")),),
        holidays=_holidays(seen, lang),
        months=tuple(month_of(seen, number, lang) for number in range(1, 13)),
        key=key(),
        years=tuple(
            Link(f"/workdays/{year}", str(year)) for year in (seen.year - 1, seen.year + 1)
        ),
        revisions=_revisions(seen, lang),
        notice=_done(seen, tuple(see) or (seen.year,), lang) if done else None,
    )


def notice_page(
    outcome: Outcome, hidden: tuple[tuple[str, str], ...], lang: str, *, unchecked: bool = False
) -> NoticePage:
    """Show what importing a notice would change, and the button that imports it.

    ``unchecked`` tells that it was pressed without the tick that the notice needs.
    """
    year = outcome.known.notice.year
    told = workday_texts.told(outcome, lang, done=False)
    form = Form(
        "/workdays/import",
        gettext("导入这份通知"),
        note=gettext("导入后还不改日程：到“计划变更”里看过再发布。"),
        fields=(_tick(lang, unchecked=unchecked),) if outcome.wants_check else (),
        hidden=hidden,
        main=True,
    )
    return NoticePage(
        title=gettext("%(year)s年放假通知", year=year),
        lead=told[0],
        lines=tuple(workday_texts.days_told(outcome, lang)),
        crumbs=(Link("/workdays", gettext("工作日历")),),
        struck=_counts(outcome.struck.alliances, "todo", gettext("要改期"), lang),
        tentative=_counts(outcome.tentative.alliances, "set", gettext("可定下来"), lang),
        struck_in_all=_in_all("struck", outcome.struck, lang),
        tentative_in_all=_in_all("firm", outcome.tentative, lang),
        form=form if outcome.changed else None,
        back=Link("/workdays", gettext("先不导入")),
    )


def _in_all(word: str, reach: Reach, lang: str) -> str:
    several = len(reach.alliances) > 1
    return workday_texts.in_all(f"workdays.{word}_sum", reach, lang) if several else ""


def _tick(lang: str, *, unchecked: bool) -> Field:
    fault = say("workdays.unchecked", {}, lang) if unchecked else ""
    return Field("checked", gettext("我已核对"), control="tick", fault=fault)


def _lead(years: Iterable[YearSeen], today: date, lang: str) -> Words:
    states = {seen.year: seen.state for seen in years}
    for year in (today.year, today.year + 1):
        if states.get(year, YearState.PROVISIONAL) is YearState.PROVISIONAL:
            return Words(say("workdays.open", {"year": str(year)}, lang))
    return Words(say("workdays.closed", {"year": str(today.year + 1)}, lang))


def _task(seen: YearSeen, lang: str) -> Task:
    href = f"/workdays/{seen.year}"
    known = seen.known
    note = ""
    if known is not None:
        fields = {"day": known.notice_date, "revision": known.revision}
        note = say("workdays.row", fields, lang)
    return Task(
        name=gettext("%(year)s年", year=seen.year),
        note=note or say("workdays.row_open", {}, lang),
        light=Light(_LIGHTS[seen.state], say(f"workdays.{seen.state.value}", {}, lang)),
        action=Action(href, gettext("看全年")),
        href=href,
    )


def _counts(
    counts: Iterable[tuple[Body, int]], state: LightState, word: str, lang: str
) -> tuple[Task, ...]:
    return tuple(
        Task(
            name=body.name_en if lang == "en" and body.name_en else body.name,
            note=gettext("%(count)s场活动", count=count),
            light=Light(state, word),
        )
        for body, count in counts
    )


def _facts(seen: YearSeen, lang: str) -> tuple[Fact, ...]:
    known = seen.known
    if known is None:
        return ()
    papers = known.notice.papers or (gettext("没有写明"),)
    return (
        *(
            Fact(gettext("文号"), paper, paper if paper.startswith("https://") else "")
            for paper in papers
        ),
        Fact(gettext("日期"), dates.full_day(known.notice_date, lang)),
        Fact(gettext("版次"), say("workdays.revision", {"revision": known.revision}, lang)),
    )


def _revisions(seen: YearSeen, lang: str) -> tuple[Link, ...]:
    if len(seen.revisions) < 2:  # noqa: PLR2004 - a single one has no others
        return ()
    return tuple(
        Link(
            "" if known == seen.known else f"/workdays/{seen.year}?revision={known.revision}",
            _revision(known, lang),
        )
        for known in seen.revisions
    )


def _revision(known: WorkdayYear, lang: str) -> str:
    word = say("workdays.revision", {"revision": known.revision}, lang)
    return f"{word} · {dates.full_day(known.notice_date, lang)}"


def _done(seen: YearSeen, years: tuple[int, ...], lang: str) -> Notice:
    known = seen.known
    revision = known.revision if known else 0
    title = say("workdays.imported", {"year": str(seen.year), "revision": revision}, lang)
    first, *others = (
        Action(f"/plans?all=1&year={year}", gettext("看%(year)s年的计划变更", year=year))
        for year in years
    )
    return Notice(
        title,
        gettext("日程还没有改。请看全部联盟的计划变更，再发布。"),
        action=first,
        others=tuple(others),
    )


def _holidays(seen: YearSeen, lang: str) -> tuple[Holiday, ...]:
    """List the festivals by their first day, with what a notice adds to them.

    The page is read in its own year: only a day of the December before names its year.
    """
    lang = Reading(lang, seen.year)
    first = date(seen.year - 1, 12, 1)
    days = [first + offset * _DAY for offset in range((date(seen.year, 12, 31) - first).days + 1)]
    own = [day for day in days if _is_own(seen, day)]
    names: dict[str, list[date]] = {}
    for day in own:
        names.setdefault(seen.calendar.name(day) or "", []).append(day)
    first_off = sorted(
        names, key=lambda name: next(filter(seen.calendar.is_holiday, names[name]), days[-1])
    )
    return tuple(
        Holiday(
            _festival(name, lang),
            _spans([day for day in listed if seen.calendar.is_holiday(day)], lang),
            (", " if lang == "en" else "、").join(
                dates.week_day(day, lang) for day in listed if seen.calendar.is_makeup(day)
            ),
        )
        for name, listed in ((name, names[name]) for name in first_off)
    )


def _is_own(seen: YearSeen, day: date) -> bool:
    """Tell whether a day stands out for a festival of this year, not of the one after."""
    if seen.calendar.name(day) is None:
        return False
    noted = {entry.day for entry in seen.known.notice.days} if seen.known else set()
    return day in noted or day in statutory_days(seen.year)


def _festival(name: str, lang: str) -> str:
    keys = {zh: key for key, zh in FESTIVALS.items()}
    if lang == "zh" or any(part not in keys for part in name.split("、")):
        return name
    return ", ".join(say(f"choice.festival.{keys[part]}", {}, lang) for part in name.split("、"))


def _spans(days: list[date], lang: str) -> str:
    """Write days off as spans with their length; the order of days is that of the calendar."""
    spans = []
    for _, run in groupby(enumerate(days), key=lambda pair: pair[1] - pair[0] * _DAY):
        listed = [day for _, day in run]
        fields = {"first": listed[0], "last": listed[-1], "count": len(listed)}
        spans.append(say("workdays.day" if len(listed) == 1 else "workdays.span", fields, lang))
    return ("; " if lang == "en" else "；").join(spans)
