"""What the ledgers of turns record by themselves: turns held, members who came and went."""

from datetime import date, timedelta

from sqlalchemy import insert, update

from scheduler.domain.turn import EntryKind, TurnEntry
from scheduler.services import charging
from scheduler.services.events import acts
from scheduler.services.events.acts import Act
from scheduler.store import Store, ledger, turns
from scheduler.store.tables.roster import MembershipRow
from tests.support.world import ALLIANCE, EXCHANGES, NOW, at, filled, principal, store_at

ALPHA, BETA, GAMMA = (f"organisation:{key}" for key in ("alpha", "beta", "gamma"))
NEW = "organisation:bureau"
LEFT = TurnEntry(EntryKind.LEAVE, date(2026, 8, 10), ((ALPHA, 1), (GAMMA, 1)), BETA)
CAME = TurnEntry(EntryKind.JOIN, date(2026, 8, 3), ((ALPHA, 1), (BETA, 1), (GAMMA, 1)), NEW)


def restless(url: str) -> Store:
    """The small alliance, of which one leader left and another came."""
    store = filled(url)
    with store.write() as session:
        gone = update(MembershipRow).where(MembershipRow.member == BETA)
        session.execute(gone.values(until=date(2026, 8, 10)))
        session.execute(
            insert(MembershipRow).values(
                body=ALLIANCE, member=NEW, role="chain_leader", since=date(2026, 8, 3)
            )
        )
    return store


def entries(store: Store) -> tuple[TurnEntry, ...]:
    with store.read() as session:
        return turns.entries(session, [ALLIANCE])["auto", "host_turns"][1:]


def test_who_came_and_went_is_recorded_once_a_day(database_url: str) -> None:
    store = restless(database_url)
    joined = TurnEntry(CAME.kind, CAME.day, (*CAME.eligible[:2], CAME.eligible[2]), CAME.host)
    left = TurnEntry(LEFT.kind, LEFT.day, tuple(sorted((*LEFT.eligible, (NEW, 1)))), LEFT.host)

    assert [charging.follow(store, NOW) for _ in range(2)] == [2, 0]
    assert entries(store) == (joined, left)
    assert charging.follow(store, NOW + timedelta(days=1)) == 0
    with store.read() as session:
        rows = ledger.changes(session, ALLIANCE)[-2:]
    assert [(row.entity, row.entity_id, row.kind, row.detail) for row in rows] == [
        ("turn", "host_turns", "host_turns", {"host": NEW, "entry": "join"}),
        ("turn", "host_turns", "host_turns", {"host": BETA, "entry": "leave"}),
    ]


def test_a_turn_that_is_held_records_first_who_came_and_went(sqlite_url: str) -> None:
    store = restless(sqlite_url)
    by = principal(store, "secretary")
    acts.change_host(store, Act(EXCHANGES[1], by, NOW), GAMMA)
    acts.hold(store, Act(EXCHANGES[1], by, at(date(2026, 9, 23)) + timedelta(hours=2)))

    assert [(each.kind, each.host) for each in entries(store)] == [
        (EntryKind.JOIN, NEW),
        (EntryKind.LEAVE, BETA),
        (EntryKind.TURN, GAMMA),
    ]
    # The turn was committed when the newcomer came.
    assert {member for member, _ in entries(store)[-1].eligible} == {ALPHA, GAMMA}


def test_an_empty_service_has_nothing_to_follow(sqlite_url: str) -> None:
    assert charging.follow(store_at(sqlite_url), NOW) == 0
