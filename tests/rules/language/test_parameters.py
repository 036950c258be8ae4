import pytest

from scheduler.rules.language.parameters import JsonType, Parameter, Shape, parameter_type


@pytest.mark.parametrize(
    ("value", "kind"),
    [
        (True, JsonType.BOOLEAN),
        (1, JsonType.INTEGER),
        ("1", JsonType.STRING),
        ([1], JsonType.ARRAY),
        ((1,), JsonType.ARRAY),
        ({"one": 1}, JsonType.OBJECT),
        (1.5, None),
        (None, None),
    ],
)
def test_the_type_of_a_value_is_that_of_json(value: object, kind: JsonType | None) -> None:
    assert parameter_type(value) is kind


def test_a_form_asks_for_what_is_stated_then_for_a_choice_then_for_the_first_type() -> None:
    text = (JsonType.STRING, JsonType.ARRAY)
    stated = Parameter("day", text, "哪天", "The day.", "01-15", form=Shape.DAY, choices=("a",))
    chosen = Parameter("way", text, "怎样", "The way.", "a", choices=("a",))
    plain = Parameter("note", text, "说明", "The note.", "a")
    assert [each.shape for each in (stated, chosen, plain)] == [
        Shape.DAY,
        Shape.CHOICE,
        Shape.TEXT,
    ]
