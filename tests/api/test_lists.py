"""The lists that rules name, as other systems read and write them."""

from typing import Any

from werkzeug.test import TestResponse

from tests.api.calls import Api, code

ALPHA, BETA = "organisation:alpha", "organisation:beta"
PATH = "/lists/auto/sites"
WISH = {"name": "驻点", "name_en": "Sites", "items": [ALPHA, "work_place"]}
KEPT = {
    "alliance": "auto",
    "key": "sites",
    "name": "驻点",
    "name_en": "Sites",
    "items": [ALPHA, "work_place"],
    "names": {ALPHA: {"zh": "样例甲川公司", "en": "Sample Alpha"}},
    "rules": [],
    "left": [],
    "unknown_keys": [],
    "nameless": ["work_place"],
    "revision": 1,
    "warnings": [],
}
RULE = {
    "alliance": "auto",
    "key": "by_site",
    "type": "coverage",
    "name": "驻点走访",
    "data": {"axes": {"site": "@sites"}, "kind": "exchange", "per": "year", "min": 1},
}


def told(answer: TestResponse) -> dict[str, Any]:
    assert answer.json is not None
    found: dict[str, Any] = answer.json
    return found


def keep(api: Api, version: str = '"0"', **more: object) -> TestResponse:
    return api.change("PUT", PATH, {**WISH, **more}, version)


def test_a_list_is_kept_read_changed_and_deleted(api: Api) -> None:
    made = keep(api)
    assert (made.status_code, made.headers["ETag"], made.json) == (200, '"1"', KEPT)
    read = api.get(PATH)
    assert (read.headers["ETag"], read.json) == ('"1"', KEPT)
    assert api.items("/lists") == api.items("/lists?alliance=auto") == [KEPT]
    assert api.items("/lists?alliance=steel") == []
    assert keep(api, '"1"').headers["ETag"] == '"1"'
    assert api.post("/rules", RULE).status_code == 201

    changed = keep(api, '"1"', items=[ALPHA, BETA, "other_place"])

    assert (changed.headers["ETag"], told(changed)["rules"]) == ('"2"', ["by_site"])
    assert [(each["rule"], each["reason"]) for each in told(changed)["warnings"]] == [
        ("by_site", "nameless")
    ]
    refused = api.change("DELETE", PATH, version='"2"')
    assert code(refused) == (409, "list_used")
    assert told(refused)["messages"] == {
        "zh": "规则驻点走访还在用名单“驻点”，不能删除。请先让规则换一份名单。",
        "en": "The list “Sites” is named by: 驻点走访. Let these rules name another list first.",
    }
    assert api.change("DELETE", "/rules/auto/by_site", version='"1"').status_code == 200
    assert told(api.change("DELETE", PATH, version='"2"'))["revision"] == 2
    assert code(api.get(PATH)) == (404, "not_found")
    assert [
        each["kind"] for each in api.items("/changes?alliance=auto") if each["entity"] == "list"
    ] == [
        "created",
        "changed",
        "deleted",
    ]


def test_what_cannot_stand_on_a_list_is_told_with_its_place(api: Api) -> None:
    sent = {"name": " ", "items": [ALPHA, "organisation:none", ALPHA]}
    refused = api.change("PUT", "/lists/auto/host", sent, '"0"')
    items = api.change("PUT", PATH, {"name": "驻点", "items": [ALPHA, "body:no", "@x"]}, '"0"')
    roster = api.change("PUT", PATH, {"name": "驻点", "items": [ALPHA, "body:no"]}, '"0"')

    assert [(each["code"], each["pointer"]) for each in told(refused)["errors"]] == [
        ("bad_text", "/name")
    ]
    assert [(each["code"], each["pointer"]) for each in told(items)["errors"]] == [
        ("bad_list", "/items/2")
    ]
    assert code(roster) == (422, "bad_list")
    assert told(roster)["errors"] == [
        {
            "code": "bad_list",
            "pointer": "/items/1",
            "messages": {
                "zh": "第2行“body:no”不在名册里，请核对，或先登记。",
                "en": "Line 2, “body:no”, is not on the roster. Check it, or register it first.",
            },
        }
    ]


def test_a_late_change_is_refused_and_a_trial_keeps_nothing(api: Api) -> None:
    tried = api.change("PUT", f"{PATH}?dry_run=true", WISH, '"0"')
    assert (tried.status_code, tried.json) == (200, KEPT)
    assert api.items("/lists") == []
    assert code(keep(api, '"4"')) == (412, "stale_version")
    assert code(api.change("PUT", PATH, {"items": 3}, '"4"')) == (412, "stale_version")
    assert code(api.change("PUT", PATH, WISH)) == (428, "precondition_required")


def test_lists_are_for_who_reaches_the_alliance(api: Api) -> None:
    keep(api)
    reader, other = api.with_token("read"), api.with_token("read", "write", alliances=("steel",))

    assert reader.get(PATH).status_code == 200
    assert code(reader.change("PUT", PATH, WISH, '"1"')) == (403, "forbidden")
    assert code(other.get(PATH)) == (404, "not_found")
    assert code(other.change("PUT", PATH, WISH, '"1"')) == (404, "not_found")
    assert other.items("/lists") == []
