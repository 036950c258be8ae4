"""Thunderbird and Evolution subscribe to a service that runs: prints a line for each fact."""

import sys
import tempfile
import time
from collections.abc import Callable
from contextlib import ExitStack
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path

from scheduler.services.feeds.tokens import feed_url
from scheduler.store import Store
from tests.clients import service
from tests.clients.desktop import evolution, thunderbird
from tests.clients.desktop.client import Desktop
from tests.clients.relay import Exchange, Relay, relaying
from tests.clients.seen import ParsedEvent
from tests.clients.service import Api
from tests.clients.story import STEPS, revoke, subscribed
from tests.clients.truth import truth
from tests.support.world import filled, token

FAREWELL = "订阅链接已停用，请重新获取"
GONE = timedelta(days=31)
PATIENCE_SECONDS = 60
QUIET_SECONDS = 2

Events = frozenset[ParsedEvent]


class NotSeenError(RuntimeError):
    """A program did not do what was expected of it in time."""


@dataclass(frozen=True, slots=True)
class Stage:
    """The database, the relay before the service, the API, and the programs that subscribe."""

    store: Store
    relay: Relay
    api: Api
    desktops: tuple[Desktop, ...]

    def polled(self, desktop: Desktop, is_expected: Callable[[Events], bool]) -> list[Exchange]:
        """Let a program poll, wait until it shows what is expected, and give its exchanges."""
        self.relay.take()
        desktop.refresh()
        return self.shown(desktop, is_expected)

    def shown(self, desktop: Desktop, is_expected: Callable[[Events], bool]) -> list[Exchange]:
        """Wait until a program has asked and shows what is expected, and give its exchanges."""
        deadline = time.monotonic() + PATIENCE_SECONDS
        while time.monotonic() < deadline:
            seen = [each for each in self.relay.exchanges if desktop.sign in each.client]
            if seen and is_expected(desktop.events()):
                return seen
            time.sleep(0.2)
        seen = [each for each in self.relay.exchanges if desktop.sign in each.client]
        raise NotSeenError(f"{desktop.name}: {seen} {sorted(map(str, desktop.events()))}")


def main() -> None:
    """Prove it all on the small alliance; the first thing that is not so ends it."""
    with tempfile.TemporaryDirectory(ignore_cleanup_errors=True) as name, ExitStack() as running:
        folder, port = Path(name), service.free_port()
        store = filled(service.database_url(folder))
        relay = running.enter_context(relaying(port))
        api = Api(port, token(store, "read"))
        address, other = subscribed(store), subscribed(store)
        relay.feed = feed_url("", address.token)
        with service.serving(folder, port, relay.address):
            desktops = tuple(
                running.enter_context(each.running(folder / each.__name__, relay.url))
                for each in (thunderbird, evolution)
            )
            stage = Stage(store, relay, api, desktops)
            _follow(stage)
            etags = [_unchanged(stage, desktop) for desktop in desktops]
        with service.serving(folder, port, relay.address):
            for desktop, etag in zip(desktops, etags, strict=True):
                _restarted(stage, desktop, etag)
            revoke(store, address, datetime.now(UTC))
            for desktop in desktops:
                _farewell(stage, desktop)
            revoke(store, other, datetime.now(UTC) - GONE)
            relay.feed = feed_url("", other.token)
            for desktop in desktops:
                _gone(stage, desktop)
        store.engine.dispose()


def _follow(stage: Stage) -> None:
    """See each program show what the API says, at first and after each step of the story."""
    expected = truth(stage.api.ask)
    for desktop in stage.desktops:
        seen = stage.shown(desktop, expected.__eq__)
        _fact(desktop, f"shows the {len(expected)} events of the API", seen)
    for name, step in STEPS.items():
        before = expected
        step(stage.store)
        expected = truth(stage.api.ask)
        new = len(expected - before)
        told = f"after {name}: {len(expected)} events as the API says, {new} new or changed"
        for desktop in stage.desktops:
            seen = stage.polled(desktop, expected.__eq__)
            _expect(desktop, seen, 200)
            _fact(desktop, told, seen)


def _unchanged(stage: Stage, desktop: Desktop) -> str:
    """See three polls without a change answered 304 (R42), and give the ETag."""
    expected = truth(stage.api.ask)
    etags = set()
    for count in ("first", "second", "third"):
        time.sleep(QUIET_SECONDS)
        seen = stage.polled(desktop, expected.__eq__)
        _expect(desktop, seen, 304)
        etags |= {each.etag for each in seen} | {each.etag_sent for each in seen}
        _fact(desktop, f"R42: {count} poll without a change", seen)
    (etag,) = etags
    return etag


def _restarted(stage: Stage, desktop: Desktop, etag: str) -> None:
    """See the service answer with the same ETag after its restart (R43)."""
    expected = truth(stage.api.ask)
    seen = stage.polled(desktop, expected.__eq__)
    _expect(desktop, seen, 304)
    if {each.etag for each in seen} != {etag}:
        raise NotSeenError(f"{desktop.name}: {etag} became {seen}")
    _fact(desktop, "R43: the ETag is the same after a restart of the service", seen)


def _farewell(stage: Stage, desktop: Desktop) -> None:
    """See the farewell replace all that a program had."""

    def is_farewell(events: Events) -> bool:
        return [each.summary for each in events] == [FAREWELL]

    seen = stage.polled(desktop, is_farewell)
    _expect(desktop, seen, 200)
    _fact(desktop, "after the revocation the farewell alone is left", seen)


def _gone(stage: Stage, desktop: Desktop) -> None:
    """See what a program has when the address is gone for good."""
    seen = stage.polled(desktop, lambda _: True)
    _expect(desktop, seen, 410)
    time.sleep(QUIET_SECONDS)
    left = len(desktop.events())
    _fact(desktop, f"after the month of farewell: {left} event left", seen)


def _expect(desktop: Desktop, seen: list[Exchange], status: int) -> None:
    if {each.status for each in seen} != {status}:
        raise NotSeenError(f"{desktop.name}: {status} was expected of {seen}")


def _fact(desktop: Desktop, told: str, seen: list[Exchange]) -> None:
    statuses = ", ".join(str(each.status) for each in seen)
    sys.stdout.write(f"{desktop.name}: {told} ({statuses})\n")
    sys.stdout.flush()


if __name__ == "__main__":
    main()
