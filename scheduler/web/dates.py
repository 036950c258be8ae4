"""Days and times as the pages write them, in Chinese and in English, and as people type them.

The zone of a moment is that of the alliance. ``lang`` is ``zh`` unless ``en``; where it is a
``Reading``, days of another year than the reader's name theirs.
"""

import re
import unicodedata
from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

from scheduler.domain.moments import SHANGHAI
from scheduler.domain.text import values
from scheduler.domain.text.reading import ALWAYS, Reading, beside
from scheduler.domain.text.values import MONTHS
from scheduler.rules.language.days import civil_day

_DAY = timedelta(days=1)
_NIGHT = timedelta(microseconds=1)
_SIGNS = re.compile(
    r"(?:(\d{4})[-/.年])?(\d{1,2})[-/.月](\d{1,2})日?(?: ?周[一二三四五六日])?", re.ASCII
)
_WORDS = re.compile(r"(?:[a-z]{3} )?(\d{1,2}) ([a-z]{3,9})(?: (\d{4}))?", re.ASCII | re.IGNORECASE)


def read(text: str) -> date:
    """Read a day as a page writes it or a keyboard has it; ``ValueError`` for any other text."""
    return civil_day(shaped(text))


def shaped(text: str) -> str:
    """Write a typed day as 2026-09-09, one of every year as 09-09; any other text stays."""
    plain = unicodedata.normalize("NFKC", text).replace("–", "-").strip()
    if signs := _SIGNS.fullmatch(plain):
        parts = signs.groups()
    elif words := _WORDS.fullmatch(plain):
        day, name, year = words.groups()
        months = [str(at) for at, month in enumerate(MONTHS, start=1) if _names(name, month)]
        parts = (year, *months, day)
    else:
        return plain
    return "-".join(part.zfill(2) for part in parts if part)


def _names(text: str, month: str) -> bool:
    return text.capitalize() in {month, month[:3]}


def local_day(moment: date, zone: ZoneInfo = SHANGHAI) -> date:
    """Give the day itself, or the day on which a moment falls in the zone."""
    return moment.astimezone(zone).date() if isinstance(moment, datetime) else moment


def day(moment: date, lang: str, zone: ZoneInfo = SHANGHAI) -> str:
    """Write 9月9日 or 9 September; of another year than the reader's 2027年9月9日."""
    return values.day(local_day(moment, zone), lang)


def full_day(moment: date, lang: str, zone: ZoneInfo = SHANGHAI) -> str:
    """Write 2026年9月9日 or 9 September 2026."""
    return day(moment, Reading(lang, ALWAYS), zone)


def weekday(moment: date, lang: str, zone: ZoneInfo = SHANGHAI) -> str:
    """Write 周三 or Wed."""
    return values.weekday_name(local_day(moment, zone), lang)


def week_day(moment: date, lang: str, zone: ZoneInfo = SHANGHAI) -> str:
    """Write 9月9日 周三 or Wed 9 September."""
    return values.weekday(local_day(moment, zone), lang)


def month(number: int, lang: str) -> str:
    """Write 9月 or Sep, as the head of a column."""
    return MONTHS[number - 1][:3] if lang == "en" else f"{number}月"


def last_day(until: date | None) -> date | None:
    """Give the last day of what stands until a day that no longer counts; None: for good."""
    return until and until - _DAY


def clock(moment: datetime, zone: ZoneInfo = SHANGHAI) -> str:
    """Write 14:30 in both languages."""
    return moment.astimezone(zone).strftime("%H:%M")


def instant(moment: date, lang: str, zone: ZoneInfo = SHANGHAI) -> str:
    """Write 8月18日 10:22 of a moment, 8月18日 of a day."""
    written = day(moment, lang, zone)
    return f"{written} {clock(moment, zone)}" if isinstance(moment, datetime) else written


def times(start: datetime, end: datetime, lang: str, zone: ZoneInfo = SHANGHAI) -> str:
    """Write 9月9日 周三 14:30–16:30; over midnight both days with their times."""
    first, last = local_day(start, zone), local_day(end, zone)
    side = beside(lang, (first, last))
    written = f"{week_day(first, side)} {clock(start, zone)}"
    if first == last:
        return f"{written}–{clock(end, zone)}"
    return f"{written}–{week_day(last, side)} {clock(end, zone)}"


def days(start: datetime, end: datetime, lang: str, zone: ZoneInfo = SHANGHAI) -> str:
    """Write the days of what takes whole ones; the end is exclusive, as everywhere."""
    return span(local_day(start, zone), local_day(end - _NIGHT, zone), lang)


def span(first: date, last: date, lang: str) -> str:
    """Write 4月1日至4月3日 or 1 April to 3 April; a single day with its weekday."""
    if first == last:
        return week_day(first, lang)
    if first.year == last.year and lang == "en":
        return f"{values.short_day(first, lang)} to {day(last, lang)}"
    if first.year == last.year:
        return f"{day(first, lang)}至{values.short_day(last, lang)}"
    joint = " to " if lang == "en" else "至"
    return f"{full_day(first, lang)}{joint}{full_day(last, lang)}"
