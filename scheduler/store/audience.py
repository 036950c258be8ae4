"""Queries on who is expected at an event: homes of people, branches of organisations."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from sqlalchemy import or_, select

from scheduler.domain.roster import Tenure
from scheduler.store.engine import Session
from scheduler.store.tables.roster import AffiliationRow, BodyRow, MembershipRow, OfficerRow

BRANCHES = ("branch", "joint_branch")
"""The kinds of body that people are at home in."""


def homes(session: Session, people: Iterable[str], day: date) -> dict[str, tuple[str, str]]:
    """Give the home body and the Party group of each of these people on a day."""
    query = select(AffiliationRow.person, AffiliationRow.body, AffiliationRow.party_group).where(
        AffiliationRow.person.in_(sorted(set(people))),
        AffiliationRow.kind == "home",
        or_(AffiliationRow.since.is_(None), AffiliationRow.since <= day),
        or_(AffiliationRow.until.is_(None), AffiliationRow.until > day),
    )
    return {person: (body, group) for person, body, group in session.execute(query)}


def branches_of(session: Session, member: str, day: date) -> frozenset[str]:
    """Give the branches that serve an organisation on a day, or the branch that is named."""
    tied = select(MembershipRow.body).where(
        MembershipRow.member == member,
        or_(MembershipRow.since.is_(None), MembershipRow.since <= day),
        or_(MembershipRow.until.is_(None), MembershipRow.until > day),
    )
    query = select(BodyRow.key).where(
        BodyRow.kind.in_(BRANCHES),
        or_(BodyRow.key.in_(tied), BodyRow.key == member.removeprefix("body:")),
    )
    return frozenset(session.scalars(query))


@dataclass(frozen=True, slots=True)
class Ties:
    """Where a person is at home, as (branch, span), and the offices, as (body, role, span)."""

    homes: tuple[tuple[str, Tenure], ...]
    offices: tuple[tuple[str, str, Tenure], ...]


def ties(session: Session, person: str) -> Ties:
    """Give where a person is at home and what offices the person holds, of any day."""
    return ties_of(session, [person])[person]


def ties_of(session: Session, people: Iterable[str]) -> dict[str, Ties]:
    """Give the ties of each of these people: two queries, however many they are."""
    wanted = sorted(set(people))
    homes: dict[str, list[tuple[str, Tenure]]] = {person: [] for person in wanted}
    offices: dict[str, list[tuple[str, str, Tenure]]] = {person: [] for person in wanted}
    home, office = AffiliationRow, OfficerRow
    at_home = select(home.person, home.body, home.since, home.until).where(
        home.person.in_(wanted), home.kind == "home"
    )
    for person, body, since, until in session.execute(at_home):
        homes[person].append((body, Tenure(since, until)))
    held = select(office.person, office.body, office.role, office.since, office.until).where(
        office.person.in_(wanted)
    )
    for person, body, role, since, until in session.execute(held):
        offices[person].append((body, role, Tenure(since, until)))
    return {person: Ties(tuple(homes[person]), tuple(offices[person])) for person in wanted}


def served(session: Session, branches: Iterable[str]) -> tuple[tuple[str, str, Tenure], ...]:
    """List whom these branches serve, as (member, branch, span)."""
    query = select(
        MembershipRow.member, MembershipRow.body, MembershipRow.since, MembershipRow.until
    ).where(MembershipRow.body.in_(sorted(set(branches))))
    return tuple(
        (member, branch, Tenure(since, until))
        for member, branch, since, until in session.execute(query)
    )
