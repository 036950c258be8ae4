"""An address that stands as it stood is answered after one read, and never a poll too long."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import Executable, create_engine, delete, insert, inspect, select, update

from scheduler.domain.errors import NotFoundError, UnavailableError
from scheduler.domain.feed_scope import Scope, ScopeKind
from scheduler.domain.roster import Membership, Tenure
from scheduler.services import accounts
from scheduler.services.access import Principal
from scheduler.services.accounts import digest
from scheduler.services.feeds import reach, serving, subscriptions
from scheduler.services.feeds.asking import Ask
from scheduler.services.feeds.serving import Unchanged
from scheduler.services.feeds.shelf import Copy, Shelf
from scheduler.services.feeds.tokens import Address
from scheduler.services.feeds.wishes import Wish
from scheduler.store import Session, Store, belonging
from scheduler.store import subscriptions as addresses
from scheduler.store.base import Base
from scheduler.store.glimpses import Grounds, look
from scheduler.store.tables.access import ApiTokenRow, GrantRow, UserRow
from scheduler.store.tables.roster import AffiliationRow, BodyRow, MembershipRow, OfficerRow
from tests.support.queries import statements
from tests.support.served import LATER, WHOLE
from tests.support.world import (
    ALLIANCE,
    BASE_URL,
    NOW,
    OTHER,
    SECRET_KEY,
    filled,
    principal,
    token,
)

CLOSED = Scope(ScopeKind.ALLIANCE, (OTHER,))
SCOPES = {
    "open": ("member", WHOLE),
    "closed": ("other", CLOSED),
    "below": ("committee", Scope(ScopeKind.ALLIANCE, (ALLIANCE, OTHER))),
    "person": ("branch", Scope(ScopeKind.PERSON, ("p-1",))),
    "chief": ("admin", Scope(ScopeKind.PERSON, ("p-chief",))),
    "branch": ("branch", Scope(ScopeKind.BRANCH, ("auto-1",))),
    "host": ("host", Scope(ScopeKind.HOST, ("beta",))),
    "token": ("token", CLOSED),
    "whole": ("secretary", WHOLE),
}
MINUTE = timedelta(minutes=1)


def closed(url: str) -> Store:
    """Open the small alliance's database, the other one of whose calendars is not public."""
    store = filled(url)
    with store.write() as session:
        session.execute(update(BodyRow).where(BodyRow.key == OTHER).values(public_calendar=False))
    return store


def owner(store: Store, role: str) -> Principal:
    if role != "token":
        return principal(store, role)
    found = accounts.bearer(store, token(store, "read", alliances=(OTHER,)), NOW)
    assert found is not None
    return found


def made(store: Store, name: str) -> Address:
    role, scope = SCOPES[name]
    return subscriptions.create(store, Wish(scope, "手机"), owner(store, role), SECRET_KEY, NOW)


def polled(store: Store, address: Address, shelf: Shelf, now: datetime = LATER) -> Copy:
    found = serving.serve(store, shelf, Ask(address.token), now)
    assert isinstance(found, Copy)
    return found


def ended(copy: Copy) -> bool:
    return "订阅链接已停用".encode() in copy.calendar.octets


@pytest.mark.parametrize("name", SCOPES)
def test_from_the_third_poll_on_nothing_is_asked_but_the_one_read(
    database_url: str, name: str
) -> None:
    store = closed(database_url)
    address, shelf = made(store, name), Shelf(BASE_URL)
    first = polled(store, address, shelf)
    polled(store, address, shelf)
    seen: list[Copy] = []
    assert statements(store, lambda: seen.append(polled(store, address, shelf))) == 0
    assert seen[0].calendar is first.calendar


@pytest.mark.parametrize("name", SCOPES)
def test_after_a_restart_a_client_that_has_it_all_costs_no_more(sqlite_url: str, name: str) -> None:
    store = closed(sqlite_url)
    address, shelf = made(store, name), Shelf(BASE_URL)
    first = polled(store, address, shelf)
    serving.flush(store, shelf)

    def asked_again() -> None:
        found = serving.serve(store, anew, Ask(address.token), LATER, lambda *_: True)
        assert found == Unchanged(first.calendar.etag, first.last_modified, gzip=True)

    anew = Shelf(BASE_URL)
    asked_again()
    asked_again()
    assert statements(store, asked_again) == 0
    # Who comes without what it had gets it whole.
    assert polled(store, address, anew).calendar == first.calendar


