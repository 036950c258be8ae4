from dataclasses import replace
from datetime import UTC, datetime

import pytest

from scheduler.domain.text import CATALOGUE
from scheduler.domain.turn import EntryKind
from scheduler.domain.turn_request import RequestState, Side, TurnAct, TurnRequest

ASKED = TurnRequest(
    id="r-1",
    alliance="auto",
    rule="host_turns",
    act=TurnAct.SWAP,
    member="organisation:a",
    reason="样例",
    asked_by="u-1",
    asked_at=datetime(2026, 8, 18, tzinfo=UTC),
)


def test_a_request_misses_the_sides_that_have_not_agreed() -> None:
    assert ASKED.missing == (Side.MEMBER, Side.OTHER)
    assert replace(ASKED, member_agreed_by="u-1").missing == (Side.OTHER,)
    assert replace(ASKED, member_agreed_by="u-1", other_agreed_by="u-2").missing == ()


@pytest.mark.parametrize("state", RequestState)
def test_a_request_is_open_until_it_is_settled(state: RequestState) -> None:
    waits = state in {RequestState.ASKED, RequestState.AGREED}
    assert replace(ASKED, state=state).is_open is waits


def test_every_act_state_and_entry_has_its_words() -> None:
    named = [
        *(f"turn_act.{act}" for act in TurnAct),
        *(f"turn_wish.{act}" for act in TurnAct),
        *(f"turn_request.{state}" for state in RequestState),
        *(f"turn_entry.{kind}" for kind in EntryKind),
    ]
    assert [code for code in named if code not in CATALOGUE] == []
