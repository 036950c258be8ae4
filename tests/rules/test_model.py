from datetime import date

import pytest

from scheduler.domain.roster import Tenure
from scheduler.rules.model import Rule


@pytest.mark.parametrize(
    ("data", "scope"),
    [
        ({}, "body:a"),
        ({"scope": {}}, "body:a"),
        ({"scope": {"group": "pilots"}}, "group:pilots"),
        ({"scope": {"body": "branch"}}, "body:branch"),
        ({"scope": {"organisation": "x"}}, "organisation:x"),
        ({"scope": {"person": "p"}}, "person:p"),
    ],
)
def test_the_scope_is_what_is_named_or_the_owner(data: dict[str, object], scope: str) -> None:
    assert Rule("council", "quota", "a", "一季一议", data=data).scope == scope


@pytest.mark.parametrize(
    ("tenure", "withdrawn"),
    [
        (Tenure(), False),
        (Tenure(date(2027, 1, 1)), False),
        (Tenure(date(2027, 1, 1), date(2027, 1, 2)), False),
        (Tenure(date(2027, 1, 1), date(2027, 1, 1)), True),
    ],
)
def test_a_rule_that_never_begins_was_withdrawn(tenure: Tenure, *, withdrawn: bool) -> None:
    assert Rule("council", "quota", "a", "一季一议", tenure=tenure).withdrawn is withdrawn


@pytest.mark.parametrize(("status", "mandatory"), [("mandatory", True), ("optional", False)])
def test_a_promise_is_mandatory_unless_it_says_otherwise(status: str, *, mandatory: bool) -> None:
    made = Rule("council", "quota", "a", "一季一议", data={"status": status})
    assert made.mandatory is mandatory
