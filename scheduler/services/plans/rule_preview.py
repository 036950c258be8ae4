"""The year that a rule would yield, before it is kept: planned under a patch, never stored."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime

from scheduler.domain.activity import UnitKey
from scheduler.domain.errors import InvalidError, RuleError
from scheduler.domain.moments import SHANGHAI
from scheduler.domain.text import say
from scheduler.rules.aside import set_aside
from scheduler.rules.calendar.festivals import check_year
from scheduler.rules.doubts import doubts
from scheduler.rules.inputs import PlanInput
from scheduler.rules.judging.vacancies import Vacancy, keys_of, to_come
from scheduler.rules.model import Rule
from scheduler.rules.plan import Change, ChangeKind, Placement, Plan, Unplaced
from scheduler.rules.planning.patch import Patch
from scheduler.services.access import Principal
from scheduler.services.gathering import gather
from scheduler.services.names import Name
from scheduler.services.plans import people, planning
from scheduler.services.plans.words import absent
from scheduler.services.rules import checks as rule_checks
from scheduler.services.rules import keeping
from scheduler.services.rules.wishes import Wish, bare
from scheduler.store import Session, Store, roster
from scheduler.store import rules as stored

_ORDER = tuple(ChangeKind)


@dataclass(frozen=True, slots=True)
class Riding:
    """One unit of a rule on an event of another."""

    unit: UnitKey
    placement: Placement

    @property
    def day(self) -> date:
        """Give the day of the event."""
        return self.placement.day


@dataclass(frozen=True, slots=True)
class Preview:
    """What a rule yields in a year: its own events in order, and the plan that it would give.

    ``waiting`` names the events that change in that plan just as they do without the change of the
    rule. ``unplaced`` are the rule's own units, ``squeezed`` those of other rules that would find
    no date any more. ``vacancies`` are the seats that the rule asks for and nobody fills.
    ``names`` are those of hosts, places and roles, and of who is away where nothing finds a date.
    ``rides`` are its units that ride on events of another rule, the ``carrier``, in the same order.
    """

    rule: Rule
    year: int
    plan: Plan
    placements: tuple[Placement, ...]
    waiting: tuple[str, ...]
    unplaced: tuple[Unplaced, ...]
    squeezed: tuple[Unplaced, ...]
    names: Mapping[str, Name]
    vacancies: tuple[Vacancy, ...] = ()
    rides: tuple[Riding, ...] = ()
    carrier: Rule | None = None

    @property
    def changes(self) -> tuple[Change, ...]:
        """List all that the plan would change."""
        return self.plan.changes

    @property
    def foremost(self) -> tuple[Change, ...]:
        """Give the weightiest change of each event in the order of their days."""
        found: dict[str, Change] = {}
        for change in sorted(self.changes, key=lambda each: _ORDER.index(each.kind)):
            found.setdefault(change.uid, change)
        return tuple(sorted(found.values(), key=lambda each: (each.day, each.uid)))


@dataclass(frozen=True, slots=True)
class Trial:
    """What came out of trying a rule: everything that speaks against it, else its year.

    ``doubts`` are what had better be looked at once more before it is kept.
    """

    faults: tuple[InvalidError, ...] = ()
    preview: Preview | None = None
    doubts: tuple[RuleError, ...] = ()


def tried(
    store: Store, wish: Wish, *, by: Principal, now: datetime, year: int | None = None
) -> Trial:
    """Try a rule: check it, and plan the year of the change, or the one asked for, as if it stood.

    The world is gathered once, and planned once where the rule is as it is kept.
    """
    if year is not None:
        check_year(year)
    with store.read() as session:
        rule, faults = keeping.wanted(session, wish, by=by, now=now)
        if rule is None:
            return Trial((*faults, *rule_checks.of_parameters(bare(wish))))
        today = now.astimezone(SHANGHAI).date()
        shown = year or max(today, rule.tenure.since or today).year
        source = gather(session, (rule.owner,), shown, now, Patch(rules=(rule,)))
        faults = (*faults, *rule_checks.in_world(session, rule, source))
        if faults:
            return Trial(faults)
        kept = stored.find(session, rule.owner, rule.key)
        source = set_aside(source)
        after = planning.planned(source)
        same = kept is not None and replace(rule, revision=kept.revision) == kept
        before = after if same else planning.planned(_without(source, rule, kept))
        lacking = tuple(each for each in to_come(source) if _is_of(rule, each.owner, each.rule))
        shown_year = _preview(session, rule, source, (before, after, lacking), by)
        return Trial(preview=shown_year, doubts=doubts(rule, source))


def doubted(store: Store, wish: Wish, *, by: Principal, now: datetime) -> tuple[RuleError, ...]:
    """List what had better be looked at once more in a wish; nothing of one that is refused."""
    with store.read() as session:
        rule, faults = keeping.wanted(session, wish, by=by, now=now)
        if rule is None or faults:
            return ()
        year = now.astimezone(SHANGHAI).year
        source = gather(session, (rule.owner,), year, now, Patch(rules=(rule,)))
        refused = any(True for _ in rule_checks.in_world(session, rule, source))
        return () if refused else doubts(rule, set_aside(source))


def _without(source: PlanInput, rule: Rule, kept: Rule | None) -> PlanInput:
    """Give the world in which the rule says what it says now."""
    others = [each for each in source.rules if (each.owner, each.key) != (rule.owner, rule.key)]
    return set_aside(replace(source, rules=(*others, *((kept,) if kept else ()))))


def _preview(
    session: Session,
    rule: Rule,
    source: PlanInput,
    found: tuple[Plan, Plan, tuple[Vacancy, ...]],
    by: Principal,
) -> Preview:
    before, plan, lacking = found
    known = {missing.unit for missing in before.unplaced}
    placements = tuple(each for each in plan.placements if _is_of(rule, each.owner, each.unit.rule))
    keys = _keys(placements, plan.changes) | people.seen(absent(plan), source, by)
    return Preview(
        rule=rule,
        year=source.start.year,
        plan=plan,
        placements=tuple(sorted(placements, key=lambda each: (each.start, each.uid))),
        waiting=waiting(before, plan),
        unplaced=tuple(each for each in plan.unplaced if _is_of(rule, each.owner, each.unit.rule)),
        squeezed=tuple(
            each
            for each in plan.unplaced
            if each.unit not in known and not _is_of(rule, each.owner, each.unit.rule)
        ),
        names=roster.names(session, keys | keys_of(lacking)),
        vacancies=lacking,
        rides=_rides(rule, plan),
        carrier=_carrier(rule, source),
    )


def riding_text(seen: Preview, rides: Sequence[Riding], lang: str) -> str:
    """Say how many units of a rule ride on which rule's events, and when; empty for none."""
    if not rides or seen.carrier is None:
        return ""
    carrier = {"rule": seen.carrier.name, "rule_en": seen.carrier.name_en}
    days = [each.day for each in rides]
    return say("rule.riding", {**carrier, "count": len(rides), "days": days}, lang)


