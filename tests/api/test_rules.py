"""Rules through the API: tried, made, changed in the version that was seen, ended, deleted."""

from collections.abc import Mapping
from typing import Any

import pytest
from sqlalchemy import update
from werkzeug.test import TestResponse

from scheduler.services import directory
from scheduler.services.access import SYSTEM
from scheduler.store.tables.planning import RuleRow
from tests.api.calls import PREFIX, Api, code
from tests.support.world import EXCHANGES, app, runtime

SALON: dict[str, Any] = {
    "alliance": "auto",
    "key": "monthly_salon",
    "type": "quota",
    "name": "月度沙龙",
    "data": {"kind": "exchange", "per": "month", "min": 1},
}
PLACE = "/rules/auto/monthly_salon"


def json(answer: TestResponse, status: int = 200) -> dict[str, Any]:
    assert answer.status_code == status, answer.text
    found: dict[str, Any] | None = answer.json
    assert found is not None
    return found


def change_of(rule: Mapping[str, Any], **data: object) -> dict[str, Any]:
    kept = {name: rule[name] for name in ("name", "name_en", "basis")}
    return {**kept, "data": {**rule["data"], **data}}


def test_a_rule_is_made_read_changed_and_deleted(api: Api) -> None:
    answer = api.post("/rules", SALON | {"basis": "章程第六条", "since": "2026-09-01"})
    made = json(answer, 201)
    assert (answer.headers["Location"], answer.headers["ETag"]) == (f"{PREFIX}{PLACE}", '"1"')
    assert made == SALON | {
        "name_en": "",
        "basis": "章程第六条",
        "scope": "body:auto",
        "mandatory": True,
        "since": "2026-09-01",
        "until": None,
        "revision": 1,
        "former": [],
        "fault": None,
        "warnings": [],
    }

    read = api.get(PLACE)
    assert (json(read), read.headers["ETag"]) == (made, '"1"')
    assert api.get(PLACE, {"If-None-Match": '"1"'}).status_code == 304

    changed = api.change("PUT", PLACE, change_of(made, min=2), '"1"')
    assert changed.headers["ETag"] == '"2"'
    assert json(changed)["data"]["min"] == 2
    assert json(api.get(PLACE)) == json(changed)

    gone = json(api.change("DELETE", PLACE, None, '"2"'))
    assert gone["revision"] == 2
    assert code(api.get(PLACE)) == (404, "not_found")


def test_a_rule_at_work_keeps_its_former_version_and_ends(api: Api) -> None:
    place = "/rules/auto/exchange"
    made = json(api.get(place))
    changed = json(api.change("PUT", place, change_of(made, min=4), '"1"'))
    assert (changed["since"], changed["former"]) == (
        "2026-09-01",
        [{"revision": 1, "data": made["data"], "since": None, "until": "2026-09-01"}],
    )
    body = change_of(changed) | {"until": "2027-01-01"}
    ended = json(api.change("PUT", place, body, '"2"'))
    assert (ended["until"], ended["revision"]) == ("2027-01-01", 3)
    assert code(api.change("DELETE", place, None, '"3"')) == (409, "rule_used")


def test_a_rule_to_come_is_withdrawn_although_it_was_published(api: Api) -> None:
    json(api.post("/rules", SALON | {"since": "2027-01-01"}), 201)
    span = {"alliances": ["auto"], "year": 2027}
    planned = json(api.post("/plans", span))
    json(api.post("/plans/apply", span | {"hash": planned["hash"]}))

    gone = json(api.change("DELETE", PLACE, None, '"1"'))
    assert (gone["since"], gone["until"], gone["revision"]) == ("2027-01-01", "2027-01-01", 2)
    assert json(api.get(PLACE)) == gone
    again = json(api.post("/plans", span))
    assert {each["kind"] for each in again["changes"]} == {"cancel"}


def test_what_is_wrong_with_another_rule_points_at_nothing_that_was_sent(api: Api) -> None:
    json(api.post("/rules", SALON), 201)
    rider = SALON | {"key": "rider", "data": SALON["data"] | {"with": "monthly_salon"}}
    json(api.post("/rules", rider), 201)

    refused = api.change("DELETE", PLACE, None, '"1"')
    assert code(refused) == (422, "bad_rule")
    (told,) = refused.json["errors"] if refused.json else []
    assert set(told) == {"code", "messages"}
    assert told["messages"]["zh"].startswith("规则“rider”：与哪条规则合办")


