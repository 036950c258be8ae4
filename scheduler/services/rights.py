"""What the grants of a user reach today: they rest on belonging, and end with it."""

from datetime import date, datetime

from scheduler.domain.moments import SHANGHAI
from scheduler.services.access import Grant, Principal, Role, user_principal
from scheduler.store import Session, accounts, belonging
from scheduler.store.tables.access import UserRow


def of_user(session: Session, row: UserRow, now: datetime) -> Principal:
    """Give whom a user acts as today, with every alliance that the grants reach."""
    pairs = accounts.grants(session, row.id)
    bodies = [scope[5:] for _, scope in pairs if scope.startswith("body:")]
    homes = accounts.alliances_of_bodies(session, bodies)
    # Whoever has left, or has not joined yet, has no right there.
    today = now.astimezone(SHANGHAI).date()
    outside = _outside(session, row.person, today) if homes else frozenset()
    members = accounts.alliances_of_members(session, [scope for _, scope in pairs], today)
    grants = []
    for role, scope in pairs:
        if role == Role.CLUSTER_COMMITTEE:
            reached = accounts.children_alliances(session, scope[5:])
        elif scope.startswith("body:"):
            # A service team lies under no alliance; it reaches those of which it is a member.
            home = homes.get(scope[5:])
            reached = frozenset({home}) - outside if home else members[scope]
        else:
            reached = members[scope]
        grants.append(Grant(Role(role), scope, reached))
    return user_principal(
        (row.id, row.display_name),
        tuple(grants),
        person=row.person,
        lang=row.lang,
        epoch=row.epoch,
    )


def _outside(session: Session, person: str | None, today: date) -> frozenset[str]:
    """Give the alliances whose a person was, or will be, but is not today.

    Of whom nothing is written down there, the grants alone tell.
    """
    if person is None:
        return frozenset()
    homes = belonging.affiliations(session, [person])
    spans = [(each.tie.body, each.tie.tenure) for each in homes]
    offices = belonging.offices(session, [person])
    spans += [(each.tie.body, each.tie.tenure) for each in offices]
    home = accounts.alliances_of_bodies(session, (body for body, _ in spans))
    within = {home[body] for body, span in spans if body in home and span.holds(today)}
    return frozenset(home.values()) - within
