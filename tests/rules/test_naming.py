from scheduler.domain.activity import ActivityKind
from scheduler.rules.naming import names_of
from tests.rules.promises import plan_input


def test_a_name_without_english_falls_back_to_chinese_and_a_key_without_name_to_itself() -> None:
    kinds = {"council": ActivityKind("council", "议事会")}
    source = plan_input(kinds=kinds, names={"safety": ("安全生产", "Work safety")})
    assert [names_of(source, value) for value in ("council", "safety", "other")] == [
        ("议事会", "议事会"),
        ("安全生产", "Work safety"),
        ("other", "other"),
    ]
