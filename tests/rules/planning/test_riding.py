"""Units that share an event of another rule, or are fulfilled by one that lists their matters."""

from dataclasses import replace
from datetime import date, timedelta

import pytest

from scheduler.domain.activity import Also, Event, EventStatus
from scheduler.domain.roster import Tenure
from scheduler.rules.model import Rule
from scheduler.rules.planner import plan_units
from scheduler.rules.planning.riding import Ride, Settlements, held_rides, riders
from scheduler.rules.units import DemandUnit
from tests.rules.strategies import TODAY, event_of, source_of, unit_of

DAY = date(2026, 4, 1)
LAST = date(2026, 6, 30)
LESSON = unit_of("lesson", with_rule="council")
CASE = unit_of("case", matters=("m-1", "m-2"), accepts=("council",))
SETTLING = event_of(None, DAY, kind="council", matters=("m-3", "m-2", "m-1"))


def ride(uid: str, day: date = DAY, rule: str = "council", owner: str = "a") -> Ride:
    """An event of the council's rule."""
    return Ride(day, uid, rule, owner)


def test_only_held_events_of_units_give_rides() -> None:
    held = event_of(unit_of(), DAY, status=EventStatus.HELD)
    by_hand = event_of(None, DAY, uid="e-hand", status=EventStatus.HELD)
    assert held_rides([held, by_hand, event_of(unit_of(), DAY, uid="e-open")]) == [ride("e-x")]


def test_a_unit_rides_from_the_first_to_the_last_day_of_its_window() -> None:
    for day, fits in ((DAY, True), (LAST, True), (LAST + timedelta(days=1), False)):
        assert riders([LESSON], [ride("e-x", day)]) == ({LESSON.key: "e-x"} if fits else {})
    assert riders([LESSON], [ride("e-x", DAY - timedelta(days=1))]) == {}
    assert riders([LESSON], [ride("e-x", rule="talk"), ride("e-y", owner="b")]) == {}


def test_each_event_carries_one_unit_of_a_rule_the_earliest_end_first() -> None:
    soon = replace(unit_of("lesson", ordinal=3, with_rule="council"), end=date(2026, 5, 1))
    other = unit_of("study", with_rule="council")
    second = unit_of("lesson", ordinal=2, with_rule="council")
    rides = [ride("e-2", DAY + timedelta(days=7)), ride("e-1")]
    assert riders([LESSON, second, other, soon], rides) == {
        soon.key: "e-1",
        LESSON.key: "e-2",
        other.key: "e-1",
    }


def test_a_unit_keeps_the_event_on_which_it_rides_before_others_are_given_one() -> None:
    second = unit_of("lesson", ordinal=2, with_rule="council")
    later = ride("e-2", DAY + timedelta(days=7))
    rides = [ride("e-1"), later._replace(carries=frozenset({LESSON.key}))]
    assert riders([LESSON, second], rides) == {LESSON.key: "e-2", second.key: "e-1"}
    gone = later._replace(day=LAST + timedelta(days=1), carries=frozenset({LESSON.key}))
    assert riders([LESSON], [ride("e-1"), gone]) == {LESSON.key: "e-1"}


COUNCIL = unit_of()
NEAR = TODAY + timedelta(days=3)
ALSO = (Also(LESSON.key, "lesson"),)
RULE = Rule("lesson", "quota", "a", "党课", tenure=Tenure(None, NEAR + timedelta(days=1)))


def carried(
    *units: DemandUnit, rule: Rule | None = RULE, day: date = NEAR, aside: tuple[Rule, ...] = ()
) -> tuple[object, ...]:
    """What rides on a council on which a lesson was published to ride, and its name."""
    event = event_of(COUNCIL, day, also=ALSO, title="议事会暨党课", title_en="Council and Lesson")
    source = replace(source_of((COUNCIL,), events=(event,)), rules=(rule,) if rule else ())
    source = replace(source, aside=aside)
    plan = plan_units(source, (COUNCIL, *units))
    found = next(each for each in plan.placements if each.uid == event.uid)
    return found.also, found.title, found.title_en


def test_a_frozen_event_keeps_what_rides_on_it_while_its_rule_stood_on_that_day() -> None:
    kept = (ALSO, "议事会暨党课", "Council and Lesson")
    bare = ((), "议事会", "Council")
    assert carried() == kept
    assert carried(rule=replace(RULE, tenure=Tenure(None, NEAR))) == bare
    assert carried(rule=replace(RULE, tenure=Tenure(NEAR, NEAR))) == bare
    assert carried(rule=replace(RULE, owner="b")) == bare
    assert carried(rule=None) == bare
    assert carried(day=DAY + timedelta(days=60)) == bare


def test_every_event_keeps_what_rides_on_it_by_a_rule_that_is_set_aside() -> None:
    kept = (ALSO, "议事会暨党课", "Council and 党课")
    far = DAY + timedelta(days=60)
    standing = replace(RULE, tenure=Tenure())
    assert carried(rule=None, day=far, aside=(standing,)) == kept
    assert carried(rule=None, aside=(RULE,)) == (ALSO, "议事会暨党课", "Council and Lesson")
    assert carried(rule=None, day=far, aside=(RULE,)) == ((), "议事会", "Council")
    assert carried(rule=standing, day=far) == ((), "议事会", "Council")


def test_what_is_asked_for_takes_the_place_of_what_nobody_asks_for_any_more() -> None:
    second = unit_of("lesson", ordinal=2, with_rule="council", title="党课", title_en="Lesson")
    also = (Also(second.key, "lesson"),)
    assert carried(second) == (also, "议事会暨党课", "Council and Lesson")
    gone = replace(LESSON, start=NEAR + timedelta(days=1))
    assert carried(gone) == ((), "议事会", "Council")


def test_a_frozen_event_is_named_by_the_rule_of_what_nobody_asks_for_any_more() -> None:
    study = unit_of("study", with_rule="council", title="研讨", title_en="Study")
    assert carried(study) == (
        (*ALSO, Also(study.key, "study")),
        "议事会暨研讨暨党课",
        "Council and Study and 党课",
    )


@pytest.mark.parametrize(
    ("event", "fulfilled"),
    [
        (SETTLING, True),
        (replace(SETTLING, status=EventStatus.HELD), True),
        (replace(SETTLING, status=EventStatus.CANCELLED), False),
        (replace(SETTLING, kind="talk"), False),
        (replace(SETTLING, matters=("m-1",)), False),
        (replace(SETTLING, owner="b"), False),
        (replace(SETTLING, unit=CASE.key), False),
        (event_of(None, LAST, kind="council", matters=("m-1", "m-2")), True),
        (event_of(None, DAY - timedelta(days=1), kind="council", matters=("m-1", "m-2")), False),
        (event_of(None, LAST + timedelta(days=1), kind="council", matters=CASE.matters), False),
    ],
)
def test_an_event_of_an_accepted_kind_with_all_matters_in_time_fulfils_a_unit(
    event: Event, *, fulfilled: bool
) -> None:
    assert Settlements([event]).fulfil(CASE) == fulfilled
    assert not Settlements([event]).fulfil(replace(CASE, matters=()))
