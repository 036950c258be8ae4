"""R41: independent parsers read of a feed what the API says, whatever happens to its events."""

from typing import Any

from tests.api.calls import Api, opened
from tests.clients.parsers import parsed_by_all
from tests.clients.story import STEPS, revoke, subscribed
from tests.clients.truth import truth
from tests.support.world import NOW


def _ask(api: Api, path: str) -> dict[str, Any]:
    answer = api.get(path)
    assert answer.json is not None, answer.text
    found: dict[str, Any] = answer.json
    return found


def test_r41_all_parsers_agree_with_the_api_whatever_happens(sqlite_url: str) -> None:
    api = opened(sqlite_url, now=NOW)
    address = subscribed(api.store)

    def feed() -> bytes:
        answer = api.client.get(f"/feeds/{address.token}.ics")
        assert answer.status_code == 200
        return answer.get_data()

    before, seen = truth(lambda path: _ask(api, path)), []
    assert set(parsed_by_all(feed()).values()) == {before}
    for name, step in STEPS.items():
        step(api.store)
        after = truth(lambda path: _ask(api, path))
        assert set(parsed_by_all(feed()).values()) == {after}, name
        seen.append((name, len(after - before), len(before - after)))
        before = after

    # How many events each step made or changed, and how many it changed or took away.
    assert seen == [
        ("create", 11, 0),
        ("rename", 6, 5),
        ("move", 1, 1),
        ("host swap", 2, 2),
        ("place", 1, 1),
        ("venue rename", 1, 1),
        ("cancel", 1, 1),
        ("restore", 1, 1),
        ("delete", 0, 1),
    ]
    revoke(api.store, address, NOW)
    (farewell,) = set(parsed_by_all(feed()).values())
    assert [each.summary for each in farewell] == ["订阅链接已停用，请重新获取"]
