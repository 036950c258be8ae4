"""Which plans a reader can look at, and which were published last."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from scheduler.domain.moments import SHANGHAI
from scheduler.domain.roster import Body
from scheduler.services.access import Action, Principal
from scheduler.services.names import Name
from scheduler.services.plans import planning
from scheduler.services.plans.planning import Applied
from scheduler.services.plans.waiting import waiting
from scheduler.store import Session, Store, roster
from scheduler.store import planning as stored
from scheduler.store.accounts import display_names

SHOWN = 20


@dataclass(frozen=True, slots=True)
class PlanYear:
    """One alliance's year: its events, how many are held, and how many wait for somebody.

    ``changes`` are counted in the plan of all these alliances together; ``unplaced`` are promises
    without a date, ``vacant`` coming events that nobody hosts, ``seats`` roles that lack people,
    ``uneven`` rotations whose turns no longer fit their ledger; of ``missed`` promises the period
    is over.
    """

    alliance: Body
    year: int
    events: int
    held: int = 0
    changes: int = 0
    decisions: int = 0
    unplaced: int = 0
    vacant: int = 0
    missed: int = 0
    seats: int = 0
    uneven: int = 0


@dataclass(frozen=True, slots=True)
class PublishedPlan:
    """A published plan with its alliances; ``may_undo``: the reader may take it back now.

    ``publisher`` is the name of who published it, empty where the service itself did.
    """

    alliances: tuple[Body, ...]
    done: Applied
    may_undo: bool
    publisher: str = ""


@dataclass(frozen=True, slots=True)
class PlanList:
    """The years that the reader may look at, and the plans published last, newest first.

    ``whole`` tells that the reader may publish all that they see. ``groups`` are those whose plans
    the reader may publish together, by key and name, with their alliances.
    """

    this: int
    whole: bool
    years: tuple[PlanYear, ...]
    groups: tuple[tuple[str, Name, tuple[str, ...]], ...]
    published: tuple[PublishedPlan, ...]


def plan_list(store: Store, *, by: Principal, now: datetime) -> PlanList:
    """List this year and the next of every alliance whose plans the reader may publish."""
    this = now.astimezone(SHANGHAI).year
    with store.read() as session:
        bodies = {body.key: body for body in roster.alliances(session)}
        own = [body for body in bodies.values() if by.may(Action.PLAN, body.key)]
        years = _years(store, session, own, ((this, this + 1), now))
        done = _published(session, bodies, by)
        groups = {
            key: members
            for key, members in roster.groups(session).items()
            if all(by.may(Action.PLAN, member) for member in members)
        }
        names = roster.names(session, (f"group:{key}" for key in groups))
    return PlanList(
        this=this,
        whole=all(body in own for body in bodies.values() if by.may(Action.VIEW, body.key)),
        years=tuple(sorted(years, key=lambda each: own.index(each.alliance))),
        groups=tuple(
            (key, names.get(f"group:{key}") or _unnamed(members, bodies), members)
            for key, members in groups.items()
        ),
        published=done,
    )


def waiting_elsewhere(
    store: Store, alliances: Sequence[str], year: int, *, by: Principal, now: datetime
) -> tuple[int, int] | None:
    """Give the other one of this year and the next, and how many changes wait there; None: none.

    Only who may publish all of these alliances is told.
    """
    this = now.astimezone(SHANGHAI).year
    if year not in {this, this + 1} or not all(by.may(Action.PLAN, key) for key in alliances):
        return None
    other = this + this + 1 - year
    with store.read() as session:
        found = waiting(store, session, alliances, (other,), now)
    count = sum(found[other].changes.values())
    return (other, count) if count else None


def _unnamed(members: Iterable[str], bodies: Mapping[str, Body]) -> Name:
    """Call a group that nobody named by its alliances."""
    found = [bodies[key] for key in members]
    names = "、".join(body.short_name for body in found)
    return Name(names, names, ", ".join(body.name_en or body.short_name for body in found))


def published(store: Store, *, by: Principal) -> tuple[PublishedPlan, ...]:
    """List the plans published last that reach an alliance which the reader sees."""
    with store.read() as session:
        bodies = {body.key: body for body in roster.alliances(session)}
        return _published(session, bodies, by)


def _years(
    store: Store, session: Session, bodies: Iterable[Body], when: tuple[Sequence[int], datetime]
) -> tuple[PlanYear, ...]:
    """Count the events of each year and what waits, by alliance."""
    years, now = when
    keys = {body.key: body for body in bodies}
    found = []
    for year, open_ in waiting(store, session, tuple(keys), years, now).items():
        start, end = (datetime(each, 1, 1, tzinfo=SHANGHAI) for each in (year, year + 1))
        counts = stored.published(session, keys, start, end)
        found += [
            PlanYear(
                body,
                year,
                sum(counts[key]),
                counts[key][1],
                open_.changes.get(key, 0),
                open_.decisions.get(key, 0),
                open_.unplaced.get(key, 0),
                open_.vacant.get(key, 0),
                open_.missed.get(key, 0),
                open_.seats.get(key, 0),
                sum(owner == key for owner, _ in open_.uneven),
            )
            for key, body in keys.items()
        ]
    return tuple(found)


def _published(
    session: Session, bodies: Mapping[str, Body], by: Principal
) -> tuple[PublishedPlan, ...]:
    rows = stored.history(session, SHOWN)
    last = _last(rows)
    names = display_names(session, (row.actor for row in rows))
    return tuple(
        PublishedPlan(
            tuple(bodies[key] for key in row.alliances if key in bodies),
            planning.report(row),
            row.hash in last and all(by.may(Action.PLAN, key) for key in row.alliances),
            names.get(row.actor, ""),
        )
        for row in rows
        if by.may_in_any(Action.VIEW, row.alliances)
    )


def _last(rows: Iterable[stored.AppliedRow]) -> frozenset[str]:
    """Give the plans, newest first, that stand and after which none of their alliances has one."""
    found: set[str] = set()
    seen: set[str] = set()
    for row in rows:
        if row.undone_at is None:
            if not seen & set(row.alliances):
                found.add(row.hash)
            seen |= set(row.alliances)
    return frozenset(found)
