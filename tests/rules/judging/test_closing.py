from dataclasses import replace
from datetime import date

from scheduler.domain.activity import Event, EventStatus, UnitKey
from scheduler.domain.roster import Membership, Tenure
from scheduler.rules.judging.closing import Closing, closings, counted_once
from scheduler.rules.model import Rule
from tests.rules.promises import event, plan_input, quota, rule, units

CLOSED = date(2027, 1, 1)


def closed(
    made: Rule, *events: Event, today: date = CLOSED, waived: tuple[UnitKey, ...] = ()
) -> dict[str, list[str]]:
    source = plan_input(
        made, events=events, today=today, waived=frozenset(str(key) for key in waived)
    )
    kept = {each.unit for each in events if each.unit and each.status is EventStatus.HELD}
    found = closings(made, source, kept)
    return {
        closing.value: [unit.key.period for unit in units]
        for closing, units in found.items()
        if units
    }


def held(quarter: int) -> Event:
    day = date(2026, quarter * 3 - 1, 3)
    return event(day, UnitKey("promise", "body:a", f"2026-Q{quarter}"))


def test_a_make_up_rule_closes_nothing_by_itself() -> None:
    assert closed(quota()) == {}
    assert closed(quota(grace_days=20)) == {}


def test_what_was_not_kept_is_forfeited_where_the_rule_says_so() -> None:
    made = quota(late="forfeit")
    assert closed(made, held(1), held(3)) == {"forfeited": ["2026-Q2", "2026-Q4"]}


def test_what_was_not_kept_is_carried_once_its_period_is_over() -> None:
    made = quota(late="carry")
    assert closed(made, held(1), today=date(2026, 7, 1)) == {"carried": ["2026-Q2"]}
    assert closed(made, held(1), today=date(2026, 6, 30)) == {}


def test_what_a_period_took_over_and_did_not_keep_is_carried_further() -> None:
    made = quota(late="carry")
    assert closed(made, held(2)) == {
        "carried": ["2026-Q1", "2026-Q2", "2026-Q3", "2026-Q3", *["2026-Q4"] * 3]
    }


def test_a_waived_piece_is_not_carried() -> None:
    second = UnitKey("promise", "body:a", "2026-Q2")
    made = quota(late="carry")
    assert closed(made, held(1), today=date(2026, 7, 1), waived=(second,)) == {
        "waived": ["2026-Q2"]
    }


def test_what_a_member_that_left_owed_is_not_carried() -> None:
    made = quota(late="carry", scope={"organisation": "x"})
    left = Membership("organisation:x", "a", tenure=Tenure(None, date(2026, 6, 1)))
    found = closings(made, plan_input(made, members={"a": (left,)}, today=CLOSED), ())
    assert [unit.key.period for unit in found[Closing.CARRIED]] == ["2026-Q1"]


def test_of_several_periods_only_what_the_last_one_left_counts() -> None:
    made = quota(late="carry")
    first, second, third, fourth = units(made, today=date(2026, 3, 1))
    assert counted_once([third], [first, second]) == ()
    assert counted_once([second], [first, second]) == (second,)
    assert counted_once([], [first]) == (first,)
    assert counted_once([fourth], []) == ()


def test_a_waived_piece_is_waived_and_nothing_else() -> None:
    second = UnitKey("promise", "body:a", "2026-Q2")
    made = quota(late="forfeit")
    assert closed(made, held(1), held(3), held(4), waived=(second,)) == {"waived": ["2026-Q2"]}


def test_each_version_of_a_rule_closes_in_its_own_way() -> None:
    summer = date(2026, 7, 1)
    before = replace(quota(late="carry"), tenure=Tenure(None, summer))
    made = replace(quota(late="forfeit"), tenure=Tenure(summer), revision=2, former=(before,))
    assert closed(made, held(1), held(4)) == {
        "carried": ["2026-Q2"],
        "forfeited": ["2026-Q3", "2026-Q3"],
    }


def test_rules_that_demand_nothing_close_nothing() -> None:
    turns = rule("rotation", {"fills": "host", "for": "promise", "pool": ["organisation:x"]})
    assert closings(turns, plan_input(turns), ()) == {}
    assert set(closings(quota(), plan_input(quota()), ())) == set(Closing)


def test_what_a_member_that_left_owed_lapses_and_is_not_forfeited() -> None:
    made = rule(
        "coverage",
        {
            "kind": "visit",
            "axes": {"organisation": ["x", "y"]},
            "per": "half_year",
            "min": 1,
            "output": "visit",
            "late": "forfeit",
        },
    )
    left = Membership("x", "a", tenure=Tenure(None, date(2026, 8, 1)))
    source = plan_input(made, members={"a": (left,)}, today=CLOSED)
    found = closings(made, source, frozenset())[Closing.FORFEITED]
    assert [(unit.key.period, unit.key.cell) for unit in found] == [
        ("2026-H1", "x"),
        ("2026-H1", "y"),
        ("2026-H2", "y"),
    ]
