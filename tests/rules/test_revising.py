"""Changing a rule: the past keeps what it was promised, the change begins on its day."""

from dataclasses import replace
from datetime import date, timedelta
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from scheduler.domain.errors import RuleError
from scheduler.domain.roster import Tenure
from scheduler.rules.model import Rule
from scheduler.rules.revising import revised, settled, withdrawn
from tests.rules.promises import quota

FIRST = date(2026, 9, 4)
OLD = replace(quota(per="year", min=4), tenure=Tenure(date(2026, 1, 1)), name="旧名")


def wish(least: int = 5, since: date | None = FIRST, until: date | None = None) -> Rule:
    return replace(
        OLD, data={**OLD.data, "min": least}, tenure=Tenure(since, until), name="新名", basis="章程"
    )


def refusal(old: Rule, new: Rule, first: date | None = FIRST) -> dict[str, object]:
    with pytest.raises(RuleError) as caught:
        revised(old, new, first=first)
    return caught.value.fields


def test_a_change_begins_on_its_day_and_the_former_version_ends_there() -> None:
    made = revised(OLD, wish(), first=FIRST)
    assert (made.data["min"], made.tenure, made.revision) == (5, Tenure(FIRST), 2)
    assert (made.name, made.basis) == ("新名", "章程")
    (former,) = made.former
    assert (former.data["min"], former.tenure, former.revision, former.superseded) == (
        4,
        Tenure(date(2026, 1, 1), FIRST),
        1,
        True,
    )


def test_a_later_change_takes_the_place_of_one_that_has_not_begun() -> None:
    pending = revised(OLD, wish(5, date(2026, 12, 1)), first=FIRST)
    made = revised(pending, wish(6, date(2026, 10, 1)), first=FIRST)
    assert [(each.data["min"], each.tenure.until) for each in made.former] == [
        (4, date(2026, 10, 1))
    ]
    same = revised(pending, wish(6, date(2026, 12, 1)), first=FIRST)
    assert [(each.data["min"], each.tenure) for each in same.former] == [
        (4, Tenure(date(2026, 1, 1), date(2026, 12, 1)))
    ]
    stacked = revised(pending, wish(6, date(2027, 1, 1)), first=FIRST)
    assert [(each.data["min"], each.tenure.until) for each in stacked.former] == [
        (4, date(2026, 12, 1)),
        (5, date(2027, 1, 1)),
    ]
    assert [each.revision for each in stacked.versions] == [1, 2, 3]


def test_what_was_withdrawn_stands_on_no_day_and_begins_anew() -> None:
    coming = replace(OLD, tenure=Tenure(date(2027, 1, 1)))
    gone = withdrawn(replace(coming, former=(coming,), tenure=Tenure(date(2027, 3, 1))))
    assert gone == replace(
        coming, tenure=Tenure(date(2027, 1, 1), date(2027, 1, 1)), revision=2, former=()
    )
    again = revised(gone, wish(4, date(2027, 2, 1)), first=FIRST)
    assert (again.tenure, again.former, again.revision) == (Tenure(date(2027, 2, 1)), (), 3)
    late = date(2027, 6, 1)
    assert refusal(gone, wish(4, date(2027, 1, 1)), late) == {
        "rule": "promise",
        "field": "since",
        "reason": "early",
        "first": late,
    }


def test_a_rule_that_had_ended_begins_again_after_a_pause() -> None:
    ended = replace(OLD, tenure=Tenure(date(2026, 1, 1), date(2026, 6, 1)))
    made = revised(ended, wish(), first=FIRST)
    assert made.former[0].tenure == Tenure(date(2026, 1, 1), date(2026, 6, 1))


def test_a_rule_that_says_the_same_keeps_its_versions() -> None:
    changed = revised(OLD, wish(), first=FIRST)
    later = date(2026, 11, 1)
    renamed = revised(changed, replace(changed, name="又一名", tenure=Tenure(later)), first=later)
    assert renamed == replace(changed, name="又一名", revision=3)
    bare = replace(changed, name="又一名", tenure=Tenure(later), former=())
    assert revised(changed, bare, first=later) == renamed


