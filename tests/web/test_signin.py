import re
from datetime import timedelta

import pytest
from flask import Flask
from flask.testing import FlaskClient
from werkzeug.test import TestResponse

from scheduler.app import create_app
from scheduler.config import Settings
from scheduler.web.plain_pages import SignInPage
from tests.support.pages import page
from tests.support.world import NOW, PASSWORD, app, client

REFUSED = "用户名与密码不符，或账号暂时锁定。请核对后再试。"


def _sign_in(browser: FlaskClient, **fields: str) -> TestResponse:
    return browser.post("/signin", data={"name": "secretary", "password": PASSWORD} | fields)


def test_the_form_keeps_where_to_go_on(sqlite_url: str) -> None:
    browser = client(app(sqlite_url))
    assert page(browser, "/signin?next=/matters") == SignInPage(next="/matters")
    assert page(browser, "/signin?next=//evil.example") == SignInPage(next="/")


def test_a_reader_goes_on_to_the_page_that_was_asked_for(sqlite_url: str) -> None:
    browser = client(app(sqlite_url))

    asked = browser.get("/matters?alliance=auto")
    answer = browser.post(asked.location, data={"name": "secretary", "password": PASSWORD})
    back = _sign_in(browser, next="/matters?alliance=auto")

    assert asked.status_code == 303
    assert asked.location == "/signin?next=%2Fmatters%3Falliance%3Dauto"
    assert (answer.status_code, answer.location) == (303, "/")
    assert (back.status_code, back.location) == (303, "/matters?alliance=auto")
    assert browser.get(back.location).status_code == 200


@pytest.mark.parametrize(
    "target", ["//evil.example", "/\\evil.example", "https://evil.example", "/\n//evil.example"]
)
def test_a_reader_is_never_sent_to_another_host(sqlite_url: str, target: str) -> None:
    assert _sign_in(client(app(sqlite_url)), next=target).location == "/"


@pytest.mark.parametrize(
    "fields", [{"password": "wrong"}, {"password": ""}, {"name": "nobody"}, {"name": ""}]
)
def test_a_refusal_tells_nothing_and_keeps_the_name(
    sqlite_url: str, fields: dict[str, str]
) -> None:
    browser = client(app(sqlite_url))
    typed = {"name": "secretary", "password": PASSWORD, "next": "/matters"} | fields

    shown = page(browser, "/signin", **typed)
    answer = browser.post("/signin", data=typed)

    assert shown == SignInPage(typed["name"], "/matters", REFUSED)
    assert (answer.status_code, "Retry-After" in answer.headers) == (403, False)
    assert typed["password"] == "" or typed["password"] not in answer.text
    assert browser.get("/").location == "/signin"


@pytest.mark.parametrize(
    ("fields", "wrong"),
    [
        ({"name": "a\0b"}, ("user_name", "用户名里有换行或看不见的控制字符，请删去后再提交。")),
        ({"password": "a\x07b"}, ("password", "密码里有换行或看不见的控制字符，请删去后再提交。")),
    ],
)
def test_an_unseen_character_is_told_beside_its_field(
    sqlite_url: str, fields: dict[str, str], wrong: tuple[str, str]
) -> None:
    browser = client(app(sqlite_url))
    typed = {"name": "secretary", "password": PASSWORD, "next": "/matters"} | fields
    shown = page(browser, "/signin", **typed)
    assert shown == SignInPage(typed["name"].replace("\0", "\x1a"), "/matters", wrong=wrong)
    assert browser.post("/signin", data=typed).status_code == 422


def test_after_five_failures_the_account_waits_and_says_how_long(sqlite_url: str) -> None:
    now = [NOW]
    browser = client(app(sqlite_url, lambda: now[0]))
    for _ in range(5):
        _sign_in(browser, password="wrong")  # noqa: S106 - it is wrong

    now[0] += timedelta(minutes=1)
    locked = _sign_in(browser)
    now[0] += timedelta(minutes=4)
    opened = _sign_in(browser)

    assert (locked.status_code, locked.headers["Retry-After"]) == (403, "241")
    assert "请过241秒再试。" in locked.text
    assert opened.status_code == 303


def test_signing_out_ends_every_login_of_the_account(sqlite_url: str) -> None:
    built = app(sqlite_url)
    here, there, other = (client(built, role) for role in ("secretary", "secretary", "branch"))

    answer = here.post("/signout")

    assert (answer.status_code, answer.location) == (303, "/signin")
    assert [each.get("/").status_code for each in (here, there, other)] == [303, 303, 200]


def test_a_stranger_signs_out_without_a_fault(sqlite_url: str) -> None:
    assert client(app(sqlite_url)).post("/signout").location == "/signin"


def test_a_forged_cookie_opens_nothing(sqlite_url: str) -> None:
    browser = client(app(sqlite_url), "secretary")
    kept = browser.get_cookie("session")
    assert kept is not None
    browser.set_cookie("session", kept.value[:-2] + "xx")
    assert browser.get("/").status_code == 303


def _application(url: str, base_url: str, sqlite_url: str) -> Flask:
    app(sqlite_url)
    settings = Settings(
        database_url=url,
        secret_key="k" * 40,
        data_dir=app(sqlite_url).extensions["alliance-scheduler"].data_dir,
        base_url=base_url,
        fast_hashing=True,
    )
    return create_app(settings, clock=lambda: NOW)


@pytest.mark.parametrize(
    ("base_url", "name", "flags"),
    [
        ("http://calendar.example", "session", ["HttpOnly", "Path=/", "SameSite=Lax"]),
        (
            "https://calendar.example",
            "__Host-session",
            ["Secure", "HttpOnly", "Path=/", "SameSite=Lax"],
        ),
    ],
)
def test_the_cookie_is_bound_to_a_secure_line_where_there_is_one(
    sqlite_url: str, base_url: str, name: str, flags: list[str]
) -> None:
    built = _application(sqlite_url, base_url, sqlite_url)
    built.config["WTF_CSRF_METHODS"] = frozenset()

    answer = built.test_client().post(
        "/signin", data={"name": "secretary", "password": PASSWORD}, base_url=base_url
    )
    built.extensions["alliance-scheduler"].store.engine.dispose()

    cookie = answer.headers["Set-Cookie"]
    assert cookie.startswith(f"{name}=")
    assert cookie.split("; ")[1:] == flags


def _taken(rule: str) -> str:
    """Write an address that the route takes: what no route takes is refused for that alone."""
    chosen = re.sub(r"<any\((\w+)[^>]*>", r"\1", rule)
    return re.sub(r"<[^>]+>", "x", re.sub(r"<int:[^>]+>", "1", chosen))


def test_every_form_needs_its_token(sqlite_url: str) -> None:
    built = app(sqlite_url, check_forms=True)
    posts = sorted(
        _taken(rule.rule)
        for rule in built.url_map.iter_rules()
        if "POST" in (rule.methods or ()) and not rule.rule.startswith("/api/")
    )

    refused = {address: client(built).post(address).status_code for address in posts}

    assert "/signin" in posts
    assert refused == dict.fromkeys(posts, 400)


def test_a_form_with_its_token_is_taken(sqlite_url: str) -> None:
    browser = client(app(sqlite_url, check_forms=True))
    found = re.search(r'name="csrf_token" value="([^"]+)"', browser.get("/signin").text)
    assert found is not None
    assert _sign_in(browser, csrf_token=found[1]).status_code == 303
