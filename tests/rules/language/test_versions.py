"""Rules that were changed: what was before the change stays, what comes after follows it."""

from dataclasses import replace
from datetime import date, time, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from scheduler.domain.activity import Also, EventStatus, UnitKey
from scheduler.domain.roster import Officer, Tenure
from scheduler.domain.turn import EntryKind, TurnEntry
from scheduler.rules.calendar.periods import parse_key
from scheduler.rules.expand import expand, expand_rule
from scheduler.rules.judging.vacancies import vacancies
from scheduler.rules.model import Rule
from scheduler.rules.turns.rotas import missing_entries
from scheduler.rules.units import DemandUnit
from tests.rules.promises import (
    ALLIANCE_DAY,
    COMMONS,
    CONSULTATION,
    event,
    matter,
    plan_input,
    quota,
    rule,
    units,
)

CHANGE = date(2026, 9, 1)
NEW_YEAR = date(2026, 1, 1)


def changed(old: Rule, new: dict[str, object], day: date = CHANGE) -> Rule:
    """Give the rule as it stands after a change."""
    first = replace(old, tenure=Tenure(None, day))
    return replace(old, data={**old.data, **new}, tenure=Tenure(day), revision=2, former=(first,))


def key(ordinal: int, period: str = "2026", cell: str = "") -> UnitKey:
    return UnitKey("promise", "body:a", period, cell, ordinal)


def spans(made: tuple[DemandUnit, ...], period: str = "2026") -> dict[int, tuple[date, date]]:
    return {unit.key.ordinal: (unit.start, unit.end) for unit in made if unit.key.period == period}


BEFORE = (NEW_YEAR, CHANGE)
AFTER = (CHANGE, date(2027, 1, 1))


def test_a_raised_quota_keeps_what_was_held_and_adds_from_the_change_on() -> None:
    made = changed(quota(per="year", min=4, late="forfeit"), {"min": 5})
    events = (event(date(2026, 3, 2), key(1)), event(date(2026, 10, 8), key(2)))

    assert spans(units(made, events=events)) == {
        1: BEFORE,
        2: AFTER,
        3: AFTER,
        4: AFTER,
        5: AFTER,
    }


def test_a_lowered_quota_keeps_every_event_before_the_change() -> None:
    made = changed(quota(per="year", min=4, late="forfeit"), {"min": 1})
    days = (date(2026, 3, 2), date(2026, 5, 6), date(2026, 8, 31), date(2026, 10, 8))
    events = tuple(event(day, key(number)) for number, day in enumerate(days, start=1))
    gone = replace(events[1], status=EventStatus.CANCELLED)

    assert spans(units(made, events=(events[0], gone, *events[2:]))) == {1: BEFORE, 3: BEFORE}
    assert spans(units(made)) == {1: AFTER}


def test_what_rides_on_an_event_before_the_change_is_as_it_was() -> None:
    made = changed(quota(per="year", min=2, late="forfeit"), {"kind": "talk", "min": 1})
    days = (date(2026, 3, 2), date(2026, 8, 31), date(2026, 10, 8))
    carriers = [UnitKey("carrier", "body:a", "2026", "", number) for number in (1, 2, 3)]
    first, second, third = (
        replace(event(day, carrier), also=(Also(key(number), "council"),))
        for number, (day, carrier) in enumerate(zip(days, carriers, strict=True), start=1)
    )
    off = replace(first, status=EventStatus.CANCELLED)
    for events, expected in (
        ((first, second), {1: "council", 2: "council"}),
        ((off, second), {1: "talk", 2: "council"}),
        ((first, third), {1: "council"}),
        ((third,), {1: "talk"}),
    ):
        found = {unit.key.ordinal: unit.kind for unit in units(made, events=events)}
        assert found == expected


def test_a_make_up_after_the_change_belongs_to_the_version_of_its_period() -> None:
    made = changed(quota(min=2), {"min": 1}, date(2026, 7, 1))
    events = (event(date(2026, 7, 8), key(2, "2026-Q2")),)

    assert spans(units(made, events=events), "2026-Q2") == {
        number: (date(2026, 4, 1), date(2026, 7, 1)) for number in (1, 2)
    }
    assert list(spans(units(made), "2026-Q3")) == [1]


def test_a_change_in_midst_of_a_period_prorates_nothing() -> None:
    made = changed(quota(per="year", min=4, prorate="floor", late="forfeit"), {"min": 6})
    assert list(spans(units(made))) == [1, 2, 3, 4, 5, 6]


def test_the_end_of_a_changed_rule_prorates_its_last_period() -> None:
    made = changed(quota(per="year", min=4, prorate="floor", late="forfeit"), {"min": 6})
    made = replace(made, tenure=Tenure(CHANGE, date(2026, 12, 1)))
    assert list(spans(units(made))) == [1, 2, 3, 4, 5]


