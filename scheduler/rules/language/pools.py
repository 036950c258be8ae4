"""Who may take a turn: the pool of a rotation on a day, as opaque keys with weights."""

from dataclasses import dataclass
from datetime import date

from scheduler.domain.roster import Tenure
from scheduler.rules.inputs import PlanInput
from scheduler.rules.language.lists import entries
from scheduler.rules.model import Rule


@dataclass(frozen=True, slots=True)
class Pool:
    """Members by ``role``, officers by ``officer``, or written values and ``@lists``."""

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
        """List everybody who ever stands in the pool with weight and span."""
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
        listed = entries(rule, source, "pool", self.words)
        return tuple((entry.value, 1, entry.tenure) for entry in listed)
