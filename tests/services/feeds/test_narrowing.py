"""Addresses that narrow their subscription down by place, host and branch."""

import pytest
from sqlalchemy import update

from feeds.content import read
from feeds.lint import lint
from scheduler.domain.errors import ChoiceError
from scheduler.domain.feed_scope import Choice, Narrowing, Scope, ScopeKind
from scheduler.domain.text import say
from scheduler.services.events import acts
from scheduler.services.events.acts import Act
from scheduler.services.feeds import serving, subscriptions
from scheduler.services.feeds.asking import Ask
from scheduler.services.feeds.shelf import Copy, Shelf
from scheduler.services.feeds.wishes import Wish
from scheduler.store import Store
from scheduler.store import events as stored_events
from scheduler.store import subscriptions as addresses
from scheduler.store.tables.roster import BodyRow, MembershipRow, VenueRow
from tests.clients.parsers import agreed
from tests.support.queries import statements
from tests.support.served import LATER, WHOLE, own_token, served
from tests.support.world import (
    ALLIANCE,
    BASE_URL,
    COUNCILS,
    EXCHANGES,
    NOW,
    OTHER,
    SECRET_KEY,
    SHARED_DAY,
    calendar,
    filled,
    principal,
)

PARLOUR = Narrowing(places=("hall",))
BETA = Narrowing(hosts=("beta",))
FIRST = Narrowing(branches=("auto-1",))
NOWHERE = Narrowing(places=("nope",))
ALL_OF_IT = {event.uid for event in calendar() if ALLIANCE in event.alliances}


def shown(copy: Copy) -> set[str]:
    assert lint(copy.calendar.octets) == ()
    return {each.uid for each in agreed(copy.calendar.octets)}


def refusal(store: Store, ask: Ask, shelf: Shelf | None = None) -> dict[str, object]:
    with pytest.raises(ChoiceError) as refused:
        served(store, ask, shelf=shelf)
    return dict(refused.value.fields)


@pytest.mark.parametrize(
    ("narrowing", "uids", "zh", "en"),
    [
        (PARLOUR, set(COUNCILS), "在链上会客厅", "at Chain Parlour"),
        (BETA, {EXCHANGES[1]}, "样例乙川公司主办", "hosted by Sample Beta"),
        (
            Narrowing(hosts=("gamma", "beta", "beta")),
            {EXCHANGES[1], EXCHANGES[2]},
            "样例乙川公司、样例丙川公司主办",
            "hosted by Sample Beta, 样例丙川公司",
        ),
        (FIRST, ALL_OF_IT, "样例汽车第1党支部参加", "for 样例汽车第1党支部"),
        (
            Narrowing(hosts=("alpha",), branches=("auto-1",)),
            {EXCHANGES[0]},
            "样例甲川公司主办，样例汽车第1党支部参加",
            "hosted by Sample Alpha, for 样例汽车第1党支部",
        ),
    ],
)
def test_only_what_was_asked_for_is_shown_and_the_feed_is_called_by_it(
    database_url: str, narrowing: Narrowing, uids: set[str], zh: str, en: str
) -> None:
    store = filled(database_url)
    copy = served(store, Ask(own_token(store), narrowing=narrowing))
    assert (shown(copy), copy.name) == (uids, f"样例汽车产业链党委（{zh}）")
    assert read(copy.calendar.octets).text("X-WR-CALDESC") == say(
        "feed.about_part", {"alliance": copy.name}, "zh"
    )
    english = served(store, Ask(own_token(store), lang="en", narrowing=narrowing))
    assert english.name == f"Sample Automotive Chain Committee ({en})"


def test_every_sort_of_filter_is_needed_and_none_widens_the_subscription(sqlite_url: str) -> None:
    store = filled(sqlite_url)
    token = own_token(store)
    both = served(store, Ask(token, kinds=("exchange",), narrowing=PARLOUR))
    assert shown(both) == {"empty-notice.public-auto"}
    wish = Wish(WHOLE, "手机", choice=Choice(kinds=("exchange",)))
    by = principal(store, "member")
    address = subscriptions.create(store, wish, by, SECRET_KEY, NOW)
    assert shown(served(store, Ask(address.token, narrowing=BETA))) == {EXCHANGES[1]}
    wish = Wish(Scope(ScopeKind.EVENT, (SHARED_DAY,)), "一场")
    single = subscriptions.create(store, wish, by, SECRET_KEY, NOW)
    assert shown(served(store, Ask(single.token, narrowing=FIRST))) == {SHARED_DAY}
    assert SHARED_DAY not in shown(served(store, Ask(single.token, narrowing=BETA)))


