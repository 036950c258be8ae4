from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

import pytest

from scheduler.domain.errors import MissingFieldError, NotFoundError
from scheduler.rules.inputs import Blackout
from scheduler.services.gathering import gather, gather_years
from scheduler.store import Store, events, ledger
from scheduler.store.tables.planning import BlackoutRow, RuleRow, TurnEntryRow
from scheduler.store.tables.roster import (
    BodyRow,
    MembershipRow,
    NamedListRow,
    OfficerRow,
    OrganisationRow,
    PersonRow,
    VenueRow,
)
from tests.support.queries import statements
from tests.support.world import (
    ALLIANCE,
    COUNCILS,
    EXCHANGES,
    NOW,
    OTHER,
    OTHER_COUNCIL,
    calendar,
    filled,
)


def test_everything_a_plan_depends_on_is_gathered(database_url: str) -> None:
    store = filled(database_url)

    with store.read() as session:
        source = gather(session, [ALLIANCE], 2026, NOW)
        plan_seq = ledger.heads(session, [ALLIANCE])[ALLIANCE].plan_seq

    assert (source.today, source.start, source.end) == (
        date(2026, 8, 18),
        date(2026, 1, 1),
        date(2027, 1, 1),
    )
    assert source.targets == (ALLIANCE,)
    assert {(rule.owner, rule.key) for rule in source.rules} == {
        (ALLIANCE, "quarterly_council"),
        (ALLIANCE, "matter_consultation"),
        (ALLIANCE, "exchange"),
        (ALLIANCE, "resource_list"),
        (ALLIANCE, "host_turns"),
        (OTHER, "quarterly_council"),
    }
    by_start = sorted(calendar(), key=lambda event: (event.start, event.uid))
    assert source.events == tuple(by_start)
    assert set(source.members) == set(source.officers) == {ALLIANCE, OTHER}
    assert [entry.uid for entry in source.turns[ALLIANCE, "host_turns"]] == [EXCHANGES[0]]
    assert source.names["organisation:alpha"] == ("甲川", "Sample Alpha")
    assert source.names["work_safety"] == ("安全生产", "Work safety")
    assert set(source.venues) == {"hall", "room"}
    assert source.base == {ALLIANCE: plan_seq}


def test_the_given_day_is_the_one_in_shanghai(sqlite_url: str) -> None:
    store = filled(sqlite_url)

    with store.read() as session:
        late = datetime(2026, 8, 18, 16, 0, tzinfo=UTC)
        assert gather(session, [ALLIANCE], 2026, late).today == date(2026, 8, 19)


def test_venues_are_found_through_rules_and_their_lists(sqlite_url: str) -> None:
    store = filled(sqlite_url)
    constraint = {"for": "council", "hard": {"venue": "@base"}}
    moved = next(event for event in calendar() if event.uid == OTHER_COUNCIL)
    with store.write() as session:
        session.add(BodyRow(key="paper", name="样例", short_name="样例", kind="alliance"))
        session.flush()
        session.add_all(
            [
                RuleRow(
                    alliance="paper", key="place", type="constraint", name="地点", data=constraint
                ),
                RuleRow(
                    alliance="paper", key="time", type="constraint", name="时间", data={"hard": 1}
                ),
                NamedListRow(alliance="paper", name="base", items=["venue:room"]),
            ]
        )

    with store.read() as session:
        found = gather(session, ["paper"], 2026, NOW)

    assert found.events == (moved,)


def test_a_body_named_by_a_rule_brings_its_members(sqlite_url: str) -> None:
    store = filled(sqlite_url)
    data = {"kind": "council", "per": "year", "min": 1, "scope": {"body": "county"}}
    with store.write() as session:
        session.add(RuleRow(alliance=OTHER, key="county", type="quota", name="县", data=data))

    with store.read() as session:
        assert set(gather(session, [OTHER], 2026, NOW).members) == {ALLIANCE, OTHER, "county"}


def test_what_is_no_alliance_is_not_found(sqlite_url: str) -> None:
    store = filled(sqlite_url)

    with store.read() as session:
        for key in ("nobody", "auto-1", "county"):
            with pytest.raises(NotFoundError):
                gather(session, [ALLIANCE, key], 2026, NOW)
        with pytest.raises(MissingFieldError):
            gather(session, [], 2026, NOW)


def test_gathering_costs_the_same_for_one_and_for_many(sqlite_url: str) -> None:
    store = filled(sqlite_url)

    def work() -> None:
        with store.read() as session:
            gather(session, [ALLIANCE, OTHER], 2026, NOW)

    before = statements(store, work)
    _add_more(store)

    assert statements(store, work) == before


def _add_more(store: Store) -> None:
    council = next(event for event in calendar() if event.uid == COUNCILS[2])
    with store.write() as session:
        for number in range(3):
            key = f"more-{number}"
            session.add_all(
                [
                    OrganisationRow(key=key, name=key, short_name=key, kind="enterprise"),
                    PersonRow(id=key, name=key, standing="member"),
                    VenueRow(key=key, name=key),
                    MembershipRow(body=ALLIANCE, member=f"organisation:{key}"),
                    BlackoutRow(
                        resource=f"venue:{key}", start=date(2026, 9, 1), end=date(2026, 9, 9)
                    ),
                ]
            )
            session.flush()
            session.add(OfficerRow(person=key, body=ALLIANCE, role="liaison"))
            session.add(
                TurnEntryRow(
                    alliance=ALLIANCE,
                    rule="host_turns",
                    kind="turn",
                    day=date(2026, 5, 1 + number),
                    host=f"organisation:{key}",
                    at=NOW,
                    actor="test",
                )
            )
            shift = timedelta(days=number + 1)
            more = replace(
                council, uid=key, unit=None, start=council.start + shift, end=council.end + shift
            )
            events.add(session, [more])


def test_absences_before_the_year_are_gathered_for_what_lies_there(sqlite_url: str) -> None:
    store = filled(sqlite_url)
    away = BlackoutRow(resource="body:auto", start=date(2026, 12, 30), end=date(2027, 1, 1))
    with store.write() as session:
        session.add(away)
    with store.read() as session:
        found = gather(session, (ALLIANCE,), 2027, NOW).blackouts
    assert found == (Blackout("body:auto", date(2026, 12, 30), date(2027, 1, 1)),)


def test_several_years_are_gathered_as_each_by_itself(sqlite_url: str) -> None:
    store = filled(sqlite_url)
    with store.read() as session:
        found = gather_years(session, (ALLIANCE, OTHER), (2026, 2027), NOW)
        each = {year: gather(session, (ALLIANCE, OTHER), year, NOW) for year in (2026, 2027)}
    assert found == each
