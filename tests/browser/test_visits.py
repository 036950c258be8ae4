from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, Page

from scheduler.store.tables.planning import RuleRow
from scheduler.store.tables.roster import NameRow
from tests.browser import checks
from tests.support.browser import DESK, PHONE, open_page
from tests.support.serving import served, signed_in
from tests.support.visiting import with_lists
from tests.support.world import ALLIANCE, app, runtime

LIST = "/quota?alliance=auto&rule=enterprise_visit"


@pytest.fixture
def address(sqlite_url: str) -> Iterator[str]:
    """Serve lists of visits and items, and an office that nobody holds."""
    built = app(sqlite_url, check_forms=True)
    store = with_lists(runtime(built).store)
    seats = {"for": "body:alliance", "require": [{"role": "pioneer", "n": 1}]}
    with store.write() as session:
        session.add(
            RuleRow(
                alliance=ALLIANCE, position=9, key="seats", type="staffing", name="岗位", data=seats
            )
        )
        session.add(NameRow(key="pioneer", name="强链先锋", name_en="Chain pioneer"))
        session.add(NameRow(key="one", name="组织建设规范化动作（样例）", name_en="Item one"))
    with served(built) as url:
        yield url


def tick(page: Page, *places: int) -> None:
    for place in places:
        page.get_by_role("checkbox").nth(place).check()
    page.get_by_role("button", name="记下勾选的").click()


def test_the_pages_of_lists_are_whole(chromium: Browser, address: str) -> None:
    with open_page(chromium, DESK) as page:
        signed_in(page, address)
        page.goto(address + LIST)
        tick(page, 0)
        assert checks.faults(page, f"{page.url}&lang=zh") == []
        for path in (LIST, "/quota?alliance=auto&rule=own_items", "/alliances/auto?"):
            assert checks.faults(page, f"{address}{path}&lang=zh", (320, 1280)) == []
            assert checks.faults(page, f"{address}{path}&lang=en", (320, 1280)) == []


def test_two_visits_are_ticked_and_saved_and_taken_back_on_a_phone(
    chromium: Browser, address: str
) -> None:
    with open_page(chromium, PHONE) as page:
        signed_in(page, address)
        page.goto(address + LIST)
        tick(page, 0, 2)
        assert page.get_by_role("status").inner_text() == "已记2项。\n撤销"
        assert "已办2项" in page.locator(".lead").inner_text()
        page.get_by_role("button", name="撤销").click()
        assert "已办0项" in page.locator(".lead").inner_text()
