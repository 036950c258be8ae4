"""Turns and the requests about them, as other systems see them."""

from typing import Any

import pytest

from scheduler.domain.turn_request import TurnAct, TurnRequest
from scheduler.services import accounts
from scheduler.services.turns import requests as turn_requests
from scheduler.services.turns.requests import NewRequest
from tests.api.calls import Api, code
from tests.support.world import ALLIANCE, EXCHANGES, MADE, NOW, PASSWORD, principal

ALPHA, BETA, GAMMA = (f"organisation:{key}" for key in ("alpha", "beta", "gamma"))
HELD, BETAS, GAMMAS = EXCHANGES
ID = "6f1d9a1e-3a52-4c8e-9a2e-0a3f0f6d2b11"
SWAP = {"id": ID, "act": "swap", "turn": BETAS, "other_turn": GAMMAS, "reason": "当天有审计"}
ANSWER: dict[str, Any] = {
    "id": ID,
    "alliance": ALLIANCE,
    "rule": "host_turns",
    "act": "swap",
    "turn": BETAS,
    "other_turn": GAMMAS,
    "member": BETA,
    "other": GAMMA,
    "amount": "0",
    "reason": "当天有审计",
    "state": "asked",
    "missing": ["member", "other"],
    "asked_at": "2026-08-18T10:00:00+08:00",
    "settled_by": None,
    "settled_at": None,
    "warnings": [],
    "names": {
        BETA: {"zh": "样例乙川公司", "en": "Sample Beta"},
        GAMMA: {"zh": "样例丙川公司", "en": ""},
    },
}


def asked_by_beta(api: Api) -> TurnRequest:
    """A swap that the people of a member have asked for on their page."""
    new = accounts.NewUser("u-beta", "beta", "乙", PASSWORD, (("host_duty", BETA),))
    accounts.create_users(api.store, [new], MADE, fast=True)
    wish = NewRequest(ID, TurnAct.SWAP, "审计", turn=BETAS, other_turn=GAMMAS)
    return turn_requests.ask(api.store, wish, by=principal(api.store, "beta"), now=NOW)


def hosts(api: Api) -> list[str]:
    return [api.get(f"/events/{uid}").json["host"] for uid in (BETAS, GAMMAS)]  # type: ignore[index]  # a JSON object


def test_a_swap_is_asked_for_once_and_done_when_all_agree(api: Api) -> None:
    key = {"Idempotency-Key": "k-1"}
    made = api.post("/turn-requests", SWAP, key)
    again = api.post("/turn-requests", SWAP, key)
    by_id = api.post("/turn-requests", SWAP)

    assert (made.status_code, made.json) == (201, ANSWER | {"asked_by": made.json["asked_by"]})  # type: ignore[index]  # a JSON object
    assert (again.json, again.headers["Idempotent-Replayed"]) == (made.json, "true")
    assert by_id.json == made.json
    assert hosts(api) == [BETA, GAMMA]

    done = api.post(f"/turn-requests/{ID}/agree")
    assert done.json is not None
    assert (done.status_code, done.json["state"], done.json["missing"]) == (200, "done", [])
    assert hosts(api) == [GAMMA, BETA]
    assert api.items("/turn-requests") == [done.json]
    assert api.items("/turn-requests?state=asked") == []
    assert code(api.post(f"/turn-requests/{ID}/agree")) == (409, "turn_request_closed")


def test_a_request_of_a_member_is_settled_by_another_system(api: Api) -> None:
    asked_by_beta(api)
    (waiting,) = api.items(f"/turn-requests?alliance={ALLIANCE}&state=agreed")
    assert (waiting["missing"], waiting["asked_by"]) == (["other"], "u-beta")
    assert api.post(f"/turn-requests/{ID}/agree").status_code == 200
    assert hosts(api) == [GAMMA, BETA]


@pytest.mark.parametrize(("step", "state"), [("refuse", "refused"), ("withdraw", "withdrawn")])
def test_a_request_is_refused_or_taken_back(api: Api, step: str, state: str) -> None:
    asked_by_beta(api)
    answer = api.post(f"/turn-requests/{ID}/{step}")
    assert answer.json is not None
    assert (answer.status_code, answer.json["state"]) == (200, state)
    assert hosts(api) == [BETA, GAMMA]


def test_who_would_host_again_too_soon_is_told_as_data_and_in_words(api: Api) -> None:
    cover = {"act": "cover", "turn": BETAS, "other": ALPHA, "reason": "审计", "settled": True}
    defer = {"act": "defer", "turn": BETAS, "reason": "搬迁"}

    tried = [
        api.post("/turn-requests?dry_run=true", body).json["warnings"]  # type: ignore[index]  # a JSON object
        for body in (cover, defer)
    ]

    assert tried == [
        [
            {
                "code": "turn_near",
                "turn": BETAS,
                "member": ALPHA,
                "cooldown": 1,
                "text": {
                    "zh": "注意：甲川办9月23日这一次，离它的另一次没隔够1次。",
                    "en": "Mind: with the turn of 23 September, Sample Alpha has fewer than "
                    "1 turn between two.",
                },
            }
        ],
        [
            {
                "code": "turn_near_all",
                "turn": BETAS,
                "member": None,
                "cooldown": 1,
                "text": {
                    "zh": "注意：9月23日这一次让出来，别家谁接，前后都没隔够1次。",
                    "en": "Mind: whoever else takes the turn of 23 September has fewer than "
                    "1 turn between two.",
                },
            }
        ],
    ]
    waiting = api.post("/turn-requests", defer)
    assert waiting.json is not None
    (listed,) = api.items("/turn-requests")
    assert (waiting.json["warnings"], listed["warnings"]) == (tried[1], tried[1])


