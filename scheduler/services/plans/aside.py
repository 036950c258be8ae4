"""What a plan leaves alone, in words: rules that cannot be read, and what hangs on them."""

from collections.abc import Mapping
from dataclasses import dataclass

from scheduler.domain.errors import RuleError
from scheduler.domain.text import say
from scheduler.rules.model import Rule
from scheduler.rules.soundness import unread
from scheduler.services.plans.planning import Draft


@dataclass(frozen=True, slots=True)
class Aside:
    """A rule whose events stay as they are; without a fault of its own it hangs on another."""

    rule: Rule
    fault: RuleError | None

    @property
    def field(self) -> str | None:
        """Name the field that is refused."""
        return str(self.fault.fields["field"]) if self.fault else None

    @property
    def reason(self) -> str:
        """Give the reason of the refusal, or that the rule hangs on another."""
        return str(self.fault.fields["reason"]) if self.fault else "hanging"

    @property
    def text(self) -> Mapping[str, str]:
        """Say in both languages why its events stay as they are."""
        return {lang: self._text(lang) for lang in ("zh", "en")}

    def title(self, lang: str) -> str:
        """Give the name of the rule."""
        return self.rule.name_en if lang == "en" and self.rule.name_en else self.rule.name

    def _text(self, lang: str) -> str:
        if self.fault is None:
            return say("rule.hanging", {}, lang)
        why, between = say("rule_fault", self.fault.fields, lang), " " if lang == "en" else ""
        return f"{why}{between}{say('rule.broken', {}, lang)}"


def found(draft: Draft) -> tuple[Aside, ...]:
    """List the rules of the planned alliances that are set aside, those with a fault first."""
    targets = frozenset(draft.source.targets)
    left = (
        Aside(rule, unread(rule, draft.source))
        for rule in draft.source.aside
        if rule.owner in targets
    )
    return tuple(sorted(left, key=lambda each: each.fault is None))
