import pytest
from sqlalchemy import text

from scheduler.domain.storage_errors import UnreadableEventError
from scheduler.services.access import SYSTEM
from scheduler.services.plans import planning
from scheduler.store import events, ledger
from tests.support.world import ALLIANCE, COUNCILS, NOW, filled


def test_a_plan_that_would_add_what_is_there_and_cannot_be_read_is_refused(
    database_url: str,
) -> None:
    store = filled(database_url)
    values = {"uid": COUNCILS[2], "status": "zzz"}
    with store.write() as session:
        session.execute(text("UPDATE event SET status = :status WHERE uid = :uid"), values)
        before = ledger.heads(session, [ALLIANCE])
    shown = planning.preview(store, [ALLIANCE], 2026, by=SYSTEM, now=NOW)
    with pytest.raises(UnreadableEventError) as refused:
        planning.apply(store, [ALLIANCE], 2026, shown.hash, by=SYSTEM, now=NOW)
    assert refused.value.fields == {"uid": COUNCILS[2]}
    with store.write() as session:
        assert ledger.heads(session, [ALLIANCE]) == before
        session.execute(text("UPDATE event SET status = 'published' WHERE uid = :uid"), values)
    shown = planning.preview(store, [ALLIANCE], 2026, by=SYSTEM, now=NOW)
    planning.apply(store, [ALLIANCE], 2026, shown.hash, by=SYSTEM, now=NOW)
    with store.read() as session:
        assert events.known(session, [COUNCILS[2], "e-none"]) == {COUNCILS[2]}
