"""How much of a year waits to be published or decided, for each alliance."""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from weakref import WeakKeyDictionary

from scheduler.domain.activity import Explanation
from scheduler.domain.moments import SHANGHAI
from scheduler.rules.aside import set_aside
from scheduler.rules.judging.vacancies import Vacancy, to_come
from scheduler.rules.plan import Plan
from scheduler.rules.planning.diff import applied
from scheduler.rules.planning.published import midnight
from scheduler.rules.turns.balance import uneven_by_rule
from scheduler.rules.turns.openings import OpenTurn, open_turns
from scheduler.services.gathering import coming, gather_years
from scheduler.services.plans import apart
from scheduler.services.plans.planning import planned
from scheduler.store import Session, Store, ledger, roster, ties


@dataclass(frozen=True, slots=True)
class Waiting:
    """How many events of each alliance a publication would change, and a person must decide.

    ``undecided`` names the latter, and the published ones that nobody hosts. ``unplaced`` are
    promises without a date, ``vacant`` coming events that nobody hosts, ``seats`` roles that lack
    people; ``missed`` are promises whose period is over, past doing. ``uneven`` tells of rotations
    whose published turns no longer fit their ledger, by (owner, key).
    """

    changes: Mapping[str, int]
    decisions: Mapping[str, int]
    unplaced: Mapping[str, int] = field(default_factory=dict)
    vacant: Mapping[str, int] = field(default_factory=dict)
    undecided: frozenset[str] = frozenset()
    missed: Mapping[str, int] = field(default_factory=dict)
    seats: Mapping[str, int] = field(default_factory=dict)
    uneven: Mapping[tuple[str, str], Explanation] = field(default_factory=dict)


_Part = tuple[str, ...]
_Heads = tuple[tuple[str, int], ...]
"""The last plan-relevant change of each of some alliances."""

_State = tuple[date, _Heads]
_Open = tuple[Sequence[OpenTurn], Sequence[Vacancy], Mapping[tuple[str, str], Explanation]]


@dataclass(slots=True)
class _Known:
    """What was counted last: planning many alliances takes seconds, and seldom has much moved.

    Alliances that share nothing are planned as if the others were not there, so what was counted
    of some holds until one of those moves that they share anything with, or on another day.
    """

    heads: _Heads | None = None
    parts: tuple[frozenset[str], ...] = ()
    counted: dict[tuple[_Part, int], tuple[_State, Waiting]] = field(default_factory=dict)


_KEPT = 2000
_known: WeakKeyDictionary[Store, _Known] = WeakKeyDictionary()


def waiting(
    store: Store, session: Session, alliances: Sequence[str], years: Sequence[int], now: datetime
) -> dict[int, Waiting]:
    """Plan each of the years of these alliances together and count what would change.

    Of alliances that are tied by nothing only those are planned anew in which anything has moved
    that a plan is made of. The queries are as many, however many are asked for.
    """
    today = now.astimezone(SHANGHAI).date()
    known = _known.setdefault(store, _Known())
    every = (body.key for body in roster.alliances(session))
    moved = {key: head.plan_seq for key, head in ledger.heads(session, every).items()}
    wanted: dict[_Part, _State] = {}
    for part in _parts(known, session, moved):
        own = tuple(sorted(part.intersection(alliances)))
        if own:
            wanted[own] = (today, tuple((key, moved[key]) for key in sorted(part)))
    if len(known.counted) > _KEPT:
        known.counted.clear()
    kept = {(own, year): known.counted.get((own, year)) for own in wanted for year in years}
    stale = [own for own in wanted if any(_moved(kept[own, year], wanted[own]) for year in years)]
    for (own, year), found in _counted(session, stale, years, today).items():
        known.counted[own, year] = kept[own, year] = (wanted[own], found)
    return {
        year: _joined(each[1] for (_, at), each in kept.items() if each and at == year)
        for year in years
    }


def _moved(kept: tuple[_State, Waiting] | None, state: _State) -> bool:
    return kept is None or kept[0] != state


def _parts(known: _Known, session: Session, moved: Mapping[str, int]) -> tuple[frozenset[str], ...]:
    """Give the parts that are tied to each other; every act that ties or unties moves a ledger."""
    heads = tuple(moved.items())
    if known.heads != heads:
        known.parts = apart.parts(moved, ties.ties(session))
        known.heads = heads
    return known.parts


def _counted(
    session: Session, stale: Sequence[_Part], years: Sequence[int], today: date
) -> dict[tuple[_Part, int], Waiting]:
    """Plan all of them at once."""
    every = [key for own in stale for key in own]
    if not every:
        return {}
    gathered = gather_years(session, every, years, midnight(today))
    sources = {year: set_aside(source) for year, source in gathered.items()}
    plans = {year: planned(source) for year, source in sources.items()}
    vacant = {year: open_turns(sources[year], plans[year].placements) for year in plans}
    lacking = {year: to_come(source) for year, source in sources.items()}
    following = coming(session, every, today)
    shared = {
        year: uneven_by_rule(applied(sources[year], plan), plan, following)
        for year, plan in plans.items()
    }
    return {
        (own, year): _of(plan, (vacant[year], lacking[year], shared[year]), frozenset(own))
        for year, plan in plans.items()
        for own in stale
    }


def _of(plan: Plan, open_: _Open, owners: frozenset[str]) -> Waiting:
    vacant, lacking, uneven = open_
    changed = {change.uid: change.owner for change in plan.changes if change.owner in owners}
    conflicts = [conflict for conflict in plan.conflicts if conflict.owner in owners]
    unplaced = [each for each in plan.unplaced if each.owner in owners]
    return Waiting(
        Counter(changed.values()),
        Counter(conflict.owner for conflict in conflicts),
        Counter(each.owner for each in unplaced if not each.is_over),
        Counter(each.owner for each in vacant if each.owner in owners),
        frozenset(conflict.uid for conflict in conflicts)
        | {each.uid for each in vacant if each.owner in owners and each.published},
        Counter(each.owner for each in unplaced if each.is_over),
        Counter(each.owner for each in lacking if each.owner in owners),
        {key: told for key, told in uneven.items() if key[0] in owners},
    )


def _joined(found: Iterable[Waiting]) -> Waiting:
    parts = tuple(found)
    return Waiting(
        _summed(each.changes for each in parts),
        _summed(each.decisions for each in parts),
        _summed(each.unplaced for each in parts),
        _summed(each.vacant for each in parts),
        frozenset(uid for each in parts for uid in each.undecided),
        _summed(each.missed for each in parts),
        _summed(each.seats for each in parts),
        {key: told for each in parts for key, told in each.uneven.items()},
    )


def _summed(found: Iterable[Mapping[str, int]]) -> Counter[str]:
    total: Counter[str] = Counter()
    for each in found:
        total.update(each)
    return total
