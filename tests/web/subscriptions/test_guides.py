"""The steps for each program, and what is promised of it."""

import pytest

from scheduler.web.subscriptions.guides import given, guides
from tests.support.world import app

CLIENTS = ["outlook-classic", "outlook-new", "apple", "google", "android", "thunderbird", "office"]


@pytest.mark.parametrize("lang", ["zh", "en"])
def test_each_program_has_three_steps_and_an_honest_note(sqlite_url: str, lang: str) -> None:
    with app(sqlite_url).test_request_context(f"/?lang={lang}"):
        found = guides()
        ways = given("https://x.example/feeds/a.ics", "样例", "样例").ways
    assert [each.key for each in found] == CLIENTS
    assert {len(each.steps) for each in found} == {3}
    assert all(each.note for each in found)
    linked = {way.href.removeprefix("#guide-") for way in ways if way.href.startswith("#")}
    assert linked <= set(CLIENTS)


def test_what_was_never_tried_is_not_promised(sqlite_url: str) -> None:
    with app(sqlite_url).test_request_context("/"):
        offices = guides()[-1]
    assert "还没有验证过" in offices.steps[0]


def test_names_and_addresses_cannot_leave_their_place_in_a_link(sqlite_url: str) -> None:
    with app(sqlite_url).test_request_context("/"):
        ways = given("https://x.example/feeds/a.ics", "a&cid=b#c d", "样例").ways
    assert ways[0].href == (
        "https://outlook.office.com/calendar/0/addfromweb"
        "?url=https%3A%2F%2Fx.example%2Ffeeds%2Fa.ics&name=a%26cid%3Db%23c%20d"
    )
