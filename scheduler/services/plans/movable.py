"""Who may be supposed to join or leave the planned alliances."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from scheduler.domain.moments import SHANGHAI
from scheduler.services.access import Action, Principal
from scheduler.services.names import Name
from scheduler.services.roster.listing import Candidate, candidates, in_order, stood
from scheduler.services.roster.members import PLAIN
from scheduler.store import Store, roster


@dataclass(frozen=True, slots=True)
class Movable:
    """Who may join one of the alliances, who may leave one, and the roles that members have there.

    ``names`` are those of who may leave, of roles and of the alliances.
    """

    alliances: tuple[str, ...]
    joining: tuple[Candidate, ...]
    leaving: tuple[str, ...]
    roles: tuple[str, ...]
    names: Mapping[str, Name]


def movable(store: Store, alliances: Sequence[str], *, by: Principal, now: datetime) -> Movable:
    """List who may be supposed to join or leave; the queries are as many, however many there are.

    Who may not change the alliances is offered to join only what they see as a member elsewhere.
    """
    today = now.astimezone(SHANGHAI).date()
    with store.read() as session:
        seen = {body.key for body in roster.alliances(session) if by.may(Action.VIEW, body.key)}
        members = roster.memberships(session, seen | set(alliances))
        open_ = {
            key: {
                each.member
                for each in members[key]
                if stood(each) and not each.tenure.is_over(today)
            }
            for key in alliances
        }
        everywhere = set.intersection(*open_.values())
        leaving = set[str]().union(*open_.values())
        roles = {each.role for key in alliances for each in members[key]} | {PLAIN}
        bodies = {f"body:{key}" for key in alliances}
        names = roster.names(session, leaving | roles | bodies)
        joining = candidates(session, alliances, everywhere)
    if not all(by.may(Action.EDIT, key) for key in alliances):
        known = {each.member for key in seen for each in members[key]}
        joining = tuple(each for each in joining if each.key in known)

    def order(key: str) -> tuple[str, str]:
        return (in_order(names[key].zh if key in names else ""), key)

    return Movable(
        tuple(alliances),
        joining,
        tuple(sorted(leaving, key=order)),
        tuple(sorted(roles)),
        names,
    )
