"""What the calendar pages show: today, an alliance's year, an event.

A view hands one of these values to its template as ``page``.
"""

from dataclasses import dataclass
from datetime import date, datetime

from scheduler.web.parts import (
    Action,
    Chip,
    EventLine,
    Fact,
    Form,
    FunnelStep,
    Ledger,
    Light,
    Link,
    MonthGrid,
    News,
    Notice,
    Row,
    Task,
    Turn,
    Why,
    Words,
)


@dataclass(frozen=True, slots=True)
class NextMeeting:
    """The next meeting of today; its first action is the large one; ``doubt``: it cannot stand."""

    chip: Chip
    title: str
    href: str
    facts: tuple[Fact, ...]
    actions: tuple[Action, ...] = ()
    note: str = ""
    doubt: Light | None = None


@dataclass(frozen=True, slots=True)
class AllianceLine:
    """One alliance in the table of all; one light for each column, ``None`` leaves it empty.

    ``worst`` is the worst light of all its promises, with how many stand so.
    """

    name: str
    href: str
    lights: tuple[Light | None, ...]
    worst: Light | None = None


@dataclass(frozen=True, slots=True)
class TodayPage:
    """``today.html``: what do I do now."""

    day: date
    lead: Words
    meeting: NextMeeting | None = None
    tasks: tuple[Task, ...] = ()
    promises_note: str = ""
    promises_href: str = ""
    promises: tuple[Task, ...] = ()
    news: tuple[News, ...] = ()
    alliances_title: str = ""
    columns: tuple[str, ...] = ()
    alliances: tuple[AllianceLine, ...] = ()
    notice: Notice | None = None


@dataclass(frozen=True, slots=True)
class YearPage:
    """``alliance_year.html``: are the promises scheduled. ``now`` is the month of today, if any."""

    name: str
    year: int
    lead: Words
    rows: tuple[Row, ...]
    now: int = 0
    crumbs: tuple[Link, ...] = ()
    years: tuple[Link, ...] = ()
    subscribe: str = ""
    members: str = ""
    turns: tuple[Turn, ...] = ()
    turn_actions: tuple[Action, ...] = ()
    ledgers: tuple[Ledger, ...] = ()
    events_title: str = ""
    events: tuple[EventLine, ...] = ()
    events_all: str = ""
    empty_action: Link | None = None
    uncounted: tuple[Notice, ...] = ()
    offices: tuple[Task, ...] = ()


@dataclass(frozen=True, slots=True)
class EventPage:
    """``event.html``: when, where, what changed.

    ``doubt`` speaks against a day chosen by hand, ``conflict`` tells that the event cannot stand;
    either leads to the plan where that is decided. ``same`` tells that a form changed nothing,
    ``replaced`` what has taken the place of a cancelled event.
    """

    title: str
    chip: Chip
    start: datetime
    end: datetime
    facts: tuple[Fact, ...]
    all_day: bool = False
    crumbs: tuple[Link, ...] = ()
    same: Notice | None = None
    notice: Notice | None = None
    conflict: Notice | None = None
    doubt: Notice | None = None
    replaced: Notice | None = None
    why: tuple[Why, ...] = ()
    grid: MonthGrid | None = None
    funnel: tuple[FunnelStep, ...] = ()
    grid_note: str = ""
    history: tuple[News, ...] = ()
    ics: str = ""
    follow: str = ""
    subscribe: str = ""
    actions: tuple[Action, ...] = ()
    actions_note: str = ""
    forms: tuple[Form, ...] = ()