@pytest.mark.parametrize(
    ("narrowing", "field", "value", "reason"),
    [
        (NOWHERE, "place", "nope", "no_venue"),
        (Narrowing(places=("hall", "\0")), "place", "\0", "no_venue"),
        (Narrowing(hosts=("body:beta",)), "host", "body:beta", "no_organisation"),
        (Narrowing(hosts=("beta", "x" * 101)), "host", "x" * 100, "no_organisation"),
        (Narrowing(branches=("auto",)), "branch", "auto", "no_body"),
        (Narrowing(branches=("a,b",)), "branch", "a,b", "no_body"),
    ],
)
def test_what_there_is_not_is_refused(
    database_url: str, narrowing: Narrowing, field: str, value: str, reason: str
) -> None:
    store = filled(database_url)
    fields = refusal(store, Ask(own_token(store), narrowing=narrowing))
    assert fields == {"field": field, "value": value, "reason": reason}


@pytest.mark.parametrize("narrowing", [BETA, FIRST, PARLOUR])
def test_what_is_out_of_reach_is_refused_as_what_there_is_not(
    sqlite_url: str, narrowing: Narrowing
) -> None:
    store = filled(sqlite_url)
    token = own_token(store, OTHER)
    with store.write() as session:  # the hall is nobody's of the other alliance
        session.execute(update(VenueRow).where(VenueRow.key == "hall").values(organisation="beta"))
    ((_, key),) = narrowing.parts()
    assert refusal(store, Ask(token, narrowing=narrowing))["value"] == key


@pytest.mark.parametrize("narrowing", [PARLOUR, Narrowing(hosts=("alpha",))])
def test_who_has_left_is_known_for_as_long_as_there_are_events(
    sqlite_url: str, narrowing: Narrowing
) -> None:
    store = filled(sqlite_url)
    ask = Ask(own_token(store), narrowing=narrowing)
    before = shown(served(store, ask))
    with store.write() as session:
        session.execute(update(MembershipRow).values(until=NOW.date()))
    assert shown(served(store, ask)) == before
    with store.write() as session:
        for uid in before:
            stored_events.change(session, uid, {"retired": True})
    assert refusal(store, ask)["value"] == narrowing.parts()[0][1]


def test_what_no_ledger_tells_is_seen_at_the_next_poll(database_url: str) -> None:
    store, shelf = filled(database_url), Shelf(BASE_URL)
    ask = Ask(own_token(store), narrowing=FIRST)
    assert shown(served(store, ask, shelf=shelf)) == ALL_OF_IT
    with store.write() as session:
        session.execute(update(BodyRow).where(BodyRow.key == "auto-1").values(parent="county"))
    assert refusal(store, ask, shelf)["value"] == "auto-1"


def test_an_address_is_kept_for_each_filter(sqlite_url: str) -> None:
    store, shelf = filled(sqlite_url), Shelf(BASE_URL)
    token = own_token(store)
    asks = [Ask(token, narrowing=each) for each in (Narrowing(), PARLOUR, BETA, FIRST)]
    first = [served(store, ask, shelf=shelf) for ask in asks]
    assert len({copy.etag for copy in first}) == len({copy.uid for copy in first}) == len(asks)
    for ask in asks:  # what a tie tells is read with the second poll
        served(store, ask, shelf=shelf)
    again: list[Copy] = []
    count = statements(store, lambda: again.extend(served(store, ask, shelf=shelf) for ask in asks))
    assert ([copy.etag for copy in again], count) == ([copy.etag for copy in first], 0)
    serving.flush(store, shelf)
    acts.cancel(store, Act(COUNCILS[2], principal(store, "secretary"), LATER))
    moved = [served(store, ask, shelf=shelf) for ask in asks]
    same = [new.etag == old.etag for new, old in zip(moved, first, strict=True)]
    assert same == [False, False, True, False]


def test_a_narrowed_poll_has_not_fetched_what_it_left_out(sqlite_url: str) -> None:
    store, shelf = filled(sqlite_url), Shelf(BASE_URL)
    token = own_token(store)
    seqs = []
    for narrowing in (PARLOUR, Narrowing()):
        served(store, Ask(token, narrowing=narrowing, user_agent="ical/1"), shelf=shelf)
        serving.flush(store, shelf)
        with store.read() as session:
            (found,) = addresses.public(session, [ALLIANCE])[ALLIANCE]
        seqs.append(found.last_seq > 0)
    assert seqs == [False, True]
