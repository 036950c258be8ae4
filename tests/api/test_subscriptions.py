"""Feed addresses through the API: asked for, told about, renewed, ended, and the evidence."""

from datetime import timedelta
from typing import Any
from urllib.parse import urlsplit

import pytest

from scheduler.domain.feed_scope import Choice
from scheduler.services import accounts
from scheduler.services.access import SYSTEM
from scheduler.services.events import acts
from scheduler.services.events.acts import Act
from scheduler.services.feeds import announced, subscriptions
from scheduler.services.feeds.wishes import Wish
from scheduler.store import fetches
from scheduler.store import subscriptions as queries
from scheduler.store.base import Base
from scheduler.store.fetches import Fetch
from tests.api.calls import Api, code, opened
from tests.support.served import WHOLE
from tests.support.world import ALLIANCE, NOW, SECRET_KEY, SHARED_DAY, principal

GOOD: dict[str, Any] = {"scope": "body:auto", "name": "样例门户"}
TOLD: dict[str, Any] = {
    "version": 1,
    "scope": "body:auto",
    "alliances": ["auto"],
    "kinds": [],
    "since": None,
    "until": None,
    "alarms": [],
    "lang": "zh",
    "profile": "generic",
    "created_at": "2026-08-18T10:00:00+08:00",
    "updated_at": "2026-08-18T10:00:00+08:00",
    "revoked_at": None,
    "ended": False,
    "last_fetch_at": None,
    "last_client": "",
    "last_seq": 0,
}


def made(api: Api, **more: object) -> dict[str, Any]:
    answer = api.post("/subscriptions", GOOD | more)
    assert answer.status_code == 201, answer.text
    assert answer.json is not None
    found: dict[str, Any] = answer.json
    return found


def stored(api: Api) -> str:
    """Give all that the database holds, as text."""
    with api.store.read() as session:
        tables = Base.metadata.sorted_tables
        return "\n".join(str(row) for table in tables for row in session.execute(table.select()))


def test_subscriptions_are_listed_without_what_opens_them(api: Api) -> None:
    with api.store.write() as session:
        token = announced.public(session, "auto", SECRET_KEY, NOW)
    mine = subscriptions.create(api.store, Wish(WHOLE, "我的手机"), SYSTEM, SECRET_KEY, NOW)
    answer = api.get("/subscriptions")

    assert token not in answer.text
    assert mine.token not in answer.text
    assert api.items("/subscriptions") == sorted(
        [
            TOLD | {"id": key, "name": name, "owner": owner}
            for key, name, owner in (
                ("public-auto", "样例汽车产业链党委", None),
                (mine.subscription.id, "我的手机", "system"),
            )
        ],
        key=lambda each: str(each["id"]),
    )


def test_an_address_is_told_once_and_opens_the_feed(api: Api) -> None:
    answer = api.post("/subscriptions", GOOD | {"kinds": ["council"], "alarms": [60, 15]})
    assert (answer.status_code, answer.headers["Cache-Control"]) == (201, "no-store")
    assert answer.json is not None
    new = dict(answer.json)
    address = new.pop("address")
    key, owner = new.pop("id"), new.pop("owner")
    assert answer.headers["Location"] == f"/api/v1/subscriptions/{key}"
    assert owner.startswith("token:")
    assert new == {each: value for each, value in TOLD.items() if each not in {"id", "owner"}} | {
        "name": "样例门户",
        "kinds": ["council"],
        "alarms": [15, 60],
    }
    feed = api.client.get(urlsplit(address).path)
    assert (feed.status_code, feed.data.count(b"BEGIN:VEVENT")) == (200, 4)
    assert address not in api.get(f"/subscriptions/{key}").text


def test_a_repeated_request_gives_the_same_address_and_none_is_stored(database_url: str) -> None:
    api = opened(database_url)
    headers = {"Idempotency-Key": "one"}
    first, again = (api.post("/subscriptions", GOOD, headers) for _ in range(2))
    assert first.json is not None
    assert (first.json, again.headers["Idempotent-Replayed"]) == (again.json, "true")
    assert len(api.items("/subscriptions")) == 1
    token = first.json["address"].rpartition("/")[2].removesuffix(".ics")
    assert token not in stored(api)


