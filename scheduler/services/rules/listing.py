"""The rules of every alliance that a reader sees, in words, and those it may switch on."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import date, datetime
from enum import StrEnum

from scheduler.domain.errors import NotFoundError, RuleError
from scheduler.domain.moments import SHANGHAI
from scheduler.domain.roster import Body
from scheduler.domain.text import say
from scheduler.presets import load as presets
from scheduler.rules.aside import hanging
from scheduler.rules.doubts import doubts
from scheduler.rules.grounding import missing
from scheduler.rules.inputs import PlanInput
from scheduler.rules.language.naming import listed_as
from scheduler.rules.model import Rule
from scheduler.rules.soundness import unread
from scheduler.services.access import Action, Principal
from scheduler.services.gathering import gather
from scheduler.services.rules import words as rule_words
from scheduler.services.rules.words import Told
from scheduler.store import Session, Store, roster
from scheduler.store import rules as stored

Names = dict[str, tuple[str, str]]


class RuleState(StrEnum):
    """Where a rule stands today; an offered one stands nowhere yet."""

    NOW = "now"
    CHANGING = "changing"
    LATER = "later"
    ENDING = "ending"
    ENDED = "ended"
    WITHDRAWN = "withdrawn"
    OFFERED = "offered"


@dataclass(frozen=True, slots=True)
class RuleLine:
    """One rule in words; ``until_then`` is what it says before a change that is still to come.

    ``named`` is what lists call it, in Chinese and English.
    """

    rule: Rule
    told: Told
    state: RuleState
    until_then: Told | None = None
    named: tuple[str, str] = ("", "")


@dataclass(frozen=True, slots=True)
class Noted:
    """Why a kept rule cannot be read any more, or what in it had better be looked at.

    What it names and is gone is among the ``doubts``: it is planned all the same. So is that it
    hangs on a rule that cannot be read: then it is not.
    """

    fault: RuleError | None
    doubts: tuple[RuleError, ...] = ()


@dataclass(frozen=True, slots=True)
class AllianceRules:
    """The rules of one alliance in the order of its page, and those that its source offers."""

    alliance: Body
    rules: tuple[RuleLine, ...]
    offered: tuple[RuleLine, ...]
    may_edit: bool


@dataclass(frozen=True, slots=True)
class Shown:
    """One rule of an alliance in words, and what it said before."""

    alliance: Body
    line: RuleLine
    former: tuple[RuleLine, ...]


def listed(
    store: Store, *, by: Principal, now: datetime, lang: str, alliance: str | None = None
) -> tuple[AllianceRules, ...]:
    """List the rules of every alliance that the reader sees, by key, or of the one that is named.

    Raises ``NotFoundError`` where the reader does not see that one.
    """
    today = now.astimezone(SHANGHAI).date()
    with store.read() as session:
        bodies = roster.alliances(session, None if alliance is None else [alliance])
        seen = [body for body in bodies if by.may(Action.VIEW, body.key)]
        if alliance is not None and not seen:
            raise NotFoundError(entity="alliance", key=alliance)
        keys = [body.key for body in seen]
        rules = stored.of_alliances(session, keys)
        offered = {key: _offered(key, rules) for key in keys}
        every = (*rules, *(rule for listed in offered.values() for rule in listed))
        named = frozenset(key for key in keys if by.may(Action.NAMES, key))
        names = _shared(session, every, named)
        titles = {key: _titles(rule for rule in every if rule.owner == key) for key in keys}
        found = _notes(session, rules, now)
    return tuple(
        AllianceRules(
            alliance=body,
            rules=tuple(
                _told(line(rule, titles[body.key] | names, lang, today), found, lang)
                for rule in rules
                if rule.owner == body.key
            ),
            offered=tuple(
                replace(line(rule, titles[body.key] | names, lang, today), state=RuleState.OFFERED)
                for rule in offered[body.key]
            ),
            may_edit=by.may(Action.EDIT, body.key),
        )
        for body in seen
    )


def shown(store: Store, rule: Rule, *, by: Principal, now: datetime, lang: str) -> Shown:
    """Put a rule and its former versions into words."""
    today = now.astimezone(SHANGHAI).date()
    with store.read() as session:
        body = roster.alliances(session, [rule.owner])[0]
        every = stored.of_alliances(session, [rule.owner])
        may_name = by.may(Action.NAMES, rule.owner)
        names = names_of(session, every, frozenset({rule.owner} if may_name else ()))
        found = _notes(session, [rule], now)
    return Shown(
        alliance=body,
        line=_told(line(rule, names, lang, today), found, lang),
        former=tuple(line(version, names, lang, today) for version in rule.former),
    )


def noted(store: Store, rules: Iterable[Rule], *, now: datetime) -> Mapping[tuple[str, str], Noted]:
    """Tell by owner and key what is wrong or doubtful in kept rules."""
    with store.read() as session:
        return _notes(session, rules, now)


def line(rule: Rule, names: Mapping[str, tuple[str, str]], lang: str, today: date) -> RuleLine:
    """Put one rule into words as it stands on a day."""
    own = {**names, rule.key: (rule.name, rule.name_en)}
    stands, listed = rule.on(today), listed_as(rule, names)
    return RuleLine(
        rule=rule,
        told=rule_words.tell(rule, own, lang),
        state=_state(rule, today),
        until_then=None if stands is rule else rule_words.tell(stands, own, lang),
        named=(listed.name, listed.name_en or listed.name),
    )


def names_of(session: Session, rules: Iterable[Rule], named: frozenset[str]) -> Names:
    """Name everything that the rules mention: kinds, rules, roles, lists, members, places.

    Whom a rule is for is named only for the alliances in ``named``, if it is a person.
    """
    wanted = tuple(rules)
    return _titles(wanted) | _shared(session, wanted, named)


def _titles(rules: Iterable[Rule]) -> Names:
    """Name the rules; only among those of one alliance does each key stand for one of them."""
    return {rule.key: (rule.name, rule.name_en) for rule in rules}


def _shared(session: Session, rules: Iterable[Rule], named: frozenset[str]) -> Names:
    """Name what has the same name in every alliance: all but the rules."""
    found: Names = {}
    for kind in roster.kinds(session).values():
        # A theme may have the key of a kind, and another name.
        found[kind.key] = found[f"kind:{kind.key}"] = (kind.name, kind.name_en)
    keys = {
        key
        for rule in rules
        for version in rule.versions
        for word in (*_scope(version, named), *texts(version.data))
        for part in word.split("+")
        for key in (part, f"venue:{part}")
    }
    return found | roster.spoken(session, keys)


def _scope(rule: Rule, named: frozenset[str]) -> tuple[str, ...]:
    hidden = rule.scope.startswith("person:") and rule.owner not in named
    return () if hidden else (rule.scope,)


def offer(alliance: str, key: str) -> Rule:
    """Find a rule that the source of an alliance offers."""
    for rule in _offered(alliance, ()):
        if rule.key == key:
            return rule
    raise NotFoundError(entity="rule", key=key)


def _offered(alliance: str, rules: Iterable[Rule]) -> tuple[Rule, ...]:
    """List what the source of an alliance offers and it does not have; its lists are written out.

    For a list that only an offered rule names is not kept before the rule is.
    """
    known = {rule.key for rule in rules if rule.owner == alliance}
    return tuple(
        preset.written_out(rule)
        for preset in presets()
        for rule in preset.offered
        if rule.owner == alliance and rule.key not in known
    )


def _notes(
    session: Session, rules: Iterable[Rule], now: datetime
) -> Mapping[tuple[str, str], Noted]:
    kept = tuple(rules)
    if not kept:
        return {}
    source = gather(session, {rule.owner for rule in kept}, now.astimezone(SHANGHAI).year, now)
    owners = {rule.owner for rule in kept}
    read = {
        (each.owner, each.key): unread(each, source)
        for each in (*source.rules, *kept)
        if each.owner in owners
    }
    left = hanging(source, frozenset(place for place, fault in read.items() if fault))
    found = {}
    for rule in kept:
        place = (rule.owner, rule.key)
        over = rule.withdrawn or rule.tenure.is_over(source.today)
        told = () if read[place] or over else _doubts(rule, source, is_left=place in left)
        found[place] = Noted(read[place], told)
    return found


def _doubts(rule: Rule, source: PlanInput, *, is_left: bool) -> tuple[RuleError, ...]:
    """List what is gone, who has left, what waits, and that a rule hangs on an unreadable one."""
    hangs = [RuleError(rule=rule.key, field="", reason="hanging")] if is_left else []
    return (*hangs, *missing(rule, source), *doubts(rule, source))


def _told(told: RuleLine, found: Mapping[tuple[str, str], Noted], lang: str) -> RuleLine:
    """Say of a rule that cannot be read that it counts for nothing, and why; else what to check."""
    noted = found[told.rule.owner, told.rule.key]
    if noted.fault is None:
        more = (say("rule_fault", each.fields, lang) for each in noted.doubts)
        return replace(told, told=Told(told.told.promise, (*told.told.more, *more)))
    why = say("rule_fault", noted.fault.fields, lang)
    return replace(told, told=Told(say("rule.broken", {}, lang), (why,)), until_then=None)


def _state(rule: Rule, today: date) -> RuleState:
    whole, since = rule.promised, rule.tenure.since
    if rule.withdrawn:
        return RuleState.WITHDRAWN
    if whole.until is not None and whole.until <= today:
        return RuleState.ENDED
    if whole.since is not None and whole.since > today:
        return RuleState.LATER
    if since is not None and since > today:
        return RuleState.CHANGING
    return RuleState.NOW if whole.until is None else RuleState.ENDING


def texts(value: object) -> Iterator[str]:
    """Give every text inside a value, the names of fields as well."""
    if isinstance(value, str):
        yield value
    elif isinstance(value, Mapping):
        for key, each in value.items():
            yield str(key)
            yield from texts(each)
    elif isinstance(value, list | tuple):
        for each in value:
            yield from texts(each)
