"""Taking the example alliances out again: nothing of them is left, neither rows nor ledger."""

from collections.abc import Iterator, Sequence

from sqlalchemy import delete, or_, select, update

from scheduler.domain.roster import ALLIANCE_KINDS
from scheduler.presets import Preset
from scheduler.store.engine import Session
from scheduler.store.ledger import SYSTEM
from scheduler.store.tables.access import SubscriptionRow, UserRow
from scheduler.store.tables.attendance import OpAttemptRow
from scheduler.store.tables.events import EventAllianceRow, EventRow
from scheduler.store.tables.ledger import ChangeRow, LedgerHeadRow
from scheduler.store.tables.planning import BlackoutRow, PlanApplyRow
from scheduler.store.tables.roster import (
    ActivityKindRow,
    BodyRow,
    MembershipRow,
    NameRow,
    OrganisationRow,
    PersonRow,
    VenueRow,
)


def remove(session: Session, presets: Sequence[Preset], users: Sequence[str]) -> None:
    """Take out everything of the presets: roster, rules, events, history, ledgers, accounts.

    Kinds and names of themes stay while there are other alliances, which may use them.
    """
    bodies = _below(session, [body.key for preset in presets for body in preset.roster.bodies])
    alliances = [key for preset in presets for key in preset.alliances]
    _remove_events(session, bodies)
    _remove_ledgers(session, alliances, users)
    venues = [venue.key for preset in presets for venue in preset.venues]
    people = [person.id for preset in presets for person in preset.roster.people]
    organisations = [each.key for preset in presets for each in preset.roster.organisations]
    _remove_blackouts(session, bodies, venues, people, organisations)
    for part in _parts(venues):
        session.execute(update(EventRow).where(EventRow.venue.in_(part)).values(venue=None))
        session.execute(delete(VenueRow).where(VenueRow.key.in_(part)))
    for part in _parts(people):
        session.execute(delete(PersonRow).where(PersonRow.id.in_(part)))
    session.execute(delete(UserRow).where(UserRow.id.in_(users)))
    # Children point at their parents: first the ties upwards, then the bodies in parts.
    for part in _parts(bodies):
        session.execute(update(BodyRow).where(BodyRow.key.in_(part)).values(parent=None))
    for part in _parts(bodies):
        session.execute(delete(BodyRow).where(BodyRow.key.in_(part)))
    for part in _parts(organisations):
        members = [f"organisation:{key}" for key in part]
        session.execute(delete(MembershipRow).where(MembershipRow.member.in_(members)))
        session.execute(delete(OrganisationRow).where(OrganisationRow.key.in_(part)))
    _remove_common(session, presets)


def _parts(keys: Sequence[str], size: int = 500) -> Iterator[Sequence[str]]:
    # SQLite limits the number of values in one statement.
    for start in range(0, len(keys), size):
        yield keys[start : start + size]


def _below(session: Session, roots: Sequence[str]) -> list[str]:
    tree: dict[str | None, list[str]] = {}
    present = set()
    for key, parent in session.execute(select(BodyRow.key, BodyRow.parent)):
        tree.setdefault(parent, []).append(key)
        present.add(key)
    found: dict[str, None] = {}
    unread = [key for key in roots if key in present]
    while unread:
        key = unread.pop()
        if key not in found:
            found[key] = None
            unread.extend(tree.get(key, ()))
    return list(found)


def _remove_events(session: Session, bodies: Sequence[str]) -> None:
    uids: list[str] = []
    for part in _parts(bodies):
        uids += session.scalars(select(EventRow.uid).where(EventRow.owner.in_(part)))
    for part in _parts(uids):
        session.execute(delete(OpAttemptRow).where(OpAttemptRow.uid.in_(part)))
        session.execute(delete(EventAllianceRow).where(EventAllianceRow.uid.in_(part)))
        session.execute(delete(EventRow).where(EventRow.uid.in_(part)))


def _remove_ledgers(session: Session, alliances: Sequence[str], users: Sequence[str]) -> None:
    session.execute(delete(ChangeRow).where(ChangeRow.alliance.in_(alliances)))
    session.execute(delete(LedgerHeadRow).where(LedgerHeadRow.alliance.in_(alliances)))
    session.execute(
        delete(ChangeRow).where(ChangeRow.entity == "user", ChangeRow.entity_id.in_(users))
    )
    left = select(ChangeRow.seq).where(ChangeRow.alliance == SYSTEM).limit(1)
    if session.scalars(left).first() is None:
        session.execute(delete(LedgerHeadRow).where(LedgerHeadRow.alliance == SYSTEM))
    scopes = [f"body:{key}" for key in alliances]
    session.execute(
        delete(SubscriptionRow).where(
            or_(SubscriptionRow.scope.in_(scopes), SubscriptionRow.owner.in_(users))
        )
    )
    gone = set(alliances)
    applied = session.execute(select(PlanApplyRow.id, PlanApplyRow.alliances)).all()
    own = [number for number, planned in applied if gone.intersection(planned)]
    session.execute(delete(PlanApplyRow).where(PlanApplyRow.id.in_(own)))


def _remove_blackouts(
    session: Session,
    bodies: Sequence[str],
    venues: Sequence[str],
    people: Sequence[str],
    organisations: Sequence[str],
) -> None:
    gone = {f"body:{key}" for key in bodies}
    gone |= {f"venue:{key}" for key in venues}
    gone |= {f"person:{key}" for key in people}
    gone |= {f"organisation:{key}" for key in organisations}
    rows = session.execute(select(BlackoutRow.id, BlackoutRow.resource)).all()
    own = [number for number, resource in rows if resource in gone]
    session.execute(delete(BlackoutRow).where(BlackoutRow.id.in_(own)))


def _remove_common(session: Session, presets: Sequence[Preset]) -> None:
    # Kinds and names are a vocabulary that other alliances may have taken up: it goes last.
    others = select(BodyRow.key).where(BodyRow.kind.in_(sorted(ALLIANCE_KINDS))).limit(1)
    if session.scalars(others).first() is not None:
        return
    kinds = {kind.key for preset in presets for kind in preset.kinds}
    names = {key for preset in presets for key in preset.names}
    session.execute(delete(ActivityKindRow).where(ActivityKindRow.key.in_(sorted(kinds))))
    session.execute(delete(NameRow).where(NameRow.key.in_(sorted(names))))
