import pytest

from scheduler.domain.errors import RuleError
from scheduler.rules.kinds import rule_type
from scheduler.rules.model import Rule
from tests.rules.promises import COUNCIL, quota, rule


def _reason(made: Rule) -> object:
    try:
        rule_type(made).check(made)
    except RuleError as refused:
        return refused.fields["reason"]
    return None


def _nested(levels: int) -> object:
    deep: object = "x"
    for _ in range(levels):
        deep = [deep]
    return deep


def test_the_longest_text_and_the_longest_list_are_read() -> None:
    assert _reason(quota(kind="名" * 200)) is None
    assert _reason(quota(kind="名" * 201)) == "too_long"
    values = [f"@{number}" for number in range(1001)]
    assert _reason(quota(applies_if={"count": values[:1000]})) is None
    assert _reason(quota(applies_if={"count": values})) == "too_many"


@pytest.mark.parametrize(("levels", "reason"), [(5, "type"), (6, "too_deep")])
def test_a_value_is_followed_six_levels_down(levels: int, reason: str) -> None:
    made = rule("quota", COUNCIL | {"applies_if": {"count": _nested(levels)}})
    assert _reason(made) == reason