@pytest.mark.parametrize("method", ["PUT", "DELETE"])
@pytest.mark.parametrize(
    ("tag", "refused"),
    [
        (None, (428, "precondition_required")),
        ("*", (412, "precondition_malformed")),
        ('W/"1"', (412, "precondition_malformed")),
        ('"1", "2"', (412, "precondition_malformed")),
        ("1", (412, "precondition_malformed")),
        ('"7"', (412, "stale_version")),
    ],
)
def test_nothing_changes_without_the_version_that_was_seen(
    api: Api, method: str, tag: str | None, refused: tuple[int, str]
) -> None:
    place = "/rules/auto/matter_consultation"
    before = json(api.get(place))
    body = change_of(before, due="5wd") if method == "PUT" else None
    assert code(api.change(method, place, body, tag)) == refused
    assert json(api.get(place)) == before


@pytest.mark.parametrize(
    ("tag", "place", "refused"),
    [
        (None, "auto/exchange", (428, "precondition_required")),
        ("*", "auto/exchange", (412, "precondition_malformed")),
        ('"7"', "auto/exchange", (412, "stale_version")),
        ('"7"', "auto/nothing", (404, "not_found")),
        ('"1"', "auto/exchange", (422, "missing_field")),
    ],
)
def test_whoever_is_late_learns_that_before_what_is_wrong_with_the_body(
    shared: Api, tag: str | None, place: str, refused: tuple[int, str]
) -> None:
    assert code(shared.change("PUT", f"/rules/{place}", {"data": {}}, tag)) == refused


@pytest.mark.parametrize(
    ("change", "pointer", "reason"),
    [
        ({"data": {"kind": "exchange", "per": "month", "min": 0}}, "/data/min", "bad_rule"),
        ({"data": {"kind": "exchange", "per": "month"}}, "/data/min", "bad_rule"),
        ({"data": {"kind": "exchange", "per": "month", "min": 1.5}}, "/data/min", "bad_rule"),
        ({"data": {**SALON["data"], "colour": "red"}}, "/data/colour", "bad_rule"),
        (
            {"data": {**SALON["data"], "scope": {"group": "nothing"}}},
            "/data/scope/group",
            "bad_rule",
        ),
        (
            {"data": {**SALON["data"], "scope": {"organisation": "x"}}},
            "/data/scope/organisation",
            "bad_rule",
        ),
        (
            {"data": {**SALON["data"], "scope": {"person": "x"}}},
            "/data/scope/person",
            "bad_rule",
        ),
        ({"key": "Bad Key"}, "/key", "bad_rule"),
        ({"key": "exchange"}, "/key", "bad_rule"),
        ({"type": "lottery"}, "/type", "bad_rule"),
        ({"since": "2026-08-01"}, "/since", "bad_rule"),
        ({"name": ""}, "/name", "bad_text"),
        ({"name": "名" * 61}, "/name", "bad_text"),
        ({"data": []}, "/data", "invalid"),
        ({"since": "soon"}, "/since", "bad_date"),
        ({"name": ["a"]}, "/name", "invalid"),
        ({"colour": "red"}, "/colour", "unknown_field"),
    ],
)
def test_what_cannot_be_kept_names_the_rule_and_the_field(
    shared: Api, change: dict[str, Any], pointer: str, reason: str
) -> None:
    before = directory.rules(shared.store, by=SYSTEM)
    answer = shared.post("/rules", SALON | change)
    assert code(answer) == (422, reason)
    problem = answer.json
    assert problem is not None
    assert [each["pointer"] for each in problem["errors"]] == [pointer]
    assert problem["messages"].keys() == {"zh", "en"}
    if reason == "bad_rule":
        assert (SALON | change)["key"] in problem["messages"]["en"]
    assert directory.rules(shared.store, by=SYSTEM) == before


