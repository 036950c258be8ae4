"""How much of a year waits to be published or decided, for each alliance."""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from weakref import WeakKeyDictionary

from scheduler.domain.errors import RuleError
from scheduler.domain.moments import SHANGHAI
from scheduler.rules.planning.published import midnight
from scheduler.services.gathering import gather
from scheduler.services.plans.planning import planned
from scheduler.store import Session, Store, ledger, roster


@dataclass(frozen=True, slots=True)
class Waiting:
    """How many events of each alliance a publication would change, and a person must decide.

    ``undecided`` names the latter.
    """

    changes: Mapping[str, int]
    decisions: Mapping[str, int]
    undecided: frozenset[str] = frozenset()


_Key = tuple[tuple[str, ...], int, date, tuple[int, ...]]

_KEPT = 8
_known: WeakKeyDictionary[Store, dict[_Key, Waiting]] = WeakKeyDictionary()
"""What was counted last: planning many alliances takes a second, and seldom has anything moved."""


def waiting(
    store: Store, session: Session, alliances: Sequence[str], year: int, now: datetime
) -> Waiting:
    """Plan a year of these alliances together and count what would change.

    Counted anew only once anything that a plan is made of has changed, or on another day.
    """
    today = now.astimezone(SHANGHAI).date()
    every = sorted(body.key for body in roster.alliances(session))
    moved = tuple(head.plan_seq for head in ledger.heads(session, every).values())
    key = (tuple(alliances), year, today, moved)
    known = _known.setdefault(store, {})
    if key not in known:
        if len(known) >= _KEPT:
            known.clear()
        known[key] = _counted(session, alliances, year, today)
    return known[key]


def _counted(session: Session, alliances: Sequence[str], year: int, today: date) -> Waiting:
    if not alliances:
        return Waiting({}, {})
    try:
        plan = planned(gather(session, alliances, year, midnight(today)))
    except RuleError:
        # Nothing can be published while a rule cannot be read; where rules are listed it is told.
        return Waiting({}, {})
    changed = {change.uid: change.owner for change in plan.changes}
    return Waiting(
        Counter(changed.values()),
        Counter(conflict.owner for conflict in plan.conflicts),
        frozenset(conflict.uid for conflict in plan.conflicts),
    )
