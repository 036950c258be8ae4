"""The form of a new address, sent more than once."""

import re
from concurrent.futures import ThreadPoolExecutor
from threading import Barrier
from urllib.parse import urlsplit

import pytest
from flask import Flask
from flask.testing import FlaskClient

from scheduler.services.feeds import known
from tests.support.world import ALLIANCE, NOW, SECRET_KEY, app, client, principal, runtime

ALL = f"body:{ALLIANCE}"
PATHS = (f"/alliances/{ALLIANCE}/subscribe", "/subscriptions")


def own(built: Flask) -> list[tuple[str, str]]:
    store = runtime(built).store
    found = known.own(store, principal(store, "member"), SECRET_KEY, NOW)
    return [(each.subscription.id, each.subscription.name) for each in found]


def form(browser: FlaskClient, path: str) -> dict[str, str]:
    """Give what a form that was just opened sends, filled in."""
    (press,) = re.findall(r'name="request" value="([^"]+)"', browser.get(path).text)
    return {"request": press, "name": "手机", "scope": ALL}


def shown(location: str) -> str:
    (found,) = re.findall(r"show=(\w+)", urlsplit(location).query)
    return str(found)


@pytest.mark.parametrize("path", PATHS)
def test_a_form_sent_twice_makes_one_address_and_shows_it_again(sqlite_url: str, path: str) -> None:
    built = app(sqlite_url)
    browser = client(built, "member")
    typed = form(browser, path)

    first, again = (browser.post(path, data=typed) for _ in range(2))

    ((key, _),) = own(built)
    assert (first.status_code, again.status_code) == (303, 303)
    assert [shown(each.location) for each in (first, again)] == [key, key]
    page = browser.get(again.location).text
    assert "地址好了。" in page
    assert 'id="feed"' in page


def test_another_form_or_another_name_makes_another_address(sqlite_url: str) -> None:
    built = app(sqlite_url)
    browser = client(built, "member")
    typed = form(browser, PATHS[1])
    for sent in (typed, typed | {"name": "电脑"}, form(browser, PATHS[1])):
        assert browser.post(PATHS[1], data=sent).status_code == 303
    assert [name for _, name in own(built)].count("手机") == 2
    assert len(own(built)) == 3


def test_a_refused_form_keeps_its_name_and_may_be_sent_again(sqlite_url: str) -> None:
    built = app(sqlite_url)
    browser = client(built, "member")
    typed = form(browser, PATHS[0])

    refused = browser.post(PATHS[0], data=typed | {"name": ""})

    assert (refused.status_code, f'value="{typed["request"]}"' in refused.text) == (422, True)
    assert browser.post(PATHS[0], data=typed).status_code == 303
    assert len(own(built)) == 1


def test_two_clicks_at_the_same_moment_make_one_address(database_url: str) -> None:
    built = app(database_url)
    browsers = [client(built, "member") for _ in range(2)]
    typed = form(browsers[0], PATHS[1])
    together = Barrier(2)

    def click(browser: FlaskClient) -> tuple[int, str]:
        together.wait(10)
        answer = browser.post(PATHS[1], data=typed)
        return answer.status_code, shown(answer.location)

    with ThreadPoolExecutor(2) as clicks:
        answers = list(clicks.map(click, browsers))

    ((key, _),) = own(built)
    assert answers == [(303, key), (303, key)]


def test_an_address_that_was_ended_since_is_not_renewed_and_told_so(sqlite_url: str) -> None:
    built = app(sqlite_url)
    browser = client(built, "member")
    key = shown(browser.post(PATHS[1], data=form(browser, PATHS[1])).location)
    assert browser.post(f"/subscriptions/{key}/end").status_code == 303

    late = browser.post(f"/subscriptions/{key}/renew", data={"version": "1"})

    assert late.status_code == 303
    assert "这个地址已经停用，不能恢复。" in browser.get(late.location).text
    other = client(built, "branch").post(f"/subscriptions/{key}/renew", data={"version": "1"})
    assert other.status_code == 404


@pytest.mark.parametrize(
    ("lang", "told"),
    [("zh", "这个地址已经停用，不能恢复。"), ("en", "This address has been ended")],
)
def test_a_form_sent_again_after_its_address_was_ended_opens_none(
    sqlite_url: str, lang: str, told: str
) -> None:
    built = app(sqlite_url)
    browser = client(built, "member")
    browser.set_cookie("lang", lang)
    typed = form(browser, PATHS[1])
    key = shown(browser.post(PATHS[1], data=typed).location)
    assert browser.post(f"/subscriptions/{key}/end").status_code == 303

    again = browser.get(browser.post(PATHS[1], data=typed).location).text

    assert ("地址好了。" in again, told in again, len(own(built))) == (False, True, 1)
