"""What a period is called by people, in Chinese and in English."""

from scheduler.domain.text.values import MONTHS
from scheduler.rules.calendar.periods import WINDOW, Period

_DIGITS = ("一", "二", "三", "四")
_HALVES = (("上半年", "first half"), ("下半年", "second half"))
_TENTHS = (("上旬", "early"), ("中旬", "mid"), ("下旬", "late"))
_ORDINALS = ("first", "second", "third", "fourth")


def label(period: Period, lang: str = "zh", *, with_year: bool = False) -> str:
    """Name the period (第三季度, 8月中旬), on request with its year; ``zh`` unless ``en``.

    A campaign window answers with the name in its key: the words for it are the rule's data.
    """
    if period.kind == WINDOW:
        return period.key.removeprefix(f"{WINDOW}:")
    if period.kind.endswith("y"):
        first, last = period.start.year, period.end.year - 1
        return f"{first} to {last}" if lang == "en" else f"{first}至{last}年"
    year = int(period.key[:4])
    if period.kind == "year":
        return str(year) if lang == "en" else f"{year}年"
    if lang == "en":
        return _english(period, year if with_year else None)
    return f"{year}年{_chinese(period)}" if with_year else _chinese(period)


def _chinese(period: Period) -> str:
    month = period.start.month
    if period.kind == "week":
        return f"第{period.start.isocalendar().week}周"
    if period.kind == "ten_days":
        return f"{month}月{_TENTHS[period.start.day // 10][0]}"
    names = {
        "month": f"{month}月",
        "quarter": f"第{_DIGITS[(month - 1) // 3]}季度",
        "half_year": _HALVES[(month - 1) // 6][0],
    }
    return names[period.kind]


def _english(period: Period, year: int | None) -> str:
    month = period.start.month
    name = MONTHS[month - 1]
    with_month, with_order = ("", "") if year is None else (f" {year}", f" of {year}")
    if period.kind == "week":
        return f"week {period.start.isocalendar().week}{with_order}"
    if period.kind == "ten_days":
        return f"{_TENTHS[period.start.day // 10][1]} {name}{with_month}"
    names = {
        "month": f"{name}{with_month}",
        "quarter": f"{_ORDINALS[(month - 1) // 3]} quarter{with_order}",
        "half_year": f"{_HALVES[(month - 1) // 6][1]}{with_order}",
    }
    return names[period.kind]
