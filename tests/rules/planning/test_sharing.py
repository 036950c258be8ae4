"""What rides on the events of a plan: on which of them, and what they are called together."""

from dataclasses import replace
from datetime import date, timedelta

from scheduler.domain.activity import Also
from scheduler.rules.planning.drafting import drafted, mirrored
from scheduler.rules.planning.sharing import with_rides
from scheduler.rules.turns.rotas import Draft
from scheduler.rules.units import DemandUnit
from tests.rules.strategies import CALENDARS, TODAY, event_of, unit_of

CALENDAR = CALENDARS[0]
DAY = TODAY + timedelta(days=3)
LESSON = unit_of("lesson", with_rule="council")


def ridden(draft: Draft, *units: DemandUnit, stays: bool = False) -> Draft:
    """Let units ride on one event."""
    [found] = with_rides([replace(draft, riders=units, stays=stays)])
    return found


def test_an_event_is_named_together_with_what_rides_on_it_of_another_kind() -> None:
    council = unit_of(title="第二季度议事会", title_en="Council, second quarter")
    same = unit_of("guest", kind="council", title="对接：银行", title_en="Guests: Bank")
    lesson = replace(LESSON, title="第二季度党课", title_en="Lesson, second quarter")
    yearly = unit_of("fair", period="2026", title="“春风行动”", title_en="Spring Breeze")
    drafts = {
        name: ridden(drafted(council, DAY, CALENDAR, why={}), *units)
        for name, units in (("none", ()), ("same", (same,)), ("two", (same, lesson, yearly)))
    }
    told = {name: (each.placement.title, each.placement.title_en) for name, each in drafts.items()}
    assert told == {
        "none": ("第二季度议事会", "Council, second quarter"),
        "same": ("第二季度议事会", "Council, second quarter"),
        "two": (
            "第二季度议事会暨“春风行动”暨党课",
            "Council, second quarter and Spring Breeze and Lesson",
        ),
    }
    assert drafts["two"].placement.also == (
        Also(yearly.key, "fair"),
        Also(same.key, "council"),
        Also(lesson.key, "lesson"),
    )
    assert drafts["two"].riders == (yearly, same, lesson)


def test_a_fixed_event_keeps_its_name_while_the_same_kinds_ride_on_it() -> None:
    council = unit_of(title="议事会（新）", title_en="Council, new")
    also = (Also(LESSON.key, "lesson"),)
    for known, titles in (
        (also, ("议事会", "Council")),
        ((), ("议事会（新）暨议事会", "Council, new and Council")),
    ):
        event = event_of(unit_of(), DAY, also=known)
        draft = ridden(mirrored(council, event, CALENDAR), LESSON, stays=True)
        assert (draft.placement.title, draft.placement.title_en) == titles
        assert draft.placement.also == also


def themed(theme: str | None, day: date, rider: DemandUnit) -> Draft:
    """An event with a theme on which a unit rides."""
    draft = drafted(unit_of(), day, CALENDAR, why={})
    return replace(draft, placement=replace(draft.placement, theme=theme), riders=(rider,))


def test_units_of_a_rule_change_places_for_events_of_their_theme_within_their_windows() -> None:
    rides = [unit_of("commons", kind=kind, with_rule="council") for kind in "abc"]
    first, second, third = (replace(unit, key=replace(unit.key, cell=unit.kind)) for unit in rides)
    second = replace(second, theme="x")
    days = [date(2026, 5, 11) + timedelta(days=7 * number) for number in range(3)]
    for themes, window, expected in (
        ((None, None, None), days[0], "abc"),
        (("c", "x", "a"), days[0], "cba"),
        (("b", "c", "a"), days[0], "bca"),
        (("c", "b", "a"), days[1], "abc"),
    ):
        late = replace(third, start=window)
        drafts = [
            themed(theme, day, unit)
            for theme, day, unit in zip(themes, days, (first, second, late), strict=True)
        ]
        found = with_rides(drafts)
        assert "".join(each.placement.also[0].kind for each in found) == expected
        assert [each.placement.also for each in with_rides(found)] == [
            each.placement.also for each in found
        ]