def test_all_that_is_wrong_with_a_rule_is_told_in_one_answer(api: Api) -> None:
    data = {**SALON["data"], "colour": "red", "size": 1, "min": 0}
    inside = [("bad_rule", "/data/colour"), ("bad_rule", "/data/size"), ("bad_rule", "/data/min")]
    beside = api.post("/rules", SALON | {"data": data, "bar": 1, "baz": 2, "since": "soon"})
    alone = api.post("/rules", SALON | {"data": data, "name": "名\n字"})
    unknown = api.post("/rules", SALON | {"data": data, "bar": 1, "type": "lottery"})
    made = api.post("/rules", SALON)
    changed = {"name": "沙龙", "data": data, "until": "1990-01-01"}
    put = api.change("PUT", "/rules/auto/monthly_salon", changed, made.headers["ETag"])
    assert [
        {(each["code"], each["pointer"]) for each in (answer.json or {})["errors"]}
        for answer in (beside, alone, unknown, put)
    ] == [
        {("bad_date", "/since"), ("unknown_field", "/bar"), ("unknown_field", "/baz"), *inside},
        {("bad_text", "/name"), *inside},
        {("unknown_field", "/bar"), ("bad_rule", "/type")},
        {("bad_rule", "/until"), *inside},
    ]


@pytest.mark.parametrize(
    ("change", "refused"),
    [
        ({"since": "soon"}, [("bad_date", "/since")]),
        ({"colour": "red"}, [("unknown_field", "/colour")]),
        (
            {"since": "soon", "until": "1800-01-01", "name": "", "colour": "red"},
            [
                ("bad_date", "/since"),
                ("bad_rule", "/until"),
                ("bad_text", "/name"),
                ("unknown_field", "/colour"),
            ],
        ),
        ({"colour": "red", "since": "2027-01-01", "until": "2026-12-01"}, None),
    ],
)
def test_a_change_of_a_bad_shape_tells_what_its_parameters_say_wrongly(
    api: Api, change: dict[str, Any], refused: list[tuple[str, str]] | None
) -> None:
    if refused is None:
        refused = [("bad_rule", "/until"), ("unknown_field", "/colour")]
    data = {"kind": "exchange", "per": "month", "min": 0, "size": 1}
    inside = [("bad_rule", "/data/min"), ("bad_rule", "/data/size")]
    made = api.post("/rules", SALON)
    body = {"name": "沙龙", "data": data} | change
    answers = (
        api.change("PUT", PLACE, body, made.headers["ETag"]),
        api.post("/rules", SALON | body | {"key": "other_salon"}),
        api.post("/rules/check", SALON | body),
    )
    for answer in answers:
        assert answer.status_code == 422
        told = [(each["code"], each["pointer"]) for each in (answer.json or {})["errors"]]
        assert sorted(told) == sorted([*refused, *inside])


def test_a_change_without_parameters_tells_what_stands_beside_them(api: Api) -> None:
    made = api.post("/rules", SALON)
    for body, refused in (
        ({"name": "沙龙", "since": "soon"}, {"/since", "/data"}),
        ({"name": "沙龙", "data": 7, "colour": "red"}, {"/colour", "/data"}),
        ([], {""}),
    ):
        answer = api.change("PUT", PLACE, body, made.headers["ETag"])
        assert answer.status_code == 422
        assert {each["pointer"] for each in (answer.json or {})["errors"]} == refused


def test_a_rule_is_tried_without_being_kept(shared: Api) -> None:
    before = directory.rules(shared.store, by=SYSTEM)
    tried = json(shared.post("/rules/check", SALON | {"year": 2027}))
    assert (tried["faults"], tried["rule"]["revision"]) == ([], 1)
    assert tried["preview"]["year"] == 2027
    assert [unit["period"] for unit in tried["preview"]["units"]] == [
        f"2027-{month:02}" for month in range(1, 13)
    ]
    units = {unit["uid"] for unit in tried["preview"]["units"]}
    assert units <= {each["uid"] for each in tried["preview"]["changes"] if each["kind"] == "add"}
    assert (tried["preview"]["unplaced"], tried["preview"]["squeezed"]) == ([], [])
    names = ("alliance", "key", "type", "name", "data")
    patch = {"rules": [{name: SALON[name] for name in names}]}
    asked = {"alliances": ["auto"], "year": 2027, "patch": patch}
    supposed = json(shared.post("/plans", asked))["changes"]
    assert tried["preview"]["changes"] == [
        {name: each[name] for name in ("kind", "uid", "title", "day")} for each in supposed
    ]
    assert units.isdisjoint(tried["preview"]["waiting"])
    assert directory.rules(shared.store, by=SYSTEM) == before


