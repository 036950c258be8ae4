"""What speaks against keeping a rule: by itself, beside all others, and in the world as it is."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import date, datetime
from itertools import cycle

from scheduler.domain.errors import RuleError
from scheduler.domain.moments import SHANGHAI
from scheduler.domain.roster import ALLIANCE_KINDS
from scheduler.domain.text.render import names_in
from scheduler.rules.consistency import faults
from scheduler.rules.departures import departed, named
from scheduler.rules.grounding import groundless, orphaned
from scheduler.rules.inputs import PlanInput
from scheduler.rules.kinds import coverage, staffing
from scheduler.rules.model import Rule
from scheduler.rules.planning.patch import Patch
from scheduler.rules.planning.published import midnight
from scheduler.rules.refusals import Places, unknown_members
from scheduler.rules.soundness import unread
from scheduler.rules.units import KEYED, PAIR
from scheduler.services.gathering import gather
from scheduler.store import Session, belonging, roster
from scheduler.store import rules as stored

_BODY = "body:"
_OWN = "body:alliance"
_OF_MEMBERS = frozenset({"organisation", "pair"})
"""The axes whose words are those on the roster, and no words of one's own."""

_ABSENT = frozenset({"unknown_rule", "unknown_target"})
_OF_OTHERS = frozenset({"unknown_rule", "no_hosts"})


def of_parameters(rule: Rule) -> list[RuleError]:
    """List what speaks against a rule whatever other rules there are."""
    return [fault for fault in faults([rule]) if fault.fields["reason"] not in _OF_OTHERS]


def of_rule(session: Session, rule: Rule, now: datetime) -> Iterator[RuleError]:
    """Give what speaks against a rule: of itself, beside the others, and in the world.

    Nothing speaks against one that only ends earlier: what is wrong with it will be over.
    """
    if not _only_ends(stored.find(session, rule.owner, rule.key), rule):
        yield from in_world(session, rule, _around(session, rule.owner, now, rule))


def is_unreadable(session: Session, rule: Rule, today: date) -> bool:
    """Tell whether a kept rule cannot be read any more."""
    return unread(rule, gather(session, (rule.owner,), today.year, midnight(today))) is not None


def _only_ends(kept: Rule | None, rule: Rule) -> bool:
    """Tell whether a rule says what it says now, and stands for less long."""
    if kept is None or kept.data != rule.data or rule.tenure.until is None:
        return False
    known = kept.tenure.until
    return kept.tenure.since == rule.tenure.since and (known is None or rule.tenure.until < known)


def in_world(session: Session, rule: Rule, source: PlanInput) -> Iterator[RuleError]:
    """Give what speaks against a rule in the world that is gathered with it."""
    place = (rule.owner, rule.key)
    before = [each for each in source.rules if (each.owner, each.key) != place]
    found = new_faults(before, source.rules, frozenset({place}))
    yield from (told(session, fault) for fault in found)
    if not found:
        yield from unfounded(session, rule, source)


def unfounded(session: Session, rule: Rule, source: PlanInput) -> Iterator[RuleError]:
    """Give what a sound rule names and is not there; ``source`` holds the rule."""
    yield from groundless(rule, source)
    yield from _bodies(session, rule, source.today)
    yield from _cells(session, rule)
    yield from _departed(session, rule, source)


def without(session: Session, rule: Rule, now: datetime) -> list[RuleError]:
    """List what would speak against the other rules if this one were gone."""
    source = _around(session, rule.owner, now)
    others = [each for each in source.rules if (each.owner, each.key) != (rule.owner, rule.key)]
    found = (*new_faults(source.rules, others), *orphaned(rule, source))
    return [needing(fault, rule) for fault in found]


def needing(fault: RuleError, gone: Rule) -> RuleError:
    """Tell of a fault that a rule which was taken away is still named, where that is what it is."""
    words = fault.fields.get("words")
    if (
        fault.fields["reason"] not in _ABSENT
        or not isinstance(words, tuple)
        or gone.key not in words
    ):
        return fault
    told = {name: fault.fields[name] for name in ("rule", "field")}
    names = {gone.key: (gone.name, gone.name_en)}
    return RuleError(**told, reason="needed", other=gone.key, names=names)


def _around(session: Session, alliance: str, now: datetime, *rules: Rule) -> PlanInput:
    year = now.astimezone(SHANGHAI).year
    return gather(session, (alliance,), year, now, Patch(rules=rules))


