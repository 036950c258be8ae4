"""Days and times as the pages write them, in Chinese and in English.

The zone of a moment is that of the alliance; ``lang`` is ``zh`` unless ``en``.
"""

from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

from scheduler.domain.moments import SHANGHAI
from scheduler.domain.text.values import MONTHS

_WEEKDAYS = ("周一", "周二", "周三", "周四", "周五", "周六", "周日")
_WEEKDAYS_EN = ("Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun")
_NIGHT = timedelta(microseconds=1)


def local_day(moment: date, zone: ZoneInfo = SHANGHAI) -> date:
    """Give the day itself, or the day on which a moment falls in the zone."""
    return moment.astimezone(zone).date() if isinstance(moment, datetime) else moment


def day(moment: date, lang: str, zone: ZoneInfo = SHANGHAI) -> str:
    """Write 9月9日 or 9 September."""
    value = local_day(moment, zone)
    if lang == "en":
        return f"{value.day} {MONTHS[value.month - 1]}"
    return f"{value.month}月{value.day}日"


def full_day(moment: date, lang: str, zone: ZoneInfo = SHANGHAI) -> str:
    """Write 2026年9月9日 or 9 September 2026."""
    year = local_day(moment, zone).year
    written = day(moment, lang, zone)
    return f"{written} {year}" if lang == "en" else f"{year}年{written}"


def weekday(moment: date, lang: str, zone: ZoneInfo = SHANGHAI) -> str:
    """Write 周三 or Wed."""
    names = _WEEKDAYS_EN if lang == "en" else _WEEKDAYS
    return names[local_day(moment, zone).weekday()]


def week_day(moment: date, lang: str, zone: ZoneInfo = SHANGHAI) -> str:
    """Write 9月9日 周三 or Wed 9 September."""
    parts = (day(moment, lang, zone), weekday(moment, lang, zone))
    return " ".join(reversed(parts) if lang == "en" else parts)


def month(number: int, lang: str) -> str:
    """Write 9月 or Sep, as the head of a column."""
    return MONTHS[number - 1][:3] if lang == "en" else f"{number}月"


def clock(moment: datetime, zone: ZoneInfo = SHANGHAI) -> str:
    """Write 14:30 in both languages."""
    return moment.astimezone(zone).strftime("%H:%M")


def instant(moment: date, lang: str, zone: ZoneInfo = SHANGHAI) -> str:
    """Write 8月18日 10:22 of a moment, 8月18日 of a day."""
    written = day(moment, lang, zone)
    return f"{written} {clock(moment, zone)}" if isinstance(moment, datetime) else written


def times(start: datetime, end: datetime, lang: str, zone: ZoneInfo = SHANGHAI) -> str:
    """Write 9月9日 周三 14:30–16:30; over midnight both days with their times."""
    first = f"{week_day(start, lang, zone)} {clock(start, zone)}"
    if local_day(start, zone) == local_day(end, zone):
        return f"{first}–{clock(end, zone)}"
    return f"{first}–{week_day(end, lang, zone)} {clock(end, zone)}"


def days(start: datetime, end: datetime, lang: str, zone: ZoneInfo = SHANGHAI) -> str:
    """Write 4月1日至4月3日 or 1 April to 3 April; a single day with its weekday.

    The end of an all-day event is exclusive, as everywhere.
    """
    first, last = local_day(start, zone), local_day(end - _NIGHT, zone)
    if first == last:
        return week_day(first, lang)
    joint = " to " if lang == "en" else "至"
    return f"{day(first, lang)}{joint}{day(last, lang)}"
