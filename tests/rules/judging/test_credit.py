from collections import Counter
from dataclasses import replace
from datetime import date, timedelta
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from scheduler.domain.activity import Also, Event, EventStatus, UnitKey
from scheduler.domain.visit import Visit
from scheduler.rules.judging.credit import Credit, CreditState, credit, shares_of
from scheduler.rules.units import DemandUnit
from tests.rules.promises import CONSULTATION, event, matter, quota, rule, units

HELD, PLANNED = CreditState.HELD, CreditState.PLANNED
COUNCIL = units(quota("council_rule", grace_days=20))
Q1, Q2 = (UnitKey("council_rule", "body:a", f"2026-Q{n}") for n in (1, 2))
NOTHING: dict[str, tuple[frozenset[str], ...]] = {}


def credited(made: tuple[DemandUnit, ...], *events: Event, **shares: Any) -> dict[str, str]:  # noqa: ANN401 - share lists
    """Give the uid that each credited unit's rule, period and cell has."""
    found = credit(made, events, shares)
    return {f"{key.rule}/{key.period}/{key.cell}": each.uid for key, each in found.items()}


def sample(kind: str, data: dict[str, object], key: str) -> tuple[DemandUnit, ...]:
    return units(rule(kind, {"late": "forfeit", **data}, key))


EXCHANGE = sample("quota", {"kind": "exchange", "per": "year", "min": 1}, "exchange")
DAYS = sample("quota", {"kind": "alliance_day", "per": "year", "min": 2}, "alliance_day")
COMMONS = sample(
    "coverage",
    {"axes": {"kind": ["lecture", "volunteering"]}, "per": "year", "min": 1},
    "commons",
)
RIDING = sample(
    "coverage",
    {"axes": {"kind": ["lecture"]}, "per": "year", "min": 1, "with": "alliance_day"},
    "riding",
)
TOGETHER = (frozenset({"alliance_day", "commons"}),)


def test_an_event_keeps_its_own_unit_within_grace() -> None:
    late = event(date(2026, 4, 15), Q1)
    assert credit(COUNCIL, [late], NOTHING) == {Q1: Credit(late.uid, date(2026, 4, 15), HELD)}


def test_an_event_held_after_grace_counts_where_it_was_held() -> None:
    late = event(date(2026, 5, 15), Q1)
    assert credit(COUNCIL, [late], NOTHING) == {Q2: Credit(late.uid, date(2026, 5, 15), HELD)}


def test_an_event_outside_all_windows_counts_nowhere() -> None:
    assert credit(COUNCIL, [event(date(2024, 5, 15), Q1)], NOTHING) == {}


def test_an_event_of_a_unit_that_is_no_more_counts_in_its_rule() -> None:
    second = event(date(2026, 5, 15), replace(Q2, ordinal=2))
    assert credited(COUNCIL, second) == {"council_rule/2026-Q2/": second.uid}


def test_planned_and_held_are_told_apart_and_drafts_and_cancelled_count_nowhere() -> None:
    planned = event(date(2026, 2, 3), Q1, status=EventStatus.PUBLISHED)
    draft = event(date(2026, 5, 3), Q2, status=EventStatus.DRAFT)
    gone = event(date(2026, 5, 3), Q2, status=EventStatus.CANCELLED)
    assert credit(COUNCIL, [planned, draft, gone], NOTHING) == {
        Q1: Credit(planned.uid, date(2026, 2, 3), PLANNED)
    }


def test_an_event_made_by_hand_serves_the_first_rule_that_it_fits_and_no_other() -> None:
    by_hand = event(date(2026, 5, 3), kind="exchange")
    second = sample("quota", {"kind": "exchange", "per": "year", "min": 1}, "zz_exchange")
    assert credited(EXCHANGE + second, by_hand) == {"exchange/2026/": by_hand.uid}


def test_an_event_made_by_hand_takes_the_earliest_deadline() -> None:
    by_hand = event(date(2026, 4, 10))
    assert credited(COUNCIL, by_hand) == {"council_rule/2026-Q1/": by_hand.uid}


def test_an_event_of_another_kind_or_alliance_fits_nothing() -> None:
    stranger = event(date(2026, 5, 3), owner="b", alliances=("b",))
    assert credited(COUNCIL, stranger, event(date(2026, 5, 3), kind="exchange")) == {}


def test_a_further_rule_counts_an_event_only_if_one_list_holds_both() -> None:
    day = event(date(2026, 5, 21), DAYS[0].key, kind="alliance_day", theme="volunteering")
    own = {"alliance_day/2026/": day.uid}
    assert credited(DAYS + COMMONS, day) == own
    assert credited(DAYS + COMMONS, day, b=TOGETHER) == own
    both = own | {"commons/2026/volunteering": day.uid}
    assert credited(DAYS + COMMONS, day, a=TOGETHER) == both