def test_a_change_that_has_not_begun_may_begin_on_another_day() -> None:
    pending = revised(OLD, wish(5, date(2026, 12, 1)), first=FIRST)
    moved = revised(pending, replace(pending, tenure=Tenure(date(2026, 10, 1))), first=FIRST)
    assert [each.tenure.since for each in moved.versions] == [
        date(2026, 1, 1),
        date(2026, 10, 1),
    ]


def test_what_is_not_in_force_is_replaced_wholly() -> None:
    made = revised(OLD, wish(5, date(2026, 2, 1)), first=None)
    assert (made.former, made.tenure, made.revision) == ((), Tenure(date(2026, 2, 1)), 2)


@pytest.mark.parametrize("since", [None, FIRST - timedelta(days=1)])
def test_a_change_before_what_is_settled_is_refused(since: date | None) -> None:
    assert refusal(OLD, wish(since=since)) == {
        "rule": "promise",
        "field": "since",
        "reason": "early",
        "first": FIRST,
    }


def test_a_rule_ends_when_nothing_settled_is_touched() -> None:
    end = replace(OLD, tenure=Tenure(OLD.tenure.since, FIRST))
    assert revised(OLD, end, first=FIRST).tenure.until == FIRST
    early = replace(end, tenure=Tenure(OLD.tenure.since, FIRST - timedelta(days=1)))
    assert refusal(OLD, early) == {
        "rule": "promise",
        "field": "until",
        "reason": "early_end",
        "first": FIRST,
    }
    assert revised(early, replace(early, name="新名"), first=FIRST).tenure == early.tenure
    assert revised(end, replace(end, tenure=OLD.tenure), first=FIRST).tenure == OLD.tenure


def test_the_type_of_a_rule_never_changes() -> None:
    assert refusal(OLD, replace(OLD, type="anchor"), None) == {
        "rule": "promise",
        "field": "type",
        "reason": "fixed",
    }


def test_a_changed_rule_is_told_from_its_former_versions_whole() -> None:
    new = replace(wish(), key="another", owner="elsewhere", revision=7, superseded=True)
    former = replace(OLD, tenure=Tenure(date(2026, 1, 1), FIRST), superseded=True)
    assert revised(OLD, new, first=FIRST) == replace(
        wish(), key=OLD.key, owner=OLD.owner, revision=2, former=(former,)
    )
    again = revised(revised(OLD, wish(), first=FIRST), wish(6, date(2026, 10, 1)), first=FIRST)
    assert [each.former for each in again.former] == [(), ()]


def test_what_begins_on_the_first_day_that_is_not_settled_is_still_to_come() -> None:
    to_come = replace(OLD, tenure=Tenure(FIRST))
    later = FIRST + timedelta(days=9)
    moved = revised(to_come, replace(to_come, tenure=Tenure(later)), first=FIRST)
    assert [each.tenure for each in moved.versions] == [Tenure(FIRST, later), Tenure(later)]
    begun = replace(OLD, tenure=Tenure(FIRST - timedelta(days=1)))
    assert revised(begun, replace(begun, tenure=Tenure(later)), first=FIRST).versions == (
        replace(begun, revision=2),
    )


def test_what_is_frozen_is_settled() -> None:
    assert settled(date(2026, 8, 21), 14) == FIRST


@given(st.lists(st.tuples(st.integers(0, 200), st.integers(1, 9)), min_size=1, max_size=6))
def test_versions_follow_one_another_without_a_gap(steps: list[tuple[int, int]]) -> None:
    made = OLD
    for number, (days, least) in enumerate(steps):
        made = revised(made, wish(least * 10 + number, FIRST + timedelta(days=days)), first=FIRST)
    versions = made.versions
    for one, two in pairwise(versions):
        assert one.tenure.until == two.tenure.since
    assert versions[0].tenure.since == OLD.tenure.since
    assert versions[-1].tenure.until is None
    assert [each.revision for each in versions] == sorted({each.revision for each in versions})
    assert made.revision == len(steps) + 1
