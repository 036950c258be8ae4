from dataclasses import replace
from datetime import date, time, timedelta

from scheduler.domain.activity import Event, EventStatus
from scheduler.rules.inputs import Blackout
from scheduler.rules.plan import Conflict
from scheduler.rules.planner import plan_units
from scheduler.rules.units import DayPolicy, DemandUnit, Output
from tests.rules.strategies import CALENDARS, TODAY, event_of, source_of, unit_of

SOON = date(2026, 4, 9)
FAR = date(2026, 6, 3)
UNIT = unit_of(resources=("person:p",))


def conflicts(
    *events: Event, units: tuple[DemandUnit, ...] = (UNIT,), away: tuple[Blackout, ...] = ()
) -> list[Conflict]:
    """What a plan over these events lists as conflicts, having changed nothing."""
    source = replace(source_of(units, events=events), blackouts=away)
    plan = plan_units(source, units)
    assert plan.changes == ()
    return list(plan.conflicts)


def codes(*events: Event, units: tuple[DemandUnit, ...] = (UNIT,)) -> list[object]:
    """The causes of the conflicts."""
    return [conflict.cause["code"] for conflict in conflicts(*events, units=units)]


def test_a_frozen_event_that_can_no_longer_stand_is_left_to_a_person() -> None:
    away = Blackout("person:p", SOON, SOON + timedelta(days=1))
    assert conflicts(event_of(UNIT, SOON), away=(away,)) == [
        Conflict(
            "e-x",
            "a",
            "议事会",
            {"code": "blackout", "fields": {"day": "2026-04-09", "resource": "person:p"}},
            (date(2026, 4, 8), date(2026, 4, 10), date(2026, 4, 7)),
            title_en="Council",
        )
    ]


def test_an_event_of_several_days_is_told_with_its_last_day() -> None:
    away = Blackout("person:p", SOON + timedelta(days=1), SOON + timedelta(days=2))
    long = replace(UNIT, span_days=2)
    event = replace(event_of(long, SOON), end=event_of(long, SOON).end + timedelta(days=1))
    [conflict] = conflicts(event, units=(long,), away=(away,))
    fields = {"day": "2026-04-09", "last": "2026-04-10", "resource": "person:p"}
    assert conflict.cause == {"code": "blackout", "fields": fields}


def test_a_pinned_event_is_held_to_its_window_and_days() -> None:
    pinned = event_of(UNIT, FAR, pinned=True)
    assert codes(pinned) == []
    assert codes(event_of(UNIT, date(2026, 6, 6), pinned=True)) == ["day_off"]
    seeking = replace(UNIT, days=DayPolicy.HOLIDAY)
    assert codes(pinned, units=(seeking,)) == ["workday"]
    assert codes(event_of(UNIT, date(2026, 7, 6), pinned=True)) == ["window"]
    short = replace(UNIT, end=FAR, grace_end=FAR, leaves=FAR, leaver="body:b", lapses=True)
    assert codes(pinned, units=(short,)) == ["leaver"]
    provisional = replace(
        source_of(
            (UNIT,), events=(event_of(UNIT, date(2026, 6, 17), pinned=True, tentative=True),)
        ),
        calendar=CALENDARS[1],
    )
    [conflict] = plan_units(provisional, (UNIT,)).conflicts
    assert conflict.cause["code"] == "guard"


def test_two_frozen_events_that_clash_are_both_listed() -> None:
    other = unit_of("exchange", owner="b", alliances=("b",), resources=("person:p",))
    one, two = event_of(UNIT, SOON), event_of(other, SOON, uid="e-y", clock=time(17, 0))
    found = conflicts(one, two, units=(UNIT, other))
    assert [conflict.cause for conflict in found] == []
    nearer = event_of(other, SOON, uid="e-y", clock=time(16, 0))
    found = conflicts(one, nearer, units=(UNIT, replace(other, clock=time(16, 0))))
    assert [(conflict.uid, conflict.cause["fields"]) for conflict in found] == [
        (uid, {"day": "2026-04-09", "resource": "person:p"}) for uid in ("e-x", "e-y")
    ]


def test_a_clash_names_the_place_and_the_gap() -> None:
    unit = replace(UNIT, venue="hall", gap_days=9, resources=())
    second = replace(unit, key=replace(unit.key, ordinal=2))
    guest = event_of(None, SOON, uid="e-guest", owner="b", venue="hall")
    assert codes(event_of(unit, SOON), guest, units=(unit,)) == ["venue_busy"]
    pair = (
        event_of(unit, SOON, pinned=True),
        event_of(second, SOON + timedelta(days=5), uid="e-y", pinned=True),
    )
    assert codes(*pair, units=(unit, second)) == ["gap", "gap"]


NARROW = replace(
    UNIT,
    start=SOON,
    end=SOON + timedelta(days=2),
    grace_end=SOON + timedelta(days=2),
    venue="hall",
)
GUEST = event_of(None, SOON, uid="e-guest", owner="c", venue="hall")


