from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest
from sqlalchemy import text

from scheduler.domain.activity import Also, Event, EventStatus, UnitKey
from scheduler.store import Session, events, planning, rules
from tests.support.queries import counted, statements
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
        also=(Also(replace(unit, rule="salon", cell="a|b"), "salon"),) if number % 2 else (),
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


ASKED: dict[str, tuple[str, Callable[[Session], object]]] = {
    "replaced": ("ix_event_owner_rule_period", lambda s: events.replaced(s, planned(1))),
    "used": ("ix_event_owner_rule_period", lambda s: rules.used(s, ALLIANCE, "exchange")),
    "stands": (
        "ix_event_owner_rule_period",
        lambda s: rules.stands(s, ALLIANCE, "exchange", FIRST),
    ),
    "reached": ("ix_event_owner_rule_period", lambda s: planning.reached(s, [ALLIANCE])),
    "waived": ("ix_event_owner_rule_period", lambda s: planning.waived(s, [ALLIANCE])),
    "unheld_at": ("ix_event_venue", lambda s: events.unheld_at(s, "hall")),
}


@pytest.mark.parametrize(("index", "ask"), ASKED.values(), ids=ASKED)
def test_no_question_about_an_owner_or_a_venue_reads_all_events(
    sqlite_url: str, index: str, ask: Callable[[Session], object]
) -> None:
    store = filled(sqlite_url)

    with store.read() as session, counted(store) as sent:
        ask(session)

    with store.engine.connect() as connection:
        statement = sent.statements[0]
        values = (None,) * statement.count("?")
        plan = connection.exec_driver_sql(f"EXPLAIN QUERY PLAN {statement}", values).all()
    assert [step.detail for step in plan if f"USING INDEX {index} " in step.detail] != []
    assert [step.detail for step in plan if step.detail.startswith("SCAN event")] == []


def test_postgresql_finds_what_is_at_a_venue_by_its_index(postgresql_url: str) -> None:
    store = filled(postgresql_url)

    with store.read() as session:
        session.execute(text("SET LOCAL enable_seqscan = off"))
        plan = session.scalars(text("EXPLAIN SELECT uid FROM event WHERE venue = 'hall'")).all()

    assert [line for line in plan if "ix_event_venue" in line] != []
