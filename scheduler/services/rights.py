"""What the grants of a user reach today: they rest on belonging, and end with it."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime

from scheduler.domain.moments import SHANGHAI
from scheduler.domain.roster import Tenure
from scheduler.services.access import Grant, Principal, Role, user_principal
from scheduler.store import Session, accounts, belonging
from scheduler.store.accounts import Place
from scheduler.store.tables.access import UserRow

_BODY = "body:"


def of_user(session: Session, row: UserRow, now: datetime) -> Principal:
    """Give whom a user acts as today, with every alliance that the grants reach."""
    return of_users(session, [row], now)[row.id]


def of_users(session: Session, rows: Iterable[UserRow], now: datetime) -> dict[str, Principal]:
    """Give whom each of these users acts as today: eight queries at most for all."""
    users = {row.id: row for row in rows}
    pairs = accounts.grants_of(session, users)
    read = _read(session, users, pairs, now.astimezone(SHANGHAI).date())
    return {
        key: user_principal(
            (key, row.display_name),
            tuple(read.grant(row.person, role, scope) for role, scope in pairs[key]),
            person=row.person,
            lang=row.lang,
            epoch=row.epoch,
        )
        for key, row in users.items()
    }


@dataclass(frozen=True, slots=True)
class _Read:
    """What decides how far grants reach today: belonging of people, places, memberships."""

    spans: Mapping[str, tuple[tuple[str, Tenure], ...]]
    places: Mapping[str, Place]
    members: Mapping[str, frozenset[str]]
    below: Mapping[str, frozenset[str]]
    today: date

    def grant(self, person: str | None, role: str, scope: str) -> Grant:
        """Give a grant of somebody with the alliances that it reaches."""
        if role == Role.CLUSTER_COMMITTEE:
            reached = self.below[scope[5:]]
        elif scope.startswith(_BODY):
            # A service team lies under no alliance; it reaches those of which it is a member.
            place = self.places.get(scope[5:])
            home = place.alliance if place and place.holds(self.today) else None
            outside = self._outside(self.spans.get(person or "", ()))
            reached = frozenset({home}) - outside if home else self.members[scope]
        else:
            reached = self.members[scope]
        return Grant(Role(role), scope, reached)

    def _outside(self, spans: Iterable[tuple[str, Tenure]]) -> frozenset[str]:
        """Give the alliances that somebody has left, or has not joined yet."""
        tied = [(self.places[body], span) for body, span in spans if body in self.places]
        within = {
            place.alliance
            for place, span in tied
            if place.holds(self.today) and span.holds(self.today)
        }
        # Of whom nothing is written down there, the grants alone tell.
        return frozenset(place.alliance for place, _ in tied) - within


def _read(
    session: Session,
    users: Mapping[str, UserRow],
    pairs: Mapping[str, tuple[tuple[str, str], ...]],
    today: date,
) -> _Read:
    placed = {key for key, own in pairs.items() if any(s.startswith(_BODY) for _, s in own)}
    spans = ties_of(session, {row.person for key, row in users.items() if key in placed})
    granted = {pair for own in pairs.values() for pair in own}
    scopes = {scope for _, scope in granted}
    roots = {scope[5:] for role, scope in granted if role == Role.CLUSTER_COMMITTEE}
    bodies = {scope[5:] for scope in scopes if scope.startswith(_BODY)}
    tied = {body for own in spans.values() for body, _ in own}
    return _Read(
        spans=spans,
        places=accounts.places_of_bodies(session, bodies | tied),
        members=accounts.alliances_of_members(session, scopes, today),
        below=accounts.alliances_below(session, roots) if roots else {},
        today=today,
    )


def ties(session: Session, person: str | None) -> tuple[tuple[str, Tenure], ...]:
    """Give the bodies that a person ever belonged to or held an office of, each with its span."""
    return ties_of(session, {person}).get(person or "", ())


def ties_of(
    session: Session, people: Iterable[str | None]
) -> dict[str, tuple[tuple[str, Tenure], ...]]:
    """Give for each of these people what ``ties`` gives; nobody is none."""
    wanted = {person for person in people if person is not None}
    if not wanted:
        return {}
    found: dict[str, list[tuple[str, Tenure]]] = {person: [] for person in wanted}
    for home in belonging.affiliations(session, wanted):
        found[home.tie.person].append((home.tie.body, home.tie.tenure))
    for office in belonging.offices(session, wanted):
        found[office.tie.person].append((office.tie.body, office.tie.tenure))
    return {person: tuple(own) for person, own in found.items()}
