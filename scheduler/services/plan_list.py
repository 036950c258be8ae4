"""Which plans a reader can look at, and which were published last."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime

from scheduler.domain.moments import SHANGHAI
from scheduler.domain.roster import Body
from scheduler.services import planning
from scheduler.services.access import Action, Principal
from scheduler.services.names import Name
from scheduler.services.planning import Applied
from scheduler.store import Session, Store, roster
from scheduler.store import planning as stored

SHOWN = 20


@dataclass(frozen=True, slots=True)
class PlanYear:
    """One alliance's year and how many events stand in it."""

    alliance: Body
    year: int
    events: int


@dataclass(frozen=True, slots=True)
class PublishedPlan:
    """A published plan with its alliances; ``may_undo``: the reader may take it back now."""

    alliances: tuple[Body, ...]
    done: Applied
    may_undo: bool


@dataclass(frozen=True, slots=True)
class PlanList:
    """The years that the reader may look at, and the plans published last, newest first.

    ``groups`` are those whose plans the reader may publish together, by key and name, with their
    alliances.
    """

    this: int
    years: tuple[PlanYear, ...]
    groups: tuple[tuple[str, Name, tuple[str, ...]], ...]
    published: tuple[PublishedPlan, ...]


def plan_list(store: Store, *, by: Principal, now: datetime) -> PlanList:
    """List this year and the next of every alliance whose plans the reader may publish."""
    this = now.astimezone(SHANGHAI).year
    with store.read() as session:
        bodies = {body.key: body for body in roster.alliances(session)}
        own = [body for body in bodies.values() if by.may(Action.PLAN, body.key)]
        counts = {year: _events(session, own, year) for year in (this, this + 1)}
        done = stored.history(session, SHOWN)
        groups = {
            key: members
            for key, members in roster.groups(session).items()
            if all(by.may(Action.PLAN, member) for member in members)
        }
        names = roster.names(session, groups)
    return PlanList(
        this=this,
        years=tuple(
            PlanYear(body, year, counts[year][body.key])
            for body in own
            for year in (this, this + 1)
        ),
        groups=tuple(
            (key, names.get(key, Name(key, key, "")), members) for key, members in groups.items()
        ),
        published=_published(done, bodies, by),
    )


def _events(session: Session, bodies: Iterable[Body], year: int) -> dict[str, int]:
    """Count the events of a year, by alliance."""
    start, end = (datetime(each, 1, 1, tzinfo=SHANGHAI) for each in (year, year + 1))
    return stored.published(session, (body.key for body in bodies), start, end)


def _published(
    rows: tuple[stored.AppliedRow, ...], bodies: Mapping[str, Body], by: Principal
) -> tuple[PublishedPlan, ...]:
    last = _last(rows)
    return tuple(
        PublishedPlan(
            tuple(bodies[key] for key in row.alliances if key in bodies),
            planning.report(row),
            row.hash in last and all(by.may(Action.PLAN, key) for key in row.alliances),
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
