"""Events as their readers see them."""

from dataclasses import replace
from datetime import date

import pytest

from scheduler.domain.activity import EventStatus
from scheduler.domain.errors import NotFoundError
from scheduler.services.access import Action
from scheduler.services.events import acts, reading
from scheduler.services.events.acts import Act
from scheduler.services.events.reading import Wanted
from scheduler.store import Store
from scheduler.store import events as queries
from tests.support.queries import statements
from tests.support.world import (
    ALLIANCE,
    COUNCILS,
    EXCHANGES,
    LIST,
    NOW,
    OTHER,
    OTHER_COUNCIL,
    SHARED_DAY,
    at,
    calendar,
    filled,
    principal,
)


def uids(store: Store, wanted: Wanted, role: str | None, *alliances: str) -> list[str]:
    by = principal(store, role) if role else None
    found = reading.list_events(store, wanted, by, alliances or None)
    return [stored.event.uid for stored in found]


def test_a_view_holds_names_history_and_rights(database_url: str) -> None:
    store = filled(database_url)
    secretary = principal(store, "secretary")
    act = Act(EXCHANGES[1], secretary, NOW, reason="swap")
    acts.change_host(store, act, "organisation:gamma")
    view = reading.view(store, EXCHANGES[1], secretary)
    assert view.names == {
        "body:auto": ("样例汽车产业链党委", "Sample Automotive Chain Committee"),
        "organisation:beta": ("样例乙川公司", "Sample Beta"),
        "organisation:gamma": ("样例丙川公司", ""),
        "work_safety": ("安全生产", "Work safety"),
    }
    assert [change.kind for change in view.history] == ["created", "host"]
    assert [change.kind for change in view.changes] == ["host"]
    assert view.actors == {"u-secretary": "secretary样例"}
    assert view.inside is True
    assert view.may == frozenset(set(Action) - {Action.ADMIN})
    assert view.kind is not None
    assert view.rule is not None
    assert (view.kind.key, view.rule.key) == ("exchange", "exchange")


def test_a_stranger_sees_no_actor_and_may_nothing(sqlite_url: str) -> None:
    store = filled(sqlite_url)
    view = reading.view(store, COUNCILS[2], None)
    assert (view.actors, view.may, view.inside) == ({}, frozenset(), False)


def test_a_draft_is_for_editors_alone(sqlite_url: str) -> None:
    store = filled(sqlite_url)
    with store.write() as session:
        queries.change(session, COUNCILS[3], {"status": "draft"})
    assert reading.view(store, COUNCILS[3], principal(store, "secretary")).inside
    for by in (None, principal(store, "member")):
        with pytest.raises(NotFoundError):
            reading.view(store, COUNCILS[3], by)
    assert COUNCILS[3] in uids(store, Wanted(), "secretary", ALLIANCE)
    assert COUNCILS[3] not in uids(store, Wanted(), "member", ALLIANCE)
    assert uids(store, Wanted(statuses=("draft",)), None, ALLIANCE) == []


def test_a_partner_of_a_joint_event_may_call_its_roll_but_not_change_it(sqlite_url: str) -> None:
    store = filled(sqlite_url)
    view = reading.view(store, SHARED_DAY, principal(store, "other"))
    assert (view.inside, view.may) == (True, frozenset({Action.ROLL}))


def test_what_an_explanation_mentions_is_named(sqlite_url: str) -> None:
    store = filled(sqlite_url)
    why = {"code": "host_debt", "fields": {"rows": [{"member": "organisation:alpha"}]}}
    with store.write() as session:
        queries.change(session, EXCHANGES[1], {"why_host": why})
    assert "organisation:alpha" in reading.view(store, EXCHANGES[1], None).names


def test_lists_hold_what_the_reader_may_see(database_url: str) -> None:
    store = filled(database_url)
    own = [event.uid for event in sorted(calendar(), key=lambda event: (event.start, event.uid))]
    public = [uid for uid in own if uid != OTHER_COUNCIL]
    assert uids(store, Wanted(), "admin") == own
    assert uids(store, Wanted(), None) == public
    assert uids(store, Wanted(), "other", OTHER) == [OTHER_COUNCIL, SHARED_DAY]
    for alliance in (OTHER, "nobody"):
        with pytest.raises(NotFoundError):
            uids(store, Wanted(), "member", alliance)


def test_lists_are_narrowed_and_paged(database_url: str) -> None:
    store = filled(database_url)
    span = Wanted(start=at(date(2026, 9, 1)), end=at(date(2026, 10, 1)))
    assert uids(store, span, None) == [COUNCILS[2], EXCHANGES[1], LIST]
    assert uids(store, Wanted(kinds=("council",)), None) == list(COUNCILS)
    assert uids(store, Wanted(statuses=("held",)), None) == [COUNCILS[0], EXCHANGES[0], COUNCILS[1]]
    everything = uids(store, Wanted(), None)
    paged: list[str] = []
    after = None
    while page := reading.list_events(store, Wanted(after=after, limit=2), None):
        paged += [stored.event.uid for stored in page]
        after = (page[-1].event.start, page[-1].event.uid)
    assert paged == everything


def test_events_that_start_together_are_paged_by_uid(sqlite_url: str) -> None:
    store = filled(sqlite_url)
    template = next(event for event in calendar() if event.uid == COUNCILS[3])
    with store.write() as session:
        queries.add(session, [replace(template, uid=f"e-{n}", unit=None) for n in "abc"])
    after = (template.start, "e-b")
    expected = sorted(uid for uid in ("e-c", COUNCILS[3]) if uid > "e-b")
    assert uids(store, Wanted(after=after), None) == expected


def test_the_queries_of_a_list_do_not_grow(sqlite_url: str) -> None:
    store = filled(sqlite_url)
    one = statements(store, lambda: uids(store, Wanted(limit=1), None))
    assert statements(store, lambda: uids(store, Wanted(limit=3), None)) == one


def test_hosts_and_places_to_choose_from(sqlite_url: str) -> None:
    store = filled(sqlite_url)
    options = reading.choices(store, reading.view(store, EXCHANGES[1], None).stored)
    assert [key for key, _ in options.hosts] == [
        "organisation:alpha",
        "organisation:beta",
        "organisation:bureau",
        "organisation:gamma",
    ]
    assert [(key, name.say("en")) for key, name in options.venues] == [
        ("hall", "Chain Parlour"),
        ("room", "甲川报告厅"),
    ]


def test_a_retired_event_keeps_a_quiet_history(sqlite_url: str) -> None:
    store = filled(sqlite_url)
    view = reading.view(store, COUNCILS[0], None)
    assert view.stored.event.status is EventStatus.HELD
    assert [change.kind for change in view.history] == ["created", "held"]
