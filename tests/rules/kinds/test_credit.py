import pytest

from scheduler.rules.kinds import credit
from scheduler.rules.kinds.credit import Beneficiary, Spec
from tests.rules.promises import Told, assert_refused, rule


def test_rules_share_events_within_their_list() -> None:
    made = rule("credit", {"share": [["alliance_day", "exchange"]], "to": ["home_branch"]})
    assert credit.parse(made) == Spec(
        (frozenset({"alliance_day", "exchange"}),), (Beneficiary.HOME_BRANCH,)
    )


def test_tags_name_rules_in_the_order_written() -> None:
    made = rule("credit", {"tags": {"talk": ["two"], "meet": ["one", "two"]}})
    assert credit.parse(made) == Spec(
        (), (), (("talk", frozenset({"two"})), ("meet", frozenset({"one", "two"})))
    )


@pytest.mark.parametrize(
    ("data", "field", "reason"),
    [
        ({}, "share", "missing"),
        ({"to": ["home_branch"]}, "share", "missing"),
        ({"tags": {}}, "tags", "empty"),
        ({"tags": {" ": ["one"]}}, "tags", "unnamed"),
        ({"tags": {"talk": []}}, "tags.talk", "empty"),
        ({"share": [["one"]]}, "share", "two_each"),
        ({"share": [["one", "two"], ["two", "three"]]}, "share", "duplicate"),
        ({"share": [["one", "two"]], "to": ["somebody"]}, "to", "choice"),
    ],
)
def test_a_credit_that_cannot_stand_is_refused(
    data: dict[str, object], field: str, reason: str | Told
) -> None:
    assert_refused(rule("credit", data), field, reason)
