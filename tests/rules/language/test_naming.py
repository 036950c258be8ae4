from dataclasses import replace

from scheduler.domain.activity import ActivityKind
from scheduler.rules.language.naming import listed_as, names_of
from tests.rules.promises import plan_input, quota


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


def test_a_promise_of_one_organisation_is_listed_with_its_short_name() -> None:
    names = {"organisation:x": ("甲公司", "X"), "organisation:y": ("乙大学", "")}

    def listed(scope: dict[str, str], **named: str) -> tuple[str, str]:
        made = replace(quota(scope=scope), **named)  # type: ignore[arg-type]  # the names of a rule
        found = listed_as(made, names)
        return found.name, found.name_en

    assert listed({"organisation": "x"}) == ("承诺（甲公司）", "Promise (X)")
    assert listed({"organisation": "y"}, name_en="") == ("承诺（乙大学）", "承诺 (乙大学)")
    assert listed({"organisation": "x"}, name="甲公司走访") == ("甲公司走访", "Promise (X)")
    assert listed({"organisation": "gone"}) == listed({"body": "x"}) == ("承诺", "Promise")
