"""What the pages of plans show: plain values, which the templates draw.

Texts are finished sentences in the reader's language.
"""

from dataclasses import dataclass
from typing import Literal

from scheduler.web.parts import Action, Chip, Form, Link, News, Notice, Option, Task, Why, Words

DiffKind = Literal[
    "move", "swap", "detail", "cancel", "add", "unplaced", "vacant", "seats", "conflict", "aside"
]


@dataclass(frozen=True, slots=True)
class DiffRow:
    """One change of a plan; ``changes`` pairs before and after, an empty before was not there."""

    kind: DiffKind
    title: str
    why: Why | None = None
    forced: bool = False
    changes: tuple[tuple[str, str], ...] = ()
    text: str = ""
    kept: str = ""
    href: str = ""
    link: Link | None = None
    actions: tuple[Action, ...] = ()


@dataclass(frozen=True, slots=True)
class Firm:
    """Events that only get another name, become firm or tentative: title and time of each."""

    summary: str
    events: tuple[tuple[str, str], ...]


@dataclass(frozen=True, slots=True)
class Affected:
    """What changes for whom."""

    name: str
    what: str
    note: str = ""


@dataclass(frozen=True, slots=True)
class Certificate:
    """The proof that nothing moves without need."""

    forced: int
    moved: int
    text: Words


@dataclass(frozen=True, slots=True)
class MonthDay:
    """One day of a month; ``differs`` tells that the other side does not have it."""

    text: str
    differs: bool = False


@dataclass(frozen=True, slots=True)
class MonthRow:
    """One month before and after: how many events, and on which days."""

    name: str
    before: str
    after: str
    before_days: tuple[MonthDay, ...] = ()
    after_days: tuple[MonthDay, ...] = ()


@dataclass(frozen=True, slots=True)
class MonthTable:
    """One alliance's months; ``open`` shows them at once."""

    name: str
    note: str
    rows: tuple[MonthRow, ...]
    open: bool = False


@dataclass(frozen=True, slots=True)
class PlanPage:
    """``plan.html``: must it be? The change of a plan before it is published or taken back.

    ``waiting`` holds what is to be published without what is supposed too, ``missed`` what is past
    doing; ``past`` what became of a publication that was taken back; ``elsewhere`` leads to the
    other year in which something waits.
    ``apply`` is missing where nothing can be published; ``refused`` says why, if there is
    something.
    """

    title: str
    chip: Chip
    lead: Words
    crumbs: tuple[Link, ...] = ()
    certificate: Certificate | None = None
    counts: tuple[tuple[int, str], ...] = ()
    changes: tuple[DiffRow, ...] = ()
    firm: Firm | None = None
    renamed: Firm | None = None
    waiting: Firm | None = None
    missed: Firm | None = None
    people: tuple[Affected, ...] = ()
    more_people: tuple[Affected, ...] = ()
    months: tuple[MonthTable, ...] = ()
    notice: Notice | None = None
    apply: Form | None = None
    refused: str = ""
    past: str = ""
    back: Link | None = None
    what_if: Form | None = None
    elsewhere: Link | None = None


@dataclass(frozen=True, slots=True)
class Published:
    """A plan that was applied, and where it can be taken back."""

    news: News
    undo: Link | None = None


@dataclass(frozen=True, slots=True)
class Pick:
    """Which alliances, of those named, are looked at together, and in which year.

    ``year`` is the one that was chosen, where ``fault`` says that no alliance was.
    """

    alliances: tuple[Option, ...]
    years: tuple[str, ...]
    year: str = ""
    fault: str = ""


@dataclass(frozen=True, slots=True)
class PlanRows:
    """Plans to be looked at, one row each; many that change nothing are folded together."""

    rows: tuple[Task, ...] = ()
    quiet: tuple[Task, ...] = ()
    summary: str = ""


@dataclass(frozen=True, slots=True)
class PlansPage:
    """``plans.html``: the plans that may be looked at, one row each, and those applied."""

    lead: Words
    plans: PlanRows
    together: PlanRows = PlanRows()
    pick: Pick | None = None
    history: tuple[Published, ...] = ()
    notice: Notice | None = None
