"""Official notices of days off and make-up workdays: values, and the two formats they come in.

JSON is the public holiday-cn format: ``year``, ``papers`` (addresses of the notices) and ``days``
of ``name``, ``date``, ``isOffDay``. CSV has the columns date, name, is_workday, in any order,
parted by commas or, as pasted from a spreadsheet, by tabs.

Errors name the place in ``field`` for programs (``days[2].date``, ``line 3: date``) and in
``place`` as an explanation for people.
"""

import csv
import io
import re
from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date

from scheduler.domain.activity import Explanation
from scheduler.domain.errors import NoticeError
from scheduler.rules.calendar.festivals import FIRST_YEAR, LAST_YEAR, statutory_days

_NAME_LIMIT = 40
_PAPER_LIMIT = 500
_SCHEME = re.compile(r"(?!https?:)[a-z][a-z0-9+.-]*:", re.IGNORECASE)
"""How an address begins that is none of the web."""

_DECEMBER = 12
_HEADERS = {"日期": "date", "名称": "name", "是否上班": "is_workday"}
_WORDS = {
    True: ("1", "true", "yes", "是", "班", "上班"),
    False: ("0", "false", "no", "否", "休", "放假"),
}
_WORKDAY_WORDS = {word: is_workday for is_workday, words in _WORDS.items() for word in words}
_FORMULA = ("=", "+", "-", "@")
# As spreadsheets write dates when nobody asked them to.
_LOOSE_DATE = re.compile(r"([0-9]{4})(?:-|/|\.|年)([0-9]{1,2})(?:-|/|\.|月)([0-9]{1,2})日?")


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
            raise _refusal(_field("year"), "range", str(self.year))
        _check_days(self.year, ((_item(index), each) for index, each in enumerate(self.days)))
        days = tuple(sorted(self.days, key=lambda entry: entry.day))
        object.__setattr__(self, "days", days)

    @property
    def missing(self) -> tuple[date, ...]:
        """List the days off by law that the notice does not mention: a sign that it is partial."""
        named = {entry.day for entry in self.days}
        return tuple(day for day in statutory_days(self.year) if day not in named)

    @property
    def overruled(self) -> tuple[date, ...]:
        """List the days off by law that the notice makes workdays: a sign that it is inverted."""
        worked = {entry.day for entry in self.days if entry.is_workday}
        return tuple(day for day in statutory_days(self.year) if day in worked)


@dataclass(frozen=True, slots=True)
class _Place:
    """Where something stands in a notice: for programs and for people."""

    field: str
    told: Explanation

    def column(self, name: str) -> "_Place":
        """Give one part of the day at this place."""
        fields: dict[str, object] = {"place": self.told, "column": name}
        joint = "." if self.field.endswith("]") else ": "
        return _Place(f"{self.field}{joint}{name}", {"code": "notice.column", "fields": fields})


def parse_notice(value: object) -> Notice:
    """Read a notice from its decoded JSON; keys outside the format are ignored."""
    if not isinstance(value, Mapping):
        raise _refusal(_field("notice"), "malformed", type(value).__name__)
    if value.get("year") is None:
        raise _refusal(_field("year"), "empty", "")
    year = value["year"]
    if not isinstance(year, int) or isinstance(year, bool):
        raise _refusal(_field("year"), "malformed", str(year))
    papers = tuple(paper_line(paper) for paper in _list(value, "papers", []))
    placed = [
        (_item(index), _day_of_json(entry, _item(index)))
        for index, entry in enumerate(_list(value, "days", None))
    ]
    # The format says "not announced" by an empty list of papers: then it can decide no day.
    if placed and not papers and "papers" in value:
        raise _refusal(_field("papers"), "empty", str(year))
    return _notice(year, placed, papers)


def parse_notice_csv(text: str) -> Notice:
    """Read a notice from CSV with a header line; the year is that of most of its dates.

    The headers may be Chinese (日期, 名称, 是否上班); ``is_workday`` is 1/0, true/false, yes/no,
    是/否, 班/休 or 上班/放假; dates may be written as spreadsheets do, such as 2027/1/1. Empty
    lines are ignored. Lines are counted from 1.
    """
    lines = _lines(text.removeprefix("\ufeff"))
    if not lines:
        raise _refusal(_field("notice"), "empty", "")
    number, first = lines[0]
    header = [_HEADERS.get(cell.strip(), cell.strip().lower()) for cell in first]
    if sorted(header) != sorted(_HEADERS.values()):
        raise _refusal(_line(number), "header", ", ".join(first)[:_NAME_LIMIT])
    placed = [(_line(number), _day_of_csv(header, row, _line(number))) for number, row in lines[1:]]
    if not placed:
        raise _refusal(_field("days"), "empty", "")
    years = Counter(entry.day.year for _, entry in placed)
    return _notice(max(years, key=lambda year: (years[year], year)), placed, ())


