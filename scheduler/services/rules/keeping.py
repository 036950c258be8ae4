"""Rules: seen, tried, written and ended. Nothing here touches an event; the next plan does.

A rule is checked together with all rules around it, and against the roster, before it is kept. Each
change is one entry ``rule`` in the ledger of every alliance that takes part in the rule.
"""

from dataclasses import dataclass, replace
from datetime import date, datetime

from scheduler.domain.errors import (
    InvalidError,
    NotFoundError,
    RuleError,
    RuleUsedError,
    StaleVersionError,
)
from scheduler.domain.moments import SHANGHAI
from scheduler.domain.refusing import refuse
from scheduler.domain.roster import Tenure
from scheduler.rules.inputs import FREEZE_DAYS
from scheduler.rules.kinds import makes
from scheduler.rules.model import Rule
from scheduler.rules.planning.published import midnight
from scheduler.rules.revising import revised, settled, withdrawn
from scheduler.services.access import Action, Principal, require
from scheduler.services.rules import changes as rule_changes
from scheduler.services.rules import checks as rule_checks
from scheduler.services.rules.wishes import Wish, bare, faults_of, mended, rule_of, wish_of
from scheduler.store import Session, Store, ledger
from scheduler.store import rules as stored


@dataclass(frozen=True, slots=True)
class Seen:
    """A rule that is kept, and what its reader may do with it.

    ``first`` is the earliest day on which a change may begin; None where the rule can be replaced
    wholly, as one that cannot be read is. ``deletable`` tells that nothing follows from it,
    ``withdrawable`` that it is not in force yet and can be taken back although events followed
    from it.
    """

    rule: Rule
    may_edit: bool
    first: date | None
    deletable: bool = False
    withdrawable: bool = False


def view(store: Store, alliance: str, key: str, *, by: Principal, now: datetime) -> Seen:
    """Find a rule that the reader may see."""
    with store.read() as session:
        rule = _find(session, alliance, key, by, Action.VIEW)
        today = _today(now)
        used, first = stored.used(session, alliance, key), _first(session, rule, today)
        broken = rule_checks.is_unreadable(session, rule, today)
        return Seen(
            rule,
            by.may(Action.EDIT, alliance),
            None if broken else first,
            deletable=not used and (first is None or broken),
            withdrawable=_to_come(rule, today) and used,
        )


def wanted(
    session: Session, wish: Wish, *, by: Principal, now: datetime
) -> tuple[Rule | None, tuple[InvalidError, ...]]:
    """Give the rule as it would be kept, and what its words and days say wrongly.

    Where they do it is given as if they said something harmless, so that its parameters can be
    looked at as well; there is no rule where none of that type can be kept.
    """
    _allow(wish.alliance, by)
    faults = list(faults_of(wish))
    for _ in range(2):
        try:
            return _wanted(session, mended(wish, faults), _today(now)), tuple(faults)
        except InvalidError as fault:
            faults.append(fault)
    return None, tuple(faults[:-1])


def begun(session: Session, rule: Rule, today: date) -> Rule:
    """Give a rule as it would be kept: a new one, or the next version of the one in its place.

    Without a first day a new one begins today, and a change as early as it may. One that cannot be
    read is replaced wholly, from its own first day on: nobody can tell what it said before.
    """
    old, until = stored.find(session, rule.owner, rule.key), rule.tenure.until
    if old is None:
        since = rule.tenure.since or today
        if since < today:
            raise _fault(rule.key, "since", "early", first=today)
        return replace(rule, tenure=Tenure(since, until))
    first, same = _first(session, old, today), rule.data == old.data and not old.withdrawn
    if not same and rule_checks.is_unreadable(session, old, today):
        first, old = None, replace(old, former=(), tenure=old.promised)
    begin = rule.tenure.since
    if begin is None:
        begin = old.tenure.since if same else first or old.tenure.since or today
    if first is None and begin is not None and begin < min(today, old.tenure.since or today):
        raise _fault(rule.key, "since", "early", first=today)
    return revised(old, replace(rule, tenure=Tenure(begin, until)), first=first)


def create(store: Store, wish: Wish, *, by: Principal, now: datetime) -> Rule:
    """Keep a new rule under a key that its alliance never gave before."""
    _allow(wish.alliance, by)
    with store.write() as session:
        ledger.lock(session, rule_changes.reached(session, bare(wish)), now)
        if stored.find(session, wish.alliance, wish.key) is not None:
            raise _fault(wish.key, "key", "taken")
        rule = _sound(session, wish, by, now)
        stored.add(session, rule)
        rule_changes.tell(session, "created", None, rule, by, now)
        return rule


def check_revision(store: Store, place: tuple[str, str], revision: int, *, by: Principal) -> None:
    """Raise ``StaleVersionError`` where a rule is no longer in the revision that was seen."""
    with store.read() as session:
        old = _find(session, *place, by, Action.EDIT)
    if old.revision != revision:
        raise _stale(old)


