"""What every page must pass in a real browser, as lists of faults (empty when all is well)."""

import json
import re
from collections.abc import Collection
from functools import cache
from pathlib import Path
from typing import Literal

from playwright.sync_api import Page

WIDTHS = (320, 360, 768, 1280)
_PHONES_END = 768
_SCRIPT = Path(__file__).with_suffix(".js").read_text("utf-8")
_SHEET = Path(__file__).parents[2] / "scheduler/web/static/app.css"
_SCHEMES: tuple[Literal["light", "dark"], ...] = ("light", "dark")


@cache
def known_classes() -> tuple[str, ...]:
    """List the classes that the style sheet knows."""
    rules = re.sub(r"/\*.*?\*/", "", _SHEET.read_text("utf-8"), flags=re.DOTALL)
    selectors = re.sub(r"\{[^{}]*\}", " ", rules)
    return tuple(sorted(set(re.findall(r"\.([a-z][a-z0-9-]*)", selectors))))


def sideways_scroll(page: Page) -> list[str]:
    """No page scrolls sideways."""
    return _ask(page, "sidewaysScroll")


def too_wide(page: Page) -> list[str]:
    """Nothing is wider than its cell or leaves the screen."""
    return _ask(page, "tooWide")


def small_text(page: Page) -> list[str]:
    """No text is under 13 px."""
    return _ask(page, "smallText")


def small_taps(page: Page) -> list[str]:
    """What is pressed is 48 px high on a phone, 24 on a desk and in the matrix.

    Links inside a sentence and those that stretch over their row or card are excepted.
    """
    return _ask(page, "smallTaps", _least_tap(page))


def pale_text(page: Page) -> list[str]:
    """No text has a contrast under 4.5 to what lies under it."""
    return _ask(page, "paleText")


def bad_markup(page: Page) -> list[str]:
    """No inline style or script, other host, unknown class, dead id, or state without a word."""
    return _ask(page, "badMarkup", known_classes())


def faults(page: Page, url: str, widths: Collection[int] = WIDTHS) -> list[str]:
    """Open the address, then list everything wrong at each width, and in both schemes.

    Colours are looked at once in each layout of the style sheet: nothing else changes them. Begun
    at the end of the widths where the page is, for each change means drawing it again.
    """
    page.goto(url)
    found = bad_markup(page)
    coloured = {_layout(width): width for width in widths}
    schemes = _SCHEMES
    for width in _from_here(page, widths):
        page.set_viewport_size({"width": width, "height": 800})
        found += [f"{width}: {fault}" for fault in _ask(page, "shape", _least_tap(page))]
        if width in coloured.values():
            for scheme in schemes:
                page.emulate_media(color_scheme=scheme)
                found += [f"{width} {scheme}: {fault}" for fault in pale_text(page)]
            schemes = schemes[::-1]
    return found


def _from_here(page: Page, widths: Collection[int]) -> list[int]:
    """Sort the widths so that the end nearer to the width of the page comes first."""
    size = page.viewport_size
    rising = sorted(widths)
    here = rising[0] if size is None else size["width"]
    return rising if here - rising[0] <= rising[-1] - here else rising[::-1]


def _layout(width: int) -> int:
    """Number the layout of a width: the style sheet changes it at 48 and at 64 rem."""
    return sum(width >= edge for edge in (768, 1024))


def _least_tap(page: Page) -> int:
    size = page.viewport_size
    return 48 if size is not None and size["width"] < _PHONES_END else 24


def _ask(page: Page, question: str, about: object = None) -> list[str]:
    answer: object = page.evaluate(f"({_SCRIPT}).{question}({json.dumps(about)})")
    if not isinstance(answer, list):
        raise TypeError(question)
    return [str(fault) for fault in answer]
