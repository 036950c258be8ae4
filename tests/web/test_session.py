import re

import pytest
from flask import session as cookie
from hypothesis import given
from hypothesis import strategies as st

from scheduler.domain.errors import SignInError
from scheduler.services.runtime import EXTENSION
from scheduler.web import session
from tests.support.world import app, runtime

OWN = re.compile(r"/(?!/)[^\\\x00-\x20\x7f]*")
PIECES = st.sampled_from(["/", "\\", "//", "evil.example", "\t", "\n", "\r", "?a=b", "@", ":", "%"])


@given(st.lists(PIECES, max_size=6).map("".join) | st.text(max_size=20))
def test_where_to_go_on_is_always_a_path_of_our_own(target: str) -> None:
    assert OWN.fullmatch(session.safe_next(target))


@pytest.mark.parametrize(
    ("target", "safe"),
    [
        ("/matters", "/matters"),
        ("/alliances/auto?year=2027&lang=en", "/alliances/auto?year=2027&lang=en"),
        ("/matters/m-auto-001#steps", "/matters/m-auto-001#steps"),
        ("//evil.example", "/"),
        ("/\\evil.example", "/"),
        ("/\t/evil.example", "/"),
        ("/a\r\nLocation: //evil.example", "/"),
        ("https://evil.example/", "/"),
        ("http:/evil.example", "/"),
        ("javascript:alert(1)", "/"),
        ("evil.example", "/"),
        ("//[", "/"),
        ("", "/"),
    ],
)
def test_only_own_paths_are_gone_on_to(target: str, safe: str) -> None:
    assert session.safe_next(target) == safe


def test_the_sign_in_page_leads_back() -> None:
    assert session.sign_in_address("/") == "/signin"
    assert session.sign_in_address("/matters?a=b") == "/signin?next=%2Fmatters%3Fa%3Db"


@pytest.mark.parametrize(
    "values",
    [{}, {"user": "u-secretary"}, {"user": "u-secretary", "epoch": "1"}, {"user": 7, "epoch": 1}],
)
def test_a_cookie_that_is_not_whole_is_nobodys(sqlite_url: str, values: dict[str, object]) -> None:
    with app(sqlite_url).test_request_context("/"):
        cookie.update(values)
        assert session.current() is None
        with pytest.raises(SignInError) as refusal:
            session.reader()
    assert refusal.value.fields == {"action": "sign_in", "retry_after": 0}


def test_the_store_is_asked_once_a_request(sqlite_url: str) -> None:
    built = app(sqlite_url)
    with built.test_request_context("/"):
        cookie.update(user="u-secretary", epoch=1)
        assert session.current() is session.reader()
        assert session.runtime() is runtime(built)


def test_an_application_without_a_runtime_says_so(sqlite_url: str) -> None:
    built = app(sqlite_url)
    built.extensions[EXTENSION] = None
    with built.app_context(), pytest.raises(TypeError):
        session.runtime()