def change(store: Store, wish: Wish, revision: int, *, by: Principal, now: datetime) -> Rule:
    """Change a rule that is still in the revision that was seen.

    A rule that is at work changes from a day on that is not settled; what it promised before that
    day stays. Raises ``StaleVersionError`` where somebody else changed it first.
    """
    with store.write() as session:
        old = _find(session, wish.alliance, wish.key, by, Action.EDIT)
        ledger.lock(session, rule_changes.reached(session, old, bare(wish)), now)
        if old.revision != revision:
            raise _stale(old)
        rule = _sound(session, wish, by, now)
        if not stored.put(session, rule, revision):
            raise _stale(old)
        rule_changes.tell(session, "changed", old, rule, by, now)
        return rule


def end(
    store: Store,
    place: tuple[str, str],
    until: date,
    revision: int,
    *,
    by: Principal,
    now: datetime,
) -> Rule:
    """Let a rule (by alliance and key) stand until a day, that day excluded."""
    with store.read() as session:
        rule = _find(session, *place, by, Action.EDIT)
    return change(store, replace(wish_of(rule), until=until), revision, by=by, now=now)


def delete(
    store: Store, place: tuple[str, str], revision: int, *, by: Principal, now: datetime
) -> Rule | None:
    """Take a rule back; others may not name it any more. Gives what is left of it.

    One of which nothing is left is deleted, as where all it made was taken back with its plan. One
    that made events and is not in force yet is kept as withdrawn: the next plan cancels them. Any
    other raises ``RuleUsedError``.
    """
    with store.write() as session:
        rule = _find(session, *place, by, Action.EDIT)
        ledger.lock(session, rule_changes.reached(session, rule), now)
        if rule.revision != revision:
            raise _stale(rule)
        used = stored.used(session, rule.owner, rule.key)
        if used:
            _check_withdrawal(session, rule, _today(now))
        for fault in rule_checks.without(session, rule, now):
            raise rule_checks.placed(fault, None)
        left = withdrawn(rule) if used else None
        gone = stored.put(session, left, revision) if left else stored.remove(session, rule)
        if not gone:
            raise _stale(rule)
        rule_changes.tell(session, "withdrawn" if left else "deleted", rule, left, by, now)
        return left


def _allow(alliance: str, by: Principal) -> None:
    require(by, Action.EDIT, (alliance,), entity="alliance", key=alliance)


def _find(session: Session, alliance: str, key: str, by: Principal, action: Action) -> Rule:
    require(by, action, (alliance,), entity="rule", key=key)
    rule = stored.find(session, alliance, key)
    if rule is None:
        raise NotFoundError(entity="rule", key=key)
    return rule


def _today(now: datetime) -> date:
    return now.astimezone(SHANGHAI).date()


def _first(session: Session, rule: Rule, today: date) -> date | None:
    """Give the first day on which the rule may change; None while nothing follows from it."""
    begun = rule.promised.since is None or rule.promised.since <= today
    at_work = stored.used(session, rule.owner, rule.key) or (begun and not makes(rule))
    return settled(today, FREEZE_DAYS) if at_work else None


def _to_come(rule: Rule, today: date) -> bool:
    since = rule.promised.since
    return since is not None and since > today and not rule.withdrawn


def _check_withdrawal(session: Session, rule: Rule, today: date) -> None:
    """Refuse to take back what is in force, or of which an event is frozen."""
    named = {"rule": rule.key, "name": rule.name, "name_en": rule.name_en}
    if not _to_come(rule, today):
        raise RuleUsedError(**named)
    first = settled(today, FREEZE_DAYS)
    if stored.stands(session, rule.owner, rule.key, midnight(first)):
        raise RuleUsedError(**named, reason="frozen", first=first)


def _wanted(session: Session, wish: Wish, today: date) -> Rule:
    """Make the rule of a wish."""
    return begun(session, rule_of(wish, Tenure(wish.since, wish.until)), today)


def _sound(session: Session, wish: Wish, by: Principal, now: datetime) -> Rule:
    """Give the rule as it will be kept, or raise the first fault, with the ``others`` it has."""
    rule, faults = wanted(session, wish, by=by, now=now)
    sent = rule or bare(wish)
    spoken = rule_checks.of_rule(session, rule, now) if rule else rule_checks.of_parameters(sent)
    refuse([*faults, *(rule_checks.placed(fault, sent) for fault in spoken)])
    return sent


def _stale(rule: Rule) -> StaleVersionError:
    return StaleVersionError(entity="rule", key=rule.key, revision=rule.revision)


def _fault(key: str, field: str, reason: str, **more: object) -> RuleError:
    return RuleError(rule=key, field=field, reason=reason, **more)