def test_a_trial_stores_nothing(api: Api) -> None:
    answer = api.post("/subscriptions?dry_run=true", GOOD)
    assert (answer.status_code, api.items("/subscriptions")) == (201, [])


@pytest.mark.parametrize(
    ("more", "status", "refusal", "pointer"),
    [
        ({"scope": "nobody"}, 422, "bad_choice", "/scope"),
        ({"scope": "body:auto,"}, 422, "bad_choice", "/scope"),
        ({"scope": "body:"}, 422, "bad_choice", "/scope"),
        ({"scope": "body:nobody"}, 404, "not_found", "/scope"),
        ({"scope": "body:auto,nobody"}, 404, "not_found", "/scope"),
        ({"scope": "branch:auto"}, 404, "not_found", "/scope"),
        ({"scope": "person:nobody"}, 404, "not_found", "/scope"),
        ({"scope": "organisation:nobody"}, 404, "not_found", "/scope"),
        ({"kinds": ["council", "ball"]}, 422, "bad_choice", "/kinds"),
        ({"kinds": [f"k{n}" for n in range(31)]}, 422, "bad_choice", "/kinds"),
        ({"since": "2026-09-09", "until": "2026-09-09"}, 422, "bad_date", "/until"),
        ({"scope": "event:e-1", "kinds": ["council"]}, 422, "bad_choice", "/kinds"),
        ({"scope": "event:e-1", "since": "2026-01-01"}, 422, "bad_choice", "/since"),
        ({"since": "soon"}, 422, "bad_date", "/since"),
        ({"until": "2026-02-30"}, 422, "bad_date", "/until"),
        ({"since": "0001-01-01"}, 422, "bad_date", "/since"),
        ({"until": "9999-12-31"}, 422, "bad_date", "/until"),
        ({"alarms": [1, 2, 3, 4, 5, 6]}, 422, "bad_choice", "/alarms"),
        ({"alarms": [20161]}, 422, "bad_choice", "/alarms/0"),
        ({"lang": "fr"}, 422, "bad_choice", "/lang"),
        ({"profile": "fax"}, 422, "bad_choice", "/profile"),
        ({"name": "a\r\nEND:VCALENDAR"}, 422, "bad_text", "/name"),
        ({"name": "长" * 61}, 422, "bad_text", "/name"),
        ({"name": "\x00"}, 422, "bad_text", "/name"),
        ({"colour": "red"}, 422, "unknown_field", "/colour"),
    ],
)
def test_a_wish_that_cannot_be_met_is_refused_at_its_field(
    shared: Api, more: dict[str, object], status: int, refusal: str, pointer: str
) -> None:
    answer = shared.post("/subscriptions", GOOD | more)

    assert answer.json is not None
    assert (answer.status_code, answer.json["errors"][0]["code"]) == (status, refusal)
    assert answer.json["errors"][0]["pointer"] == pointer
    assert set(answer.json["errors"][0]["messages"]) == {"zh", "en"}
    assert shared.items("/subscriptions") == []


def test_a_narrow_token_reaches_its_own_alliance_alone(api: Api) -> None:
    mine = made(api)
    narrow = api.with_token("write", alliances=("steel",))
    place = f"/subscriptions/{mine['id']}"

    assert narrow.items("/subscriptions") == []
    assert code(narrow.get(place)) == (404, "not_found")
    assert code(narrow.change("POST", f"{place}/rotate", None, '"1"')) == (404, "not_found")
    assert code(narrow.change("DELETE", place, None, '"1"')) == (404, "not_found")
    assert code(narrow.get("/subscriptions/evidence?alliance=auto")) == (404, "not_found")
    assert narrow.post("/subscriptions", GOOD | {"scope": "body:steel"}).status_code == 201
    # The calendar of this alliance is public: it has an address for everybody.
    assert code(narrow.post("/subscriptions", GOOD)) == (403, "outsider")
    foreign = api.with_token("write", alliances=("auto",))
    assert code(foreign.post("/subscriptions", GOOD | {"scope": "body:steel"})) == (
        404,
        "not_found",
    )


