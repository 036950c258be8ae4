from dataclasses import replace
from datetime import date, timedelta

import chinese_calendar
import holidays
import pytest
from hypothesis import given
from hypothesis import strategies as st

from scheduler.domain.errors import NoticeError
from scheduler.rules.calendar.festivals import statutory_days
from scheduler.rules.calendar.notices import Notice, NoticeDay
from scheduler.rules.calendar.workdays import (
    WorkdayCalendar,
    WorkdayYear,
    YearState,
    shipped_calendar,
)

DAY = timedelta(days=1)
KNOWN_YEARS = range(2009, 2027)
UNKNOWN = WorkdayCalendar()
NOTICE_2027 = Notice(
    2027,
    (
        NoticeDay(date(2026, 12, 31), is_workday=False, name="元旦"),
        NoticeDay(date(2027, 1, 1), is_workday=False, name="元旦"),
        NoticeDay(date(2027, 1, 9), is_workday=True, name="元旦"),
    ),
)
GIVEN = date(2026, 11, 25)

days = st.dates(date(2008, 6, 1), date(2029, 6, 1))
counts = st.integers(-40, 40)
calendars = st.sampled_from(
    [UNKNOWN, shipped_calendar(), shipped_calendar().with_notice(NOTICE_2027, GIVEN)]
)


def days_of(year: int) -> list[date]:
    return [date(year, 1, 1) + offset * DAY for offset in range(366 - (year % 4 > 0))]


@pytest.mark.parametrize("year", KNOWN_YEARS)
def test_shipped_years_agree_with_chinesecalendar(year: int) -> None:
    calendar = shipped_calendar()

    assert [day for day in days_of(year) if calendar.is_workday(day)] == [
        day for day in days_of(year) if chinese_calendar.is_workday(day)
    ]


@pytest.mark.parametrize("year", KNOWN_YEARS)
def test_shipped_years_agree_with_holidays(year: int) -> None:
    other = holidays.country_holidays("CN", years=[year, year + 1])
    calendar = shipped_calendar()

    assert [day for day in days_of(year) if calendar.is_workday(day)] == [
        day for day in days_of(year) if other.is_working_day(day)
    ]


def test_shipped_years_are_announced_and_three_are_amended() -> None:
    calendar = shipped_calendar()
    states = {year: calendar.state(year) for year in range(2008, 2028)}

    assert [year for year, state in states.items() if state == YearState.PROVISIONAL] == [
        2008,
        2027,
    ]
    assert [year for year, state in states.items() if state == YearState.AMENDED] == [
        2015,
        2019,
        2020,
    ]


@given(calendars, days, counts)
def test_added_workdays_are_counted_back(calendar: WorkdayCalendar, day: date, count: int) -> None:
    reached = calendar.add_workdays(day, count)
    passed = (
        calendar.workdays_between(day + DAY, reached + DAY)
        if count >= 0
        else calendar.workdays_between(reached, day)
    )

    assert len(passed) == abs(count)
    assert reached in (passed[0], passed[-1]) if passed else reached == day


@given(calendars, days, st.integers(0, 30), counts)
def test_adding_workdays_never_turns_the_order_of_days(
    calendar: WorkdayCalendar, day: date, later: int, count: int
) -> None:
    reached = calendar.add_workdays(day, count)

    assert reached <= calendar.add_workdays(day + later * DAY, count)
    assert reached < calendar.add_workdays(day, count + 1)


@given(calendars, days)
def test_the_neighbouring_workdays_have_none_between(calendar: WorkdayCalendar, day: date) -> None:
    before, after, nearest = calendar.previous(day), calendar.next(day), calendar.nearest(day)

    assert before <= day <= after
    assert set(calendar.workdays_between(before, after + DAY)) == {before, after}
    assert nearest == min((before, after), key=lambda other: (abs(other - day), other))


