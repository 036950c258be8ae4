"""Rules: seen, tried, written and ended. Nothing here touches an event; the next plan does.

A rule is checked together with all rules around it, and against the roster, before it is kept. Each
change is one entry ``rule`` in the ledger of every alliance that takes part in the rule.
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date, datetime
from typing import Any

from scheduler.domain.errors import (
    NotFoundError,
    RuleError,
    RuleUsedError,
    StaleVersionError,
)
from scheduler.domain.moments import SHANGHAI, line
from scheduler.domain.roster import Tenure
from scheduler.rules.calendar.festivals import FIRST_YEAR, LAST_YEAR
from scheduler.rules.inputs import FREEZE_DAYS
from scheduler.rules.kinds import rule_type
from scheduler.rules.model import Rule
from scheduler.rules.planning.published import midnight
from scheduler.rules.revising import revised, settled, withdrawn
from scheduler.services import rule_changes, rule_checks
from scheduler.services.access import Action, Principal, require
from scheduler.store import Session, Store, ledger
from scheduler.store import rules as stored

_KEY = re.compile(r"[a-z][a-z0-9_]{0,59}")
_LONGEST_NAME = 60
_LONGEST_BASIS = 200


@dataclass(frozen=True, slots=True)
class Wish:
    """What somebody wants a rule to be; ``data`` are the parameters of its type as JSON values.

    Without ``since`` a new rule begins today, and a change as early as it may.
    """

    alliance: str
    key: str
    type: str
    name: str
    data: Mapping[str, Any]
    name_en: str = ""
    basis: str = ""
    since: date | None = None
    until: date | None = None


@dataclass(frozen=True, slots=True)
class Seen:
    """A rule that is kept, and what its reader may do with it.

    ``first`` is the earliest day on which a change may begin; None where the rule can be replaced
    wholly, and then deleted as well. ``withdrawable`` tells that it is not in force yet and can
    be taken back although events followed from it.
    """

    rule: Rule
    may_edit: bool
    first: date | None
    withdrawable: bool = False


def view(store: Store, alliance: str, key: str, *, by: Principal, now: datetime) -> Seen:
    """Find a rule that the reader may see."""
    with store.read() as session:
        rule = _find(session, alliance, key, by, Action.VIEW)
        today = _today(now)
        return Seen(
            rule,
            by.may(Action.EDIT, alliance),
            _first(session, rule, today),
            withdrawable=_to_come(rule, today) and stored.used(session, alliance, key),
        )


def check(store: Store, wish: Wish, *, by: Principal, now: datetime) -> tuple[RuleError, ...]:
    """List what speaks against keeping the rule as it is wished; nothing is stored."""
    with store.read() as session:
        _allow(wish.alliance, by)
        try:
            rule = _wanted(session, wish, _today(now))
        except RuleError as fault:
            return (*rule_checks.of_parameters(_bare(wish)), fault)
        return tuple(rule_checks.of_rule(session, rule, now))


def wanted(store: Store, wish: Wish, *, by: Principal, now: datetime) -> Rule:
    """Give the rule as it would be kept; the first thing against it raises ``RuleError``."""
    with store.read() as session:
        _allow(wish.alliance, by)
        return _sound(session, wish, now)


def create(store: Store, wish: Wish, *, by: Principal, now: datetime) -> Rule:
    """Keep a new rule under a key that its alliance never gave before."""
    _allow(wish.alliance, by)
    with store.write() as session:
        ledger.lock(session, rule_changes.reached(session, _bare(wish)), now)
        if stored.find(session, wish.alliance, wish.key) is not None:
            raise _fault(wish.key, "key", "taken")
        rule = _sound(session, wish, now)
        stored.add(session, rule)
        rule_changes.tell(session, "created", None, rule, by, now)
        return rule


def change(store: Store, wish: Wish, revision: int, *, by: Principal, now: datetime) -> Rule:
    """Change a rule that is still in the revision that was seen.

    A rule that is at work changes from a day on that is not settled; what it promised before that
    day stays. Raises ``StaleVersionError`` where somebody else changed it first.
    """
    with store.write() as session:
        old = _find(session, wish.alliance, wish.key, by, Action.EDIT)
        ledger.lock(session, rule_changes.reached(session, old, _bare(wish)), now)
        if old.revision != revision:
            raise _stale(old)
        rule = _sound(session, wish, now)
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

    One from which nothing followed is deleted. One that made events and is not in force yet is
    kept as withdrawn: the next plan cancels them. Any other raises ``RuleUsedError``.
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
            raise fault
        left = withdrawn(rule) if used else None
        gone = stored.put(session, left, revision) if left else stored.remove(session, rule)
        if not gone:
            raise _stale(rule)
        rule_changes.tell(session, "withdrawn" if left else "deleted", rule, left, by, now)
        return left


def wish_of(rule: Rule) -> Wish:
    """Give the wish that a rule be as it is."""
    return Wish(
        alliance=rule.owner,
        key=rule.key,
        type=rule.type,
        name=rule.name,
        data=rule.data,
        name_en=rule.name_en,
        basis=rule.basis,
        since=rule.tenure.since,
        until=rule.tenure.until,
    )


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
    demands = rule_type(rule).units is not None
    begun = rule.promised.since is None or rule.promised.since <= today
    at_work = stored.used(session, rule.owner, rule.key) or (begun and not demands)
    return settled(today, FREEZE_DAYS) if at_work else None


def _to_come(rule: Rule, today: date) -> bool:
    since = rule.promised.since
    return since is not None and since > today and not rule.withdrawn


def _check_withdrawal(session: Session, rule: Rule, today: date) -> None:
    """Refuse to take back what is in force, or of which an event is frozen."""
    named = {"rule": rule.key, "name": rule.name}
    if not _to_come(rule, today):
        raise RuleUsedError(**named)
    first = settled(today, FREEZE_DAYS)
    if stored.stands(session, rule.owner, rule.key, midnight(first)):
        raise RuleUsedError(**named, reason="frozen", first=first)


def _wanted(session: Session, wish: Wish, today: date) -> Rule:
    """Make the rule of a wish: a new one, or the next version of what is kept."""
    old = stored.find(session, wish.alliance, wish.key)
    _check_words(wish)
    if old is None:
        since = wish.since or today
        if since < today:
            raise _fault(wish.key, "since", "early", first=today)
        return _rule(wish, Tenure(since, wish.until))
    first = _first(session, old, today)
    begin: date | None = wish.since
    if begin is None:
        same = dict(wish.data) == old.data and not old.withdrawn
        begin = old.tenure.since if same else first or old.tenure.since or today
    if first is None and begin is not None and begin < min(today, old.tenure.since or today):
        raise _fault(wish.key, "since", "early", first=today)
    return revised(old, _rule(wish, Tenure(begin, wish.until)), first=first)


def _rule(wish: Wish, tenure: Tenure) -> Rule:
    return Rule(
        key=wish.key,
        type=wish.type,
        owner=wish.alliance,
        name=line(wish.name, "name", limit=_LONGEST_NAME),
        name_en=line(wish.name_en, "name_en", limit=_LONGEST_NAME) if wish.name_en.strip() else "",
        basis=line(wish.basis, "basis", limit=_LONGEST_BASIS) if wish.basis.strip() else "",
        data=dict(wish.data),
        tenure=tenure,
    )


def _check_words(wish: Wish) -> None:
    if not _KEY.fullmatch(wish.key):
        raise _fault(wish.key[:_LONGEST_NAME], "key", "malformed")
    for field, day in (("since", wish.since), ("until", wish.until)):
        if day is not None and not FIRST_YEAR <= day.year < LAST_YEAR:
            raise _fault(wish.key, field, "range")
    if wish.since and wish.until and wish.until <= wish.since:
        raise _fault(wish.key, "until", "order")


def _sound(session: Session, wish: Wish, now: datetime) -> Rule:
    rule = _wanted(session, wish, _today(now))
    for fault in rule_checks.of_rule(session, rule, now):
        raise fault
    return rule


def _bare(wish: Wish) -> Rule:
    return Rule(wish.key, wish.type, wish.alliance, wish.name, data=wish.data)


def _stale(rule: Rule) -> StaleVersionError:
    return StaleVersionError(entity="rule", key=rule.key, revision=rule.revision)


def _fault(key: str, field: str, reason: str, **more: object) -> RuleError:
    return RuleError(rule=key, field=field, reason=reason, **more)
