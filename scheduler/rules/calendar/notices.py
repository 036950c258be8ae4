"""Official notices of days off and make-up workdays: values, and the two formats they come in.

JSON is the public holiday-cn format: ``year``, ``papers`` (addresses of the notices) and ``days``
of ``name``, ``date``, ``isOffDay``. CSV has the columns date, name, is_workday, in any order.
"""

import csv
import io
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from itertools import pairwise

from scheduler.domain.errors import NoticeError
from scheduler.rules.calendar.festivals import FIRST_YEAR, LAST_YEAR, statutory_days

_NAME_LIMIT = 40
_DECEMBER = 12
_HEADERS = {"日期": "date", "名称": "name", "是否上班": "is_workday"}
_WORD_TO_WORKDAY = {
    "1": True,
    "true": True,
    "yes": True,
    "是": True,
    "0": False,
    "false": False,
    "no": False,
    "否": False,
}


@dataclass(frozen=True, slots=True)
class NoticeDay:
    """One date that a notice decides: a day off, or a make-up workday."""

    day: date
    is_workday: bool
    name: str


@dataclass(frozen=True, slots=True)
class Notice:
    """All dates that the notices for one year decide; some may lie in the December before.

    ``papers`` are the addresses of the official texts. A notice without days says that the year
    is not announced yet.
    """

    year: int
    days: tuple[NoticeDay, ...] = ()
    papers: tuple[str, ...] = ()

    def __post_init__(self) -> None:
        """Put the days in order; a date decided twice or outside the year is refused."""
        if not FIRST_YEAR <= self.year <= LAST_YEAR:
            raise NoticeError(field="year", reason="range", value=str(self.year))
        days = tuple(sorted(self.days, key=lambda entry: entry.day))
        object.__setattr__(self, "days", days)
        for entry, following in pairwise(days):
            if entry.day == following.day:
                raise NoticeError(field="days", reason="twice", value=entry.day.isoformat())
        for day in (entry.day for entry in days):
            december_before = (day.year, day.month) == (self.year - 1, _DECEMBER)
            if day.year != self.year and not december_before:
                raise NoticeError(field="days", reason="outside_year", value=day.isoformat())

    @property
    def missing(self) -> tuple[date, ...]:
        """List the days off by law that the notice does not mention: a sign that it is partial."""
        named = {entry.day for entry in self.days}
        return tuple(day for day in statutory_days(self.year) if day not in named)


def parse_notice(value: object) -> Notice:
    """Read a notice from its decoded JSON; keys outside the format are ignored."""
    if not isinstance(value, Mapping):
        raise NoticeError(field="notice", reason="malformed", value=type(value).__name__)
    year = value.get("year")
    if not isinstance(year, int) or isinstance(year, bool):
        raise NoticeError(field="year", reason="malformed", value=str(year))
    papers = tuple(_line(paper, "papers", limit=500) for paper in _list(value, "papers", []))
    days = tuple(
        _day_of_json(entry, f"days[{index}]")
        for index, entry in enumerate(_list(value, "days", None))
    )
    # The format says "not announced" by an empty list of papers: then it can decide no day.
    if days and not papers and "papers" in value:
        raise NoticeError(field="papers", reason="empty", value=str(year))
    return Notice(year, days, papers)


def parse_notice_csv(text: str) -> Notice:
    """Read a notice from CSV with a header line; the year is that of its last date.

    The headers may be Chinese (日期, 名称, 是否上班); ``is_workday`` is 1/0, true/false, yes/no or
    是/否. Empty lines are ignored. Fields of errors name the line, counted from 1.
    """
    rows = csv.reader(io.StringIO(text.removeprefix("\ufeff"), newline=""), strict=True)
    try:
        lines = [(rows.line_num, row) for row in rows if any(cell.strip() for cell in row)]
    except csv.Error as problem:
        raise NoticeError(
            field=f"line {rows.line_num}", reason="malformed", value=str(problem)
        ) from problem
    if not lines:
        raise NoticeError(field="notice", reason="empty", value="")
    header = [_HEADERS.get(cell.strip(), cell.strip().lower()) for cell in lines[0][1]]
    if sorted(header) != sorted(_HEADERS.values()):
        raise NoticeError(field=f"line {lines[0][0]}", reason="header", value=",".join(header))
    days = tuple(_day_of_csv(header, row, f"line {number}") for number, row in lines[1:])
    if not days:
        raise NoticeError(field="days", reason="empty", value="")
    return Notice(max(entry.day for entry in days).year, days)


def _list(value: Mapping[object, object], field: str, default: list[object] | None) -> list[object]:
    found = value.get(field, default)
    if not isinstance(found, list):
        raise NoticeError(field=field, reason="malformed", value=type(found).__name__)
    return found


def _day_of_json(entry: object, place: str) -> NoticeDay:
    if not isinstance(entry, Mapping):
        raise NoticeError(field=place, reason="malformed", value=type(entry).__name__)
    is_off_day = entry.get("isOffDay")
    if not isinstance(is_off_day, bool):
        raise NoticeError(field=f"{place}.isOffDay", reason="malformed", value=str(is_off_day))
    day = _date(entry.get("date"), f"{place}.date")
    return NoticeDay(day, not is_off_day, _line(entry.get("name"), f"{place}.name"))


def _day_of_csv(header: list[str], row: list[str], place: str) -> NoticeDay:
    if len(row) != len(header):
        raise NoticeError(field=place, reason="columns", value=str(len(row)))
    cells = dict(zip(header, (cell.strip() for cell in row), strict=True))
    is_workday = _WORD_TO_WORKDAY.get(cells["is_workday"].lower())
    if is_workday is None:
        raise NoticeError(
            field=f"{place}: is_workday", reason="malformed", value=cells["is_workday"]
        )
    day = _date(cells["date"], f"{place}: date")
    return NoticeDay(day, is_workday, _line(cells["name"], f"{place}: name"))


def _date(value: object, place: str) -> date:
    """Read YYYY-MM-DD alone: the standard library also takes weeks and dates without hyphens."""
    try:
        day = date.fromisoformat(str(value))
    except ValueError as problem:
        raise NoticeError(field=place, reason="malformed", value=str(value)) from problem
    if day.isoformat() != value:
        raise NoticeError(field=place, reason="malformed", value=str(value))
    return day


def _line(value: object, place: str, *, limit: int = _NAME_LIMIT) -> str:
    if not isinstance(value, str) or not value.isprintable() or not value.strip():
        raise NoticeError(field=place, reason="malformed", value=repr(value)[:limit])
    if len(value) > limit:
        raise NoticeError(field=place, reason="too_long", value=value[:limit])
    return value.strip()
