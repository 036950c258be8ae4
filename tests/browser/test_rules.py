"""The pages of rules in a real browser, without scripts: seen, filled in, tried, kept."""

from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser

from tests.browser import checks
from tests.support.browser import DESK, PHONE, open_page
from tests.support.serving import served, sign_in
from tests.support.world import app


@pytest.fixture
def address(sqlite_url: str) -> Iterator[str]:
    """Serve the small alliance."""
    with served(app(sqlite_url, check_forms=True)) as url:
        yield url


@pytest.mark.parametrize(
    "place", ["", "/auto/exchange", "/auto/host_turns", "/auto/new", "/auto/new?type=coverage"]
)
def test_the_pages_of_rules_are_whole(chromium: Browser, address: str, place: str) -> None:
    joint = "&" if "?" in place else "?"
    with open_page(chromium, DESK) as page:
        sign_in(page, address, "alliance_admin")
        assert checks.faults(page, f"{address}/rules{place}{joint}lang=zh") == []
        assert checks.faults(page, f"{address}/rules{place}{joint}lang=en", (320, 1280)) == []


def test_a_rule_is_written_on_a_phone(chromium: Browser, address: str) -> None:
    with open_page(chromium, PHONE) as page:
        sign_in(page, address, "alliance_admin")
        page.goto(f"{address}/rules/auto/new?type=quota")
        page.fill("[name='p.min']", "many")
        page.click("text=看看排出什么")
        assert page.locator(".notice.late a").all_inner_texts()[0].startswith("名称还空着")
        assert page.input_value("[name='p.min']") == "many"

        page.fill("[name=name]", "月度沙龙")
        page.select_option("[name='p.per']", "month")
        page.fill("[name='p.min']", "1")
        page.select_option("[name='p.kind']", "exchange")
        page.click("text=看看排出什么")
        assert "2026年还有5场" in page.inner_text("aside")
        assert page.evaluate("document.activeElement.id") == "yields"
        place = page.locator("#yields").bounding_box()
        assert place is not None
        assert place["y"] < PHONE["height"] / 2
        page.click("text=保存，看会动哪些")
        assert page.url == f"{address}/plans?alliance=auto&year=2026&saved=1"
        assert "月度沙龙" in page.inner_text("main")
