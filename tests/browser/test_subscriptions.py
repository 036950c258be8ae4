from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, Page

from tests.browser import checks
from tests.support.browser import DESK, PHONE, open_page
from tests.support.serving import served, signed_in
from tests.support.world import app

PATH = "/alliances/auto/subscribe"


@pytest.fixture
def address(sqlite_url: str) -> Iterator[str]:
    with served(app(sqlite_url, check_forms=True)) as url:
        yield url


def unfolded(page: Page) -> list[str]:
    """List what is wrong with the page once everything on it is unfolded."""
    for place in range(page.locator("summary").count()):
        page.locator("summary").nth(place).press("Enter")
    return [
        *checks.sideways_scroll(page),
        *checks.too_wide(page),
        *checks.small_taps(page),
        *checks.small_text(page),
    ]


def test_an_address_is_made_by_keyboard_on_a_phone_without_a_script(
    chromium: Browser, address: str
) -> None:
    with open_page(chromium, PHONE) as page:
        signed_in(page, address, "branch")
        cookies = page.context.cookies()
    with open_page(chromium, PHONE, scripts=False) as page:
        page.context.add_cookies(
            [{"name": c["name"], "value": c["value"], "url": address} for c in cookies]
        )
        page.goto(address + PATH)
        page.get_by_label("全联盟的活动").focus()
        page.keyboard.press("ArrowDown")  # my branch
        for _ in range(3):  # the organisation, the device, the rest
            page.keyboard.press("Tab")
            if page.locator("#name:focus").count():
                break
        page.keyboard.type("手机")
        page.keyboard.press("Enter")
        page.get_by_text("地址好了。").wait_for()
        assert page.locator("#where + .note").inner_text() == "“手机”的地址：第1支部要参加的"


def test_the_pages_are_whole_folded_and_unfolded(chromium: Browser, address: str) -> None:
    with open_page(chromium, DESK) as page:
        signed_in(page, address)
        page.goto(address + PATH)
        page.fill("#name", "办公室电脑")
        page.get_by_role("button", name="生成我的地址").click()
        for path in (PATH, "/subscriptions", "/alliances/auto/subscriptions"):
            assert checks.faults(page, f"{address}{path}?lang=zh", (320, 1280)) == []
            page.set_viewport_size(PHONE)
            assert unfolded(page) == []