@pytest.mark.parametrize(("more", "carried"), [(1, 1), (2, 0)])
def test_what_is_carried_over_a_change_is_counted_by_the_version_of_its_period(
    more: int, carried: int
) -> None:
    made = changed(quota(min=2, late="carry"), {"min": 3}, date(2026, 7, 1))
    held = tuple(
        event(date(2026, 5, 4 + number), key(number, "2026-Q2")) for number in range(1, more + 1)
    )
    first = tuple(event(date(2026, 2, 4 + number), key(number, "2026-Q1")) for number in (1, 2))
    source = plan_input(made, events=(*first, *held), today=date(2026, 7, 2))

    found = expand(source)
    assert len(spans(found, "2026-Q1")) == 2
    assert len(spans(found, "2026-Q2")) == more
    assert len(spans(found, "2026-Q3")) == 3 + carried
    assert len(spans(found, "2026-Q4")) == 3


def test_a_value_taken_out_of_a_coverage_stays_only_where_it_was_covered() -> None:
    old = rule("coverage", {**COMMONS, "late": "forfeit"})
    made = changed(old, {"axes": {"kind": ["volunteering", "fellowship"]}})
    lecture = key(1, "2026-H2", "party_lecture")

    def cells(period: str, *held: date) -> set[str]:
        events = tuple(event(day, lecture, kind="party_lecture") for day in held)
        made_units = units(made, events=events)
        return {unit.key.cell for unit in made_units if unit.key.period == period}

    assert cells("2026-H1") == {"party_lecture", "volunteering"}
    assert cells("2026-H2") == {"volunteering", "fellowship"}
    assert cells("2026-H2", date(2026, 8, 5)) == {"party_lecture", "volunteering", "fellowship"}


def test_a_member_of_a_changed_coverage_owes_its_share_of_the_whole_period() -> None:
    old = rule("coverage", {**COMMONS, "per": "year", "min": 4, "prorate": "floor"})
    made = changed(old, {"min": 4, "minutes": 60})
    assert {unit.key.ordinal for unit in units(made)} == {1, 2, 3, 4}


def test_an_anchor_follows_the_version_of_its_nominal_day() -> None:
    made = changed(
        rule("anchor", {**ALLIANCE_DAY, "late": "forfeit"}), {"start": "19:00"}, date(2026, 8, 10)
    )
    clocks = {unit.key.period: unit.clock for unit in units(made)}
    assert (clocks["2026-07"], clocks["2026-08"]) == (time(14, 30), time(19))
    assert len(clocks) == 12


def test_a_matter_follows_the_version_of_the_day_on_which_its_clock_started() -> None:
    made = changed(rule("trigger", CONSULTATION), {"due": "5wd"})
    matters = (matter("m1", date(2026, 8, 31)), matter("m2", date(2026, 9, 1)))
    found = units(made, matters=matters)
    assert [(unit.matters, unit.end) for unit in found] == [
        (("m1",), date(2026, 9, 15)),
        (("m2",), date(2026, 9, 9)),
    ]


def test_a_rule_changed_twice_follows_each_version_in_its_time() -> None:
    once = changed(quota(per="month", min=1, late="forfeit"), {"min": 2}, date(2026, 4, 1))
    twice = replace(
        once,
        data={**once.data, "min": 3},
        tenure=Tenure(date(2026, 7, 1)),
        revision=3,
        former=(*once.former, replace(once, tenure=Tenure(date(2026, 4, 1), date(2026, 7, 1)))),
    )
    counts = [len(spans(units(twice), f"2026-{month:02}")) for month in range(1, 13)]
    assert counts == [1, 1, 1, 2, 2, 2, 3, 3, 3, 3, 3, 3]
    assert [version.data["min"] for version in twice.versions] == [1, 2, 3]
    assert [twice.on(date(2026, month, 1)).revision for month in (1, 4, 7)] == [1, 2, 3]
    assert twice.promised == Tenure()


@pytest.mark.parametrize(
    ("until", "ends"),
    [
        (date(2026, 4, 5), [(date(2026, 4, 1), 5), (date(2026, 4, 5), 5)]),
        (date(2026, 4, 1), [(date(2026, 4, 1), 1)]),
        (date(2026, 3, 20), [(date(2026, 3, 20), 20)]),
    ],
)
def test_nothing_is_made_up_after_the_last_day_of_a_rule(
    until: date, ends: list[tuple[date, int]]
) -> None:
    ending = replace(quota(grace_days=20), tenure=Tenure(date(2026, 1, 1), until))
    assert [(unit.end, unit.grace_end.day) for unit in units(ending)] == ends
    former = replace(ending, tenure=Tenure(date(2026, 1, 1), date(2026, 2, 1)), superseded=True)
    twice = replace(ending, tenure=Tenure(date(2026, 2, 1), until), former=(former,))
    assert [(unit.end, unit.grace_end.day) for unit in units(twice)] == ends


def test_before_its_first_version_a_rule_is_that_version() -> None:
    first = replace(quota(min=1), tenure=Tenure(date(2026, 3, 1), CHANGE))
    made = replace(quota(min=2), tenure=Tenure(CHANGE), former=(first,))
    assert made.on(date(2026, 1, 1)).data["min"] == 1
    assert made.promised == Tenure(date(2026, 3, 1))


PERS = ("month", "quarter", "half_year", "year")


