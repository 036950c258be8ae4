from dataclasses import replace

import pytest

from scheduler.rules.plan import Change, ChangeKind, Plan
from scheduler.services.access import SYSTEM, Action, Principal
from scheduler.services.plans.conflicts import Choice
from scheduler.services.plans.lines import PlanLine
from scheduler.services.plans.people import Touched
from scheduler.services.plans.scope import Scope
from scheduler.services.plans.text import PlanText
from scheduler.web.parts import Action as Button
from scheduler.web.parts import Chip, Form, Link, Why, Words
from scheduler.web.plans import pages as plan_pages
from scheduler.web.plans.asked import Asked
from scheduler.web.plans.pages import Shown
from scheduler.web.plans.parts import Affected, Certificate, DiffRow, Firm, PlanPage
from scheduler.web.plans.supposing import Away, Supposed
from tests.support.drafts import draft
from tests.support.rows import MADE
from tests.support.world import ALLIANCE, OTHER, at

ASKED = Asked(Scope((ALLIANCE, OTHER)), 2026, "zh")
DAY = at(MADE.date()).date()
BEFORE = {"start": at(MADE.date()).isoformat()}
CHANGE = Change(ChangeKind.CANCEL, "e-1", ALLIANCE, "会", DAY, before=BEFORE)
BASE = {ALLIANCE: 7, OTHER: 12}
CHOICE = Choice(DAY, "14:30", "改到1月8日 周四")
PAIRS = (("alliance", ALLIANCE), ("alliance", OTHER), ("year", "2026"))
LINES = (
    PlanLine("move", "会", "会场占用。", "e-1", forced=True, changes=(("旧", "新"),), kept="照旧"),
    PlanLine("add", "新会", "", "e-2", text="说明"),
    PlanLine(
        "conflict",
        "定",
        "可改。",
        "e-3",
        text="它不能照旧举行。",
        possible=True,
        owner=ALLIANCE,
        version=4,
        choices=(CHOICE,),
    ),
    PlanLine("unplaced", "缺", "换一天。", possible=True),
)
TEXT = PlanText(
    ("汽车链", "钢铁链"),
    LINES,
    ((1, "移日期"),),
    40,
    (Touched("甲川", "多主办1场", "1月8日会"),),
    resources=((f"body:{ALLIANCE}", "汽车链"),),
)


def page(
    forced: int = 1,
    moved: int = 1,
    *,
    changes: tuple[Change, ...] = (CHANGE,),
    asked: Asked = ASKED,
    text: PlanText = TEXT,
    by: Principal = SYSTEM,
) -> PlanPage:
    plan = Plan("h" * 64, BASE, (), changes, forced=forced, moved=moved)
    return plan_pages.plan_page(
        Shown(draft(plan), text, asked, by, names=dict(text.resources)), None, None
    )


def test_a_plan_becomes_its_page() -> None:
    shown = page()

    assert [table.name for table in shown.months] == ["汽车链"]
    assert replace(shown, months=()) == PlanPage(
        title="会动哪些，为什么",
        chip=Chip("draft", "草案，未发布"),
        lead=Words("发布前先看清：哪一场、动什么、为什么。"),
        crumbs=(Link("/plans", "计划变更"), Link("", "汽车链、钢铁链 2026年")),
        certificate=Certificate(
            1,
            1,
            Words(
                "只数改日期和没有日子而取消的，两数相等：", "没有更小的改法。", "其余40场一天未动。"
            ),
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
                "conflict",
                "定",
                Why("可改。", possible=True),
                text="它不能照旧举行。",
                href="/events/e-3",
                actions=(
                    Button(
                        "/plans/move",
                        "改到1月8日 周四",
                        post=True,
                        hidden=(
                            *PAIRS,
                            ("uid", "e-3"),
                            ("version", "4"),
                            ("day", "2026-01-08"),
                            ("clock", "14:30"),
                        ),
                    ),
                ),
            ),
            DiffRow("unplaced", "缺", Why("换一天。", possible=True)),
        ),
        people=(Affected("甲川", "多主办1场", "1月8日会"),),
        apply=Form(
            "/plans/apply",
            "发布这些改动",
            note="依据第12号数据。若别人先改了，系统会请您重看一遍，不会覆盖。发布后可整批撤回。",
            hidden=(*PAIRS, ("hash", "h" * 64), ("base", "auto:7,steel:12")),
            main=True,
        ),
        back=Link("/plans", "先不发"),
    )


def test_more_moves_than_forced_are_owned_up_to() -> None:
    more = "比非动不可的多，因为要给别的活动让出日子：会（9月1日 → 9月2日）。"
    found = page(1, 3, text=replace(TEXT, more=more))

    assert found.certificate == Certificate(1, 3, Words(more, "", "其余40场一天未动。"))


def test_where_everything_changes_nothing_is_said_of_the_rest() -> None:
    found = page(0, 0, text=replace(TEXT, kept=0))

    assert found.certificate == Certificate(
        0, 0, Words("只数改日期和没有日子而取消的，两数相等：", "没有更小的改法。")
    )


def test_of_many_who_are_touched_the_first_are_shown_and_the_others_folded() -> None:
    many = tuple(Touched(f"单位{number}", "改期1场") for number in range(12))
    found = page(text=replace(TEXT, people=many))

    assert [each.name for each in found.people] == [f"单位{number}" for number in range(10)]
    assert [each.name for each in found.more_people] == ["单位10", "单位11"]


