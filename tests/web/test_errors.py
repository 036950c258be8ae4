import pytest
from flask import Flask, Response
from werkzeug.exceptions import HTTPException, NotFound, ServiceUnavailable, TooManyRequests

from scheduler.domain import errors
from scheduler.domain.errors import DomainError
from scheduler.web.errors import status_of
from scheduler.web.policy import public
from tests.support.world import ALLIANCE, app, client

FAMILIES: dict[type[DomainError], int] = {
    errors.NotFoundError: 404,
    errors.InvalidError: 422,
    errors.ConflictError: 409,
    errors.ForbiddenError: 403,
    errors.UnavailableError: 503,
}


def _leaves(kind: type[DomainError]) -> list[type[DomainError]]:
    below = kind.__subclasses__()
    return [kind] if not below else [leaf for each in below for leaf in _leaves(each)]


@pytest.mark.parametrize("kind", _leaves(DomainError))
def test_every_refusal_has_the_status_of_its_family(kind: type[DomainError]) -> None:
    family = next(each for each in FAMILIES if issubclass(kind, each))
    assert status_of(kind()) == FAMILIES[family]


def test_a_refusal_of_no_family_is_our_fault() -> None:
    assert status_of(DomainError()) == 500


def _raising(url: str, error: Exception) -> Flask:
    built = app(url)

    @public
    def view() -> str:
        raise error

    built.add_url_rule("/planted", view_func=view, endpoint="planted", methods=["GET", "POST"])
    return built


@pytest.mark.parametrize(
    ("error", "status", "lang", "words"),
    [
        (
            errors.NotFoundError(entity="event", key="e-1"),
            404,
            "zh",
            ["没有这一页", "没有找到活动“e-1”，或者您看不到它。请核对后再试。", "404 · not_found"],
        ),
        (
            errors.NotFoundError(entity="event", key="e-1"),
            404,
            "en",
            ["No event “e-1” was found, or you may not see it.", "404 · not_found"],
        ),
        (
            errors.StaleVersionError(entity="matter", key="m", revision=3),
            409,
            "zh",
            ["没有保存：别人先改了", "（现在是第3版）", "409 · stale_version"],
        ),
        (
            errors.ReplacedEventError(uid="e-1"),
            409,
            "en",
            ["Not done: things do not allow it now", "Nothing was saved.", "409 · event_replaced"],
        ),
        (
            errors.ForbiddenError(action="seal"),
            403,
            "en",
            ["You may not seal registers.", "403 · forbidden"],
        ),
        (
            errors.DateError(field="year", value="1", reason="range"),
            422,
            "zh",
            ["有内容要改", "422 · bad_date"],
        ),
    ],
)
def test_a_refusal_says_what_happened_in_the_language_of_the_reader(
    sqlite_url: str, error: DomainError, status: int, lang: str, words: list[str]
) -> None:
    answer = client(_raising(sqlite_url, error)).get(f"/planted?lang={lang}")
    assert answer.status_code == status
    assert [word for word in words if word not in answer.text] == []


def test_what_cannot_be_done_now_says_when(sqlite_url: str) -> None:
    error = errors.UnavailableError(retry_after=7)
    answer = client(_raising(sqlite_url, error)).get("/planted")
    assert (answer.status_code, answer.headers["Retry-After"]) == (503, "7")
    assert "约7秒后可以再试。" in answer.text


@pytest.mark.parametrize(
    ("error", "headers"),
    [
        (TooManyRequests(retry_after=9), {"Retry-After": "9"}),
        (ServiceUnavailable(retry_after=4), {"Retry-After": "4"}),
    ],
)
def test_the_headers_of_a_refusal_are_kept(
    sqlite_url: str, error: HTTPException, headers: dict[str, str]
) -> None:
    answer = client(_raising(sqlite_url, error)).get("/planted")
    assert answer.status_code == error.code
    assert {name: answer.headers[name] for name in headers} == headers
    assert answer.headers.getlist("Content-Type") == ["text/html; charset=utf-8"]


def test_a_form_on_a_page_without_one_names_what_is_allowed(sqlite_url: str) -> None:
    answer = client(app(sqlite_url)).post(f"/alliances/{ALLIANCE}")
    assert (answer.status_code, "405 · method_not_allowed" in answer.text) == (405, True)
    assert set(answer.headers["Allow"].split(", ")) == {"GET", "HEAD", "OPTIONS"}


def test_an_answer_made_by_hand_is_given_as_it_is(sqlite_url: str) -> None:
    by_hand = NotFound(response=Response("by hand", 418))
    answer = client(_raising(sqlite_url, by_hand)).get("/planted")
    assert (answer.status_code, answer.text) == (418, "by hand")


def test_a_fault_of_ours_shows_nothing_of_itself(
    sqlite_url: str, caplog: pytest.LogCaptureFixture
) -> None:
    built = _raising(sqlite_url, RuntimeError("secret detail"))

    answer = client(built).get("/planted")

    assert answer.status_code == 500
    assert "500 · internal_server_error" in answer.text
    assert "secret" not in answer.text
    assert "Traceback" not in answer.text
    assert "secret detail" in caplog.text
