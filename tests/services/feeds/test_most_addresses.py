"""How many addresses in use somebody may have: told alike by service, page and API."""

import pytest

from scheduler.domain.address_errors import ManyAddressesError
from scheduler.services.feeds import subscriptions
from scheduler.services.feeds.wishes import Wish
from scheduler.store import Store
from scheduler.store import subscriptions as queries
from tests.api.calls import opened
from tests.support.served import WHOLE
from tests.support.world import NOW, SECRET_KEY, app, client, filled, principal, runtime

TOLD = {
    "zh": "没有生成：在用的订阅地址最多2个。请先在“我的订阅”里停用不用的。",
    "en": "Not made: there can be at most 2 feed addresses in use. "
    "End those that are no longer used, under My subscriptions.",
}


def made(store: Store, role: str = "member") -> str:
    wish = Wish(WHOLE, "手机")
    by = principal(store, role)
    return subscriptions.create(store, wish, by, SECRET_KEY, NOW).subscription.id


@pytest.fixture
def two(monkeypatch: pytest.MonkeyPatch) -> None:
    """Let two addresses in use be the most."""
    assert subscriptions.MOST == 100
    monkeypatch.setattr(subscriptions, "MOST", 2)


@pytest.mark.usefixtures("two")
def test_nobody_has_more_addresses_in_use_than_can_be(database_url: str) -> None:
    store = filled(database_url)
    first, _ = made(store), made(store)
    with pytest.raises(ManyAddressesError) as refused:
        made(store)
    assert refused.value.fields == {"most": 2}
    made(store, "branch")  # another's count is another's
    subscriptions.revoke(store, first, principal(store, "member"), NOW)
    made(store)
    with store.read() as session:
        assert queries.in_use(session, "u-member") == 2


@pytest.mark.usefixtures("two")
@pytest.mark.parametrize("path", ["/subscriptions", "/alliances/auto/subscribe"])
@pytest.mark.parametrize("lang", ["zh", "en"])
def test_the_page_says_so_and_keeps_what_was_typed(sqlite_url: str, path: str, lang: str) -> None:
    built = app(sqlite_url)
    store = runtime(built).store
    made(store)
    made(store)
    typed = {"name": "新的设备", "scope": "body:auto"}
    answer = client(built, "member").post(f"{path}?lang={lang}", data=typed)
    assert answer.status_code == 422
    assert TOLD[lang] in answer.text
    assert "新的设备" in answer.text


@pytest.mark.usefixtures("two")
def test_the_api_says_so_in_both_languages(sqlite_url: str) -> None:
    api = opened(sqlite_url)
    body = {"scope": "body:auto", "name": "样例门户"}
    answers = [api.post("/subscriptions", body) for _ in range(3)]
    assert [answer.status_code for answer in answers] == [201, 201, 409]
    problem = answers[2].json
    assert problem is not None
    assert (problem["code"], problem["messages"]) == ("many_addresses", TOLD)