def test_without_another_date_the_conflict_tells_why_and_what_would_free_one() -> None:
    away = Blackout("person:p", SOON + timedelta(days=1), SOON + timedelta(days=2))
    [conflict] = conflicts(event_of(NARROW, SOON), GUEST, units=(NARROW,), away=(away,))
    assert (conflict.cause["code"], conflict.proposals, conflict.causes, conflict.away) == (
        "venue_busy",
        (),
        {"blackout": 1},
        ("person:p",),
    )
    assert conflict.relaxation == {
        "code": "relax_blackout",
        "fields": {"day": "2026-04-10", "resource": "person:p"},
    }
    alone = replace(NARROW, end=SOON + timedelta(days=1), grace_end=SOON + timedelta(days=1))
    [conflict] = conflicts(event_of(alone, SOON), GUEST, units=(alone,))
    assert (conflict.causes, conflict.relaxation["code"]) == ({"period_over": 1}, "relax_window")


def test_where_only_the_place_is_taken_other_places_of_the_alliance_are_offered() -> None:
    event = event_of(NARROW, SOON)
    earlier = TODAY - timedelta(days=9)

    def used(venue: str, count: int) -> list[Event]:
        return [
            event_of(None, earlier - timedelta(days=day), uid=f"e-{venue}-{day}", venue=venue)
            for day in range(count)
        ]

    others = [*used("base", 1), *used("studio", 2), *used("court", 1), *used("barn", 1)]
    booked = event_of(None, SOON, uid="e-booked", owner="b", venue="court")
    closed = Blackout("venue:barn", SOON, SOON + timedelta(days=1))
    [conflict] = conflicts(event, GUEST, booked, *others, units=(NARROW,), away=(closed,))
    assert conflict.venues == ("studio", "base")
    [conflict] = conflicts(event, GUEST, units=(NARROW,))
    assert conflict.venues == ()
    away = Blackout("person:p", SOON, SOON + timedelta(days=1))
    [conflict] = conflicts(event, *others, units=(NARROW,), away=(away,))
    assert conflict.venues == ()


def test_a_place_that_this_plan_gives_away_is_not_offered() -> None:
    other = unit_of("exchange", owner="b", alliances=("b",), venue="studio")
    other = replace(other, start=SOON, end=NARROW.end, grace_end=NARROW.end)
    used = event_of(None, TODAY - timedelta(days=9), uid="e-used", venue="studio")
    off = Blackout("body:b", SOON + timedelta(days=1), SOON + timedelta(days=2))
    events = (event_of(NARROW, SOON), GUEST, used)
    source = replace(source_of((NARROW, other), events=events), blackouts=(off,))
    made = plan_units(source, (NARROW, other))
    assert [(each.uid, each.venues) for each in made.conflicts] == [("e-x", ())]


def test_a_frozen_event_without_a_unit_is_listed_without_dates() -> None:
    assert conflicts(event_of(UNIT, SOON), units=()) == [
        Conflict(
            "e-x",
            "a",
            "议事会",
            {"code": "rule_ended", "fields": {"day": "2026-04-09"}},
            title_en="Council",
        )
    ]


def test_neither_the_past_nor_a_deliverable_is_a_conflict() -> None:
    assert codes(event_of(UNIT, TODAY - timedelta(days=4))) == []
    assert codes(event_of(UNIT, TODAY - timedelta(days=4)), units=()) == []
    due = replace(UNIT, output=Output.DELIVERABLE)
    listed = event_of(due, date(2026, 4, 11), clock=time(0, 0), minutes=1440, all_day=True)
    assert codes(listed, units=(due,)) == []


def test_what_takes_place_today_is_no_conflict_and_what_does_tomorrow_is() -> None:
    away = Blackout("person:p", TODAY, TODAY + timedelta(days=2))
    for ahead, expected in ((0, []), (1, ["blackout"])):
        event = event_of(UNIT, TODAY + timedelta(days=ahead))
        assert [each.cause["code"] for each in conflicts(event, away=(away,))] == expected


def test_a_joint_event_that_cannot_stand_points_to_the_plan_of_its_owner() -> None:
    joint = unit_of(owner="b", alliances=("a", "b"), resources=("person:p",))
    alone = replace(joint, alliances=("b",))
    away = Blackout("body:a", FAR, FAR + timedelta(days=1))

    def pointer(resource: str = "body:a") -> Conflict:
        fields = {"day": "2026-06-03", "alliance": "body:b", "resource": resource}
        cause = {"code": "others_plan", "fields": fields}
        return Conflict("e-x", "b", "议事会", cause, title_en="Council")

    def told(
        unit: DemandUnit, event: Event, absence: Blackout = away, *, target: str = "a"
    ) -> list[Conflict]:
        source = source_of((unit,), events=(event,))
        return list(
            plan_units(replace(source, targets=(target,), blackouts=(absence,)), (unit,)).conflicts
        )

    event = event_of(joint, FAR)
    assert told(joint, event) == [pointer()]
    assert told(joint, event, replace(away, resource="person:p")) == [pointer("person:p")]
    assert told(joint, event, target="b") == []
    assert told(alone, event_of(alone, FAR), replace(away, resource="body:b")) == []
    assert told(joint, replace(event, status=EventStatus.HELD)) == []
    assert told(joint, replace(event, unit=None)) == []
    assert told(joint, event_of(joint, SOON)) == []
    past = Blackout("body:a", TODAY, TODAY + timedelta(days=1))
    assert told(joint, event_of(joint, TODAY), past) == []
