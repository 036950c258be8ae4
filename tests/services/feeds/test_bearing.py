"""Which changes bear on which subscriptions."""

from dataclasses import replace
from datetime import timedelta

from scheduler.domain.feed_scope import Choice, Scope, ScopeKind
from scheduler.services.feeds.bearing import bearing
from scheduler.store.feeds import EventChange
from scheduler.store.subscriptions import Subscription
from tests.support.world import COUNCILS, NOW, calendar, filled

EVENT = next(event for event in calendar() if event.uid == COUNCILS[2])
WHOLE = Subscription(
    id="s",
    token_hash="0" * 64,
    version=1,
    name="手机",
    owner="u-member",
    scope=Scope(ScopeKind.ALLIANCE, ("auto",)),
    lang="zh",
    profile="generic",
    created_at=NOW,
    updated_at=NOW,
)


def moved(uid: str, **detail: object) -> EventChange:
    return EventChange(uid, 1, "moved", 1, NOW, "u", detail, visible=True)


def test_an_event_that_is_gone_stood_in_no_feed(sqlite_url: str) -> None:
    store, change = filled(sqlite_url), moved("e-gone")
    with store.read() as session:
        assert bearing(session, [WHOLE], [change]).on(WHOLE, change) is False


def test_a_former_start_alone_keeps_the_length(sqlite_url: str) -> None:
    store = filled(sqlite_url)
    former = EVENT.start + timedelta(days=30)
    change = moved(EVENT.uid, start={"from": former.isoformat(), "to": EVENT.start.isoformat()})
    later = replace(WHOLE, choice=Choice(since=former.date()))
    with store.read() as session:
        whom = bearing(session, [later], [change])
    assert (whom.on(later, change), whom.on(WHOLE, change)) == (True, True)
    only = replace(WHOLE, choice=Choice(since=former.date() + timedelta(days=2)))
    assert whom.on(only, change) is False


def test_what_a_change_made_of_nothing_was_nothing_before(sqlite_url: str) -> None:
    store = filled(sqlite_url)
    change = moved(EVENT.uid, host={"from": None, "to": "organisation:alpha"}, reason="swap")
    alpha = replace(WHOLE, scope=Scope(ScopeKind.HOST, ("alpha",)))
    with store.read() as session:
        assert bearing(session, [alpha], [change]).on(alpha, change) is False
