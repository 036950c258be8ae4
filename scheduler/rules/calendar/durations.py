"""Terms of days as rules write them: ``15d`` civil days, ``10wd`` workdays."""

import re
from dataclasses import dataclass
from datetime import date, timedelta

from scheduler.domain.errors import DateError
from scheduler.rules.calendar.workdays import WorkdayCalendar

MOST_DAYS = 9999
"""The longest term."""

_SHAPE = re.compile(r"([0-9]{1,4})(wd|d)")


@dataclass(frozen=True, slots=True)
class Duration:
    """A number of civil days or of workdays."""

    count: int
    in_workdays: bool

    def after(self, day: date, calendar: WorkdayCalendar) -> date:
        """Give the last day of a term that begins the day after; no later notice shortens it."""
        if self.in_workdays:
            return calendar.term_end(day, self.count)
        return day + timedelta(days=self.count)


def parse_duration(text: str) -> Duration:
    """Read ``10wd`` or ``15d``, at most 9999."""
    found = _SHAPE.fullmatch(text)
    if found is None:
        raise DateError(field="duration", value=text, reason="malformed")
    return Duration(int(found[1]), found[2] == "wd")
