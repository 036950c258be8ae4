from collections.abc import Mapping
from dataclasses import replace
from datetime import date

import pytest

from scheduler.domain.moments import SHANGHAI
from scheduler.domain.roster import Membership, Tenure
from scheduler.rules.calendar.periods import parse_key
from scheduler.rules.expand import demand
from scheduler.rules.judging.credit import credit
from scheduler.rules.judging.standing import standings
from scheduler.rules.kinds.anchor import parse
from scheduler.rules.model import Rule
from scheduler.rules.planner import plan
from scheduler.rules.planning.diff import applied
from scheduler.rules.units import DayPolicy, IfOff
from tests.rules.promises import (
    ALLIANCE_DAY,
    Told,
    assert_refused,
    clashes,
    misread,
    out_of,
    plan_input,
    rule,
    units,
)


def anchor(**data: object) -> Rule:
    return rule("anchor", {"kind": "alliance_day", "late": "forfeit"} | data)


def test_the_alliance_day_is_the_third_thursday_of_each_month() -> None:
    made = units(anchor(rrule=ALLIANCE_DAY["rrule"], if_off="nearest", tolerance_days=5))
    assert [unit.nominal for unit in made] == [
        date(2026, month, day)
        for month, day in enumerate((15, 19, 19, 16, 21, 18, 16, 20, 17, 15, 19, 17), start=1)
    ]
    first = made[0]
    assert (first.key.period, first.start, first.end) == (
        "2026-01",
        date(2026, 1, 10),
        date(2026, 1, 21),
    )


def test_the_anniversary_moves_to_an_earlier_day_only() -> None:
    (made,) = units(anchor(date="07-01", tolerance_days=5, if_off="previous"))
    assert (made.key.period, made.start, made.end, made.nominal, made.if_off) == (
        "2026",
        date(2026, 6, 26),
        date(2026, 7, 2),
        date(2026, 7, 1),
        IfOff.PREVIOUS,
    )


@pytest.mark.parametrize(
    "way", [{"date": "07-01"}, {"window": {"from": "06-26", "until": "07-07"}}]
)
def test_a_day_of_one_organisation_is_kept_while_it_is_a_member(way: dict[str, object]) -> None:
    made = anchor(**way, scope={"organisation": "x"})

    def spans(since: date | None, until: date | None) -> list[object]:
        member = Membership("organisation:x", "a", tenure=Tenure(since, until))
        found = units(made, members={"a": (member,)})
        return [(unit.start, unit.end, unit.leaves, unit.lapses) for unit in found]

    first, last, end = date(2026, 6, 26), date(2026, 7, 3), date(2026, 7, 7)
    assert spans(None, None) == [(first, end, None, False)]
    assert spans(None, last) == [(first, last, last, True)]
    assert spans(date(2026, 6, 30), date(2026, 8, 1)) == [
        (date(2026, 6, 30), end, date(2026, 8, 1), False)
    ]
    assert spans(None, first) == spans(end, None) == []


def test_the_day_itself_has_to_lie_in_the_membership() -> None:
    member = Membership("organisation:x", "a", tenure=Tenure(date(2026, 7, 2)))
    made = anchor(date="07-01", scope={"organisation": "x"})
    assert units(made, members={"a": (member,)}) == ()


def test_a_flower_festival_seeks_the_holiday() -> None:
    (made,) = units(anchor(festival="qingming", on_holiday="require"))
    assert (made.nominal, made.days) == (date(2026, 4, 5), DayPolicy.HOLIDAY)


def test_the_middle_ten_days_of_august_are_a_window() -> None:
    (made,) = units(anchor(window={"from": "08-11", "until": "08-21"}))
    assert (made.start, made.end, made.nominal) == (date(2026, 8, 11), date(2026, 8, 21), None)


def test_a_window_over_new_year_is_of_the_year_in_which_it_begins() -> None:
    made = units(anchor(window={"from": "12-20", "until": "01-11"}))
    assert [(unit.key.period, unit.start, unit.end) for unit in made] == [
        ("2025", date(2025, 12, 20), date(2026, 1, 11)),
        ("2026", date(2026, 12, 20), date(2027, 1, 11)),
    ]


def test_a_unit_is_of_the_period_of_its_day_and_its_window_may_lie_beyond() -> None:
    found = units(anchor(date="12-30", if_off="next", tolerance_days=5))
    assert [(unit.key.period, unit.start, unit.end, unit.reckoned) for unit in found] == [
        ("2025", date(2025, 12, 30), date(2026, 1, 5), (date(2025, 12, 30), date(2025, 12, 31))),
        ("2026", date(2026, 12, 30), date(2027, 1, 5), (date(2026, 12, 30), date(2026, 12, 31))),
    ]


