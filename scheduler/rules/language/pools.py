"""Who may take a turn: the pool of a rotation on a day, as opaque keys with weights."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from scheduler.domain.roster import ALWAYS, Tenure
from scheduler.rules.inputs import PlanInput
from scheduler.rules.language.lists import Entry, belonging, spells
from scheduler.rules.model import Rule


@dataclass(frozen=True, slots=True)
class Pool:
    """Members by ``role``, officers by ``officer``, or written values and ``@lists``.

    A written value that is a member stands in it while it is one.
    """

    role: str = ""
    officer: str = ""
    words: tuple[str, ...] = ()

    def on(self, day: date, rule: Rule, source: PlanInput) -> tuple[tuple[str, int], ...]:
        """Give the members of the pool on a day with their weights, sorted by key."""
        found = {
            member: weight
            for member, weight, tenure in self.spans(rule, source)
            if tenure.holds(day)
        }
        return tuple(sorted(found.items()))

    def spans(self, rule: Rule, source: PlanInput) -> tuple[tuple[str, int, Tenure], ...]:
        """List everybody who ever stands in the pool with weight and span, each time by itself."""
        if self.role:
            return tuple(
                (membership.member, membership.weight, membership.tenure)
                for membership in source.members.get(rule.owner, ())
                if membership.role == self.role
            )
        if self.officer:
            return tuple(
                (f"person:{officer.person}", 1, officer.tenure)
                for officer in source.officers.get(rule.owner, ())
                if officer.role == self.officer
            )
        listed = tuple(spells(rule, source, "pool", self.words))
        known = belonging((rule.owner,), source, {entry.value for entry in listed})
        return tuple(
            (entry.value, 1, tenure)
            for entry in listed
            for tenure in _held(entry, known.get(entry.value))
        )


def _held(entry: Entry, known: Sequence[Tenure] | None) -> Sequence[Tenure]:
    """Give when an entry stands: a written member while it is one, a guest always."""
    written = entry.tenure == ALWAYS
    return known if written and known else (entry.tenure,)
