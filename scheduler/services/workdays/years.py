"""The workday calendar of the service: what ships with it under what was imported since."""

from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta

from scheduler.domain.errors import (
    ForbiddenError,
    IncompleteNoticeError,
    NotFoundError,
    NoticeError,
)
from scheduler.domain.moments import SHANGHAI
from scheduler.rules.calendar.festivals import FIRST_YEAR, LAST_YEAR
from scheduler.rules.calendar.notice_files import NoticeFile, read_notice
from scheduler.rules.calendar.notices import Notice, check_announced
from scheduler.rules.calendar.workdays import (
    WorkdayCalendar,
    WorkdayYear,
    YearState,
    shipped_calendar,
)
from scheduler.services.access import Action, Principal
from scheduler.services.workdays.reach import NOTHING, Reach, reach_of
from scheduler.store import Session, Store, ledger, roster
from scheduler.store import workdays as stored

_DAY = timedelta(days=1)


@dataclass(frozen=True, slots=True)
class DayChange:
    """A date on which a notice turns a workday into a day off, or back."""

    day: date
    is_workday: bool
    name: str


@dataclass(frozen=True, slots=True)
class Outcome:
    """What importing a notice did or would do.

    ``changed`` is false where it is in force already. ``days`` are those that become off or
    worked. ``struck`` counts the published events on days that become off, ``tentative`` those
    that stay and no longer wait for a notice. ``missing`` are days off by law that the notice does
    not mention, ``overruled`` those that it makes workdays. What is before ``today`` is over.
    """

    known: WorkdayYear
    changed: bool
    days: tuple[DayChange, ...] = ()
    struck: Reach = NOTHING
    tentative: Reach = NOTHING
    missing: tuple[date, ...] = ()
    overruled: tuple[date, ...] = ()
    today: date = date.min

    @property
    def wants_check(self) -> bool:
        """Tell whether somebody must say that the days off by law were checked."""
        return self.changed and bool(self.missing or self.overruled)

    @property
    def years(self) -> tuple[int, ...]:
        """Give the years whose plans the notice may change: of its events and its days to come."""
        found = {*self.struck.years, *self.tentative.years}
        found |= {each.day.year for each in self.days if each.day >= self.today}
        return tuple(sorted(found or {self.known.notice.year}))


@dataclass(frozen=True, slots=True)
class YearSeen:
    """One year with the calendar that shows it, and the revisions that can be shown instead.

    ``known`` is the notice in force or of the revision asked for, None while none is in.
    """

    year: int
    state: YearState
    known: WorkdayYear | None
    calendar: WorkdayCalendar
    revisions: tuple[WorkdayYear, ...] = ()


def calendar(session: Session) -> WorkdayCalendar:
    """Give the shipped calendar under every imported notice, and what held before each import."""
    earlier: list[tuple[date, WorkdayCalendar]] = []
    held = shipped_calendar()
    for each in stored.imported(session):
        after = held.overlaid([each.known])
        if after != held:
            earlier.append((each.at.astimezone(SHANGHAI).date(), held))
        held = after
    return replace(held, earlier=tuple(earlier))


def preview(store: Store, file: NoticeFile, *, by: Principal, now: datetime) -> Outcome:
    """Tell what importing a notice would do, and change nothing."""
    _require_admin(by)
    notice, given = _read(file, now)
    with store.read() as session:
        return _outcome(session, notice, given, now)[0]


def import_notice(
    store: Store, file: NoticeFile, *, by: Principal, now: datetime, checked: bool = False
) -> Outcome:
    """Take over a notice and tell what that did.

    One that is in force already changes nothing; one older than that, or one that cannot be read,
    raises ``NoticeError``; one that leaves out days off by law, or makes workdays of some, and was
    not ``checked`` raises ``IncompleteNoticeError``. Every alliance's plan then has to be looked at
    again.
    """
    _require_admin(by)
    notice, given = _read(file, now)
    with store.write() as session:
        outcome, after = _outcome(session, notice, given, now)
        if outcome.wants_check and not checked:
            told = {"days": outcome.missing, "worked": outcome.overruled}
            raise IncompleteNoticeError(field="checked", year=str(notice.year), **told)
        if outcome.changed:
            known = outcome.known
            stored.add(session, known, now)
            reached = [body.key for body in roster.alliances(session)]
            detail = {"year": notice.year, "state": after.state(notice.year).value}
            entry = ledger.Entry(
                reached, "workdays", str(notice.year), "imported", known.revision, detail
            )
            ledger.append(session, [entry], by.id, now)
    return outcome


