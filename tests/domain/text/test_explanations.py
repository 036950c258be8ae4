import re
from typing import Any

import pytest

import scheduler.rules.explain
from scheduler.domain.text import CATALOGUE, explain

NAMES = {
    "organisation:a": ("甲公司", "A Ltd"),
    "organisation:b": ("乙公司", "B Ltd"),
    "venue:hall": ("会客厅", "Parlour"),
}
CHOSEN = {
    "first": "2026-07-01",
    "last": "2026-09-30",
    "days": 92,
    "removed": {"day_off": 28, "venue_busy": 9, "person_busy": 14, "gap": 7},
    "left": 34,
    "cost": 3,
    "next_day": "2026-08-19",
    "next_cost": 5,
    "late": False,
}
HOST: dict[str, Any] = {
    "host": "organisation:a",
    "entitled": "2.40",
    "acted": "1.00",
    "debt": "1.40",
    "rows": [
        {"member": "organisation:a", "debt": "1.40"},
        {"member": "organisation:b", "debt": "0.90"},
    ],
    "passed": [],
}


def test_every_code_that_a_plan_uses_has_its_sentence() -> None:
    described = scheduler.rules.explain.__doc__ or ""
    passed, behind = (
        {"absent", "deferred", "cooldown", "ahead", "bounds"},
        {"farther", "nearer", "later", "level", "together"},
    )
    tie = {"idle", "order"}
    codes = set(re.findall("``([a-z_]+)``", described)) - passed - behind - tie

    assert codes - CATALOGUE.keys() == set()
    assert {f"passed.{reason}" for reason in passed} - CATALOGUE.keys() == set()
    assert {f"behind.{reason}" for reason in behind} - CATALOGUE.keys() == set()
    assert {f"tie.{reason}" for reason in tie} - CATALOGUE.keys() == set()


