"""Queries for rules: as they stand, as they stood before, and what they have made."""

from collections.abc import Iterable
from dataclasses import replace
from datetime import datetime
from typing import Any

from sqlalchemy import (
    ColumnElement,
    String,
    cast,
    delete,
    exists,
    func,
    insert,
    or_,
    select,
    update,
)

from scheduler.domain.activity import EventStatus
from scheduler.domain.roster import Tenure
from scheduler.rules.explain import UNDONE
from scheduler.rules.model import Rule
from scheduler.store.engine import Session
from scheduler.store.tables.attendance import RegisterRow
from scheduler.store.tables.events import EventRow
from scheduler.store.tables.planning import (
    RuleRow,
    RuleVersionRow,
    TurnEntryRow,
    TurnRequestRow,
    VisitRow,
)

_OF_RULE = '"rule":"{}"'
"""How a unit that rides on an event names its rule, as the database keeps it."""


def of_alliances(session: Session, alliances: Iterable[str]) -> tuple[Rule, ...]:
    """List the rules of these alliances in the order of their pages, with former versions."""
    wanted = sorted(set(alliances))
    query = (
        select(RuleRow)
        .where(RuleRow.alliance.in_(wanted))
        .order_by(RuleRow.alliance, RuleRow.position, RuleRow.key)
    )
    before = (
        select(RuleVersionRow)
        .where(RuleVersionRow.alliance.in_(wanted))
        .order_by(RuleVersionRow.revision)
    )
    former: dict[tuple[str, str], list[RuleVersionRow]] = {}
    for row in session.scalars(before):
        former.setdefault((row.alliance, row.key), []).append(row)
    return tuple(
        _rule(row, former.get((row.alliance, row.key), ())) for row in session.scalars(query)
    )


def find(session: Session, alliance: str, key: str) -> Rule | None:
    """Find one rule of an alliance."""
    listed = of_alliances(session, [alliance])
    return next((rule for rule in listed if rule.key == key), None)


def add(session: Session, rule: Rule) -> None:
    """Keep a new rule, last on its alliance's page."""
    places = select(func.coalesce(func.max(RuleRow.position), -1)).where(
        RuleRow.alliance == rule.owner
    )
    position = session.scalars(places).one() + 1
    session.execute(insert(RuleRow).values(**_columns(rule), position=position))


def put(session: Session, rule: Rule, revision: int) -> bool:
    """Write a rule and its former versions over what is stored in that revision.

    False where somebody else changed it first: then nothing is written.
    """
    query = (
        update(RuleRow)
        .where(
            RuleRow.alliance == rule.owner, RuleRow.key == rule.key, RuleRow.revision == revision
        )
        .values(**_columns(rule))
    )
    if session.connection().execute(query).rowcount == 0:
        return False
    _forget_versions(session, rule)
    rows = [
        {
            "alliance": rule.owner,
            "key": rule.key,
            "revision": version.revision,
            "data": dict(version.data),
            "since": version.tenure.since,
            "until": version.tenure.until,
        }
        for version in rule.former
    ]
    if rows:
        session.execute(insert(RuleVersionRow), rows)
    session.expire_all()
    return True


def remove(session: Session, rule: Rule) -> bool:
    """Take a rule out that is still in the revision given; False where it is not."""
    query = delete(RuleRow).where(
        RuleRow.alliance == rule.owner,
        RuleRow.key == rule.key,
        RuleRow.revision == rule.revision,
    )
    if session.connection().execute(query).rowcount == 0:
        return False
    session.expire_all()
    return True


def used(session: Session, alliance: str, key: str) -> bool:
    """Tell whether anything of its alliance follows from a rule: an event, a turn or a visit.

    What rides on an event follows too. An event that was cancelled because its plan was taken back
    does not, unless somebody opened its sheet.
    """
    undone = func.coalesce(EventRow.why_date["code"].as_string(), "") == UNDONE
    event = exists().where(
        EventRow.owner == alliance,
        _keeps(key),
        or_(
            EventRow.status != EventStatus.CANCELLED,
            ~undone,
            exists().where(RegisterRow.uid == EventRow.uid),
        ),
    )
    others = (
        exists().where(table.alliance == alliance, table.rule == key)
        for table in (TurnEntryRow, TurnRequestRow, VisitRow)
    )
    return bool(session.scalar(select(or_(event, *others))))


def stands(session: Session, alliance: str, key: str, before: datetime) -> bool:
    """Tell whether an event that a rule has, or rides on, begins before an instant.

    One that is cancelled does not.
    """
    found = exists().where(
        EventRow.owner == alliance,
        _keeps(key),
        EventRow.status != EventStatus.CANCELLED,
        EventRow.start < before,
    )
    return bool(session.scalar(select(found)))


def _keeps(key: str) -> ColumnElement[bool]:
    """Ask for the events of a rule, and those on which one of its units rides."""
    rides = cast(EventRow.also, String).contains(_OF_RULE.format(key), autoescape=True)
    return or_(EventRow.rule == key, rides)


def _rule(row: RuleRow, former: Iterable[RuleVersionRow]) -> Rule:
    stands = Rule(
        key=row.key,
        type=row.type,
        owner=row.alliance,
        name=row.name,
        name_en=row.name_en,
        data=_object(row.data),
        tenure=Tenure(row.since, row.until),
        revision=row.revision,
        basis=row.basis,
    )
    versions = tuple(
        replace(
            stands,
            data=_object(version.data),
            tenure=Tenure(version.since, version.until),
            revision=version.revision,
            superseded=True,
        )
        for version in former
    )
    return replace(stands, former=versions) if versions else stands


def _object(data: object) -> dict[str, Any]:
    """Give the parameters; anything but an object holds none."""
    return data if isinstance(data, dict) else {}


def _columns(rule: Rule) -> dict[str, Any]:
    return {
        "alliance": rule.owner,
        "key": rule.key,
        "type": rule.type,
        "name": rule.name,
        "name_en": rule.name_en,
        "basis": rule.basis,
        "data": dict(rule.data),
        "since": rule.tenure.since,
        "until": rule.tenure.until,
        "revision": rule.revision,
    }


def _forget_versions(session: Session, rule: Rule) -> None:
    query = delete(RuleVersionRow).where(
        RuleVersionRow.alliance == rule.owner, RuleVersionRow.key == rule.key
    )
    session.execute(query)
