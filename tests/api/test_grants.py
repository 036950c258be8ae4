"""Tokens, without what opens them."""

from scheduler.services.feeds import announced
from tests.api.calls import Api, code
from tests.support.world import NOW, SECRET_KEY


def test_a_feed_token_never_opens_the_api(api: Api) -> None:
    with api.store.write() as session:
        token = announced.public(session, "auto", SECRET_KEY, NOW)

    assert api.client.get(f"/feeds/{token}.ics").status_code == 200
    assert code(Api(api.app, token).get("/events")) == (401, "token_refused")


def test_tokens_are_listed_without_themselves(api: Api) -> None:
    narrow = api.with_token("read", "attendance:mark", alliances=("steel",))
    answer = api.get("/tokens")

    assert narrow.token not in answer.text
    found = next(each for each in api.items("/tokens") if each["alliances"] == ["steel"])
    assert found.pop("id")
    assert found == {
        "name": "样例",
        "scopes": ["read", "attendance:mark"],
        "alliances": ["steel"],
        "created_at": "2026-01-08T16:40:00+08:00",
        "expires": None,
        "revoked_at": None,
        "last_used_at": None,
    }


def test_an_administrator_of_one_alliance_lists_no_tokens(shared: Api) -> None:
    narrow = shared.with_token("admin", alliances=("auto",))

    assert code(narrow.get("/tokens")) == (403, "forbidden")
