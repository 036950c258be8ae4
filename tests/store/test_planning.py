from collections.abc import Iterable
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

from sqlalchemy import update

from scheduler.domain.activity import Event, EventStatus, UnitKey
from scheduler.domain.moments import SHANGHAI
from scheduler.rules.inputs import Blackout
from scheduler.store import Store, events, planning
from scheduler.store.planning import AppliedRow, Around
from scheduler.store.tables.events import EventRow
from scheduler.store.tables.planning import BlackoutRow
from scheduler.store.tables.roster import BodyRow, GroupMemberRow, VenueRow
from tests.support.queries import statements
from tests.support.world import ALLIANCE, COUNCILS, MADE, NOW, OTHER, OTHER_COUNCIL, at, filled

YEAR = (datetime(2026, 1, 1, tzinfo=SHANGHAI), datetime(2027, 1, 1, tzinfo=SHANGHAI))
PAPER = "paper"


def meeting(uid: str, day: date, **more: object) -> Event:
    start = at(day)
    event = Event(uid, PAPER, "council", "样例会议", start, start + timedelta(hours=2), MADE, MADE)
    return replace(event, **{"alliances": (event.owner,), **more})  # type: ignore[arg-type]  # a shorthand


def with_paper(store: Store, *meetings: Event, group: bool = False) -> Store:
    with store.write() as session:
        session.add(
            BodyRow(key=PAPER, name="样例造纸链", short_name="造纸链", kind="chain_committee")
        )
        session.flush()
        events.add(session, meetings)
        if group:
            session.add_all(GroupMemberRow(group_key="g", alliance=key) for key in (PAPER, OTHER))
    return store


def uids(found: Iterable[Event]) -> set[str]:
    return {event.uid for event in found}


def test_neighbours_share_officers_or_a_group(database_url: str) -> None:
    store = with_paper(filled(database_url), group=True)

    with store.read() as session:
        assert planning.neighbours(session, [PAPER]) == {PAPER, OTHER}
        assert planning.neighbours(session, [OTHER]) == {PAPER, OTHER, ALLIANCE}
        assert planning.neighbours(session, [ALLIANCE]) == {ALLIANCE, OTHER}


def test_a_plan_reaches_the_alliances_of_its_groups_and_of_its_events(database_url: str) -> None:
    store = with_paper(filled(database_url), group=True)

    with store.read() as session:
        assert planning.reached(session, [ALLIANCE]) == {ALLIANCE, OTHER}
        assert planning.reached(session, [PAPER]) == {PAPER, OTHER}


def test_what_others_booked_at_the_same_place_is_concerned(database_url: str) -> None:
    day = date(2026, 9, 16)
    store = with_paper(
        filled(database_url),
        meeting("e-hall", day, venue="hall"),
        meeting("e-room", day, venue="room"),
        meeting("e-nowhere", day),
        meeting("e-off", day, venue="hall", status=EventStatus.CANCELLED),
        meeting("e-far", date(2027, 9, 16), venue="hall"),
    )

    with store.read() as session:
        own = uids(
            planning.concerned(session, Around((OTHER,), frozenset({OTHER}), frozenset()), YEAR)
        )
        used = Around((ALLIANCE,), frozenset({ALLIANCE}), frozenset())
        found = uids(planning.concerned(session, used, YEAR))
        named = Around((PAPER,), frozenset({PAPER}), frozenset({"room"}))
        theirs = uids(planning.concerned(session, named, YEAR))

    assert {"e-room", OTHER_COUNCIL} <= own
    assert not own & {"e-hall", "e-nowhere", "e-off", "e-far"}
    assert found & {"e-hall", "e-room", "e-nowhere", "e-off", "e-far"} == {"e-hall"}
    assert theirs == {"e-hall", "e-room", "e-nowhere", "e-off", OTHER_COUNCIL, *COUNCILS}


