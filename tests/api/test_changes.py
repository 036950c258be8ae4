"""The ledger of an alliance, followed from token to token."""

from datetime import timedelta

from scheduler.services.access import SYSTEM
from scheduler.services.events import acts
from scheduler.services.events.writing import Act
from tests.api.calls import Api, code
from tests.support import world
from tests.support.world import EXCHANGES, NOW


def changes(api: Api, query: str = "") -> dict[str, object]:
    answer = api.get(f"/changes?alliance=auto{query}")
    assert answer.status_code == 200, answer.text
    found: dict[str, object] | None = answer.json
    assert found is not None
    return found


def test_changes_are_followed_from_token_to_token_without_a_gap(api: Api) -> None:
    seen: list[object] = []
    page = changes(api, "&limit=4")
    while True:
        assert isinstance(page["items"], list)
        seen += page["items"]
        if not page["more"]:
            break
        page = changes(api, f"&limit=4&since={page['next']}")
    acts.cancel(api.store, Act(EXCHANGES[1], SYSTEM, NOW, reason="swap"))
    last = changes(api, f"&since={page['next']}")

    assert [each["seq"] for each in seen if isinstance(each, dict)] == [*range(1, len(seen) + 1)]
    assert last["items"] == [
        {
            "alliance": "auto",
            "seq": len(seen) + 1,
            "entity": "event",
            "entity_id": EXCHANGES[1],
            "kind": "cancelled",
            "revision": 1,
            "at": "2026-08-18T10:00:00+08:00",
            "actor": "system",
            "detail": {"status": {"from": "published", "to": "cancelled"}, "reason": "swap"},
        }
    ]
    assert changes(api, f"&since={last['next']}")["items"] == []


def test_a_token_of_changes_is_bound_to_alliance_and_permissions(shared: Api) -> None:
    token = changes(shared)["next"]
    reader = shared.with_token("read")
    path = f"/changes?alliance=auto&since={token}"

    assert code(reader.get(path)) == (410, "resync")
    assert code(shared.get(f"/changes?alliance=steel&since={token}")) == (422, "invalid")
    assert code(shared.get("/changes?alliance=auto&since=forged")) == (422, "invalid")
    assert shared.with_token("admin").get(path).status_code == 200


def test_changes_can_be_read_on_for_half_a_year(sqlite_url: str) -> None:
    moment = [NOW]
    app = world.app(sqlite_url, lambda: moment[0])
    api = Api(app, world.token(world.runtime(app).store, "read"))
    token = changes(api)["next"]
    path = f"/changes?alliance=auto&since={token}"
    moment[0] = NOW + timedelta(days=180)
    in_time = api.get(path).status_code
    moment[0] += timedelta(seconds=1)

    assert (in_time, code(api.get(path))) == (200, (410, "resync"))
