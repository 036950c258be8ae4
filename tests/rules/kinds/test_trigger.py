from datetime import UTC, date, datetime, timedelta

import pytest

from scheduler.domain.activity import ActivityKind, Event, EventStatus, UnitKey
from scheduler.domain.matter import Matter, MatterState
from scheduler.domain.roster import Membership, Tenure
from scheduler.rules.calendar.workdays import shipped_calendar
from scheduler.rules.kinds import trigger
from scheduler.rules.language.steps import StepDue
from scheduler.rules.model import Rule
from scheduler.rules.units import DemandUnit
from tests.rules.promises import (
    CONSULTATION,
    Told,
    assert_refused,
    clashes,
    event,
    matter,
    misread,
    out_of,
    rule,
    units,
    wants,
)

BATCH = {"same": "category", "k": 3, "within": "15d", "emit": "collective_handling"}
STEPS = [
    {"role": "committee", "do": "dispatch", "due": "2wd"},
    {"role": "department", "do": "accept", "due": "1wd"},
    {"role": "department", "do": "resolve", "due": "20wd"},
]
CATALOGUE = {"version": "3.0", "routes": {"labour": "organisation:labour-department"}}
MARCH = date(2026, 3, 2)


def consultation(**data: object) -> Rule:
    return rule("trigger", CONSULTATION | {"late": "forfeit"} | data)


def made_of(
    *matters: Matter, events: tuple[Event, ...] = (), **data: object
) -> tuple[DemandUnit, ...]:
    return units(consultation(**data), matters=matters, events=events)


def own(cell: str, status: EventStatus = EventStatus.HELD, matters: tuple[str, ...] = ()) -> Event:
    key = UnitKey("promise", "body:a", "2026", cell)
    return event(date(2026, 3, 9), key, kind="consultation", status=status, matters=matters)


def cells(made: tuple[DemandUnit, ...]) -> list[tuple[str, tuple[str, ...]]]:
    return [(unit.key.cell, unit.matters) for unit in made]


def test_an_accepted_major_matter_calls_for_one_consultation_within_ten_workdays() -> None:
    (made,) = made_of(
        matter("m1", MARCH),
        matter("m2", MARCH, major=False),
        matter("m3", None),
        matter("m4", MARCH, state=MatterState.WITHDRAWN),
        matter("m5", MARCH, alliance="b"),
        satisfied_by=["council"],
    )
    assert made == DemandUnit(
        key=UnitKey("promise", "body:a", "2026", "m1"),
        owner="a",
        alliances=("a",),
        kind="consultation",
        title="承诺：样例要事m1",
        title_en="Promise: 样例要事m1",
        start=MARCH,
        end=date(2026, 3, 17),
        grace_end=date(2026, 3, 17),
        matters=("m1",),
        accepts=("council",),
    )


def test_workdays_pass_over_a_long_holiday() -> None:
    (made,) = made_of(matter("m1", date(2026, 9, 28)))
    assert made.end == date(2026, 10, 17)


def test_a_due_date_is_never_shortened() -> None:
    (made,) = made_of(matter("m1", MARCH, due=date(2026, 4, 1)))
    assert made.end == date(2026, 4, 2)


def test_matters_are_chosen_by_category() -> None:
    made = made_of(
        matter("m1", MARCH),
        matter("m2", MARCH, category="finance"),
        where={"category": ["finance"]},
    )
    assert cells(made) == [("m2", ("m2",))]


def test_a_category_holds_all_items_below_it() -> None:
    categories = ("labour", "labour.3", "labour.3.1", "labour.30", "labours", "talent.labour")
    matters = [matter(f"m{n}", MARCH, category=each) for n, each in enumerate(categories)]
    wide, narrow = (
        [each.category for each in matters if each.is_of(stated)]
        for stated in (("labour",), ("labour.3", "finance"))
    )
    assert (wide, narrow) == (list(categories[:4]), ["labour.3", "labour.3.1"])
    made = made_of(*matters, where={"category": ["labour.3"]})
    assert cells(made) == [("m1", ("m1",)), ("m2", ("m2",))]


def test_a_rule_that_came_later_asks_nothing_of_earlier_matters() -> None:
    made = consultation()
    later = Rule(made.key, made.type, "a", "", data=made.data, tenure=Tenure(date(2026, 3, 3)))
    assert units(later, matters=(matter("m1", MARCH),)) == ()


