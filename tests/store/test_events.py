from dataclasses import replace
from datetime import UTC, datetime, timedelta

from scheduler.domain.activity import Event, EventStatus, UnitKey
from scheduler.store import events
from tests.support.queries import statements
from tests.support.world import ALLIANCE, MADE, OTHER, filled

FIRST = datetime(2026, 9, 1, 6, tzinfo=UTC)


def meeting(number: int) -> Event:
    start = FIRST + timedelta(hours=number % 7)
    return Event(
        uid=f"e-{number:04}",
        owner=ALLIANCE,
        alliances=(ALLIANCE,),
        kind="exchange",
        title="样例'交流",
        start=start,
        end=start + timedelta(hours=2),
        created_at=MADE,
        updated_at=MADE,
    )


def planned(number: int) -> Event:
    unit = UnitKey("exchange", f"body:{ALLIANCE}", "2026", "", number)
    return replace(
        meeting(number),
        unit=unit,
        host="organisation:a",
        co_hosts=("organisation:b",),
        why_date={"code": "date_due", "fields": {"n": number}},
        status=EventStatus.HELD if number % 5 == 0 else EventStatus.PUBLISHED,
    )


def test_a_plan_of_many_events_is_read_as_it_was_stored(database_url: str) -> None:
    store = filled(database_url)
    shared = replace(planned(3), uid="shared", alliances=tuple(sorted((ALLIANCE, OTHER))))
    theirs = replace(
        planned(4), uid="theirs", owner=OTHER, alliances=tuple(sorted((ALLIANCE, OTHER)))
    )
    plan = [*map(meeting, range(300)), *map(planned, range(300, 600)), shared, theirs]

    with store.write() as session:
        events.add(session, plan)

    with store.read() as session:
        assert events.of(session, [event.uid for event in plan]) == {
            event.uid: event for event in plan
        }


def test_an_event_stands_in_the_calendar_of_its_owner_whoever_else_is_named(
    database_url: str,
) -> None:
    store = filled(database_url)

    with store.write() as session:
        events.add(
            session, [replace(meeting(1), alliances=()), replace(meeting(2), alliances=(OTHER,))]
        )

    with store.read() as session:
        found = events.of(session, ["e-0001", "e-0002"])
        assert {uid: event.alliances for uid, event in found.items()} == {
            "e-0001": (ALLIANCE,),
            "e-0002": tuple(sorted((ALLIANCE, OTHER))),
        }


def test_a_plan_is_stored_with_as_many_statements_whether_it_has_one_event_or_three(
    sqlite_url: str,
) -> None:
    store = filled(sqlite_url)

    def sent(first: int, count: int) -> int:
        def store_them() -> None:
            with store.write() as session:
                events.add(session, [meeting(first + number) for number in range(count)])

        return statements(store, store_them)

    assert sent(0, 1) == sent(10, 3)
