from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, Page

from tests.browser import checks
from tests.support.browser import DESK, open_page
from tests.support.serving import served
from tests.web.preview import preview_app
from tests.web.samples import SAMPLES


@pytest.fixture(scope="module")
def preview_url() -> Iterator[str]:
    with served(preview_app()) as url:
        yield url


@pytest.fixture(scope="module")
def shared_page(chromium: Browser) -> Iterator[Page]:
    with open_page(chromium, DESK) as page:
        yield page


@pytest.mark.parametrize("name", SAMPLES)
def test_a_page_is_whole_at_every_width(shared_page: Page, preview_url: str, name: str) -> None:
    assert checks.faults(shared_page, f"{preview_url}/{name}?lang=zh") == []


@pytest.mark.parametrize("name", SAMPLES)
def test_a_page_bears_english(shared_page: Page, preview_url: str, name: str) -> None:
    assert checks.faults(shared_page, f"{preview_url}/{name}?lang=en", (320, 1280)) == []


FAULTY = """<!doctype html><html><body>
<p style="color: #777; background: #888">pale and inline</p>
<div id="wide">wide</div><div id="wide">twice</div>
<small>tiny</small><a class="other" href="#">press</a><span class="chip">word</span>
<label for="nothing">for nothing</label><script src="http://other.invalid/x.js"></script>
<svg><use href="#gone"/></svg></body></html>"""
LAYOUT = """body { margin: 0 } #wide { width: 500px } small { font-size: 10px }
.other { display: block; height: 20px }"""


def test_the_checks_find_planted_faults(phone_page: Page) -> None:
    phone_page.set_content(FAULTY)
    phone_page.add_style_tag(content=LAYOUT)
    assert checks.bad_markup(phone_page) == [
        "unknown class other",
        "inline style",
        "inline STYLE",
        "state without shape or word: span.chip word",
        "other host http://other.invalid/x.js",
        "twice the id wide",
        "nothing has the id gone",
        "nothing has the id nothing",
    ]
    assert checks.sideways_scroll(phone_page) == ["the page is 500 wide"]
    assert checks.too_wide(phone_page) == [
        "outside div wide",
        "outside div twice",
    ]
    assert checks.small_text(phone_page) == ["small tiny"]
    assert checks.small_taps(phone_page) == ["20.0 high: a.other press"]
    assert checks.pale_text(phone_page) == ["contrast 1.26: p pale and inline"]


def test_the_roll_counts_and_opens_reasons_without_a_script(
    plain_page: Page, preview_url: str
) -> None:
    plain_page.goto(f"{preview_url}/roll")
    plain_page.click("label[for=p4-leave]")
    plain_page.click("label[for=p5-yes]")
    plain_page.click("label[for=p4-sick]")
    marks = {
        key: plain_page.input_value(f"input[name='{key}']:checked")
        for key in ("p-p1", "p-p2", "p-p3", "p-p4", "p-p5", "r-p4")
    }
    assert marks == {
        "p-p1": "yes",
        "p-p2": "leave",
        "p-p3": "absent",
        "p-p4": "leave",
        "p-p5": "yes",
        "r-p4": "sick",
    }
    assert plain_page.locator("label[for=p4-sick]").is_visible()
    assert not plain_page.locator("label[for=p1-sick]").is_visible()


def test_a_word_of_those_whom_a_plan_touches_stays_whole_on_a_phone(
    phone_page: Page, preview_url: str
) -> None:
    phone_page.goto(f"{preview_url}/plan?lang=en")
    lines = phone_page.locator(".people strong").first.evaluate("""node => {
        node.nextElementSibling.textContent = "They follow the alliance; ".repeat(9);
        node.textContent = "1 subscription";
        const told = document.createRange();
        told.selectNodeContents(node);
        return told.getClientRects().length;
    }""")
    assert lines in (1, 2)


def test_enter_in_the_search_saves_and_never_marks_all(plain_page: Page, preview_url: str) -> None:
    plain_page.goto(f"{preview_url}/roll")
    first = plain_page.locator("form[action='/events/sample/roll'] button").first
    assert (first.get_attribute("name"), first.get_attribute("value")) == ("save", "1")
    with plain_page.expect_request("**/events/sample/roll") as sent:
        plain_page.fill("#q", "oygs")
        plain_page.press("#q", "Enter")
    body = sent.value.post_data or ""
    assert ("save=1" in body, "all=yes" in body, "q=oygs" in body) == (True, False, True)


def test_the_copy_button_is_there_only_with_a_script(
    chromium: Browser, plain_page: Page, preview_url: str
) -> None:
    plain_page.goto(f"{preview_url}/subscribe")
    assert not plain_page.locator("button[data-copies]").is_visible()
    permissions = ["clipboard-read", "clipboard-write"]
    context = chromium.new_context(locale="zh-CN", permissions=permissions)
    page = context.new_page()
    page.goto(f"{preview_url}/subscribe")
    page.click("button[data-copies]")
    page.get_by_text("已复制").wait_for()
    copied = page.evaluate("navigator.clipboard.readText()")
    context.close()
    assert copied == "http://127.0.0.1:8000/feeds/k7qm3xt9vr2sk7qm3xt9vr2sk7qm3xt9.ics"
