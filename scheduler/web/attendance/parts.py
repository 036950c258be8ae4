"""What the pages of work show: roll call, seal, matters.

A view hands one of these values to its template as ``page``.
"""

from dataclasses import dataclass, field

from scheduler.web.parts import (
    Action,
    Chip,
    EventLine,
    Fact,
    Field,
    Form,
    Link,
    Mark,
    News,
    Notice,
    Option,
    Reason,
    Task,
    Why,
    Words,
)


@dataclass(frozen=True, slots=True)
class Person:
    """One row of the roll; ``href`` leads to late, early, online and make-up."""

    key: str
    name: str
    note: str = ""
    mark: Mark = ""
    reason: Reason = "personal"
    href: str = ""
    seen: str = ""
    fault: str = ""


@dataclass(frozen=True, slots=True)
class Guest:
    """One guest of the meeting."""

    name: str
    note: str = ""


@dataclass(frozen=True, slots=True)
class RollGroup:
    """The people of one branch or group."""

    name: str
    note: str
    people: tuple[Person, ...]


@dataclass(frozen=True, slots=True)
class Undo:
    """What was done at one press, and the button ``name=value`` that takes it back."""

    text: str
    value: str = ""
    name: str = "undo"


@dataclass(frozen=True, slots=True)
class PersonDetail:
    """The finer marks of one person: buttons ``detail=value``."""

    key: str
    name: str
    options: tuple[Option, ...]


@dataclass(frozen=True, slots=True)
class RollPage:
    """``roll.html``: who came. The form's fields are described in the template."""

    title: str
    when: str
    due: Words
    href: str
    groups: tuple[RollGroup, ...]
    crumbs: tuple[Link, ...] = ()
    hidden: tuple[tuple[str, str], ...] = ()
    undo: Undo | None = None
    notice: Notice | None = None
    query: str = ""
    detail: PersonDetail | None = None
    guests: tuple[Guest, ...] = ()
    guest_fields: tuple[Field, ...] = ()
    readonly: bool = False
    seal: Link | None = None


@dataclass(frozen=True, slots=True)
class SealPage:
    """``seal.html``: is everything there; without ``form`` the seal is given or impossible."""

    title: str
    when: str
    chip: Chip
    facts: tuple[Fact, ...]
    crumbs: tuple[Link, ...] = ()
    lead: Words = field(default_factory=lambda: Words(""))
    missing: tuple[Task, ...] = ()
    notice: Notice | None = None
    form: Form | None = None
    code: str = ""
    digest: str = ""


@dataclass(frozen=True, slots=True)
class MatterCard:
    """One matter on the board."""

    number: str
    title: str
    href: str
    chip: Chip
    lines: tuple[str, ...] = ()
    action: Action | None = None


@dataclass(frozen=True, slots=True)
class Lane:
    """One step of the process; ``late`` counts the late ones, ``more`` leads to all of them."""

    name: str
    count: int
    note: str
    empty: str
    cards: tuple[MatterCard, ...] = ()
    late: int = 0
    more: Link | None = None


@dataclass(frozen=True, slots=True)
class MattersPage:
    """``matters.html``: which matter is stuck with whom; five lanes, or the one asked for."""

    lead: Words
    lanes: tuple[Lane, ...]
    new: str = ""
    crumbs: tuple[Link, ...] = ()
    batch: Notice | None = None
    notice: Notice | None = None


@dataclass(frozen=True, slots=True)
class MatterPage:
    """``matter.html``: one matter, its way so far and the steps that are possible now."""

    number: str
    title: str
    chip: Chip
    facts: tuple[Fact, ...]
    crumbs: tuple[Link, ...] = ()
    lead: Words = field(default_factory=lambda: Words(""))
    detail: str = ""
    notice: Notice | None = None
    why: tuple[Why, ...] = ()
    events: tuple[EventLine, ...] = ()
    history: tuple[News, ...] = ()
    forms: tuple[Form, ...] = ()
