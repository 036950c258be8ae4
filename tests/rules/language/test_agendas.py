"""Closed agendas: a matter that comes after its batch was settled is handled without it."""

from collections.abc import Iterable
from dataclasses import replace
from datetime import date, timedelta

import pytest

from scheduler.domain.activity import Event, EventStatus, UnitKey
from scheduler.domain.matter import Matter, MatterState
from scheduler.rules.inputs import PlanInput
from scheduler.rules.model import Rule
from scheduler.rules.planner import plan
from scheduler.rules.planning.diff import applied
from scheduler.rules.units import DemandUnit, uid_of
from tests.rules.promises import CONSULTATION, event, matter, plan_input, rule, units

BATCH = {"same": "category", "k": 3, "within": "15d", "emit": "collective_handling"}
MARCH = date(2026, 3, 2)
DAY = date(2026, 3, 9)
KEY = UnitKey("promise", "body:a", "2026", "m1")
THREE = ("m1", "m2", "m3")


def promise(**data: object) -> Rule:
    return rule("trigger", CONSULTATION | {"batch": BATCH} | data)


def accepted(count: int) -> tuple[Matter, ...]:
    return tuple(matter(f"m{number}", MARCH) for number in range(1, count + 1))


def meeting(matters: tuple[str, ...] = THREE, **changes: object) -> Event:
    """The published event of the first matter, of a day in March."""
    kind = "collective_handling" if len(matters) > 1 else "consultation"
    status = changes.pop("status", EventStatus.PUBLISHED)
    assert isinstance(status, EventStatus)
    return event(DAY, KEY, kind=kind, status=status, matters=matters, **changes)


def told(made: Iterable[DemandUnit]) -> list[tuple[str, str, tuple[str, ...]]]:
    return [(unit.key.cell, unit.kind, unit.matters) for unit in made]


def seen(
    matters: Iterable[Matter], *events: Event, today: date = MARCH, **changes: object
) -> list[tuple[str, str, tuple[str, ...]]]:
    made = units(promise(), matters=tuple(matters), events=events, today=today, **changes)
    return told(made)


SETTLED = [("m1", "collective_handling", THREE)]
SINGLE = [("m4", "consultation", ("m4",)), ("m5", "consultation", ("m5",))]
AGAIN = [("m4", "collective_handling", ("m4", "m5", "m6"))]


@pytest.mark.parametrize(("count", "late"), [(3, []), (5, SINGLE), (6, AGAIN)])
def test_a_frozen_or_pinned_event_takes_no_further_matter(
    count: int, late: list[tuple[str, str, tuple[str, ...]]]
) -> None:
    for closed, today in (
        (meeting(), MARCH),
        (meeting(), DAY + timedelta(days=4)),
        (meeting(pinned=True), date(2026, 1, 5)),
        (meeting(status=EventStatus.HELD), DAY),
    ):
        assert seen(accepted(count), closed, today=today) == [*SETTLED, *late]


def test_an_event_beyond_the_freeze_takes_newcomers_on() -> None:
    four = ("m1", "m2", "m3", "m4")
    edge = DAY - timedelta(days=14)
    assert seen(accepted(4), meeting(), today=edge) == [("m1", "collective_handling", four)]
    assert seen(accepted(4), meeting(), today=edge + timedelta(days=1)) == [*SETTLED, SINGLE[0]]


def test_a_frozen_consultation_of_one_matter_swallows_no_batch() -> None:
    alone = ("m1", "consultation", ("m1",))
    assert seen(accepted(3), meeting(("m1",))) == [
        alone,
        ("m2", "consultation", ("m2",)),
        ("m3", "consultation", ("m3",)),
    ]
    batch = ("m2", "collective_handling", ("m2", "m3", "m4"))
    assert seen(accepted(4), meeting(("m1",))) == [alone, batch]


def test_what_is_left_of_a_frozen_agenda_stays_on_it() -> None:
    first, second, third = accepted(3)
    gone = replace(first, state=MatterState.WITHDRAWN)
    assert seen((gone, second, third), meeting()) == [("m1", "collective_handling", ("m2", "m3"))]
    rest = replace(second, state=MatterState.WITHDRAWN), replace(third, major=False)
    assert seen((gone, *rest), meeting()) == []


def test_a_batch_that_was_given_up_takes_no_further_matter() -> None:
    waived = frozenset({str(KEY)})
    for given_up in (meeting(status=EventStatus.CANCELLED), meeting()):
        made = seen(accepted(4), given_up, today=date(2026, 1, 5), waived=waived)
        assert made == [*SETTLED, SINGLE[0]]
    cancelled = meeting(status=EventStatus.CANCELLED)
    assert len(seen(accepted(4), cancelled)) == 1


