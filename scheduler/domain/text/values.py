"""How single values are written inside a sentence; nothing here raises on a strange value."""

import re
from collections.abc import Callable, Mapping
from datetime import date, datetime, time, timedelta
from decimal import Context, Decimal
from enum import Enum
from fractions import Fraction

from scheduler.domain.moments import SHANGHAI, seen
from scheduler.domain.text.reading import names_year

NOTHING = "—"
"""What stands for a value that is not there."""

MINUS = "\N{MINUS SIGN}"

_DECIMALS = 20
"""How many decimals a number may have to be written with them; any other one is a fraction."""

_WIDE = Context(prec=60)

MONTHS = (
    "January",
    "February",
    "March",
    "April",
    "May",
    "June",
    "July",
    "August",
    "September",
    "October",
    "November",
    "December",
)
_DAYS = {"zh": "一二三四五六日", "en": ("Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun")}

Names = Mapping[str, tuple[str, str]]
"""Chinese and English names of opaque keys; an empty English one falls back to the Chinese."""

DATED = ("day", "weekday", "moment", "when", "span")
"""The ways of writing a day that leave out its year where the reader knows it."""


def short_day(value: date, lang: str) -> str:
    """Write a day of every year: 8月12日, 12 August."""
    if lang == "en":
        return f"{value.day} {MONTHS[value.month - 1]}"
    return f"{value.month}月{value.day}日"


def full_day(value: date, lang: str) -> str:
    """Write a day with its year: 2026年8月12日, 12 August 2026."""
    if lang == "en":
        return f"{short_day(value, lang)} {value.year}"
    return f"{value.year}年{short_day(value, lang)}"


def day(value: date, lang: str) -> str:
    """Write a day with its year, or without it in the year of the reader: 8月12日, 12 August."""
    return full_day(value, lang) if names_year(value, lang) else short_day(value, lang)


def weekday_name(value: date, lang: str) -> str:
    """Write 周三, Wed."""
    name = _DAYS["en" if lang == "en" else "zh"][value.weekday()]
    return name if lang == "en" else f"周{name}"


def weekday(value: date, lang: str) -> str:
    """Write a day with its weekday: 8月12日 周三, Wed 12 August."""
    parts = (day(value, lang), weekday_name(value, lang))
    return " ".join(reversed(parts) if lang == "en" else parts)


def moment(value: datetime, lang: str) -> str:
    """Write an instant in the zone of the rules: 8月12日 14:30."""
    return f"{day(_local(value), lang)} {clock(value, lang)}"


def when(value: object, lang: str) -> str:
    """Write a day, or an instant with its time of day."""
    timed = isinstance(value, datetime) or "T" in str(value)
    return moment(as_moment(value), lang) if timed else day(as_day(value), lang)


def span(value: object, lang: str) -> str:
    """Write from when to when: 8月12日 14:30–16:30, and of whole days the first and the last."""
    if not isinstance(value, tuple):
        return moment(as_moment(value), lang)
    start, end = (_local(as_moment(each)) for each in value)
    to = " to " if lang == "en" else "至"
    if whole_days(start, end):
        first, last = day(start, lang), day(end - timedelta(days=1), lang)
        return first if first == last else f"{first}{to}{last}"
    if start.date() == end.date():
        return f"{moment(start, lang)}–{clock(end, lang)}"
    return f"{moment(start, lang)}{to}{moment(end, lang)}"


def whole_days(start: object, end: object) -> bool:
    """Tell whether a span begins and ends at midnight, in the zone of the rules."""
    return {_local(as_moment(each)).time() for each in (start, end)} == {time(0)}


def clock(value: time | datetime, lang: str) -> str:
    """Write a time of day on the 24-hour clock, of an instant in the zone of the rules."""
    del lang
    seen = _local(value) if isinstance(value, datetime) else value
    return f"{seen:%H:%M}"


def _local(value: datetime) -> datetime:
    return value if value.tzinfo is None else value.astimezone(SHANGHAI)


def hundredths(value: Fraction) -> str:
    """Write an exact number with two decimals, rounded half away from zero, with U+2212."""
    cents = (abs(value) * 100 + Fraction(1, 2)).__floor__()
    sign = MINUS if value < 0 and cents else ""
    return f"{sign}{cents // 100}.{cents % 100:02d}"


def share(value: Fraction, lang: str) -> str:
    """Write a number of turns: 2.40."""
    del lang
    return hundredths(value)


def count(value: Fraction, lang: str) -> str:
    """Write a number of turns, without decimals where it is whole: 2.40, 1."""
    del lang
    return str(value) if value.denominator == 1 else hundredths(value)


def exact(value: Fraction, lang: str) -> str:
    """Write a number of turns as people enter it, nothing rounded: 1, 0.5, 1/3."""
    del lang
    if (value * 10**_DECIMALS).denominator > 1:
        return str(value)
    tidy = Decimal(int(value * 10**_DECIMALS)).scaleb(-_DECIMALS, _WIDE).normalize(_WIDE)
    return f"{tidy:f}"


