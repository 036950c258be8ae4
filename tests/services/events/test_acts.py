"""What people do with one event, on both databases."""

from dataclasses import replace
from datetime import date, time, timedelta

import pytest

from scheduler.domain.activity import Event, EventStatus
from scheduler.domain.errors import (
    CancelledEventError,
    ChoiceError,
    DateError,
    HeldEventError,
    MissingFieldError,
    NotFoundError,
    OthersVenueError,
    ReplacedEventError,
    StaleVersionError,
    TextError,
)
from scheduler.domain.turn import EntryKind, TurnEntry
from scheduler.services.access import Principal
from scheduler.services.events import acts
from scheduler.services.events.acts import Act
from scheduler.store import Store, events, ledger, turns
from scheduler.store.feeds import EventChange, of_event
from scheduler.store.tables.roster import VenueRow
from tests.support.world import (
    ALLIANCE,
    COUNCILS,
    EXCHANGES,
    LIST,
    MET,
    NOW,
    OTHER,
    OTHER_COUNCIL,
    SHARED_DAY,
    at,
    calendar,
    filled,
    principal,
)

COUNCIL = COUNCILS[2]


def act(store: Store, uid: str = COUNCIL, role: str = "secretary", **more: object) -> Act:
    return Act(uid, principal(store, role), NOW, **more)  # type: ignore[arg-type]  # a shorthand


def made(uid: str) -> Event:
    return next(event for event in calendar() if event.uid == uid)


def now_stored(store: Store, uid: str) -> Event:
    with store.read() as session:
        found = events.get(session, uid)
    assert found is not None
    return found.event


def newest(store: Store, uid: str, alliance: str = ALLIANCE) -> EventChange:
    with store.read() as session:
        return of_event(session, uid, alliance)[-1]


def seqs(store: Store, *alliances: str) -> dict[str, int]:
    with store.read() as session:
        return {key: head.seq for key, head in ledger.heads(session, alliances).items()}


def test_a_move_keeps_uid_and_length_and_raises_the_revision(database_url: str) -> None:
    store = filled(database_url)
    day = at(date(2026, 9, 9))
    acts.move(store, act(store, reason="venue_repair", note="空调检修"), day)
    assert now_stored(store, COUNCIL) == replace(
        made(COUNCIL),
        start=day,
        end=day + timedelta(hours=2),
        revision=1,
        updated_at=NOW,
        pinned=True,
        why_date={"code": "reason.venue_repair", "fields": {}},
    )
    change = newest(store, COUNCIL)
    assert (change.kind, change.revision, change.at, change.actor, change.visible) == (
        "moved",
        1,
        NOW,
        "u-secretary",
        True,
    )
    assert change.detail == {
        "start": {"from": "2026-09-16T06:30:00+00:00", "to": "2026-09-09T06:30:00+00:00"},
        "end": {"from": "2026-09-16T08:30:00+00:00", "to": "2026-09-09T08:30:00+00:00"},
        "reason": "venue_repair",
        "note": "空调检修",
    }


def test_a_move_to_where_it_is_writes_nothing(sqlite_url: str) -> None:
    store = filled(sqlite_url)
    before = seqs(store, ALLIANCE)
    acts.move(store, act(store), made(COUNCIL).start)
    assert (now_stored(store, COUNCIL), seqs(store, ALLIANCE)) == (made(COUNCIL), before)


def test_a_joint_event_is_written_into_every_ledger_it_reaches(sqlite_url: str) -> None:
    store = filled(sqlite_url)
    acts.move(store, act(store, SHARED_DAY), at(date(2026, 10, 20)))
    own, others = newest(store, SHARED_DAY), newest(store, SHARED_DAY, OTHER)
    assert replace(own, seq=0) == replace(others, seq=0)
    assert own.revision == 1


@pytest.mark.parametrize(
    ("start", "reason"),
    [
        (at(date(2026, 8, 17)), "past"),
        (at(date(2036, 8, 17)), "ahead"),
        (at(date(2026, 9, 9)) + timedelta(microseconds=1), "instant"),
        (at(date(2026, 9, 9)).replace(tzinfo=None), "naive"),
    ],
)
def test_a_wrong_start_is_refused(sqlite_url: str, start: object, reason: str) -> None:
    store = filled(sqlite_url)
    with pytest.raises(DateError) as caught:
        acts.move(store, act(store), start)  # type: ignore[arg-type]  # one of them is naive
    assert caught.value.fields["reason"] == reason
    assert now_stored(store, COUNCIL) == made(COUNCIL)


def test_an_end_before_the_start_is_refused(sqlite_url: str) -> None:
    store = filled(sqlite_url)
    day = at(date(2026, 9, 9))
    with pytest.raises(DateError):
        acts.move(store, act(store), day, day)