def _rides(rule: Rule, plan: Plan) -> tuple[Riding, ...]:
    found = (
        Riding(also.unit, each)
        for each in plan.placements
        for also in each.also
        if _is_of(rule, each.owner, also.unit.rule)
    )
    return tuple(sorted(found, key=lambda each: (each.placement.start, each.placement.uid)))


def _carrier(rule: Rule, source: PlanInput) -> Rule | None:
    wanted = (rule.owner, rule.data.get("with"))
    return next((each for each in source.rules if (each.owner, each.key) == wanted), None)


def _is_of(rule: Rule, owner: str, key: str) -> bool:
    return (owner, key) == (rule.owner, rule.key)


def waiting(before: Plan, plan: Plan) -> tuple[str, ...]:
    """Name the events that change in a plan just as they do in the one before it."""
    known, now = _told(before), _told(plan)
    return tuple(sorted(uid for uid in now if now[uid] == known.get(uid)))


def _told(plan: Plan) -> dict[str, set[tuple[ChangeKind, str]]]:
    """Give what changes of each event."""
    found: dict[str, set[tuple[ChangeKind, str]]] = {}
    for change in plan.changes:
        found.setdefault(change.uid, set()).add((change.kind, repr(change.after)))
    return found


def _keys(placements: tuple[Placement, ...], changes: tuple[Change, ...]) -> set[str]:
    keys = {each.host for each in placements if each.host}
    keys |= {f"venue:{each.venue}" for each in placements if each.venue}
    hosts = (side.get("host") for each in changes for side in (each.before, each.after))
    return keys | {str(host) for host in hosts if host}
