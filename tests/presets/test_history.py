from collections import Counter
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

from hypothesis import given
from hypothesis import strategies as st

from scheduler.domain.activity import Event, EventStatus, UnitKey
from scheduler.domain.attendance.values import Presence
from scheduler.presets.history import fell_through, make_up_day, past_events, presence

START = datetime(2026, 3, 3, 6, 30, tzinfo=UTC)
EVENT = Event(
    uid="e-one",
    owner="jiyang-food",
    kind="role_models",
    title="典型宣传",
    start=START,
    end=START + timedelta(hours=2),
    created_at=START,
    updated_at=START,
    unit=UnitKey("four_classes", "body:jiyang-food", "2026-Q2", "role_models"),
)


@given(st.text(), st.text())
def test_presence_is_always_the_same_for_the_same_person_and_event(uid: str, person: str) -> None:
    first = presence(uid, person)
    assert first == presence(uid, person)
    assert first is not Presence.UNMARKED


def test_most_people_come_and_some_are_on_leave_or_absent() -> None:
    counts = Counter(presence("e-one", f"p{number}") for number in range(1000))
    assert counts[Presence.PRESENT] > 850
    assert set(counts) == {
        Presence.PRESENT,
        Presence.LATE,
        Presence.OFFICIAL_LEAVE,
        Presence.PERSONAL_LEAVE,
        Presence.SICK_LEAVE,
        Presence.ABSENT,
    }


def test_one_activity_of_the_second_quarter_fell_through_but_not_its_make_up() -> None:
    assert fell_through(EVENT)
    assert not fell_through(replace(EVENT, attempt=2))


def test_the_alliance_day_of_february_fell_through_in_one_alliance() -> None:
    hvac = UnitKey("alliance_day", "body:jingjiang-hvac", "2026-02")
    assert fell_through(replace(EVENT, unit=hvac))
    assert not fell_through(replace(EVENT, unit=replace(hvac, scope="body:jingjiang-casting")))


def test_an_event_made_by_hand_never_fell_through() -> None:
    assert not fell_through(replace(EVENT, unit=None))


def test_past_events_are_the_published_ones_that_are_over_in_order() -> None:
    other = replace(EVENT, uid="e-zero")
    running = replace(EVENT, uid="e-two", end=EVENT.end + timedelta(seconds=1))
    cancelled = replace(EVENT, uid="e-three", status=EventStatus.CANCELLED)
    assert past_events([EVENT, running, cancelled, other], EVENT.end) == (EVENT, other)


def test_the_second_quarter_is_made_up_from_july() -> None:
    assert make_up_day(2026) == date(2026, 7, 1)
