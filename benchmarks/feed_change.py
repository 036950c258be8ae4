"""G1: one event of a feed changed: writing it anew, and the next answer, against a rebuild."""

import statistics
import time
from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, datetime, timedelta

import icalendar

from feeds.formats.icalendar import join, render_block
from feeds.profiles import GENERIC
from feeds.validators import compress, etag_of
from feeds.values import Feed, FeedEvent, TimeSpan

SIZES = (100, 1_000, 10_000)
ROUNDS = 5
RENDERED = 2_000
FIRST = datetime(2026, 1, 5, 6, 30, tzinfo=UTC)
FEED = Feed(key="sample", name="样例产业链党建联盟", created=FIRST)


def event(number: int) -> FeedEvent:
    """Make one event of the feed."""
    start = FIRST + timedelta(hours=3 * number)
    return FeedEvent(
        uid=f"e-{number:06}@sample",
        sequence=1,
        created=FIRST,
        modified=FIRST + timedelta(days=number % 30),
        span=TimeSpan(start, start + timedelta(hours=2)),
        summary="样例交流对接",
        location="样例企业，二楼会议室",
        description="类型：交流对接\n主办：样例企业\n详情：https://calendar.example/events/e",
        categories=("交流对接",),
        url="https://calendar.example/events/e",
    )


def rebuilt(events: list[FeedEvent]) -> bytes:
    """Write the whole calendar with the library, as one does who keeps no blocks."""
    calendar = icalendar.Calendar()
    calendar.add("prodid", "-//sample//")
    calendar.add("version", "2.0")
    for each in events:
        made = icalendar.Event()
        assert isinstance(each.span, TimeSpan)  # noqa: S101 - the events of this file
        for name, value in (
            ("uid", each.uid),
            ("dtstamp", each.modified),
            ("last-modified", each.modified),
            ("created", each.created),
            ("dtstart", each.span.start),
            ("dtend", each.span.end),
            ("sequence", each.sequence),
            ("status", "CONFIRMED"),
            ("summary", each.summary),
            ("location", each.location),
            ("description", each.description),
            ("categories", list(each.categories)),
            ("url", each.url),
        ):
            made.add(name, value)
        calendar.add_component(made)
    return bytes(calendar.to_ical())


def seconds(work: Callable[[], object]) -> float:
    """Give the processor's seconds of some work."""
    begun = time.process_time()
    work()
    return time.process_time() - begun


def main() -> None:
    """Time both ways in turn at each size and print the ratios."""
    renders, ratios = {}, {}
    for size in SIZES:
        events = [event(number) for number in range(size)]
        blocks = {each.uid: render_block(each, GENERIC) for each in events}
        changed = replace(events[size // 2], sequence=2)

        def render(changed: FeedEvent = changed) -> None:
            for _ in range(RENDERED):
                etag_of(render_block(changed, GENERIC))

        def answer(blocks: dict[str, bytes] = blocks, changed: FeedEvent = changed) -> None:
            blocks[changed.uid] = render_block(changed, GENERIC)
            octets = join(FEED, blocks.values(), GENERIC)
            etag_of(octets)
            compress(octets)

        def rebuild(events: list[FeedEvent] = events) -> None:
            octets = rebuilt(events)
            etag_of(octets)
            compress(octets)

        rounds = [(seconds(render), seconds(answer), seconds(rebuild)) for _ in range(ROUNDS)]
        one, ours, theirs = map(statistics.median, zip(*rounds, strict=True))
        renders[size], ratios[size] = one / RENDERED, theirs / ours
        print(
            f"G1 {size:>6,} events, CPU: render and tag one {renders[size] * 1e6:.0f} us, "
            f"next answer (join, hash, gzip) {ours * 1e3:.1f} ms, "
            f"rebuild with icalendar {theirs * 1e3:.0f} ms, ratio {ratios[size]:.0f}"
        )
    spread = max(renders.values()) / min(renders.values())
    print(f"G1 render from {SIZES[0]} to {SIZES[-1]:,} events: slowest {spread:.2f} x fastest")


if __name__ == "__main__":
    main()
