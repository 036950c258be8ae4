"""How far the newest changes have come."""

from datetime import date, timedelta

import pytest

from scheduler.domain.errors import ForbiddenError, NotFoundError
from scheduler.domain.feed_scope import Choice, Scope, parse_scope
from scheduler.services.events import acts, reading
from scheduler.services.events.acts import Act
from scheduler.services.events.change_notes import note
from scheduler.services.feeds import evidence, known, listing, subscriptions, tables
from scheduler.services.feeds.evidence import SHOWN, Evidence, Told
from scheduler.services.feeds.wishes import Wish
from scheduler.services.names import Name
from scheduler.store import Store, fetches, ledger
from scheduler.store import subscriptions as queries
from scheduler.store.fetches import Fetch
from tests.support.queries import statements
from tests.support.served import WHOLE
from tests.support.world import (
    ALLIANCE,
    COUNCILS,
    EXCHANGES,
    NOW,
    OTHER,
    SECRET_KEY,
    SHARED_DAY,
    at,
    filled,
    principal,
)

BOTH = parse_scope(f"body:{ALLIANCE},{OTHER}")
MINUTE = timedelta(minutes=1)


def made(store: Store, role: str, name: str, scope: Scope = WHOLE) -> str:
    """Make an address, each one a minute after the one before."""
    wish = Wish(scope, name)
    by = principal(store, role)
    with store.read() as session:
        count = len(queries.reaching(session, [ALLIANCE]))
    at = NOW - timedelta(hours=1) + count * MINUTE
    return subscriptions.create(store, wish, by, SECRET_KEY, at).subscription.id


def changes(store: Store) -> None:
    """Cancel the shared day at +1 minute, move a council at +2 minutes."""
    by = principal(store, "secretary")
    acts.cancel(store, Act(SHARED_DAY, by, NOW + MINUTE, reason="person_busy"))
    moved = Act(COUNCILS[2], by, NOW + 2 * MINUTE, reason="venue_repair")
    acts.move(store, moved, at(date(2026, 9, 9)))


def told(store: Store) -> Evidence:
    return evidence.evidence(store, ALLIANCE, principal(store, "secretary"), NOW)


def waiting(found: Evidence) -> list[tuple[str, str, list[str]]]:
    return [
        (each.change.uid, each.title[0], [one.address.subscription.name for one in each.waiting])
        for each in found.changes
    ]


def test_each_change_tells_who_waits_for_it(database_url: str) -> None:
    store = filled(database_url)
    ids = [
        made(store, "member", "新"),
        made(store, "branch", "旧"),
        made(store, "committee", "两个联盟", BOTH),
        made(store, "host", "没取过"),
    ]
    changes(store)
    with store.read() as session:
        newest = queries.within(session, [ALLIANCE])[0].last.seq
    with store.write() as session:
        fetches.note(
            session,
            {
                ids[0]: Fetch(NOW + 3 * MINUTE, "outlook", newest, 1),
                ids[1]: Fetch(NOW + MINUTE, "apple", newest - 1, 1),
                ids[2]: Fetch(NOW + MINUTE, "", 10_000, 1),
            },
        )
    found = told(store)
    assert found.total == 4
    assert found.newest == found.changes[0]
    assert (found.newest.change.seq, found.newest.change.at) == (newest, NOW + 2 * MINUTE)
    assert waiting(found) == [
        (COUNCILS[2], "第3季度一季一议", ["旧", "两个联盟", "没取过"]),
        (SHARED_DAY, "联盟日", ["没取过"]),
    ]
    assert [each.total for each in found.changes] == [4, 4]
    assert [(each.owner, each.may_end) for each in found.addresses] == [
        ("member样例", True),
        ("branch样例", True),
        ("committee样例", False),  # it shows an alliance too that the secretary does not edit
        ("host样例", True),
    ]
    assert {each.address.token for each in found.addresses} == {""}


def test_the_list_begins_with_the_change_that_is_counted(sqlite_url: str) -> None:
    store = filled(sqlite_url)
    made(store, "member", "手机")
    changes(store)
    listed = [each.change.uid for each in told(store).changes]
    with store.write() as session:
        detail = {"title": {"from": "旧名", "to": "新名"}}
        entry = ledger.Entry((ALLIANCE,), "event", EXCHANGES[0], "detail", 1, detail, visible=True)
        ledger.append(session, [entry], "system", NOW + 3 * MINUTE)
    found = told(store)
    assert found.newest == found.changes[0]
    assert [each.change.uid for each in found.changes] == [EXCHANGES[0], *listed]
    assert (found.changes[0].change.kind, found.changes[0].total) == ("detail", 1)


