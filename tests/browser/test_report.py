from collections.abc import Iterator
from threading import Thread

import pytest
from playwright.sync_api import Browser, Page
from werkzeug.serving import make_server

from scheduler.services import attendance
from tests.browser import checks
from tests.support.browser import DESK, open_page
from tests.support.world import ALLIANCE, COUNCILS, MET, PASSWORD, app, principal, runtime

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
    server = make_server("127.0.0.1", 0, built, threaded=True)
    thread = Thread(target=server.serve_forever)
    thread.start()
    yield f"http://127.0.0.1:{server.server_port}"
    server.shutdown()
    thread.join()
    server.server_close()


def sign_in(page: Page, address: str) -> None:
    page.goto(f"{address}/signin")
    page.fill("#name", "secretary")
    page.fill("#password", PASSWORD)
    page.press("#password", "Enter")
    page.wait_for_url(f"{address}/")


def test_a_report_is_whole_and_prints_on_one_sheet(chromium: Browser, address: str) -> None:
    report = f"{address}/alliances/{ALLIANCE}/report"
    with open_page(chromium, DESK) as page:
        sign_in(page, address)
        assert checks.faults(page, f"{report}?lang=zh") == []
        printed = page.pdf(prefer_css_page_size=True)
        assert printed.count(b"/Type /Page\n") == 1
        assert checks.faults(page, f"{report}?period=2026-Q2&lang=en", (320, 1280)) == []