def test_a_whole_day_moves_from_midnight_only(sqlite_url: str) -> None:
    store = filled(sqlite_url)
    with pytest.raises(DateError):
        acts.move(store, act(store, LIST), at(date(2026, 9, 28)))
    moved = acts.move(store, act(store, LIST), at(date(2026, 9, 28), time(0)))
    assert moved.event.end - moved.event.start == timedelta(days=1)


def test_a_change_on_an_old_version_is_refused(database_url: str) -> None:
    store = filled(database_url)
    acts.move(store, act(store, version=1), at(date(2026, 9, 9)))
    with pytest.raises(StaleVersionError) as caught:
        acts.move(store, act(store, version=1), at(date(2026, 9, 10)))
    assert caught.value.fields == {"entity": "event", "key": COUNCIL, "revision": 1}


def test_a_new_host_must_be_a_member(sqlite_url: str) -> None:
    store = filled(sqlite_url)
    wish = act(store, EXCHANGES[1], reason="swap")
    changed = acts.change_host(store, wish, "organisation:gamma")
    assert (changed.event.host, changed.event.pinned, changed.event.why_host) == (
        "organisation:gamma",
        True,
        {"code": "reason.swap", "fields": {}},
    )
    assert changed == _read(store, EXCHANGES[1])
    with pytest.raises(ChoiceError):
        acts.change_host(store, wish, "organisation:nobody")


def _read(store: Store, uid: str) -> events.Stored:
    with store.read() as session:
        found = events.get(session, uid)
    assert found is not None
    return found


def test_a_new_place_must_be_known(sqlite_url: str) -> None:
    store = filled(sqlite_url)
    assert acts.change_venue(store, act(store), "room").event.venue == "room"
    assert acts.change_venue(store, act(store), None).event.revision == 2
    with pytest.raises(ChoiceError):
        acts.change_venue(store, act(store), "nowhere")


def test_a_cancelled_event_stays_and_can_be_restored(database_url: str) -> None:
    store = filled(database_url)
    acts.cancel(store, act(store))
    assert now_stored(store, COUNCIL) == replace(
        made(COUNCIL), status=EventStatus.CANCELLED, revision=1, updated_at=NOW
    )
    with pytest.raises(CancelledEventError):
        acts.move(store, act(store), at(date(2026, 9, 9)))
    acts.restore(store, act(store))
    again = acts.restore(store, act(store))
    assert again.event == replace(made(COUNCIL), revision=2, updated_at=NOW + timedelta(seconds=1))


def test_waiving_needs_a_reason_in_words(sqlite_url: str) -> None:
    store = filled(sqlite_url)
    with pytest.raises(MissingFieldError):
        acts.cancel(store, act(store), waive=True)
    waived = acts.cancel(store, act(store, note="上级停办"), waive=True)
    assert (waived.waived, waived.waive_reason) == (True, "上级停办")
    restored = acts.restore(store, act(store))
    assert (restored.waived, restored.waive_reason) == (False, "")


@pytest.mark.parametrize("note", ["甲\r\nATTENDEE:x", "甲\n乙", "甲\t乙", "甲\x00"])
def test_a_note_is_one_line(sqlite_url: str, note: str) -> None:
    store = filled(sqlite_url)
    with pytest.raises(TextError) as caught:
        act(store, note=note)
    assert caught.value.fields == {"field": "note", "reason": "control", "limit": 400}


def test_a_blank_note_is_no_reason(sqlite_url: str) -> None:
    store = filled(sqlite_url)
    with pytest.raises(MissingFieldError):
        acts.cancel(store, act(store, note=" \n"), waive=True)


def test_a_replaced_event_is_not_restored(sqlite_url: str) -> None:
    store = filled(sqlite_url)
    cancelled = acts.cancel(store, act(store)).event
    with store.write() as session:
        second = replace(cancelled, uid="e-second", attempt=2, status=EventStatus.PUBLISHED)
        events.add(session, [second])
    with pytest.raises(ReplacedEventError):
        acts.restore(store, act(store))


def test_holding_keeps_the_names_of_the_day_and_charges_the_turn(database_url: str) -> None:
    store = filled(database_url)
    later = replace(act(store, EXCHANGES[1]), now=at(date(2026, 9, 23), time(18)))
    held = acts.hold(store, later)
    assert (held.event.status, held.event.revision, held.host_name) == (
        EventStatus.HELD,
        1,
        "样例乙川公司",
    )
    with store.read() as session:
        entries = turns.entries(session, [ALLIANCE])[ALLIANCE, "host_turns"]
    eligible = tuple((f"organisation:{key}", 1) for key in ("alpha", "beta", "gamma"))
    assert entries[1:] == (
        TurnEntry(EntryKind.TURN, date(2026, 9, 23), eligible, "organisation:beta", EXCHANGES[1]),
    )
    with pytest.raises(HeldEventError):
        acts.hold(store, later)


