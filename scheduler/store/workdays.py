"""Queries on imported holiday notices: rows to values and back."""

from datetime import date, datetime

from sqlalchemy import select

from scheduler.rules.calendar.notices import Notice, NoticeDay
from scheduler.rules.calendar.workdays import WorkdayYear
from scheduler.store.engine import Session
from scheduler.store.tables.planning import WorkdayNoticeRow


def imported(session: Session) -> tuple[WorkdayYear, ...]:
    """List the imported notices by year and revision, the latest of each year last."""
    query = select(WorkdayNoticeRow).order_by(WorkdayNoticeRow.year, WorkdayNoticeRow.revision)
    return tuple(_year(row) for row in session.scalars(query))


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


def _year(row: WorkdayNoticeRow) -> WorkdayYear:
    days = tuple(
        NoticeDay(date.fromisoformat(day), bool(is_workday), name)
        for day, is_workday, name in row.days
    )
    return WorkdayYear(Notice(row.year, days, tuple(row.papers)), row.notice_date, row.revision)
