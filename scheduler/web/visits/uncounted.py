"""What the page of due lists says of a promise whose list cannot be made now."""

from flask_babel import gettext

from scheduler.domain.text import say
from scheduler.services.visits.lists import DueView
from scheduler.web.parts import Action, Notice


def uncounted(found: DueView, lang: str) -> tuple[Notice, ...]:
    """Say which promise cannot be counted now, and why."""
    return tuple(
        Notice(
            gettext(
                "“%(name)s”现在数不出来",
                name=rule.name_en if lang == "en" and rule.name_en else rule.name,
            ),
            say("rule_fault", fault.fields, lang),
            action=Action(f"/rules/{rule.owner}/{rule.key}", gettext("看这条承诺")),
        )
        for rule, fault in found.uncounted
    )
