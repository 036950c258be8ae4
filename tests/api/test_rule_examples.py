"""The examples of the reference of rules, sent as they stand there."""

import json
import re
from datetime import datetime
from typing import Any

import pytest
from sqlalchemy import delete

from scheduler.domain.moments import SHANGHAI
from scheduler.presets import load
from scheduler.services.plans.what_if import read_patch
from scheduler.store import examples
from scheduler.store.tables.planning import RuleRow
from tests.api.calls import Api, opened
from tests.support.measuring import untraced
from tests.support.tree import ROOT

NEW_YEAR = datetime(2026, 1, 1, 9, tzinfo=SHANGHAI)
PAGE = (ROOT / "docs" / "reference" / "rules.md").read_text("utf-8")
LINES = [
    json.loads(line)
    for block in re.findall(r"```json\n(.*?)```", PAGE, re.DOTALL)
    for line in block.splitlines()
]
RULES = list({(each["alliance"], each["key"]): each for each in LINES if "type" in each}.values())


@pytest.fixture(scope="module")
def loaded(tmp_path_factory: pytest.TempPathFactory) -> Api:
    """An API beside the example alliances with all that their documents offer."""
    api = opened(f"sqlite:///{tmp_path_factory.mktemp('examples') / 'test.db'}", now=NEW_YEAR)
    with api.store.write() as session:
        examples.insert_presets(session, load(), NEW_YEAR.date())
    return api


def test_the_page_shows_each_rule_of_the_documents() -> None:
    shown = {(each["alliance"], each["key"]) for each in RULES[1:]}
    offered = {(rule.owner, rule.key) for each in load() for rule in each.offered}
    assert len(shown) > 66
    assert {key for _, key in offered} <= {key for _, key in shown}


def refusals(api: Api, rule: dict[str, Any]) -> list[tuple[str, str]]:
    with api.store.write() as session:
        place = (RuleRow.alliance == rule["alliance"], RuleRow.key == rule["key"])
        session.execute(delete(RuleRow).where(*place))
    answer = api.post("/rules", rule)
    return [] if answer.status_code == 201 else [(rule["key"], answer.text)]


def test_each_example_is_taken_by_the_api_and_by_a_what_if(loaded: Api) -> None:
    with untraced():  # the same lines again for each rule, which other tests show
        refused = [told for rule in RULES for told in refusals(loaded, rule)]
    assert refused == []
    taken = [{name: each[name] for name in each if name != "basis"} for each in RULES]
    assert len(read_patch({"rules": taken}).rules) == len(RULES)