def test_a_body_that_is_a_list_is_refused_in_words(api: Api) -> None:
    answer = api.post("/subscriptions", [])
    assert (answer.status_code, answer.json and answer.json["errors"]) == (
        422,
        [
            {
                "code": "invalid",
                "pointer": "",
                "messages": {
                    "zh": "提交的内容填得不对，请改后再提交。",
                    "en": "What was sent: this cannot be accepted. Correct it.",
                },
            }
        ],
    )


def test_who_subscribes_is_read_by_who_may_see_names(api: Api) -> None:
    mine = made(api)
    paths = (
        "/subscriptions",
        f"/subscriptions/{mine['id']}",
        "/subscriptions/evidence?alliance=auto",
    )
    reading, naming = api.with_token("read"), api.with_token("names:export")
    assert [naming.get(path).status_code for path in paths] == [200, 200, 200]
    assert code(naming.post(f"/subscriptions/{mine['id']}/rotate")) == (403, "forbidden")
    refused = [reading.get(path) for path in paths]
    assert [code(each) for each in refused] == [(403, "forbidden")] * 3
    assert refused[0].json is not None
    told = refused[0].json["messages"]["zh"]
    assert told == "您的权限不含查看谁在订阅。需要时请联系联盟管理员。"


def test_a_rotated_address_is_another_and_the_former_says_farewell(api: Api) -> None:
    first = made(api)
    place = f"/subscriptions/{first['id']}"
    seen = api.get(place).headers["ETag"]
    second = api.change("POST", f"{place}/rotate", None, seen).json
    assert second is not None
    assert (second["version"], second["address"] != first["address"]) == (2, True)
    feeds = [api.client.get(urlsplit(each["address"]).path).data for each in (first, second)]
    assert [feed.count(b"BEGIN:VEVENT") > 1 for feed in feeds] == [False, True]


def test_an_address_is_rotated_once_for_the_state_that_was_seen(api: Api) -> None:
    place = f"/subscriptions/{made(api)['id']}"
    seen = api.get(place).headers["ETag"]
    assert code(api.post(f"{place}/rotate")) == (428, "precondition_required")
    assert api.change("POST", f"{place}/rotate", None, seen).status_code == 200
    assert code(api.change("POST", f"{place}/rotate", None, seen)) == (412, "stale_version")
    assert [each["version"] for each in api.items("/subscriptions")] == [2]


def test_an_alliance_whose_public_address_was_ended_gets_a_new_one_on_demand(api: Api) -> None:
    with api.store.write() as session:
        former = announced.public(session, "auto", SECRET_KEY, NOW)
    place = "/subscriptions/public-auto"
    assert api.change("DELETE", place, None, api.get(place).headers["ETag"]).status_code == 200

    made, again = (api.post("/subscriptions/public", {"alliance": "auto"}) for _ in range(2))
    assert made.json is not None
    assert (made.status_code, again.json) == (200, made.json)
    told = ("样例汽车产业链党委", None)
    assert (made.json["id"], made.json["name"], made.json["owner"]) == ("public-auto-2", *told)
    known = api.get("/subscriptions/public-auto-2").json
    assert known is not None
    assert (known["name"], known["owner"]) == told
    assert former not in made.json["address"]
    assert api.client.get(urlsplit(made.json["address"]).path).status_code == 200
    narrow = api.with_token("write", alliances=("steel",))
    assert code(narrow.post("/subscriptions/public", {"alliance": "auto"})) == (404, "not_found")


def test_the_address_of_somebody_else_is_not_renewed_by_a_manager(api: Api) -> None:
    mine = subscriptions.create(api.store, Wish(WHOLE, "手机"), SYSTEM, SECRET_KEY, NOW)
    place = f"/subscriptions/{mine.subscription.id}"

    seen = api.get(place).headers["ETag"]
    assert code(api.change("POST", f"{place}/rotate", None, seen)) == (404, "not_found")
    assert api.get(place).status_code == 200