def test_a_trial_stores_nothing(api: Api) -> None:
    tried = api.post("/turn-requests?dry_run=true", SWAP | {"settled": True})
    assert tried.json is not None
    assert tried.json["state"] == "done"
    assert (api.items("/turn-requests"), hosts(api)) == ([], [BETA, GAMMA])


def test_a_correction_is_exact(api: Api) -> None:
    body = {
        "act": "correction",
        "alliance": ALLIANCE,
        "rule": "host_turns",
        "member": BETA,
        "other": GAMMA,
        "amount": "-1/3",
        "reason": "去年多办一次",
    }
    made = api.post("/turn-requests", body)
    assert made.json is not None
    assert (made.json["state"], made.json["amount"]) == ("done", "-1/3")

    (rotation,) = api.items(f"/turns?alliance={ALLIANCE}&year=2026")
    assert {each["member"]: each["debt"] for each in rotation["members"]} == {
        ALPHA: "-2/3",
        BETA: "0",
        GAMMA: "2/3",
    }
    assert rotation["entries"][0] == {
        "kind": "correction",
        "day": "2026-08-18",
        "uid": "",
        "host": BETA,
        "counter": GAMMA,
        "amount": "-1/3",
        "reason": "去年多办一次",
        "text": "更正：丙川应办加1/3次，乙川减去同样多。去年多办一次。",
    }


@pytest.mark.parametrize(
    ("change", "status", "expected"),
    [
        ({"act": "exchange"}, 422, "bad_choice"),
        ({"other_turn": None}, 422, "invalid"),
        ({"id": "r-1"}, 422, "bad_choice"),
        ({"turn": HELD}, 409, "event_held"),
        ({"other_turn": BETAS}, 422, "turn_same_member"),
        ({"turn": "e-none"}, 404, "not_found"),
        ({"act": "cover"}, 422, "missing_field"),
        ({"act": "correction", "amount": "1e99"}, 422, "bad_choice"),
        ({"version": 9}, 409, "stale_version"),
        ({"what": 1}, 422, "unknown_field"),
    ],
)
def test_what_cannot_be_asked_is_a_problem_with_a_code(
    api: Api, change: dict[str, object], status: int, expected: str
) -> None:
    assert code(api.post("/turn-requests", SWAP | change)) == (status, expected)
    assert api.items("/turn-requests") == []


def test_who_cannot_stand_in_is_refused(api: Api) -> None:
    cover = {"act": "cover", "turn": BETAS, "other": "organisation:bureau", "reason": "审计"}
    assert code(api.post("/turn-requests", cover)) == (409, "turn_ineligible")


def test_what_an_act_does_not_use_is_refused_by_name_beside_what_it_lacks(api: Api) -> None:
    cover = {"act": "cover", "turn": BETAS, "member": GAMMA, "amount": "1", "reason": "审计"}
    refused = api.post("/turn-requests", cover).get_json()
    assert [(each["code"], each["pointer"], each["messages"]) for each in refused["errors"]] == [
        (
            "missing_field",
            "/other",
            {"zh": "请选择另一家。", "en": "Other member is missing. Choose one."},
        ),
        *(
            (
                "unknown_field",
                f"/{field}",
                {
                    "zh": f"“请人代办”用不到“{field}”这一项。请去掉它，或核对要办的是什么。",
                    "en": f"The act “cover” takes no “{field}”. "
                    "Remove it, or check what is to be done.",
                },
            )
            for field in ("amount", "member")
        ),
    ]
    whole = cover | {"other": GAMMA}
    assert code(api.post("/turn-requests", whole)) == (422, "unknown_field")
    assert api.items("/turn-requests") == []


@pytest.mark.parametrize(
    ("act", "used"),
    [
        (TurnAct.SWAP, {"turn", "other_turn", "version"}),
        (TurnAct.COVER, {"turn", "other", "version"}),
        (TurnAct.EXCUSE, {"turn", "version"}),
        (TurnAct.DEFER, {"turn", "version"}),
        (TurnAct.FORFEIT, {"turn", "version"}),
        (TurnAct.CANCELLED, {"turn", "version"}),
        (TurnAct.CORRECTION, {"alliance", "rule", "member", "other", "amount"}),
    ],
)
def test_every_act_has_its_own_fields(api: Api, act: TurnAct, used: set[str]) -> None:
    special: dict[str, object] = {
        "turn": BETAS,
        "other_turn": GAMMAS,
        "alliance": ALLIANCE,
        "rule": "host_turns",
        "member": BETA,
        "other": GAMMA,
        "amount": "1",
        "version": 1,
    }
    sent = special | {"act": act.value, "reason": "审计", "settled": False}
    refused = api.post("/turn-requests", sent).get_json()
    assert {each["pointer"][1:] for each in refused["errors"]} == special.keys() - used


def test_only_a_token_that_may_write_speaks_and_others_see_nothing(api: Api) -> None:
    asked_by_beta(api)
    reading, elsewhere = api.with_token("read"), api.with_token("write", alliances=("steel",))
    assert code(reading.post(f"/turn-requests/{ID}/agree")) == (403, "forbidden")
    assert len(reading.items("/turn-requests")) == 1
    assert elsewhere.items("/turn-requests") == []
    assert code(elsewhere.post(f"/turn-requests/{ID}/agree")) == (404, "not_found")
