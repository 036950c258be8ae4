"""The feeds whose octets are kept; run as a module, it writes them anew."""

from dataclasses import replace
from datetime import timedelta
from pathlib import Path

from feeds.formats.icalendar import join, render_block
from feeds.notices import farewell_notice
from feeds.profiles import APPLE, GENERIC, GOOGLE, OUTLOOK, Profile
from feeds.values import Feed
from tests.feeds.samples import EVENTS, FEED, NOON, PLACED

FOLDER = Path(__file__).parent


def _feed(feed: Feed, profile: Profile) -> bytes:
    return join(feed, [render_block(one, profile, feed.language) for one in EVENTS], profile)


def cases() -> dict[str, bytes]:
    """Return the octets of every kept feed by its file name."""
    english = replace(FEED, name="Sample alliance", description="", language="en")
    reminded = replace(FEED, alarms=(timedelta(minutes=30), timedelta(days=1)))
    farewell = farewell_notice(FEED, NOON + timedelta(days=100))
    return {
        "generic.ics": _feed(FEED, GENERIC),
        "outlook.ics": _feed(FEED, OUTLOOK),
        "apple.ics": _feed(FEED, APPLE),
        "google.ics": _feed(FEED, GOOGLE),
        "english.ics": _feed(english, GENERIC),
        "reminded.ics": _feed(reminded, GENERIC),
        "empty.ics": join(FEED, [], GENERIC),
        "empty-english.ics": join(english, [], GENERIC),
        "placed.ics": join(FEED, [render_block(PLACED, GENERIC)], GENERIC),
        "farewell.ics": join(FEED, [render_block(farewell, GENERIC)], GENERIC),
    }


if __name__ == "__main__":
    for name, octets in cases().items():
        (FOLDER / name).write_bytes(octets)