def test_one_act_on_several_events_is_one_row(sqlite_url: str) -> None:
    store = filled(sqlite_url)
    scopes = ("organisation:beta", "organisation:gamma", str(WHOLE))
    beta, _, whole = [made(store, "branch", scope, parse_scope(scope)) for scope in scopes]
    made(store, "branch", "organisation:alpha", parse_scope("organisation:alpha"))
    by = principal(store, "secretary")
    for uid in EXCHANGES[1:]:
        acts.change_venue(store, Act(uid, by, NOW), "hall")
    changes(store)
    act = Act(EXCHANGES[1], by, NOW + 3 * MINUTE)
    uids = acts.rename_place(store, act, acts.NewName("新会客厅"))
    renamed, *others = told(store).changes
    assert [each.change.uid for each in others[:2]] == [COUNCILS[2], SHARED_DAY]
    assert (sorted(renamed.events), renamed.change.kind) == (sorted(uids), "venue")
    assert len(uids) > 1
    assert tables.titled(renamed, "zh") == f"{renamed.title[0]}等{len(uids)}场活动"
    assert (names(renamed), renamed.unshown) == (set(scopes), 1)
    with store.write() as session:
        noted = {
            beta: Fetch(NOW + 4 * MINUTE, "apple", renamed.change.seq, 1),
            whole: Fetch(NOW + 4 * MINUTE, "apple", renamed.change.seq - 1, 1),
        }
        fetches.note(session, noted)
    after = told(store).changes[0]
    assert (after.total, [each.address.subscription.name for each in after.waiting]) == (
        3,
        ["organisation:gamma", str(WHOLE)],
    )


def test_what_was_brought_back_is_told_as_feeds_tell_it(sqlite_url: str) -> None:
    store = filled(sqlite_url)
    made(store, "member", "手机")
    by, uid = principal(store, "secretary"), COUNCILS[2]
    before = reading.view(store, uid, by).stored.event.start
    acts.move(store, Act(uid, by, NOW + MINUTE), at(date(2026, 9, 9)))
    acts.move(store, Act(uid, by, NOW + 2 * MINUTE), before)
    found = told(store)
    sentences = [note(each.change, "zh", found.names, then=each.then) for each in found.changes]
    assert [each[:4] for each in sentences] == ["已改回原", "已改期："]
    view = reading.view(store, uid, by)
    assert [note(each, "zh", view.names, then=view.then(each)) for each in view.changes] == [
        *reversed(sentences)
    ]


def test_ended_addresses_wait_for_nothing(sqlite_url: str) -> None:
    store = filled(sqlite_url)
    key = made(store, "member", "手机")
    changes(store)
    subscriptions.revoke(store, key, principal(store, "member"), NOW)
    found = told(store)
    assert (found.total, found.addresses) == (0, ())
    assert [(each.total, each.waiting) for each in found.changes] == [(0, ()), (0, ())]


def test_an_address_has_nothing_to_fetch_of_what_changed_before_it(sqlite_url: str) -> None:
    store = filled(sqlite_url)
    old = made(store, "member", "旧")
    changes(store)
    member = principal(store, "member")
    subscriptions.create(store, Wish(WHOLE, "新"), member, SECRET_KEY, NOW + 3 * MINUTE)
    assert (told(store).total, waiting(told(store))) == (
        2,
        [(COUNCILS[2], "第3季度一季一议", ["旧"]), (SHARED_DAY, "联盟日", ["旧"])],
    )
    assert unfetched(store) == [["新"], ["新"]]
    # Of an address that was renewed since it is not known whether its calendar has the change.
    subscriptions.renew(store, old, member, SECRET_KEY, NOW + 3 * MINUTE)
    assert [(each.total, each.waiting) for each in told(store).changes] == [(0, ()), (0, ())]
    assert unfetched(store) == [["旧", "新"], ["旧", "新"]]


