"""What a plan leaves alone, in words: rules that cannot be read, and what hangs on them."""

from dataclasses import dataclass

from scheduler.domain.text import say
from scheduler.rules.model import Rule
from scheduler.rules.soundness import unread
from scheduler.services.plans.planning import Draft


@dataclass(frozen=True, slots=True)
class LeftAlone:
    """A rule whose events stay as they are: what it is called, why, and where it can be mended."""

    rule: Rule
    title: str
    text: str

    @property
    def href(self) -> str:
        """Give the address of the rule."""
        return f"/rules/{self.rule.owner}/{self.rule.key}"


def told(draft: Draft, lang: str) -> tuple[LeftAlone, ...]:
    """Say of each rule of the planned alliances that is set aside why it is, the broken first."""
    targets = frozenset(draft.source.targets)
    left = [_told(rule, draft, lang) for rule in draft.source.aside if rule.owner in targets]
    hanging = {(rule.owner, rule.key) for rule in draft.source.rules}
    return tuple(sorted(left, key=lambda each: (each.rule.owner, each.rule.key) in hanging))


def _told(rule: Rule, draft: Draft, lang: str) -> LeftAlone:
    fault = unread(rule, draft.source)
    named = rule.name_en if lang == "en" and rule.name_en else rule.name
    if fault is None:
        return LeftAlone(rule, named, say("rule.hanging", {}, lang))
    why = say("rule_fault", fault.fields, lang)
    between = " " if lang == "en" else ""
    return LeftAlone(rule, named, f"{why}{between}{say('rule.broken', {}, lang)}")
