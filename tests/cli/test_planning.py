from feeds.lint import lint
from scheduler.services.feeds import serving
from scheduler.services.feeds.asking import Ask
from scheduler.services.feeds.shelf import Copy, Shelf
from tests.support.addresses import public_token
from tests.support.command import Outcome, Run
from tests.support.world import NOW, SECRET_KEY, store_at

BASE_URL = "http://127.0.0.1:8000"


def test_the_feed_of_the_command_line_is_the_one_that_is_served(run: Run, url: str) -> None:
    store = store_at(url)
    token = public_token(store, "auto", SECRET_KEY, NOW)

    shown = run("feed", "auto")
    served = serving.serve(store, Shelf(BASE_URL), Ask(token), NOW)

    assert isinstance(served, Copy)
    assert shown == Outcome(0, served.calendar.octets, "")
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