@given(calendars, days)
def test_provisional_days_obey_the_guard(calendar: WorkdayCalendar, day: date) -> None:
    near = {day + offset * DAY for offset in range(-5, 6)}
    statutory = {off for year in range(day.year - 1, day.year + 2) for off in statutory_days(year)}
    guarded = calendar.is_provisional(day) and bool(near & statutory)

    assert calendar.is_guarded(day) == guarded
    away = min((abs(other - day) // DAY for other in near & statutory), default=6)
    assert calendar.guard_depth(day) == (6 - away if guarded else 0)
    assert calendar.allowed(day) == (calendar.is_workday(day) and not guarded)


@given(calendars, days)
def test_every_day_has_one_meaning(calendar: WorkdayCalendar, day: date) -> None:
    off, makeup = calendar.is_holiday(day), calendar.is_makeup(day)
    plain = not off and not makeup

    assert calendar.is_workday(day) == (makeup or (plain and day.weekday() < 5))
    assert (calendar.name(day) is None) == plain
    assert not (off and makeup)


def test_the_guard_would_have_avoided_every_forced_move_but_two_days() -> None:
    moved = [
        day
        for year in KNOWN_YEARS
        for day in days_of(year)
        if UNKNOWN.allowed(day) and not shipped_calendar().is_workday(day)
    ]

    assert moved == [date(2015, 9, 3), date(2015, 9, 4)]


@pytest.mark.parametrize("year", KNOWN_YEARS)
def test_no_allowed_day_of_a_known_year_is_lost_by_the_next_notice(year: int) -> None:
    known = tuple(entry for entry in shipped_calendar().years if entry.notice.year <= year)
    before = WorkdayCalendar(known)

    lost = [
        day
        for day in days_of(year)
        if before.allowed(day) and not shipped_calendar().is_workday(day)
    ]

    assert lost == []


def test_late_december_waits_for_the_notice_of_the_next_year() -> None:
    before = shipped_calendar()
    after = before.with_notice(NOTICE_2027, GIVEN)
    december = [date(2026, 12, day) for day in range(24, 32)]

    assert [day.day for day in december if before.is_provisional(day)] == [27, 28, 29, 30, 31]
    assert [day.day for day in december if before.allowed(day)] == [24, 25]
    assert [day.day for day in december if after.is_provisional(day)] == []
    assert [day.day for day in december if after.allowed(day)] == [24, 25, 28, 29, 30]


@given(st.dates(date.min + DAY, date.max - DAY))
def test_a_day_outside_the_known_years_never_raises(day: date) -> None:
    calendar = shipped_calendar()

    assert calendar.is_provisional(day) or day.year in KNOWN_YEARS
    assert isinstance(calendar.allowed(day), bool)
    assert isinstance(calendar.adjacent_to_holiday(day), bool)


def test_the_last_day_of_dates_has_a_guard_as_well() -> None:
    assert (UNKNOWN.is_guarded(date.min), UNKNOWN.is_guarded(date.max)) == (True, True)


def test_days_beside_a_festival_are_told_from_days_beside_a_weekend() -> None:
    calendar = shipped_calendar()
    week = [date(2026, 10, day) for day in range(7, 13)]

    assert [day.day for day in week if calendar.adjacent_to_holiday(day)] == [7, 8]
    assert calendar.adjacent_to_holiday(date(2026, 9, 30))
    assert (calendar.is_makeup(date(2026, 10, 10)), calendar.name(date(2026, 10, 10))) == (
        True,
        "国庆节",
    )


@given(st.sampled_from(KNOWN_YEARS), days)
def test_a_notice_leaves_other_years_as_they_were(year: int, day: date) -> None:
    whole = shipped_calendar()
    known = next(entry for entry in whole.years if entry.notice.year == year)
    without = WorkdayCalendar(tuple(entry for entry in whole.years if entry is not known))
    again = without.with_notice(known.notice, known.notice_date)

    assert again.revision == without.revision + 1
    assert again.is_workday(day) == whole.is_workday(day)
    if day.year not in (year, year - 1):
        assert without.is_workday(day) == again.is_workday(day)
        assert without.state(day.year) == again.state(day.year)


def test_a_notice_announces_its_year() -> None:
    calendar = shipped_calendar().with_notice(NOTICE_2027, GIVEN)

    assert calendar.state(2027) == YearState.ANNOUNCED
    assert calendar.years[-1] == WorkdayYear(NOTICE_2027, GIVEN)
    assert calendar.revision == shipped_calendar().revision + 1
    assert not calendar.is_workday(date(2026, 12, 31))
    assert calendar.is_workday(date(2027, 1, 9))
    # The days off by law stand even where a notice does not mention them.
    assert not calendar.is_workday(date(2027, 10, 1))


def test_importing_a_notice_twice_is_importing_it_once() -> None:
    once = shipped_calendar().with_notice(NOTICE_2027, GIVEN)

    assert once.with_notice(NOTICE_2027, GIVEN) is once
    assert once.with_notice(NOTICE_2027, GIVEN + DAY) is once
    assert once.with_notice(NOTICE_2027, GIVEN - DAY) is once


def test_a_notice_without_days_announces_nothing() -> None:
    calendar = shipped_calendar()

    assert calendar.with_notice(Notice(2027), GIVEN) is calendar
    assert calendar.with_notice(Notice(2026), GIVEN) is calendar


def test_a_later_notice_amends_its_year() -> None:
    once = shipped_calendar().with_notice(NOTICE_2027, GIVEN)
    amendment = Notice(2027, NOTICE_2027.days[1:])
    twice = once.with_notice(amendment, GIVEN + DAY)

    assert twice.state(2027) == YearState.AMENDED
    assert twice.years == (*shipped_calendar().years, WorkdayYear(amendment, GIVEN + DAY, 2))
    assert twice.is_workday(date(2026, 12, 31))
    assert twice.revision == once.revision + 1


def test_a_notice_older_than_the_one_in_force_is_refused() -> None:
    once = shipped_calendar().with_notice(NOTICE_2027, GIVEN)

    with pytest.raises(NoticeError) as refused:
        once.with_notice(Notice(2027, NOTICE_2027.days[1:]), GIVEN - DAY)

    assert refused.value.fields == {
        "field": "notice_date",
        "place": {"code": "notice.field", "fields": {"field": "notice_date"}},
        "reason": "outdated",
        "value": "2026-11-24",
        "known": "2026-11-25",
    }


def test_stored_years_lie_over_the_shipped_ones_unless_these_are_later() -> None:
    shipped = shipped_calendar()
    last = shipped.years[-1]
    stored = WorkdayYear(NOTICE_2027, GIVEN)
    corrected = WorkdayYear(Notice(2026, last.notice.days[1:]), last.notice_date, 2)
    stale = WorkdayYear(corrected.notice, last.notice_date - DAY)

    assert shipped.overlaid([stored, stale]) == WorkdayCalendar((*shipped.years, stored))
    assert shipped.overlaid([corrected]) == WorkdayCalendar((*shipped.years[:-1], corrected))


def test_the_later_year_decides_a_day_that_two_notices_name() -> None:
    day = date(2026, 12, 31)
    own = Notice(2026, (NoticeDay(day, is_workday=True, name="元旦"),))
    years = (WorkdayYear(NOTICE_2027, GIVEN), WorkdayYear(own, GIVEN + DAY))

    assert not WorkdayCalendar(years).is_workday(day)
    assert WorkdayCalendar(years) == WorkdayCalendar(years[::-1])


@given(days, st.integers(0, 30), st.integers(0, 10))
def test_no_later_notice_shortens_a_term(day: date, count: int, later: int) -> None:
    before = shipped_calendar()
    ended = day + later * DAY
    after = before.with_notice(NOTICE_2027, GIVEN)
    amended = replace(after, earlier=((ended, before),))

    assert amended.term_end(day, count) == max(
        before.add_workdays(day, count), after.add_workdays(day, count)
    )


def test_a_term_that_begins_after_a_notice_knows_that_notice_alone() -> None:
    saturday = NoticeDay(date(2027, 1, 9), is_workday=True, name="元旦")
    after = UNKNOWN.with_notice(Notice(2027, (saturday,)), GIVEN)
    sunday = date(2027, 1, 3)
    amended = replace(after, earlier=((sunday, UNKNOWN),))

    assert amended.term_end(sunday, 6) == date(2027, 1, 11)
    assert amended.term_end(sunday + DAY, 5) == saturday.day


def test_what_held_before_goes_along_when_a_notice_comes() -> None:
    before = replace(UNKNOWN, earlier=((GIVEN, shipped_calendar()),))

    assert before.with_notice(NOTICE_2027, GIVEN).earlier == before.earlier
    assert before.overlaid([WorkdayYear(NOTICE_2027, GIVEN)]).earlier == before.earlier
