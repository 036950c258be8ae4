"""Members and people come and go through the API."""

from typing import Any

import pytest

from tests.api.calls import Api, code

JOINED = {
    "alliance": "steel",
    "member": "organisation:alpha",
    "role": "chain_leader",
    "weight": 1,
    "since": "2026-09-01",
    "until": None,
}
SENT = {name: JOINED[name] for name in ("alliance", "member", "role", "since")}
MOVED = {"body": "auto-2", "kind": "home", "group": "", "since": "2026-09-01", "until": None}
OFFICE = {"body": "auto-1", "role": "liaison", "since": "2026-09-01", "until": None}


def steel(api: Api) -> list[Any]:
    return [each for each in api.items("/memberships?alliance=steel") if "alpha" in each["member"]]


def test_a_member_joins_and_leaves(api: Api) -> None:
    made = [api.post("/memberships", SENT) for _ in range(2)]
    assert [(each.status_code, each.json) for each in made] == [(201, JOINED)] * 2
    assert steel(api) == [JOINED]

    place = "/memberships/steel/organisation:alpha/end"
    ended = [api.post(place, {"until": "2026-12-01"}) for _ in range(2)]

    left = JOINED | {"until": "2026-12-01"}
    answer = {"membership": left, "hosting": 0, "matters": 0}
    assert [(each.status_code, each.json) for each in ended] == [(200, answer)] * 2
    assert steel(api) == [left]
    told = [each for each in api.items("/changes?alliance=steel") if each["entity"] == "membership"]
    assert [(each["entity_id"], each["kind"], each["detail"]) for each in told] == [
        (
            "organisation:alpha",
            kind,
            {"role": "chain_leader", "since": "2026-09-01", "until": until},
        )
        for kind, until in (("added", None), ("ended", "2026-12-01"))
    ]


def test_a_person_moves_to_another_branch_and_takes_an_office(api: Api) -> None:
    until = {"until": "2026-09-01"}
    ended = api.post("/people/p-3/affiliations/auto-1/end", until)
    moved = api.post("/people/p-3/affiliations", {"body": "auto-2", "since": "2026-09-01"})
    took = api.post("/people/p-3/offices", {name: OFFICE[name] for name in OFFICE if OFFICE[name]})
    left = api.post("/people/p-3/offices/auto-1/liaison/end", {"until": "2026-12-01"})

    before = {"body": "auto-1", "kind": "home", "group": "", "since": None} | until
    assert [(each.status_code, each.json) for each in (ended, moved, took, left)] == [
        (200, before),
        (201, MOVED),
        (201, OFFICE),
        (200, OFFICE | {"until": "2026-12-01"}),
    ]
    person = api.get("/people/p-3").json
    assert person is not None
    assert (person["affiliations"], person["offices"]) == (
        [before],
        [OFFICE | {"until": "2026-12-01"}],
    )


def test_a_trial_stores_nothing_and_a_key_answers_once(api: Api) -> None:
    tried = api.post("/memberships?dry_run=true", SENT)
    assert (tried.status_code, steel(api)) == (201, [])

    headers = {"Idempotency-Key": "k-1"}
    made = [api.post("/memberships", SENT, headers) for _ in range(2)]

    assert [each.json for each in made] == [JOINED, JOINED]
    assert made[1].headers["Idempotent-Replayed"] == "true"


@pytest.mark.parametrize(
    ("changed", "refused", "place"),
    [
        ({"member": "organisation:gamma"}, (409, "member_twice"), None),
        ({"member": "organisation:none"}, (422, "bad_choice"), "/member"),
        ({"role": "leadr"}, (422, "bad_choice"), "/role"),
        ({"alliance": "county"}, (404, "not_found"), None),
        ({"since": "1999-12-31"}, (422, "bad_date"), "/since"),
        ({"since": None}, (422, "invalid"), "/since"),
        ({"until": "2026-08-31"}, (422, "bad_date"), "/until"),
        ({"until": "2026-09-01"}, (422, "bad_date"), "/until"),
        ({"weight": 0}, (422, "bad_choice"), "/weight"),
        ({"name": "x"}, (422, "unknown_field"), "/name"),
    ],
)
def test_what_cannot_join_is_refused_at_its_place(
    api: Api, changed: dict[str, object], refused: tuple[int, str], place: str | None
) -> None:
    answer = api.post("/memberships", SENT | changed)

    assert code(answer) == refused
    assert answer.json is not None
    assert {each.get("pointer") for each in answer.json["errors"]} == ({place} if place else set())
    assert steel(api) == []


@pytest.mark.parametrize(
    ("path", "until", "refused"),
    [
        ("/memberships/auto/organisation:none/end", "2026-09-01", (404, "not_found")),
        ("/memberships/nosuch/organisation:alpha/end", "2026-09-01", (404, "not_found")),
        ("/people/p-9/affiliations/auto-1/end", "2026-09-01", (404, "not_found")),
        ("/people/p-1/affiliations/auto-2/end", "2026-09-01", (404, "not_found")),
        ("/people/p-1/offices/auto-1/liaison/end", "2026-09-01", (404, "not_found")),
    ],
)
def test_what_is_not_there_does_not_end(
    shared: Api, path: str, until: str, refused: tuple[int, str]
) -> None:
    assert code(shared.post(path, {"until": until})) == refused


def test_names_are_needed_for_where_people_belong(shared: Api) -> None:
    writer = shared.with_token("write")

    assert code(writer.post("/people/p-3/offices", OFFICE)) == (403, "forbidden")
    other = shared.with_token("write", "names:export", alliances=("steel",))
    assert code(other.post("/people/p-3/offices", OFFICE)) == (404, "not_found")
    assert code(other.post("/memberships", SENT | {"alliance": "auto"})) == (404, "not_found")
