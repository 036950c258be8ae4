"""Offices: which roles of an alliance nobody holds, and who holds several."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import date, datetime

from scheduler.domain.errors import NotFoundError
from scheduler.domain.moments import SHANGHAI
from scheduler.domain.roster import Body
from scheduler.rules.inputs import PlanInput
from scheduler.rules.judging.vacancies import SharedPerson, Vacancy, shared_people, vacancies
from scheduler.services.access import Action, Principal
from scheduler.services.gathering import gather_readable
from scheduler.services.names import Name
from scheduler.store import Session, Store, roster


@dataclass(frozen=True, slots=True)
class Offices:
    """The offices of one alliance that need attention, with the names of bodies and roles.

    ``shared`` are people with several offices; they are not named.
    """

    alliance: Body
    vacancies: tuple[Vacancy, ...]
    shared: tuple[SharedPerson, ...]
    names: Mapping[str, Name]


def listed(
    store: Store, *, by: Principal, now: datetime, alliance: str | None = None
) -> tuple[Offices, ...]:
    """List the offices of one alliance, or of all that the reader sees, by key."""
    with store.read() as session:
        seen = [
            body
            for body in roster.alliances(session, None if alliance is None else [alliance])
            if by.may(Action.VIEW, body.key)
        ]
        if alliance is not None and not seen:
            raise NotFoundError(entity="alliance", key=alliance)
        if not seen:
            return ()
        today = now.astimezone(SHANGHAI).date()
        source = gather_readable(session, [body.key for body in seen], today.year, now)
        return tuple(offices(session, source, body, today) for body in seen)


def offices(session: Session, source: PlanInput, body: Body, day: date) -> Offices:
    """Judge the offices of one alliance from what was gathered for it."""
    mine = replace(source, targets=(body.key,))
    lacking = vacancies(mine, day)
    shared = shared_people(mine, day)
    return Offices(body, lacking, shared, _names(session, lacking, shared))


def _names(
    session: Session, lacking: Iterable[Vacancy], shared: Iterable[SharedPerson]
) -> Mapping[str, Name]:
    keys = set()
    for vacancy in lacking:
        keys |= {f"body:{vacancy.body}", vacancy.role}
    for each in shared:
        for body, role in each.offices:
            keys |= {f"body:{body}", role}
    return roster.names(session, keys)