def test_events_of_a_period_of_the_year_are_concerned_wherever_they_lie(database_url: str) -> None:
    far, near = date(2028, 3, 1), date(2025, 11, 20)

    def of(period: str) -> UnitKey:
        return UnitKey("council", f"body:{PAPER}", period)

    store = with_paper(
        filled(database_url),
        meeting("e-makeup", far, unit=of("2026-Q4")),
        meeting("e-before", date(2025, 2, 3), unit=of("2025")),
        meeting("e-years", far, unit=of("2026..2028")),
        meeting("e-campaign", far, unit=of("window:spring")),
        meeting("e-later", far, unit=of("2028-Q1")),
        meeting("e-gap", near),
        meeting("e-long-ago", date(2024, 9, 1), unit=of("2024-Q3")),
    )
    around = Around((PAPER,), frozenset({PAPER}), frozenset())

    with store.read() as session:
        found = uids(planning.concerned(session, around, YEAR))

    assert found == {"e-makeup", "e-before", "e-years", "e-campaign", "e-gap"}


def test_waived_units_and_absences_are_found(database_url: str) -> None:
    store = filled(database_url)
    with store.write() as session:
        session.execute(update(EventRow).where(EventRow.uid == COUNCILS[3]).values(waived=True))
        session.add_all(
            [
                BlackoutRow(resource="venue:hall", start=date(2025, 12, 30), end=date(2026, 1, 2)),
                BlackoutRow(resource="venue:hall", start=date(2027, 1, 1), end=date(2027, 2, 1)),
            ]
        )

    with store.read() as session:
        assert planning.waived(session, [ALLIANCE]) == {
            f"quarterly_council/body:{ALLIANCE}/2026-Q4//1"
        }
        assert planning.waived(session, [OTHER]) == frozenset()
        assert planning.blackouts(session, date(2026, 1, 1), date(2027, 1, 1)) == (
            Blackout("venue:hall", date(2025, 12, 30), date(2026, 1, 2)),
        )


def test_rewriting_replaces_events_and_where_they_stand(database_url: str) -> None:
    store = filled(database_url)
    with store.write() as session:
        session.add(VenueRow(key="tower", name="样例楼宇"))
        old = events.get(session, COUNCILS[3])
        assert old is not None
        changed = replace(
            old.event, alliances=(ALLIANCE, OTHER), venue="tower", theme=None, revision=1
        )
        planning.rewrite(session, [changed])
        planning.rewrite(session, [])

    with store.read() as session:
        found = events.get(session, COUNCILS[3])

    assert found == replace(old, event=changed, version=old.version + 1)


def test_any_number_of_events_is_rewritten_in_as_many_statements(sqlite_url: str) -> None:
    store = filled(sqlite_url)
    with store.read() as session:
        known = [found.event for uid in COUNCILS if (found := events.get(session, uid))]

    def rewrite(count: int) -> None:
        with store.write() as session:
            planning.rewrite(session, known[:count])

    assert statements(store, lambda: rewrite(1)) == statements(store, lambda: rewrite(3)) == 3


def test_published_and_held_events_are_counted_by_alliance(database_url: str) -> None:
    store = with_paper(filled(database_url))

    with store.read() as session:
        found = planning.published(session, [ALLIANCE, OTHER, PAPER], *YEAR)
        nothing = planning.published(session, [ALLIANCE], YEAR[1], datetime(2028, 1, 1, tzinfo=UTC))

    assert found == {ALLIANCE: (6, 3), OTHER: (2, 0), PAPER: (0, 0)}
    assert nothing == {ALLIANCE: (0, 0)}


def test_applied_plans_are_kept_the_newest_first(database_url: str) -> None:
    store = filled(database_url)
    first = AppliedRow("a" * 64, (ALLIANCE,), ({"kind": "add", "uid": "e-1"},), MADE, "u-secretary")
    second = AppliedRow("b" * 64, (OTHER, ALLIANCE), (), NOW, "u-other")

    with store.write() as session:
        planning.record(session, first, {ALLIANCE: 3})
        planning.record(session, second, {ALLIANCE: 4, OTHER: 1})

    with store.read() as session:
        assert planning.history(session, 5) == (second, first)
        assert planning.history(session, 1) == (second,)
        assert planning.applied(session, first.hash) == first
        assert planning.applied(session, "c" * 64) is None
