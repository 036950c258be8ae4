"""Plans through the API: looked at, published once, refused when stale."""

from typing import Any

import pytest
from sqlalchemy import update
from werkzeug.test import TestResponse

from scheduler.api.schemas.calendar import why
from scheduler.rules.explain import explained
from scheduler.services.access import SYSTEM
from scheduler.services.events import acts
from scheduler.services.events.writing import Act
from scheduler.store.tables.events import EventAllianceRow, EventRow
from scheduler.store.tables.planning import RuleRow
from tests.api.calls import Api, code
from tests.support.world import COUNCILS, NOW, OTHER

YEAR: dict[str, Any] = {"alliances": ["auto"], "year": 2027}
BAD_NOTICE = {
    "year": 2027,
    "notice_date": "2026-08-01",
    "days": [{"date": "2025-05-03", "is_workday": False, "name": "劳动节"}],
}
OLD_NOTICE = {
    "year": 2026,
    "notice_date": "2020-01-01",
    "days": [{"date": "2026-05-01", "is_workday": False, "name": "劳动节"}],
}


def preview(api: Api, body: dict[str, Any] | None = None) -> dict[str, Any]:
    answer = api.post("/plans", body or YEAR)
    assert answer.status_code == 200, answer.text
    found: dict[str, Any] | None = answer.json
    assert found is not None
    return found


def uids(api: Api) -> set[str]:
    return {each["uid"] for each in api.items("/events?limit=500")}


def test_published_turns_that_no_longer_fit_their_ledger_are_told(api: Api) -> None:
    later = YEAR | {"year": 2027}
    made = preview(api, later)
    assert api.post("/plans/apply", later | {"hash": made["hash"]}).status_code == 200
    assert preview(api, later)["uneven"] == []
    correction = {
        "act": "correction",
        "alliance": "auto",
        "rule": "host_turns",
        "reason": "补记",
        "member": "organisation:beta",
        "other": "organisation:gamma",
        "amount": "2",
    }
    assert api.post("/turn-requests", correction).status_code == 201

    plan = preview(api, later)

    [told] = plan["uneven"]
    assert (plan["empty"], told["code"], told["fields"]["host"]) == (
        True,
        "turns_uneven",
        "organisation:gamma",
    )
    assert told["text"]["zh"].startswith(
        "“链主企业轮流举办”的账与已发布的承办对不上了：样例乙川公司还应办4次而排了2次、"
        "样例丙川公司还应办0次而排了2次。"
    )
    [told] = preview(api, {"all": True, "year": 2027})["uneven"]
    assert told["fields"]["alliance"] == "body:auto"
    assert told["text"]["zh"].startswith(
        "样例汽车产业链党委：“链主企业轮流举办”的账与已发布的承办对不上了："
    )


def test_a_plan_is_looked_at_and_nothing_is_stored(api: Api) -> None:
    before = uids(api)
    plan = preview(api)

    assert preview(api) == plan
    assert uids(api) == before
    assert set(plan) == {
        "hash",
        "base",
        "placements",
        "moved",
        "forced",
        "firm",
        "empty",
        "causes",
        "changes",
        "unplaced",
        "conflicts",
        "vacant",
        "uneven",
        "aside",
        "groundless",
        "other_years",
        "vacancies",
        "recipients",
        "names",
    }
    assert (plan["empty"], plan["moved"], plan["placements"]) == (False, 0, len(plan["changes"]))
    first = plan["changes"][0]
    assert (first["kind"], first["alliance"], first["before"]) == ("add", "auto", {})
    assert first["cause"]["text"].keys() == {"zh", "en"}
    exchange = next(each for each in plan["changes"] if each["after"]["host"])
    reasons = exchange["explanation"]
    assert {"first", "last", "removed", "left", "cost", "next_day", "next_cost"} <= set(
        reasons["date"]["fields"]
    )
    assert len(reasons["host"]["fields"]["rows"]) == 3