def test_matters_outside_the_planned_span_are_left_out() -> None:
    assert made_of(matter("m1", date(2025, 10, 9)), matter("m2", date(2027, 1, 4))) == ()


def test_matters_may_call_for_a_consultation_when_raised() -> None:
    raised = matter("m1", None, raised_at=datetime(2026, 3, 1, 17, tzinfo=UTC))
    (made,) = made_of(raised, on="matter.raised")
    assert made.start == MARCH


def test_a_consulted_matter_without_an_event_calls_for_none() -> None:
    assert made_of(matter("m1", MARCH, state=MatterState.CONSULTED)) == ()


def test_a_consulted_matter_keeps_the_unit_of_its_event() -> None:
    done = matter("m1", MARCH, state=MatterState.CONSULTED)
    assert cells(made_of(done, events=(own("m1", EventStatus.PUBLISHED),))) == [("m1", ("m1",))]


def test_a_council_that_lists_the_matter_leaves_nothing_to_place() -> None:
    council = event(date(2026, 3, 5), kind="council", matters=("m1",))
    (made,) = made_of(matter("m1", MARCH), events=(council,), satisfied_by=["council"])
    assert (made.plan, made.matters) == (False, ("m1",))


def test_a_cancelled_council_serves_no_matter() -> None:
    council = event(date(2026, 3, 5), kind="council", matters=("m1",), status=EventStatus.CANCELLED)
    (made,) = made_of(matter("m1", MARCH), events=(council,), satisfied_by=["council"])
    assert made.plan


def test_three_alike_within_fifteen_days_become_one_collective_event() -> None:
    made = made_of(
        matter("m3", date(2026, 3, 4)),
        matter("m2", MARCH),
        matter("m1", date(2026, 3, 3)),
        matter("m4", MARCH, category="finance"),
        matter("m5", date(2026, 4, 1)),
        batch=BATCH,
    )
    assert cells(made) == [("m1", ("m1", "m2", "m3")), ("m4", ("m4",)), ("m5", ("m5",))]
    first = made[0]
    assert (first.kind, first.title, first.title_en, first.start, first.end) == (
        "collective_handling",
        "承诺：labour（3件）",
        "Promise: labour (3 matters)",
        date(2026, 3, 4),
        date(2026, 3, 17),
    )


def test_items_of_one_class_are_alike_and_those_of_another_are_not() -> None:
    classes = ("labour.3", "labour", "labour.5.1", "labourer", "labourer.3")
    everything = [matter(f"m{n}", MARCH, category=name) for n, name in enumerate(classes)]
    batch, one, rest = made_of(*everything, batch=BATCH)
    assert cells((batch, one, rest)) == [
        ("m0", ("m0", "m1", "m2")),
        ("m3", ("m3",)),
        ("m4", ("m4",)),
    ]
    assert batch.title == "承诺：labour（3件）"
    of_item = {"major": True, "category": ["labour.3"]}
    assert cells(made_of(*everything, batch=BATCH, where=of_item)) == [("m0", ("m0",))]


@pytest.mark.parametrize("english", ["Collective handling meeting", ""])
def test_a_collective_event_is_named_after_its_kind(english: str) -> None:
    name = "同类问题集中办理会"
    kinds = {"collective_handling": ActivityKind("collective_handling", name, english)}
    alike = [matter(f"m{number}", MARCH) for number in range(1, 4)]
    (made,) = units(consultation(batch=BATCH), matters=alike, kinds=kinds)
    assert (made.title, made.title_en) == (
        f"{name}：labour（3件）",
        f"{english or name}: labour (3 matters)",
    )


def test_a_matter_accepted_after_the_first_is_due_joins_no_batch() -> None:
    made = made_of(
        matter("m1", MARCH), matter("m2", MARCH), matter("m3", date(2026, 3, 17)), batch=BATCH
    )
    assert [matters for _, matters in cells(made)] == [("m1",), ("m2",), ("m3",)]


def test_a_held_collective_event_takes_no_further_matter() -> None:
    held = own("m1", matters=("m1", "m2", "m3"))
    everything = [matter(f"m{number}", MARCH) for number in range(1, 5)]
    made = made_of(*everything, events=(held,), batch=BATCH)
    assert cells(made) == [("m1", ("m1", "m2", "m3")), ("m4", ("m4",))]


