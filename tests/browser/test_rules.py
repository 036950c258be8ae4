"""The pages of rules in a real browser, without scripts: seen, filled in, tried, kept."""

from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, Page

from tests.browser import checks
from tests.support.browser import DESK, PHONE, open_page
from tests.support.serving import served, signed_in
from tests.support.world import app


@pytest.fixture
def address(sqlite_url: str) -> Iterator[str]:
    """Serve the small alliance."""
    with served(app(sqlite_url, check_forms=True)) as url:
        yield url


@pytest.fixture(scope="module")
def manager(
    chromium: Browser, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[tuple[Page, str]]:
    """Who may change rules, on a service where nobody does."""
    built = app(f"sqlite:///{tmp_path_factory.mktemp('rules')}/seen.db", check_forms=True)
    with served(built) as url, open_page(chromium, DESK) as page:
        signed_in(page, url, "alliance_admin")
        yield page, f"{url}/rules"


@pytest.mark.parametrize(
    "place", ["", "/auto/exchange", "/auto/host_turns", "/auto/new", "/auto/new?type=coverage"]
)
def test_the_pages_of_rules_are_whole(manager: tuple[Page, str], place: str) -> None:
    page, rules = manager
    joint = "&" if "?" in place else "?"
    assert checks.faults(page, f"{rules}{place}{joint}lang=zh") == []
    assert checks.faults(page, f"{rules}{place}{joint}lang=en", (320, 1280)) == []


def test_the_pages_of_lists_are_whole(manager: tuple[Page, str]) -> None:
    page, rules = manager
    lists = rules.removesuffix("rules") + "lists/auto"
    for place in ("", "/members"):
        assert checks.faults(page, f"{lists}{place}?lang=zh", (360,)) == []
        assert checks.faults(page, f"{lists}{place}?lang=en", (320, 1280)) == []


def test_a_rule_is_written_on_a_phone(chromium: Browser, address: str) -> None:
    with open_page(chromium, PHONE) as page:
        signed_in(page, address, "alliance_admin")
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
