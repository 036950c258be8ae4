"""Queries on who is expected at an event: homes of people, branches of organisations."""

from collections.abc import Iterable
from datetime import date

from sqlalchemy import or_, select

from scheduler.store.engine import Session
from scheduler.store.tables.roster import AffiliationRow, BodyRow, MembershipRow

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
