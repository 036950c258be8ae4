"""A real Chromium for the tests of pages."""

import os
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from weakref import WeakKeyDictionary

import pytest
from playwright.sync_api import Browser, Page, ViewportSize, sync_playwright

DESK = ViewportSize(width=1280, height=800)
PHONE = ViewportSize(width=360, height=780)

_NAMES = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable")
_FLAGS = (
    "--disable-quic",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--no-first-run",
    "--host-resolver-rules=MAP * ~NOTFOUND, EXCLUDE 127.0.0.1, EXCLUDE localhost",
)
_MISSING = "page tests need Chromium on PATH (Debian: apt-get install chromium fonts-noto-cjk)"


def chromium_path() -> str:
    """Find Chromium; without it skip the test, or fail it where CI is set."""
    for name in _NAMES:
        path = shutil.which(name)
        if path is not None:
            return path
    if os.environ.get("CI"):
        pytest.fail(_MISSING, pytrace=False)
    pytest.skip(_MISSING)


@contextmanager
def running_browser() -> Iterator[Browser]:
    """Start Chromium without a window and end it afterwards."""
    as_root = ("--no-sandbox",) if os.geteuid() == 0 else ()
    path = chromium_path()
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=path, args=[*_FLAGS, *as_root])
        try:
            yield browser
        finally:
            browser.close()


@contextmanager
def open_page(browser: Browser, size: ViewportSize, *, scripts: bool = True) -> Iterator[Page]:
    """Give a page with no cookies of its own size; without a fault it is used again."""
    kept = _kept.setdefault(browser, {True: [], False: []})[scripts]
    page = kept.pop() if kept else _new_page(browser, scripts=scripts)
    page.set_viewport_size(size)
    try:
        yield page
    except BaseException:
        page.context.close()
        raise
    page.context.clear_cookies()
    page.emulate_media(color_scheme="light")
    kept.append(page)


_kept: WeakKeyDictionary[Browser, dict[bool, list[Page]]] = WeakKeyDictionary()
"""Pages that nobody uses, by whether scripts run: a new one costs more than a short test."""


def _new_page(browser: Browser, *, scripts: bool) -> Page:
    return browser.new_context(
        viewport=DESK,
        locale="zh-CN",
        timezone_id="Asia/Shanghai",
        reduced_motion="reduce",
        java_script_enabled=scripts,
    ).new_page()
