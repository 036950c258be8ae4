"""A real Chromium for the tests of pages."""

import os
import shutil
from collections.abc import Iterator
from contextlib import contextmanager

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
    """Give a page with no cookies of its own size, closed afterwards."""
    context = browser.new_context(
        viewport=size,
        locale="zh-CN",
        timezone_id="Asia/Shanghai",
        reduced_motion="reduce",
        java_script_enabled=scripts,
    )
    try:
        yield context.new_page()
    finally:
        context.close()
