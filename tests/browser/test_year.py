from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, Page

from tests.browser import checks
from tests.support.browser import DESK, open_page
from tests.support.serving import served, signed_in
from tests.support.world import EXCHANGES, app


@pytest.fixture(scope="module")
def address(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """Serve the small alliance, which nobody changes."""
    database = f"sqlite:///{tmp_path_factory.mktemp('year')}/seen.db"
    with served(app(database, check_forms=True)) as url:
        yield url


def test_a_year_is_whole_at_every_width(chromium: Browser, address: str) -> None:
    with open_page(chromium, DESK) as page:
        signed_in(page, address)
        assert checks.faults(page, f"{address}/alliances/auto?lang=zh") == []
        assert checks.faults(page, f"{address}/alliances/auto?lang=en") == []


def test_a_year_is_whole_for_a_stranger_and_before_it_is_planned(
    chromium: Browser, address: str
) -> None:
    with open_page(chromium, DESK) as page:
        assert checks.faults(page, f"{address}/alliances/auto?lang=zh", (360, 1280)) == []
        assert checks.faults(page, f"{address}/alliances/auto?year=2027&lang=en", (320, 1280)) == []


def test_a_year_leads_to_its_events_and_to_other_years(plain_page: Page, address: str) -> None:
    plain_page.goto(f"{address}/alliances/auto")
    plain_page.get_by_role("link", name="2027", exact=True).click()
    assert plain_page.get_by_role("heading", name="2027年度计划").is_visible()
    plain_page.get_by_role("link", name="2026", exact=True).click()
    plain_page.locator(f"ul.events a[href='/events/{EXCHANGES[1]}']").click()
    plain_page.wait_for_url(f"{address}/events/{EXCHANGES[1]}")
