"""Turns promised before the planned span count when it is planned."""

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

from scheduler.domain.activity import Event, EventStatus, UnitKey
from scheduler.domain.roster import Membership
from scheduler.domain.turn import EntryKind, TurnEntry
from scheduler.rules.calendar.workdays import shipped_calendar
from scheduler.rules.inputs import PlanInput
from scheduler.rules.model import Rule
from scheduler.rules.turns.promised import with_promised

MADE = datetime(2026, 1, 5, tzinfo=UTC)
POOL = (("organisation:a", 1), ("organisation:b", 1))
HOSTS = Rule(
    "host_turns",
    "rotation",
    "auto",
    "轮值",
    data={"fills": "host", "for": "exchange", "pool": {"role": "chain_leader"}},
)
THEMES = Rule(
    "theme_turns",
    "rotation",
    "auto",
    "主题",
    data={"fills": "theme", "for": ["talk"], "pool": ["safety", "skill"]},
)


def meeting(uid: str, day: date, **more: object) -> Event:
    start = datetime(day.year, day.month, day.day, 6, tzinfo=UTC)
    event = Event(uid, "auto", "exchange", "会", start, start + timedelta(hours=2), MADE, MADE)
    return replace(event, host="organisation:a", **more)  # type: ignore[arg-type]  # a shorthand


def source(*events: Event, turns: tuple[TurnEntry, ...] = ()) -> PlanInput:
    return PlanInput(
        today=date(2026, 8, 18),
        start=date(2027, 1, 1),
        end=date(2028, 1, 1),
        targets=("auto",),
        rules=(HOSTS, THEMES, replace(HOSTS, owner="steel")),
        calendar=shipped_calendar(),
        kinds={},
        members={
            "auto": tuple(Membership(member, "auto", "chain_leader") for member, _ in POOL),
        },
        events=events,
        turns={("auto", "host_turns"): turns},
    )


def turn(uid: str, day: date) -> TurnEntry:
    return TurnEntry(EntryKind.TURN, day, POOL, "organisation:a", uid)


def test_a_published_turn_before_the_span_is_charged_in_order_of_days() -> None:
    later, sooner = meeting("e-2", date(2026, 11, 5)), meeting("e-1", date(2026, 9, 3))

    found = with_promised(source(later, sooner))

    assert found.turns == {
        ("auto", "host_turns"): (
            turn("e-1", date(2026, 9, 3)),
            turn("e-2", date(2026, 11, 5)),
        ),
        ("auto", "theme_turns"): (),
    }


def test_a_theme_is_charged_to_the_ledger_of_themes() -> None:
    talk = meeting("e-1", date(2026, 9, 3), kind="talk", theme="skill")

    entry = TurnEntry(
        EntryKind.TURN, date(2026, 9, 3), (("safety", 1), ("skill", 1)), "skill", "e-1"
    )
    assert with_promised(source(talk)).turns["auto", "theme_turns"] == (entry,)


def test_what_is_held_recorded_without_host_of_others_or_within_the_span_is_left_alone() -> None:
    before = source(
        meeting("e-1", date(2026, 9, 3), status=EventStatus.HELD),
        meeting("e-2", date(2026, 9, 4)),
        replace(meeting("e-3", date(2026, 9, 5)), host=None),
        replace(meeting("e-4", date(2026, 9, 6)), owner="steel"),
        meeting("e-5", date(2027, 1, 1)),
        meeting("e-6", date(2026, 9, 7), kind="council"),
        turns=(turn("e-2", date(2026, 9, 4)),),
    )

    assert with_promised(before) == replace(
        before, turns={**before.turns, ("auto", "theme_turns"): ()}
    )


def test_the_rule_of_its_unit_makes_an_event_a_turn_as_well() -> None:
    unit = UnitKey("exchange", "body:auto", "2026")
    event = meeting("e-1", date(2026, 9, 3), kind="trip", unit=unit)

    found = with_promised(source(event)).turns["auto", "host_turns"]

    assert found == (turn("e-1", date(2026, 9, 3)),)