def test_nothing_is_made_to_ride_on_a_rule_without_meetings_of_its_own(api: Api) -> None:
    visits = {"kind": "exchange", "per": "year", "min": 1, "output": "visit"}
    json(api.post("/rules", SALON | {"key": "visits", "data": visits}), 201)
    rider = {"kind": "exchange", "per": "year", "min": 1, "with": "exchange"}
    json(api.post("/rules", SALON | {"key": "rider", "data": rider}), 201)
    for host in ("visits", "rider"):
        wish = SALON | {"data": {**SALON["data"], "with": host}}
        (fault,) = json(api.post("/rules/check", wish))["faults"]
        told = tuple(fault[name] for name in ("rule", "field", "reason"))
        assert told == ("monthly_salon", "with", "no_meetings")
        assert code(api.post("/rules", wish)) == (422, "bad_rule")
        patch = {"rules": [wish]}
        span = {"alliances": ["auto"], "year": 2026, "patch": patch}
        assert code(api.post("/plans", span)) == (422, "bad_rule")
    kept = json(api.get("/rules/auto/exchange"))
    changed = api.change("PUT", "/rules/auto/exchange", change_of(kept, plan=False), '"1"')
    assert code(changed) == (422, "bad_rule")
    assert "规则“月度沙龙”与这条合办，改成这样，这条就没有自己的活动可以同场了。" in changed.text
    assert "请不改是否排入日程，或先改那一条。" in changed.text


def test_a_trial_tells_what_rides_on_the_events_of_another_rule(shared: Api) -> None:
    rides = SALON | {"data": {"kind": "exchange", "per": "year", "min": 1, "with": "exchange"}}
    seen = json(shared.post("/rules/check", rides))["preview"]
    assert (seen["units"], seen["unplaced"]) == ([], [])
    assert seen["rides"] == [
        {
            "uid": EXCHANGES[1],
            "rule": "exchange",
            "title": "链主企业交流对接",
            "title_en": "链主企业交流对接",
            "day": "2026-09-23",
            "period": "2026",
            "cell": "",
            "ordinal": 1,
        }
    ]
    assert seen["riding"] == {
        "zh": "1项与链主企业交流对接的活动同场：9月23日。",
        "en": "1 piece rides on events of 链主企业交流对接: 23 September.",
    }
    assert json(shared.post("/rules/check", SALON))["preview"]["riding"] == {"zh": "", "en": ""}


def test_a_trial_tells_everything_that_is_wrong(shared: Api) -> None:
    body = SALON | {"since": "2020-01-01", "data": {**SALON["data"], "min": 0}}
    tried = json(shared.post("/rules/check", body))
    assert (tried["rule"], tried["preview"]) == (None, None)
    assert [(each["rule"], each["field"], each["reason"]) for each in tried["faults"]] == [
        ("monthly_salon", "since", "early"),
        ("monthly_salon", "min", "range"),
    ]
    assert [each["messages"]["zh"] for each in tried["faults"]] == [
        "规则“monthly_salon”：生效日期太早：请填2026年8月18日或以后。",
        "规则“monthly_salon”：每期至少几次要在1至5000之间，请改。",
    ]


def test_a_trial_tells_what_is_made_up_after_its_window(shared: Api) -> None:
    weekend = {"from": "2026-12-26", "until": "2026-12-28"}
    data = {"kind": "exchange", "per": "window", "min": 1, "window": weekend}
    tried = json(shared.post("/rules/check", SALON | {"data": data}))
    assert [unit["late"] for unit in tried["preview"]["units"]] == [True]
    usual = json(shared.post("/rules/check", SALON))
    assert not any(unit["late"] for unit in usual["preview"]["units"])


