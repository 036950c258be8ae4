import pytest

from scheduler.domain.errors import RuleError
from scheduler.domain.text import CATALOGUE
from scheduler.rules.kinds import TYPES, RuleType, rule_type
from scheduler.rules.language.parameters import Parameter, Shape, parameter_type
from tests.rules.promises import rule

PARAMETERS = [
    pytest.param(kind, parameter, id=f"{kind.name}-{parameter.name}")
    for kind in TYPES
    for parameter in kind.parameters
]


@pytest.mark.parametrize(("kind", "parameter"), PARAMETERS)
def test_each_parameter_is_described_with_an_example_of_its_type(
    kind: RuleType, parameter: Parameter
) -> None:
    assert parameter.zh
    assert parameter.en.endswith(".")
    assert parameter_type(parameter.example) in parameter.types
    assert parameter.default is None or parameter_type(parameter.default) in parameter.types
    assert [other.name for other in kind.parameters].count(parameter.name) == 1


def test_an_unknown_type_is_refused() -> None:
    with pytest.raises(RuleError) as caught:
        rule_type(rule("lottery", {}))
    assert caught.value.fields == {"rule": "promise", "field": "type", "reason": "choice"}


def test_a_number_with_a_point_is_no_value_of_a_rule() -> None:
    assert parameter_type(1.5) is None


def described(parameter: Parameter, path: str) -> list[tuple[str, Parameter]]:
    inner = [each for part in parameter.parts for each in described(part, f"{path}.{part.name}")]
    return [(path, parameter), *inner]


@pytest.mark.parametrize(("kind", "parameter"), PARAMETERS)
def test_each_parameter_and_each_of_its_choices_has_a_name(
    kind: RuleType, parameter: Parameter
) -> None:
    assert f"rule_type.{kind.name}" in CATALOGUE
    for path, each in described(parameter, parameter.name):
        assert f"parameter.{path}" in CATALOGUE
        assert {f"choice.{path}.{choice}" for choice in each.choices} <= CATALOGUE.keys()
        assert each.default is None or not each.choices or each.default in each.choices
        assert each.bounds is None or isinstance(each.example, int)
        if each.shape in {Shape.PARTS, Shape.RECORDS, Shape.POOL}:
            assert each.parts
