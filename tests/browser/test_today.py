from collections.abc import Iterator
from datetime import UTC, date, datetime

import pytest
from playwright.sync_api import Browser, Page

from scheduler.domain.turn_request import TurnAct
from scheduler.rules.inputs import Blackout
from scheduler.services.events import acts
from scheduler.services.events.acts import Act
from scheduler.services.turns import requests as turn_requests
from scheduler.services.turns.requests import NewRequest
from scheduler.services.workdays import blackouts
from tests.browser import checks
from tests.support.browser import DESK, open_page
from tests.support.serving import served, sign_in, signed_in
from tests.support.world import COUNCILS, EXCHANGES, NOW, app, at, principal, runtime

MORNING = datetime(2026, 9, 23, 1, 0, tzinfo=UTC)
"""The day of an exchange; the council a week ago was never called."""


@pytest.fixture(scope="module")
def address(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """Serve a day on which something is on, something waits, and something changed."""
    database = f"sqlite:///{tmp_path_factory.mktemp('today')}/seen.db"
    built = app(database, MORNING, check_forms=True)
    store = runtime(built).store
    act = Act(COUNCILS[3], principal(store, "secretary"), NOW, reason="venue_repair")
    acts.move(store, act, at(date(2026, 12, 16)))
    with served(built) as url:
        yield url


def test_today_is_whole_at_every_width(chromium: Browser, address: str) -> None:
    with open_page(chromium, DESK) as page:
        signed_in(page, address)
        assert checks.faults(page, f"{address}/?lang=zh") == []
        assert checks.faults(page, f"{address}/?lang=en", (320, 1280)) == []


def test_today_of_everything_is_whole(chromium: Browser, address: str) -> None:
    with open_page(chromium, DESK) as page:
        signed_in(page, address, "admin")
        assert checks.faults(page, f"{address}/?lang=zh") == []


def test_the_first_screen_of_a_phone_offers_the_roll(phone_page: Page, address: str) -> None:
    signed_in(phone_page, address)
    phone_page.goto(address)
    button = phone_page.get_by_role("link", name="点名", exact=True)
    box = button.bounding_box()
    assert box is not None
    assert box["y"] + box["height"] < 780
    assert button.get_attribute("href") == f"/events/{EXCHANGES[1]}/roll"


def test_everything_works_without_a_script(plain_page: Page, address: str) -> None:
    sign_in(plain_page, address)
    plain_page.get_by_role("link", name="看全年").click()
    assert plain_page.get_by_role("heading", name="2026年度计划").is_visible()
    plain_page.get_by_role("link", name="English").click()
    assert plain_page.get_by_role("heading", name="Year plan 2026").is_visible()
    plain_page.get_by_role("button", name="Sign out").click()
    plain_page.wait_for_url(f"{address}/signin")


def test_the_sign_in_page_is_whole_also_when_it_refuses(phone_page: Page, address: str) -> None:
    assert checks.faults(phone_page, f"{address}/signin?lang=zh") == []
    assert checks.faults(phone_page, f"{address}/signin?lang=en", (320, 1280)) == []
    phone_page.goto(f"{address}/signin?lang=zh")
    phone_page.fill("#name", "secretary")
    phone_page.fill("#password", "wrong")
    phone_page.press("#password", "Enter")
    phone_page.get_by_role("alert").wait_for()
    assert phone_page.input_value("#name") == "secretary"
    assert phone_page.input_value("#password") == ""
    assert checks.bad_markup(phone_page) == []
    assert checks.small_taps(phone_page) == []


def test_what_waits_for_a_decision_and_an_answer_is_whole(
    chromium: Browser, sqlite_url: str
) -> None:
    now = datetime(2026, 9, 15, 1, 0, tzinfo=UTC)
    built = app(sqlite_url, now, check_forms=True)
    store = runtime(built).store
    by = principal(store, "secretary")
    away = Blackout("body:auto", date(2026, 9, 16), date(2026, 9, 17))
    blackouts.add(store, away, by=by, now=now)
    wish = NewRequest("r-1", TurnAct.EXCUSE, "搬迁", turn=EXCHANGES[1])
    turn_requests.ask(store, wish, by=by, now=now)
    with served(built) as url, open_page(chromium, DESK) as page:
        signed_in(page, url)
        assert checks.faults(page, f"{url}/?lang=en", (320, 1280)) == []
        assert checks.faults(page, f"{url}/?lang=zh") == []
        assert "1场活动要您定" in page.inner_text("main")
        page.click("text=去定")
        assert page.url == f"{url}/plans?alliance=auto&year=2026"
