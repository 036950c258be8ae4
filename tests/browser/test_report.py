from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser

from scheduler.services import attendance
from tests.browser import checks
from tests.support.browser import DESK, open_page
from tests.support.serving import served, signed_in
from tests.support.world import ALLIANCE, COUNCILS, MET, app, principal, runtime

PRESS = "0b9b2f5e-6a39-4c7e-9d8f-2f6f0f0c1a11"


@pytest.fixture
def address(sqlite_url: str) -> Iterator[str]:
    """Serve an alliance of which one council is sealed."""
    built = app(sqlite_url, MET, check_forms=True)
    store = runtime(built).store
    secretary = principal(store, "secretary")
    attendance.open_register(store, COUNCILS[2], by=secretary, now=MET)
    attendance.all_present(store, COUNCILS[2], PRESS, by=secretary, now=MET)
    attendance.seal(store, COUNCILS[2], by=secretary, now=MET)
    with served(built) as url:
        yield url


def test_a_report_is_whole_and_prints_on_one_sheet(chromium: Browser, address: str) -> None:
    report = f"{address}/alliances/{ALLIANCE}/report"
    with open_page(chromium, DESK) as page:
        signed_in(page, address)
        assert checks.faults(page, f"{report}?lang=zh") == []
        printed = page.pdf(prefer_css_page_size=True)
        assert printed.count(b"/Type /Page\n") == 1
        assert checks.faults(page, f"{report}?period=2026-Q2&lang=en", (320, 1280)) == []