def shift(value: Fraction, lang: str) -> str:
    """Write how far a day lies from its usual one, in whole days: 当天, 推后2天, 提前2天."""
    days = abs(int(value))
    if days == 0:
        return "on that day" if lang == "en" else "当天"
    if lang == "en":
        return f"{days} {'day' if days == 1 else 'days'} {'later' if value > 0 else 'earlier'}"
    return f"{'推后' if value > 0 else '提前'}{days}天"


def debt(value: Fraction, lang: str) -> str:
    """Write what a member owes in words: 欠1.40, 领先0.60, 持平."""
    if value == 0:
        return "even" if lang == "en" else "持平"
    amount = hundredths(abs(value))
    if lang == "en":
        return f"owes {amount}" if value > 0 else f"is {amount} ahead"
    return f"欠{amount}" if value > 0 else f"领先{amount}"


def join(parts: list[str], lang: str) -> str:
    """Join a list: 甲、乙 or a, b."""
    return (", " if lang == "en" else "、").join(parts) or NOTHING


def plain(value: object, lang: str) -> str:
    """Write any other value by its type."""
    for kinds, write in _PLAIN:
        if isinstance(value, kinds):
            return write(value, lang)
    # What was refused is repeated without what would garble the sentence around it.
    return seen(str(value))


def name(value: object, lang: str, names: Names) -> str:
    """Write an opaque key by its name, or without its class when nobody named it."""
    key = str(value)
    if key in names:
        chinese, english = names[key]
        return (english or chinese) if lang == "en" else chinese
    return key.partition(":")[2] or key


def both(value: object, lang: str) -> str:
    """Write a name that is given in Chinese and in English; without English the Chinese one."""
    chinese, english = value if isinstance(value, tuple) else (value, "")
    return str(english if lang == "en" and english else chinese)


def as_day(value: object) -> date:
    """Read a day from a date, an instant or their written form."""
    if isinstance(value, datetime):
        return _local(value).date()
    if isinstance(value, date):
        return value
    return as_day(datetime.fromisoformat(str(value)))


def as_moment(value: object) -> datetime:
    """Read an instant from itself or its written form."""
    return value if isinstance(value, datetime) else datetime.fromisoformat(str(value))


def as_clock(value: object) -> time | datetime:
    """Read a time of day from a time, an instant or a written time."""
    return value if isinstance(value, time | datetime) else time.fromisoformat(str(value))


def as_number(value: object) -> Fraction:
    """Read an exact number from itself or its written form."""
    return Fraction(value if isinstance(value, int | Fraction | Decimal) else str(value))


def _truth(value: object, lang: str) -> str:
    if lang == "en":
        return "yes" if value else "no"
    return "是" if value else "否"


_PLAIN: tuple[tuple[type, Callable[..., str]], ...] = (
    (bool, _truth),
    (Enum, lambda value, lang: plain(value.value, lang)),
    (datetime, moment),
    (date, day),
    (time, clock),
    (Fraction, share),
)

_CHOICES = 12
"""How many values are told one by one that can be entered."""

_SOME_CHOICES = 8
"""How many are told of more than that."""


def choices(value: object, lang: str) -> str:
    """Write what can be entered; of many values the first and how many more."""
    listed = list(map(str, value)) if isinstance(value, list | tuple) else str(value).split(", ")
    if len(listed) <= _CHOICES:
        whole = [value] if isinstance(value, str) else listed
        return join([plain(each, lang) for each in whole], lang)
    told = join([plain(each, lang) for each in listed[:_SOME_CHOICES]], lang)
    more = len(listed) - _SOME_CHOICES
    return f"{told} and {more} more" if lang == "en" else f"{told}等{len(listed)}种"


_DATE = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")


def unread(value: object, lang: str) -> str:
    """Say why a text is no date: it is written like one and there is no such day, or it is not."""
    if _DATE.fullmatch(str(value)):
        return "is no day of the calendar. Check it" if lang == "en" else "日历上没有，请核对"
    if lang == "en":
        return "cannot be read. Write it as 2026-09-09"
    return "看不懂，请按2026-09-09的样子填"


WRITERS: dict[str, Callable[[object, str], str]] = {
    "day": lambda value, lang: day(as_day(value), lang),
    "full": lambda value, lang: full_day(as_day(value), lang),
    "weekday": lambda value, lang: weekday(as_day(value), lang),
    "moment": lambda value, lang: moment(as_moment(value), lang),
    "when": when,
    "span": span,
    "clock": lambda value, lang: clock(as_clock(value), lang),
    "share": lambda value, lang: share(as_number(value), lang),
    "count": lambda value, lang: count(as_number(value), lang),
    "exact": lambda value, lang: exact(as_number(value), lang),
    "shift": lambda value, lang: shift(as_number(value), lang),
    "both": both,
    "choices": choices,
    "debt": lambda value, lang: debt(as_number(value), lang),
    "unread": unread,
}
"""The named ways to write a value; each raises ``ValueError`` on what it cannot read."""
