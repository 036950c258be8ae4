import json
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

import pytest

from scheduler.domain.activity import Also, Event, EventStatus, UnitKey
from scheduler.rules.inputs import Blackout, PlanInput
from scheduler.rules.planner import plan, plan_units
from scheduler.rules.planning.diff import VISIBLE, applied
from scheduler.rules.planning.undo import stands_at, taken_back, undone, was_of
from tests.rules.alliance import alliance
from tests.rules.strategies import event_of, source_of, unit_of

NOW = datetime(2026, 4, 1, tzinfo=UTC)


def visible(source: PlanInput) -> dict[str, tuple[object, ...]]:
    """What readers see: the events that are not cancelled, without their revisions."""
    return {
        event.uid: (event.status, *(getattr(event, name) for name in (*VISIBLE, "why_date")))
        for event in source.events
        if event.status is not EventStatus.CANCELLED
    }


def test_an_undone_change_of_a_published_year_restores_days_and_reasons() -> None:
    year = alliance()
    published = applied(year, plan(year))
    moved = next(event for event in published.events if event.kind == "council")
    away = Blackout("body:food", moved.day(), moved.day() + timedelta(days=1))
    fewer = tuple(rule for rule in published.rules if rule.key != "resource_list")
    source = replace(published, rules=fewer, blackouts=(away,))
    found = plan(source)
    assert {change.kind for change in found.changes} >= {"move", "cancel"}

    assert visible(undone(source, found, applied(source, found))) == visible(source)


def test_a_plan_after_an_undo_brings_the_same_event_back_as_it_was_first_published() -> None:
    unit = unit_of()
    source = source_of((unit,))
    first = applied(source, plan_units(source, (unit,)))
    [event] = first.events
    pinned = replace(first, events=(replace(event, pinned=True, note="样例"),))
    back = undone(source, plan_units(source, (unit,)), pinned)
    assert [each.status for each in back.events] == [EventStatus.CANCELLED]
    again = applied(back, plan_units(back, (unit,)))
    assert again.events == (
        replace(event, revision=2, updated_at=event.created_at + timedelta(seconds=2)),
    )


@pytest.mark.parametrize(
    ("revision", "undone", "stands"),
    [
        (3, (), 3),
        (3, (4,), 5),
        (3, (4, 6), 7),
        (3, (4, 5), 7),
        (3, (5,), 3),
        (3, (2, 3), 3),
    ],
)
def test_what_was_taken_back_since_does_not_count(
    revision: int, undone: tuple[int, ...], stands: int
) -> None:
    assert stands_at(revision, undone) == stands


def test_how_an_event_stood_is_noted_unless_it_was_not_published() -> None:
    event = Event(
        uid="e-x",
        owner="a",
        kind="council",
        title="会",
        start=NOW,
        end=NOW + timedelta(hours=2),
        created_at=NOW,
        updated_at=NOW,
        alliances=("a", "b"),
        why_date={"code": "date_kept", "fields": {"day": "2026-04-01"}},
    )
    assert was_of(None) is None
    assert was_of(replace(event, status=EventStatus.CANCELLED)) is None
    noted = was_of(event)
    changed = replace(event, start=NOW - timedelta(days=1), alliances=("a",), why_date={})
    second = NOW + timedelta(seconds=1)
    assert taken_back(changed, noted, NOW) == replace(event, revision=1, updated_at=second)
    assert taken_back(event, None, NOW) == replace(
        event,
        status=EventStatus.CANCELLED,
        revision=1,
        updated_at=second,
        why_date={"code": "undone", "fields": {"day": date(2026, 4, 1).isoformat()}},
    )


def test_how_an_event_stood_is_noted_as_json() -> None:
    also = (Also(UnitKey("guests", "body:a", "2026", "bank", 2), "exchange"),)
    matters = ("m-1", "m-2")
    event = event_of(None, date(2026, 6, 3), matters=matters, host="organisation:x", also=also)
    was = was_of(event)
    assert was is not None
    assert json.loads(json.dumps(was)) == was
    assert (was["start"], was["matters"], was["host"]) == (
        "2026-06-03T06:30:00+00:00",
        ["m-1", "m-2"],
        "organisation:x",
    )
    assert was_of(replace(event, status=EventStatus.HELD)) is None
    earlier = {name: value for name, value in was.items() if name != "also"}
    assert taken_back(replace(event, also=()), earlier, NOW).also == ()
    assert taken_back(replace(event, also=()), was, NOW) == taken_back(event, was, NOW)
    assert taken_back(event, was, NOW) == replace(event, revision=1, updated_at=event.told_at(NOW))