def test_an_address_made_after_a_change_and_ended_is_counted_nowhere(sqlite_url: str) -> None:
    store = filled(sqlite_url)
    changes(store)
    member, later = principal(store, "member"), NOW + 3 * MINUTE
    new = subscriptions.create(store, Wish(WHOLE, "新"), member, SECRET_KEY, later)
    subscriptions.revoke(store, new.subscription.id, member, later + MINUTE)
    assert [(each.total, each.left_out) for each in told(store).changes] == [(0, ()), (0, ())]


def test_what_the_count_leaves_out_is_counted_by_why(sqlite_url: str) -> None:
    store = filled(sqlite_url)
    member = principal(store, "member")
    early, gone, _ = [made(store, "member", name) for name in ("早停", "后停", "旧")]
    councils = Wish(WHOLE, "只看论坛", choice=Choice(kinds=("council",)))
    subscriptions.create(store, councils, member, SECRET_KEY, NOW)
    also_gone = subscriptions.create(store, councils, member, SECRET_KEY, NOW).subscription.id
    subscriptions.revoke(store, early, member, NOW)
    changes(store)
    for key in (gone, also_gone):
        subscriptions.revoke(store, key, member, NOW + 3 * MINUTE)
    subscriptions.create(store, Wish(WHOLE, "新"), member, SECRET_KEY, NOW + 4 * MINUTE)
    moved, cancelled = told(store).changes
    assert (moved.change.uid, moved.total, moved.left_out) == (
        *(COUNCILS[2], 2),
        (("unfetched", 1), ("ended", 2)),
    )
    assert (cancelled.change.uid, cancelled.total, cancelled.left_out) == (
        *(SHARED_DAY, 1),
        (("unfetched", 1), ("unshown", 1), ("ended", 1)),
    )
    assert [tables.left_out(each, "zh") for each in (moved, cancelled)] == [
        "没算在内：还没取过的1个、后来停用的2个。",
        "没算在内：还没取过的1个、不显示这场活动的1个、后来停用的1个。",
    ]
    assert tables.left_out(cancelled, "en") == (
        "Not counted: 1 never fetched, 1 that does not show the event, 1 ended since."
    )


def unfetched(store: Store) -> list[list[str]]:
    return [
        [one.address.subscription.name for one in each.unfetched] for each in told(store).changes
    ]


def test_a_change_is_for_those_in_whose_feeds_its_event_stood(sqlite_url: str) -> None:
    store = filled(sqlite_url)
    scopes = ("organisation:beta", "organisation:gamma", "organisation:alpha", "branch:auto-1")
    for scope in (*scopes, "person:p-1"):
        made(store, "branch", scope, parse_scope(scope))
    by = principal(store, "branch")
    september = (date(2026, 9, 1), date(2026, 10, 1))
    for name, choice in (
        ("只看论坛", Choice(kinds=("council",))),
        ("九月", Choice(since=september[0], until=september[1])),
        ("十月起", Choice(since=september[1])),
        ("八月底前", Choice(until=september[0])),
    ):
        wish = Wish(WHOLE, name, choice=choice)
        subscriptions.create(store, wish, by, SECRET_KEY, NOW)
    secretary = principal(store, "secretary")
    acts.move(store, Act(EXCHANGES[1], secretary, NOW + MINUTE), at(date(2026, 9, 22)))
    act = Act(EXCHANGES[1], secretary, NOW + 2 * MINUTE, reason="swap")
    acts.change_host(store, act, "organisation:gamma")
    swapped, moved = told(store).changes
    assert (swapped.change.kind, moved.change.kind) == ("host", "moved")
    everybody = {"branch:auto-1", "person:p-1", "九月"}
    assert names(swapped) == everybody | {"organisation:beta", "organisation:gamma"}
    assert names(moved) == everybody | {"organisation:beta"}


def names(found: Told) -> set[str]:
    assert found.total == len(found.waiting)
    return {each.address.subscription.name for each in found.waiting}


def test_the_evidence_is_for_those_who_edit(sqlite_url: str) -> None:
    store = filled(sqlite_url)
    with pytest.raises(ForbiddenError):
        evidence.evidence(store, ALLIANCE, principal(store, "member"), NOW)
    for alliance, role in ((ALLIANCE, "other"), ("nobody", "admin")):
        with pytest.raises(NotFoundError):
            evidence.evidence(store, alliance, principal(store, role), NOW)


