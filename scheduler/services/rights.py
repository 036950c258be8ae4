"""What the grants of a user reach today: they rest on belonging, and end with it."""

from datetime import datetime

from scheduler.domain.moments import SHANGHAI
from scheduler.domain.roster import Tenure
from scheduler.services.access import Grant, Principal, Role, user_principal
from scheduler.store import Session, accounts, belonging
from scheduler.store.tables.access import UserRow


def of_user(session: Session, row: UserRow, now: datetime) -> Principal:
    """Give whom a user acts as today, with every alliance that the grants reach."""
    pairs = accounts.grants(session, row.id)
    bodies = {scope[5:] for _, scope in pairs if scope.startswith("body:")}
    spans = ties(session, row.person) if bodies else ()
    places = accounts.places_of_bodies(session, bodies | {body for body, _ in spans})
    # Who or what has left, or has not joined yet, has no right there.
    today = now.astimezone(SHANGHAI).date()
    homes = {body: place.alliance for body, place in places.items() if place.holds(today)}
    within = {homes[body] for body, span in spans if body in homes and span.holds(today)}
    # Of whom nothing is written down there, the grants alone tell.
    outside = {places[body].alliance for body, _ in spans if body in places} - within
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


def ties(session: Session, person: str | None) -> tuple[tuple[str, Tenure], ...]:
    """Give the bodies that a person ever belonged to or held an office of, each with its span."""
    if person is None:
        return ()
    homes = belonging.affiliations(session, [person])
    offices = belonging.offices(session, [person])
    return (
        *((each.tie.body, each.tie.tenure) for each in homes),
        *((each.tie.body, each.tie.tenure) for each in offices),
    )
