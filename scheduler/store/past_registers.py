"""Registers of the past written in bulk, with all that they held when they were sealed."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from scheduler.domain.attendance.chain import Link
from scheduler.domain.attendance.values import Mark, RegisterState
from scheduler.store import bulk
from scheduler.store.attendance import Listed, line_row, mark_row, op_row
from scheduler.store.base import Base
from scheduler.store.engine import Session
from scheduler.store.seals import Seal, row_of
from scheduler.store.tables.attendance import (
    MarkRow,
    OpRow,
    RegisterRow,
    RosterLineRow,
    SealRow,
)


@dataclass(frozen=True, slots=True)
class PastRegister:
    """A sealed register: its roster, its chained operations, its marks and its only seal."""

    uid: str
    opened_at: datetime
    roster: tuple[Listed, ...]
    links: tuple[Link, ...]
    marks: tuple[Mark, ...]
    seal: Seal


def add(session: Session, past: Sequence[PastRegister]) -> None:
    """Store registers of the past."""
    rows = {
        RegisterRow: [_register_row(each) for each in past],
        RosterLineRow: [line_row(each.uid, line) for each in past for line in each.roster],
        OpRow: [op_row(link, seq) for each in past for seq, link in enumerate(each.links, 1)],
        MarkRow: [mark_row(each.uid, mark) for each in past for mark in each.marks],
        SealRow: [row_of(each.uid, each.seal) for each in past],
    }
    for table, values in rows.items():
        bulk.insert_rows(session, Base.metadata.tables[table.__tablename__], values)


def _register_row(past: PastRegister) -> dict[str, object]:
    return {
        "uid": past.uid,
        "state": RegisterState.SEALED.value,
        "opened_at": past.opened_at,
        "confirmed_at": past.seal.at,
        "head": past.seal.head,
        "op_seq": len(past.links),
        "version": 1,
        "minutes": {},
    }
