from datetime import UTC, date, datetime
from fractions import Fraction

from scheduler.domain.turn import EntryKind, TurnEntry
from scheduler.store import turns
from tests.support.world import ALLIANCE, OTHER, filled

NOW = datetime(2026, 8, 18, 2, tzinfo=UTC)
FIRST = TurnEntry(
    EntryKind.TURN,
    date(2026, 4, 15),
    tuple((f"organisation:{key}", 1) for key in ("alpha", "beta", "gamma")),
    "organisation:alpha",
)


def test_entries_come_back_as_they_were_written_by_ledger_and_day(database_url: str) -> None:
    store = filled(database_url)
    later = TurnEntry(EntryKind.TURN, date(2026, 9, 23), (("organisation:beta", 2),), None, "e-1")
    correction = TurnEntry(
        EntryKind.CORRECTION,
        date(2026, 5, 1),
        host="organisation:alpha",
        amount=Fraction(-2, 3),
        counter="organisation:beta",
        reason="更正样例",
    )
    charges = [
        turns.Charge(ALLIANCE, "host_turns", later),
        turns.Charge(ALLIANCE, "host_turns", correction),
        turns.Charge(OTHER, "theme_turns", later),
    ]

    with store.write() as session:
        turns.add(session, charges, "u-secretary", NOW)
        turns.add_dated(session, [], "u-secretary")

    with store.read() as session:
        found = turns.entries(session, [OTHER, ALLIANCE])
        own = found[ALLIANCE, "host_turns"]
        assert (own[0].day, own[0].eligible, own[0].host) == (FIRST.day, FIRST.eligible, FIRST.host)
        assert own[1:] == (correction, later)
        assert found == {(ALLIANCE, "host_turns"): own, (OTHER, "theme_turns"): (later,)}
        assert turns.entries(session, []) == {}
