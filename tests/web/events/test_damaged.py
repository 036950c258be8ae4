"""Pages of an event, and pages that list it, where somebody wrote what the service never writes."""

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import text

from tests.support.world import ALLIANCE, COUNCILS, app, client, runtime

BAD = COUNCILS[2]
IMPOSSIBLE = (
    "\"end\" = '9999-12-31 23:59:59.000000'",
    "co_hosts = '[5]'",
    "matters = '[[1]]'",
    "theme = x'FF00'",
    "status = 'zzz'",
)
SAID = {
    "zh": f"活动“{BAD}”存的数据已损坏，读不出来。",
    "en": f"What is stored of the event “{BAD}” is damaged and cannot be read.",
}


def damaged(url: str, values: str) -> Flask:
    built = app(url)
    with runtime(built).store.write() as session:
        session.execute(text(f"UPDATE event SET {values} WHERE uid = '{BAD}'"))  # noqa: S608 - constants
    return built


def told(browser: FlaskClient, path: str) -> tuple[int, bool]:
    answer = browser.get(path)
    return answer.status_code, "503 · event_unreadable" in answer.text


@pytest.mark.parametrize("values", IMPOSSIBLE)
def test_pages_of_an_event_that_cannot_be_read_say_so_and_lists_leave_it_out(
    sqlite_url: str, values: str
) -> None:
    secretary = client(damaged(sqlite_url, values), "secretary")
    own = [f"/events/{BAD}{page}" for page in ("", ".ics", "/roll", "/seal")]
    assert [told(secretary, path) for path in own] == [(503, True)] * 4
    parts = ("", "/report", "/turns")
    lists = ["/", "/matters", f"/plans?alliance={ALLIANCE}"]
    lists += [f"/alliances/{ALLIANCE}{part}" for part in parts]
    answers = [secretary.get(path) for path in lists]
    assert [(each.status_code, BAD in each.text) for each in answers] == [(200, False)] * 6


@pytest.mark.parametrize("lang", SAID)
def test_who_may_see_the_event_is_told_in_the_own_language(sqlite_url: str, lang: str) -> None:
    built = damaged(sqlite_url, IMPOSSIBLE[0])
    answer = client(built).get(f"/events/{BAD}?lang={lang}")
    assert (answer.status_code, SAID[lang] in answer.text) == (503, True)
    with runtime(built).store.write() as session:
        session.execute(text("UPDATE body SET public_calendar = FALSE"))
    assert client(built).get(f"/events/{BAD}").status_code == 404


def test_what_cannot_be_read_is_not_changed(sqlite_url: str) -> None:
    secretary = client(damaged(sqlite_url, IMPOSSIBLE[1]), "secretary")
    answer = secretary.post(f"/events/{BAD}/cancel", data={"reason": "venue_busy"})
    assert (answer.status_code, "event_unreadable" in answer.text) == (503, True)
