from scheduler.domain.attendance.chain import Sealing, seal_digest
from scheduler.domain.attendance.values import RegisterState
from scheduler.services import attendance as roll
from scheduler.services.access import SYSTEM
from scheduler.services.attendance import Rosters
from scheduler.services.attendance.audience import audience_of, expected
from scheduler.store import attendance as stored
from scheduler.store import events, past_registers, seals
from tests.support.world import COUNCILS, EXCHANGES, filled, principal


def test_rosters_of_the_past_are_those_that_opening_the_registers_would_freeze(
    sqlite_url: str,
) -> None:
    store = filled(sqlite_url)
    with store.read() as session:
        over = [
            found.event for uid in (*COUNCILS, *EXCHANGES) if (found := events.get(session, uid))
        ]
        rosters = Rosters(session)
        asked = [rosters.of(event) for event in over]
        again = [rosters.of(event) for event in over]
        known = [expected(session, event, audience_of(session, event)) for event in over]
    assert len({event.host for event in over}) > 2
    assert asked == known
    assert again == known


def test_the_past_is_recorded_as_a_roll_call_would_be(database_url: str) -> None:
    store = filled(database_url)
    held = EXCHANGES[0]
    with store.write() as session:
        found = events.get(session, held)
        assert found is not None
        event = found.event
        register = roll.sealed_past(event, Rosters(session).of(event), by=SYSTEM)
        past_registers.add(session, [register])
    view = roll.register(store, held, by=principal(store, "secretary"))
    with store.read() as session:
        seal = seals.last(session, held)
        kept = stored.marked(session, held)
    assert seal == register.seal
    assert (view.state, view.totals.unmarked, view.totals.due) == (RegisterState.SEALED, 0, 6)
    assert kept == {each.mark.person: (each.mark.presence, False) for each in view.entries}
    lines = tuple(each.listed.line for each in view.entries)
    marks = {each.mark.person: each.mark for each in view.entries}
    assert register.seal.digest == seal_digest(Sealing(held, 1, lines, marks, {}, view.head))