@pytest.mark.parametrize(
    ("data", "period", "window"),
    [
        ({"date": "12-30", "tolerance_days": 3}, "2026", (date(2026, 12, 27), date(2027, 1, 3))),
        ({"rrule": "FREQ=MONTHLY;BYDAY=5TH"}, "2026-02", None),
        (
            {"window": {"from": "12-20", "until": "01-10"}},
            "2026",
            (date(2026, 12, 20), date(2027, 1, 10)),
        ),
    ],
)
def test_the_days_of_a_period_are_told_without_its_unit(
    data: dict[str, object], period: str, window: tuple[date, date] | None
) -> None:
    assert parse(anchor(**data)).window_of(parse_key(period)) == window


def test_the_units_of_periods_around_come_along_where_their_windows_meet() -> None:
    found = units(anchor(rrule="FREQ=MONTHLY;BYMONTHDAY=1", tolerance_days=20))
    assert [unit.key.period for unit in found] == [
        "2025-12",
        *(f"2026-{month:02}" for month in range(1, 13)),
        "2027-01",
    ]
    (near,) = units(anchor(date="01-03", tolerance_days=2))
    assert (near.key.period, near.start) == ("2026", date(2026, 1, 1))


@pytest.mark.parametrize(("year", "first"), [(2000, "2000"), (2099, "2099")])
def test_a_festival_at_the_ends_of_the_known_years_has_its_unit(year: int, first: str) -> None:
    made = anchor(festival="spring_festival", tolerance_days=183, late="makeup", grace_days=60)
    found = units(made, start=date(year, 1, 1), end=date(year + 1, 1, 1))
    assert first in [unit.key.period for unit in found]


EDGES = [
    ({"rrule": "FREQ=MONTHLY;BYMONTHDAY=1", "if_off": "previous"}, "2026-08", date(2026, 7, 31)),
    ({"rrule": "FREQ=MONTHLY;BYMONTHDAY=1", "if_off": "previous"}, "2026-02", date(2026, 1, 30)),
    ({"rrule": "FREQ=MONTHLY;BYMONTHDAY=1", "if_off": "previous"}, "2026-01", date(2025, 12, 31)),
    ({"rrule": "FREQ=MONTHLY;BYMONTHDAY=-1", "if_off": "next"}, "2026-01", date(2026, 2, 2)),
    ({"rrule": "FREQ=MONTHLY;BYMONTHDAY=-1", "if_off": "next"}, "2026-05", date(2026, 6, 1)),
    ({"rrule": "FREQ=MONTHLY;BYMONTHDAY=-1", "if_off": "next"}, "2026-10", date(2026, 11, 2)),
    ({"rrule": "FREQ=MONTHLY;BYMONTHDAY=-1"}, "2026-05", date(2026, 6, 1)),
    ({"date": "01-01", "if_off": "previous"}, "2026", date(2025, 12, 31)),
    ({"festival": "new_year", "if_off": "previous"}, "2026", date(2025, 12, 31)),
]


@pytest.mark.parametrize(("data", "period", "day"), EDGES)
def test_a_day_off_at_the_edge_of_a_period_moves_the_way_that_is_stated(
    data: dict[str, object], period: str, day: date
) -> None:
    found = plan(plan_input(anchor(**data), today=date(2025, 11, 3)))
    (placed,) = [each for each in found.placements if each.unit.period == period]
    fields = placed.why_date["fields"]
    assert isinstance(fields, Mapping)
    assert (placed.start.astimezone(SHANGHAI).date(), fields["late"]) == (day, False)


@pytest.mark.parametrize(
    ("data", "period", "due"),
    [
        ({"rrule": "FREQ=MONTHLY;BYMONTHDAY=1", "if_off": "previous"}, "2026-02", "2026-01-30"),
        ({"rrule": "FREQ=MONTHLY;BYMONTHDAY=-1", "if_off": "next"}, "2026-01", "2026-02-02"),
        ({"rrule": "FREQ=MONTHLY;BYMONTHDAY=-1", "if_off": "next"}, "2026-03", "2026-03-31"),
        ({"rrule": "FREQ=MONTHLY;BYMONTHDAY=-1"}, "2026-01", "2026-01-30"),
        ({"rrule": "FREQ=MONTHLY;BYMONTHDAY=15"}, "2026-04", "2026-04-20"),
    ],
)
def test_what_is_due_leaves_the_period_only_from_a_day_off(
    data: dict[str, object], period: str, due: str
) -> None:
    (made,) = [u for u in units(anchor(**data, output="deliverable")) if u.key.period == period]
    assert str(made.nominal) == due