def test_a_trial_tells_what_finds_no_date(shared: Api) -> None:
    window = {"from": "10-01", "until": "10-08"}
    data = {"kind": "exchange", "window": window, "late": "forfeit"}
    tried = json(shared.post("/rules/check", SALON | {"type": "anchor", "data": data}))
    ((missing),) = tried["preview"]["unplaced"]
    assert (missing["rule"], missing["period"]) == ("monthly_salon", "2026")
    assert missing["causes"]["day_off"] > 0
    patch = {"rules": [{name: tried["rule"][name] for name in ("alliance", "key", "type", "name")}]}
    patch["rules"][0]["data"] = data
    asked = {"alliances": ["auto"], "year": 2026, "patch": patch}
    planned = json(shared.post("/plans", asked))["unplaced"]
    assert missing["relaxation"]["text"]["en"]
    assert missing in planned


@pytest.mark.parametrize(
    ("scope", "resource"),
    [
        ({"organisation": "beta"}, "organisation:beta"),
        ({"person": "p-chief"}, "person:p-chief"),
    ],
)
def test_a_promise_of_an_organisation_or_a_person_is_kept_and_placed_when_they_are_free(
    api: Api, scope: dict[str, str], resource: str
) -> None:
    body = SALON | {
        "data": {"kind": "consultation", "per": "year", "min": 1, "scope": scope},
        "since": "2027-01-01",
    }
    assert json(api.post("/rules?dry_run=true", body), 201)["scope"] == resource

    def day() -> tuple[str, str]:
        preview = json(api.post("/rules/check", body | {"year": 2027}))["preview"]
        [unit] = preview["units"]
        [added] = [each for each in preview["changes"] if each["uid"] == unit["uid"]]
        return added["uid"], added["day"]

    uid, first = day()
    away = {"resource": resource, "start": first, "end": f"{first[:8]}{int(first[8:]) + 1:02}"}
    assert api.post("/blackouts", away | {"reason": ""}).status_code == 201
    assert (day()[0], day()[1] == first) == (uid, False)
    assert json(api.post("/rules", body), 201)["data"]["scope"] == scope


def test_a_dry_run_keeps_nothing(shared: Api) -> None:
    assert shared.post("/rules?dry_run=true", SALON).status_code == 201
    assert code(shared.get(PLACE)) == (404, "not_found")
    answer = shared.change("DELETE", "/rules/auto/matter_consultation?dry_run=true", None, '"1"')
    assert (answer.status_code, answer.headers["Dry-Run"]) == (200, "true")
    assert shared.get("/rules/auto/matter_consultation").status_code == 200


def test_others_write_no_rules(shared: Api) -> None:
    reader = shared.with_token("read")
    assert code(reader.post("/rules", SALON)) == (403, "forbidden")
    elsewhere = shared.with_token("write", alliances=("steel",))
    assert code(elsewhere.post("/rules", SALON)) == (404, "not_found")
    place = "/rules/auto/exchange"
    assert code(elsewhere.change("DELETE", place, None, '"1"')) == (404, "not_found")
    assert code(elsewhere.get(place)) == (404, "not_found")


def test_the_same_key_makes_one_rule(api: Api) -> None:
    once = {"Idempotency-Key": "salon-1"}
    first, again = (api.post("/rules", SALON, once) for _ in range(2))
    assert json(first, 201) == json(again, 201)
    assert (again.headers["Idempotent-Replayed"], again.headers["ETag"]) == ("true", '"1"')
    assert code(api.post("/rules", SALON)) == (422, "bad_rule")


def test_a_kept_rule_that_cannot_be_read_tells_its_fault(api: Api, sqlite_url: str) -> None:
    lists = {"applies_if": {"count": "@nobody", "min": 3}}
    with runtime(app(sqlite_url)).store.write() as session:
        session.execute(
            update(RuleRow)
            .where(RuleRow.key == "resource_list")
            .values(data={"kind": "resource_list", "per": "quarter", "min": 1} | lists)
        )
    told = {
        "code": "bad_rule",
        "rule": "resource_list",
        "field": "applies_if",
        "reason": "unknown_list",
        "messages": {
            "zh": "规则“resource_list”：适用条件里的名单不存在，请核对@后面的名称。",
            "en": "Rule “resource_list”: Condition names a list that does not exist. "
            "Check the name after the @.",
        },
    }
    found = {each["key"]: each["fault"] for each in json(api.get("/rules"))["items"]}
    assert found["resource_list"] == told
    assert [key for key, fault in found.items() if fault] == ["resource_list"]
    assert json(api.get("/rules/auto/resource_list"))["fault"] == told
    assert json(api.get("/rules/auto/exchange"))["fault"] is None


