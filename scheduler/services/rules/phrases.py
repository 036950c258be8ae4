"""The parts of sentences about rules: how names, terms, periods and days are written."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, timedelta

from scheduler.domain.text import CATALOGUE, say
from scheduler.domain.text.values import join, short_day
from scheduler.rules.calendar.durations import Duration
from scheduler.rules.language.cycle import Cycle
from scheduler.rules.model import Rule
from scheduler.rules.units import PAIR

Names = Mapping[str, tuple[str, str]]
"""Chinese and English names of kinds, rules, roles, ``@lists``, groups, members and places."""

_DAY = timedelta(days=1)
_ANY_YEAR = 2001


@dataclass(frozen=True, slots=True)
class Words:
    """Writes the values of rules in one language."""

    names: Names
    lang: str

    def say(self, code: str, **fields: object) -> str:
        """Make a sentence."""
        return say(code, fields, self.lang)

    def name(self, key: str) -> str:
        """Name a kind, a rule, a role, a list, a member or a place."""
        if PAIR in key:
            return "—".join(self.name(part) for part in key.split(PAIR))
        found = self.names.get(key)
        if found is not None:
            return (found[1] if self.lang == "en" else "") or found[0]
        for code in (f"list.{key.removeprefix('@')}", f"step.{key}"):
            if code in CATALOGUE:
                return self.say(code)
        return key.removeprefix("@").partition(":")[2] or key.removeprefix("@")

    def event(self, key: str) -> str:
        """Name what events are of: a kind, else a rule."""
        return self.name(f"kind:{key}" if f"kind:{key}" in self.names else key)

    def events(self, keys: Iterable[str]) -> str:
        """Name several kinds or rules."""
        return join([self.event(key) for key in keys], self.lang)

    def all(self, keys: Iterable[str]) -> str:
        """Name several things."""
        return join([self.name(key) for key in keys], self.lang)

    def per(self, cycle: Cycle) -> str:
        """Write how often a promise comes round."""
        if cycle.campaign is not None:
            return self.say("per.campaign")
        code = f"per.{cycle.per}"
        if code in CATALOGUE:
            return self.say(code)
        return self.say("rule_part.per_years", years=cycle.per.removesuffix("y"))

    def title(self, rule: Rule) -> str:
        """Give the name of a rule."""
        return rule.name_en if self.lang == "en" and rule.name_en else rule.name

    def term(self, term: Duration) -> str:
        """Write a term of days."""
        return self.say("rule_part.wd" if term.in_workdays else "rule_part.d", number=term.count)

    def day(self, month: int, number: int) -> str:
        """Write a day of every year."""
        return short_day(date(_ANY_YEAR, month, number), self.lang)

    def span(self, first: tuple[int, int], end: tuple[int, int]) -> tuple[str, str]:
        """Write a yearly window by its first and its last day, which may be of the next year."""
        last = date(_ANY_YEAR, *end) - _DAY
        shown = self.day(last.month, last.day)
        over = (last.month, last.day) < first
        return self.day(*first), self.say("rule_part.next_year", day=shown) if over else shown