def test_a_plan_is_published_once(api: Api) -> None:
    before = uids(api)
    plan = preview(api)
    body = YEAR | {"hash": plan["hash"], "base": plan["base"]}
    first, again = api.post("/plans/apply", body).json, api.post("/plans/apply", body).json

    assert first is not None
    counts = [first[name] for name in ("added", "moved", "firm", "cancelled")]
    assert counts == [len(plan["changes"]), 0, 0, 0]
    assert again == first | {"repeated": True}
    assert uids(api) - before == {each["uid"] for each in plan["changes"]}
    assert preview(api) | {"hash": "", "base": {}} == plan | {
        "hash": "",
        "base": {},
        "empty": True,
        "changes": [],
        "recipients": [],
        "names": {},
    }
    assert [each["hash"] for each in api.items("/plans")] == [plan["hash"]]


def test_what_led_to_a_plan_is_told_as_data_and_in_words(api: Api) -> None:
    body = {"alliances": ["auto"], "year": 2026}
    plan = preview(api, body)
    assert plan["causes"] == []
    api.post("/plans/apply", body | {"hash": plan["hash"]})
    acts.cancel(api.store, Act(COUNCILS[3], SYSTEM, NOW))

    plan = preview(api, body)

    event = {"day": "2026-12-09", "event": COUNCILS[3]}
    assert plan["causes"] == [
        {
            "code": "since.cancelled",
            "fields": event,
            "text": {
                "zh": "12月9日“第四季度日常一季一议”人工取消",
                "en": "“日常一季一议, fourth quarter” on 9 December was cancelled by hand",
            },
        }
    ]
    assert plan["names"][COUNCILS[3]]["zh"] == "第四季度日常一季一议"


def test_a_plan_that_is_stale_is_refused_and_publishes_nothing(api: Api) -> None:
    plan = preview(api)
    acts.cancel(api.store, Act(COUNCILS[2], SYSTEM, NOW))
    before = uids(api)
    answer = api.post("/plans/apply", YEAR | {"hash": plan["hash"], "base": plan["base"]})

    assert code(answer) == (409, "stale_plan")
    assert "汽车链的数据又变了（当时第" in answer.text
    assert "Sample Automotive Chain Committee changed after this plan was shown" in answer.text
    assert uids(api) == before
    fresh = preview(api)
    former = {"hash": fresh["hash"], "base": plan["base"]}
    assert code(api.post("/plans/apply", YEAR | former)) == (409, "stale_plan")
    wrong = api.post("/plans/apply", YEAR | {"hash": "x"})
    assert code(wrong) == (409, "stale_plan")
    assert "与您要发布的不是同一份" in wrong.text


def test_a_plan_that_is_published_for_another_year_is_refused_and_told_so(api: Api) -> None:
    plan = preview(api, YEAR | {"year": 2028})

    answer = api.post("/plans/apply", YEAR | {"hash": plan["hash"], "base": plan["base"]})

    assert (code(answer), (answer.json or {})["messages"]) == (
        (409, "stale_plan"),
        {
            "zh": "没有发布：2027年现在会排出另一份计划。也许看过草案后日子往前走了，"
            "或邻近的联盟有了新安排；也许那是另一年的草案。请重看一遍再发布。",
            "en": "Not published: another plan comes out for 2027 now. Perhaps the day has changed "
            "since it was shown or an alliance around has new events; perhaps it was the plan of "
            "another year. Look at the new plan, then publish.",
        },
    )


def test_a_plan_of_nothing_or_of_far_years_is_refused(shared: Api) -> None:
    assert [
        code(shared.post("/plans", body))
        for body in (
            {"alliances": [], "year": 2026},
            {"alliances": ["auto"] * 51, "year": 2026},
            {"alliances": "auto", "year": 2026},
            {"alliances": ["auto"], "year": 1999},
            {"alliances": ["auto"], "year": 2100},
            {"alliances": ["auto"], "year": 2026.0},
            {"alliances": ["auto"], "year": "2026"},
        )
    ] == [
        (422, "invalid"),
        (422, "invalid"),
        (422, "invalid"),
        *[(422, "bad_date")] * 2,
        *[(422, "bad_choice")] * 2,
    ]


def test_a_year_outside_of_what_is_known_is_refused_in_words(shared: Api) -> None:
    problem = shared.post("/plans", {"alliances": ["auto"], "year": 2100}).json
    assert problem is not None
    assert problem["messages"]["zh"].endswith(
        "“2100”排不了：节假日只推算得出2000年至2099年的。请选这些年里的一年。"
    )
    assert [each["pointer"] for each in problem["errors"]] == ["/year"]


