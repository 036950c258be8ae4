"""The promises that an event keeps, as its page names them."""

from flask_babel import gettext

from scheduler.domain.errors import DomainError
from scheduler.rules.calendar.period_labels import label
from scheduler.rules.calendar.periods import parse_key
from scheduler.rules.model import Rule
from scheduler.services.events.reading import EventView
from scheduler.services.events.rides import cell_words

_QUOTES = frozenset("“”")


def promises(found: EventView, lang: str) -> list[str]:
    """Name every promise that an event keeps, and of what rides on it which part."""
    told = [_own(found, lang)]
    for each in found.stored.event.also:
        rule = found.riding.get(each.unit.rule)
        if rule is not None:
            words = cell_words(each.unit.cell, lambda key: _word(found, key, lang))
            about = gettext("：%(name)s", name="·".join(words)) if words else ""
            told.append(_promise(rule, each.unit.period, lang) + about)
    return told


def period(key: str, lang: str) -> str:
    """Name a period."""
    try:
        return label(parse_key(key), lang)
    except DomainError:  # a campaign is named by its rule alone
        return ""


def _own(found: EventView, lang: str) -> str:
    unit, rule = found.stored.event.unit, found.rule
    if unit is None or rule is None:
        return ""
    if found.stored.waived:
        return (
            gettext("不再补办：%(reason)s", reason=found.stored.waive_reason)
            if found.inside
            else ""
        )
    return _promise(rule, unit.period, lang)


def _promise(rule: Rule, key: str, lang: str) -> str:
    rule_name = rule.name_en if lang == "en" and rule.name_en else rule.name
    if not _QUOTES & set(rule_name):
        rule_name = gettext("“%(rule)s”", rule=rule_name)
    told = period(key, lang)
    return gettext("%(period)s%(rule)s", period=told, rule=rule_name) if told else rule_name


def _word(found: EventView, key: str, lang: str) -> str:
    chinese, english = found.names.get(key, ("", ""))
    return (english or chinese) if lang == "en" else chinese
