"""The roll call of another system: opened, called, sealed, and closed to what comes later."""

import uuid
from typing import Any

import pytest

from tests.api.calls import Api, code, opened
from tests.support.world import COUNCILS, MET

UID = COUNCILS[2]
PEOPLE = ("p-chief", "p-1", "p-2", "p-4")


def op(number: int, person: str, value: str = "present", **more: object) -> dict[str, object]:
    return {"op_id": str(uuid.UUID(int=number)), "person": person, "value": value, **more}


def register(api: Api, uid: str = UID) -> dict[str, Any]:
    answer = api.get(f"/events/{uid}/register")
    assert answer.status_code == 200, answer.text
    found: dict[str, Any] | None = answer.json
    assert found is not None
    return found


def record(api: Api, *ops: dict[str, object]) -> list[tuple[str, str | None]]:
    answer = api.post(f"/events/{UID}/register/ops", {"ops": list(ops)})
    assert answer.status_code == 200, answer.text
    assert answer.json is not None
    return [(each["outcome"], each["code"]) for each in answer.json["answers"]]


def marks(api: Api) -> dict[str, str]:
    return {line["person"]: line["presence"] for line in register(api)["lines"]}


@pytest.fixture
def api(sqlite_url: str) -> Api:
    """An API on the afternoon of the council."""
    return opened(sqlite_url, now=MET)


@pytest.fixture
def called(api: Api) -> Api:
    """An API with an open register."""
    assert api.post(f"/events/{UID}/register/open").status_code == 201
    return api


def test_a_register_opens_once_and_freezes_its_roster(api: Api) -> None:
    planned = register(api)
    first, again = (api.post(f"/events/{UID}/register/open") for _ in range(2))

    assert first.json == again.json == register(api)
    assert first.json is not None
    assert (planned["state"], planned["version"]) == ("planned", 0)
    assert first.json == planned | {"state": "open", "version": 1, "head": first.json["head"]}
    assert first.json["totals"] == {
        "due": 4,
        "present": 0,
        "leave": 0,
        "absent": 0,
        "unmarked": 4,
        "observers": 0,
        "guests": 0,
        "conflicts": 0,
        "heads": 0,
    }
    assert {line["person"] for line in first.json["lines"]} == set(PEOPLE)
    assert first.json["lines"][1] == {
        "person": "p-1",
        "name": "赵样例",
        "branch": "auto-1",
        "expectation": "due",
        "presence": "unmarked",
        "source": None,
        "ops": [],
        "conflict": [],
    }


def test_each_operation_has_its_answer_and_a_repeat_does_nothing(called: Api) -> None:
    ops = (op(1, "p-1"), op(2, "p-2", "online"), op(3, "p-3"), op(4, "p-nobody"))

    assert record(called, *ops) == [
        ("applied", None),
        ("applied", None),
        ("rejected", "not_on_roster"),
        ("rejected", "unknown_person"),
    ]
    before = register(called)
    assert record(called, *ops)[:2] == [("duplicate", None), ("duplicate", None)]
    assert register(called) == before
    assert marks(called) == {
        "p-chief": "unmarked",
        "p-1": "present",
        "p-2": "online",
        "p-4": "unmarked",
    }


def test_a_contradiction_is_shown_and_settled_by_who_has_seen_both(called: Api) -> None:
    first = record(called, op(1, "p-1"), op(2, "p-1", "absent"))
    line = next(line for line in register(called)["lines"] if line["person"] == "p-1")
    settled = record(called, op(3, "p-1", "absent", seen=line["ops"]))

    assert first == [("applied", None), ("conflict", None)]
    assert (line["presence"], sorted(line["conflict"])) == ("unmarked", ["absent", "present"])
    assert settled == [("applied", None)]
    assert marks(called)["p-1"] == "absent"


def test_an_operation_is_taken_back_by_its_maker(called: Api) -> None:
    record(called, op(1, "p-1"))
    undo: dict[str, object] = {"op_id": str(uuid.UUID(int=9)), "retracts": [str(uuid.UUID(int=1))]}

    assert record(called, undo) == [("applied", None)]
    assert marks(called)["p-1"] == "unmarked"


