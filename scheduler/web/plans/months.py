"""The months of a plan before and after, as tables."""

from collections.abc import Mapping
from datetime import date

from scheduler.domain.text import say
from scheduler.domain.text.values import MONTHS
from scheduler.rules.planning.months import AllianceMonths, Month, months_of
from scheduler.services.plans.planning import Draft
from scheduler.web.plans.parts import MonthDay, MonthRow, MonthTable


def month_tables(draft: Draft, names: Mapping[str, str], lang: str) -> tuple[MonthTable, ...]:
    """Give one table for each alliance that the plan touches; a single one is open."""
    found = [
        each
        for each in months_of(draft.plan, draft.source)
        if any(month.before != month.after for month in each.months)
    ]
    return tuple(_table(each, names, lang, alone=len(found) == 1) for each in found)


def _table(each: AllianceMonths, names: Mapping[str, str], lang: str, *, alone: bool) -> MonthTable:
    sums = {
        "before": sum(len(month.before) for month in each.months),
        "after": sum(len(month.after) for month in each.months),
    }
    return MonthTable(
        name=names.get(f"body:{each.alliance}", each.alliance),
        note=say("plan.months_note", sums, lang),
        rows=tuple(_row(month, lang) for month in each.months),
        open=alone,
    )


def _row(month: Month, lang: str) -> MonthRow:
    name = MONTHS[month.month - 1] if lang == "en" else str(month.month)
    counts = (
        say("plan.month_count", {"count": len(days)}, lang) for days in (month.before, month.after)
    )
    before, after = counts
    return MonthRow(
        say("plan.month", {"month": name}, lang),
        before,
        after,
        _days(month.before, month.after, lang),
        _days(month.after, month.before, lang),
    )


def _days(days: tuple[date, ...], others: tuple[date, ...], lang: str) -> tuple[MonthDay, ...]:
    """Write the days of one side; where a day stands twice, only what the other lacks differs."""
    left = list(others)
    found = []
    for day in days:
        differs = day not in left
        if not differs:
            left.remove(day)
        found.append(MonthDay(str(day.day) if lang == "en" else f"{day.day}日", differs))
    return tuple(found)
