"""A feed full of hostile texts; run as a module, it writes the feed to standard output."""

import sys
from collections.abc import Iterator
from dataclasses import replace

from feeds.formats.icalendar import join, render_block
from feeds.profiles import OUTLOOK
from feeds.values import Conference, Feed, FeedEvent
from tests.feeds.samples import (
    COUNCIL,
    FEED,
    LINE_BREAKERS,
    SNIPPETS,
    UNWRITABLE,
    many_texts,
    shown,
)

COUNT = 200


def hostile_events() -> Iterator[FeedEvent]:
    """Make events whose every text is hostile."""
    pieces = SNIPPETS + LINE_BREAKERS + UNWRITABLE
    samples = list(many_texts(COUNT, pieces))
    for number, text in enumerate(samples):
        other = samples[-number - 1]
        yield replace(
            COUNCIL,
            uid=f"hostile-{number}",
            summary=shown(text),
            location=other,
            description=text + other,
            categories=(other, text),
            conference=Conference("https://meet.example/a", text),
        )


def hostile_feed() -> bytes:
    """Join the hostile events into a feed with a hostile name."""
    breakers = "".join(LINE_BREAKERS + UNWRITABLE)
    feed: Feed = replace(FEED, name=f"样例{breakers}", description=f"样例{breakers}")
    return join(feed, [render_block(one, OUTLOOK) for one in hostile_events()], OUTLOOK)


if __name__ == "__main__":
    sys.stdout.buffer.write(hostile_feed())
