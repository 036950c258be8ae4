import json
from collections import Counter

import pytest

from scheduler.presets import Preset, load
from scheduler.presets.requirements import (
    Requirement,
    examples,
    preset_of,
    requirements,
    rules_of,
)
from scheduler.rules.consistency import check_rules
from scheduler.rules.kinds import TYPES

BESIDE = {"body", "data", "plan", "report"}

each_requirement = pytest.mark.parametrize(
    "requirement", [pytest.param(each, id=f"{each.number:02}") for each in requirements()]
)
each_preset = pytest.mark.parametrize("preset", load(), ids=lambda preset: preset.key)


def test_requirements_are_numbered_from_1_to_66() -> None:
    assert [each.number for each in requirements()] == list(range(1, 67))


@each_requirement
def test_a_requirement_is_told_in_both_languages_with_known_types(requirement: Requirement) -> None:
    assert requirement.phrase
    assert requirement.meaning.endswith(".")
    assert set(requirement.types) <= {kind.name for kind in TYPES} | BESIDE
    assert requirement.alliance in preset_of(requirement).alliances


@each_requirement
def test_a_requirement_is_answered_by_rules_or_data_that_exist(requirement: Requirement) -> None:
    assert tuple(rule.key for rule in rules_of(requirement)) == requirement.rules
    shown = [json.loads(line) for line in examples(requirement)]
    assert len(shown) == len(requirement.rules) + len(requirement.data) > 0
    assert [each["key"] for each in shown[: len(requirement.rules)]] == list(requirement.rules)


@each_preset
def test_every_rule_of_a_document_answers_a_requirement(preset: Preset) -> None:
    answered = {key for each in requirements() if each.preset == preset.key for key in each.rules}
    assert {rule.key for rule in preset.offered} <= answered


@each_preset
def test_offered_rules_fit_beside_those_that_run(preset: Preset) -> None:
    check_rules((*preset.rules, *preset.offered))
    keys = Counter((rule.owner, rule.key) for rule in (*preset.rules, *preset.offered))
    assert set(keys.values()) == {1}


@each_preset
def test_offered_rules_have_both_names_and_known_kinds(preset: Preset) -> None:
    kinds = {kind.key for kind in preset.kinds}
    assert {rule.data["kind"] for rule in preset.offered if "kind" in rule.data} <= kinds
    assert all(rule.name and rule.name_en for rule in preset.offered)