@pytest.mark.parametrize("years", [(2026, 2027), (2027, 2026)])
@pytest.mark.parametrize(
    ("data", "days"),
    [
        (
            {"date": "01-01", "if_off": "previous"},
            {"2026": date(2025, 12, 31), "2027": date(2026, 12, 28)},
        ),
        (
            {"date": "12-31", "if_off": "next"},
            {"2026": date(2027, 1, 5), "2027": date(2028, 1, 5)},
        ),
    ],
)
def test_the_year_of_the_named_day_plans_it_once_whichever_year_is_planned_first(
    years: tuple[int, ...], data: dict[str, object], days: dict[str, date]
) -> None:
    source = plan_input(anchor(**data), today=date(2025, 11, 3))
    for year in (*years, *years):
        source = replace(source, start=date(year, 1, 1), end=date(year + 1, 1, 1))
        source = applied(source, plan(source))
    assert {event.unit.period: event.day() for event in source.events if event.unit} == days
    assert len(source.events) == 2
    for year in (2026, 2027):
        (found,) = standings(source, year, source.today)
        assert (found.due, found.planned) == (1, 1)


def test_a_month_without_the_day_has_no_unit() -> None:
    made = units(anchor(rrule="FREQ=MONTHLY;BYDAY=5TH"))
    assert [unit.key.period[-2:] for unit in made] == ["01", "04", "07", "10", "12"]


def test_a_rule_of_half_a_year_has_the_anchors_of_that_half() -> None:
    made = anchor(rrule="FREQ=MONTHLY;BYMONTHDAY=1")
    until_july = Rule(
        made.key,
        made.type,
        made.owner,
        made.name,
        data=made.data,
        tenure=Tenure(None, date(2026, 7, 1)),
    )
    assert len(units(until_july)) == 6


def test_a_window_outside_the_tenure_has_no_unit() -> None:
    made = anchor(window={"from": "08-11", "until": "08-21"})
    over = Rule(made.key, made.type, "a", "", data=made.data, tenure=Tenure(None, date(2026, 8, 1)))
    assert units(over) == ()


def test_an_anchored_deliverable_keeps_its_due_date_as_nominal() -> None:
    (made,) = units(anchor(date="07-01", if_off="previous", output="deliverable"))
    assert made.nominal == date(2026, 7, 1)


def test_an_anchor_may_depend_on_a_condition() -> None:
    assert units(anchor(date="07-01", applies_if={"count": "@leaders", "min": 1})) == ()


REFUSED: list[tuple[dict[str, object], str, str | Told]] = [
    ({}, "rrule", "no_day"),
    ({"date": "07-01", "festival": "qingming"}, "festival", clashes("date")),
    ({"date": "02-29"}, "date", "leap_day"),
    ({"window": {"from": "02-20", "until": "02-29"}}, "window.until", "leap_day"),
    ({"date": "2026-07-01"}, "date", misread("07-01")),
    ({"festival": "easter"}, "festival", "choice"),
    ({"rrule": "FREQ=WEEKLY;BYDAY=TH"}, "rrule", misread("FREQ=MONTHLY;BYDAY=3TH")),
    ({"rrule": "FREQ=MONTHLY;BYDAY=6TH"}, "rrule", misread("FREQ=MONTHLY;BYDAY=3TH")),
    ({"rrule": "FREQ=MONTHLY;BYMONTHDAY=0"}, "rrule", misread("FREQ=MONTHLY;BYDAY=3TH")),
    ({"rrule": "FREQ=MONTHLY;BYMONTHDAY=31"}, "rrule", "short_month"),
    ({"rrule": "FREQ=MONTHLY;BYMONTHDAY=-29"}, "rrule", "short_month"),
    ({"rrule": "FREQ=YEARLY;BYMONTHDAY=29"}, "rrule", "short_month"),
    ({"date": "07-01", "tolerance_days": 400}, "tolerance_days", out_of(0, 183)),
    ({"date": "07-01", "if_off": "never"}, "if_off", "choice"),
    ({"date": "07-01", "late": "carry"}, "late", clashes("type")),
    (
        {"window": {"from": "08-11", "until": "08-21"}, "tolerance_days": 1},
        "tolerance_days",
        clashes("window"),
    ),
    ({"window": {"from": "08-21", "until": "08-21"}}, "window", "same_day"),
]


@pytest.mark.parametrize(("data", "field", "reason"), REFUSED)
def test_an_anchor_that_cannot_stand_is_refused(
    data: dict[str, object], field: str, reason: str | Told
) -> None:
    assert_refused(anchor(**data), field, reason)


def test_events_of_neighbouring_months_keep_their_own_units_where_their_windows_overlap() -> None:
    made = anchor(rrule="FREQ=MONTHLY;BYMONTHDAY=1", tolerance_days=40)
    before = plan_input(made, today=date(2025, 10, 1))
    after = applied(before, plan(before))
    own = {event.unit: (event.uid, event.day()) for event in after.events}
    found = credit(demand(after), after.events, {})
    assert {key: (each.uid, each.day) for key, each in found.items()} == own
    assert [key.period for key in sorted(found)] == [f"2026-{month:02}" for month in range(1, 13)]
    assert plan(after).empty
