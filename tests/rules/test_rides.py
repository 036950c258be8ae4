"""No rule rides on more events than its host makes; the refusal says how many those are."""

from dataclasses import replace
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from scheduler.domain.roster import ALWAYS, Tenure
from scheduler.domain.text import say
from scheduler.rules.consistency import faults
from scheduler.rules.model import Rule
from scheduler.rules.planner import plan
from scheduler.rules.rides import bar, unridden
from tests.rules.promises import (
    ALLIANCE_DAY,
    COMMONS,
    CONSULTATION,
    COUNCIL,
    plan_input,
    rule,
)

DAY = rule("anchor", ALLIANCE_DAY, "host")
MARCH = {"from": "03-01", "until": "04-01"}
WINTER = {"from": "11-15", "until": "02-01"}
SPRING = {"from": "2026-03-01", "until": "2026-05-01"}


def rider(**data: object) -> Rule:
    return rule("quota", {**COUNCIL, "kind": "talk", **data, "with": "host"}, "rider")


def host(**data: object) -> Rule:
    return rule("quota", {**COUNCIL, **data}, "host")


def figures(one: Rule, two: Rule) -> tuple[object, ...] | None:
    """Give how many rides are asked for, how many there are and in which period, if too many."""
    found = list(faults([one, two]))
    if not found:
        return None
    (fault,) = found
    told = dict(fault.fields)
    asked, most, per = (told.pop(name) for name in ("asked", "most", "per"))
    assert told == {
        "rule": "rider",
        "field": "with",
        "reason": "too_few",
        "other": "host",
        "names": {"host": ("承诺", "Promise")},
    }
    return asked, most, per


@pytest.mark.parametrize(
    ("rides", "told"),
    [
        ({"per": "month", "min": 1}, None),
        ({"per": "month", "min": 2}, (2, 1, "month")),
        ({"per": "year", "min": 13}, (13, 12, "year")),
        ({"per": "year", "min": 12}, None),
        ({"per": "ten_days", "min": 1}, (3, 1, "month")),
        ({"per": "week", "min": 1}, (52, 12, "year")),
    ],
)
def test_an_anchor_carries_one_ride_each_time(
    rides: dict[str, object], told: tuple[object, ...] | None
) -> None:
    assert figures(DAY, rider(**rides)) == told


@pytest.mark.parametrize(
    ("hosting", "rides", "told"),
    [
        ({"per": "quarter", "min": 1}, {"per": "quarter", "min": 1}, None),
        ({"per": "quarter", "min": 1}, {"per": "quarter", "min": 2}, (2, 1, "quarter")),
        ({"per": "quarter", "min": 1, "max": 4}, {"per": "month", "min": 1}, (3, 1, "quarter")),
        ({"per": "month", "min": 1}, {"per": "quarter", "min": 3}, None),
        ({"per": "month", "min": 1}, {"per": "2y", "min": 25}, (25, 24, "2y")),
        ({"per": "2y", "min": 1}, {"per": "3y", "min": 9}, None),
        ({"per": "week", "min": 1}, {"per": "year", "min": 53}, None),
        ({"per": "week", "min": 1}, {"per": "year", "min": 54}, (54, 53, "year")),
        ({"per": "week", "min": 1}, {"per": "week", "min": 1}, None),
        ({"per": "week", "min": 1}, {"per": "week", "min": 2}, (104, 53, "year")),
        ({"per": "3y", "min": 100}, {"per": "week", "min": 1}, (52, 34, "year")),
        (
            {"per": "quarter", "min": 1},
            {"per": "year", "min": 2, "window": MARCH},
            (2, 1, "window"),
        ),
        ({"per": "week", "min": 1}, {"per": "year", "min": 6, "window": MARCH}, None),
        ({"per": "week", "min": 1}, {"per": "year", "min": 7, "window": MARCH}, (7, 6, "window")),
        ({"per": "month", "min": 1}, {"per": "year", "min": 3, "window": WINTER}, None),
        ({"per": "month", "min": 1}, {"per": "year", "min": 4, "window": WINTER}, (4, 3, "window")),
        ({"per": "month", "min": 1}, {"per": "window", "min": 2, "window": SPRING}, None),
        (
            {"per": "month", "min": 1},
            {"per": "window", "min": 3, "window": SPRING},
            (3, 2, "window"),
        ),
        (
            {"per": "week", "min": 1},
            {"per": "window", "min": 11, "window": SPRING},
            (11, 10, "window"),
        ),
        ({"per": "year", "window": MARCH}, {"per": "window", "window": SPRING}, None),
        ({"per": "window", "window": SPRING}, {"per": "quarter", "min": 9}, None),
        (
            {"per": "window", "window": {"from": "2026-06-01", "until": "2026-07-01"}},
            {"per": "window", "window": SPRING},
            (1, 0, "window"),
        ),
    ],
)
def test_a_quota_carries_as_many_rides_as_it_asks_for(
    hosting: dict[str, object], rides: dict[str, object], told: tuple[object, ...] | None
) -> None:
    assert figures(host(late="forfeit", **hosting), rider(late="forfeit", **rides)) == told


def test_a_coverage_carries_a_ride_on_each_of_its_cells() -> None:
    grid = rule("coverage", COMMONS, "host")
    assert figures(grid, rider(per="half_year", min=2)) is None
    assert figures(grid, rider(per="half_year", min=3)) == (3, 2, "half_year")


@pytest.mark.parametrize(
    "unknown",
    [
        rule("coverage", {**COMMONS, "axes": {"team": ["x", "@teams"]}}, "host"),
        rule("trigger", CONSULTATION, "host"),
    ],
)
def test_what_a_list_or_matters_decide_may_carry_any_number(unknown: Rule) -> None:
    assert figures(unknown, rider(min=9)) is None


