import re

from feeds.lint import lint
from scheduler.services import feeds, subscriptions
from scheduler.services.feeds import Ask, Copy, Shelf
from scheduler.store import events
from tests.support.command import Outcome, Run
from tests.support.world import NOW, SECRET_KEY, store_at

BASE_URL = "http://127.0.0.1:8000"


def test_a_plan_is_shown_and_nothing_is_stored(run: Run, url: str) -> None:
    before = _uids(url)
    shown = run("plan", "auto", "--year", "2027")
    again = run("plan", "auto", "--year", "2027")

    assert (shown.status, shown.err) == (0, "")
    assert shown == again
    assert len(re.findall(r"^增 +\d+月\d+日", shown.text, re.MULTILINE)) == 4 + 3 + 4
    assert _uids(url) == before


def test_an_applied_plan_is_published_and_then_nothing_is_left(run: Run, url: str) -> None:
    before = _uids(url)
    applied = run("plan", "auto", "--year", "2027", "--apply")
    after = _uids(url)
    again = run("plan", "auto", "--year", "2027", "--apply")

    assert (applied.status, applied.text.splitlines()[-1], applied.err) == (0, "已发布。", "")
    assert (len(after - before), before - after) == (11, set())
    assert again.status == 0
    assert _uids(url) == after


def test_a_plan_is_told_in_english(run: Run) -> None:
    shown = run("plan", "auto", "--year", "2027", "--lang", "en", "--apply")
    assert shown.text.splitlines()[-1] == "Published."
    assert "Sample Alpha" in shown.text


def _uids(url: str) -> set[str]:
    with store_at(url).read() as session:
        found = events.stored(session, events.in_alliances(["auto"]))
    return {stored.event.uid for stored in found}


def test_the_feed_of_the_command_line_is_the_one_that_is_served(run: Run, url: str) -> None:
    store = store_at(url)
    token = subscriptions.public_token(store, "auto", SECRET_KEY, NOW)

    shown = run("feed", "auto")
    served = feeds.serve(store, Shelf(BASE_URL), Ask(token), NOW)

    assert isinstance(served, Copy)
    assert shown == Outcome(0, served.octets, "")
    assert lint(shown.out) == ()


def test_the_feed_is_given_in_english(run: Run) -> None:
    shown = run("feed", "auto", "--lang", "en")
    assert (shown.status, lint(shown.out)) == (0, ())
    assert "Sample Automotive Chain Committee" in shown.text


def test_the_figures_of_a_year_are_told(run: Run) -> None:
    chinese = run("report", "auto", "--year", "2026")
    english = run("report", "auto", "--year", "2026", "--lang", "en")
    assert (chinese.status, chinese.err, english.status) == (0, "", 0)
    assert len(chinese.text.strip().split("\n\n")) == 5
    assert "2026" in english.text
