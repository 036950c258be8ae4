"""What pages say of a promise that cannot be counted now."""

from collections.abc import Iterable

from flask_babel import gettext

from scheduler.domain.errors import RuleError
from scheduler.domain.text import say
from scheduler.rules.model import Rule
from scheduler.web.parts import Action, Notice


def uncounted(found: Iterable[tuple[Rule, RuleError]], lang: str) -> tuple[Notice, ...]:
    """Say which promises cannot be counted now, and why."""
    return tuple(
        Notice(
            gettext(
                "“%(name)s”现在数不出来",
                name=rule.name_en if lang == "en" and rule.name_en else rule.name,
            ),
            say("rule_fault", fault.fields, lang),
            action=Action(f"/rules/{rule.owner}/{rule.key}", gettext("看这条承诺")),
        )
        for rule, fault in found
    )
