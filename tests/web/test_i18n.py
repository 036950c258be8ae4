import re

import pytest
from flask import render_template_string
from werkzeug.http import parse_cookie

from scheduler.rules.calendar.periods import parse_key
from tests.web import messages
from tests.web.preview import preview_app


def test_every_text_of_the_pages_has_an_english_one() -> None:
    english = messages.translated()
    assert sorted(key for key in messages.used() if not english.get(key)) == []


def test_no_english_text_is_left_over() -> None:
    assert sorted(messages.translated().keys() - messages.used()) == []


def test_the_compiled_texts_are_those_of_the_source() -> None:
    assert messages.ENGLISH.with_suffix(".mo").read_bytes() == messages.compiled()


def test_english_texts_keep_the_named_fields() -> None:
    fields = re.compile(r"%\(\w+\)s")
    assert [
        (said, english)
        for (_context, said), english in messages.translated().items()
        if sorted(fields.findall(said)) != sorted(fields.findall(english))
    ] == []


@pytest.mark.parametrize(
    ("query", "cookie", "lang"),
    [
        ("", "", "en"),
        ("?lang=zh", "", "zh-CN"),
        ("", "lang=zh", "zh-CN"),
        ("?lang=en", "lang=zh", "en"),
        ("?lang=fr", "lang=zh", "zh-CN"),
        ("?lang=fr", "lang=xx", "en"),
    ],
)
def test_the_question_decides_then_the_cookie_then_the_browser(
    query: str, cookie: str, lang: str
) -> None:
    headers = {"Cookie": cookie, "Accept-Language": "en"}
    assert written(query, headers) == lang


@pytest.mark.parametrize(
    ("preferred", "lang"),
    [
        ("", "zh-CN"),
        ("fr", "zh-CN"),
        ("*", "zh-CN"),
        ("en;q=0", "zh-CN"),
        ("en;q=rubbish", "zh-CN"),
        ("zh-CN,zh;q=0.9,en;q=0.8", "zh-CN"),
        ("zh-TW, en", "zh-CN"),
        ("en;q=0.5, zh;q=0.9", "zh-CN"),
        ("en-US,en;q=0.9,zh-CN;q=0.8", "en"),
        ("en,zh", "en"),
        ("EN-gb", "en"),
        ("fr, en;q=0.3", "en"),
    ],
)
def test_without_a_choice_the_browser_says_what_is_read_first(preferred: str, lang: str) -> None:
    assert written("", {"Accept-Language": preferred}) == lang


def written(query: str, headers: dict[str, str]) -> str:
    client = preview_app().test_client(use_cookies=False)
    page = client.get(f"/error-404{query}", headers=headers)
    assert {"Cookie", "Accept-Language"} <= set(page.vary)
    (lang,) = re.findall(r'<html lang="([^"]*)">', page.text)
    return str(lang)


def test_the_choice_is_remembered() -> None:
    answer = preview_app().test_client().get("/error-404?lang=en")
    cookie = answer.headers["Set-Cookie"]
    assert parse_cookie(cookie)["lang"] == "en"
    assert cookie.split("; ", 1)[1].split("; ")[1:] == [
        "Max-Age=31536000",
        "HttpOnly",
        "Path=/",
        "SameSite=Lax",
    ]


@pytest.mark.parametrize("address", ["/error-401", "/error-401?lang=fr", "/api/v1/x?lang=en"])
def test_without_a_choice_on_a_page_nothing_is_remembered(address: str) -> None:
    assert "Set-Cookie" not in preview_app().test_client().get(address).headers


def test_the_switch_leads_to_the_same_page_and_keeps_its_question() -> None:
    page = preview_app().test_client().get("/error-404?year=2027&lang=en&a=%26")
    assert '<a href="/error-404?year=2027&amp;a=%26&amp;lang=zh" lang="zh-CN">中文</a>' in page.text


def test_filters_write_in_the_language_of_the_reader() -> None:
    app = preview_app()
    with app.test_request_context("/?lang=en"):
        written = render_template_string(
            "{{ 9 | month }}, {{ period | period }}", period=parse_key("2026-Q3")
        )
    assert written == "Sep, third quarter"
