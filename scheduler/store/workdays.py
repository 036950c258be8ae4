"""Queries on imported holiday notices, and on the events that a change of days off strikes."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import NamedTuple

from sqlalchemy import Select, and_, or_, select

from scheduler.domain.moments import SHANGHAI
from scheduler.rules.calendar.notices import Notice, NoticeDay
from scheduler.rules.calendar.workdays import WorkdayYear
from scheduler.store.engine import Session
from scheduler.store.tables.events import EventAllianceRow, EventRow
from scheduler.store.tables.planning import WorkdayNoticeRow

_DAY = timedelta(days=1)


@dataclass(frozen=True, slots=True)
class Imported:
    """A notice that was imported, and when."""

    known: WorkdayYear
    at: datetime


class Touched(NamedTuple):
    """An event in the calendar of an alliance; a joint one stands in several."""

    alliance: str
    uid: str
    start: datetime


def imported(session: Session) -> tuple[Imported, ...]:
    """List the imported notices in the order in which they came."""
    query = select(WorkdayNoticeRow).order_by(
        WorkdayNoticeRow.imported_at, WorkdayNoticeRow.year, WorkdayNoticeRow.revision
    )
    return tuple(Imported(_year(row), row.imported_at) for row in session.scalars(query))


def add(session: Session, known: WorkdayYear, now: datetime) -> None:
    """Keep a notice as a further revision of its year."""
    notice = known.notice
    session.add(
        WorkdayNoticeRow(
            year=notice.year,
            revision=known.revision,
            notice_date=known.notice_date,
            papers=list(notice.papers),
            days=[[each.day.isoformat(), each.is_workday, each.name] for each in notice.days],
            imported_at=now,
        )
    )


def coming_on(session: Session, days: Iterable[date], now: datetime) -> tuple[Touched, ...]:
    """List the published events to come that take place on one of the days, by alliance."""
    spans = [
        and_(EventRow.start < _midnight(day + _DAY), EventRow.end > _midnight(day))
        for day in sorted(set(days))
    ]
    if not spans:
        return ()
    return _touched(session, _PUBLISHED.where(EventRow.start > now, or_(*spans)))


def tentative(session: Session, start: date, end: date) -> tuple[Touched, ...]:
    """List the published events in [start, end) that wait for a notice, by alliance."""
    query = _PUBLISHED.where(
        EventRow.tentative.is_(True),
        EventRow.start >= _midnight(start),
        EventRow.start < _midnight(end),
    )
    return _touched(session, query)


_PUBLISHED = (
    select(EventAllianceRow.alliance, EventRow.uid, EventRow.start)
    .join(EventRow, EventRow.uid == EventAllianceRow.uid)
    .where(EventRow.status == "published")
    .order_by(EventAllianceRow.alliance, EventRow.start, EventRow.uid)
)


def _touched(session: Session, query: Select[str, str, datetime]) -> tuple[Touched, ...]:
    rows = session.execute(query)
    return tuple(Touched(alliance, uid, start) for alliance, uid, start in rows)


def _midnight(day: date) -> datetime:
    return datetime(day.year, day.month, day.day, tzinfo=SHANGHAI)


def _year(row: WorkdayNoticeRow) -> WorkdayYear:
    days = tuple(
        NoticeDay(date.fromisoformat(day), bool(is_workday), name)
        for day, is_workday, name in row.days
    )
    return WorkdayYear(Notice(row.year, days, tuple(row.papers)), row.notice_date, row.revision)
