import pytest

from scheduler.rules.plan import Change, ChangeKind, Plan
from scheduler.services.plan_text import PlanLine, PlanText
from scheduler.web import plan_pages
from scheduler.web.parts import Affected, Chip, DiffRow, Form, Link, Why, Words
from scheduler.web.work_pages import Certificate, PlanPage
from tests.support.rows import MADE
from tests.support.world import ALLIANCE, at

ASKED = plan_pages.Asked((ALLIANCE,), 2026, "zh", may_publish=True)
CHANGE = Change(ChangeKind.MOVE, "e-1", ALLIANCE, "会", at(MADE.date()).date())
BASE = {ALLIANCE: 7, "steel": 12}
LINES = (
    PlanLine("move", "会", "会场占用。", "e-1", forced=True, changes=(("旧", "新"),), kept="照旧"),
    PlanLine("add", "新会", "", "e-2", text="说明"),
    PlanLine("conflict", "定", "可改。", "e-3", text="它不能照旧举行。", possible=True),
    PlanLine("unplaced", "缺", "换一天。", possible=True),
)


def shown(forced: int, moved: int, *lines: PlanLine, asked: plan_pages.Asked = ASKED) -> PlanPage:
    plan = Plan("h" * 64, BASE, (), (CHANGE,) if lines else (), forced=forced, moved=moved)
    text = PlanText(("汽车链", "钢铁链"), lines, ((1, "移日期"),), 40, (("甲川", "多主办1场"),))
    return plan_pages.plan_page(plan, text, asked, None)


def test_a_plan_becomes_its_page() -> None:
    assert shown(1, 1, *LINES) == PlanPage(
        title="会动哪些，为什么",
        chip=Chip("draft", "草案，未发布"),
        lead=Words("发布前先看清：哪一场、动什么、为什么。"),
        crumbs=(Link("/plans", "计划变更"), Link("", "汽车链、钢铁链 2026年")),
        certificate=Certificate(
            1, 1, Words("两数相等：", "没有更小的改法。", "其余40场一天未动。")
        ),
        counts=((1, "移日期"),),
        changes=(
            DiffRow(
                "move",
                "会",
                Why("会场占用。"),
                forced=True,
                changes=(("旧", "新"),),
                kept="照旧",
                href="/events/e-1",
            ),
            DiffRow("add", "新会", text="说明"),
            DiffRow(
                "unplaced",
                "定",
                Why("可改。", possible=True),
                text="它不能照旧举行。",
                href="/events/e-3",
            ),
            DiffRow("unplaced", "缺", Why("换一天。", possible=True)),
        ),
        people=(Affected("甲川", "多主办1场"),),
        apply=Form(
            "/plans/apply",
            "发布这些改动",
            note="依据第12号数据。若别人先改了，系统会请您重看一遍，不会覆盖。",
            hidden=(
                ("alliance", ALLIANCE),
                ("year", "2026"),
                ("hash", "h" * 64),
                ("base", "auto:7,steel:12"),
            ),
            main=True,
        ),
        back=Link("/plans", "先不发"),
    )


def test_more_moves_than_forced_are_owned_up_to() -> None:
    assert shown(1, 2, *LINES).certificate == Certificate(
        1, 2, Words("比非动不可的多，因为要给别的活动让出日子。", "", "其余40场一天未动。")
    )


def test_where_everything_changes_nothing_is_said_of_the_rest() -> None:
    plan = Plan("h" * 64, BASE, (), (CHANGE,))
    page = plan_pages.plan_page(plan, PlanText(("汽车链",), LINES[:1], (), 0, ()), ASKED, None)

    assert page.certificate == Certificate(0, 0, Words("两数相等：", "没有更小的改法。"))


def test_nothing_to_change_leaves_nothing_to_publish() -> None:
    page = shown(0, 0)

    assert (page.chip, page.lead, page.apply) == (
        Chip("kept", "没有改动"),
        Words("没有要动的。"),
        None,
    )


@pytest.mark.parametrize(
    ("written", "base"),
    [
        ("auto:7,steel:12", BASE),
        ("", {}),
        ("auto", {}),
        ("auto:x,steel:12", {"steel": 12}),
        ("a:b:3", {"a:b": 3}),
        ("auto:²", {}),
    ],
)
def test_a_base_is_read_back_from_the_form(written: str, base: dict[str, int]) -> None:
    assert plan_pages.base_of(written) == base