def test_an_event_made_by_hand_may_serve_a_shared_rule_as_well() -> None:
    lecture = event(date(2026, 5, 3), kind="lecture", theme="volunteering")
    more = sample("quota", {"kind": "lecture", "per": "year", "min": 1}, "lectures")
    together = (frozenset({"commons", "lectures"}),)
    assert credited(COMMONS + more, lecture, a=together) == {
        "commons/2026/lecture": lecture.uid,
        "lectures/2026/": lecture.uid,
    }


def test_a_unit_that_rides_on_a_rule_counts_its_events() -> None:
    day = event(date(2026, 5, 21), DAYS[0].key, kind="alliance_day")
    assert credited(DAYS + RIDING, day) == {
        "alliance_day/2026/": day.uid,
        "riding/2026/lecture": day.uid,
    }


def test_what_rides_on_an_event_counts_it_before_others_do() -> None:
    data = {"axes": {"kind": ["lecture", "volunteering"]}, "per": "year", "min": 1}
    riding = sample("coverage", {**data, "with": "alliance_day"}, "riding")
    lecture, volunteering = (unit.key for unit in riding)
    first = event(date(2026, 5, 21), DAYS[0].key, kind="alliance_day")
    second = event(date(2026, 6, 18), DAYS[1].key, kind="alliance_day")
    noted = replace(first, also=(Also(volunteering, "volunteering"),))
    assert credited(riding, noted, second) == {
        "riding/2026/lecture": second.uid,
        "riding/2026/volunteering": first.uid,
    }
    assert credited(riding, noted) == {"riding/2026/volunteering": first.uid}
    other = replace(noted, unit=COMMONS[0].key, also=(Also(lecture, "lecture"),))
    assert credited(riding, other) == {}


def test_a_cell_of_several_axes_needs_all_its_values() -> None:
    grid = sample(
        "coverage",
        {"axes": {"kind": ["salon"], "theme": ["staff", "supply"]}, "per": "year", "min": 1},
        "grid",
    )
    salon = event(date(2026, 5, 3), kind="salon", theme="supply")
    assert credited(grid, salon) == {"grid/2026/salon|supply": salon.uid}


def test_a_joint_event_counts_for_the_same_promise_of_each_alliance() -> None:
    other = units(quota("council_rule", owner="b", grace_days=20))
    joint = event(date(2026, 2, 3), Q1, alliances=("a", "b"))
    found = credit(COUNCIL + other, [joint], NOTHING)
    assert {key.scope for key in found} == {"body:a", "body:b"}


CASES = tuple(matter(key, date(2026, 3, 2)) for key in ("m1", "m2"))
CONSULTING = units(
    rule("trigger", CONSULTATION | {"satisfied_by": ["council"]}, "consulting"), matters=CASES
)


def test_a_council_that_lists_two_matters_serves_both_and_its_own_promise() -> None:
    council = event(date(2026, 3, 5), Q1, matters=("m1", "m2"))
    by_hand = replace(council, unit=None)
    expected = {
        "consulting/2026/m1": council.uid,
        "consulting/2026/m2": council.uid,
        "council_rule/2026-Q1/": council.uid,
    }
    assert credited(COUNCIL + CONSULTING, council) == expected
    assert credited(COUNCIL + CONSULTING, by_hand) == expected


def test_a_consultation_made_by_hand_serves_one_of_the_matters_it_lists() -> None:
    by_hand = event(date(2026, 3, 5), kind="consultation", matters=("m1", "m2"))
    stray = event(date(2026, 3, 6), kind="consultation")
    other = event(date(2026, 3, 6), kind="exchange", matters=("m1", "m2"))
    assert credited(CONSULTING, by_hand, stray, other) == {"consulting/2026/m1": by_hand.uid}


def test_a_consultation_of_one_matter_does_not_serve_another() -> None:
    own = event(date(2026, 3, 5), CONSULTING[0].key, kind="consultation", matters=("m1", "m2"))
    assert credited(CONSULTING, own) == {"consulting/2026/m1": own.uid}


def test_share_lists_are_gathered_by_alliance() -> None:
    rules = [
        rule("credit", {"share": [["one", "two"]]}, "first"),
        rule("credit", {"share": [["three", "four"]]}, "second"),
        quota(),
    ]
    assert shares_of(rules) == {"a": (frozenset({"one", "two"}), frozenset({"three", "four"}))}


