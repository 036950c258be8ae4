"""What in a sound rule had better be looked at once more, although nothing speaks against it."""

import re
from collections.abc import Iterator
from contextlib import suppress

from scheduler.domain.errors import RuleError
from scheduler.rules.cut_short import cut_short
from scheduler.rules.departures import departures
from scheduler.rules.inputs import PlanInput
from scheduler.rules.kinds import coverage, rotation, trigger
from scheduler.rules.language.lists import participants
from scheduler.rules.model import Rule
from scheduler.rules.refusals import MOST_WORDS, refusal
from scheduler.rules.units import PAIR

_KEY = re.compile(r"[a-z][a-z0-9]*(?:[_-][a-z0-9]+)*")
"""How keys are written, and words that people shall read mostly are not."""


def doubts(rule: Rule, source: PlanInput) -> tuple[RuleError, ...]:
    """List what is doubtful in a rule of a world that holds it.

    Reason: unmet_category, with the ``words`` that no matter, no other rule and no name knows, and
    those that are ``known``. It is no refusal, for somebody has to name a category first, and that
    may well be the rule: matters can be of it from then on. But a misspelled one is never met.
    Nor is nameless, of ``words`` that are written like keys where words of one's own are taken.
    And what ``cut_short`` tells; and who is named and has left: only a rule that names them anew
    is refused.
    """
    return (
        *_unmet_categories(rule, source),
        *_nameless(rule, source),
        *cut_short(rule, source.today),
        *departures(rule, source),
    )


def _nameless(rule: Rule, source: PlanInput) -> Iterator[RuleError]:
    """Tell of words that titles would show as keys: nobody named them, or they are misspelled."""
    for field, words in _titled(rule):
        values = (value for word in words for value in _meant(rule, source, word))
        parts = dict.fromkeys(part for value in values for part in value.split(PAIR))
        known = source.names.keys() | source.kinds.keys()
        strange = [part for part in parts if _KEY.fullmatch(part) and part not in known]
        if strange:
            yield refusal(rule, field, "nameless", words=tuple(strange[:MOST_WORDS]))


def _titled(rule: Rule) -> Iterator[tuple[str, tuple[str, ...]]]:
    """Give the fields whose words come into titles, with the words."""
    if rule.type == "coverage":
        axes = coverage.parse(rule).axes
        yield from ((f"axes.{axis}", words) for axis, words in axes if axis != "kind")
    elif rule.type == "rotation" and (turns := rotation.parse(rule)).fills is rotation.Fills.THEME:
        yield "pool", turns.pool.words


def _meant(rule: Rule, source: PlanInput, word: str) -> tuple[str, ...]:
    """Give a word, or what stands on the kept list that it names."""
    return source.lists.get((rule.owner, word[1:]), ()) if word.startswith("@") else (word,)


def _unmet_categories(rule: Rule, source: PlanInput) -> Iterator[RuleError]:
    words = _unmet(rule, source)
    if not words:
        return
    known = tuple(sorted(_known(rule, source)))
    names = {
        key: tuple(f"{name} ({key})" if name else key for name in source.names[key])
        for key in known
        if key in source.names
    }
    field = "where.category"
    yield RuleError(
        rule=rule.key, field=field, reason="unmet_category", words=words, known=known, names=names
    )


def _unmet(rule: Rule, source: PlanInput) -> tuple[str, ...]:
    if rule.type != "trigger":
        return ()
    stated, known = trigger.parse(rule).categories, _known(rule, source)
    return tuple(word for word in stated if word not in known and word not in source.names)


def _known(rule: Rule, source: PlanInput) -> frozenset[str]:
    """Give the categories of matters that those who take part know otherwise than by this rule.

    An item of a catalogue, such as ``labour.3``, makes the class before its point known.
    """
    alliances = participants(rule, source)
    met = {each.category for each in source.matters if each.alliance in alliances}
    return frozenset(met | {each.partition(".")[0] for each in met} | set(_named(rule, source)))


def _named(rule: Rule, source: PlanInput) -> Iterator[str]:
    alliances = participants(rule, source)
    for other in source.rules:
        if other.type != "trigger" or other.owner not in alliances:
            continue
        with suppress(RuleError):  # it cannot be read
            spec = trigger.parse(other)
            yield from spec.catalogue.routes
            if (other.owner, other.key) != (rule.owner, rule.key):
                yield from spec.categories
