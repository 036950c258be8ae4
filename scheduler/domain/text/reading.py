"""A language as one reader reads it: days of the reader's own year go without their year."""

from collections.abc import Iterable
from datetime import date
from typing import Self

ALWAYS = 0
"""The year of nobody: every day names its own."""


class Reading(str):
    """A language, ``zh`` or ``en``, with the year in which it is read.

    It is equal to the bare language, which knows no reader: there a day goes without its year.
    """

    __slots__ = ("year",)

    year: int

    def __new__(cls, lang: str, year: int) -> Self:
        """Join a language with a year."""
        made = super().__new__(cls, lang)
        made.year = year
        return made


def side(lang: str) -> str:
    """Give ``en`` for English and ``zh`` for everything else, read in the same year."""
    bare = "en" if lang.lower().startswith("en") else "zh"
    return Reading(bare, lang.year) if isinstance(lang, Reading) else bare


def within(lang: str, year: int) -> str:
    """Give the language as it is read of one year; a reader who is known stays the one."""
    return lang if isinstance(lang, Reading) else Reading(lang, year)


def beside(lang: str, days: Iterable[date]) -> str:
    """Give the language in which these days are written side by side: of several years all full."""
    years = {day.year for day in days}
    return Reading(lang, ALWAYS) if len(years) > 1 else lang


def names_year(day: date, lang: str) -> bool:
    """Tell whether a day is written with its year: it is not the one in which it is read."""
    return isinstance(lang, Reading) and lang.year != day.year
