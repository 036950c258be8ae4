"""What concerns a branch, a person or a host: the same as the registers would list."""

from dataclasses import replace
from datetime import date

import pytest

from scheduler.domain.feed_scope import Scope, ScopeKind
from scheduler.services.attendance.audience import audience_of, expected
from scheduler.services.feeds.concern import concern, reached
from scheduler.store import Store, roster
from scheduler.store.tables.roster import AffiliationRow, MembershipRow, OfficerRow
from tests.support.world import (
    ALLIANCE,
    COUNCILS,
    EXCHANGES,
    LIST,
    OTHER,
    OTHER_COUNCIL,
    SHARED_DAY,
    calendar,
    filled,
)

PEOPLE = (*(f"p-{number}" for number in range(1, 7)), "p-chief")
MOVED = date(2026, 9, 20)


def moving(store: Store) -> Store:
    """Let a member change branches, an officer leave, and a branch begin to serve a host."""
    with store.write() as session:
        tie = session.query(AffiliationRow).filter_by(person="p-3").one()
        tie.until = MOVED
        session.add(AffiliationRow(person="p-3", body="auto-2", kind="home", since=MOVED))
        office = session.query(OfficerRow).filter_by(person="p-2").one()
        office.until = MOVED
        session.add(MembershipRow(body="auto-2", member="organisation:gamma", since=MOVED))
    return store


@pytest.mark.parametrize("person", PEOPLE)
def test_a_person_follows_what_registers_would_list(person: str, sqlite_url: str) -> None:
    store = moving(filled(sqlite_url))
    with store.read() as session:
        whom = concern(session, Scope(ScopeKind.PERSON, (person,)))
        kinds = roster.kinds(session)
        assert whom is not None
        listed = {
            event.uid
            for event in calendar()
            for each in expected(session, event, audience_of(session, event))
            if each.line.person == person
        }
        assert {event.uid for event in calendar() if whom.of(event, kinds)} == listed


def test_a_branch_follows_its_alliance_and_whom_it_serves(sqlite_url: str) -> None:
    store = moving(filled(sqlite_url))
    theirs = replace(calendar()[-1], uid="e-x", host="organisation:gamma", owner=OTHER)
    with store.read() as session:
        whom = concern(session, Scope(ScopeKind.BRANCH, ("auto-2",)))
        assert whom is not None
        found = {event.uid for event in (*calendar(), theirs) if whom.of(event, {})}
        days = [
            reached(session, Scope(ScopeKind.BRANCH, ("auto-2",)), whom, day)
            for day in (date(2026, 9, 19), MOVED)
        ]
    assert found >= {*COUNCILS, *EXCHANGES, LIST, SHARED_DAY}
    assert OTHER_COUNCIL not in found
    assert days == [{ALLIANCE}, {ALLIANCE, OTHER}]


def test_a_host_follows_what_it_hosts_with_others_too(sqlite_url: str) -> None:
    store = filled(sqlite_url)
    scope = Scope(ScopeKind.HOST, ("beta",))
    joined = replace(calendar()[0], uid="e-y", co_hosts=("organisation:beta",))
    with store.read() as session:
        whom = concern(session, scope)
        assert whom is not None
        found = {event.uid for event in (*calendar(), joined) if whom.of(event, {})}
        assert reached(session, scope, whom, MOVED) == {ALLIANCE}
    assert found == {EXCHANGES[1], "e-y"}


def test_an_alliance_is_all_of_itself(sqlite_url: str) -> None:
    store = filled(sqlite_url)
    scope = Scope(ScopeKind.ALLIANCE, (ALLIANCE, "gone"))
    with store.read() as session:
        assert concern(session, scope) is None
        assert reached(session, scope, None, MOVED) == {ALLIANCE}