def test_who_may_only_read_looks_at_plans_and_publishes_none(shared: Api) -> None:
    reader = shared.with_token("read")
    plan = preview(reader)

    assert code(reader.post("/plans/apply", YEAR | {"hash": plan["hash"]})) == (403, "forbidden")


def test_those_whom_a_plan_touches_are_named_with_what_changes(api: Api) -> None:
    plan = preview(api)
    by_key = {each["key"]: each for each in plan["recipients"]}

    assert set(by_key) == {f"organisation:{key}" for key in ("alpha", "beta", "gamma")} | {
        "body:auto"
    }
    alpha = by_key["organisation:alpha"]
    assert alpha["text"] == {"zh": "多主办1场", "en": "hosts 1 more"}
    (effect,) = alpha["effects"]
    assert (effect["kind"], effect["part"], effect["before"]) == ("gains", "host", None)
    assert plan["names"]["organisation:alpha"]["zh"] == "样例甲川公司"


def test_a_reason_names_the_year_of_a_day_outside_of_the_year_it_is_told_of() -> None:
    found = why(explained("relax_gap", gap=9, day="2028-01-19", resource=""), {}, 2027)
    assert found == {
        "code": "relax_gap",
        "fields": {"gap": 9, "day": "2028-01-19", "resource": ""},
        "text": {
            "zh": "间隔缩到9天，则可排在2028年1月19日。",
            "en": "With a gap of 9 days it can be 19 January 2028.",
        },
    }


def test_a_patch_is_tried_out_and_never_saved(api: Api) -> None:
    plan = preview(api)
    away = {"resource": "body:auto", "start": "2027-01-01", "end": "2027-04-01"}
    patched = preview(api, YEAR | {"patch": {"blackouts": [away]}})

    assert patched["hash"] != plan["hash"]
    assert (plan["other_years"], patched["other_years"]) == ([2026], [])
    away |= {"end": "2028-01-02"}
    assert preview(api, YEAR | {"patch": {"blackouts": [away]}})["other_years"] == [2028]
    (council,) = (each for each in patched["changes"] if each["title"] == "第一季度日常一季一议")
    assert council["day"] >= "2027-04-01"
    assert preview(api) == plan
    body = YEAR | {"hash": patched["hash"]}
    assert code(api.post("/plans/apply", body)) == (409, "stale_plan")


def places(answer: TestResponse) -> list[tuple[str, str]]:
    """Where a request is refused, and what is said there."""
    assert answer.json is not None
    return [(each["pointer"], each["messages"]["zh"]) for each in answer.json["errors"]]


@pytest.mark.parametrize(
    ("body", "place", "said"),
    [
        ({"patch": None}, "/patch", "假设写了null。请填上值，或去掉这一项。"),
        ({"patch": {"pins": {}}}, "/patch/pins", "假设的改期要填一列（JSON数组），最多400项。"),
        ({"base": {}, "hash": 5}, "/hash", "看到的计划的编号要填文字。"),
        ({"alliances": "auto"}, "/alliances", "联盟要填一列值，如[…]。"),
        ({"alliances": []}, "/alliances", "联盟要有1至50项。"),
        ({"base": []}, "/base", "看到的计划的基础要填一个对象，如{…}。"),
        (
            {"patch": {"notices": [BAD_NOTICE]}},
            "/patch/notices/0/days/0",
            (
                "放假通知的第1条日期：2025年5月3日不属于2027年，也不在前一年12月。"
                "这次没有试算，请改好假设再试。"
            ),
        ),
        (
            {"patch": {"notices": [OLD_NOTICE]}},
            "/patch/notices/0/notice_date",
            (
                "这份放假通知（2020年1月1日）比现行的（2025年11月4日）旧。"
                "这次没有试算，请改好假设再试。"
            ),
        ),
    ],
)
def test_what_is_of_another_kind_is_refused_with_what_it_takes(
    shared: Api, body: dict[str, Any], place: str, said: str
) -> None:
    path = "/plans/apply" if "base" in body else "/plans"
    more = {"hash": "x"} if "base" in body else {}
    assert places(shared.post(path, YEAR | more | body)) == [(place, said)]


