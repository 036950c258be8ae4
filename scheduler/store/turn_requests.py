"""Queries on requests about turns: rows to values and back."""

from collections.abc import Iterable, Iterator
from fractions import Fraction
from typing import Any

from sqlalchemy import Select, or_, select, update

from scheduler.domain.turn_request import OPEN, RequestState, TurnAct, TurnRequest
from scheduler.store.engine import Session
from scheduler.store.tables.planning import TurnRequestRow

_OPEN = sorted(OPEN)


def value(row: TurnRequestRow) -> TurnRequest:
    """Turn a row into its value."""
    return TurnRequest(
        id=row.id,
        alliance=row.alliance,
        rule=row.rule,
        act=TurnAct(row.act),
        member=row.member,
        reason=row.reason,
        asked_by=row.asked_by,
        asked_at=row.asked_at,
        uid=row.uid,
        other_uid=row.other_uid,
        other=row.other,
        amount=Fraction(row.amount),
        state=RequestState(row.state),
        member_agreed_by=row.member_agreed_by,
        other_agreed_by=row.other_agreed_by,
        settled_at=row.settled_at,
        settled_by=row.settled_by,
    )


def get(session: Session, request_id: str) -> TurnRequest | None:
    """Find a request by its id, as it is stored now."""
    return next(
        _found(session, select(TurnRequestRow).where(TurnRequestRow.id == request_id)), None
    )


def add(session: Session, request: TurnRequest) -> None:
    """Store a new request."""
    session.add(TurnRequestRow(**_columns(request)))
    session.flush()


def rewrite(session: Session, request: TurnRequest) -> None:
    """Write a request over its row."""
    session.execute(
        update(TurnRequestRow).where(TurnRequestRow.id == request.id).values(**_columns(request))
    )


def waiting(session: Session, uids: Iterable[str]) -> tuple[TurnRequest, ...]:
    """Find the open requests that concern one of these events."""
    wanted = sorted(set(uids))
    query = select(TurnRequestRow).where(
        TurnRequestRow.state.in_(_OPEN),
        or_(TurnRequestRow.uid.in_(wanted), TurnRequestRow.other_uid.in_(wanted)),
    )
    return tuple(_found(session, query.order_by(TurnRequestRow.id)))


def unsettled(session: Session, alliances: Iterable[str]) -> tuple[TurnRequest, ...]:
    """List the requests of these alliances that are open, by id."""
    query = select(TurnRequestRow).where(
        TurnRequestRow.state.in_(_OPEN), TurnRequestRow.alliance.in_(sorted(set(alliances)))
    )
    return tuple(_found(session, query.order_by(TurnRequestRow.id)))


def listed(session: Session, alliances: Iterable[str]) -> tuple[TurnRequest, ...]:
    """List the requests of these alliances by id."""
    query = select(TurnRequestRow).where(TurnRequestRow.alliance.in_(sorted(set(alliances))))
    return tuple(_found(session, query.order_by(TurnRequestRow.id)))


def _found(session: Session, query: Select[TurnRequestRow]) -> Iterator[TurnRequest]:
    # A row that this session has seen before may have been changed by another one meanwhile.
    rows = session.scalars(query, execution_options={"populate_existing": True})
    return iter([value(row) for row in rows])


def _columns(request: TurnRequest) -> dict[str, Any]:
    return {
        "id": request.id,
        "alliance": request.alliance,
        "rule": request.rule,
        "act": request.act.value,
        "uid": request.uid,
        "other_uid": request.other_uid,
        "member": request.member,
        "other": request.other,
        "amount": str(request.amount),
        "reason": request.reason,
        "state": request.state.value,
        "asked_by": request.asked_by,
        "asked_at": request.asked_at,
        "member_agreed_by": request.member_agreed_by,
        "other_agreed_by": request.other_agreed_by,
        "settled_at": request.settled_at,
        "settled_by": request.settled_by,
    }