def test_a_register_is_sealed_when_everybody_is_marked(called: Api) -> None:
    early = called.post(f"/events/{UID}/register/seal")
    record(called, *(op(number, person) for number, person in enumerate(PEOPLE, start=1)))
    sealed = called.post(f"/events/{UID}/register/seal")
    event = called.get(f"/events/{UID}").json
    late = called.post(f"/events/{UID}/register/ops", {"ops": [op(20, "p-1", "absent")]})

    assert code(early) == (409, "seal_refused")
    assert (sealed.status_code, sealed.json) == (200, register(called))
    assert sealed.json is not None
    assert event is not None
    assert (sealed.json["state"], sealed.json["totals"]["present"]) == ("sealed", 4)
    assert (event["status"], event["seal_code"]) == ("held", sealed.json["seal"]["code"])
    assert event["sequence"] == 1
    assert code(late) == (409, "sealed")
    assert late.json is not None
    assert late.json["messages"]["zh"] == (
        "点名册已封存，这次的记录一条也没有存。要更正，请找联盟秘书。"
    )
    assert marks(called)["p-1"] == "present"
    assert code(called.post(f"/events/{UID}/register/seal"))[0] == 409


def test_a_meeting_that_has_not_begun_is_not_sealed(sqlite_url: str) -> None:
    api = opened(sqlite_url)
    api.post(f"/events/{UID}/register/open")
    record(api, *(op(number, person) for number, person in enumerate(PEOPLE, start=1)))
    before = register(api)

    assert code(api.post(f"/events/{UID}/register/seal")) == (422, "bad_date")
    assert register(api) == before


def test_a_register_that_is_not_open_takes_no_operation(api: Api) -> None:
    answer = api.post(f"/events/{UID}/register/ops", {"ops": [op(1, "p-1")]})

    assert answer.status_code == 200
    assert answer.json is not None
    assert [each["code"] for each in answer.json["answers"]] == ["not_open"]
    assert register(api)["state"] == "planned"


@pytest.mark.parametrize(
    "ops",
    [
        [],
        [op(number, "p-1") for number in range(501)],
        [op(1, "p-1", "asleep")],
        [op(1, "p-1") | {"op_id": "1"}],
        [op(1, "p-1") | {"op_id": "{" + str(uuid.UUID(int=1)) + "}"}],
        [op(1, "p-1", seen=["x"])],
        [op(1, "p-1", seen=[str(uuid.UUID(int=n)) for n in range(101)])],
        [op(1, "p-1", client_time="2026-08-18T10:00:00")],
        [op(1, "p-1", reason="长" * 201)],
        [op(1, "p-1", device="a\r\nb: c" + "d" * 40)],
        [op(1, "p 1")],
        [op(1, "p-1", place="here")],
        ["p-1"],
        {"op": 1},
        [op(1, "p-1", "unmarked")],
        [{"op_id": str(uuid.UUID(int=1)), "person": "p-1"}],
        [{"op_id": str(uuid.UUID(int=1)), "value": "present"}],
    ],
)
def test_operations_that_cannot_be_meant_are_refused_whole(called: Api, ops: object) -> None:
    before = register(called)
    answer = called.post(f"/events/{UID}/register/ops", {"ops": ops})

    assert (answer.status_code, answer.mimetype) == (422, "application/problem+json")
    assert register(called) == before


def test_scopes_keep_marking_and_sealing_apart(called: Api) -> None:
    marker = called.with_token("attendance:mark", alliances=("auto",))
    sealer = called.with_token("attendance:seal", alliances=("auto",))
    body = {"ops": [op(1, "p-1")]}

    assert marker.post(f"/events/{UID}/register/ops", body).status_code == 200
    assert code(sealer.post(f"/events/{UID}/register/ops", body)) == (403, "forbidden")
    assert code(marker.post(f"/events/{UID}/register/seal")) == (403, "forbidden")
    assert code(sealer.post(f"/events/{UID}/register/seal")) == (409, "seal_refused")
    assert code(called.with_token("read").get(f"/events/{UID}/register")) == (403, "forbidden")
