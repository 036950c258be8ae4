"""Who came to many events at once, for credit: people, their branches and organisations."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from sqlalchemy import ColumnElement, and_, distinct, func, or_, select

from scheduler.domain.attendance.values import PRESENT
from scheduler.domain.roster import ALLIANCE_KINDS, Affiliation, AffiliationKind, Tenure
from scheduler.store.audience import BRANCHES
from scheduler.store.engine import Session
from scheduler.store.tables.attendance import MarkRow, RegisterRow, RosterLineRow
from scheduler.store.tables.roster import (
    AffiliationRow,
    BodyRow,
    MembershipRow,
    OrganisationRow,
)
from scheduler.store.tallies import COUNTED


@dataclass(frozen=True, slots=True)
class Came:
    """A person who came to an event, with the branch and the firm that the roster froze.

    Who is at home in a body that is no branch (a committee) has none.
    """

    uid: str
    person: str
    branch: str | None
    organisation: str


def came(session: Session, uids: Iterable[str]) -> tuple[Came, ...]:
    """List who came to each of these events, if its register is confirmed."""
    same = (MarkRow.uid == RosterLineRow.uid) & (MarkRow.person == RosterLineRow.person)
    query = (
        select(
            RosterLineRow.uid,
            RosterLineRow.person,
            BodyRow.key,
            RosterLineRow.organisation,
        )
        .join(MarkRow, same)
        .outerjoin(BodyRow, and_(BodyRow.key == RosterLineRow.branch, BodyRow.kind.in_(BRANCHES)))
        .join(RegisterRow, RegisterRow.uid == RosterLineRow.uid)
        .where(
            RosterLineRow.uid.in_(sorted(set(uids))),
            RegisterRow.state.in_(COUNTED),
            MarkRow.value.in_(sorted(PRESENT)),
        )
        .order_by(RosterLineRow.uid, RosterLineRow.person)
    )
    return tuple(Came(*row) for row in session.execute(query))


def adoptions(session: Session, people: Iterable[str]) -> tuple[Affiliation, ...]:
    """List the branches that took in these people, who have none of their own here."""
    query = (
        select(AffiliationRow)
        .where(
            AffiliationRow.person.in_(sorted(set(people))),
            AffiliationRow.kind == AffiliationKind.NO_TRANSFER.value,
        )
        .order_by(AffiliationRow.person, AffiliationRow.body)
    )
    return tuple(
        Affiliation(
            row.person,
            row.body,
            AffiliationKind.NO_TRANSFER,
            tenure=Tenure(row.since, row.until),
        )
        for row in session.scalars(query)
    )


@dataclass(frozen=True, slots=True)
class Counts:
    """How many alliances there are, and the enterprises, branches and members in them."""

    alliances: int
    enterprises: int
    branches: int
    members: int


def counts(session: Session, alliances: Iterable[str], day: date) -> Counts:
    """Count what belongs to these alliances on a day, each thing once."""
    wanted = sorted(set(alliances))
    enterprises = (
        select(func.count(distinct(MembershipRow.member)))
        .join(OrganisationRow, MembershipRow.member == "organisation:" + OrganisationRow.key)
        .where(
            MembershipRow.body.in_(wanted),
            OrganisationRow.kind == "enterprise",
            _holds(MembershipRow, day),
        )
    )
    branches = select(BodyRow.key).where(
        BodyRow.parent.in_(wanted), BodyRow.kind.in_(BRANCHES), _holds(BodyRow, day)
    )
    members = select(func.count(distinct(AffiliationRow.person))).where(
        AffiliationRow.body.in_(branches),
        AffiliationRow.kind == AffiliationKind.HOME.value,
        _holds(AffiliationRow, day),
    )
    standing = select(func.count()).where(
        BodyRow.key.in_(wanted), BodyRow.kind.in_(sorted(ALLIANCE_KINDS)), _holds(BodyRow, day)
    )
    return Counts(
        session.execute(standing).scalar_one(),
        session.execute(enterprises).scalar_one(),
        session.execute(select(func.count()).select_from(branches.subquery())).scalar_one(),
        session.execute(members).scalar_one(),
    )


def _holds(row: type[MembershipRow | BodyRow | AffiliationRow], day: date) -> ColumnElement[bool]:
    return and_(
        or_(row.since.is_(None), row.since <= day), or_(row.until.is_(None), row.until > day)
    )