def test_ending_asks_for_the_state_that_was_seen(api: Api) -> None:
    mine = made(api)
    place = f"/subscriptions/{mine['id']}"
    seen = api.get(place).headers["ETag"]
    assert code(api.change("DELETE", place)) == (428, "precondition_required")
    assert api.change("POST", f"{place}/rotate", None, seen).status_code == 200
    refused = api.change("DELETE", place, None, seen)
    assert code(refused) == (412, "stale_version")
    assert refused.json is not None
    assert refused.json["messages"] == {
        "zh": "没有办成：您看过之后，这个订阅又有变动。请刷新核对后再办。",
        "en": "Not done: this subscription has changed since you saw it. "
        "Reload, check and try again.",
    }
    living = api.get(place).headers["ETag"]
    ended = api.change("DELETE", place, None, living)
    assert ended.json is not None
    assert (ended.status_code, ended.json["revoked_at"]) == (200, "2026-08-18T10:00:00+08:00")
    assert api.get(place).json == ended.json
    # The version counts its addresses; that it is another state is told by the tag.
    assert (ended.json["version"], api.get(place).headers["ETag"] != living) == (2, True)
    late = api.change("POST", f"{place}/rotate", None, api.get(place).headers["ETag"])
    assert code(late) == (409, "address_ended")


def test_a_token_that_is_gone_ends_its_addresses(api: Api) -> None:
    narrow = api.with_token("write", alliances=("steel",))
    path = urlsplit(made(narrow, scope="body:steel")["address"]).path
    assert api.client.get(path).data.count(b"SUMMARY:") > 1
    found = next(each for each in api.items("/tokens") if each["alliances"] == ["steel"])
    accounts.revoke_token(api.store, found["id"], "test", NOW)
    assert "订阅链接已停用" in api.client.get(path).text


def test_the_evidence_names_who_has_not_fetched(api: Api) -> None:
    ids = [
        subscriptions.create(
            api.store, Wish(WHOLE, name), principal(api.store, role), SECRET_KEY, NOW
        ).subscription.id
        for name, role in (("手机", "member"), ("办公室电脑", "branch"), ("旧手机", "member"))
    ]
    later = NOW + timedelta(minutes=5)
    member = principal(api.store, "member")
    councils = Wish(WHOLE, "只看论坛", choice=Choice(kinds=("council",)))
    subscriptions.create(api.store, councils, member, SECRET_KEY, NOW)
    acts.cancel(
        api.store, Act(SHARED_DAY, principal(api.store, "secretary"), later, reason="person_busy")
    )
    subscriptions.revoke(api.store, ids[2], member, later + timedelta(minutes=1))
    with api.store.write() as session:
        seq = queries.within(session, [ALLIANCE])[0].last.seq
        fetches.note(session, {ids[0]: Fetch(later, "outlook", seq, 1)})
        fetches.note(session, {ids[1]: Fetch(NOW, "apple", seq - 1, 1)})
    waiting = {
        "id": ids[1],
        "name": "办公室电脑",
        "owner": "u-branch",
        "owner_name": "branch样例",
        "created_at": "2026-08-18T10:00:00+08:00",
        "last_client": "apple",
        "last_fetch_at": "2026-08-18T10:00:00+08:00",
        "last_seq": seq - 1,
    }
    reached = {"seq": seq, "at": "2026-08-18T10:05:00+08:00", "fetched": 1}
    reached |= {"waiting": [waiting], "unfetched": []}
    reached |= {"left_out": {"unfetched": 0, "unshown": 1, "ended": 1}}
    cancelled = {
        "event": SHARED_DAY,
        "events": [SHARED_DAY],
        "kind": "cancelled",
        "title": "联盟日",
        "title_en": "",
    }

    assert api.get("/subscriptions/evidence?alliance=auto").json == {
        "alliance": "auto",
        "subscriptions": 3,
        "newest": reached,
        "changes": [reached | cancelled],
    }


def test_no_number_is_told_of_what_was_fetched_over_several_alliances(api: Api) -> None:
    ids = [made(api, scope=scope)["id"] for scope in ("body:auto", "body:auto,steel")]
    with api.store.write() as session:
        fetches.note(session, {key: Fetch(NOW, "apple", 12, 1) for key in ids})
    told = {each["id"]: each["last_seq"] for each in api.items("/subscriptions")}
    assert [told[key] for key in ids] == [12, None]


def test_the_evidence_is_for_an_alliance_that_there_is(shared: Api) -> None:
    assert code(shared.get("/subscriptions/evidence?alliance=nobody")) == (404, "not_found")
    assert code(shared.get("/subscriptions/evidence")) == (422, "missing_field")