def test_people_that_a_supposed_rule_lacks_are_told(shared: Api) -> None:
    rule = {
        "alliance": "auto",
        "key": "seats",
        "type": "staffing",
        "name": "参加人",
        "data": {"for": "exchange", "require": [{"role": "lead_official", "n": 1000}]},
    }
    assert preview(shared)["vacancies"] == []
    assert preview(shared, YEAR | {"patch": {"rules": [rule]}})["vacancies"] == [
        {
            "alliance": "auto",
            "rule": "seats",
            "body": "auto",
            "role": "lead_official",
            "wanted": 1000,
            "held": 1,
            "missing": 999,
            "events": True,
        }
    ]


def test_turns_that_nobody_can_take_are_told(api: Api) -> None:
    members = ("organisation:alpha", "organisation:beta", "organisation:gamma")
    leaves = [{"member": each, "body": "auto", "day": "2027-01-01"} for each in members]
    body = {"alliances": ["auto"], "year": 2027}
    assert preview(api, body)["vacant"] == []
    vacant = preview(api, body | {"patch": {"leaves": leaves}})["vacant"]
    assert {(each["rule"], each["alliance"], each["cause"]["code"]) for each in vacant} == {
        ("host_turns", "auto", "pool_empty")
    }
    assert {each["title"] for each in vacant} == {"链主企业交流对接"}
    assert len(vacant) == 3


def test_a_rule_that_others_name_is_refused_where_it_is_taken_away(api: Api) -> None:
    limit = {
        "alliance": "auto",
        "key": "evening",
        "type": "constraint",
        "name": "晚上",
        "data": {"for": "weekly_talk", "hard": {"time": "08:00-20:00"}},
    }
    talk = {"kind": "exchange", "per": "year", "min": 1}
    rule = limit | {"key": "weekly_talk", "type": "quota", "name": "周谈", "data": talk}
    for each in (rule, limit):
        assert api.post("/rules", each).status_code == 201
    gone = [{"alliance": "auto", "key": "weekly_talk"}]

    answer = api.post("/plans", YEAR | {"patch": {"removed": gone}})

    assert code(answer) == (422, "bad_rule")
    said = (
        "规则“evening”：用于哪些活动里有规则“周谈”，所以不能去掉那一条。"
        "请先改这一条，或者两条都去掉。"
    )
    assert places(answer) == [("/patch/removed/0", said)]
    gone = [{"alliance": "auto", "key": "evening"}, {"alliance": "auto", "key": "nothing"}]
    unknown = api.post("/plans", YEAR | {"patch": {"removed": gone}})
    assert (unknown.status_code, places(unknown)[0][0]) == (404, "/patch/removed/1")


def test_who_arranges_a_joint_event_is_told_where_it_is_supposed_to_move(api: Api) -> None:
    uid, arranged = COUNCILS[3], update(EventRow).values(owner=OTHER)
    with api.store.write() as session:
        session.execute(arranged.where(EventRow.uid == uid))
        session.add(EventAllianceRow(uid=uid, alliance=OTHER))
    pins = [{"uid": uid, "day": "2026-12-01"}]

    answer = api.post("/plans", YEAR | {"year": 2026, "patch": {"pins": pins}})

    assert code(answer) == (422, "bad_choice")
    said = "这场活动由钢铁链来排。请去掉这一条，或把它一起排。"
    assert places(answer) == [("/patch/pins/0/uid", said)]
    both = {"alliances": ["auto", OTHER], "year": 2026, "patch": {"pins": pins}}
    assert api.post("/plans", both).status_code == 200


def test_a_patch_that_is_none_is_refused_by_its_path(shared: Api) -> None:
    answer = shared.post("/plans", YEAR | {"patch": {"pins": [{"uid": "e-x"}]}})

    assert code(answer) == (422, "missing_field")
    assert places(answer) == [("/patch/pins/0/day", "请填假设里第1场改期的日期。")]
    rule = {"alliance": "auto", "key": "new", "type": "quota", "name": "会", "data": {}}
    assert places(shared.post("/plans", YEAR | {"patch": {"rules": [rule, rule]}})) == [
        ("/patch/rules/1/key", "“new”写了两次（假设里第2条规则的编号）。请只留一个。")
    ]
    joins = [{"member": "organisation:alpha", "body": "auto"}]
    assert places(shared.post("/plans", YEAR | {"patch": {"joins": joins}})) == [
        (
            "/patch/joins/0/member",
            "“甲川”那时已经是“汽车链”的成员，不用再加入。请换一家，或先让它退出。",
        )
    ]
    unknown = {"pins": [{"uid": "e-x", "day": "2027-01-04"}]}
    assert code(shared.post("/plans", YEAR | {"patch": unknown})) == (404, "not_found")
    assert code(shared.post("/plans/apply", YEAR | {"hash": "x", "patch": {}})) == (
        422,
        "unknown_field",
    )


