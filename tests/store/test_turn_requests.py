from dataclasses import replace
from fractions import Fraction

from scheduler.domain.turn_request import RequestState, TurnAct, TurnRequest
from scheduler.store import turn_requests
from tests.support.world import ALLIANCE, NOW, OTHER, filled

ASKED = TurnRequest(
    id="r-1",
    alliance=ALLIANCE,
    rule="host_turns",
    act=TurnAct.SWAP,
    member="organisation:beta",
    reason="样例",
    asked_by="u-beta",
    asked_at=NOW,
    uid="e-1",
    other_uid="e-2",
    other="organisation:gamma",
    amount=Fraction(-2, 3),
    member_agreed_by="u-beta",
)


def test_requests_come_back_as_they_were_stored_by_id_and_alliance(
    database_url: str,
) -> None:
    store = filled(database_url)
    done = replace(ASKED, id="r-2", uid="e-3", other_uid="", other=None, state=RequestState.DONE)
    elsewhere = replace(ASKED, id="r-3", alliance=OTHER, uid="e-4", other_uid="")
    with store.write() as session:
        for each in (done, ASKED, elsewhere):
            turn_requests.add(session, each)

    with store.read() as session:
        assert turn_requests.get(session, "r-1") == ASKED
        assert turn_requests.get(session, "r-9") is None
        assert turn_requests.listed(session, [ALLIANCE]) == (ASKED, done)
        assert turn_requests.listed(session, [ALLIANCE, OTHER]) == (ASKED, done, elsewhere)
        assert turn_requests.listed(session, []) == ()


def test_a_request_is_rewritten_and_found_while_it_waits(database_url: str) -> None:
    store = filled(database_url)
    settled = replace(
        ASKED,
        state=RequestState.REFUSED,
        other_agreed_by="u-gamma",
        settled_at=NOW,
        settled_by="u-gamma",
    )
    with store.write() as session:
        turn_requests.add(session, ASKED)
        assert turn_requests.waiting(session, ["e-9", "e-2"]) == (ASKED,)
        assert turn_requests.waiting(session, ["e-1"]) == (ASKED,)
        assert turn_requests.waiting(session, ["e-9"]) == ()
        turn_requests.rewrite(session, settled)
        assert turn_requests.get(session, "r-1") == settled
        assert turn_requests.waiting(session, ["e-1"]) == ()
