"""What a plan leaves as it is, and what it makes anew beside it."""

from dataclasses import replace
from datetime import date

from scheduler.domain.activity import EventStatus
from scheduler.rules.plan import Change, ChangeKind
from scheduler.rules.planner import plan_units
from scheduler.rules.planning.diff import VISIBLE, applied
from scheduler.rules.units import uid_of
from tests.rules.strategies import CALENDARS, event_of, source_of, unit_of

DAY = date(2026, 5, 20)


def test_a_pinned_event_is_left_as_people_made_it() -> None:
    unit = unit_of()
    event = event_of(
        unit,
        DAY,
        pinned=True,
        kind="salon",
        title="样例沙龙",
        title_en="Salon",
        alliances=("a", "c"),
        venue="hall",
        host="organisation:x",
        theme="labour",
        matters=("m9",),
        why_date={"code": "date_kept", "fields": {"day": "2026-05-20"}},
        attempt=3,
    )
    made = plan_units(source_of([unit], events=[event]), [unit])
    [placement] = made.placements
    assert made.changes == ()
    assert {name: getattr(placement, name) for name in VISIBLE} == {
        name: getattr(event, name) for name in VISIBLE
    }
    assert (placement.attempt, placement.why_date) == (3, event.why_date)


def test_what_changes_of_an_event_leaves_the_reasons_of_its_day_and_host() -> None:
    unit = unit_of(venue="hall")
    why = {"code": "host_only", "fields": {"host": "organisation:x"}}
    event = event_of(unit, DAY, venue="old", host="organisation:x", why_host=why, note="样例")
    event = replace(event, why_date={"code": "date_chosen", "fields": {}})
    source = source_of([unit], events=[event])
    made = plan_units(source, [unit])
    assert [change.kind for change in made.changes] == [ChangeKind.VENUE]
    kept = [replace(each, why_host={}) for each in made.placements]
    [after] = applied(source, replace(made, placements=tuple(kept))).events
    assert after == replace(event, venue="hall", revision=1, updated_at=after.updated_at)


def test_units_after_a_held_one_are_placed() -> None:
    first, second = unit_of(), unit_of(ordinal=2)
    held = event_of(first, DAY, status=EventStatus.HELD)
    made = plan_units(source_of([first], events=[held]), [first, second])
    assert [placement.unit for placement in made.placements] == [second.key]


def test_after_a_cancelled_event_the_next_attempt_is_made() -> None:
    unit = unit_of()
    gone = event_of(unit, DAY, uid=uid_of(unit.key), status=EventStatus.CANCELLED)
    [placement] = plan_units(source_of([unit], events=[gone]), [unit]).placements
    assert (placement.uid, placement.attempt) == (uid_of(unit.key, 2), 2)


def test_a_hash_tells_what_is_placed_cancelled_and_based_upon() -> None:
    unit = unit_of()
    source = source_of([unit])
    event = event_of(unit, DAY)
    plans = [
        plan_units(source, [unit]),
        plan_units(source, [replace(unit, title="别的会")]),
        plan_units(source, []),
        plan_units(replace(source, events=(event,)), []),
        plan_units(replace(source, base={"a": 2}), [unit]),
    ]
    assert len({each.hash for each in plans}) == len(plans)
    assert [each.base for each in plans] == [{"a": 1}] * 4 + [{"a": 2}]


def test_a_cancelled_event_is_told_with_its_times_and_its_cause() -> None:
    event = event_of(unit_of(), DAY)
    assert plan_units(source_of(events=[event]), []).changes == (
        Change(
            ChangeKind.CANCEL,
            event.uid,
            "a",
            "议事会",
            DAY,
            before={"start": event.start.isoformat(), "end": event.end.isoformat()},
            cause={"code": "rule_ended", "fields": {"day": "2026-05-20"}},
            title_en="Council",
        ),
    )


def test_a_date_of_a_year_without_notice_is_tentative_also_where_it_is_kept() -> None:
    unit = unit_of()
    event = event_of(unit, DAY, pinned=True)
    made = plan_units(source_of([unit], events=[event], calendar=CALENDARS[1]), [unit])
    assert [(change.kind, change.after, change.cause["code"]) for change in made.changes] == [
        (ChangeKind.DETAIL, {"tentative": True}, "calendar")
    ]
