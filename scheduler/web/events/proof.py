"""The proof of a day: the month of an event drawn, and how many days each cause took away."""

from calendar import Calendar
from collections.abc import Mapping
from datetime import date

from flask_babel import gettext

from scheduler.domain.text import say
from scheduler.services.events.reading import EventView
from scheduler.web import dates
from scheduler.web.parts import Day, FunnelStep, MonthGrid


def fields_of(why: Mapping[str, object]) -> Mapping[str, object]:
    """Give the fields of a reason, none where it has none."""
    fields = why.get("fields")
    return fields if isinstance(fields, Mapping) else {}


def funnel(fields: Mapping[str, object], lang: str) -> tuple[FunnelStep, ...]:
    """Show how many days each cause took away."""
    left, removed = fields.get("days"), fields.get("removed")
    if not isinstance(left, int) or not isinstance(removed, Mapping) or not removed:
        return ()
    steps = [FunnelStep(gettext("期间内的日子"), left)]
    for cause, count in removed.items():
        left -= count
        steps.append(
            FunnelStep(gettext("去掉%(cause)s", cause=say(f"reason.{cause}", {}, lang)), left)
        )
    return tuple(steps)


def month_grid(found: EventView, fields: Mapping[str, object], lang: str) -> MonthGrid | None:
    """Draw the month of the event: its day, the next best one, and what lies outside the window."""
    first, last, second = (fields.get(key) for key in ("first", "last", "next_day"))
    day = found.stored.event.day()
    if not (isinstance(first, str) and isinstance(last, str)) or not fields.get("removed"):
        return None
    weeks = Calendar().monthdatescalendar(day.year, day.month)
    return MonthGrid(
        title=gettext("%(year)s年", year=day.year) + dates.month(day.month, lang),
        weeks=tuple(
            tuple(_day(each, day, (first, last, second)) for each in week) for week in weeks
        ),
    )


def _day(each: date, chosen: date, known: tuple[str, str, object]) -> Day | None:
    first, last, second = known
    if each.month != chosen.month:
        return None
    if each == chosen:
        return Day(each.day, "won", gettext("选定"))
    if each.isoformat() == second:
        return Day(each.day, "second", gettext("次优"))
    return Day(each.day, "busy" if first <= each.isoformat() <= last else "out")