def years(store: Store, today: date) -> tuple[YearSeen, ...]:
    """List the known years and the next one, the latest first."""
    with store.read() as session:
        whole = calendar(session)
    wanted = {known.notice.year for known in whole.years} | {today.year, today.year + 1}
    return tuple(_seen(whole, year) for year in sorted(wanted, reverse=True))


def year(store: Store, number: int, revision: int | None = None) -> YearSeen:
    """Show one year, as an older revision had it where one is named."""
    if not FIRST_YEAR <= number <= LAST_YEAR:
        raise NotFoundError(entity="workdays", key=str(number))
    with store.read() as session:
        whole = calendar(session)
        imports = [each.known for each in stored.imported(session)]
    shipped = [known for known in shipped_calendar().years if known.notice.year == number]
    # An imported revision stands for a shipped one of the same number.
    revisions = {
        known.revision: known for known in (*shipped, *imports) if known.notice.year == number
    }
    seen = replace(
        _seen(whole, number), revisions=tuple(revisions[key] for key in sorted(revisions))
    )
    if revision is None or (seen.known is not None and seen.known.revision == revision):
        return seen
    if revision not in revisions:
        raise NotFoundError(entity="workdays", key=f"{number} {revision}")
    old = revisions[revision]
    others = tuple(known for known in whole.years if known.notice.year != number)
    return replace(seen, state=old.state, known=old, calendar=replace(whole, years=(*others, old)))


def _seen(whole: WorkdayCalendar, number: int) -> YearSeen:
    known = next((known for known in whole.years if known.notice.year == number), None)
    return YearSeen(number, whole.state(number), known, whole)


def _require_admin(by: Principal) -> None:
    if Action.ADMIN not in by.everywhere:
        raise ForbiddenError(action=Action.ADMIN.value)


def _read(file: NoticeFile, now: datetime) -> tuple[Notice, date]:
    notice, given = read_notice(file)
    today = now.astimezone(SHANGHAI).date()
    if notice.year > today.year + 1:
        raise _refusal("year", "future", str(notice.year), last=today.year + 1)
    if given is not None and given > today:
        raise _refusal("notice_date", "early", given.isoformat())
    return notice, given or today


def _refusal(field: str, reason: str, value: str, **more: object) -> NoticeError:
    place = {"code": "notice.field", "fields": {"field": field}}
    return NoticeError(field=field, place=place, reason=reason, value=value, **more)


def _outcome(
    session: Session, notice: Notice, given: date, now: datetime
) -> tuple[Outcome, WorkdayCalendar]:
    before = calendar(session)
    check_announced(notice)
    after = before.with_notice(notice, given)
    known = next(each for each in after.years if each.notice.year == notice.year)
    if after is before:
        return Outcome(known, changed=False), after
    numbers = [
        each.known.revision
        for each in stored.imported(session)
        if each.known.notice.year == notice.year
    ]
    # What ships with a later release may have taken the place of what was imported before.
    known = replace(known, revision=max([known.revision, *(number + 1 for number in numbers)]))
    days = _changes(before, after, notice.year)
    off = [change.day for change in days if not change.is_workday]
    bodies = {body.key: body for body in roster.alliances(session)}
    struck = stored.coming_on(session, off, now)
    return (
        Outcome(
            known,
            changed=True,
            days=days,
            struck=reach_of(struck, bodies),
            tentative=reach_of(_firm(session, before, after, notice.year), bodies, without=struck),
            missing=notice.missing,
            overruled=notice.overruled,
            today=now.astimezone(SHANGHAI).date(),
        ),
        after,
    )


def _changes(before: WorkdayCalendar, after: WorkdayCalendar, number: int) -> tuple[DayChange, ...]:
    """List the days of the year and of the December before whose work changes."""
    first, last = date(number - 1, 12, 1), date(number, 12, 31)
    span = (first + offset * _DAY for offset in range((last - first).days + 1))
    return tuple(
        DayChange(day, after.is_workday(day), after.name(day) or "")
        for day in span
        if before.is_workday(day) != after.is_workday(day)
    )


def _firm(
    session: Session, before: WorkdayCalendar, after: WorkdayCalendar, number: int
) -> tuple[stored.Touched, ...]:
    """List the tentative events of the span that the notice decides."""
    if before.state(number) is not YearState.PROVISIONAL:
        return ()
    last_open = date(number, 12, 31)
    while after.is_provisional(last_open):
        last_open -= _DAY
    return stored.tentative(session, date(number - 1, 12, 1), last_open + _DAY)
