"""Every failure of the API as problem details."""

import pytest

from scheduler.api.gate import Need, declare
from scheduler.api.problems import MAX_BODY
from tests.api.calls import Api, code

NEW = {"alliance": "auto", "title": "t", "category": "c", "raised_by": "organisation:alpha"}


def test_an_unknown_address_is_told_in_both_languages(shared: Api) -> None:
    answer = shared.get("/nowhere", {"Accept-Language": "en-GB,en;q=0.9"})

    assert answer.json == {
        "type": "/api/v1/docs#unknown_path",
        "title": "Not Found",
        "status": 404,
        "code": "unknown_path",
        "detail": "There is no such address.",
        "messages": {"zh": "没有这个地址。", "en": "There is no such address."},
        "errors": [],
    }
    assert (answer.status_code, answer.headers["Content-Language"]) == (404, "en")
    assert answer.headers["Cache-Control"] == "no-store"


@pytest.mark.parametrize(
    ("asked", "lang"),
    [
        (None, "zh"),
        ("zh-CN,zh;q=0.9,en;q=0.8", "zh"),
        ("en", "en"),
        ("fr, en;q=0.5", "en"),
        ("de", "zh"),
        ("*", "zh"),
        ("\x00;;q", "zh"),
    ],
)
def test_accept_language_chooses_the_detail(shared: Api, asked: str | None, lang: str) -> None:
    answer = shared.get("/matters/m-none", {} if asked is None else {"Accept-Language": asked})

    assert answer.json is not None
    assert answer.headers["Content-Language"] == lang
    assert answer.json["detail"] == answer.json["messages"][lang]


def test_a_missing_thing_is_named_by_its_kind(shared: Api) -> None:
    answer = shared.get("/matters/m-none")

    assert answer.json == {
        "type": "/api/v1/docs#not_found",
        "title": "Not Found",
        "status": 404,
        "code": "not_found",
        "detail": "没有找到要事“m-none”，或者您看不到它。请核对后再试。",
        "messages": {
            "zh": "没有找到要事“m-none”，或者您看不到它。请核对后再试。",
            "en": "No matter “m-none” was found, or you may not see it. Check it and try again.",
        },
        "errors": [],
    }


def test_a_wrong_method_names_those_that_work(shared: Api) -> None:
    answer = shared.client.delete("/api/v1/matters")

    assert code(answer) == (405, "method_not_allowed")
    assert set(answer.headers["Allow"].split(", ")) == {"GET", "HEAD", "OPTIONS", "POST"}
    assert answer.json is not None
    assert answer.json["messages"]["en"].startswith("This address does not take DELETE.")


def test_every_fault_of_a_body_has_its_pointer(shared: Api) -> None:
    body = {
        "alliance": "a b",
        "title": "a\u0007b",
        "major": 1,
        "colour/~": "red",
        "raised_by": None,
    }
    answer = shared.post("/matters", body)

    assert answer.status_code == 422
    assert answer.json is not None
    assert {each["pointer"]: each["code"] for each in answer.json["errors"]} == {
        "/alliance": "invalid",
        "/title": "bad_text",
        "/category": "missing_field",
        "/raised_by": "invalid",
        "/major": "bad_choice",
        "/colour~1~0": "unknown_field",
    }


def test_a_fault_deep_inside_a_list_is_pointed_at(shared: Api) -> None:
    ops = [{"op_id": "0f8fad5b-d9cb-469f-a165-70867728950e", "value": "present"}, {"op_id": 7}]
    answer = shared.post("/events/e-1/register/ops", {"ops": ops})

    assert answer.json is not None
    assert answer.json["errors"] == [
        {
            "code": "bad_choice",
            "pointer": "/ops/1/op_id",
            "messages": {
                "zh": "操作编号不能是“7”。可填：UUID",
                "en": "Operation id cannot be “7”. Allowed: UUID",
            },
        }
    ]


