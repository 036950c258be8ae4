"""R41 over HTTP: vdirsyncer and khal subscribe to a service that runs, as people do."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from scheduler.services.feeds.tokens import feed_url
from scheduler.store import Store
from tests.clients import service
from tests.clients.relay import Relay, relaying
from tests.clients.seen import ParsedEvent
from tests.clients.service import Api
from tests.clients.story import STEPS, revoke, subscribed
from tests.clients.subscriber import items_of, listed_of, subscribing
from tests.clients.truth import truth
from tests.support.world import filled
from tests.support.world import token as api_token

FAREWELL = "订阅链接已停用，请重新获取"
GONE = timedelta(days=31)


@dataclass(frozen=True, slots=True)
class Stage:
    """A service that runs, its database, and the relay through which clients reach it."""

    folder: Path
    store: Store
    relay: Relay
    api: Api

    def truth(self) -> frozenset[ParsedEvent]:
        return truth(self.api.ask)

    def statuses(self) -> list[int]:
        return [each.status for each in self.relay.take()]


@pytest.fixture(scope="module")
def stage(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Stage]:
    folder = tmp_path_factory.mktemp("service")
    store = filled(service.database_url(folder))
    port = service.free_port()
    with relaying(port) as relay, service.serving(folder, port, relay.address):
        yield Stage(folder, store, relay, Api(port, api_token(store, "read")))
    store.engine.dispose()


def test_r41_subscribers_have_and_list_what_the_api_says(stage: Stage) -> None:
    stage.relay.feed = feed_url("", subscribed(stage.store).token)
    with subscribing(stage.folder / "first", stage.relay.url) as reader:
        for name, step in STEPS.items():
            step(stage.store)
            assert reader.sync(), name
            expected = stage.truth()
            assert reader.items() == items_of(expected), name
            assert reader.listed() == listed_of(expected), name
    assert stage.statuses() == [200] * len(STEPS)


def test_subscribers_keep_what_they_have_until_the_farewell(stage: Stage) -> None:
    address, other = subscribed(stage.store), subscribed(stage.store)
    feed, ended = feed_url("", address.token), feed_url("", other.token)
    revoke(stage.store, other, datetime.now(UTC) - GONE)
    stage.relay.feed = feed
    with subscribing(stage.folder / "second", stage.relay.url) as reader:

        def tried(path: str) -> tuple[bool, list[int], bool]:
            stage.relay.feed = path
            done = reader.sync()
            return done, stage.statuses(), reader.items() == items_of(stage.truth())

        assert tried(feed) == (True, [200], True)
        with service.without_database(stage.store):
            assert tried(feed) == (True, [200], True)  # the last good copy
            assert tried(f"{feed}?lang=en") == (False, [503], True)  # never asked for before
        assert tried(feed_url("", "a" * 32)) == (False, [404], True)
        assert tried(ended) == (False, [410], True)

        revoke(stage.store, address, datetime.now(UTC))
        assert tried(feed) == (True, [200], False)
        assert [each.title for each in reader.listed()] == [FAREWELL]
