"""Which plans a reader can look at, and which were published last."""

from dataclasses import dataclass
from datetime import datetime

from scheduler.domain.moments import SHANGHAI
from scheduler.domain.roster import Body
from scheduler.services import planning
from scheduler.services.access import Action, Principal
from scheduler.services.planning import Applied
from scheduler.store import Store, roster
from scheduler.store import planning as stored

SHOWN = 20


@dataclass(frozen=True, slots=True)
class PlanYear:
    """One alliance's year and how many events stand in it."""

    alliance: Body
    year: int
    events: int


@dataclass(frozen=True, slots=True)
class PlanList:
    """The years that the reader may look at, and the plans published last, newest first."""

    years: tuple[PlanYear, ...]
    published: tuple[tuple[tuple[Body, ...], Applied], ...]


def plan_list(store: Store, *, by: Principal, now: datetime) -> PlanList:
    """List this year and the next of every alliance whose plans the reader may publish."""
    this = now.astimezone(SHANGHAI).year
    with store.read() as session:
        bodies = {body.key: body for body in roster.alliances(session)}
        own = [body for body in bodies.values() if by.may(Action.PLAN, body.key)]
        counts = {
            year: stored.published(
                session,
                (body.key for body in own),
                datetime(year, 1, 1, tzinfo=SHANGHAI),
                datetime(year + 1, 1, 1, tzinfo=SHANGHAI),
            )
            for year in (this, this + 1)
        }
        done = stored.history(session, SHOWN)
    return PlanList(
        years=tuple(
            PlanYear(body, year, counts[year][body.key])
            for body in own
            for year in (this, this + 1)
        ),
        published=tuple(
            (tuple(bodies[key] for key in row.alliances if key in bodies), planning.report(row))
            for row in done
            if by.may_in_any(Action.VIEW, row.alliances)
        ),
    )
