"""What speaks against a list: by itself, on the roster, and in the rules that name it."""

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

from scheduler.domain.errors import InvalidError, RuleError, TextError
from scheduler.domain.list_errors import ListError
from scheduler.domain.moments import line
from scheduler.rules.doubts import doubts
from scheduler.rules.grounding import groundless
from scheduler.rules.inputs import PlanInput
from scheduler.rules.language.pairs import check_pairs
from scheduler.rules.language.texts import unfit
from scheduler.rules.model import Rule
from scheduler.rules.soundness import unread
from scheduler.rules.units import KEYED, PAIR
from scheduler.services.rules import lists
from scheduler.services.rules.checks import strangers
from scheduler.services.rules.lists import PERSON, Place
from scheduler.store import Session, roster

MOST_ITEMS = 1_000
"""The most items of a list: as many as a rule takes that writes them out."""
_LONGEST = 200
_KEY = re.compile(r"[^\W_][\w-]{0,59}")
_RESERVED = frozenset({"host"})
"""``@host`` stands for the place of whoever hosts."""
_SEPARATOR = "|"


@dataclass(frozen=True, slots=True)
class Effect:
    """What a change of a list does to the rules that name it: what is refused, and warned of."""

    faults: tuple[RuleError, ...]
    warnings: tuple[RuleError, ...]


def key_faults(key: str) -> Iterator[ListError]:
    """Refuse a name that no rule could give after its ``@``."""
    if not _KEY.fullmatch(key) or key in _RESERVED:
        yield ListError(field="key", reason="key")


def written(items: Sequence[str]) -> tuple[tuple[str, ...], list[InvalidError]]:
    """Read the items of a list, and tell what they say wrongly by themselves."""
    if not items:
        return (), [ListError(field="items", reason="empty")]
    if unfit(list(items), 1) == "too_many":
        return (), [ListError(field="items", reason="too_many", most=MOST_ITEMS, count=len(items))]
    found: list[str] = []
    faults: list[InvalidError] = []
    known: set[frozenset[str]] = set()
    for number, item in enumerate(items):
        try:
            word = line(item, "items", limit=_LONGEST)
            _check(word, known)
        except TextError as fault:
            reason = _TEXTS.get(str(fault.fields["reason"]), "characters")
            faults.append(_of_item(number, item, reason, most=_LONGEST))
        except ListError as fault:
            faults.append(_of_item(number, item, str(fault.fields["reason"])))
        else:
            found.append(word)
    return tuple(found), faults


_TEXTS: Mapping[str, str] = {"empty": "blank", "too_long": "too_long"}


def _check(word: str, known: set[frozenset[str]]) -> None:
    """Refuse what is no item; ``known`` are those before, a pair in whatever order."""
    if word.startswith("@"):
        raise ListError(field="items", reason="nested")
    if _SEPARATOR in word:
        raise ListError(field="items", reason="separator")
    parts = word.split(PAIR)
    pair = len(parts) > 1 and any(part.startswith(KEYED) for part in parts)
    if pair:
        _check_pair(word, len(parts))
    thing = frozenset(parts if pair else [word])
    if thing in known:
        raise ListError(field="items", reason="duplicate")
    known.add(thing)


def _check_pair(word: str, size: int) -> None:
    """Check a pair as rules do; of three members it is one of three."""
    try:
        check_pairs(Rule("", "coverage", "", ""), PAIR.join("x" * size), [word])
    except RuleError as fault:
        raise ListError(field="items", reason="no_pair") from fault


def roster_faults(
    session: Session, place: Place, items: Sequence[str], kept: Iterable[str], source: PlanInput
) -> list[InvalidError]:
    """List the items that name who is not there, or has left; who stood there before may stay."""
    known = frozenset(lists.parts_of(kept))
    fresh = [part for part in lists.parts_of(items) if part.startswith(KEYED) and part not in known]
    strange = frozenset(strangers(session, fresh))
    gone = lists.left(source, place.alliance, fresh)
    own = _people(place.alliance, source)
    names = roster.spoken(session, [key for key in gone if not key.startswith(PERSON)])
    faults: list[InvalidError] = []
    for number, item in enumerate(items):
        for part in item.split(PAIR):
            if part not in fresh:
                continue
            # Who may not be seen is told like who does not exist.
            if part.startswith(PERSON) and (part in strange or part not in own):
                faults.append(_of_item(number, part, "unknown_person"))
            elif part in strange:
                faults.append(_of_item(number, part, "unknown"))
            elif part in gone and part.startswith(PERSON):
                faults.append(_of_item(number, part, "person_left", since=gone[part]))
            elif part in gone:
                told = {"member": part, "since": gone[part], "names": names}
                faults.append(_of_item(number, part, "has_left", **told))
    return faults


def _people(alliance: str, source: PlanInput) -> frozenset[str]:
    """Give the people who have, had or will have to do with an alliance."""
    tied = {key for place, key in source.ties if place == alliance}
    officers = {f"{PERSON}{each.person}" for each in source.officers.get(alliance, ())}
    return frozenset(tied | officers | {each.member for each in source.members.get(alliance, ())})


def effect(place: Place, items: Sequence[str] | None, source: PlanInput) -> Effect:
    """Judge the rules that name a list with what shall stand on it; None without such a list.

    What spoke against a rule before refuses nothing, and of one that could not be read it is
    only told why it still cannot.
    """
    kept = {name: each for name, each in source.lists.items() if name != place}
    after = replace(source, lists=kept if items is None else {**kept, place: tuple(items)})
    faults: list[RuleError] = []
    warnings: list[RuleError] = []
    for rule in lists.naming(source.rules, place, source.today):
        if rule.withdrawn or rule.tenure.is_over(source.today):
            continue
        before, now = unread(rule, source), unread(rule, after)
        if now is not None:
            (warnings if before else faults).append(now)
        elif before is not None:
            warnings += doubts(rule, after)
        else:
            faults += _new(groundless(rule, source), groundless(rule, after))
            warnings += _new(doubts(rule, source), doubts(rule, after))
    told = (RuleError(**fault.fields, apart=True) for fault in faults)
    return Effect(tuple(told), tuple(warnings))


def _new(before: Iterable[RuleError], after: Iterable[RuleError]) -> list[RuleError]:
    """Leave out what was told before, also of more words."""
    known = [(_place(fault), _words(fault)) for fault in before]
    return [
        fault
        for fault in after
        if not any(_place(fault) == place and _words(fault) <= words for place, words in known)
    ]


def _place(fault: RuleError) -> tuple[object, object]:
    return (fault.fields["field"], fault.fields["reason"])


def _words(fault: RuleError) -> frozenset[str]:
    """Give whom or what a fault tells of."""
    words, left = fault.fields.get("words", ()), fault.fields.get("left", ())
    found = {str(word) for word in words} if isinstance(words, list | tuple) else set()
    listed = left if isinstance(left, list | tuple) else ()
    return frozenset(found | {str(each) for each in listed})


def _of_item(number: int, word: str, reason: str, **more: object) -> ListError:
    """Refuse an item by its place and by the line on which people see it."""
    told = {"line": number + 1, "word": word, **more}
    return ListError(field=str(number), at=("items",), reason=reason, **told)