@pytest.mark.parametrize(
    ("query", "name", "expected"),
    [
        ("limit=0", "limit", "bad_choice"),
        ("limit=501", "limit", "bad_choice"),
        ("limit=ten", "limit", "bad_choice"),
        ("limit=1&limit=2", "limit", "invalid"),
        ("limit=" + "9" * 5000, "limit", "bad_choice"),
        ("cursor=forged", "cursor", "invalid"),
        ("colour=red", "colour", "unknown_field"),
        ("alliance=a%00b", "alliance", "bad_text"),
        ("alliance=a%20b", "alliance", "invalid"),
        ("start=2026-09-01T00:00:00", "start", "bad_date"),
        ("start=9999-12-31T23:00:00-14:00", "start", "bad_date"),
        ("end=yesterday", "end", "bad_date"),
        ("end=2026-02-30T00:00:00Z", "end", "bad_date"),
        ("end=2026-02-03", "end", "bad_date"),
        ("status=lost", "status", "bad_choice"),
    ],
)
def test_every_fault_of_a_query_names_its_parameter(
    shared: Api, query: str, name: str, expected: str
) -> None:
    answer = shared.get(f"/events?{query}")

    assert code(answer) == (422, expected)
    assert answer.json is not None
    assert [each["parameter"] for each in answer.json["errors"]] == [name]


def test_a_list_inside_a_query_names_its_parameter(shared: Api) -> None:
    answer = shared.get("/events?status=held&status=lost")

    assert answer.json is not None
    assert [each["parameter"] for each in answer.json["errors"]] == ["status"]


def test_what_a_service_refuses_points_into_the_body(shared: Api) -> None:
    answer = shared.post("/matters", NEW | {"raised_by": "organisation:nobody"})

    assert code(answer) == (422, "bad_choice")
    assert answer.json is not None
    assert answer.json["errors"][0]["pointer"] == "/raised_by"


@pytest.mark.parametrize(
    ("raw", "media_type", "expected"),
    [
        (b"{}", "text/plain", (415, "unsupported_media_type")),
        (b"{}", "application/json; charset=gbk", (415, "unsupported_media_type")),
        (b"a=1", "application/x-www-form-urlencoded", (415, "unsupported_media_type")),
        (b"", "application/json", (400, "bad_json")),
        (b"{", "application/json", (400, "bad_json")),
        (b'"\xff"', "application/json", (400, "bad_json")),
        (b"[]", "application/json", (422, "invalid")),
        (b"null", "application/json", (422, "invalid")),
        (b"{}", "application/json; charset=UTF-8", (422, "missing_field")),
        (b" " * (MAX_BODY + 1), "application/json", (413, "too_large")),
    ],
)
def test_a_body_of_the_wrong_kind_is_refused(
    shared: Api, raw: bytes, media_type: str, expected: tuple[int, str]
) -> None:
    assert code(shared.send("/matters", raw, media_type)) == expected


def test_a_packed_body_is_refused(shared: Api) -> None:
    answer = shared.post("/matters", NEW, {"Content-Encoding": "gzip"})

    assert code(answer) == (415, "unsupported_media_type")


def test_the_limit_of_a_body_is_told(shared: Api) -> None:
    answer = shared.send("/matters", b" " * (MAX_BODY + 1))

    assert answer.json is not None
    assert answer.json["messages"]["en"] == f"The body is too large: at most {MAX_BODY} bytes."


def test_a_fault_of_the_service_is_a_problem_without_its_inside(
    api: Api, caplog: pytest.LogCaptureFixture
) -> None:
    def broken() -> str:
        raise RuntimeError("the inside of the service")

    api.app.add_url_rule("/api/v1/broken", "broken", declare(broken, Need(None)))
    answer = api.get("/broken")

    assert code(answer) == (500, "internal_error")
    assert "inside of the service" not in answer.text
    assert "the inside of the service" in caplog.text


def test_a_database_that_is_away_is_worth_another_try(api: Api) -> None:
    with api.store.write() as session:
        session.connection().exec_driver_sql("DROP TABLE matter_step")
    answer = api.post("/matters", NEW)

    assert code(answer) == (503, "unavailable")
    assert answer.headers["Retry-After"].isdigit()


def test_pages_keep_their_own_form_of_error(shared: Api) -> None:
    answer = shared.client.get("/nowhere")

    assert (answer.status_code, answer.mimetype) == (404, "text/html")
