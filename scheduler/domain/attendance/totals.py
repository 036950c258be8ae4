"""Counts over the marks of one register, its quorum and its votes; whole numbers only."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from enum import StrEnum

from scheduler.domain.attendance.values import (
    LEAVE,
    PRESENT,
    Expectation,
    Mark,
    Presence,
    RosterLine,
)
from scheduler.domain.errors import ChoiceError


@dataclass(frozen=True, slots=True)
class Totals:
    """The figures of one register; due = present + leave + absent + unmarked always holds.

    ``present`` counts due people only; ``made_up`` those of them who missed the meeting and made
    it up; ``observers``, ``guests`` and ``staff`` who came beside them. ``conflicts`` counts
    open contradictions of anybody, and a due person in one is unmarked.
    """

    due: int = 0
    due_voting: int = 0
    present: int = 0
    present_voting: int = 0
    leave: int = 0
    absent: int = 0
    unmarked: int = 0
    made_up: int = 0
    not_counted: int = 0
    observers: int = 0
    guests: int = 0
    staff: int = 0
    conflicts: int = 0

    @property
    def heads(self) -> int:
        """Give everybody who came, due or not."""
        return self.present + self.not_counted + self.observers + self.guests + self.staff


@dataclass(frozen=True, slots=True)
class Heads:
    """The sets of people that the figures of a register are counted from.

    ``due``, ``leave``, ``absent``, ``unmarked`` and ``made_up`` hold due people; ``present``
    everybody who came. ``made_up`` leaves out who came.
    """

    due: frozenset[str]
    present: frozenset[str]
    leave: frozenset[str]
    absent: frozenset[str]
    unmarked: frozenset[str]
    made_up: frozenset[str] = frozenset()


def heads(
    roster: Iterable[RosterLine],
    marks: Mapping[str, Mark],
    made_up: Iterable[str] = (),
) -> Heads:
    """Sort the people of a register by what was marked."""
    lines = tuple(roster)
    due = frozenset(line.person for line in lines if line.due)
    said = {line.person: _presence(line, marks) for line in lines}
    present = frozenset(person for person, value in said.items() if value in PRESENT)
    return Heads(
        due=due,
        present=present,
        leave=frozenset(person for person in due if said[person] in LEAVE),
        absent=frozenset(person for person in due if said[person] is Presence.ABSENT),
        unmarked=frozenset(person for person in due if said[person] is Presence.UNMARKED),
        made_up=(due - present) & frozenset(made_up),
    )


def totals(
    roster: Iterable[RosterLine],
    marks: Mapping[str, Mark],
    made_up: Iterable[str] = (),
) -> Totals:
    """Count a register."""
    lines = tuple(roster)
    sets = heads(lines, marks, made_up)
    voting = frozenset(line.person for line in lines if line.voting)
    came = {line.person: line.expectation for line in lines if line.person in sets.present}
    guests = {Expectation.GUEST, Expectation.BRANCHLESS_GUEST}
    beside = list(came.values())
    return Totals(
        due=len(sets.due),
        due_voting=len(voting),
        present=len(sets.due & sets.present),
        present_voting=len(voting & sets.present),
        leave=len(sets.leave),
        absent=len(sets.absent),
        unmarked=len(sets.unmarked),
        made_up=len(sets.made_up),
        not_counted=beside.count(Expectation.NOT_COUNTED),
        observers=beside.count(Expectation.OBSERVER),
        guests=sum(1 for each in beside if each in guests),
        staff=beside.count(Expectation.STAFF),
        conflicts=sum(1 for line in lines if line.person in marks and marks[line.person].conflict),
    )


def _presence(line: RosterLine, marks: Mapping[str, Mark]) -> Presence:
    mark = marks.get(line.person)
    return Presence.UNMARKED if mark is None else mark.presence


class Basis(StrEnum):
    """Whom a quorum is counted over."""

    VOTING = "voting"
    DUE = "due"


@dataclass(frozen=True, slots=True)
class QuorumRule:
    """A share of the due people that must come.

    The default is 半数以上 of those with a vote, the half itself included; ``strict`` asks for
    more than the share. Who takes part from afar counts only with ``online``.
    """

    numerator: int = 1
    denominator: int = 2
    strict: bool = False
    online: bool = False
    basis: Basis = Basis.VOTING

    def needed(self, base: int) -> int:
        """Give the least number of people that meets the rule."""
        if self.strict:
            return self.numerator * base // self.denominator + 1
        return -(-self.numerator * base // self.denominator)


HALF = QuorumRule()
"""A branch meeting that votes: at least half of those with a vote."""

ELECTION = QuorumRule(4, 5)
"""A meeting that elects: at least four fifths."""

COUNCIL = QuorumRule(online=True, basis=Basis.DUE)
"""A council of an alliance without votes of members: at least half of those due."""


@dataclass(frozen=True, slots=True)
class Quorum:
    """Whether enough people came: ``present`` of ``base``, where ``needed`` are asked for."""

    present: int
    base: int
    needed: int

    @property
    def met(self) -> bool:
        """Tell whether the meeting may be held; without anybody to count there is no quorum."""
        return self.base > 0 and self.present >= self.needed


def quorum(
    roster: Iterable[RosterLine], marks: Mapping[str, Mark], rule: QuorumRule = HALF
) -> Quorum:
    """Count a register against a quorum rule."""
    counted = PRESENT if rule.online else PRESENT - {Presence.ONLINE}
    base = [line for line in roster if (line.voting if rule.basis is Basis.VOTING else line.due)]
    present = sum(1 for line in base if _presence(line, marks) in counted)
    return Quorum(present, len(base), rule.needed(len(base)))


@dataclass(frozen=True, slots=True)
class Motion:
    """A vote; it passes with more than half of all who have a vote, present or not."""

    yes: int
    no: int
    abstain: int

    def __post_init__(self) -> None:
        """Refuse negative counts."""
        for name in ("yes", "no", "abstain"):
            if getattr(self, name) < 0:
                raise ChoiceError(field=name, value=getattr(self, name), allowed="≥ 0")

    def passes(self, *, voting: int, present: int) -> bool:
        """Tell whether it passes; more votes than ``present`` voters raise ``ChoiceError``."""
        cast = self.yes + self.no + self.abstain
        if cast > present:
            raise ChoiceError(field="votes", value=cast, allowed=f"≤ {present}")
        return 2 * self.yes > voting