@given(
    st.sampled_from(PERS),
    st.integers(1, 3),
    st.integers(1, 3),
    st.dates(date(2026, 1, 2), date(2026, 12, 31)),
    st.lists(st.dates(date(2026, 1, 1), date(2026, 12, 31)), max_size=6),
)
def test_a_change_touches_nothing_before_it_and_decides_everything_after_it(
    per: str, least: int, then: int, day: date, held: list[date]
) -> None:
    old = quota(per=per, min=least, late="forfeit")
    made = changed(old, {"min": then, "minutes": 45}, day)
    before = {unit.key: unit for unit in units(old)}
    wanted = [
        (unit_key, each)
        for each in held
        for unit_key in before
        if each in parse_key(unit_key.period)
    ]
    events = {unit_key: event(each, unit_key) for unit_key, each in wanted}
    found = units(made, events=tuple(events.values()))

    assert len({unit.key for unit in found}) == len(found)
    for unit in found:
        period = parse_key(unit.key.period)
        own = events.get(unit.key)
        if period.end <= day or (own is not None and own.day() < day):
            known = before[unit.key]
            assert unit.end == unit.grace_end == min(known.end, day)
            assert replace(unit, end=known.end, grace_end=known.end) == known
        else:
            assert unit.minutes == 45
            assert unit.start == max(day, period.start)
    for period in {parse_key(unit.key.period) for unit in found}:
        early = [own.unit for own in events.values() if own.unit and own.day() < day]
        more = [one for one in early if one.period == period.key and one.ordinal > then]
        count = sum(unit.key.period == period.key for unit in found)
        assert count == (least if period.end <= day else then + len(more))


BASE = rule("constraint", {"hard": {"venue": "hall"}}, "base")
MOVED = changed(BASE, {"hard": {"venue": "barn"}})
COUNCIL = quota(late="forfeit")


def places(*rules: Rule, **world: object) -> list[str | None]:
    return [unit.venue for unit in expand_rule(COUNCIL, plan_input(COUNCIL, *rules, **world))]


def test_a_changed_constraint_binds_events_from_the_change_on() -> None:
    early = event(date(2026, 8, 20), replace(key(1), period="2026-Q3"))
    late = event(date(2026, 9, 20), replace(key(1), period="2026-Q3"))
    assert places(MOVED) == ["hall", "hall", "barn", "barn"]
    assert places(MOVED, events=(early,)) == ["hall", "hall", "hall", "barn"]
    assert places(MOVED, events=(late,)) == ["hall", "hall", "barn", "barn"]
    cancelled = replace(early, status=EventStatus.CANCELLED)
    assert places(MOVED, events=(cancelled,)) == ["hall", "hall", "barn", "barn"]


@pytest.mark.parametrize(
    ("tenure", "found"),
    [
        (Tenure(date(2025, 1, 1)), ["hall"] * 4),
        (Tenure(date(2026, 7, 1)), [None, None, "hall", "hall"]),
        (Tenure(None, date(2026, 7, 1)), ["hall", "hall", None, None]),
    ],
)
def test_a_constraint_binds_only_while_it_stands(tenure: Tenure, found: list[str | None]) -> None:
    assert places(replace(BASE, tenure=tenure)) == found


def test_rotations_and_staffings_stand_only_in_their_time() -> None:
    half = Tenure(date(2026, 7, 1))
    hosts = rule(
        "rotation", {"fills": "host", "for": "council", "pool": {"role": "leader"}}, "hosts"
    )
    seats = rule("staffing", {"for": "council", "require": [{"role": "guide", "n": 1}]}, "seats")
    source = plan_input(
        COUNCIL,
        replace(hosts, tenure=half),
        replace(seats, tenure=half),
        officers={"a": (Officer("p1", "a", "guide"),)},
    )
    found = [(unit.host_rule, unit.resources) for unit in expand_rule(COUNCIL, source)]
    assert found == [(None, ())] * 2 + [("hosts", ("person:p1",))] * 2


def test_an_office_is_vacant_by_the_version_of_the_day() -> None:
    seats = rule(
        "staffing", {"for": "body:alliance", "require": [{"role": "guide", "n": 1}]}, "seats"
    )
    more = changed(seats, {"require": [{"role": "guide", "n": 2}]})
    source = plan_input(more)
    assert [each.wanted for each in vacancies(source, CHANGE - timedelta(days=1))] == [1]
    assert [each.wanted for each in vacancies(source, CHANGE)] == [2]


def test_a_pool_that_is_to_change_has_nobody_leave_before() -> None:
    hosts = rule("rotation", {"fills": "host", "for": "council", "pool": ["x", "y"]}, "hosts")
    other = changed(hosts, {"pool": ["y", "z"]})
    held = TurnEntry(EntryKind.TURN, date(2026, 3, 2), (("x", 1), ("y", 1)), "x", "e-1")
    source = plan_input(other, turns={("a", "hosts"): (held,)}, today=date(2026, 8, 31))
    assert missing_entries(source, other) == ()
    assert missing_entries(replace(source, today=CHANGE), other) != ()
