"""The workday calendar of the service: what ships with it under what was imported since."""

import json
from datetime import date, datetime

from scheduler.domain.errors import ForbiddenError, NoticeError
from scheduler.domain.moments import SHANGHAI
from scheduler.rules.calendar.notices import Notice, parse_notice, parse_notice_csv
from scheduler.rules.calendar.workdays import WorkdayCalendar, shipped_calendar
from scheduler.services.access import Action, Principal
from scheduler.store import Session, Store, ledger, roster
from scheduler.store import workdays as stored

FORMATS = (".json", ".csv")


def calendar(session: Session) -> WorkdayCalendar:
    """Give the shipped calendar under every imported notice."""
    return shipped_calendar().overlaid(stored.imported(session))


def import_notice(
    store: Store, content: bytes, suffix: str, *, by: Principal, now: datetime
) -> int:
    """Take over a notice (``.json`` or ``.csv``) and give its year.

    One that is in force already changes nothing; one older than that, or one that cannot be read,
    raises ``NoticeError``. Every alliance's plan then has to be looked at again.
    """
    if Action.ADMIN not in by.everywhere:
        raise ForbiddenError(action=Action.ADMIN.value)
    notice, given = _read(content, suffix.lower(), now.astimezone(SHANGHAI).date())
    with store.write() as session:
        before = calendar(session)
        after = before.with_notice(notice, given)
        if after is not before:
            known = next(each for each in after.years if each.notice.year == notice.year)
            stored.add(session, known, now)
            reached = [body.key for body in roster.alliances(session)]
            detail = {"year": notice.year, "state": known.state.value}
            entry = ledger.Entry(
                reached, "workdays", str(notice.year), "imported", known.revision, detail
            )
            ledger.append(session, [entry], by.id, now)
    return notice.year


def _read(content: bytes, suffix: str, today: date) -> tuple[Notice, date]:
    if suffix not in FORMATS:
        raise NoticeError(field="notice", reason="malformed", value=suffix)
    try:
        text = content.decode("utf-8-sig")
    except UnicodeDecodeError as problem:
        raise NoticeError(field="notice", reason="malformed", value="UTF-8") from problem
    if suffix == ".csv":
        return parse_notice_csv(text), today
    try:
        value = json.loads(text)
    except (ValueError, RecursionError) as problem:
        raise NoticeError(field="notice", reason="malformed", value="JSON") from problem
    notice = parse_notice(value)
    return notice, _given(value, today)


def _given(value: dict[str, object], today: date) -> date:
    """Read the day of the notice where the file names it; the format itself does not."""
    named = value.get("noticeDate")
    if named is None:
        return today
    try:
        return date.fromisoformat(str(named))
    except ValueError as problem:
        raise NoticeError(field="notice_date", reason="malformed", value=str(named)) from problem