def test_a_published_event_does_not_keep_a_batch_from_growing() -> None:
    published = own("m1", EventStatus.PUBLISHED, ("m1", "m2", "m3"))
    foreign = event(MARCH, UnitKey("other", "body:a", "2026"), kind="consultation")
    everything = [matter(f"m{number}", MARCH) for number in range(1, 5)]
    made = made_of(*everything, events=(published, foreign), batch=BATCH)
    assert cells(made) == [("m1", ("m1", "m2", "m3", "m4"))]


def test_a_held_event_of_a_withdrawn_matter_makes_no_unit() -> None:
    gone = matter("m1", MARCH, state=MatterState.WITHDRAWN)
    assert made_of(gone, events=(own("m1"),)) == ()


def test_each_step_counts_from_the_end_of_the_one_before() -> None:
    spec = trigger.parse(rule("trigger", {"on": "matter.raised", "steps": STEPS}))
    raised = datetime(2026, 3, 2, 4, tzinfo=UTC)
    waiting = matter("m1", None, raised_at=raised)
    calendar = shipped_calendar()
    for ended, days in (
        ({}, (date(2026, 3, 4), date(2026, 3, 5), date(2026, 4, 2))),
        ({"dispatch": raised}, (date(2026, 3, 4), date(2026, 3, 3), date(2026, 3, 31))),
        (
            {"dispatch": raised, "accept": raised + timedelta(days=3)},
            (date(2026, 3, 4), date(2026, 3, 3), date(2026, 4, 2)),
        ),
    ):
        assert trigger.step_dues(waiting, spec, ended, calendar) == (
            StepDue("committee", "dispatch", days[0]),
            StepDue("department", "accept", days[1]),
            StepDue("department", "resolve", days[2]),
        )


def test_steps_yield_no_units_and_wait_for_their_start() -> None:
    stepwise = rule("trigger", {"on": "matter.accepted", "steps": STEPS, "escalate": "liaison"})
    assert units(stepwise, matters=(matter("m1", MARCH),)) == ()
    spec = trigger.parse(stepwise)
    assert trigger.step_dues(matter("m1", None), spec, {}, shipped_calendar()) == ()


def test_a_catalogue_names_the_department_of_an_item() -> None:
    data = {"on": "matter.raised", "steps": STEPS, "catalogue": CATALOGUE}
    catalogue = trigger.parse(rule("trigger", data)).catalogue
    assert [catalogue.department(item) for item in ("labour", "labour.3", "power")] == [
        "organisation:labour-department",
        "organisation:labour-department",
        None,
    ]
    assert catalogue.version == "3.0"


def test_a_trigger_may_depend_on_a_condition() -> None:
    assert made_of(matter("m1", MARCH), applies_if={"count": "@leaders", "min": 1}) == ()


REFUSED: list[tuple[dict[str, object], str, str | Told]] = [
    ({"on": "matter.lost"}, "on", "choice"),
    ({"where": {"major": 1}}, "where.major", wants("boolean")),
    ({"where": {"size": 1}}, "where.size", "unknown"),
    ({"due": "10"}, "due", misread("10wd")),
    ({"due": "0wd"}, "due", out_of(1, 9999)),
    ({"due": "0d"}, "due", out_of(1, 9999)),
    ({"late": "carry"}, "late", clashes("type")),
    ({"output": "visit"}, "output", "unknown"),
    ({"escalate": "liaison"}, "escalate", clashes("emit")),
    ({"catalogue": CATALOGUE}, "catalogue", clashes("emit")),
    ({"steps": STEPS}, "emit", clashes("steps")),
    ({"batch": BATCH | {"same": "size"}}, "batch.same", "choice"),
    ({"batch": BATCH | {"k": 1}}, "batch.k", out_of(2, 5000)),
    ({"batch": BATCH | {"within": "long"}}, "batch.within", misread("15d")),
]


@pytest.mark.parametrize(("data", "field", "reason"), REFUSED)
def test_a_trigger_that_cannot_stand_is_refused(
    data: dict[str, object], field: str, reason: str | Told
) -> None:
    assert_refused(consultation(**data), field, reason)