def test_another_day_is_looked_at_anew_where_ties_end_by_date(sqlite_url: str) -> None:
    store = closed(sqlite_url)
    address, shelf = made(store, "person"), Shelf(BASE_URL)
    with store.write() as session:
        for table in (AffiliationRow, OfficerRow):
            tied = update(table).where(table.person == "p-1")
            session.execute(tied.values(until=date(2026, 8, 20)))
    midnight = datetime(2026, 8, 19, 16, tzinfo=UTC)
    polls = [midnight - MINUTE, midnight - MINUTE, midnight - MINUTE, midnight]
    assert [ended(polled(store, address, shelf, now)) for now in polls] == [False] * 3 + [True]


@pytest.mark.parametrize("name", [name for name in SCOPES if name != "token"])
@pytest.mark.parametrize("how", ["removed", "disabled"])
def test_who_is_removed_keeps_no_address_even_of_a_public_calendar(
    sqlite_url: str, name: str, how: str
) -> None:
    store, shelf = filled(sqlite_url), Shelf(BASE_URL)
    address = made(store, name)
    before = ended(polled(store, address, shelf))
    by = owner(store, SCOPES[name][0]).id
    with store.write() as session:
        if how == "removed":
            session.execute(delete(GrantRow).where(GrantRow.user == by))
        else:
            session.execute(update(UserRow).where(UserRow.id == by).values(disabled=True))
    assert (before, ended(polled(store, address, shelf, LATER + MINUTE))) == (False, True)


def test_a_membership_that_is_over_ends_the_addresses_of_its_member(sqlite_url: str) -> None:
    store, shelf = filled(sqlite_url), Shelf(BASE_URL)
    wish = Wish(WHOLE, "手机")
    address = subscriptions.create(store, wish, principal(store, "host"), SECRET_KEY, NOW)
    with store.write() as session:
        alpha = update(MembershipRow).where(MembershipRow.member == "organisation:alpha")
        session.execute(alpha.values(until=date(2026, 8, 20)))
    midnight = datetime(2026, 8, 19, 16, tzinfo=UTC)
    polls = [midnight - MINUTE, midnight - MINUTE, midnight - MINUTE, midnight]
    assert [ended(polled(store, address, shelf, now)) for now in polls] == [False] * 3 + [True]


def test_a_branch_whose_membership_ends_or_begins_by_date_is_looked_at_on_that_day(
    sqlite_url: str,
) -> None:
    store, shelf = closed(sqlite_url), Shelf(BASE_URL)
    day, back = date(2026, 8, 20), date(2026, 8, 22)
    with store.write() as session:
        for tenure in (Tenure(None, day), Tenure(back)):
            member = Membership("body:auto-1", ALLIANCE, "member", tenure=tenure)
            belonging.add(session, member)
    midnight = datetime(2026, 8, 19, 16, tzinfo=UTC)
    polls = [midnight - MINUTE, midnight - MINUTE, midnight - MINUTE, midnight]
    for name in ("person", "branch"):
        address = made(store, name)
        assert [ended(polled(store, address, shelf, now)) for now in polls] == [False] * 3 + [True]
    rejoined = datetime(2026, 8, 21, 16, tzinfo=UTC)
    with store.read() as session:
        seen = [
            accounts.principal(session, "u-branch", now)
            for now in (midnight - MINUTE, midnight, rejoined - MINUTE, rejoined)
        ]
    assert [bool(by and by.actions) for by in seen] == [True, False, False, True]


def test_a_token_that_expires_ends_its_address_on_the_next_poll(sqlite_url: str) -> None:
    store = closed(sqlite_url)
    address, shelf = made(store, "token"), Shelf(BASE_URL)
    with store.write() as session:
        session.execute(update(ApiTokenRow).values(expires=date(2026, 8, 20)))
    midnight = datetime(2026, 8, 20, tzinfo=UTC)
    polls = [midnight - MINUTE, midnight - MINUTE, midnight - MINUTE, midnight]
    assert [ended(polled(store, address, shelf, now)) for now in polls] == [False] * 3 + [True]


