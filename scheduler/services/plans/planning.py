"""Planning a year: show what the rules would change, and publish it."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime

from scheduler.domain.activity import Event, Explanation
from scheduler.domain.errors import StalePlanError, within
from scheduler.domain.moments import SHANGHAI
from scheduler.rules import planner
from scheduler.rules.aside import set_aside
from scheduler.rules.calendar.festivals import check_year
from scheduler.rules.inputs import PlanInput
from scheduler.rules.plan import Plan
from scheduler.rules.planning.diff import applied, totals
from scheduler.rules.planning.patch import UNCHANGED, Patch
from scheduler.rules.turns.balance import uneven_by_rule
from scheduler.rules.turns.promised import with_promised
from scheduler.services import access
from scheduler.services.access import Action, Principal
from scheduler.services.gathering import coming, gather
from scheduler.services.plans import publishing, supposed
from scheduler.services.rules import keeping
from scheduler.store import Session, Store, ledger, roster
from scheduler.store import planning as stored

__all__ = [
    "Applied",
    "Draft",
    "apart_of",
    "apply",
    "apply_now",
    "draft",
    "gather",
    "planned",
    "preview",
    "report",
    "what_if",
]

_ASIDE = frozenset({"revision", "was", "year"})
"""What recorded lines hold for undoing and for telling the plan from another alone."""


@dataclass(frozen=True, slots=True)
class Applied:
    """A published plan: how many events it added, moved, changed otherwise, made firm, cancelled.

    ``changes`` are the lines of its difference as JSON values; ``repeated`` tells that the same
    plan had been published before and nothing was done now; ``undone_at`` that it was taken back.
    """

    hash: str
    alliances: tuple[str, ...]
    added: int
    moved: int
    changed: int
    firm: int
    cancelled: int
    changes: tuple[Mapping[str, object], ...]
    at: datetime
    actor: str
    repeated: bool = False
    undone_at: datetime | None = None


@dataclass(frozen=True, slots=True)
class Draft:
    """A plan that nothing was stored of, and what it was made from.

    ``following`` are the published events of its alliances from today on, of every year.
    """

    plan: Plan
    source: PlanInput
    following: tuple[Event, ...] = ()


def planned(source: PlanInput) -> Plan:
    """Plan what was gathered, on top of the turns that are promised before it.

    A rule that cannot be read has to be set aside before.
    """
    return planner.plan(with_promised(source))


def apart_of(draft: Draft) -> tuple[Explanation, ...]:
    """Tell of each rotation whose turns, of whatever year, do not fit its ledger with this plan.

    Where several alliances are planned together, each says of which it is.
    """
    plan = draft.plan
    found = uneven_by_rule(applied(draft.source, plan), plan, draft.following)
    if len(plan.base) == 1:
        return tuple(found.values())
    return tuple(_owned(told, owner) for (owner, _), told in found.items())


def _owned(told: Explanation, owner: str) -> Explanation:
    fields = told.get("fields")
    own = fields if isinstance(fields, Mapping) else {}
    return {**told, "fields": {**own, "alliance": f"body:{owner}"}}


def preview(
    store: Store, alliances: Sequence[str], year: int, *, by: Principal, now: datetime
) -> Plan:
    """Plan a year of these alliances together and change nothing."""
    return draft(store, alliances, year, by=by, now=now).plan


def what_if(
    store: Store,
    alliances: Sequence[str],
    year: int,
    patch: Patch,
    *,
    by: Principal,
    now: datetime,
) -> Plan:
    """Plan a year of these alliances as if the patch held; nothing is ever saved."""
    return draft(store, alliances, year, by=by, now=now, patch=patch).plan


def draft(
    store: Store,
    alliances: Sequence[str],
    year: int,
    *,
    by: Principal,
    now: datetime,
    patch: Patch = UNCHANGED,
) -> Draft:
    """Plan a year of these alliances together, as if the patch held, and change nothing.

    Rules and members may be changed in these alliances only; a rule without a first day begins when
    it would if it were saved now. Rules that contradict each other or would begin too early, and
    what the patch names and is not there, raise as they do when they are saved; so do what lies in
    the past and a year of which no days off are known.
    """
    _check_reach(alliances, year, by)
    with store.read() as session:
        today = now.astimezone(SHANGHAI).date()
        source = _supposing(session, alliances, year, (patch, now))
        following = coming(session, source.targets, today)
    source = set_aside(source)
    return Draft(planned(source), source, following)


def check_supposed(
    store: Store,
    alliances: Sequence[str],
    year: int,
    patch: Patch,
    *,
    by: Principal,
    now: datetime,
) -> None:
    """Refuse what ``draft`` refuses to suppose, before a plan is made for it."""
    _check_reach(alliances, year, by)
    with store.read() as session:
        _supposing(session, alliances, year, (patch, now))


def _check_reach(alliances: Sequence[str], year: int, by: Principal) -> None:
    """Refuse a year that cannot be planned and alliances that the reader does not see."""
    check_year(year)
    for key in alliances:
        access.require(by, Action.VIEW, (key,), entity="alliance", key=key)


def _supposing(
    session: Session, alliances: Sequence[str], year: int, what: tuple[Patch, datetime]
) -> PlanInput:
    """Gather what is planned as if the patch held, if it can."""
    patch, now = what
    today = now.astimezone(SHANGHAI).date()
    supposed.check_names(session, patch)
    supposed.check_days(patch, today)
    supposed.check_within(session, alliances, patch)
    patch = _begun(session, patch, today)
    with supposed.named(session):
        source = gather(session, alliances, year, now, patch)
    supposed.check_promises(session, source, patch)
    return source


def _begun(session: Session, patch: Patch, today: date) -> Patch:
    """Give the patch with a first day in each of its rules."""
    rules = []
    for index, rule in enumerate(patch.rules):
        with within("patch", "rules", index):
            begun = keeping.begun(session, rule, today)
            rules.append(rule if rule.tenure.since else begun)
    return replace(patch, rules=tuple(rules))


def apply(  # noqa: PLR0913 - three of them are the caller's, by name only
    store: Store,
    alliances: Sequence[str],
    year: int,
    plan_hash: str,
    *,
    by: Principal,
    now: datetime,
    base: Mapping[str, int] | None = None,
) -> Applied:
    """Publish the plan of that hash, once, if it is still made from ``base`` where that is given.

    The plan is computed again under the locks of every alliance that it reaches; one that is no
    longer the same, or that was of other alliances or another year, raises ``StalePlanError``.
    The same hash again gives what was done the first time, whatever moved since.
    """
    check_year(year)
    for key in alliances:
        access.require(by, Action.PLAN, (key,), entity="alliance", key=key)
    with store.read() as session:
        known = set_aside(gather(session, alliances, year, now))
    plan = planned(known)
    with store.write() as session:
        ledger.lock(session, stored.reached(session, alliances), now)
        done = stored.applied(session, plan_hash)
        if done is not None and done.undone_at is None:
            if (done.alliances, done.year or year) != (tuple(sorted(alliances)), year):
                raise StalePlanError(reason="unseen")
            return report(done, repeated=True)
        source = set_aside(gather(session, alliances, year, now))
        if source != known:
            # Equal inputs give equal plans, so other writers need not wait for planning as a rule.
            plan = planned(source)
        if plan.hash != plan_hash or base not in (None, plan.base):
            raise _stale(session, plan.base, base or {}, year)
        return _publish(session, source, plan, by, now)


def _stale(
    session: Session, now: Mapping[str, int], shown: Mapping[str, int], year: int
) -> StalePlanError:
    """Name the first alliance whose data moved; else the day, an alliance around or the year is."""
    if shown.keys() != now.keys():
        return StalePlanError(reason="unseen")
    moved = next((key for key in now if shown[key] != now[key]), None)
    if moved is None:
        return StalePlanError(reason="around", year=year)
    key = f"body:{moved}"
    names = roster.spoken(session, [key])
    return StalePlanError(alliance=key, base=shown[moved], now=now[moved], names=names)


def apply_now(
    session: Session, alliances: Sequence[str], year: int, *, by: Principal, now: datetime
) -> Applied:
    """Plan and publish within a transaction that is open already, asking nobody's permission."""
    ledger.lock(session, stored.reached(session, alliances), now)
    source = set_aside(gather(session, alliances, year, now))
    return _publish(session, source, planned(source), by, now)


def _publish(
    session: Session, source: PlanInput, plan: Plan, by: Principal, now: datetime
) -> Applied:
    lines = publishing.publish(session, source.events, plan, by.id, now)
    noted = ({**line, "year": source.start.year} for line in lines[:1])
    row = stored.AppliedRow(
        hash=plan.hash,
        alliances=source.targets,
        diff=(*noted, *lines[1:]),
        at=now,
        actor=by.id,
    )
    if plan.changes:
        stored.record(session, row, plan.base)
    return report(row)


def report(row: stored.AppliedRow, *, repeated: bool = False) -> Applied:
    """Count what a published plan did."""
    count = totals((line["uid"], line["kind"]) for line in row.diff)
    return Applied(
        hash=row.hash,
        alliances=row.alliances,
        added=count.added,
        moved=count.moved,
        changed=count.changed,
        firm=count.firm,
        cancelled=count.cancelled,
        changes=tuple(
            {name: value for name, value in line.items() if name not in _ASIDE} for line in row.diff
        ),
        at=row.at,
        actor=row.actor,
        repeated=repeated,
        undone_at=row.undone_at,
    )
