"""Matters through the API: raised, taken through their steps, listed."""

import pytest

from tests.api.calls import PREFIX, Api, code
from tests.support import world

NEW = {
    "alliance": "auto",
    "title": "厂区门前道路拥堵",
    "category": "transport",
    "raised_by": "organisation:alpha",
    "detail": "早晚高峰\n需排队半小时。",
    "major": True,
}
RAISED = {
    "key": "m-auto-001",
    "alliance": "auto",
    "number": "001",
    "title": "厂区门前道路拥堵",
    "category": "transport",
    "raised_by": "organisation:alpha",
    "raised_at": "2026-08-18T10:00:00+08:00",
    "state": "raised",
    "major": True,
    "detail": "早晚高峰\n需排队半小时。",
    "department": None,
    "accepted_at": None,
    "resolved_at": None,
    "method": None,
    "proxied": False,
    "due": None,
    "revision": 1,
    "names": {"organisation:alpha": {"zh": "样例甲川公司", "en": "Sample Alpha"}},
}


def actor(api: Api) -> str:
    found = api.items("/tokens")
    return f"token:{found[0]['id']}"


def test_a_matter_is_raised_and_found_where_location_says(api: Api) -> None:
    answer = api.post("/matters", NEW)
    whole = RAISED | {
        "steps": [
            {
                "step": "raise",
                "at": "2026-08-18T10:00:00+08:00",
                "actor": actor(api),
                "department": None,
                "method": None,
                "note": "",
            }
        ],
        "possible": ["dispatch", "withdraw"],
        "events": [],
    }

    assert (answer.status_code, answer.json) == (201, whole)
    assert answer.headers["Location"] == f"{PREFIX}/matters/m-auto-001"
    assert api.get("/matters/m-auto-001").json == whole
    assert api.items("/matters?alliance=auto&state=raised") == [RAISED]
    assert api.items("/matters?state=resolved&state=withdrawn") == []


def test_a_matter_goes_through_its_steps(api: Api) -> None:
    api.post("/matters", NEW)
    taken = [
        api.post("/matters/m-auto-001/steps", body)
        for body in (
            {"step": "dispatch", "department": "organisation:bureau", "note": "请接单"},
            {"step": "accept", "revision": 2},
        )
    ]
    last = taken[-1].json

    assert [answer.status_code for answer in taken] == [201, 201]
    assert last is not None
    assert {name: last[name] for name in ("state", "revision", "department", "due", "names")} == {
        "state": "accepted",
        "revision": 3,
        "department": "organisation:bureau",
        "due": {"step": "consult", "day": "2026-09-01", "escalate": ""},
        "names": {
            "organisation:alpha": {"zh": "样例甲川公司", "en": "Sample Alpha"},
            "organisation:bureau": {"zh": "样例科技局", "en": ""},
        },
    }
    assert [(each["step"], each["note"]) for each in last["steps"]] == [
        ("raise", ""),
        ("dispatch", "请接单"),
        ("accept", ""),
    ]


@pytest.mark.parametrize(
    ("body", "expected"),
    [
        ({"step": "accept"}, (409, "matter_state")),
        ({"step": "dispatch"}, (422, "missing_field")),
        ({"step": "dispatch", "department": "organisation:nobody"}, (422, "bad_choice")),
        ({"step": "withdraw", "revision": 7}, (409, "stale_version")),
        ({"step": "finish"}, (422, "bad_choice")),
        ({"step": "withdraw", "method": "magic"}, (422, "bad_choice")),
        ({"step": "withdraw", "revision": True}, (422, "bad_choice")),
        ({"step": "withdraw", "note": "\u2028"}, (422, "bad_text")),
        ({"step": "withdraw", "alliance": "auto"}, (422, "unknown_field")),
        ({}, (422, "missing_field")),
    ],
)
def test_a_step_that_cannot_be_taken_changes_nothing(
    api: Api, body: dict[str, object], expected: tuple[int, str]
) -> None:
    api.post("/matters", NEW)
    before = api.get("/matters/m-auto-001").json

    assert code(api.post("/matters/m-auto-001/steps", body)) == expected
    assert api.get("/matters/m-auto-001").json == before


def test_a_major_matter_adds_one_consultation_to_the_plan(api: Api) -> None:
    year = {"alliances": ["auto"], "year": 2026}

    def added() -> dict[str, str]:
        plan = api.post("/plans", year).json
        assert plan is not None
        return {each["uid"]: each["day"] for each in plan["changes"] if each["kind"] == "add"}

    before = added()
    api.post("/matters", NEW)
    api.post("/matters/m-auto-001/steps", {"step": "dispatch", "department": "organisation:bureau"})
    api.post("/matters/m-auto-001/steps", {"step": "accept"})
    after = added()
    (consultation,) = after.keys() - before.keys()

    assert before.items() <= after.items()
    assert "2026-08-18" < after[consultation] <= "2026-09-01"


def test_a_reader_may_raise_nothing(shared: Api) -> None:
    assert code(shared.with_token("read").post("/matters", NEW)) == (403, "forbidden")
    assert code(shared.with_token("attendance:mark").post("/matters", NEW)) == (403, "forbidden")


def test_what_is_raised_here_is_on_the_board_of_the_pages(api: Api) -> None:
    api.post("/matters", NEW | {"title": "<b>粗体</b>"})
    page = world.client(api.app, "secretary").get("/matters").text

    assert "&lt;b&gt;粗体&lt;/b&gt;" in page
    assert "<b>粗体" not in page


def test_who_else_could_do_it_is_told_whole_where_a_department_is_none(api: Api) -> None:
    api.post("/matters", NEW)
    body = {"step": "dispatch", "department": "organisation:nobody"}

    answer = api.post("/matters/m-auto-001/steps", body)

    assert answer.json is not None
    (error,) = answer.json["errors"]
    assert error["messages"] == answer.json["messages"]
    assert error["messages"]["en"] == (
        "Department cannot be “organisation:nobody”. Allowed: body:auto, body:auto-1, body:auto-2, "
        "organisation:alpha, organisation:beta, organisation:bureau, organisation:gamma"
    )


def test_a_state_that_is_none_is_told_by_the_name_of_its_parameter(api: Api) -> None:
    for path in ("/matters?state=zzz", "/turn-requests?state=asked&state=zzz"):
        answer = api.get(path)
        assert code(answer) == (422, "bad_choice")
        assert answer.json is not None
        (error,) = answer.json["errors"]
        assert error["parameter"] == "state"
        assert error["messages"]["zh"].startswith("状态不能是“zzz”。可填：")
        assert error["messages"]["en"].startswith("State cannot be “zzz”. Allowed: ")
