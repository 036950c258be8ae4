"""Weekdays as people write them: 周二、周四; 周二至周四; 星期天; Mon, Wed; 1-5."""

import re
import unicodedata

from scheduler.domain.text import say
from scheduler.rules.calendar.recurrence import WEEKDAYS

_SIGNS = {
    sign: day
    for day, pair in enumerate(zip("一二三四五六日", "1234567", strict=True))
    for sign in pair
}
_ENGLISH = ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")
_FEWEST = 2
"""The letters that tell one English weekday from another."""

_BETWEEN = re.compile(r"[、，,;；/&\s和及]+")
_RANGE = re.compile(r"\s*(?:[-–—~至到]|\bto\b)\s*")
_ROW = re.compile("每?(?:周|星期|礼拜)?([一二三四五六日1-7]+)")


def written(days: str, lang: str) -> str:
    """Write the weekdays of a rule; what is none of them stays as it was typed."""
    codes = days.split(",")
    if not set(codes) <= set(WEEKDAYS):
        return days
    joint = "、" if lang == "zh" else ", "
    return joint.join(say(f"choice.weekday.{day}", {}, lang) for day in codes)


def read(text: str) -> str:
    """Read weekdays into what a rule holds; what cannot be read is given as it was typed."""
    plain = unicodedata.normalize("NFKC", text).lower().replace(" and ", ",")
    plain = plain.replace("周末", "周六、周日").replace("天", "日")
    found: list[int] = []
    for words in filter(None, _BETWEEN.split(_RANGE.sub("-", plain))):
        days = _days(words)
        if not days:
            return text
        found += days
    return ",".join(WEEKDAYS[day] for day in dict.fromkeys(found))


def _days(words: str) -> list[int]:
    """Read one day, several in a row, or all from one to another; none where it says none."""
    first, dash, last = words.partition("-")
    begin, end = _named(first), _named(last)
    if not dash:
        return begin
    if len(begin) != 1 or len(end) != 1:
        return []
    return [(begin[0] + step) % 7 for step in range((end[0] - begin[0]) % 7 + 1)]


def _named(word: str) -> list[int]:
    english = [day for day, name in enumerate(_ENGLISH) if name.startswith(word)]
    row = _ROW.fullmatch(word)
    if row is not None:
        return [_SIGNS[sign] for sign in row[1]]
    return english if len(word) >= _FEWEST else []
