"""Whether what a patch supposes can be: what it names is there, and its rules are sound."""

from collections import Counter
from collections.abc import Collection, Iterable, Iterator
from contextlib import contextmanager
from datetime import date, timedelta

from scheduler.domain.errors import (
    ChoiceError,
    DateError,
    MemberTwiceError,
    NotFoundError,
    RuleError,
    within,
)
from scheduler.rules.grounding import orphaned
from scheduler.rules.inputs import PlanInput
from scheduler.rules.model import Rule
from scheduler.rules.planning.patch import Patch
from scheduler.services.roster.members import check_joining
from scheduler.services.rules import checks as rule_checks
from scheduler.store import Session, roster
from scheduler.store import rules as stored

_ONE = timedelta(days=1)
_BODY = "body:"
_JOINING = ("organisation:", _BODY)
_AWAY = ("organisation:", _BODY, "person:", "venue:")


def check_names(session: Session, patch: Patch) -> None:
    """Refuse to suppose an absence or a join of what is not there, or a join that cannot be."""
    resources = [each.resource for each in patch.blackouts]
    bodies = [f"{_BODY}{each.body}" for each in patch.joins]
    members = [each.member for each in patch.joins]
    known = roster.names(session, {*resources, *bodies, *members})
    for index, key in enumerate(resources):
        if key not in known or not key.startswith(_AWAY):
            at = ("patch", "blackouts", index, "resource")
            raise NotFoundError(entity="resource", key=key, at=at)
    for index, key in enumerate(bodies):
        if key not in known:
            at = ("patch", "joins", index, "body")
            raise NotFoundError(entity="body", key=key.removeprefix(_BODY), at=at)
    for index, key in enumerate(members):
        if key not in known or not key.startswith(_JOINING):
            at = ("patch", "joins", index, "member")
            raise NotFoundError(entity="member", key=key, at=at)
    for index, joined in enumerate(patch.joins):
        with within("patch", "joins", index):
            check_joining(session, joined)


def check_within(session: Session, alliances: Collection[str], patch: Patch) -> None:
    """Refuse to suppose rules or members of an alliance that is not planned: they would do nothing.

    What a rule is said to belong to need not be there to be refused.
    """
    changed = [
        *(("rules", "alliance", rule.owner) for rule in patch.rules),
        *(("removed", "alliance", owner) for owner, _ in patch.removed),
        *(("joins", "body", each.body) for each in patch.joins),
        *(("leaves", "body", each.body) for each in patch.leaves),
    ]
    bodies = roster.alliances(session, {key for _, field, key in changed if field == "body"})
    others = {body.key for body in bodies} - set(alliances)
    places: Counter[str] = Counter()
    for part, field, key in changed:
        index = places[part]
        places[part] += 1
        if key not in alliances and (field == "alliance" or key in others):
            at = ("patch", part, index)
            raise ChoiceError(field=field, value=key, reason="not_planned", at=at)


def check_days(patch: Patch, today: date) -> None:
    """Refuse to suppose what would lie wholly in the past; ``at`` leads to the entry.

    An absence may have begun, as one that is written down may.
    """
    days = [
        *(("blackouts", index, "end", each.end) for index, each in enumerate(patch.blackouts)),
        *(("joins", index, "since", each.tenure.since) for index, each in enumerate(patch.joins)),
        *(("leaves", index, "day", each.day) for index, each in enumerate(patch.leaves)),
        *(("pins", index, "day", each.day) for index, each in enumerate(patch.pins)),
    ]
    for part, index, field, day in days:
        first = today + _ONE if field == "end" else today  # the end itself is not included
        if day is not None and day < first:
            at = ("patch", part, index)
            raise DateError(field=field, value=day, first=first, reason="past", at=at)


def other_years(patch: Patch, year: int) -> tuple[int, ...]:
    """List the years besides the planned one of which a patch supposes something.

    What joins, leaves or holds from an earlier year on, is supposed of the planned one too.
    """
    found = {
        each
        for away in patch.blackouts
        for each in range(away.start.year, (away.end - _ONE).year + 1)
    }
    since = [each.tenure.since for each in patch.rules]
    since += [each.tenure.since for each in patch.joins]
    since += [each.day for each in patch.leaves]
    found |= {day.year for day in since if day is not None and day.year > year}
    found |= {each.day.year for each in patch.pins}
    for given in patch.notices:
        days = {each.day.year for each in given.notice.days}
        found |= days if year not in days else set()
    return tuple(sorted(found - {year}))


@contextmanager
def named(session: Session) -> Iterator[None]:
    """Name whom a refused join is about, and who arranges an event that is not moved here."""
    try:
        yield
    except (ChoiceError, MemberTwiceError) as fault:
        about = (fault.fields.get(name) for name in ("member", "body", "alliance"))
        keys = [str(key) for key in about if key]
        if keys:
            fault.fields["names"] = roster.spoken(session, keys)
        raise


def check_promises(session: Session, source: PlanInput, patch: Patch) -> None:
    """Refuse rules that could not be saved like this; the first thing against them raises.

    What spoke against the rules before the patch stops nobody. ``at`` leads to the patch's rule.
    """
    if not patch.rules and not patch.removed:
        return
    owners = {rule.owner for rule in source.rules} | {owner for owner, _ in patch.removed}
    before = stored.of_alliances(session, owners)
    entered = frozenset((rule.owner, rule.key) for rule in patch.rules)
    gone = _gone(before, patch)
    found = rule_checks.new_faults(before, source.rules, entered)
    for fault in (*found, *(each for rule in gone for each in orphaned(rule, source))):
        raise _placed(session, fault, patch, gone)
    for rule in patch.rules:
        for fault in rule_checks.unfounded(session, rule, source):
            raise _placed(session, fault, patch, gone)


def _gone(rules: Iterable[Rule], patch: Patch) -> tuple[Rule, ...]:
    """Give the rules that a patch takes away, in its order."""
    kept = {(rule.owner, rule.key): rule for rule in rules}
    return tuple(kept[place] for place in patch.removed)


def _placed(session: Session, fault: RuleError, patch: Patch, gone: Iterable[Rule]) -> RuleError:
    """Tell which rule of the patch is refused, or which one must not be taken away.

    Any other that is refused has no place in the patch.
    """
    for index, rule in enumerate(patch.rules):
        if rule.key == fault.fields["rule"]:
            named = rule_checks.told(session, fault)
            return RuleError(**named.fields, at=("patch", "rules", index))
    for index, rule in enumerate(gone):
        needed = rule_checks.needing(fault, rule)
        if needed is not fault:
            return RuleError(**needed.fields, at=("patch", "removed", index), apart=True)
    return rule_checks.placed(fault, None)