def test_a_grid_rides_with_each_of_its_cells() -> None:
    day = rule("anchor", {"kind": "day", "date": "07-01"}, "host")
    grid = rule("coverage", {**COMMONS, "per": "year", "with": "host"}, "rider")
    assert figures(day, grid) == (2, 1, "year")
    assert figures(replace(day, owner="b"), replace(grid, owner="b")) == (2, 1, "year")


@pytest.mark.parametrize(
    ("hosting", "riding", "refused"),
    [
        (ALWAYS, Tenure(date(2026, 1, 1)), True),
        (Tenure(date(2026, 1, 1)), Tenure(None, date(2026, 4, 3)), True),
        (Tenure(date(2026, 1, 1)), Tenure(None, date(2026, 4, 2)), False),
        (Tenure(None, date(2026, 4, 3)), Tenure(date(2026, 1, 1)), True),
        (Tenure(date(2026, 1, 1), date(2026, 2, 1)), Tenure(date(2026, 3, 1)), False),
    ],
)
def test_nothing_is_proven_unless_both_stand_together_for_a_period(
    hosting: Tenure, riding: Tenure, *, refused: bool
) -> None:
    made = replace(host(), tenure=hosting), replace(rider(min=2), tenure=riding)
    assert figures(*made) == ((2, 1, "quarter") if refused else None)


def test_a_campaign_asks_nothing_of_a_host_that_ended_before() -> None:
    ended = replace(host(), tenure=Tenure(None, date(2026, 2, 1)))
    spring = rider(per="window", window=SPRING, min=9)
    assert figures(ended, replace(spring, tenure=Tenure(date(2026, 2, 1)))) is None
    assert figures(ended, spring) == (9, 2, "window")


def test_the_refusal_tells_the_figures_in_both_languages() -> None:
    (fault,) = faults([host(), rider(min=2)])
    assert say("rule_fault", fault.fields, "zh") == (
        "合办不下：每季要合办2次，规则“承诺”只有1次。请少办几次，或换一条。"
    )
    assert say("bad_rule", fault.fields, "en") == (
        "Rule “rider”: Too few events to ride on: 2 in each quarter are asked for, and rule "
        "“Promise” has 1. Ask for less or choose another rule."
    )


@given(
    st.sampled_from(("month", "quarter", "half_year")),
    st.integers(1, 4),
    st.sampled_from(("month", "quarter", "half_year")),
    st.integers(1, 4),
)
def test_rides_that_are_refused_would_need_events_of_their_own(
    hosting: str, least: int, riding: str, rides: int
) -> None:
    made = (
        host(per=hosting, min=least, late="forfeit"),
        rider(per=riding, min=rides, late="forfeit"),
    )
    if figures(*made):
        placed = {each.unit.rule for each in plan(plan_input(*made)).placements}
        assert placed == {"host", "rider"}


STEPS = {
    "on": "matter.raised",
    "steps": [{"role": "committee", "do": "dispatch", "due": "2wd"}],
    "escalate": "liaison",
}
BARRED = (
    (host(output="deliverable", due="15d"), "output"),
    (host(output="visit"), "output"),
    (host(plan=False), "plan"),
    (host(**{"with": "other"}), "with"),
    (rule("trigger", STEPS, "host"), "steps"),
    (rule("rotation", {"fills": "host", "for": "council", "pool": ["safety"]}, "host"), "type"),
)


@pytest.mark.parametrize(("carrier", "field"), BARRED)
def test_nothing_rides_on_a_rule_without_meetings_of_its_own(carrier: Rule, field: str) -> None:
    assert bar(carrier) == field
    (fault,) = unridden(rider(), (carrier, replace(carrier, owner="b"), rider()))
    names = {"host": ("承诺", "Promise")}
    told = {"rule": "rider", "field": "with", "reason": "no_meetings", "other": "host"}
    assert fault.fields == told | {"names": names}
    assert say("rule_fault", fault.fields, "zh") == (
        "与哪条规则合办选的规则“承诺”没有自己的活动可以同场：它不排会议活动，或者本身就与别的规则合办。"
        "请换一条，或者不填。"
    )


@pytest.mark.parametrize(
    "carrier",
    [
        host(),
        DAY,
        rule("coverage", COMMONS, "host"),
        rule("trigger", CONSULTATION, "host"),
        # What cannot be read is told of by itself.
        host(min=0),
    ],
)
def test_what_makes_meetings_carries(carrier: Rule) -> None:
    assert bar(carrier) is None
    assert list(unridden(rider(), (carrier,))) == []


@pytest.mark.parametrize(("carrier", "field"), BARRED[:-1])
def test_a_rule_on_which_another_rides_keeps_its_meetings(carrier: Rule, field: str) -> None:
    rules = (carrier, rider(), rule("quota", COUNCIL, "other"))
    (fault,) = faults(rules, frozenset({("a", "host")}))
    assert fault.fields == {
        "rule": "host",
        "field": field,
        "reason": "ridden",
        "other": "rider",
        "names": {"rider": ("承诺", "Promise")},
    }
    # Whoever rides, or never stood together with it, is told of elsewhere or has no need of it.
    assert list(faults(rules, frozenset({("a", "host"), ("a", "rider")}))) == []
    ended = replace(rider(), tenure=Tenure(None, date(2026, 1, 1)))
    later = replace(carrier, tenure=Tenure(date(2026, 1, 1)))
    assert list(faults((later, ended, rules[2]), frozenset({("a", "host")}))) == []
    assert list(faults((host(), *rules[1:]), frozenset({("a", "host")}))) == []
