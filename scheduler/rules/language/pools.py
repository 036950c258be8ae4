"""Who may take a turn: the pool of a rotation on a day, as opaque keys with weights."""

from dataclasses import dataclass
from datetime import date

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
        if self.role:
            found = {
                membership.member: membership.weight
                for membership in source.members.get(rule.owner, ())
                if membership.role == self.role and membership.tenure.holds(day)
            }
        elif self.officer:
            found = {
                f"person:{officer.person}": 1
                for officer in source.officers.get(rule.owner, ())
                if officer.role == self.officer and officer.tenure.holds(day)
            }
        else:
            listed = entries(rule, source, "pool", self.words)
            found = {entry.value: 1 for entry in listed if entry.tenure.holds(day)}
        return tuple(sorted(found.items()))
