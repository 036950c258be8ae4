"""The first feed after a start, 5,000 events: from kept blocks, and with each written anew."""

import statistics
import tempfile
import time
from datetime import timedelta
from pathlib import Path

from benchmarks._feed import FIRST, fill
from scheduler.services.feeds import serving
from scheduler.services.feeds.asking import Ask
from scheduler.services.feeds.shelf import Copy, Shelf
from scheduler.store import Store, database

EVENTS = 5_000
ROUNDS = 5
NOW = FIRST + timedelta(days=300)


def first(store: Store, token: str) -> tuple[float, Shelf, bytes]:
    """Give the processor's seconds of the first answer of a process that has nothing in memory."""
    shelf = Shelf("http://calendar.example")
    begun = time.process_time()
    copy = serving.serve(store, shelf, Ask(token), NOW)
    taken = time.process_time() - begun
    assert isinstance(copy, Copy)  # noqa: S101 - a benchmark's own check
    return taken, shelf, copy.calendar.octets


def main() -> None:
    """Time the first answer without and with kept blocks, check that both are the same."""
    with tempfile.TemporaryDirectory() as home:
        token = fill(Path(home), EVENTS)
        engine = database.engine(f"sqlite:///{home}/scheduler.db")
        store = Store(engine)
        written = [first(store, token) for _ in range(3)]
        serving.flush(store, written[-1][1])
        kept = [first(store, token) for _ in range(ROUNDS)]
        engine.dispose()
    assert {octets for _, _, octets in (*written, *kept)} == {written[0][2]}  # noqa: S101 - as above
    anew, cold = (statistics.median(each[0] for each in found) for found in (written, kept))
    print(
        f"first feed after a start, {EVENTS:,} events, CPU: from kept blocks {cold:.2f} s, "
        f"every event written anew {anew:.2f} s, ratio {anew / cold:.1f}"
    )


if __name__ == "__main__":
    main()
