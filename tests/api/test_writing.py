"""Requests that are sent again, or only tried."""

from concurrent.futures import ThreadPoolExecutor

import pytest

from scheduler.services.access import SCOPES
from tests.api.calls import Api, code, opened
from tests.support import world
from tests.support.world import COUNCILS

NEW = {
    "alliance": "auto",
    "title": "样例事项",
    "category": "transport",
    "raised_by": "organisation:alpha",
}
KEY = {"Idempotency-Key": "k-1"}


@pytest.fixture
def both(database_url: str) -> Api:
    """An API on each of the two databases."""
    return opened(database_url)


def keys(api: Api) -> list[str]:
    return [each["key"] for each in api.items("/matters")]


def test_the_same_request_is_done_once_and_answered_alike(both: Api) -> None:
    first, again = (both.post("/matters", NEW, KEY) for _ in range(2))

    assert (first.status_code, again.status_code) == (201, 201)
    assert again.json == first.json
    assert again.headers["Location"] == first.headers["Location"]
    assert [each.headers.get("Idempotent-Replayed") for each in (first, again)] == [None, "true"]
    assert keys(both) == ["m-auto-001"]


def test_the_order_and_spacing_of_a_body_do_not_make_another_request(both: Api) -> None:
    both.post("/matters", NEW, KEY)
    again = both.post("/matters", dict(reversed(NEW.items())), KEY)

    assert (again.status_code, keys(both)) == (201, ["m-auto-001"])


def test_the_key_of_another_request_is_refused(both: Api) -> None:
    both.post("/matters", NEW, KEY)
    body = both.post("/matters", NEW | {"title": "另一件"}, KEY)
    path = both.post("/matters/m-auto-001/steps", {"step": "withdraw"}, KEY)

    assert [code(each) for each in (body, path)] == [(422, "idempotency_mismatch")] * 2
    assert [(each["key"], each["state"]) for each in both.items("/matters")] == [
        ("m-auto-001", "raised")
    ]


def test_a_refused_request_binds_no_key(both: Api) -> None:
    refused = both.post("/matters", NEW | {"raised_by": "organisation:nobody"}, KEY)
    done = both.post("/matters", NEW, KEY)

    assert (refused.status_code, done.status_code) == (422, 201)
    assert "Idempotent-Replayed" not in done.headers
    assert keys(both) == ["m-auto-001"]


def test_keys_are_counted_for_each_client_alone(both: Api) -> None:
    other = both.with_token(*SCOPES)
    answers = [each.post("/matters", NEW, KEY).json for each in (both, other)]

    assert [answer and answer["key"] for answer in answers] == ["m-auto-001", "m-auto-002"]


def test_requests_at_the_same_moment_are_done_once(both: Api) -> None:
    with ThreadPoolExecutor(8) as pool:
        answers = list(pool.map(lambda _: both.post("/matters", NEW, KEY), range(8)))

    assert {(each.status_code, each.data) for each in answers} == {(201, answers[0].data)}
    assert sorted(each.headers.get("Idempotent-Replayed", "false") for each in answers) == [
        "false",
        *["true"] * 7,
    ]
    assert keys(both) == ["m-auto-001"]


@pytest.mark.parametrize("key", ["", " ", "a b", "键", "x" * 201, "a\x7f"])
def test_a_key_has_to_be_short_and_visible(shared: Api, key: str) -> None:
    headers = {"Idempotency-Key": key.encode().decode("latin-1")}
    answer = shared.post("/plans", {"alliances": ["auto"], "year": 2026}, headers)

    assert code(answer) == (422, "invalid")
    assert answer.json is not None
    assert answer.json["errors"][0]["parameter"] == "Idempotency-Key"


def test_a_trial_answers_as_usual_and_stores_nothing(both: Api) -> None:
    before = both.get("/changes?alliance=auto").json
    tried = both.post("/matters?dry_run=true", NEW, KEY)
    refused = both.post("/matters?dry_run=true", NEW | {"raised_by": "organisation:nobody"})

    assert both.get("/changes?alliance=auto").json == before
    assert keys(both) == []
    done = both.post("/matters?dry_run=false", NEW, KEY)
    assert (tried.status_code, tried.headers["Dry-Run"]) == (201, "true")
    assert tried.json == done.json
    assert code(refused) == (422, "bad_choice")
    assert "Idempotent-Replayed" not in done.headers


def test_a_trial_of_a_published_plan_leaves_feeds_as_they_are(api: Api) -> None:
    year = {"alliances": ["auto"], "year": 2027}
    plan = api.post("/plans", year).json
    before = api.items("/events?limit=500")
    assert plan is not None
    tried = api.post("/plans/apply?dry_run=true", year | {"hash": plan["hash"]})

    assert tried.json is not None
    assert tried.json["added"] == len(plan["changes"])
    assert api.items("/events?limit=500") == before


def test_a_trial_of_an_opened_register_opens_nothing(api: Api) -> None:
    tried = api.post(f"/events/{COUNCILS[2]}/register/open?dry_run=true").json
    stored = api.get(f"/events/{COUNCILS[2]}/register").json

    assert tried is not None
    assert stored is not None
    assert (tried["state"], stored["state"]) == ("open", "planned")


@pytest.mark.parametrize("word", ["1", "yes", "True", ""])
def test_a_trial_is_asked_for_in_one_way(shared: Api, word: str) -> None:
    assert code(shared.post(f"/matters?dry_run={word}", NEW)) == (422, "bad_choice")


def test_a_replay_survives_another_process(sqlite_url: str) -> None:
    first = opened(sqlite_url)
    answer = first.post("/matters", NEW, KEY)
    second = Api(world.app(sqlite_url), first.token)

    assert second.post("/matters", NEW, KEY).data == answer.data
