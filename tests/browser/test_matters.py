from collections.abc import Iterator
from contextlib import contextmanager
from datetime import timedelta

import pytest
from playwright.sync_api import Browser, Page

from scheduler.domain.matter import Method, Step
from scheduler.services.matters import steps as matters
from scheduler.services.matters.steps import NewMatter, Taking
from tests.browser import checks
from tests.support.browser import DESK, open_page
from tests.support.consulting import consult
from tests.support.serving import served, signed_in
from tests.support.world import NOW, app, principal, runtime

DISPATCH = Taking(Step.DISPATCH, department="organisation:bureau")
ACCEPT = Taking(Step.ACCEPT)
WAYS = (
    ("庚泽（样例）新能源汽车轻量化底盘系统制造有限公司厂区夜班班车绕行与站点增设事宜", ()),
    ("共享检测设备目录", (DISPATCH,)),
    ("双回路供电方案", (DISPATCH, ACCEPT)),
    ("产教融合实训基地", (DISPATCH, ACCEPT, Taking(Step.CONSULT))),
    (
        "共享用工对接",
        (DISPATCH, ACCEPT, Taking(Step.CONSULT), Taking(Step.RESOLVE, method=Method.DIRECT)),
    ),
)


@contextmanager
def board(url: str) -> Iterator[str]:
    """Serve a board with a matter in each lane, one of them late."""
    built = app(url, check_forms=True)
    store = runtime(built).store
    by, then = principal(store, "secretary"), NOW - timedelta(days=20)
    for title, steps in WAYS:
        new = NewMatter("auto", title, "用电", "organisation:alpha", "两路都要。", major=True)
        key = matters.raise_matter(store, new, by=by, now=then).key
        for step in steps:
            if step.step is Step.CONSULT:
                consult(store, key, then)
            else:
                matters.take(store, key, step, by=by, now=then)
    with served(built) as address:
        yield address


@pytest.fixture
def address(sqlite_url: str) -> Iterator[str]:
    """A board of the test alone."""
    with board(sqlite_url) as address:
        yield address


@pytest.fixture(scope="module")
def seen(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """A board that is only looked at."""
    with board(f"sqlite:///{tmp_path_factory.mktemp('matters')}/seen.db") as address:
        yield address


@pytest.mark.parametrize("place", ["", "/new", "/m-auto-001", "/m-auto-003", "/m-auto-005"])
def test_the_pages_of_matters_are_whole(chromium: Browser, seen: str, place: str) -> None:
    with open_page(chromium, DESK) as page:
        signed_in(page, seen)
        assert checks.faults(page, f"{seen}/matters{place}?lang=zh") == []
        assert checks.faults(page, f"{seen}/matters{place}?lang=en", (320, 1280)) == []


def test_choosing_an_alliance_is_whole(chromium: Browser, seen: str) -> None:
    with open_page(chromium, DESK) as page:
        signed_in(page, seen, "committee")
        assert checks.faults(page, f"{seen}/matters/new?lang=zh", (360, 1280)) == []


def test_a_matter_is_raised_and_dispatched_without_a_script(plain_page: Page, address: str) -> None:
    signed_in(plain_page, address)
    plain_page.goto(f"{address}/matters")
    plain_page.get_by_role("link", name="替企业提一件").click()
    plain_page.select_option("#raised_by", "organisation:beta")
    plain_page.select_option("#category", "-")
    plain_page.fill("#other_category", "交通")
    plain_page.get_by_role("button", name="提出").click()

    plain_page.get_by_role("alert").wait_for()
    assert checks.small_taps(plain_page) == []
    assert plain_page.input_value("#other_category") == "交通"
    plain_page.fill("#title", "班车绕行")
    plain_page.get_by_role("button", name="提出").click()

    plain_page.wait_for_url(f"{address}/matters/m-auto-006")
    plain_page.locator("summary", has_text="派单").click()
    plain_page.get_by_role("button", name="派单").click()

    plain_page.locator("summary", has_text="接单").wait_for()
    assert plain_page.locator("ol.history li").count() == 2