def test_all_alliances_of_the_token_are_planned_together(shared: Api) -> None:
    assert sorted(preview(shared, {"all": True, "year": 2027})["base"]) == ["auto", "steel"]
    assert code(shared.post("/plans", {"group": "none", "year": 2027})) == (404, "not_found")
    empty = shared.post("/plans", {"group": "", "year": 2027}).json
    assert empty is not None
    assert empty["messages"] == {
        "zh": "分组要填一个键：不能是空的，不能有空格和斜杠，最多120个字符。",
        "en": "Group takes a key: not empty, no spaces or slashes, at most 120 characters.",
    }
    none = shared.post("/plans", {"year": 2027})
    assert code(none) == (422, "missing_field")
    assert none.json is not None
    assert [each["pointer"] for each in none.json["errors"]] == ["/alliances"]
    for more, pointer in (({"all": True}, "/all"), ({"group": "x"}, "/group")):
        several = shared.post("/plans", {"alliances": ["auto"], "year": 2027, **more})
        assert code(several) == (422, "bad_scope")
        assert several.json is not None
        assert [each["pointer"] for each in several.json["errors"]] == [pointer]


def test_a_plan_is_taken_back_once(api: Api) -> None:
    before = {each["uid"]: each["status"] for each in api.items("/events?limit=500")}
    plan = preview(api)
    api.post("/plans/apply", YEAR | {"hash": plan["hash"]})

    body = {"hash": plan["hash"]}
    tried = api.post("/plans/undo?dry_run=true", body).json
    first, again = (api.post("/plans/undo", body).json for _ in range(2))

    assert first is not None
    assert again is not None
    assert tried == first
    assert (first["cancelled"], first["restored"], first["moved"], first["repeated"]) == (
        len(plan["changes"]),
        0,
        0,
        False,
    )
    assert {(each["status"], each["kind"]) for each in first["events"]} == {("cancelled", "cancel")}
    assert (again["events"], again["repeated"], again["at"]) == ([], True, first["at"])
    after = {each["uid"]: each["status"] for each in api.items("/events?limit=500")}
    assert {uid: after[uid] for uid in before} == before
    assert {after[each["uid"]] for each in plan["changes"]} == {"cancelled"}
    (listed,) = api.items("/plans")
    assert listed["undone_at"] == first["at"]
    assert code(api.post("/plans/undo", {"hash": "nothing"})) == (404, "not_found")
    assert code(api.with_token("read").post("/plans/undo", body)) == (403, "forbidden")


def test_what_changed_since_cannot_be_taken_back(api: Api) -> None:
    plan = preview(api)
    api.post("/plans/apply", YEAR | {"hash": plan["hash"]})
    acts.cancel(api.store, Act(plan["changes"][0]["uid"], SYSTEM, NOW))

    answer = api.post("/plans/undo", {"hash": plan["hash"]})

    assert code(answer) == (409, "undo_refused")


def test_a_plan_tells_what_it_leaves_alone(api: Api) -> None:
    with api.store.write() as session:
        data = {"kind": "council", "rrule": "FREQ=MONTHLY;BYMONTHDAY=31"}
        broken = update(RuleRow).where(RuleRow.alliance == "auto", RuleRow.key == "exchange")
        session.execute(broken.values(type="anchor", data=data))
    answer = api.post("/plans", {"alliances": ["auto"], "year": 2026})
    assert answer.status_code == 200
    (told,) = (answer.json or {})["aside"]
    stays = "这条规则读不懂：已排的活动原样不动，新的先不排。请改。"
    assert {name: told[name] for name in ("alliance", "rule", "field", "reason")} == {
        "alliance": "auto",
        "rule": "exchange",
        "field": "rrule",
        "reason": "short_month",
    }
    assert told["text"]["zh"].endswith(stays)
