import re

import pytest
from flask import Flask, Response

from scheduler.web import frame
from tests.web.preview import STRANGERS, preview_app
from tests.web.samples import SAMPLES

GUARDS = {
    "Content-Security-Policy": (
        "default-src 'none'; style-src 'self'; script-src 'self'; img-src 'self' data:; "
        "form-action 'self'; base-uri 'none'; frame-ancestors 'none'"
    ),
    "Referrer-Policy": "no-referrer",
    "X-Robots-Tag": "noindex",
    "X-Content-Type-Options": "nosniff",
}


@pytest.mark.parametrize("address", ["/signin", "/today", "/nowhere"])
def test_every_answer_is_guarded(address: str) -> None:
    headers = preview_app().test_client().get(address).headers
    assert {name: headers[name] for name in GUARDS} == GUARDS


def test_pages_of_a_reader_are_never_stored() -> None:
    client = preview_app().test_client()
    assert client.get("/today").headers["Cache-Control"] == "private, no-store"
    assert client.get("/signin").headers["Cache-Control"] == "private, no-cache"
    assert client.get("/today").headers["Vary"] == "Cookie, Accept-Language"


def test_what_a_view_set_itself_stays() -> None:
    app = Flask("sample")
    frame.secure(app)

    @app.get("/")
    def page() -> Response:
        return Response("", headers={"Content-Security-Policy": "own", "Cache-Control": "own"})

    headers = app.test_client().get("/").headers
    assert (headers["Content-Security-Policy"], headers["Cache-Control"]) == ("own", "own")


@pytest.mark.parametrize("lang", ["zh", "en"])
@pytest.mark.parametrize("name", SAMPLES)
def test_every_template_is_drawn_from_its_value(name: str, lang: str) -> None:
    page = preview_app().test_client().get(f"/{name}?lang={lang}")
    assert page.status_code == 200
    assert page.text.count("<h1") == 1
    assert page.text.count("</html>") == 1
    assert ("/signout" in page.text) is (name not in STRANGERS)


@pytest.mark.parametrize("name", SAMPLES)
def test_no_page_is_heavier_than_the_largest_example(name: str) -> None:
    assert len(preview_app().test_client().get(f"/{name}").data) <= 27_000


def test_a_stranger_may_only_sign_in() -> None:
    with preview_app().test_request_context("/"):
        assert frame.places() == (frame.Place("signin", "/signin", "登录"),)


def test_a_reader_without_an_alliance_goes_to_the_list_of_all() -> None:
    with preview_app().test_request_context("/"):
        frame.set_viewer(frame.Viewer("吴样例"))
        assert frame.places() == (
            frame.Place("today", "/", "今日"),
            frame.Place("year", "/#all", "年度计划"),
            frame.Place("matters", "/matters", "要事"),
            frame.Place("plans", "/plans", "计划变更"),
            frame.Place("workdays", "/workdays", "工作日历"),
        )


def test_a_reader_goes_to_the_own_alliance() -> None:
    with preview_app().test_request_context("/?lang=en"):
        frame.set_viewer(frame.Viewer("吴样例", "联盟秘书", "sample"))
        assert frame.places() == (
            frame.Place("today", "/", "Today"),
            frame.Place("year", "/alliances/sample", "Year plan"),
            frame.Place("matters", "/matters", "Matters"),
            frame.Place("plans", "/plans", "Plan changes"),
            frame.Place("report", "/alliances/sample/report", "Report"),
            frame.Place("subscribe", "/alliances/sample/subscribe", "Subscribe"),
        )


def test_the_place_of_a_page_is_marked() -> None:
    page = preview_app().test_client().get("/matters").text
    assert page.count('<a href="/matters" aria-current="page">要事</a>') == 2
    assert page.count("aria-current") == 2


def test_a_form_without_its_token_is_refused() -> None:
    answer = preview_app().test_client().post("/signin", data={"name": "sample"})
    assert answer.status_code == 400


def test_a_form_with_its_token_is_taken_over_a_secure_line_too() -> None:
    client = preview_app().test_client()
    found = re.search(
        r'name="csrf_token" value="([^"]+)"', client.get("/signin", base_url="https://h").text
    )
    assert found is not None
    answer = client.post("/signin", data={"csrf_token": found[1]}, base_url="https://h")
    assert answer.status_code == 200


def test_the_api_needs_no_form_token() -> None:
    assert preview_app().test_client().post("/api/v1/nothing").status_code == 404


def test_text_from_people_is_escaped() -> None:
    app = preview_app()
    with app.test_request_context("/"):
        frame.set_viewer(frame.Viewer("<script>alert(1)</script>"))
        page = app.jinja_env.get_template("base.html").render()
    assert "<script>" not in page
