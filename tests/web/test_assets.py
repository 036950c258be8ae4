import re
from hashlib import sha256
from importlib.resources import files

import pytest

from scheduler.web.assets import asset_url
from tests.web.messages import WEB
from tests.web.preview import preview_app

FILES = {
    "app.css": "text/css; charset=utf-8",
    "app.js": "text/javascript; charset=utf-8",
    "icon.svg": "image/svg+xml",
}


def test_every_file_of_the_pages_is_served() -> None:
    assert {path.name for path in (WEB / "static").iterdir()} == set(FILES)


@pytest.mark.parametrize(("name", "kind"), FILES.items())
def test_a_file_is_kept_for_good_under_its_hash(name: str, kind: str) -> None:
    app = preview_app()
    content = (WEB / "static" / name).read_bytes()
    with app.test_request_context("/"):
        address = asset_url(name)
    assert address == f"/assets/{sha256(content).hexdigest()[:16]}/{name}"
    answer = app.test_client().get(address)
    assert (answer.data, answer.headers["Content-Type"], answer.headers["Cache-Control"]) == (
        content,
        kind,
        "public, max-age=31536000, immutable",
    )


@pytest.mark.parametrize("address", ["/assets/0000000000000000/app.css", "/assets/x/frame.py"])
def test_another_hash_or_file_is_not_found(address: str) -> None:
    assert preview_app().test_client().get(address).status_code == 404


def test_the_style_sheet_loads_nothing_else() -> None:
    sheet = (WEB / "static/app.css").read_text("utf-8")
    assert re.findall(r"url\(|@import|//", sheet) == []


def test_what_names_no_icon_has_one_too() -> None:
    answer = preview_app().test_client().get("/favicon.ico")
    icon = files("scheduler.web").joinpath("static", "icon.svg").read_bytes()
    headers = ("Content-Type", "Cache-Control")
    assert (answer.data, [answer.headers[each] for each in headers]) == (
        icon,
        ["image/svg+xml", "public, max-age=86400"],
    )


def test_r36_search_engines_are_asked_away_but_feeds_may_be_fetched() -> None:
    answer = preview_app().test_client().get("/robots.txt")
    assert (answer.text, answer.headers["Content-Type"], answer.headers["X-Robots-Tag"]) == (
        "User-agent: *\nDisallow: /\nAllow: /feeds/\n",
        "text/plain; charset=utf-8",
        "noindex",
    )
