"""The page that brings an alliance's calendar into the reader's own."""

import re
from datetime import timedelta
from html import unescape
from urllib.parse import parse_qs, urlsplit

import pytest
from flask.testing import FlaskClient

from scheduler.feed_door import FeedDoor
from scheduler.services.feeds import announced, serving
from scheduler.services.feeds.shelf import Shelf
from scheduler.store import Store
from tests.support.queries import statements
from tests.support.world import (
    ALLIANCE,
    BASE_URL,
    NOW,
    OTHER,
    SECRET_KEY,
    app,
    client,
    runtime,
)

PATH = f"/alliances/{ALLIANCE}/subscribe"


def own_address(store: Store) -> str:
    token = announced.public_token(store, ALLIANCE, SECRET_KEY, NOW)
    return f"{BASE_URL}/feeds/{token}.ics"


def shown(page: str) -> str:
    found = re.search(r'id="feed"[^>]* value="([^"]*)"', page)
    assert found is not None
    return unescape(found[1])


def store_of(browser: FlaskClient) -> Store:
    return runtime(browser.application).store


def test_every_way_leads_to_the_same_address(sqlite_url: str) -> None:
    browser = client(app(sqlite_url))
    address = own_address(store_of(browser))
    page = browser.get(PATH).text
    assert shown(page) == address
    ways = [unescape(href) for href in re.findall(r'<a href="((?:https?|webcal):[^"]*)"', page)]
    found = []
    for way in ways:
        query = parse_qs(urlsplit(way).query)
        target = (query.get("url") or query.get("cid") or [way])[0]
        found.append(target.replace("webcal://", "http://", 1))
    assert found == [address] * 5
    assert page.count("<svg viewBox") >= 1


def test_a_private_calendar_is_no_page_for_strangers(sqlite_url: str) -> None:
    built = app(sqlite_url)
    path = f"/alliances/{OTHER}/subscribe"
    assert client(built).get(path).status_code == 404
    assert client(built, "member").get(path).status_code == 404
    own = client(built, "other").get(path)
    assert (own.status_code, shown(own.text)) == (200, "")
    assert client(built).get("/alliances/nobody/subscribe").status_code == 404


def test_a_reader_makes_an_address_and_ends_it(sqlite_url: str) -> None:
    browser = client(app(sqlite_url), "member")
    public = own_address(store_of(browser))
    assert shown(browser.get(PATH).text) == public
    made = browser.post(PATH, data={"name": "办公室电脑", "lang": "zh"})
    assert (made.status_code, made.location) == (303, PATH)
    page = browser.get(PATH).text
    own = shown(page)
    assert own != public
    assert "办公室电脑" in page
    assert "还没取过" in page
    path = urlsplit(own).path
    assert browser.get(path).data.count(b"BEGIN:VEVENT") > 1
    (action,) = re.findall(r'action="([^"]*/revoke)"', page)
    assert browser.post(action).status_code == 303
    assert browser.get(path).data.count(b"BEGIN:VEVENT") == 1
    after = browser.get(PATH).text
    assert (shown(after), "已停用" in after) == (public, True)


def test_a_fetch_is_seen_on_the_page(sqlite_url: str) -> None:
    built = app(sqlite_url)
    browser = client(built, "member")
    browser.post(PATH, data={"name": "手机", "lang": "zh"})
    path = urlsplit(shown(browser.get(PATH).text)).path
    shelf = Shelf(BASE_URL)
    token = path.removeprefix("/feeds/").removesuffix(".ics")
    serving.serve(runtime(built).store, shelf, serving.Ask(token, user_agent="Thunderbird/1"), NOW)
    serving.flush(runtime(built).store, shelf)
    assert "Thunderbird；8月18日 10:00取过，已是最新" in browser.get(PATH).text


def test_an_address_long_not_fetched_is_pointed_out(sqlite_url: str) -> None:
    clock = [NOW]
    built = app(sqlite_url, lambda: clock[0])
    browser = client(built, "member")
    browser.post(PATH, data={"name": "旧手机", "lang": "zh"})
    browser.get(urlsplit(shown(browser.get(PATH).text)).path)
    door = built.wsgi_app
    assert isinstance(door, FeedDoor)
    door.flush()
    clock[0] = NOW + timedelta(days=31)
    assert "久未取用" in browser.get(PATH).text


@pytest.mark.parametrize(
    "form", [{"name": ""}, {"name": "a\nb"}, {"name": "x", "lang": "fr"}, {"name": "长" * 61}]
)
def test_a_wrong_wish_is_shown_at_its_field(sqlite_url: str, form: dict[str, str]) -> None:
    browser = client(app(sqlite_url), "member")
    answer = browser.post(PATH, data=form)
    assert (answer.status_code, answer.text.count("<details open>")) == (422, 1)
    assert "还没取过" not in browser.get(PATH).text


def test_nobody_ends_the_address_of_another(sqlite_url: str) -> None:
    built = app(sqlite_url)
    member = client(built, "member")
    member.post(PATH, data={"name": "手机", "lang": "zh"})
    (action,) = re.findall(r'action="([^"]*/revoke)"', member.get(PATH).text)
    assert client(built, "branch").post(action).status_code == 404
    assert client(built).post(action).location.startswith("/signin")


def test_the_queries_do_not_grow_with_the_addresses(sqlite_url: str) -> None:
    browser = client(app(sqlite_url), "member")
    browser.post(PATH, data={"name": "一", "lang": "zh"})
    store = store_of(browser)
    one = statements(store, lambda: browser.get(PATH))
    for name in ("二", "三"):
        browser.post(PATH, data={"name": name, "lang": "zh"})
    assert statements(store, lambda: browser.get(PATH)) == one


def test_the_page_is_written_in_english(sqlite_url: str) -> None:
    page = client(app(sqlite_url), "member").get(f"{PATH}?lang=en").text
    assert "Sample Automotive Chain Committee" in page
    assert 'lang="en"' in page
