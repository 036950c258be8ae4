"""What the pages of the workday calendar and of absences show."""

from dataclasses import dataclass
from datetime import date
from typing import Literal

from scheduler.web.parts import Chip, Fact, Form, Light, Link, Notice, Task, Words

Look = Literal["rest", "work", "off", "law", "makeup", "guard", "maybe"]


@dataclass(frozen=True, slots=True)
class DayCell:
    """One day of a small month: its number, its look, and the word that says the same."""

    number: int
    look: Look
    word: str = ""


@dataclass(frozen=True, slots=True)
class Meaning:
    """What one look of a day means."""

    day: DayCell
    meaning: str


@dataclass(frozen=True, slots=True)
class Month:
    """A small month: weeks of seven days, ``None`` outside the month."""

    title: str
    weeks: tuple[tuple[DayCell | None, ...], ...]


@dataclass(frozen=True, slots=True)
class Holiday:
    """A festival of the year: its days off, and the days worked in exchange."""

    name: str
    off: str
    worked: str = ""


@dataclass(frozen=True, slots=True)
class NoticeForm:
    """The form that hands in a notice: a file, or a pasted text; what was typed stays."""

    text: str = ""
    given: str = ""
    paper: str = ""
    fault: str = ""
    wrong: str = ""


@dataclass(frozen=True, slots=True)
class WorkdaysPage:
    """``workdays.html``: which years are decided."""

    lead: Words
    years: tuple[Task, ...]
    older: tuple[Link, ...]
    form: NoticeForm | None = None


@dataclass(frozen=True, slots=True)
class WorkYearPage:
    """``workday_year.html``: when is work, when is none."""

    title: str
    light: Light
    lead: Words
    facts: tuple[Fact, ...]
    crumbs: tuple[Link, ...]
    holidays: tuple[Holiday, ...]
    months: tuple[Month, ...]
    key: tuple[Meaning, ...]
    years: tuple[Link, ...] = ()
    revisions: tuple[Link, ...] = ()
    notice: Notice | None = None


@dataclass(frozen=True, slots=True)
class NoticePage:
    """``workday_notice.html``: what importing a notice would change.

    ``struck_in_all`` and ``tentative_in_all`` sum up the lists of several alliances.
    """

    title: str
    lead: str
    lines: tuple[str, ...]
    crumbs: tuple[Link, ...]
    struck: tuple[Task, ...] = ()
    tentative: tuple[Task, ...] = ()
    struck_in_all: str = ""
    tentative_in_all: str = ""
    form: Form | None = None
    back: Link | None = None


@dataclass(frozen=True, slots=True)
class AbsenceRow:
    """One absence: what is away, when and why, and the form that ends it or takes it back."""

    name: str
    start: date
    days: str
    reason: str
    chip: Chip
    form: Form | None = None


@dataclass(frozen=True, slots=True)
class AbsencesPage:
    """``blackouts.html``: on which days can nothing be planned; ``alliances`` to choose from."""

    lead: Words
    rows: tuple[AbsenceRow, ...]
    crumbs: tuple[Link, ...] = ()
    alliances: tuple[Link, ...] = ()
    notice: Notice | None = None
    form: Form | None = None