def test_a_frozen_event_is_not_needed_for_what_another_kind_lists() -> None:
    made = promise(satisfied_by=["council"])

    def placed(*listed: str) -> list[tuple[str, bool, tuple[str, ...]]]:
        council = event(date(2026, 3, 5), matters=listed, status=EventStatus.PUBLISHED)
        found = units(made, matters=accepted(3), events=(council, meeting()), today=MARCH)
        return [(unit.key.cell, unit.plan, unit.matters) for unit in found]

    assert placed("m1", "m2") == [("m1", True, THREE)]
    assert placed(*THREE) == [(key, False, (key,)) for key in THREE]


def test_a_matter_is_first_of_all_on_the_agenda_of_its_own_event() -> None:
    key = replace(KEY, cell="m3")
    other = event(DAY, key, kind="consultation", status=EventStatus.PUBLISHED, matters=("m3",))
    for events in ((meeting(), other), (other, meeting())):
        assert seen(accepted(3), *events) == [
            ("m1", "collective_handling", ("m1", "m2")),
            ("m3", "consultation", ("m3",)),
        ]


def test_a_consultation_of_its_own_is_not_given_up_for_an_agenda_that_lists_the_matter() -> None:
    own = UnitKey("promise", "body:a", "2026", "m3")
    later = event(
        date(2026, 4, 9), own, kind="consultation", status=EventStatus.PUBLISHED, matters=("m3",)
    )
    alone = ("m3", "consultation", ("m3",))
    assert seen(accepted(3), meeting(), later) == [("m1", SETTLED[0][1], ("m1", "m2")), alone]
    consulted = tuple(replace(each, state=MatterState.CONSULTED) for each in accepted(3))
    assert seen(consulted, meeting(status=EventStatus.HELD), later) == SETTLED


def test_a_batch_that_falls_apart_leaves_each_matter_to_its_own_event() -> None:
    source = plan_input(promise(due="60wd"), today=date(2026, 3, 3), matters=accepted(3))
    source, _ = planned(source)
    first, second, third = source.matters
    gone = replace(second, state=MatterState.WITHDRAWN)
    source, changes = planned(replace(source, matters=(first, gone, third)))
    assert changes == [
        ("detail", "consultation", ("m1",)),
        ("rename", "consultation", ("m1",)),
        ("add", "consultation", ("m3",)),
    ]
    near = min(each.day() for each in source.events) - timedelta(days=3)
    source, changes = planned(replace(source, today=near))
    assert (changes, [each.matters for each in source.events]) == ([], [("m1",), ("m3",)])


def test_several_events_of_one_unit_make_one_unit() -> None:
    held = EventStatus.HELD
    first = meeting(("m1", "m2"), status=held)
    again = replace(meeting(("m1", "m4"), status=held), uid=uid_of(KEY, 2), attempt=2)
    both = [("m1", "collective_handling", ("m1", "m2", "m4")), ("m3", "consultation", ("m3",))]
    assert seen(accepted(4), first, again) == seen(accepted(4), again, first) == both
    later = replace(meeting(), uid=uid_of(KEY, 2), attempt=2)
    published = replace(first, status=EventStatus.PUBLISHED)
    assert seen(accepted(3), later, published) == SETTLED


def planned(source: PlanInput) -> tuple[PlanInput, list[tuple[str, str, tuple[str, ...]]]]:
    """Apply the plan, and give what it adds and changes."""
    made = plan(source)
    assert made.unplaced == ()
    assert made.conflicts == ()
    placed = {each.uid: each for each in made.placements}
    found = [(change.kind.value, placed[change.uid]) for change in made.changes]
    return applied(source, made), [(kind, each.kind, each.matters) for kind, each in found]


def test_a_plan_gives_each_matter_after_a_frozen_batch_a_meeting() -> None:
    source = plan_input(promise(), today=date(2026, 3, 3), matters=accepted(3))
    source, changes = planned(source)
    assert changes == [("add", "collective_handling", THREE)]
    source, changes = planned(replace(source, matters=accepted(4)))
    assert changes == [("add", "consultation", ("m4",))]
    source, changes = planned(replace(source, matters=accepted(7)))
    assert changes == [("add", "collective_handling", ("m5", "m6", "m7"))]
    assert planned(source)[1] == []
    assert [(each.kind, each.matters) for each in source.events] == [
        ("collective_handling", THREE),
        ("consultation", ("m4",)),
        ("collective_handling", ("m5", "m6", "m7")),
    ]
