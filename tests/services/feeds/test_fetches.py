"""Whether a change was in what a subscription fetched last."""

from dataclasses import replace
from datetime import datetime, timedelta

import pytest

from scheduler.domain.feed_scope import Scope, ScopeKind
from scheduler.services.feeds.fetches import fetched, is_followed
from scheduler.store.feeds import LastChange
from scheduler.store.subscriptions import Subscription
from tests.support.world import NOW

ONE, BOTH = ("auto",), ("auto", "steel")
CHANGE = LastChange(7, NOW)
BEFORE, AFTER = NOW - timedelta(seconds=1), NOW + timedelta(seconds=1)
NEVER = Subscription(
    id="s",
    token_hash="0" * 64,
    version=1,
    name="手机",
    owner="u-member",
    scope=Scope(ScopeKind.ALLIANCE, ONE),
    lang="zh",
    profile="generic",
    created_at=NOW,
    updated_at=NOW,
)


@pytest.mark.parametrize(
    ("at", "seq", "alliances", "expected"),
    [
        (None, 0, ONE, False),
        (None, 0, BOTH, False),
        (BEFORE, 7, ONE, True),  # the ledger's number tells, whatever the clocks say
        (AFTER, 6, ONE, False),
        (AFTER, 8, ONE, True),
        (BEFORE, 99, BOTH, False),  # a sum of several numbers tells nothing of one
        (NOW, 1, BOTH, True),
        (AFTER, 1, BOTH, True),
        (AFTER, 0, BOTH, False),  # a browser looked, or a part was asked for
        (BEFORE, 99, (), False),
    ],
)
def test_a_change_is_fetched_by_number_or_among_several_alliances_by_time(
    at: datetime | None, seq: int, alliances: tuple[str, ...], *, expected: bool
) -> None:
    subscription = replace(NEVER, last_fetch_at=at, last_seq=seq)
    assert fetched(subscription, alliances, CHANGE) is expected


def test_where_nothing_changed_all_is_fetched() -> None:
    assert fetched(NEVER, ONE, LastChange()) is True


def test_the_alliances_own_address_counts_once_it_was_fetched() -> None:
    public = replace(NEVER, owner=None)
    assert [
        is_followed(each)
        for each in (
            NEVER,
            public,
            replace(public, last_fetch_at=NOW),
            replace(public, last_fetch_at=NOW, last_client="Firefox"),
            replace(NEVER, revoked_at=NOW),
        )
    ] == [True, False, True, False, False]
