from dataclasses import replace
from datetime import date

import pytest

from scheduler.domain.activity import Event, EventStatus, UnitKey
from scheduler.domain.roster import Tenure
from scheduler.domain.visit import Visit
from scheduler.rules.inputs import Past
from scheduler.rules.language.carrying import partners, reckoned_from
from scheduler.rules.model import Rule
from tests.rules.promises import event, plan_input, quota, rule, units

NEXT_YEAR = {"start": date(2027, 1, 1), "end": date(2028, 1, 1), "today": date(2027, 1, 1)}
SINCE = replace(quota(late="carry"), tenure=Tenure(date(2026, 1, 1)))
SHARED = rule("credit", {"share": [["promise", "days"], ["other", "more"]]}, "credits")


def owed(made: Rule, period: str, **world: object) -> list[int]:
    found = units(made, **(NEXT_YEAR | world))
    return [unit.key.ordinal for unit in found if unit.key.period == period]


def held(quarter: int, status: EventStatus = EventStatus.HELD) -> Event:
    unit = UnitKey("promise", "body:a", f"2026-Q{quarter}")
    return event(date(2026, quarter * 3 - 1, 3), unit, status=status)


def test_a_debt_is_carried_over_the_end_of_the_year() -> None:
    assert owed(SINCE, "2027-Q1", today=date(2026, 12, 31)) == [1]
    assert owed(SINCE, "2027-Q1") == [1, 2, 3, 4, 5]
    assert owed(SINCE, "2027-Q2") == [1]
    assert owed(SINCE, "2027-Q2", today=date(2027, 4, 1)) == [1, 2, 3, 4, 5, 6]
    assert owed(SINCE, "2026-Q4") == []


def test_what_was_kept_in_an_earlier_year_is_carried_no_more() -> None:
    gone = held(4, status=EventStatus.CANCELLED)
    assert owed(SINCE, "2027-Q1", past=Past((held(1), held(3), gone))) == [1, 2, 3]
    assert owed(SINCE, "2027-Q1", past=Past((held(1),)), events=(held(1), held(4))) == [1, 2, 3]


def test_the_second_of_two_that_were_kept_counts_as_well() -> None:
    twice = UnitKey("promise", "body:a", "2026-Q2", "", 2)
    third = UnitKey("promise", "body:a", "2026-Q1", "", 3)
    past = Past(tuple(event(date(2026, 5, 6), key) for key in (twice, third)))
    assert owed(SINCE, "2027-Q1", past=past) == [1, 2, 3]


def test_what_was_waived_is_not_carried() -> None:
    waived = frozenset({"promise/body:a/2026-Q2//1", "other/body:a/2026-Q1//1"})
    assert owed(SINCE, "2027-Q1", waived=waived) == [1, 2, 3, 4]


def test_an_event_made_by_hand_keeps_the_promise_of_its_day() -> None:
    by_hand = (
        event(date(2026, 2, 3)),
        event(date(2026, 5, 6), status=EventStatus.CANCELLED),
        event(date(2026, 8, 5), kind="salon"),
        event(date(2026, 11, 4), owner="b", alliances=("b",)),
        event(date(2026, 11, 5), kind="salon", theme="council"),
    )
    assert owed(SINCE, "2027-Q1", past=Past(by_hand)) == [1, 2, 3]


@pytest.mark.parametrize(("other", "count"), [("days", 4), ("strange", 5)])
def test_an_event_of_a_rule_that_shares_keeps_the_promise_too(other: str, count: int) -> None:
    shared = event(date(2026, 2, 3), UnitKey(other, "body:a", "2026-02"))
    source = plan_input(SINCE, SHARED)
    found = owed(SINCE, "2027-Q1", rules=source.rules, past=Past((shared,)))
    assert len(found) == count


def test_what_rides_on_another_rule_is_kept_by_the_events_of_that_one() -> None:
    riding = replace(SINCE, data={**SINCE.data, "with": "alliance_day"})
    day = event(date(2026, 2, 3), UnitKey("alliance_day", "body:a", "2026-02"), kind="day")
    assert owed(riding, "2027-Q1", past=Past((day,))) == [1, 2, 3, 4]
    assert partners(riding, [SHARED]) == {"alliance_day", "days"}


def test_visits_keep_what_is_listed() -> None:
    listed = replace(SINCE, data={**SINCE.data, "output": "visit"})
    visits = tuple(
        Visit(f"v{month}", alliance, "promise", "body:a", date(2026, month, 2))
        for month, alliance in ((1, "a"), (2, "a"), (5, "a"), (8, "b"))
    )
    assert owed(listed, "2027-Q1", past=Past(visits=visits)) == [1, 2, 3]


def test_without_a_first_day_debts_are_counted_from_the_first_recorded_year() -> None:
    plain = quota(late="carry")
    assert owed(plain, "2027-Q1") == [1]
    assert owed(plain, "2027-Q1", past=Past(since={"b": date(2025, 3, 4)})) == [1]
    assert len(owed(plain, "2027-Q1", past=Past(since={"a": date(2025, 3, 4)}))) == 9
    assert owed(plain, "2027-Q1", past=Past(since={"a": date(2027, 3, 4)})) == [1]
    later = plan_input(plain, past=Past(since={"a": date(2027, 3, 4)}))
    assert reckoned_from(plain, later) == date(2026, 1, 1)


def test_the_version_that_stands_at_the_end_of_a_period_says_how_much_and_how() -> None:
    summer = date(2026, 7, 1)
    first = replace(SINCE, tenure=Tenure(date(2026, 1, 1), summer))
    carrying = replace(quota(min=2, late="carry"), tenure=Tenure(summer), former=(first,))
    assert len(owed(carrying, "2027-Q1")) == 2 + 1 + 1 + 2 + 2
    lost = replace(quota(late="forfeit"), tenure=Tenure(summer), former=(first,))
    assert owed(lost, "2027-Q1") == [1]
    assert owed(lost, "2026-Q3", start=date(2026, 1, 1)) == [1, 2, 3]
    yearly = replace(quota(per="year", late="carry"), tenure=Tenure(summer), former=(first,))
    assert owed(yearly, "2026", start=date(2026, 1, 1), today=summer) == [1, 2, 3]


def test_a_window_that_is_over_before_a_change_stays_with_the_version_before() -> None:
    window = {"from": "02-01", "until": "05-01"}
    first = quota(per="year", window=window, min=2, late="carry")
    first = replace(first, tenure=Tenure(date(2025, 1, 1), date(2025, 8, 1)))
    data = {**first.data, "min": 1}
    second = replace(first, data=data, tenure=Tenure(date(2025, 8, 1)), former=(first,))
    assert owed(second, "2026", start=date(2026, 1, 1), today=date(2026, 1, 1)) == [1, 2, 3]
