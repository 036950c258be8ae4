"""What the form of a rule is drawn from: blocks of rows, in which words and controls alternate."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Literal

from scheduler.web.parts import Option

YEAR = "show.year"
"""The field that says which year the preview shows."""

OVER = "over"
"""The field that says which revision may be replaced by what was typed."""

SEEN = "seen"
"""The field that says what doubtful was looked at."""

Control = Literal["number", "few", "text", "select", "area", "date", "checks"]
Typed = Mapping[str, Sequence[str]]
"""What a form sent: every value of every name."""


@dataclass(frozen=True, slots=True)
class Cell:
    """One control: ``path`` is the parameter that it belongs to, ``chosen`` is for checks."""

    name: str
    path: str
    label: str
    control: Control = "text"
    value: str = ""
    options: tuple[Option, ...] = ()
    chosen: tuple[str, ...] = ()
    wrong: bool = False


Token = str | Cell
"""A word or a control."""


@dataclass(frozen=True, slots=True)
class Radio:
    """The button that chooses a row among others."""

    name: str
    value: str
    text: str
    checked: bool
    note: str = ""


@dataclass(frozen=True, slots=True)
class Row:
    """One line of words and controls, under ``label``; with ``radio`` it is one of several ways."""

    tokens: tuple[Token, ...] = ()
    radio: Radio | None = None
    label: str = ""

    @property
    def cells(self) -> tuple[Cell, ...]:
        """List the controls of the row."""
        return tuple(token for token in self.tokens if isinstance(token, Cell))


@dataclass(frozen=True, slots=True)
class Fault:
    """One refusal in words, and the id of the control or block that it leads to."""

    text: str
    target: str


@dataclass(frozen=True, slots=True)
class Block:
    """Rows under one legend; ``paths`` are the parameters that it asks for."""

    id: str
    legend: str
    rows: tuple[Row, ...]
    paths: tuple[str, ...] = ()
    note: str = ""
    optional: bool = False
    faults: tuple[Fault, ...] = ()


@dataclass(frozen=True, slots=True)
class Difference:
    """One field that somebody else changed: what it was, what it is now, and what was typed."""

    label: str
    before: str
    now: str
    mine: str


@dataclass(frozen=True, slots=True)
class Clash:
    """What others changed since the form was opened; ``revision`` is what stands now."""

    revision: int
    rows: tuple[Difference, ...]
    agreed: bool = False


@dataclass(frozen=True, slots=True)
class RuleForm:
    """The whole form: what is always asked, and what unfolds; ``faults`` in their order."""

    href: str
    blocks: tuple[Block, ...]
    more: tuple[Block, ...]
    faults: tuple[Fault, ...]
    hidden: tuple[tuple[str, str], ...] = field(default=())
    unfolded: bool = False
    year: Cell | None = None
    clash: Clash | None = None
