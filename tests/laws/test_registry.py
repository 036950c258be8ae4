"""Every law has a test, and every rule type has cases in which the laws could break."""

import re
from pathlib import Path

import pytest
from hypothesis import Phase, find, settings

from scheduler.rules.inputs import PlanInput
from scheduler.rules.judging.credit import shares_of
from scheduler.rules.judging.tags import tag_counts
from scheduler.rules.kinds import TYPES, RuleType
from scheduler.rules.model import Rule
from scheduler.rules.planner import plan
from tests.laws.registry import LAWS, RUNS
from tests.laws.worlds import CASES, LIVED, UNITS, world
from tests.laws.written import rules_of

each_type = pytest.mark.parametrize("kind", TYPES, ids=lambda kind: kind.name)
_SEARCH = settings(max_examples=2_000, phases=[Phase.generate], derandomize=True, database=None)


def test_each_law_runs_somewhere_and_has_a_test() -> None:
    files = Path(__file__).parent.glob("test_*.py")
    found = {
        int(number)
        for file in files
        for number in re.findall(r"^def test_law_([0-9]{2})_", file.read_text(), re.MULTILINE)
    }
    assert found == set(LAWS) == set(RUNS) == set(range(1, 20))
    assert [number for number, kinds in RUNS.items() if not kinds] == []


@each_type
def test_each_type_is_under_the_laws_that_it_could_break(kind: RuleType) -> None:
    turns = {5, 6, 7, 8, 9, 19}
    expected = set(LAWS) - turns - (set() if kind.units else {12})
    assert {number for number, kinds in RUNS.items() if kind.name in kinds} >= expected
    assert {number for number, kinds in RUNS.items() if kinds == ("rotation",)} == turns
    assert kind.name in CASES.keys() & LIVED.keys() - {UNITS}


@each_type
def test_rules_of_each_type_come_to_state_each_parameter(kind: RuleType) -> None:
    unseen = {parameter.name for parameter in kind.parameters}

    def last_is_stated(rule: Rule) -> bool:
        assert kind.check(rule)
        unseen.difference_update(rule.data)
        return not unseen

    find(rules_of(kind), last_is_stated, settings=_SEARCH)
    assert unseen == set()


@each_type
def test_rules_of_each_type_make_a_difference_to_their_world(kind: RuleType) -> None:
    without = _outcome(world())
    rule = find(rules_of(kind), lambda made: _outcome(world(made)) != without, settings=_SEARCH)
    assert rule.type == kind.name


def _outcome(source: PlanInput) -> tuple[object, ...]:
    made = plan(source)
    rules = source.rules
    return (made.placements, made.unplaced, shares_of(rules), tag_counts(rules, {}))
