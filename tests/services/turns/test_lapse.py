"""Requests that nobody needs any more: their turn has begun, is over or is another's."""

from dataclasses import replace
from datetime import datetime, timedelta

import pytest

from scheduler.domain.turn_errors import PastTurnError
from scheduler.domain.turn_request import RequestState, TurnAct, TurnRequest
from scheduler.services.turns import requests as turn_requests
from scheduler.services.turns.requests import NewRequest
from scheduler.store import Store, events
from tests.services.turns.exchanges import (
    ALPHA,
    BETA,
    BETAS,
    COVER,
    GAMMA,
    GAMMAS,
    SWAP,
    alter,
    ask,
    leaves,
    one,
)
from tests.support.world import ALLIANCE, NOW, principal


def test_an_open_request_lapses_when_its_turn_begins_and_makes_room(store: Store) -> None:
    by = principal(store, "secretary")
    asked = ask(store, replace(COVER, turn=BETAS))
    with store.read() as session:
        start = events.of(session, [BETAS])[BETAS].start

    def listed(now: datetime) -> tuple[TurnRequest, ...]:
        return turn_requests.listed(store, [ALLIANCE], by=by, now=now)

    assert listed(start - timedelta(seconds=1)) == (asked,)
    assert listed(start) == (replace(asked, state=RequestState.LAPSED, settled_at=start),)
    with pytest.raises(PastTurnError):
        turn_requests.agree(store, "r-1", by=by, now=start)


@pytest.mark.parametrize("change", [{"status": "cancelled"}, {"status": "held"}, {"host": ALPHA}])
def test_an_open_request_lapses_when_its_turn_is_over_or_anothers(
    store: Store, change: dict[str, str]
) -> None:
    ask(store, SWAP)
    alter(store, GAMMAS, **change)
    (lapsed,) = turn_requests.listed(store, [ALLIANCE], by=principal(store, "beta"), now=NOW)
    assert (lapsed.state, lapsed.settled_at) == (RequestState.LAPSED, None)
    second = ask(store, replace(COVER, id="r-2", turn=BETAS))
    assert second.state is RequestState.AGREED


@pytest.mark.parametrize(
    ("wanted", "member"),
    [
        (one(TurnAct.EXCUSE), BETA),
        (SWAP, BETA),
        (SWAP, GAMMA),
        (COVER, BETA),
        (COVER, ALPHA),
    ],
)
def test_a_request_lapses_when_a_side_of_it_has_left(
    store: Store, wanted: NewRequest, member: str
) -> None:
    by = principal(store, "secretary")
    asked = ask(store, wanted, "secretary")

    def waiting() -> int:
        with store.read() as session:
            return turn_requests.awaited(session, [ALLIANCE], by, NOW).get(ALLIANCE, 0)

    assert waiting() == 1
    leaves(store, member)
    lapsed = replace(asked, state=RequestState.LAPSED)
    assert turn_requests.listed(store, [ALLIANCE], by=by, now=NOW) == (lapsed,)
    assert waiting() == 0


def test_a_request_that_was_done_stays_done(store: Store) -> None:
    done = ask(store, replace(SWAP, settled=True), "secretary")
    later = NOW + timedelta(days=200)
    by = principal(store, "member")
    assert turn_requests.listed(store, [ALLIANCE], by=by, now=later) == (done,)