EVERYTHING = COUNCIL + EXCHANGE + DAYS + COMMONS + RIDING
SHARES = {"a": (frozenset({"alliance_day", "commons", "exchange"}),)}
own_units = st.none() | st.sampled_from([unit.key for unit in EVERYTHING])
calendars = st.lists(
    st.builds(
        lambda offset, unit, kind, theme: event(
            date(2026, 1, 1) + timedelta(days=offset), unit, kind=kind, theme=theme
        ),
        st.integers(0, 360),
        own_units,
        st.sampled_from(("council", "exchange", "alliance_day", "lecture")),
        st.none() | st.sampled_from(("lecture", "volunteering")),
    ),
    max_size=12,
).map(
    lambda events: [
        replace(made, uid=f"e-{index}", status=status)
        for index, made in enumerate(events)
        for status in [EventStatus.HELD if index % 2 else EventStatus.PUBLISHED]
    ]
)


@given(calendars, st.randoms(use_true_random=False))
def test_the_order_of_entry_makes_no_difference(events: list[Event], random: Any) -> None:  # noqa: ANN401 - a Random
    shuffled = random.sample(events, len(events))
    mixed = random.sample(EVERYTHING, len(EVERYTHING))
    assert credit(mixed, shuffled, SHARES) == credit(EVERYTHING, events, SHARES)


@given(calendars)
def test_an_event_counts_once_in_a_rule_and_only_within_the_window(events: list[Event]) -> None:
    found = credit(EVERYTHING, events, SHARES)
    served = Counter((each.uid, key.rule) for key, each in found.items())
    assert set(served.values()) <= {1}
    by_key = {unit.key: unit for unit in EVERYTHING}
    for key, each in found.items():
        assert by_key[key].start <= each.day < by_key[key].grace_end


@given(calendars)
def test_without_shares_an_event_serves_one_rule_and_those_that_ride_on_it(
    events: list[Event],
) -> None:
    rules: dict[str, set[str]] = {}
    for key, each in credit(EVERYTHING, events, NOTHING).items():
        rules.setdefault(each.uid, set()).add(key.rule)
    assert all(len(names) == 1 or names == {"alliance_day", "riding"} for names in rules.values())


@pytest.mark.parametrize(
    ("scope", "key"),
    [({"organisation": "x"}, "organisation:x"), ({"person": "p"}, "person:p")],
)
def test_a_promise_of_an_organisation_or_a_person_counts_what_names_them(
    scope: dict[str, str], key: str
) -> None:
    data = {"kind": "exchange", "per": "year", "min": 1, "scope": scope}
    own = sample("quota", data, "own")
    [unit] = own
    day = date(2026, 3, 5)
    others = event(day, kind="exchange", host="organisation:y")
    hosted, joined = (
        event(day, kind="exchange", **named) for named in ({"host": key}, {"co_hosts": (key,)})
    )
    placed = event(day, unit.key, kind="exchange")
    found = [credited(own, each) for each in (others, hosted, joined, placed)]
    assert found == [{}, *({"own/2026/": each.uid} for each in (hosted, joined, placed))]
    assert credited((*EXCHANGE, *own), placed) == {"own/2026/": placed.uid}


def test_what_one_organisation_promises_rides_on_the_events_of_a_rule() -> None:
    data = {"kind": "exchange", "per": "year", "min": 1, "with": "alliance_day"}
    own = sample("quota", {**data, "scope": {"organisation": "x"}}, "own")
    day = event(date(2026, 3, 5), DAYS[0].key, kind="alliance_day")
    assert credited((*DAYS, *own), day) == {"alliance_day/2026/": day.uid, "own/2026/": day.uid}


def test_a_pair_is_met_when_both_take_part() -> None:
    pairs = sample("coverage", {"axes": {"pair": ["x+y"]}, "per": "year", "min": 1}, "pairs")
    alone = event(date(2026, 5, 4), kind="pairs", host="x")
    both = event(date(2026, 5, 5), kind="pairs", host="x", co_hosts=("y",))
    assert credited(pairs, alone, both) == {"pairs/2026/x+y": both.uid}


def test_an_event_serves_a_cell_that_names_all_that_it_is() -> None:
    axes = {"kind": ["salon"], "organisation": ["x"], "theme": ["staff"], "venue": ["hall"]}
    grid = sample("coverage", {"axes": axes, "per": "year", "min": 1}, "grid")
    salon = event(date(2026, 5, 3), kind="salon", host="x", theme="staff", venue="hall")
    assert credited(grid, salon) == {"grid/2026/salon|x|staff|hall": salon.uid}


def test_a_consultation_made_by_hand_may_list_one_matter_alone() -> None:
    by_hand = event(date(2026, 3, 5), kind="consultation", matters=("m2",))
    assert credited(CONSULTING, by_hand) == {"consulting/2026/m2": by_hand.uid}


def test_a_second_event_of_a_cell_does_not_enter_another_cell_of_its_rule() -> None:
    own = COMMONS[0].key
    first = event(date(2026, 5, 3), own, kind="lecture")
    again = replace(first, uid="e-again", unit=replace(own, ordinal=2), theme="volunteering")
    assert credited(COMMONS, first, again) == {"commons/2026/lecture": first.uid}


