from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest

from scheduler.domain.activity import Event, UnitKey
from scheduler.domain.errors import DateError
from scheduler.domain.moments import SHANGHAI

START = datetime(2026, 9, 9, 14, 30, tzinfo=SHANGHAI)


def event(start: datetime = START, end: datetime = START + timedelta(hours=2)) -> Event:
    return Event(
        uid="e-1",
        owner="chain",
        kind="council",
        title="第三季度一季一议",
        start=start,
        end=end,
        created_at=START,
        updated_at=START,
    )


def test_instants_of_an_event_are_kept_in_utc() -> None:
    kept = event()

    assert kept.start == datetime(2026, 9, 9, 6, 30, tzinfo=UTC)
    assert {moment.tzinfo for moment in (kept.start, kept.end, kept.created_at)} == {UTC}


@pytest.mark.parametrize("end", [START, START - timedelta(minutes=1)])
def test_an_event_ends_after_it_starts(end: datetime) -> None:
    with pytest.raises(DateError) as refused:
        event(end=end)

    assert refused.value.fields == {
        "field": "end",
        "value": end.astimezone(UTC).isoformat(),
        "start": START.astimezone(UTC).isoformat(),
        "reason": "order",
    }


def test_an_event_refuses_a_naive_time() -> None:
    with pytest.raises(DateError) as refused:
        event(start=START.replace(tzinfo=None))

    assert refused.value.fields == {
        "field": "start",
        "value": "2026-09-09T14:30:00",
        "reason": "naive",
    }


def test_the_day_of_an_event_is_the_local_one() -> None:
    early = event(start=datetime(2026, 9, 9, 0, 30, tzinfo=SHANGHAI))

    assert early.day() == date(2026, 9, 9)
    assert early.day(ZoneInfo("UTC")) == date(2026, 9, 8)


def test_the_last_day_of_an_event_is_the_one_that_it_still_takes() -> None:
    assert event().last_day() == date(2026, 9, 9)
    midnight = datetime(2026, 9, 12, tzinfo=SHANGHAI)
    assert event(end=midnight).last_day() == date(2026, 9, 11)
    assert event(end=midnight).last_day(ZoneInfo("UTC")) == date(2026, 9, 11)


def test_a_unit_reads_as_one_line() -> None:
    unit = UnitKey("six_commons", "body:chain", "2026-H2", "fellowship", 2)

    assert str(unit) == "six_commons/body:chain/2026-H2/fellowship/2"


@pytest.mark.parametrize(
    ("changed", "now", "expected"),
    [
        (timedelta(0), timedelta(0), timedelta(seconds=1)),
        (timedelta(0), timedelta(milliseconds=999), timedelta(seconds=1)),
        (timedelta(milliseconds=900), timedelta(milliseconds=1100), timedelta(milliseconds=1100)),
        (timedelta(seconds=3), timedelta(seconds=1), timedelta(seconds=4)),
        (timedelta(0), timedelta(days=1), timedelta(days=1)),
    ],
)
def test_each_change_is_told_in_a_second_of_its_own(
    changed: timedelta, now: timedelta, expected: timedelta
) -> None:
    kept = replace(event(), updated_at=START + changed)

    assert kept.told_at(START + now) == START + expected
