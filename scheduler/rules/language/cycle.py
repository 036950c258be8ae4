"""How often a promise comes round: civil periods, or one campaign window."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, timedelta
from typing import TypeVar

from scheduler.domain.errors import ChoiceError
from scheduler.domain.roster import Tenure
from scheduler.rules.calendar.festivals import LAST_YEAR
from scheduler.rules.calendar.periods import (
    FIRST_YEAR,
    WINDOW,
    Period,
    period_of,
    periods_between,
    window,
)
from scheduler.rules.language.days import civil_day, month_day
from scheduler.rules.language.making import within
from scheduler.rules.language.parameters import MOST_UNITS, JsonType, Parameter, Shape
from scheduler.rules.language.reader import Reader

_PER_YEAR = {"week": 53, "ten_days": 36, "month": 12, "quarter": 4, "half_year": 2}
_LONGEST = {
    "week": 7,
    "ten_days": 11,
    "month": 31,
    "quarter": 92,
    "half_year": 184,
    "year": 366,
}

_CIVIL_DAY = "2026-01-15"
_LEAP_DAY = "02-29"
_YEAR = timedelta(days=366)

Day = TypeVar("Day", date, tuple[int, int])
YearlyDays = tuple[tuple[int, int], tuple[int, int]]
"""Some days of every year, the end excluded; one that is not after the start is of the next."""

WINDOW_ENDS: tuple[Parameter, ...] = (
    Parameter(
        "from",
        (JsonType.STRING,),
        "从哪天起",
        "The first day.",
        "01-15",
        required=True,
        form=Shape.DAY,
    ),
    Parameter(
        "until",
        (JsonType.STRING,),
        "到哪天止，不含这一天",
        "The day after the last.",
        "04-01",
        required=True,
        form=Shape.DAY,
    ),
)
"""The ends of a window of days."""

CYCLE: tuple[Parameter, ...] = (
    Parameter(
        "per",
        (JsonType.STRING,),
        "周期：周、旬、月、季、半年、年、几年（如3y）或一次活动期（window）",
        "The period: week, ten_days, month, quarter, half_year, year, years such as 3y, or window.",
        "quarter",
        required=True,
        form=Shape.PER,
    ),
    Parameter(
        "min",
        (JsonType.INTEGER,),
        "每期至少几次",
        "The least number in each period.",
        4,
        required=True,
        bounds=(1, MOST_UNITS),
    ),
    Parameter(
        "window",
        (JsonType.OBJECT,),
        "活动期，不含结束日：每年的几月几日（可跨年），或一次性的年月日（per为window）",
        "The campaign days, the end excluded: MM-DD of every year, also over New Year, or full "
        "dates with per window.",
        {"from": "01-15", "until": "04-01"},
        parts=WINDOW_ENDS,
    ),
    Parameter(
        "first_year",
        (JsonType.INTEGER,),
        "多年周期的起始年",
        "A year in which a period of several years begins.",
        2026,
        default=FIRST_YEAR,
        bounds=(1950, 2200),
    ),
)
"""The parameters that quota and coverage share."""


@dataclass(frozen=True, slots=True)
class Cycle:
    """The periods of a rule; ``yearly`` narrows each year, ``campaign`` is the one window.

    Days over New Year belong to the year in which they begin.
    """

    per: str
    first_year: int = FIRST_YEAR
    yearly: YearlyDays | None = None
    campaign: Period | None = None

    def periods(self, start: date, end: date) -> tuple[Period, ...]:
        """Give the periods that share a day with [start, end), in order."""
        if self.campaign is not None:
            shared = self.campaign.start < end and start < self.campaign.end
            return (self.campaign,) if shared else ()
        if self.yearly is None:
            return periods_between(self.per, start, end, first_year=self.first_year)
        years = periods_between(self.per, start - _YEAR, end)
        return tuple(year for year in years if max(year.end, self.of_year(year)[1]) > start)

    def of_year(self, year: Period) -> tuple[date, date]:
        """Give the days of a year; they may end in the next one."""
        if self.yearly is None:
            return year.start, year.end
        (start, end), first = self.yearly, year.start.year
        return date(first, *start), date(first + (end <= start), *end)

    @property
    def per_year(self) -> int:
        """Give the most periods that begin in one year; 1 for those that are longer."""
        return _PER_YEAR.get(self.per, 1)

    @property
    def days(self) -> int:
        """Give the most days that a period may have."""
        if self.campaign is not None:
            return self.campaign.days
        if self.yearly is not None:
            leap = (period_of("year", date(year, 1, 1)) for year in (1999, 2000))
            return max((end - start).days for start, end in map(self.of_year, leap))
        return _LONGEST.get(self.per) or int(self.per.rstrip("y")) * _LONGEST["year"]

    def span(self, period: Period, tenure: Tenure) -> tuple[date, date] | None:
        """Give the days of a period on which the rule stands; None without any."""
        return within(*self.of_year(period), tenure)


def read_cycle(reader: Reader, rule_key: str) -> Cycle:
    """Check and gather the parameters of the cycle."""
    per = reader.text("per")
    if per == WINDOW:
        return Cycle(per, campaign=window(rule_key, *_campaign_days(reader)))
    try:
        span = period_of(per, date(FIRST_YEAR, 1, 1))
    except ChoiceError:
        reader.refuse("per", "choice")
    several_years = span.kind.endswith("y")
    if reader.has("first_year") and not several_years:
        reader.refuse("first_year", "contradiction", beside="per")
    first_year = reader.integer("first_year") if several_years else FIRST_YEAR
    if not reader.has("window"):
        return Cycle(per, first_year)
    if per != "year":
        reader.refuse("window", "contradiction", beside="per")
    return Cycle(per, yearly=yearly_days(reader))


def _campaign_days(reader: Reader) -> tuple[date, date]:
    first, last = _window_ends(reader, civil_day, _CIVIL_DAY)
    if not first < last:
        reader.refuse("window", "order")
    for name, day in (("from", first), ("until", last)):
        if not FIRST_YEAR <= day.year <= LAST_YEAR:
            reader.refuse(f"window.{name}", "year", low=str(FIRST_YEAR), high=str(LAST_YEAR))
    return first, last


def yearly_days(reader: Reader) -> YearlyDays:
    """Read the parameter ``window`` as some days of every year."""
    first, last = _window_ends(reader, month_day)
    if first == last:
        reader.refuse("window", "same_day")
    return first, last


def not_leap_day(reader: Reader, field: str, text: str) -> str:
    """Refuse 29 February as a day of every year, for not every year has it."""
    if text == _LEAP_DAY:
        reader.refuse(field, "leap_day")
    return text


def _window_ends(
    reader: Reader, reading: Callable[[str], Day], example: str | None = None
) -> tuple[Day, Day]:
    """Read both ends of the parameter ``window``, the end excluded."""
    table = reader.table("window", "from", "until")

    def read(name: str) -> Day:
        path = f"window.{name}"
        text = not_leap_day(reader, path, reader.word(path, table.get(name)))
        return reader.read(path, text, reading, example)

    return read("from"), read("until")