def test_what_was_polled_within_a_day_stands_in_however_long_it_stands(
    sqlite_url: str, tmp_path: Path
) -> None:
    store = closed(sqlite_url)
    address, shelf = made(store, "closed"), Shelf(BASE_URL)
    away = Store(create_engine(f"sqlite:///{tmp_path / 'no' / 'such.db'}"))
    for hours in (0, 1):
        polled(store, address, shelf, LATER + timedelta(hours=hours))
    good = polled(store, address, shelf, LATER + timedelta(hours=30))
    stale = polled(away, address, shelf, LATER + timedelta(hours=54))
    assert (stale.calendar, stale.stale) == (good.calendar, True)
    with pytest.raises(UnavailableError):
        polled(away, address, shelf, LATER + timedelta(hours=55))


def test_a_client_that_has_it_all_is_told_so_though_nothing_was_written(
    sqlite_url: str, tmp_path: Path
) -> None:
    store = closed(sqlite_url)
    address, shelf = made(store, "closed"), Shelf(BASE_URL)
    etag = polled(store, address, shelf).calendar.etag
    serving.flush(store, shelf)
    anew = Shelf(BASE_URL)
    away = Store(create_engine(f"sqlite:///{tmp_path / 'no' / 'such.db'}"))

    def asked(at: Store, has: str) -> object:
        return serving.serve(at, anew, Ask(address.token), LATER, lambda known: known.etag == has)

    assert asked(store, etag) == Unchanged(etag, NOW, gzip=True)
    assert asked(away, etag) == Unchanged(etag, NOW, gzip=True, stale=True)
    with pytest.raises(UnavailableError):
        asked(away, '"another"')


@contextmanager
def changed(store: Store, change: Executable) -> Iterator[Session]:
    """Try a change out in a transaction that is taken back."""
    with store.write() as session, session.begin_nested() as tried:
        session.execute(change)
        yield session
        tried.rollback()
        session.expire_all()


OTHERWISE: dict[type[Base], dict[str, Any]] = {
    UserRow: {"disabled": True, "person": None},
    GrantRow: {"role": "member", "scope": "organisation:gamma"},
    ApiTokenRow: {"scopes": [], "alliances": ["auto"], "revoked_at": NOW, "expires": NOW.date()},
    BodyRow: {"parent": None, "kind": "group", "public_calendar": False, "name": "样例"},
    MembershipRow: {
        "body": "steel",
        "member": "organisation:alpha",
        "since": date(2027, 1, 1),
        "until": date(2026, 1, 1),
    },
    AffiliationRow: {"body": "auto-2", "kind": "other", "until": date(2026, 1, 1)},
    OfficerRow: {"body": "steel", "role": "other", "until": date(2026, 1, 1)},
}
MORE: tuple[tuple[type[Base], dict[str, Any]], ...] = (
    (GrantRow, {"user": "u-other", "role": "member", "scope": "body:auto-1"}),
    (GrantRow, {"user": "u-branch", "role": "member", "scope": "body:steel"}),
    (
        BodyRow,
        {"key": "n", "name": "新", "short_name": "新", "kind": "alliance", "parent": "county"},
    ),
    (MembershipRow, {"body": "auto-1", "member": "organisation:gamma"}),
    (MembershipRow, {"body": "steel", "member": "organisation:beta"}),
    *(
        (MembershipRow, {"body": "auto", "member": f"body:auto-{number}", "role": "member", **span})
        for number in (1, 2)
        for span in ({"until": date(2026, 1, 1)}, {"since": date(2027, 1, 1)})
    ),
    (AffiliationRow, {"person": "p-1", "body": "auto-2", "kind": "home"}),
    (OfficerRow, {"person": "p-1", "body": "steel", "role": "secretary"}),
)