def paper_line(value: object) -> str:
    """Check the reference of a notice, its number or its address, and give it trimmed."""
    paper = _text(value, _field("papers"), _PAPER_LIMIT)
    if _SCHEME.match(paper):
        raise _refusal(_field("papers"), "address", paper[:_NAME_LIMIT])
    return paper


def check_announced(notice: Notice) -> None:
    """Refuse a notice without days: it says that its year is not announced yet."""
    if not notice.days:
        raise _refusal(_field("days"), "open", str(notice.year))


def _notice(year: int, placed: list[tuple[_Place, NoticeDay]], papers: tuple[str, ...]) -> Notice:
    if FIRST_YEAR <= year <= LAST_YEAR:
        _check_days(year, placed)
    return Notice(year, tuple(entry for _, entry in placed), papers)


def _check_days(year: int, placed: Iterable[tuple[_Place, NoticeDay]]) -> None:
    seen: set[date] = set()
    for place, entry in placed:
        day = entry.day
        if day in seen:
            raise _refusal(place, "twice", day.isoformat(), year=year)
        seen.add(day)
        december_before = (day.year, day.month) == (year - 1, _DECEMBER)
        if day.year != year and not december_before:
            raise _refusal(place, "outside_year", day.isoformat(), year=year)


def _lines(text: str) -> list[tuple[int, list[str]]]:
    parted = "\t" if "\t" in text.partition("\n")[0] else ","
    rows = csv.reader(io.StringIO(text, newline=""), delimiter=parted, strict=True)
    try:
        return [(rows.line_num, row) for row in rows if any(cell.strip() for cell in row)]
    except csv.Error as problem:
        raise _refusal(_line(rows.line_num), "quote", "") from problem


def _list(value: Mapping[object, object], name: str, default: list[object] | None) -> list[object]:
    found = value.get(name, default)
    if not isinstance(found, list):
        raise _refusal(_field(name), "malformed", type(found).__name__)
    return found


def _day_of_json(entry: object, place: _Place) -> NoticeDay:
    if not isinstance(entry, Mapping):
        raise _refusal(place, "malformed", type(entry).__name__)
    is_off_day = entry.get("isOffDay")
    if not isinstance(is_off_day, bool):
        raise _refusal(place.column("isOffDay"), "flag", str(is_off_day))
    text = str(entry.get("date"))
    day = _date(text, place.column("date"))
    # The standard library also takes weeks and dates without hyphens; the format does not.
    if day.isoformat() != text:
        raise _refusal(place.column("date"), "date", text)
    return NoticeDay(day, not is_off_day, _text(entry.get("name"), place.column("name")))


def _day_of_csv(header: list[str], row: list[str], place: _Place) -> NoticeDay:
    if len(row) != len(header):
        raise _refusal(place, "columns", str(len(row)))
    cells = dict(zip(header, (cell.strip() for cell in row), strict=True))
    for name, cell in cells.items():
        if cell.startswith(_FORMULA):
            raise _refusal(place.column(name), "formula", cell[:_NAME_LIMIT])
    is_workday = _WORKDAY_WORDS.get(cells["is_workday"].lower())
    if is_workday is None:
        raise _refusal(place.column("is_workday"), "word", cells["is_workday"][:_NAME_LIMIT])
    text, column = cells["date"], place.column("date")
    loose = _LOOSE_DATE.fullmatch(text)
    day = _date("-".join(part.zfill(2) for part in loose.groups()) if loose else "", column, text)
    return NoticeDay(day, is_workday, _text(cells["name"], place.column("name")))


def _date(text: str, place: _Place, written: str | None = None) -> date:
    try:
        return date.fromisoformat(text)
    except ValueError as problem:
        shown = text if written is None else written
        raise _refusal(place, "date", shown[:_NAME_LIMIT]) from problem


def _text(value: object, place: _Place, limit: int = _NAME_LIMIT) -> str:
    if not isinstance(value, str) or not value.isprintable() or not value.strip():
        raise _refusal(place, "malformed", repr(value)[:_NAME_LIMIT])
    if len(value) > limit:
        raise _refusal(place, "too_long", value[:_NAME_LIMIT])
    return value.strip()


def _field(name: str) -> _Place:
    return _Place(name, {"code": "notice.field", "fields": {"field": name}})


def _item(index: int) -> _Place:
    return _Place(f"days[{index}]", {"code": "notice.item", "fields": {"number": index + 1}})


def _line(number: int) -> _Place:
    return _Place(f"line {number}", {"code": "notice.line", "fields": {"line": number}})


def _refusal(place: _Place, reason: str, value: str, **more: object) -> NoticeError:
    return NoticeError(field=place.field, place=place.told, reason=reason, value=value, **more)