def test_what_has_not_begun_is_not_held_but_a_list_may_be_early(sqlite_url: str) -> None:
    store = filled(sqlite_url)
    with pytest.raises(DateError):
        acts.hold(store, act(store))
    assert acts.hold(store, act(store, LIST)).event.status is EventStatus.HELD


def test_a_seal_holds_and_shows_its_code_in_one_revision(sqlite_url: str) -> None:
    store = filled(sqlite_url)
    wish = replace(act(store), now=MET)
    with store.write() as session:
        stored = events.get(session, COUNCIL)
        assert stored is not None
        sealed = acts.hold_in(session, stored, wish, seal_code="QX7K2M")
    assert (sealed.event.status, sealed.event.seal_code, sealed.event.revision) == (
        EventStatus.HELD,
        "QX7K2M",
        1,
    )
    assert (sealed.venue_name, newest(store, COUNCIL).kind) == ("链上会客厅", "sealed")


def test_a_renamed_venue_raises_only_what_is_to_come(database_url: str) -> None:
    store = filled(database_url)
    name = acts.NewName("链上议事厅", "Chain Hall")
    changed = acts.rename_venue(store, "hall", name, principal(store, "secretary"), NOW)
    assert changed == (COUNCILS[2], COUNCILS[3])
    assert [now_stored(store, uid).revision for uid in COUNCILS] == [1, 1, 1, 1]
    assert now_stored(store, COUNCILS[0]) == made(COUNCILS[0])
    assert newest(store, COUNCILS[3]).detail == {
        "venue_name": {
            "from": "链上会客厅",
            "to": "链上议事厅",
            "from_en": "Chain Parlour",
            "to_en": "Chain Hall",
        }
    }
    assert acts.rename_venue(store, "hall", name, principal(store, "secretary"), NOW) == ()


def test_a_cancelled_event_takes_a_new_name_of_its_place_while_feeds_show_it(
    sqlite_url: str,
) -> None:
    store = filled(sqlite_url)
    by = principal(store, "secretary")
    acts.cancel(store, act(store))
    assert COUNCIL in acts.rename_venue(store, "hall", acts.NewName("新名"), by, NOW)
    assert now_stored(store, COUNCIL).revision == 2
    acts.restore(store, act(store))
    acts.cancel(store, act(store))
    with store.write() as session:
        events.change(session, COUNCIL, {"retired": True})
    assert acts.rename_venue(store, "hall", acts.NewName("再改"), by, NOW) == (COUNCILS[3],)


def test_a_venue_is_renamed_by_its_editors_only(sqlite_url: str) -> None:
    store = filled(sqlite_url)
    name = acts.NewName("别处")
    with pytest.raises(OthersVenueError):
        acts.rename_venue(store, "hall", name, principal(store, "other"), NOW)
    with pytest.raises(NotFoundError):
        acts.rename_venue(store, "nowhere", name, principal(store, "admin"), NOW)


def test_an_event_of_ones_own_makes_no_venue_of_others_ones_own(database_url: str) -> None:
    store = filled(database_url)
    with store.write() as session:
        session.add_all(
            [
                VenueRow(key="square", name="广场"),
                VenueRow(key="works", name="丙川车间", organisation="gamma"),
                VenueRow(key="office", name="甲川办公室", organisation="alpha"),
            ]
        )
    by, other = principal(store, "secretary"), principal(store, "other")
    name = acts.NewName("别处")

    def may(who: Principal, uid: str, venue: str) -> bool:
        with store.write() as session:
            events.change(session, uid, {"venue": venue})
        with store.read() as session:
            found = events.get(session, uid)
        assert found is not None
        allowed = acts.may_rename(store, found, who, NOW)
        if not allowed:
            with pytest.raises(OthersVenueError):
                acts.rename_venue(store, venue, name, who, NOW)
        return allowed

    # That of nobody is theirs who alone meet there; that of a member is its alliances' alone.
    assert may(by, COUNCIL, "square")
    assert not may(other, OTHER_COUNCIL, "square")
    assert not may(by, COUNCIL, "square")
    assert may(other, OTHER_COUNCIL, "works")
    assert not may(other, OTHER_COUNCIL, "office")
    assert not may(by, COUNCIL, "office")
    assert may(principal(store, "admin"), COUNCIL, "office")
    assert acts.rename_venue(store, "hall", name, by, NOW) == (COUNCILS[3],)
    assert now_stored(store, OTHER_COUNCIL).revision == 0