@pytest.mark.parametrize(
    ("data", "field", "reason"),
    [
        ({}, "emit", "missing"),
        ({"emit": "consultation"}, "due", "missing"),
        ({"steps": []}, "steps", "empty"),
        ({"steps": ["dispatch"]}, "steps", wants("object")),
        ({"steps": [{"role": "committee", "do": "dispatch"}]}, "steps.due", "missing"),
        ({"steps": STEPS, "catalogue": {"version": "1"}}, "catalogue.routes", "empty"),
        (
            {"steps": STEPS, "catalogue": {"version": "1", "routes": {"labour": 1}}},
            "catalogue.routes.labour",
            wants("string"),
        ),
        ({"steps": STEPS, "catalogue": {"routes": {}}}, "catalogue.version", "missing"),
    ],
)
def test_a_trigger_needs_an_event_or_steps(
    data: dict[str, object], field: str, reason: str | Told
) -> None:
    assert_refused(rule("trigger", {"on": "matter.accepted"} | data), field, reason)


def test_a_matter_on_the_last_day_of_the_term_joins_its_batch() -> None:
    accepted = [matter(f"m{number}", date(2026, 3, day)) for number, day in ((1, 2), (2, 5))]
    batch = BATCH | {"k": 2, "within": "3d"}
    assert cells(made_of(*accepted, batch=batch)) == [("m1", ("m1", "m2"))]
    assert cells(made_of(*accepted, batch=batch | {"within": "2d"})) == [
        ("m1", ("m1",)),
        ("m2", ("m2",)),
    ]
    assert cells(made_of(*accepted, batch=batch | {"within": "3wd"})) == [("m1", ("m1", "m2"))]


def test_a_held_event_keeps_the_key_of_its_unit_whatever_it_lists() -> None:
    key = UnitKey("promise", "body:a", "2025", "m2")
    held = event(date(2026, 3, 9), key, kind="consultation", matters=("m1", "m2"))
    stray = event(date(2026, 3, 9), None, kind="consultation", uid="e-by-hand")
    made = made_of(matter("m1", MARCH), matter("m2", MARCH), events=(stray, held))
    assert [(unit.key, unit.matters) for unit in made] == [(key, ("m1", "m2"))]


def test_a_step_after_the_resolution_counts_from_it() -> None:
    last = {"role": "committee", "do": "visit", "due": "5d"}
    ended = {"resolve": datetime(2026, 3, 20, 4, tzinfo=UTC)}
    made = rule("trigger", {"on": "matter.raised", "steps": [*STEPS, last]})
    dues = trigger.step_dues(matter("m1", MARCH), trigger.parse(made), ended, shipped_calendar())
    assert dues[-1] == StepDue("committee", "visit", date(2026, 3, 25))


def test_a_consultation_belongs_to_the_span_that_its_window_meets() -> None:
    last = matter("m1", date(2026, 12, 31))
    first = matter("m2", date(2027, 1, 1))
    assert cells(made_of(last, first)) == [("m1", ("m1",))]
    due = matter("m3", date(2025, 12, 30))
    assert cells(made_of(due, due="1d")) == []
    assert cells(made_of(due, due="2d")) == [("m3", ("m3",))]


def test_a_consultation_of_one_organisation_is_called_for_while_it_is_a_member() -> None:
    def told(since: date | None, until: date | None) -> list[object]:
        member = Membership("organisation:x", "a", tenure=Tenure(since, until))
        made = consultation(scope={"organisation": "x"}, late="makeup", grace_days=5)
        found = units(made, matters=(matter("m1", MARCH),), members={"a": (member,)})
        return [(u.start, u.end, u.grace_end, u.leaves, u.leaver, u.lapses) for u in found]

    due, last, leaver = date(2026, 3, 17), date(2026, 3, 22), "organisation:x"
    early, late = date(2026, 3, 10), date(2026, 3, 20)
    assert told(None, None) == told(MARCH, None) == [(MARCH, due, last, None, "", False)]
    assert told(None, early) == [(MARCH, early, early, early, leaver, True)]
    assert told(None, late) == [(MARCH, due, late, late, leaver, True)]
    assert told(None, last) == [(MARCH, due, last, last, leaver, False)]
    assert told(None, MARCH) == told(early, None) == []
