"""Programs that fetch, by what they say of themselves."""

import pytest

from scheduler.services.feeds.clients import client_of, is_browser

_WEBKIT = "Mozilla/5.0 (X11; Linux x86_64) AppleWebKit/537.36 (KHTML, like Gecko)"


@pytest.mark.parametrize(
    ("said", "client", "browser"),
    [
        ("Microsoft Office/16.0", "outlook", False),
        ("Google-Calendar-Importer", "google", False),
        ("Mac+OS+X/10.15.7 (19H2) CalendarAgent/930.5.1", "apple", False),
        ("iOS/17.0 (21A329) dataaccessd/1.0", "apple", False),
        (f"{_WEBKIT} Chrome/120.0 Safari/537.36 OneOutlook/1.2024", "outlook", False),
        ("Thunderbird/153.0", "Thunderbird", False),
        (
            "Mozilla/5.0 (X11; Linux x86_64; rv:140.0) Gecko/20100101 Thunderbird/140.0",
            *("Thunderbird", False),
        ),
        ("Mozilla/5.0 (X11) Gecko/20100101 Firefox/115.0 Thunderbird/115.0", "Thunderbird", False),
        (f"{_WEBKIT} Mailspring/1.10 Chrome/94.0 Electron/15.1 Safari/537.36", "Mailspring", False),
        (f"{_WEBKIT} Chrome/94.0 Electron/15.1 Safari/537.36", "Electron", False),
        ("Mozilla/5.0 (X11; rv:140.0) Gecko/20100101 Firefox/140.0", "Firefox", True),
        (f"{_WEBKIT} Chrome/142.0.0.0 Safari/537.36", "Chrome", True),
        (f"{_WEBKIT} Chrome/142.0.0.0 Safari/537.36 Edg/142.0.0.0", "Edge", True),
        (f"{_WEBKIT} Version/17.4 Mobile/15E148 Safari/604.1", "Safari", True),
        (f"{_WEBKIT} Mobile/15E148 MicroMessenger/8.0.40", "MicroMessenger", True),
        ("Mozilla/5.0 (compatible) Sync/2", "Sync", False),
        ("Mozilla/5.0 (compatible)", "Mozilla", False),
        ("eM Client/9.2", "eM Client", False),
        ("", "", False),
        ("bad\x07", "", False),
        ("Mozilla/5.0 bad\x07/1", "", False),
        ("Mozilla/5.0 " + "x" * 50 + "/1", "x" * 40, False),
    ],
)
def test_a_client_is_named_without_its_version(said: str, client: str, *, browser: bool) -> None:
    found = client_of(said)
    assert (found, is_browser(found)) == (client, browser)
