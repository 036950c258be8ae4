"""Queries on the seals of registers."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import insert, select

from scheduler.store.engine import Session
from scheduler.store.tables.attendance import SealRow


@dataclass(frozen=True, slots=True)
class Seal:
    """One seal of a register; ``code`` is the short form of ``digest`` that people compare."""

    version: int
    digest: str
    code: str
    head: str
    at: datetime
    actor: str


def add(session: Session, uid: str, seal: Seal) -> None:
    """Store a seal."""
    session.execute(insert(SealRow), [row_of(uid, seal)])


def row_of(uid: str, seal: Seal) -> dict[str, Any]:
    """Turn a seal into the columns of its row."""
    return {
        "uid": uid,
        "version": seal.version,
        "digest": seal.digest,
        "code": seal.code,
        "head": seal.head,
        "at": seal.at,
        "actor": seal.actor,
        "second_actor": "",
    }


def last(session: Session, uid: str) -> Seal | None:
    """Find the latest seal of a register."""
    query = select(SealRow).where(SealRow.uid == uid).order_by(SealRow.version.desc()).limit(1)
    row = session.scalars(query).first()
    if row is None:
        return None
    return Seal(row.version, row.digest, row.code, row.head, row.at, row.actor)
