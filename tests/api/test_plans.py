"""Plans through the API: looked at, published once, refused when stale."""

from typing import Any

from scheduler.services import event_acts
from scheduler.services.access import SYSTEM
from scheduler.services.event_writes import Act
from tests.api.calls import Api, code
from tests.support.world import COUNCILS, NOW

YEAR = {"alliances": ["auto"], "year": 2027}


def preview(api: Api, body: dict[str, Any] | None = None) -> dict[str, Any]:
    answer = api.post("/plans", body or YEAR)
    assert answer.status_code == 200, answer.text
    found: dict[str, Any] | None = answer.json
    assert found is not None
    return found


def uids(api: Api) -> set[str]:
    return {each["uid"] for each in api.items("/events?limit=500")}


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
        "empty",
        "changes",
        "unplaced",
        "conflicts",
    }
    assert (plan["empty"], plan["moved"], plan["placements"]) == (False, 0, len(plan["changes"]))
    first = plan["changes"][0]
    assert (first["kind"], first["alliance"], first["before"]) == ("add", "auto", {})
    assert first["cause"]["text"].keys() == {"zh", "en"}


def test_a_plan_is_published_once(api: Api) -> None:
    before = uids(api)
    plan = preview(api)
    body = YEAR | {"hash": plan["hash"], "base": plan["base"]}
    first, again = api.post("/plans/apply", body).json, api.post("/plans/apply", body).json

    assert first is not None
    assert (first["added"], first["moved"], first["cancelled"]) == (len(plan["changes"]), 0, 0)
    assert again == first | {"repeated": True}
    assert uids(api) - before == {each["uid"] for each in plan["changes"]}
    assert preview(api) | {"hash": "", "base": {}} == plan | {
        "hash": "",
        "base": {},
        "empty": True,
        "changes": [],
    }
    assert [each["hash"] for each in api.items("/plans")] == [plan["hash"]]


def test_a_plan_that_is_stale_is_refused_and_publishes_nothing(api: Api) -> None:
    plan = preview(api)
    event_acts.cancel(api.store, Act(COUNCILS[2], SYSTEM, NOW))
    before = uids(api)
    answer = api.post("/plans/apply", YEAR | {"hash": plan["hash"], "base": plan["base"]})

    assert code(answer) == (409, "stale_plan")
    assert uids(api) == before


def test_a_plan_of_nothing_or_of_far_years_is_refused(shared: Api) -> None:
    assert [
        code(shared.post("/plans", body))
        for body in (
            {"alliances": [], "year": 2026},
            {"alliances": ["auto"] * 51, "year": 2026},
            {"alliances": "auto", "year": 2026},
            {"alliances": ["auto"], "year": 1999},
            {"alliances": ["auto"], "year": 2101},
            {"alliances": ["auto"], "year": 2026.0},
            {"alliances": ["auto"], "year": "2026"},
        )
    ] == [
        (422, "invalid"),
        (422, "invalid"),
        (422, "invalid"),
        *[(422, "bad_choice")] * 4,
    ]


def test_who_may_only_read_looks_at_plans_and_publishes_none(shared: Api) -> None:
    reader = shared.with_token("read")
    plan = preview(reader)

    assert code(reader.post("/plans/apply", YEAR | {"hash": plan["hash"]})) == (403, "forbidden")