def test_what_becomes_firm_stays_and_is_no_row_of_its_own() -> None:
    firm = PlanLine("firm", "会", "", "e-9", changes=(("暂定", "确定"),), kept="1月8日 周四")
    found = page(0, 0, text=replace(TEXT, lines=(firm,)))

    assert (found.changes, found.firm) == (
        (),
        Firm("由暂定转为确定1场（日期、主办、会场都不变）", (("会", "1月8日 周四"),)),
    )
    assert found.certificate is not None
    assert found.certificate.text.tail == "其余41场一天未动。"


def test_what_is_only_called_otherwise_is_folded_by_itself() -> None:
    named = PlanLine("rename", "会", "", "e-9", changes=(("旧会", "会"),), kept="1月8日 周四")
    found = page(0, 0, text=replace(TEXT, lines=(named,)))

    assert (found.changes, found.firm, found.renamed) == (
        (),
        None,
        Firm("改名1场（日期、主办、会场都不变）", (("旧会 → 会", "1月8日 周四"),)),
    )


def test_another_place_is_offered_beside_other_days() -> None:
    stuck = replace(LINES[2], places=(("hall", "换到链上会客厅"),))
    found = page(text=replace(TEXT, lines=(stuck,)))

    assert [(each.href, each.text, each.hidden[-1]) for each in found.changes[0].actions] == [
        ("/plans/move", "改到1月8日 周四", ("clock", "14:30")),
        ("/plans/venue", "换到链上会客厅", ("venue", "hall")),
    ]


def test_what_led_to_a_plan_stands_first() -> None:
    told = replace(TEXT, cause="起因：链上会客厅10月19日停用。")
    assert page(text=told).lead == Words("起因：链上会客厅10月19日停用。")
    assert page(changes=(), text=replace(told, lines=())).lead == Words("没有要动的。")


def test_nothing_to_change_leaves_nothing_to_publish() -> None:
    found = page(0, 0, changes=(), text=replace(TEXT, lines=()))

    assert (found.chip, found.lead, found.apply, found.refused, found.months) == (
        Chip("kept", "没有改动"),
        Words("没有要动的。"),
        None,
        "",
        (),
    )


@pytest.mark.parametrize("kind", ["unplaced", "vacant", "seats", "conflict"])
def test_what_is_still_open_is_not_called_unchanged(kind: str) -> None:
    line = PlanLine(kind, "联盟日", "", text="期间已过。", kept="2月")
    found = page(0, 0, changes=(), text=replace(TEXT, lines=(line,)))

    assert (found.chip, found.lead) == (
        Chip("todo", "还有没着落的"),
        Words("没有要动的，可下面这些还没有着落。"),
    )


def test_what_is_past_doing_is_told_as_a_fact_and_not_as_something_open() -> None:
    lines = (
        PlanLine("missed", "联盟日", "", text="期间已过。同样的还有1项。", kept="1月、2月", same=1),
        PlanLine("missed", "会商", "", text="期间已过。", kept="第一季度"),
    )
    found = page(0, 0, changes=(), text=replace(TEXT, lines=lines, counts=((3, "期间已过"),)))

    assert (found.chip, found.lead, found.changes, found.counts) == (
        Chip("kept", "没有改动"),
        Words("没有要动的。"),
        (),
        ((3, "期间已过"),),
    )
    assert found.missed == Firm(
        "期间已过、没有办的3项", (("联盟日", "1月、2月"), ("会商", "第一季度"))
    )


def test_who_may_publish_only_one_of_the_alliances_sees_why_there_is_no_button() -> None:
    half = Principal("u", "u", actions={ALLIANCE: frozenset({Action.PLAN, Action.VIEW})})
    found = page(by=half)

    assert (found.apply, found.refused) == (
        None,
        "您可以看，不能发布：要有其中每个联盟的发布权限。",
    )
    assert [row.actions for row in found.changes] == [(), (), (), ()]


def test_what_is_only_supposed_is_neither_published_nor_decided() -> None:
    away = Away(f"body:{ALLIANCE}", DAY, DAY)
    found = page(asked=replace(ASKED, supposed=Supposed(away)))

    assert (found.chip, found.lead, found.apply, found.refused, found.back) == (
        Chip("draft", "假设，不会保存"),
        Words("假设汽车链1月8日不行，会动这些："),
        None,
        "",
        Link("/plans?alliance=auto&alliance=steel&year=2026", "回到真实的计划"),
    )
    assert all(row.actions == () for row in found.changes)
    elsewhere = replace(ASKED, supposed=Supposed(replace(away, resource="venue:x")))
    assert page(changes=(), asked=elsewhere).lead == Words("假设venue:x1月8日不行：没有要动的。")


def test_all_alliances_go_by_one_name() -> None:
    found = page(asked=Asked(Scope(everything=True), 2026, "en"))

    assert found.crumbs[1] == Link("", "All alliances, 2026")
    assert found.apply is not None
    assert found.apply.hidden[:2] == (("all", "1"), ("year", "2026"))


def test_who_sees_one_alliance_alone_reads_its_name() -> None:
    one = replace(TEXT, names=("汽车链",))
    found = page(text=one, asked=replace(ASKED, scope=Scope(everything=True)))

    assert found.crumbs[1] == Link("", "汽车链 2026年")


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


def test_turns_that_no_longer_fit_are_told_above_whether_or_not_anything_moves() -> None:
    uneven = replace(TEXT, lines=(), uneven="账对不上了。")
    assert page(changes=(), text=uneven).lead == Words("没有要动的。账对不上了。")
    assert page(text=uneven).lead == Words("发布前先看清：哪一场、动什么、为什么。账对不上了。")
