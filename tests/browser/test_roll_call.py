from collections.abc import Iterator
from datetime import date, time

import pytest
from playwright.sync_api import Page

from scheduler.domain.attendance.totals import Totals
from scheduler.services import attendance
from scheduler.store import Store
from scheduler.store.tables.roster import AffiliationRow, PersonRow
from tests.browser import checks
from tests.support import serving
from tests.support.serving import sign_in, signed_in
from tests.support.world import EXCHANGES, app, at, principal, runtime

EXCHANGE = EXCHANGES[1]
LATER = at(date(2026, 9, 23), time(17, 0))
BUDGET = 9
"""The most presses for thirty people with three exceptions."""


class Hand:
    """A finger that counts its presses."""

    def __init__(self, page: Page) -> None:
        self.page = page
        self.presses = 0

    def press(self, what: str) -> None:
        self.presses += 1
        self.page.locator(what).first.click()


@pytest.fixture
def served(sqlite_url: str) -> Iterator[tuple[str, Store]]:
    """A service in which thirty people are expected at the exchange."""
    built = app(sqlite_url, LATER, check_forms=True)
    store = runtime(built).store
    with store.write() as session:
        for number in range(7, 31):
            name = f"样例员{number}" if number % 5 else f"阿依古丽·样例提{number}"
            session.add(PersonRow(id=f"p-{number}", name=name, pinyin_key="y l", standing="member"))
            session.flush()
            session.add(AffiliationRow(person=f"p-{number}", body="auto-2", kind="home"))
    with serving.served(built) as url:
        yield url, store


def test_thirty_people_are_called_and_sealed_within_the_budget_without_a_script(
    plain_page: Page, served: tuple[str, Store]
) -> None:
    address, store = served
    sign_in(plain_page, address, target=f"/events/{EXCHANGE}")
    hand = Hand(plain_page)
    hand.press(f"a[href='/events/{EXCHANGE}/roll']")
    hand.press("button[name=all]")
    assert plain_page.get_by_role("status").first.inner_text().startswith("已把其余30人记为到。")
    for label in ("p-2-leave", "p-9-absent", "p-20-absent"):
        hand.press(f"label[for={label}]")
    hand.press(".dock button[name=save]")
    called = hand.presses
    hand.press(f"a[href='/events/{EXCHANGE}/seal']")
    hand.press("main form button")
    view = attendance.register(store, EXCHANGE, by=principal(store, "secretary"))
    assert view.totals == Totals(due=30, present=27, leave=1, absent=2)
    assert view.seal is not None
    assert plain_page.locator("p.when").inner_text() == view.seal.code
    assert (called, hand.presses) == (6, 8)
    assert hand.presses <= BUDGET


def test_everybody_present_takes_three_presses_and_one_takes_it_back(
    plain_page: Page, served: tuple[str, Store]
) -> None:
    address, store = served
    signed_in(plain_page, address)
    plain_page.goto(f"{address}/events/{EXCHANGE}/roll")
    hand = Hand(plain_page)
    hand.press("button[name=all]")
    hand.press("button[name=undo]")
    view = attendance.register(store, EXCHANGE, by=principal(store, "secretary"))
    assert (hand.presses, view.totals) == (2, Totals(due=30, unmarked=30))


def test_a_guest_is_added_without_a_script(plain_page: Page, served: tuple[str, Store]) -> None:
    address, store = served
    signed_in(plain_page, address)
    plain_page.goto(f"{address}/events/{EXCHANGE}/roll")
    hand = Hand(plain_page)
    hand.press("summary")
    plain_page.fill("#guest_name", "王来宾")
    hand.press("button[name=guest]")
    view = attendance.register(store, EXCHANGE, by=principal(store, "secretary"))
    assert (hand.presses, view.totals.guests) == (2, 1)


def test_the_pages_of_the_roll_call_are_whole(phone_page: Page, served: tuple[str, Store]) -> None:
    address, _ = served
    roll, seal = (f"{address}/events/{EXCHANGE}/{page}" for page in ("roll", "seal"))
    signed_in(phone_page, address)
    assert checks.faults(phone_page, roll) == []
    assert checks.faults(phone_page, seal) == []
    phone_page.goto(roll)
    phone_page.locator("button[name=all]").click()
    assert checks.faults(phone_page, phone_page.url) == []
    assert checks.faults(phone_page, f"{roll}?person=p-2&lang=en") == []
    phone_page.goto(seal)
    phone_page.locator("main form button").click()
    assert checks.faults(phone_page, seal) == []
    assert checks.faults(phone_page, roll) == []
