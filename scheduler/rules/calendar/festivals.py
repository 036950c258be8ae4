"""The statutory days off by law and the festivals they follow, as dates.

Spring Festival, Dragon Boat and Mid-Autumn follow the lunar calendar, 清明 the sun; both are known
here for 2000 to 2099.
"""

from collections.abc import Mapping
from datetime import date, timedelta
from functools import lru_cache
from types import MappingProxyType

from lunardate import LunarDate

from scheduler.domain.errors import ChoiceError, DateError

FIRST_YEAR = 2000
LAST_YEAR = 2099

FESTIVALS: Mapping[str, str] = MappingProxyType(
    {
        "new_year": "元旦",
        "spring_festival": "春节",
        "qingming": "清明节",
        "labour_day": "劳动节",
        "dragon_boat": "端午节",
        "mid_autumn": "中秋节",
        "national_day": "国庆节",
    }
)
"""The festivals a rule may name, with their Chinese names."""

_FIXED = {"new_year": (1, 1), "labour_day": (5, 1), "national_day": (10, 1)}
_LUNAR = {"spring_festival": (1, 1), "dragon_boat": (5, 5), "mid_autumn": (8, 15)}
# The day in April on which 清明 falls, one digit for each year from 2000 on.
_QINGMING = (
    "45554555445544554455445544554455445544554445444544"
    "45444544454445444544454444444444444444444444444444"
)
_LAW_OF_2014 = 2014  # Spring Festival: its first three days, without the eve
_LAW_OF_2025 = 2025  # Spring Festival: the eve and the first three days; Labour Day: two days


def check_year(year: int) -> None:
    """Refuse a year of which no days off are known, not even those by law."""
    if not FIRST_YEAR <= year <= LAST_YEAR:
        bounds = {"first": str(FIRST_YEAR), "last": str(LAST_YEAR)}
        raise DateError(field="year", value=str(year), reason="year", **bounds)


@lru_cache(maxsize=1024)
def festival_day(festival: str, year: int) -> date:
    """Give the day of the festival in the civil year; lunar and solar ones for 2000 to 2099."""
    if festival not in FESTIVALS:
        raise ChoiceError(field="festival", value=festival, allowed=tuple(FESTIVALS))
    if festival in _FIXED:
        return date(year, *_FIXED[festival])
    if not FIRST_YEAR <= year <= LAST_YEAR:
        raise DateError(field="year", value=str(year), reason="range")
    if festival == "qingming":
        return date(year, 4, int(_QINGMING[year - FIRST_YEAR]))
    day: date = LunarDate(year, *_LUNAR[festival]).to_solar_date()
    return day


@lru_cache(maxsize=256)
def statutory_days(year: int) -> Mapping[date, str]:
    """Give the days off by law with their Chinese names, in order of date.

    The laws of 2008, 2014 and 2025 are known; earlier years read the law of 2008. A year outside
    2000 to 2099 has its fixed days alone. Two festivals on one day are both named.
    """
    days: dict[date, str] = {}
    for festival, offset, count in _law(year):
        if festival not in _FIXED and not FIRST_YEAR <= year <= LAST_YEAR:
            continue
        first = festival_day(festival, year) + timedelta(days=offset)
        for index in range(count):
            day = first + timedelta(days=index)
            name = FESTIVALS[festival]
            days[day] = f"{days[day]}、{name}" if day in days else name
    return MappingProxyType(dict(sorted(days.items())))


def _law(year: int) -> tuple[tuple[str, int, int], ...]:
    """List each festival with the offset of its first day off and the number of days."""
    if year < _LAW_OF_2014:
        spring, labour = (-1, 3), 1
    elif year < _LAW_OF_2025:
        spring, labour = (0, 3), 1
    else:
        spring, labour = (-1, 4), 2
    return (
        ("new_year", 0, 1),
        ("spring_festival", *spring),
        ("qingming", 0, 1),
        ("labour_day", 0, labour),
        ("dragon_boat", 0, 1),
        ("mid_autumn", 0, 1),
        ("national_day", 0, 3),
    )