def new_faults(
    before: Iterable[Rule], after: Iterable[Rule], entered: Places = frozenset()
) -> list[RuleError]:
    """List what speaks against the rules now and did not before: old sores stop nobody.

    Of two rules that contradict each other the one ``entered`` is refused.
    """
    known = [_sore(fault) for fault in faults(before, entered)]
    return [fault for fault in faults(after, entered) if _sore(fault) not in known]


def _sore(fault: RuleError) -> dict[str, object]:
    """Give what is wrong, whatever the rules are called."""
    return {name: value for name, value in fault.fields.items() if name != "names"}


def placed(fault: RuleError, sent: Rule | None) -> RuleError:
    """Tell of a fault in another rule than the one that was sent that it stands ``apart``."""
    own = sent is not None and fault.fields["rule"] == sent.key
    return fault if own else RuleError(**fault.fields, apart=True)


def told(session: Session, fault: RuleError) -> RuleError:
    """Name the alliance whose rule has the same key."""
    if fault.fields["reason"] != "shared_key":
        return fault
    other, alliance = str(fault.fields["other"]), str(fault.fields["alliance"])
    names = {**roster.spoken(session, [alliance]), other: names_in(fault.fields)[other]}
    return RuleError(**fault.fields | {"names": names})


def _bodies(session: Session, rule: Rule, today: date) -> Iterator[RuleError]:
    """Check what has to be a body: who organises, whose rule it is, and whose offices it states."""
    stated = []
    if "organiser" in rule.data:
        stated.append(("organiser", str(rule.data["organiser"])))
    scope = rule.data.get("scope")
    if isinstance(scope, Mapping) and "body" in scope:
        stated.append(("scope.body", f"{_BODY}{scope['body']}"))
    if rule.type == "staffing":
        bodies = (word for word in staffing.parse(rule).targets if word.startswith(_BODY))
        stated += [("for", word) for word in bodies if word != _OWN]
    known = roster.names(session, [key for _, key in stated if key.startswith(_BODY)])
    first = max(today, rule.tenure.since or today)
    for field, key in stated:
        if key not in known:
            yield RuleError(rule=rule.key, field=field, reason="unknown_body")
        elif field == "scope.body" and not _within(session, key[len(_BODY) :], rule.owner, first):
            yield RuleError(rule=rule.key, field=field, reason="foreign_body")


def _departed(session: Session, rule: Rule, source: PlanInput) -> Iterator[RuleError]:
    """Refuse to name anew who has left; whom the kept rule names already is only told of.

    Whose rule it is has been checked as a body.
    """
    kept = stored.find(session, rule.owner, rule.key)
    known = {each for version in (kept.versions if kept else ()) for each in named(version)}
    known |= {each for each in named(rule) if each[0] == "scope.body"}
    yield from departed(rule, source, frozenset(known))


def _cells(session: Session, rule: Rule) -> Iterator[RuleError]:
    """Check what the axes of a coverage name: organisations, pairs, and every key with a prefix.

    Themes and the like are words of one's own.
    """
    if rule.type != "coverage":
        return
    for axis, words in coverage.parse(rule).axes:
        written = (word for word in words if not word.startswith("@"))
        keys = list(dict.fromkeys(key for word in written for key in _members(axis, word)))
        strange = strangers(session, keys)
        if strange:
            yield unknown_members(rule, f"axes.{axis}", strange)


def strangers(session: Session, keys: Sequence[str]) -> list[str]:
    """List the keys that stand for nobody and nothing on the roster."""
    known = roster.names(session, (key for key in keys if key.startswith(KEYED)))
    return [key for key in keys if key not in known]


def _members(axis: str, word: str) -> Iterator[str]:
    """Give the keys in a word of an axis; one such as ``team+organisation`` says what each is."""
    for kind, part in zip(cycle(axis.split(PAIR)), word.split(PAIR), strict=False):
        if kind in _OF_MEMBERS or part.startswith(KEYED):
            yield part


def _within(session: Session, key: str, alliance: str, day: date) -> bool:
    """Tell whether a body is the alliance, or below it without being an alliance of its own.

    One that has left by that day is not.
    """
    if key != alliance and belonging.has_left(session, key, day):
        return False
    passed: set[str] = set()
    while key != alliance:
        body = roster.get_body(session, key)
        if body is None or body.kind in ALLIANCE_KINDS or key in passed or body.parent is None:
            return False
        passed.add(key)
        key = body.parent
    return True
