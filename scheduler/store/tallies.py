"""Figures of many registers at once, counted by the database from the marks."""

from collections.abc import Iterable
from dataclasses import dataclass

from sqlalchemy import distinct, func, select

from scheduler.domain.attendance.values import PRESENT, Expectation, Presence
from scheduler.store.engine import Session
from scheduler.store.tables.attendance import MarkRow, RegisterRow, RosterLineRow

COUNTED = ("confirmed", "sealed", "correcting", "archived")
"""The states of a register from which its figures enter reports."""


@dataclass(frozen=True, slots=True)
class Tally:
    """How many people of one register share an expectation and a mark.

    In a ``conflict`` two marks contradict each other and the presence is ``unmarked``.
    """

    uid: str
    expectation: Expectation
    voting: bool
    presence: Presence
    conflict: bool
    people: int


def tallies(session: Session, uids: Iterable[str]) -> tuple[Tally, ...]:
    """Count the people of these registers by expectation and mark, if they are confirmed."""
    columns = (
        RosterLineRow.uid,
        RosterLineRow.expectation,
        RosterLineRow.voting,
        MarkRow.value,
        MarkRow.conflict,
    )
    same = (MarkRow.uid == RosterLineRow.uid) & (MarkRow.person == RosterLineRow.person)
    query = (
        select(*columns, func.count())
        .select_from(RosterLineRow)
        .join(RegisterRow, RegisterRow.uid == RosterLineRow.uid)
        .outerjoin(MarkRow, same)
        .where(RosterLineRow.uid.in_(sorted(set(uids))), RegisterRow.state.in_(COUNTED))
        .group_by(*columns)
        .order_by(*columns)
    )
    return tuple(
        Tally(
            uid,
            Expectation(expectation),
            voting,
            Presence(value or Presence.UNMARKED),
            bool(conflict),
            people,
        )
        for uid, expectation, voting, value, conflict, people in session.execute(query)
    )


def branches(session: Session, uids: Iterable[str]) -> dict[str, int]:
    """Count the branches from which somebody came to each of these confirmed registers."""
    query = (
        select(RosterLineRow.uid, func.count(distinct(RosterLineRow.branch)))
        .join(
            MarkRow, (MarkRow.uid == RosterLineRow.uid) & (MarkRow.person == RosterLineRow.person)
        )
        .join(RegisterRow, RegisterRow.uid == RosterLineRow.uid)
        .where(
            RosterLineRow.uid.in_(sorted(set(uids))),
            RegisterRow.state.in_(COUNTED),
            MarkRow.value.in_(sorted(PRESENT)),
        )
        .group_by(RosterLineRow.uid)
    )
    return {row[0]: row[1] for row in session.execute(query)}