@pytest.mark.parametrize(
    ("code", "fields", "zh", "en"),
    [
        (
            "date_chosen",
            CHOSEN,
            (
                "7月1日至9月30日共92天，排除放假28、会场占用9、必到人员另有安排14、间隔不足7，余34天；"
                "这天得3分，次优8月19日得5分（分低的优先）。"
            ),
            (
                "1 July to 30 September, 92 days, without day off 28, venue taken 9, "
                "a required person engaged 14, too close to a neighbour 7, 34 left; "
                "this day costs 3, the next best 19 August costs 5 (the lower wins)."
            ),
        ),
        (
            "date_chosen",
            CHOSEN | {"removed": {}, "left": 2, "next_cost": 0, "next_behind": "farther"},
            (
                "7月1日至9月30日共92天，余2天；"
                "这天得3分，次优8月19日离已发布的日子更远，先比这一条。"
            ),
            (
                "1 July to 30 September, 92 days, 2 left; this day costs 3, the next best "
                "19 August lies farther from the published day, which counts first."
            ),
        ),
        (
            "guard_relaxed",
            CHOSEN | {"removed": {}, "left": 2, "next_cost": 0, "next_behind": "nearer"},
            (
                "7月1日至9月30日共92天，余2天；"
                "这天得3分，次优8月19日离节日更近，先比这一条。"
                "放假通知未发布，只得排在可能受影响的日子，暂定。"
            ),
            (
                "1 July to 30 September, 92 days, 2 left; this day costs 3, the next best "
                "19 August lies nearer to a holiday, which counts first. The holidays are not "
                "announced yet and may touch this day, so it is tentative."
            ),
        ),
        (
            "date_chosen",
            CHOSEN | {"removed": {}, "left": 2, "next_cost": 3, "next_behind": "later"},
            "7月1日至9月30日共92天，余2天；这天得3分，次优8月19日同分，同分取早的一天。",
            (
                "1 July to 30 September, 92 days, 2 left; this day costs 3, the next best "
                "19 August costs the same, and of equals the earlier day is taken."
            ),
        ),
        (
            "date_chosen",
            CHOSEN | {"removed": {}, "left": 2, "next_cost": 3, "next_behind": "level"},
            (
                "7月1日至9月30日共92天，余2天；"
                "这天得3分，次优8月19日同分，与其他活动一起排时没有选它。"
            ),
            (
                "1 July to 30 September, 92 days, 2 left; this day costs 3, the next best "
                "19 August costs the same, and was not chosen beside the other events."
            ),
        ),
        (
            "date_chosen",
            CHOSEN | {"removed": {}, "left": 2, "next_cost": 0, "next_behind": "together"},
            (
                "7月1日至9月30日共92天，余2天；"
                "这天得3分，次优8月19日单看更合适，与其他活动一起排时没有选它。"
            ),
            (
                "1 July to 30 September, 92 days, 2 left; this day costs 3, the next best "
                "19 August suits better alone, and was not chosen beside the other events."
            ),
        ),
        (
            "date_chosen",
            CHOSEN | {"removed": {}, "left": 1, "next_day": None, "late": True},
            "7月1日至9月30日共92天，只剩这一天；这天得3分。原定期间已过，这是补办。",
            (
                "1 July to 30 September, 92 days, only this one left; this day costs 3. "
                "The period is over; this makes it up."
            ),
        ),
        (
            "date_anchor",
            CHOSEN | {"nominal": "2026-08-20", "offset": -2, "removed": {"day_off": 3}},
            "约定在8月20日，提前2天举行，排除放假3。",
            "Promised for 20 August, held 2 days earlier, without day off 3.",
        ),
        (
            "host_debt",
            HOST,
            "甲公司应办2.40次、已办1次，欠1.40，居首（乙公司欠0.90）。",
            ("A Ltd was due 2.40 and hosted 1: owes 1.40, first in line (B Ltd owes 0.90)."),
        ),
        (
            "host_debt",
            HOST | {"as_of": "2026-08-18"},
            (
                "按2026年8月18日安排时的账，加上排在这次前面的，甲公司应办2.40次、已办1次，欠1.40，居首"
                "（乙公司欠0.90）。"
            ),
            (
                "By the ledger as it stood when this was arranged on 18 August 2026, and the turns "
                "before this one, A Ltd was due 2.40 "
                "and hosted 1: owes 1.40, first in line (B Ltd owes 0.90)."
            ),
        ),
        (
            "host_debt",
            HOST | {"level": 3, "tie": "idle", "rounded": False},
            (
                "甲公司应办2.40次、已办1次，欠1.40，居首；另有3家与它相同，其中它最久没办"
                "（乙公司欠0.90）。"
            ),
            (
                "A Ltd was due 2.40 and hosted 1: owes 1.40, first in line; 3 others are level "
                "with it, and of these it was idle longest (B Ltd owes 0.90)."
            ),
        ),
        (
            "host_debt",
            HOST | {"level": 1, "tie": "order", "rounded": True},
            (
                "甲公司应办2.40次、已办1次，欠1.40，居首；另有1家与它相同，"
                "其中同样最久没办的，按固定次序先轮到它；看似相同的按四舍五入前的数比"
                "（乙公司欠0.90）。"
            ),
            (
                "A Ltd was due 2.40 and hosted 1: owes 1.40, first in line; 1 other is level with "
                "it, and of those idle longest the fixed order puts it first; what looks equal "
                "was compared before rounding (B Ltd owes 0.90)."
            ),
        ),
        (
            "host_debt",
            HOST | {"passed": [{"member": "organisation:b", "reason": "cooldown"}]},
            "甲公司应办2.40次、已办1次，欠1.40；乙公司办过还没隔够（乙公司欠0.90）。",
            (
                "A Ltd was due 2.40 and hosted 1: owes 1.40; B Ltd has not waited long "
                "enough (B Ltd owes 0.90)."
            ),
        ),
        (
            "host_debt",
            HOST | {"passed": [{"member": "organisation:b", "reason": "deferred"}]},
            "甲公司应办2.40次、已办1次，欠1.40；乙公司这次顺延（乙公司欠0.90）。",
            (
                "A Ltd was due 2.40 and hosted 1: owes 1.40; B Ltd put this turn off "
                "(B Ltd owes 0.90)."
            ),
        ),
        (
            "host_debt",
            HOST | {"passed": [{"member": "organisation:b", "reason": "ahead"}]},
            "甲公司应办2.40次、已办1次，欠1.40；乙公司离下一次轮到没隔够（乙公司欠0.90）。",
            (
                "A Ltd was due 2.40 and hosted 1: owes 1.40; B Ltd hosts again too soon "
                "after (B Ltd owes 0.90)."
            ),
        ),
        (
            "host_debt",
            HOST | {"passed": [{"member": "organisation:b", "reason": "bounds"}]},
            ("甲公司应办2.40次、已办1次，欠1.40；乙公司这次来办，后面就分不均（乙公司欠0.90）。"),
            (
                "A Ltd was due 2.40 and hosted 1: owes 1.40; B Ltd would leave the later turns "
                "unevenly shared (B Ltd owes 0.90)."
            ),
        ),
        (
            "host_debt",
            HOST | {"rows": HOST["rows"][:1]},
            "甲公司应办2.40次、已办1次，欠1.40，居首。",
            "A Ltd was due 2.40 and hosted 1: owes 1.40, first in line.",
        ),
        (
            "host_debt",
            HOST | {"hasty": "cooldown"},
            (
                "甲公司应办2.40次、已办1次，欠1.40，居首；它办过还没隔够，但别的不是不能办，"
                "就是也没隔够"
                "（乙公司欠0.90）。"
            ),
            (
                "A Ltd was due 2.40 and hosted 1: owes 1.40, first in line; it has not waited long "
                "enough, but the others cannot host or have not waited either "
                "(B Ltd owes 0.90)."
            ),
        ),
        *(
            (
                code,
                {"host": "organisation:a", "other": "organisation:b", **more},
                f"{zh}{agreed_zh}。",
                f"{en}; {agreed_en}.",
            )
            for code, zh, en in (
                ("host_swapped", "甲公司与乙公司调换，", "A Ltd changed places with B Ltd"),
                ("host_covering", "甲公司代乙公司承办，", "A Ltd stands in for B Ltd"),
            )
            for more, agreed_zh, agreed_en in (
                ({}, "双方确认", "both agreed"),
                ({"for_both": False}, "双方确认", "both agreed"),
                ({"for_both": True}, "由一人代双方确认", "one person agreed for both"),
            )
        ),
        (
            "unplaced_why",
            {
                "causes": {"venue_busy": 4, "alliance_busy": 5},
                "relaxation": {"code": "relax_gap", "fields": {"gap": 5, "day": "2026-12-10"}},
            },
            "排不下：会场占用4、联盟已有活动5。间隔缩到5天，则可排在12月10日。",
            (
                "No room: venue taken 4, another event of the alliance 5. "
                "With a gap of 5 days it can be 10 December."
            ),
        ),
        (
            "venue_busy",
            {"day": "2026-10-22", "resource": "venue:hall"},
            "10月22日会场占用。",
            "22 October: venue taken.",
        ),
        (
            "unplaced_why",
            {
                "causes": {"workday": 59},
                "relaxation": {"code": "relax_workday", "fields": {"day": "2026-12-11"}},
            },
            "排不下：上班59。允许有上班的日子，则可排在12月11日。",
            "No room: workday 59. With workdays allowed it can be 11 December.",
        ),
        ("workday", {"day": "2026-10-22"}, "10月22日上班。", "22 October: workday."),
        (
            "leaver",
            {"day": "2026-10-22", "resource": "organisation:a", "since": "2026-10-20"},
            "甲公司自10月20日起退出联盟。",
            "A Ltd leaves the alliance from 20 October on.",
        ),
        (
            "leaver",
            {"day": "2026-10-22", "resource": "person:p", "since": "2026-10-20"},
            "一家成员自10月20日起退出联盟。",
            "One member leaves the alliance from 20 October on.",
        ),
        (
            "others_plan",
            {"day": "2026-09-16", "alliance": "organisation:a", "resource": "body:b"},
            "9月16日参加的联盟有事。这场由甲公司来排，要在它的计划里改期。",
            (
                "16 September: an alliance that takes part is engaged. "
                "A Ltd arranges this event; its plan moves it."
            ),
        ),
        (
            "blackout",
            {"day": "2026-09-16", "resource": "venue:hall"},
            "9月16日会客厅停用。",
            "16 September: Parlour is closed.",
        ),
        (
            "blackout",
            {"day": "2026-09-16", "resource": "venue:gone"},
            "9月16日会场停用。",
            "16 September: the venue is closed.",
        ),
        (
            "blackout",
            {"day": "2026-09-16", "resource": "person:p"},
            "9月16日一位必到人员有事。",
            "16 September: a required person is away.",
        ),
        (
            "blackout",
            {"day": "2026-09-16", "resource": ""},
            "9月16日停用或另有安排。",
            "16 September: closed or engaged.",
        ),
        (
            "unplaced_why",
            {
                "causes": {"blackout": 5},
                "away": ["venue:hall", "person:p"],
                "relaxation": {
                    "code": "relax_blackout",
                    "fields": {"day": "2026-12-10", "resource": "venue:hall"},
                },
            },
            (
                "排不下：停用或另有安排5（会客厅停用、一位必到人员有事）。"
                "若12月10日会客厅不停用，就排得下。"
            ),
            (
                "No room: closed or engaged 5 (Parlour is closed, a required person is away). "
                "If on 10 December Parlour were not closed, it could be then."
            ),
        ),
        ("unit_gone", {}, "不再有这项约定。", "No longer promised."),
    ],
)
def test_explanations_read_as_agreed(
    code: str, fields: dict[str, object], zh: str, en: str
) -> None:
    told = {"code": code, "fields": fields}

    assert (explain(told, "zh", names=NAMES), explain(told, "en", names=NAMES)) == (zh, en)


def test_what_everybody_reads_about_a_host_holds_no_debt() -> None:
    told = {"code": "host_public", "fields": HOST}

    assert explain(told, "zh", names=NAMES) == "轮到甲公司主办。"
