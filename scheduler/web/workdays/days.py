"""The days of a year on the page of the workday calendar: small months, and what they mean."""

from calendar import Calendar
from collections.abc import Mapping
from datetime import date

from flask_babel import gettext, pgettext

from scheduler.rules.calendar.festivals import statutory_days
from scheduler.rules.calendar.workdays import WorkdayCalendar
from scheduler.services.workdays.years import YearSeen
from scheduler.web import dates
from scheduler.web.workdays.values import DayCell, Look, Meaning, Month

_WEEKEND = 5


def month_of(seen: YearSeen, number: int, lang: str) -> Month:
    """Show one month of a year, each day with its word."""
    weeks = Calendar().monthdatescalendar(seen.year, number)
    return Month(
        dates.month(number, lang),
        tuple(
            tuple(_cell(seen.calendar, day) if day.month == number else None for day in week)
            for week in weeks
        ),
    )


def _cell(whole: WorkdayCalendar, day: date) -> DayCell:
    look = _look(whole, day)
    return DayCell(day.day, look, _words()[look])


def _look(whole: WorkdayCalendar, day: date) -> Look:
    if day in statutory_days(day.year) and not whole.is_workday(day):
        return "law"
    if whole.is_makeup(day) and day.weekday() >= _WEEKEND:
        return "makeup"
    if not whole.is_workday(day):
        return "off" if whole.is_holiday(day) else "rest"
    if whole.is_guarded(day):
        return "guard"
    return "maybe" if whole.is_provisional(day) else "work"


def _words() -> Mapping[Look, str]:
    return {
        "rest": "",
        "work": "",
        "off": pgettext("day", "休"),
        "law": pgettext("day", "法定"),
        "makeup": pgettext("day", "上班"),
        "guard": pgettext("day", "避开"),
        "maybe": pgettext("day", "暂定"),
    }


def key() -> tuple[Meaning, ...]:
    """Tell what each look of a day means."""
    meanings: Mapping[Look, str] = {
        "law": gettext("法定节假日"),
        "off": gettext("连着放假"),
        "makeup": gettext("周末补班"),
        "guard": gettext("通知未出，节前后5天不排会"),
        "maybe": gettext("通知未出，暂按上班排"),
        "work": gettext("上班"),
        "rest": gettext("周末"),
    }
    words = _words()
    return tuple(Meaning(DayCell(1, look, words[look]), told) for look, told in meanings.items())
