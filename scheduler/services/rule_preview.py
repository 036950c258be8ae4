"""The year that a rule would yield, before it is kept: planned with a patch, never stored."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from scheduler.domain.moments import SHANGHAI
from scheduler.rules.model import Rule
from scheduler.rules.plan import Change, ChangeKind, Placement, Plan, Unplaced
from scheduler.rules.planning.patch import Patch
from scheduler.services import planning, rules
from scheduler.services.access import Principal
from scheduler.services.names import Name
from scheduler.services.rules import Wish
from scheduler.store import Store, roster

_ORDER = tuple(ChangeKind)


@dataclass(frozen=True, slots=True)
class Preview:
    """What a rule yields in a year: its own events in order, and what it changes beside them.

    ``changes`` are those of the plan that would not be there without the change of the rule, one
    for each event, its weightiest; ``unplaced`` are the rule's own units, ``squeezed`` those of
    other rules that would find no date any more. ``names`` are those of hosts and places.
    """

    rule: Rule
    year: int
    plan: Plan
    placements: tuple[Placement, ...]
    changes: tuple[Change, ...]
    unplaced: tuple[Unplaced, ...]
    squeezed: tuple[Unplaced, ...]
    names: Mapping[str, Name]


def preview(
    store: Store, wish: Wish, *, by: Principal, now: datetime, year: int | None = None
) -> Preview:
    """Plan the year of the change, or the one asked for, as if the rule were kept.

    What speaks against the rule raises ``RuleError``.
    """
    rule = rules.wanted(store, wish, by=by, now=now)
    today = now.astimezone(SHANGHAI).date()
    shown = year or max(today, rule.tenure.since or today).year
    before = planning.preview(store, (rule.owner,), shown, by=by, now=now)
    plan = planning.what_if(store, (rule.owner,), shown, Patch(rules=(rule,)), by=by, now=now)
    known = {missing.unit for missing in before.unplaced}
    placements = tuple(each for each in plan.placements if _is_of(rule, each.owner, each.unit.rule))
    changes = _changes(before, plan)
    with store.read() as session:
        names = roster.names(session, _keys(placements, changes))
    return Preview(
        rule=rule,
        year=shown,
        plan=plan,
        placements=tuple(sorted(placements, key=lambda each: (each.start, each.uid))),
        changes=changes,
        unplaced=tuple(each for each in plan.unplaced if _is_of(rule, each.owner, each.unit.rule)),
        squeezed=tuple(
            each
            for each in plan.unplaced
            if each.unit not in known and not _is_of(rule, each.owner, each.unit.rule)
        ),
        names=names,
    )


def _is_of(rule: Rule, owner: str, key: str) -> bool:
    return (owner, key) == (rule.owner, rule.key)


def _changes(before: Plan, plan: Plan) -> tuple[Change, ...]:
    known = {(each.kind, each.uid, repr(each.after)) for each in before.changes}
    found: dict[str, Change] = {}
    for change in sorted(plan.changes, key=lambda each: _ORDER.index(each.kind)):
        if (change.kind, change.uid, repr(change.after)) not in known:
            found.setdefault(change.uid, change)
    return tuple(sorted(found.values(), key=lambda each: (each.day, each.uid)))


def _keys(placements: tuple[Placement, ...], changes: tuple[Change, ...]) -> set[str]:
    keys = {each.host for each in placements if each.host}
    keys |= {f"venue:{each.venue}" for each in placements if each.venue}
    hosts = (side.get("host") for each in changes for side in (each.before, each.after))
    return keys | {str(host) for host in hosts if host}