def changes(store: Store) -> Iterator[Executable]:
    """Yield every change of one value, one row less and one row more, of what rights rest on."""
    for table, values in OTHERWISE.items():
        columns = inspect(table).primary_key
        with store.read() as session:
            keys = session.execute(select(*columns)).all()
        for key in keys:
            one = [column == value for column, value in zip(columns, key, strict=True)]
            yield from (update(table).where(*one).values({each: values[each]}) for each in values)
            if table is not BodyRow:
                yield delete(table).where(*one)
    yield from (insert(table).values(values) for table, values in MORE)


def state(session: Session, address: Address) -> tuple[Grounds, object]:
    """Tell how far an address reaches by the long way, and what that rests on."""
    found = addresses.glance(session, digest(address.token))
    assert found is not None
    within = reach.of(session, found, LATER)
    shown = (within.alliances, within.names, within.seq, within.whom and within.whom.parts())
    return within.grounds, shown if within.alliances else ()


def read(store: Store, session: Session, address: Address, grounds: Grounds) -> list[Any]:
    """Tell what the one read tells within an open transaction."""
    asked = look(store, digest(address.token), grounds)
    parameters: Any = asked.parameters
    rows = session.connection().exec_driver_sql(asked.statement, parameters)
    return sorted(map(tuple, rows), key=repr)


def test_law_whatever_changes_a_right_or_a_tie_changes_what_the_one_read_tells(
    sqlite_url: str,
) -> None:
    store = closed(sqlite_url)
    with store.write() as session:
        # One branch is written down as a member, the other has its place by the tree; there the
        # secretary is at home, whose grant is of another body.
        belonging.add(session, Membership("body:auto-1", ALLIANCE, "member"))
        elsewhere = update(UserRow).where(UserRow.id == "u-secretary")
        session.execute(elsewhere.values(person="p-4"))
    names = ("below", "person", "branch", "host", "token", "whole")
    known = {name: made(store, name) for name in names}
    with store.read() as session:
        before = {name: state(session, address) for name, address in known.items()}
        told = {
            name: read(store, session, address, before[name][0]) for name, address in known.items()
        }
    felt = dict.fromkeys(known, 0)
    for change in changes(store):
        with changed(store, change) as session:
            for name, address in known.items():
                if read(store, session, address, before[name][0]) != told[name]:
                    felt[name] += 1
                else:
                    assert state(session, address) == before[name]
    assert all(felt.values()), felt


def test_an_end_during_an_outage_takes_effect_when_the_database_is_back(
    sqlite_url: str, tmp_path: Path
) -> None:
    store = closed(sqlite_url)
    address, shelf = made(store, "closed"), Shelf(BASE_URL)
    good = polled(store, address, shelf)
    away = Store(create_engine(f"sqlite:///{tmp_path / 'no' / 'such.db'}"))
    by = principal(store, "other")
    subscriptions.revoke(store, address.subscription.id, by, LATER)
    assert polled(away, address, shelf).calendar == good.calendar
    assert ended(polled(store, address, shelf))


def test_an_unknown_and_an_ended_address_cost_the_same_though_it_was_polled(
    sqlite_url: str,
) -> None:
    store = closed(sqlite_url)
    address, shelf = made(store, "closed"), Shelf(BASE_URL)
    for _ in range(3):
        polled(store, address, shelf)
    by = principal(store, "other")
    subscriptions.revoke(store, address.subscription.id, by, LATER)

    def unknown() -> None:
        with pytest.raises(NotFoundError):
            serving.serve(store, shelf, Ask("a" * 32), LATER)

    assert statements(store, unknown) == 1
    assert statements(store, lambda: polled(store, address, shelf)) == 1


def test_a_new_address_of_the_same_feed_is_as_young_as_it_is(sqlite_url: str) -> None:
    store = closed(sqlite_url)
    address, shelf = made(store, "open"), Shelf(BASE_URL)
    first = polled(store, address, shelf)
    by = principal(store, "member")
    another = subscriptions.renew(store, address.subscription.id, by, SECRET_KEY, LATER)
    second = polled(store, another, shelf, LATER + MINUTE)
    assert second.calendar == first.calendar
    assert (first.last_modified, second.last_modified) == (NOW, LATER)
