"""Matters: raised by an enterprise, dispatched by the committee, resolved by a department."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum

from scheduler.domain.errors import MatterStateError
from scheduler.domain.moments import aware


class MatterState(StrEnum):
    """The five lanes of a matter, and its withdrawal."""

    RAISED = "raised"
    DISPATCHED = "dispatched"
    ACCEPTED = "accepted"
    CONSULTED = "consulted"
    RESOLVED = "resolved"
    WITHDRAWN = "withdrawn"


class Step(StrEnum):
    """What someone does with a matter."""

    RAISE = "raise"
    DISPATCH = "dispatch"
    ACCEPT = "accept"
    CONSULT = "consult"
    RESOLVE = "resolve"
    RETURN = "return"
    WITHDRAW = "withdraw"


BY_DEPARTMENT = frozenset({Step.ACCEPT, Step.RESOLVE, Step.RETURN})
"""The steps of the department with which a matter lies."""


class Method(StrEnum):
    """How a matter was resolved."""

    CONSULTATION = "consultation"
    ASSIGNMENT = "assignment"
    PROXY = "proxy"
    DIRECT = "direct"


_NEXT: dict[tuple[MatterState, Step], MatterState] = {
    (MatterState.RAISED, Step.DISPATCH): MatterState.DISPATCHED,
    (MatterState.DISPATCHED, Step.ACCEPT): MatterState.ACCEPTED,
    (MatterState.DISPATCHED, Step.RETURN): MatterState.RAISED,
    (MatterState.ACCEPTED, Step.RESOLVE): MatterState.RESOLVED,
    (MatterState.CONSULTED, Step.RESOLVE): MatterState.RESOLVED,
    (MatterState.RAISED, Step.WITHDRAW): MatterState.WITHDRAWN,
    (MatterState.DISPATCHED, Step.WITHDRAW): MatterState.WITHDRAWN,
    (MatterState.ACCEPTED, Step.WITHDRAW): MatterState.WITHDRAWN,
}

_HELD = frozenset({MatterState.DISPATCHED, MatterState.ACCEPTED, MatterState.CONSULTED})
"""The states in which a matter lies with a department."""


@dataclass(frozen=True, slots=True)
class Matter:
    """One matter; ``accepted_at`` starts the clock of its consultation."""

    key: str
    alliance: str
    title: str
    category: str
    raised_by: str
    raised_at: datetime
    state: MatterState = MatterState.RAISED
    major: bool = False
    detail: str = ""
    department: str | None = None
    accepted_at: datetime | None = None
    resolved_at: datetime | None = None
    due: date | None = None
    method: Method | None = None
    proxy: str = ""
    revision: int = 1

    def __post_init__(self) -> None:
        """Refuse naive instants."""
        object.__setattr__(self, "raised_at", aware(self.raised_at, "raised_at"))
        for name in ("accepted_at", "resolved_at"):
            moment = getattr(self, name)
            if moment is not None:
                object.__setattr__(self, name, aware(moment, name))

    @property
    def lies_with(self) -> str | None:
        """Give who has it in hand now; None while nobody has, or it is closed."""
        return self.department if self.state in _HELD else None

    @property
    def number(self) -> str:
        """Give the number inside its alliance, by which people call it."""
        return self.key.rpartition("-")[2]

    @property
    def category_class(self) -> str:
        """Give the class of its category: ``labour.3`` is an item of ``labour``."""
        return self.category.partition(".")[0]

    def is_of(self, categories: Iterable[str]) -> bool:
        """Tell whether it is of one of these categories: ``labour.3`` is one of ``labour``."""
        return f"{self.category}.".startswith(tuple(f"{each}." for each in categories))


def next_state(
    matter: Matter, step: Step, *, left: bool = False, meeting: bool = True
) -> MatterState:
    """Give the state after a step that people take.

    A major matter is consulted before it is resolved, unless no ``meeting`` is promised of it, and
    only a held meeting consults it. One that lies with a department that has ``left`` is
    dispatched to another; what was reached by then, such as its acceptance or its consultation,
    stands.
    """
    if left and step is Step.DISPATCH and matter.lies_with:
        return matter.state
    if step is Step.CONSULT:
        raise MatterStateError(
            matter=matter.key, state=matter.state.value, step=step.value, reason="meeting"
        )
    following = _NEXT.get((matter.state, step))
    if following is None:
        raise MatterStateError(matter=matter.key, state=matter.state.value, step=step.value)
    if meeting and _skips(matter, step):
        raise MatterStateError(
            matter=matter.key, state=matter.state.value, step=step.value, reason="first"
        )
    return following


def open_steps(matter: Matter, *, left: bool = False, meeting: bool = True) -> tuple[Step, ...]:
    """List the steps that are possible now, in the order of the process.

    None of them is the department's once it has ``left``; a major matter of which a ``meeting`` is
    promised waits for it.
    """
    if left and matter.lies_with:
        kept = tuple(step for step in open_steps(matter) if step not in BY_DEPARTMENT)
        return (Step.DISPATCH, *kept)
    return tuple(
        step
        for step in Step
        if (matter.state, step) in _NEXT and not (meeting and _skips(matter, step))
    )


def _skips(matter: Matter, step: Step) -> bool:
    """Tell whether a step would pass over the consultation of a major matter."""
    return matter.major and step is Step.RESOLVE and matter.state is MatterState.ACCEPTED
