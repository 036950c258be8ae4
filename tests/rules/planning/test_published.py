from dataclasses import replace
from datetime import date, time, timedelta

from scheduler.domain.activity import Event, EventStatus, UnitKey
from scheduler.rules.explain import UNDONE, explained
from scheduler.rules.placing.board import FREE, Claim, shape
from scheduler.rules.plan import Plan
from scheduler.rules.planner import plan_units
from scheduler.rules.planning.published import claim_of, sort_published, unit_claim
from scheduler.rules.units import DemandUnit, Output
from tests.rules.strategies import TODAY, event_of, source_of, unit_of

FAR = date(2026, 6, 3)
UNIT = unit_of()
GONE = unit_of("gone")


def planned(*events: Event, units: tuple[DemandUnit, ...] = (UNIT,)) -> Plan:
    """The plan over these events."""
    return plan_units(source_of(units, events=events), units)


def told(plan: Plan) -> list[tuple[str, str, object]]:
    """The changes of a plan as kind, UID and code of the cause."""
    return [(change.kind, change.uid, change.cause["code"]) for change in plan.changes]


def test_an_event_whose_unit_is_gone_is_cancelled() -> None:
    kept, gone = event_of(UNIT, FAR), event_of(GONE, FAR + timedelta(days=1), uid="e-gone")
    assert told(planned(kept, gone)) == [("cancel", "e-gone", "rule_ended")]


def test_an_event_of_a_waived_unit_is_cancelled() -> None:
    source = replace(
        source_of((UNIT,), events=(event_of(UNIT, FAR),)), waived=frozenset({str(UNIT.key)})
    )
    assert told(plan_units(source, (UNIT,))) == [("cancel", "e-x", "waived")]


def test_of_two_events_of_one_unit_the_later_attempt_stays() -> None:
    first = event_of(UNIT, FAR)
    second = event_of(UNIT, FAR + timedelta(days=7), uid="e-second", attempt=2)
    plan = planned(first, second)
    assert told(plan) == [("cancel", "e-x", "duplicate")]
    assert [placement.uid for placement in plan.placements] == ["e-second"]


def test_an_event_beside_a_held_one_of_its_unit_is_cancelled() -> None:
    held = event_of(UNIT, TODAY - timedelta(days=3), uid="e-held", status=EventStatus.HELD)
    plan = planned(held, event_of(UNIT, FAR))
    assert (told(plan), plan.placements) == ([("cancel", "e-x", "already_held")], ())


def test_a_cancelled_event_reopens_its_unit_with_the_next_attempt() -> None:
    plan = planned(event_of(UNIT, FAR, status=EventStatus.CANCELLED))
    [placement] = plan.placements
    assert (placement.attempt, placement.uid != "e-x") == (2, True)
    assert [change.cause for change in plan.changes] == [
        {"code": "reopened", "fields": {"attempt": 2}}
    ]


def test_what_is_no_business_of_the_plan_stays() -> None:
    by_hand = event_of(None, FAR, uid="e-hand")
    foreign = event_of(unit_of("other", owner="b"), FAR, uid="e-foreign")
    key = UnitKey("gone", "body:a", "2025-Q4")
    earlier = replace(event_of(GONE, FAR - timedelta(days=1), uid="e-earlier"), unit=key)
    draft = event_of(None, FAR, uid="e-draft", status=EventStatus.DRAFT)
    past = event_of(GONE, TODAY - timedelta(days=9), uid="e-past")
    cancelled = event_of(None, FAR, uid="e-cancelled", status=EventStatus.CANCELLED)
    source = source_of((UNIT,), events=(by_hand, foreign, earlier, draft, past, cancelled))
    found = sort_published(source, (UNIT,))
    assert {event.uid for event in found.bookings} == {
        "e-hand",
        "e-foreign",
        "e-earlier",
        "e-past",
    }
    assert (found.live, found.gone, found.stuck) == ({}, (), ())


def test_a_unit_of_a_campaign_window_belongs_to_the_span_of_its_event() -> None:
    campaign = UnitKey("gone", "body:a", "spring")
    inside = replace(event_of(GONE, FAR, uid="e-in"), unit=campaign)
    outside = replace(event_of(GONE, date(2027, 2, 1), uid="e-out"), unit=campaign)
    found = sort_published(source_of((UNIT,), events=(inside, outside)), (UNIT,))
    assert [(event.uid, code) for event, code in found.gone] == [("e-in", "rule_ended")]
    assert [event.uid for event in found.bookings] == ["e-out"]


def test_a_claim_names_alliances_place_and_people() -> None:
    unit = replace(UNIT, resources=("person:p", "venue:old"), venue="hall", gap_days=5)
    assert unit_claim(unit, "e-x") == Claim(
        "e-x",
        shape(870, 990),
        ("alliance:a", "person:p", "venue:hall", "venue:old"),
        ("council", "body:a"),
        5,
    )
    event = event_of(unit, FAR, venue="base", clock=time(10, 0), minutes=90)
    assert claim_of(event, unit) == Claim(
        "e-x",
        shape(600, 690),
        ("alliance:a", "person:p", "venue:base"),
        ("council", "body:a"),
        5,
    )
    at_host = replace(unit, venue="@host", resources=(), span_days=2, alliances=())
    assert unit_claim(at_host, "e-x").resources == ("alliance:a",)
    assert unit_claim(at_host, "e-x").shape == shape(0, 2880)


def test_all_day_events_of_one_day_without_a_place_take_no_time() -> None:
    day = event_of(None, FAR, clock=time(0, 0), minutes=1440, all_day=True, alliances=())
    assert claim_of(day, None) == Claim("e-x", FREE, ("alliance:a",))
    assert claim_of(replace(day, venue="hall"), None).shape == shape(0, 1440)
    trip = event_of(None, FAR, clock=time(0, 0), minutes=2880, all_day=True)
    assert claim_of(trip, None).shape == shape(0, 2880)
    due = replace(UNIT, output=Output.DELIVERABLE)
    assert claim_of(event_of(due, FAR), due).shape == FREE


def test_a_superfluous_event_of_today_is_neither_cancelled_nor_a_conflict() -> None:
    days = [TODAY + timedelta(days=ahead) for ahead in (-1, 0, 1, 13, 14)]
    events = tuple(event_of(GONE, day, uid=f"e-{day.day}") for day in days)
    found = sort_published(source_of((UNIT,), events=events), (UNIT,))
    assert [(event.day(), code) for event, code in found.stuck] == [
        (days[3], "rule_ended"),
        (days[2], "rule_ended"),
    ]
    assert [(event.day(), code) for event, code in found.gone] == [(days[4], "rule_ended")]
    assert sorted(event.day() for event in found.bookings) == days[:4]


def test_what_an_undo_cancelled_comes_back_and_what_people_cancelled_is_tried_anew() -> None:
    undone = event_of(UNIT, FAR, status=EventStatus.CANCELLED, why_date=explained(UNDONE))
    again = replace(undone, uid="e-again", attempt=3)
    by_people = replace(undone, why_date={})
    for events, attempt in (((undone,), 1), ((again, undone), 3), ((again, by_people), 3)):
        found = sort_published(source_of((UNIT,), events=events), (UNIT,))
        assert found.attempts == {UNIT.key: attempt}
    twice = replace(by_people, uid="e-third", attempt=3)
    found = sort_published(source_of((UNIT,), events=(twice, by_people)), (UNIT,))
    assert found.attempts == {UNIT.key: 4}
