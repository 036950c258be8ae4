from dataclasses import replace

from scheduler.domain.activity import ActivityKind
from scheduler.rules.language.naming import jointly, listed_as, names_of
from tests.rules.promises import plan_input, quota
from tests.rules.strategies import unit_of


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


def test_an_event_is_called_by_all_that_it_keeps_and_names_their_period_once() -> None:
    def titled(period: str, rider: str, rider_en: str, of: str = "2026-Q2") -> tuple[str, str]:
        salon = unit_of(
            "salon", period=period, title="第二季度沙龙", title_en="Salon, second quarter"
        )
        return jointly(salon, [unit_of(rider, period=of, title=rider, title_en=rider_en)])

    both = ("第二季度沙龙暨座谈会", "Salon, second quarter and Symposium")
    apart = ("第二季度沙龙暨第二季度座谈会", "Salon, second quarter and Symposium, second quarter")
    assert titled("2026-Q2", "第二季度座谈会", "Symposium, second quarter") == both
    assert titled("2026-Q2", "座谈会", "Symposium", of="2026") == both
    assert (
        titled("window:fair", "第二季度座谈会", "Symposium, second quarter", of="window:fair")
        == apart
    )
    assert titled("2026-Q2", "第二季度沙龙", "Salon, second quarter") == (
        "第二季度沙龙",
        "Salon, second quarter",
    )