def test_the_day_on_which_the_grace_ends_is_too_late() -> None:
    late = event(date(2026, 4, 21), Q1)
    assert credited(COUNCIL[:2], late) == {}
    assert credited(COUNCIL[:2], replace(late, start=late.start - timedelta(days=1))) == {
        "council_rule/2026-Q1/": late.uid
    }


def test_an_event_that_others_ride_on_serves_the_cell_of_its_theme_first() -> None:
    axes = {"kind": ["lecture", "volunteering"]}
    data = {"axes": axes, "per": "year", "min": 1, "with": "alliance_day"}
    riding = sample("coverage", data, "riding")
    day = event(date(2026, 5, 21), DAYS[0].key, kind="alliance_day", theme="volunteering")
    assert credited(DAYS + riding, day) == {
        "alliance_day/2026/": day.uid,
        "riding/2026/volunteering": day.uid,
    }


VISITS = {
    "kind": "visit",
    "axes": {"organisation": ["x", "y"]},
    "per": "half_year",
    "min": 1,
    "output": "visit",
}


def visit(cell: str, day: date, key: str = "v", rule: str = "visits", owner: str = "a") -> Visit:
    return Visit(key, owner, rule, cell, day)


def visited(made: tuple[DemandUnit, ...], *visits: Visit) -> dict[str, str]:
    return {
        f"{key.period}/{key.cell}": each.uid
        for key, each in credit(made, (), NOTHING, visits).items()
    }


def test_a_visit_fulfils_the_unit_of_its_cell_whose_window_holds_the_day() -> None:
    made = sample("coverage", VISITS, "visits")
    second = visit("x", date(2026, 7, 1))
    assert visited(made, second) == {"2026-H2/x": "v"}
    assert credit(made, (), NOTHING, [second])[UnitKey("visits", "body:a", "2026-H2", "x")] == (
        Credit("v", date(2026, 7, 1), HELD)
    )
    assert visited(made, visit("x", date(2027, 7, 1))) == {}


def test_several_visits_to_one_place_fulfil_as_many_units_as_it_is_owed() -> None:
    once = sample("coverage", VISITS, "visits")
    twice = sample("coverage", VISITS | {"min": 2}, "visits")
    days = [visit("x", date(2026, 2, day), f"v-{day}") for day in (3, 2, 4)]
    assert visited(once, *days) == {"2026-H1/x": "v-2"}
    found = credit(twice, (), NOTHING, days)
    assert [(key.ordinal, each.uid) for key, each in found.items()] == [(1, "v-2"), (2, "v-3")]


def test_a_visit_in_the_days_of_grace_makes_up_the_earlier_period_first() -> None:
    made = sample("coverage", VISITS | {"late": "makeup", "grace_days": 20}, "visits")
    days = [visit("x", date(2026, 7, day), f"v-{day}") for day in (5, 6)]
    assert visited(made, *days) == {"2026-H1/x": "v-5", "2026-H2/x": "v-6"}


def test_a_visit_of_another_rule_alliance_or_cell_fulfils_nothing() -> None:
    made = sample("coverage", VISITS, "visits")
    day = date(2026, 2, 2)
    strange = (
        visit("z", day),
        visit("x", day, rule="others"),
        visit("x", day, owner="b"),
    )
    assert visited(made, *strange) == {}
    meetings = sample("coverage", {**VISITS, "output": "meeting"}, "visits")
    assert visited(meetings, visit("x", day)) == {}


VISITED = sample("coverage", VISITS | {"min": 2, "late": "makeup", "grace_days": 20}, "visits")
logs = st.lists(
    st.builds(
        lambda cell, offset: visit(cell, date(2026, 1, 1) + timedelta(days=offset)),
        st.sampled_from("xyz"),
        st.integers(0, 400),
    ),
    max_size=12,
).map(lambda made: [replace(each, id=f"v-{index}") for index, each in enumerate(made)])


@given(logs, st.randoms(use_true_random=False))
def test_a_visit_counts_once_within_its_window_in_any_order(log: list[Visit], random: Any) -> None:  # noqa: ANN401 - a Random
    found = credit(VISITED, (), NOTHING, log)
    assert found == credit(VISITED, (), NOTHING, random.sample(log, len(log)))
    by_key = {unit.key: unit for unit in VISITED}
    by_id = {each.id: each for each in log}
    assert len({each.uid for each in found.values()}) == len(found)
    for key, each in found.items():
        assert by_key[key].start <= each.day < by_key[key].grace_end
        assert (by_id[each.uid].cell, by_id[each.uid].day) == (key.cell, each.day)
