from scheduler.domain.activity import ActivityKind
from scheduler.rules.language.naming import names_of
from tests.rules.promises import plan_input


def test_a_name_without_english_falls_back_to_chinese_and_a_key_without_name_to_itself() -> None:
    kinds = {"council": ActivityKind("council", "议事会")}
    source = plan_input(kinds=kinds, names={"safety": ("安全生产", "Work safety")})
    assert [names_of(source, value) for value in ("council", "safety", "other")] == [
        ("议事会", "议事会"),
        ("安全生产", "Work safety"),
        ("other", "other"),
    ]


def test_a_pair_is_called_by_both_names() -> None:
    source = plan_input(names={"x": ("甲公司", "X"), "y": ("乙大学", "")})
    assert names_of(source, "x+y") == ("甲公司—乙大学", "X and 乙大学")
