"""What the components of the pages show: plain values, one class for each component.

The macros of ``templates/parts`` draw them. Texts are finished sentences in the reader's
language; moments and days are given raw and written by the filters of ``scheduler.web.dates``.
"""

from dataclasses import dataclass
from datetime import date, datetime
from typing import Literal

LightState = Literal["kept", "set", "todo", "late", "na"]
ChipState = Literal[
    "draft",
    "published",
    "tentative",
    "held",
    "unsealed",
    "sealed",
    "late",
    "cancelled",
    "kept",
    "todo",
]
CellState = Literal["held", "open", "maybe", "late", "none", "cancelled"]
Mark = Literal["", "yes", "leave", "absent"]
Reason = Literal["official", "sick", "personal", "other"]
Control = Literal[
    "text", "number", "date", "time", "password", "textarea", "select", "choices", "tick"
]


@dataclass(frozen=True, slots=True)
class Link:
    """A place to go to."""

    href: str
    text: str


@dataclass(frozen=True, slots=True)
class Action:
    """A button: a link, or with ``post`` a form of its own that sends ``hidden``."""

    href: str
    text: str
    post: bool = False
    hidden: tuple[tuple[str, str], ...] = ()


@dataclass(frozen=True, slots=True)
class Words:
    """A sentence whose middle may be loud."""

    plain: str
    strong: str = ""
    tail: str = ""


@dataclass(frozen=True, slots=True)
class Chip:
    """The state of an event; without ``text`` the word of the state."""

    state: ChipState
    text: str = ""


@dataclass(frozen=True, slots=True)
class Light:
    """The state of a promise; without ``text`` the word of the state."""

    state: LightState
    text: str = ""


@dataclass(frozen=True, slots=True)
class Why:
    """A reason: why it is so, or (``possible``) what would make it possible."""

    text: str
    possible: bool = False


@dataclass(frozen=True, slots=True)
class Fact:
    """One line of a list of facts; a ``chip`` marks the state of what it leads to."""

    term: str
    text: str
    href: str = ""
    chip: Chip | None = None


@dataclass(frozen=True, slots=True)
class Task:
    """A row with a light: something that waits, a promise, a subscription."""

    name: str
    note: str
    light: Light
    action: Action | None = None
    href: str = ""


@dataclass(frozen=True, slots=True)
class News:
    """One line of a history: before struck through, after bold, then the rest."""

    at: date | datetime
    text: str
    before: str = ""
    after: str = ""
    tail: str = ""
    link: Link | None = None


@dataclass(frozen=True, slots=True)
class Cell:
    """One entry of the matrix: the day of the month, or for ``none`` what is missing."""

    day: str
    state: CellState
    title: str
    href: str = ""
    second: str = ""


@dataclass(frozen=True, slots=True)
class Row:
    """One promise in the matrix: twelve months of entries and its light."""

    name: str
    note: str
    light: Light
    months: tuple[tuple[Cell, ...], ...]
    sum_note: str = ""
    href: str = ""


@dataclass(frozen=True, slots=True)
class Turn:
    """One go of a rotation that is still to come."""

    number: int
    day: date
    host: str
    note: str
    why: Why
    next: bool = False
    href: str = ""


@dataclass(frozen=True, slots=True)
class LedgerLine:
    """One member's account: figures as written, ``balance`` in hundredths, positive when owed."""

    name: str
    due: str
    done: str
    difference: str
    balance: int
    last: str = ""
    following: str = ""


@dataclass(frozen=True, slots=True)
class Ledger:
    """The account of a rotation's pool."""

    title: str
    note: str
    lines: tuple[LedgerLine, ...]
    footnote: str = ""

    @property
    def scale(self) -> int:
        """Give the balance that fills half of a bar, never less than one whole turn."""
        return max([100, *(abs(line.balance) for line in self.lines)])


@dataclass(frozen=True, slots=True)
class EventLine:
    """An event in a list."""

    start: datetime
    title: str
    meta: str
    href: str
    today: bool = False
    chip: Chip | None = None


@dataclass(frozen=True, slots=True)
class Notice:
    """What happened, what to do, and that nothing is lost; red only for late or refused."""

    title: str
    text: str = ""
    note: str = ""
    late: bool = False
    done: int = 0
    total: int = 0
    progress: str = ""
    action: Action | None = None
    others: tuple[Action, ...] = ()


@dataclass(frozen=True, slots=True)
class Option:
    """One choice of a field; in a long list those of one ``group`` stand together under it."""

    value: str
    text: str
    note: str = ""
    group: str = ""


@dataclass(frozen=True, slots=True)
class Field:
    """One field of a form; ``complete`` is the autocomplete token of HTML.

    A tick has its label beside the box; its value is empty or not. ``rows`` is the height of a text
    of several lines.
    """

    name: str
    label: str
    value: str = ""
    control: Control = "text"
    note: str = ""
    fault: str = ""
    options: tuple[Option, ...] = ()
    optional: bool = False
    complete: str = ""
    rows: int = 3


@dataclass(frozen=True, slots=True)
class Form:
    """A form that posts to ``href``; ``summary`` is the word that unfolds it."""

    href: str
    submit: str
    fields: tuple[Field, ...] = ()
    summary: str = ""
    note: str = ""
    hidden: tuple[tuple[str, str], ...] = ()
    main: bool = False

    @property
    def faulty(self) -> tuple[Field, ...]:
        """List the refused fields in their order."""
        return tuple(field for field in self.fields if field.fault)


@dataclass(frozen=True, slots=True)
class Day:
    """One day of the month grid: ``out`` no choice, ``busy`` taken, then the good ones."""

    number: int
    state: Literal["out", "busy", "free", "second", "won"]
    word: str = ""


@dataclass(frozen=True, slots=True)
class MonthGrid:
    """The wall calendar of one month: weeks of seven days, ``None`` outside the month."""

    title: str
    weeks: tuple[tuple[Day | None, ...], ...]


@dataclass(frozen=True, slots=True)
class FunnelStep:
    """How many days are left after one sieve."""

    text: str
    left: int


@dataclass(frozen=True, slots=True)
class Qr:
    """A QR code as one SVG path in a square of ``size`` modules."""

    size: int
    path: str
