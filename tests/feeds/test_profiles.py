"""A client gets the profile that it names itself by."""

import pytest

from feeds.profiles import (
    APPLE,
    GENERIC,
    GOOGLE,
    OUTLOOK,
    PROFILES,
    Profile,
    is_outlook,
    profile_of_client,
)

CLIENTS = {
    "Microsoft Office/16.0 (Windows NT 10.0; Microsoft Outlook 16.0.17726; Pro)": OUTLOOK,
    "Mozilla/4.0 (compatible; ms-office; MSOffice rmj)": OUTLOOK,
    "Microsoft.Exchange/15.20": OUTLOOK,
    "Google-Calendar-Importer": GOOGLE,
    "macOS/15.1 (24B83) CalendarAgent/1011": APPLE,
    "iOS/18.1 (22B83) dataaccessd/1.0": APPLE,
    "Mozilla/5.0 (X11; Linux x86_64; rv:153.0) Thunderbird/153.0": GENERIC,
    "": GENERIC,
}


@pytest.mark.parametrize(("client", "profile"), CLIENTS.items())
def test_profile_follows_the_client(client: str, profile: Profile) -> None:
    assert profile_of_client(client) is profile
    assert is_outlook(client) is (profile is OUTLOOK)


def test_profiles_are_found_by_name() -> None:
    assert dict(PROFILES) == {
        "generic": GENERIC,
        "outlook": OUTLOOK,
        "apple": APPLE,
        "google": GOOGLE,
    }