def test_rides_beyond_the_events_are_refused_with_both_figures(api: Api) -> None:
    rides = SALON | {"data": {"kind": "exchange", "per": "year", "min": 4, "with": "exchange"}}
    answer = api.post("/rules", rides)
    assert code(answer) == (422, "bad_rule")
    (error,) = json(answer, 422)["errors"]
    assert error["pointer"] == "/data/with"
    assert error["messages"]["zh"] == (
        "规则“monthly_salon”：合办不下：每年要合办4次，规则“链主企业交流对接”只有3次。"
        "请少办几次，或换一条。"
    )
    (fault,) = json(api.post("/rules/check", rides))["faults"]
    assert (fault["reason"], fault["messages"]) == ("too_few", error["messages"])


def test_a_what_if_points_to_the_rule_and_to_the_member_that_are_refused(api: Api) -> None:
    def refused(status: int, **patch: object) -> tuple[str, str]:
        body = {"alliances": ["auto"], "year": 2026, "patch": patch}
        (error,) = json(api.post("/plans", body), status)["errors"]
        return error["pointer"], error["messages"]["zh"]

    rides = {**SALON["data"], "with": "exchange"}
    pointer, told = refused(422, rules=[SALON | {"data": rides}])
    assert pointer == "/patch/rules/0/data/with"
    assert "每年要合办12次，规则“链主企业交流对接”只有3次" in told
    twice = {"member": "organisation:alpha", "body": "auto"}
    assert refused(409, joins=[twice])[0] == "/patch/joins/0/member"


def test_a_last_period_without_room_is_warned_of_and_kept(api: Api) -> None:
    crowded = SALON["data"] | {"min": 2, "gap_days": 14}
    body = SALON | {"since": "2027-01-01", "data": crowded}
    made = api.post("/rules", body)
    assert json(made, 201)["warnings"] == []
    ends = body | {"until": "2028-01-11"}
    (told,) = json(api.post("/rules/check", ends))["warnings"]
    assert {name: told[name] for name in ("rule", "field", "reason")} == {
        "rule": "monthly_salon",
        "field": "until",
        "reason": "cut_short",
    }
    assert (
        "2028年1月1日至2028年1月10日这一期不完整，仍要办2次，最多排得下1次"
        in told["messages"]["zh"]
    )
    change = change_of(json(made, 201)) | {"until": "2028-01-11"}
    changed = api.change("PUT", PLACE, change, made.headers["ETag"])
    assert json(changed)["warnings"] == json(api.get(PLACE))["warnings"] == [told]


def test_a_category_that_nobody_knows_is_warned_of_and_kept(api: Api) -> None:
    data = {"on": "matter.accepted", "where": {"category": ["labuor"]}, "due": "10wd"}
    body = SALON | {"key": "talks", "type": "trigger", "data": data | {"emit": "consultation"}}
    tried = json(api.post("/rules/check", body))
    (told,) = tried["warnings"]
    assert (tried["faults"], tried["preview"]["units"]) == ([], [])
    assert {name: told[name] for name in ("code", "rule", "field", "reason")} == {
        "code": "bad_rule",
        "rule": "talks",
        "field": "where.category",
        "reason": "unmet_category",
    }
    assert "“labuor”" in told["messages"]["en"]

    made = api.post("/rules", body)
    assert json(made, 201)["warnings"] == [told]
    changed = api.change("PUT", "/rules/auto/talks", change_of(json(made, 201)), '"1"')
    listed = {each["key"]: each["warnings"] for each in json(api.get("/rules"))["items"]}
    assert json(changed)["warnings"] == listed.pop("talks") == [told]
    assert json(api.get("/rules/auto/talks"))["warnings"] == [told]
    assert set(map(tuple, listed.values())) == {()}

    matter = {"alliance": "auto", "title": "样例用工", "category": "labuor"}
    raised = api.post("/matters", matter | {"raised_by": "body:auto"})
    assert (raised.status_code, json(api.get("/rules/auto/talks"))["warnings"]) == (201, [])
