"""Rules that want mending, in words: what a plan leaves alone, and what it plans all the same.

It leaves alone what cannot be read, and what hangs on that. A rule that can be read and names what
is gone, or who has left, is planned.
"""

from collections.abc import Mapping
from dataclasses import dataclass, replace

from scheduler.domain.errors import RuleError
from scheduler.domain.text import say
from scheduler.rules.departures import departures
from scheduler.rules.grounding import missing
from scheduler.rules.language.naming import listed_as
from scheduler.rules.model import Rule
from scheduler.rules.soundness import unread
from scheduler.services.plans.planning import Draft


@dataclass(frozen=True, slots=True)
class Aside:
    """A rule whose events stay as they are; without a fault of its own it hangs on another.

    One that is ``planned`` is left as little alone as any, and lacks something.
    """

    rule: Rule
    fault: RuleError | None
    planned: bool = False

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
        """Say in both languages what is wrong, and what that means for its events."""
        return {lang: self._text(lang) for lang in ("zh", "en")}

    def title(self, lang: str) -> str:
        """Give the name of the rule."""
        return self.rule.name_en if lang == "en" and self.rule.name_en else self.rule.name

    def _text(self, lang: str) -> str:
        if self.fault is None:
            return say("rule.hanging", {}, lang)
        why, between = say("rule_fault", self.fault.fields, lang), " " if lang == "en" else ""
        then = say("rule.groundless" if self.planned else "rule.broken", {}, lang)
        return f"{why}{between}{then}"


def found(draft: Draft) -> tuple[Aside, ...]:
    """List the rules of the planned alliances that are set aside, those with a fault first."""
    targets = frozenset(draft.source.targets)
    left = (
        Aside(listed_as(rule, draft.source.names), unread(rule, draft.source))
        for rule in draft.source.aside
        if rule.owner in targets
    )
    return tuple(sorted(left, key=lambda each: each.fault is None))


def groundless(draft: Draft) -> tuple[Aside, ...]:
    """List the planned rules of the planned alliances that name what is gone or who has left."""
    source, left = draft.source, {(rule.owner, rule.key) for rule in draft.source.aside}
    kept = [rule for rule in source.rules if (rule.owner, rule.key) not in left]
    world = replace(source, rules=(*kept, *source.aside))
    return tuple(
        Aside(listed_as(rule, source.names), fault, planned=True)
        for rule in kept
        if rule.owner in source.targets
        and not (rule.withdrawn or rule.tenure.is_over(source.today))
        for fault in (*missing(rule, world), *departures(rule, world))
    )