def test_the_queries_grow_neither_with_subscriptions_nor_with_changes(sqlite_url: str) -> None:
    store = filled(sqlite_url)
    made(store, "member", "一")
    by = principal(store, "secretary")
    acts.move(store, Act(EXCHANGES[1], by, NOW), at(date(2026, 9, 22)))
    few = statements(store, lambda: told(store))
    for number in range(5):
        made(store, "member", f"另{number}")
    for number in range(SHOWN + 2):
        act = Act(COUNCILS[3], by, NOW + number * MINUTE)
        acts.move(store, act, at(date(2026, 12, 1 + number % 2)))
    assert statements(store, lambda: told(store)) == few
    assert len(told(store).changes) == SHOWN


def test_a_list_tells_of_each_address_whether_it_fetched_what_changed_in_it(
    sqlite_url: str,
) -> None:
    store = filled(sqlite_url)
    scopes = ("organisation:beta", "organisation:gamma", "organisation:alpha", "branch:auto-1")
    ids = [made(store, "branch", scope, parse_scope(scope)) for scope in (*scopes, str(WHOLE))]
    made(store, "branch", "没取过")
    with store.read() as session:
        seq = queries.within(session, [ALLIANCE])[0].last.seq
    with store.write() as session:
        fetches.note(session, {key: Fetch(NOW, "apple", seq, 1) for key in ids})
    assert latest(store) == {*scopes, str(WHOLE)}

    secretary = principal(store, "secretary")
    act = Act(EXCHANGES[1], secretary, NOW + MINUTE, reason="swap")
    acts.change_host(store, act, "organisation:gamma")
    assert latest(store) == {"organisation:alpha"}
    acts.move(store, Act(COUNCILS[3], secretary, NOW + 2 * MINUTE), at(date(2026, 12, 2)))
    assert latest(store) == {"organisation:alpha"}


def latest(store: Store) -> set[str]:
    by = principal(store, "branch")
    listed = listing.listed(store, known.own(store, by, SECRET_KEY, NOW), by, NOW)
    return {each.address.subscription.name for each in listed if each.latest}


def test_what_was_fetched_before_all_that_is_looked_at_is_not_called_the_latest(
    sqlite_url: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    store = filled(sqlite_url)
    key = made(store, "branch", "organisation:alpha", parse_scope("organisation:alpha"))
    with store.write() as session:
        fetches.note(session, {key: Fetch(NOW - 30 * MINUTE, "apple", 1, 1)})
    acts.move(store, Act(COUNCILS[3], principal(store, "secretary"), NOW), at(date(2026, 12, 2)))
    assert latest(store) == {"organisation:alpha"}
    monkeypatch.setattr(listing, "LOOKED_AT", 1)
    assert latest(store) == set()


def test_a_list_names_what_each_address_shows(sqlite_url: str) -> None:
    store = filled(sqlite_url)
    for scope in ("branch:auto-1", "organisation:alpha", "person:p-1", str(WHOLE)):
        made(store, "branch", scope, parse_scope(scope))
    by = principal(store, "branch")
    own = known.own(store, by, SECRET_KEY, NOW)
    listed = listing.listed(store, own, by, NOW)
    assert {each.address.subscription.name: each.names for each in listed} == {
        "branch:auto-1": (Name("样例汽车第1党支部", "第1支部", ""),),
        "organisation:alpha": (Name("样例甲川公司", "甲川", "Sample Alpha"),),
        "person:p-1": (),
        str(WHOLE): (Name("样例汽车产业链党委", "汽车链", "Sample Automotive Chain Committee"),),
    }
    assert {(each.latest, each.may_end) for each in listed} == {(False, True)}


def test_an_ended_address_stays_in_the_list_as_long_as_it_says_farewell(sqlite_url: str) -> None:
    store = filled(sqlite_url)
    member = principal(store, "member")
    subscriptions.revoke(store, made(store, "member", "手机"), member, NOW)
    own = known.own(store, member, SECRET_KEY, NOW)
    month = timedelta(days=30)
    assert len(listing.listed(store, own, member, NOW + month)) == 1
    assert listing.listed(store, own, member, NOW + month + MINUTE) == ()
