from datetime import date

import pytest

from scheduler.domain.roster import Membership, Tenure
from scheduler.rules.model import Rule
from scheduler.rules.units import DayPolicy, IfOff
from tests.rules.promises import (
    ALLIANCE_DAY,
    Told,
    assert_refused,
    clashes,
    misread,
    out_of,
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


def test_a_window_never_leaves_the_period_of_its_day() -> None:
    (made,) = units(anchor(date="12-30", if_off="next"))
    assert (made.start, made.end) == (date(2026, 12, 30), date(2027, 1, 1))


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
