"""When, where and for whom events are, read apart from all else that their rows hold."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any
from zoneinfo import ZoneInfo

from sqlalchemy import Row, Select, select

from scheduler.domain.moments import SHANGHAI
from scheduler.store import legible
from scheduler.store.engine import Session
from scheduler.store.event_values import EDGES
from scheduler.store.tables.events import EventAllianceRow, EventRow

_PART = 5_000  # SQLite limits the values in one statement
_COLUMNS = (
    *(EventRow.uid, EventRow.version, EventRow.kind, EventRow.start),
    *(EventRow.host, EventRow.venue, EventRow.co_hosts),
)
_TEXT = (str, type(None))


@dataclass(frozen=True, slots=True)
class Placing:
    """What decides whom one event concerns, at one version of its row."""

    uid: str
    version: int
    kind: str
    start: datetime
    host: str | None
    venue: str | None
    co_hosts: tuple[str, ...]
    alliances: tuple[str, ...]

    def day(self, zone: ZoneInfo = SHANGHAI) -> date:
        """Give the local date on which the event starts."""
        return self.start.astimezone(zone).date()


def of(session: Session, query: Select[EventRow]) -> dict[str, Placing | None]:
    """Give the placing of each event, by UID, in the order of the query.

    None stands for one that cannot be read; what else is damaged in a row is in nobody's way.
    """
    uids, rows = _read(session, query)
    alliances: dict[str, list[str]] = {uid: [] for uid in uids}
    links = select(EventAllianceRow.uid, EventAllianceRow.alliance).where(
        EventAllianceRow.uid.in_(query.with_only_columns(EventRow.uid))
    )
    for uid, alliance in session.execute(links):
        if uid in alliances:  # an event may have come between the two queries
            alliances[uid].append(alliance)
    found: dict[str, Placing | None] = dict.fromkeys(uids)
    found |= {row.uid: _placing(row, alliances[row.uid]) for row in rows}
    return found


def _read(session: Session, query: Select[EventRow]) -> tuple[list[str], Sequence[Any]]:
    try:
        rows = session.execute(query.with_only_columns(*_COLUMNS)).all()
    except Exception as error:
        if not legible.is_of_values(error):
            raise
    else:
        return [row.uid for row in rows], rows
    uids = list(session.scalars(query.with_only_columns(EventRow.uid)))
    parts = (uids[start : start + _PART] for start in range(0, len(uids), _PART))
    return uids, [row for part in parts for row in _by_uid(session, part)]


def _by_uid(session: Session, uids: Sequence[str]) -> list[Any]:
    """Read rows together, and those among which one cannot be read in halves."""
    try:
        return list(session.execute(select(*_COLUMNS).where(EventRow.uid.in_(uids))))
    except Exception as error:
        if not legible.is_of_values(error):
            raise
    half = len(uids) // 2
    return _by_uid(session, uids[:half]) + _by_uid(session, uids[half:]) if half else []


def _placing(row: Row[Any], alliances: Iterable[str]) -> Placing | None:
    first, last = EDGES
    texts = (row.kind, row.host, row.venue)
    listed = isinstance(row.co_hosts, list)
    if not (listed and all(isinstance(each, _TEXT) for each in (*texts, *row.co_hosts))):
        return None
    if not first < row.start < last:
        return None
    return Placing(
        uid=row.uid,
        version=row.version,
        kind=row.kind,
        start=row.start,
        host=row.host,
        venue=row.venue,
        co_hosts=tuple(row.co_hosts),
        alliances=tuple(sorted(alliances)),
    )
