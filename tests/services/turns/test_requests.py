"""Requests about turns: asked once, agreed upon by both sides, refused, withdrawn, listed."""

from dataclasses import replace

import pytest

from scheduler.domain.errors import IdempotencyError, NotFoundError
from scheduler.domain.turn_errors import ClosedRequestError, ConsentGivenError, OpenRequestError
from scheduler.domain.turn_request import RequestState, TurnAct, TurnRequest
from scheduler.services.turns import requests as turn_requests
from scheduler.store import Store
from tests.services.turns.exchanges import (
    BETA,
    BETAS,
    CORRECTION,
    COVER,
    GAMMA,
    GAMMAS,
    SWAP,
    UNCHANGED,
    agree,
    ask,
    hosts,
    one,
)
from tests.support.world import ALLIANCE, NOW, OTHER, principal


def test_who_steps_in_may_offer_it(store: Store) -> None:
    asked = ask(store, COVER, "host")
    assert (asked.state, asked.missing) == (RequestState.AGREED, ("member",))
    assert agree(store, "beta").state is RequestState.DONE


def test_a_manager_speaks_for_both_sides_or_only_asks(store: Store) -> None:
    asked = ask(store, SWAP, "secretary")
    assert (asked.state, asked.missing) == (RequestState.ASKED, ("member", "other"))
    assert agree(store, "gamma").state is RequestState.AGREED
    done = agree(store, "alliance_admin")
    assert (done.member_agreed_by, done.other_agreed_by) == ("u-alliance_admin", "u-gamma")
    assert done.state is RequestState.DONE


def test_the_same_request_again_does_nothing_more(store: Store) -> None:
    first = ask(store, replace(SWAP, settled=True), "secretary")

    assert ask(store, SWAP, "secretary") == first
    assert hosts(store) == {BETAS: (GAMMA, 1), GAMMAS: (BETA, 1)}
    for other in (replace(SWAP, reason="别的"), COVER, CORRECTION):
        with pytest.raises(IdempotencyError):
            ask(store, other, "secretary")
    with pytest.raises(IdempotencyError):
        ask(store, SWAP, "beta")
    with pytest.raises(IdempotencyError):
        ask(store, SWAP, "other")


def test_a_request_is_refused_or_withdrawn_and_then_closed(store: Store) -> None:
    ask(store, SWAP)
    refused = turn_requests.refuse(store, "r-1", by=principal(store, "gamma"), now=NOW)
    assert (refused.state, refused.settled_by) == (RequestState.REFUSED, "u-gamma")
    ask(store, replace(SWAP, id="r-2"))
    withdrawn = turn_requests.withdraw(store, "r-2", by=principal(store, "beta"), now=NOW)
    assert withdrawn.state is RequestState.WITHDRAWN

    for act in (turn_requests.agree, turn_requests.refuse, turn_requests.withdraw):
        with pytest.raises(ClosedRequestError):
            act(store, "r-1", by=principal(store, "secretary"), now=NOW)
    assert hosts(store) == UNCHANGED


def test_who_agrees_twice_is_told_so(store: Store) -> None:
    ask(store, SWAP)
    with pytest.raises(ConsentGivenError):
        agree(store, "beta")


def test_a_second_request_about_a_turn_waits_for_the_first(store: Store) -> None:
    ask(store, SWAP)
    for second in (COVER, one(TurnAct.EXCUSE, GAMMAS)):
        with pytest.raises(OpenRequestError) as caught:
            ask(store, replace(second, id="r-2"), "secretary")
        assert caught.value.fields["request"] == "r-1"


def test_what_the_caller_can_do_with_a_request(store: Store) -> None:
    asked = ask(store, SWAP)

    def can(role: str, request: TurnRequest = asked) -> frozenset[str]:
        return turn_requests.may(request, principal(store, role))

    assert can("beta") == {"withdraw"}
    assert can("gamma") == {"agree", "refuse"}
    assert can("secretary") == {"agree", "refuse", "withdraw"}
    assert can("host") == frozenset()
    assert can("secretary", replace(asked, state=RequestState.DONE)) == frozenset()


def test_requests_are_listed_by_alliance_and_state(store: Store) -> None:
    first = ask(store, replace(SWAP, settled=True), "secretary")
    second = ask(store, replace(COVER, id="r-2", turn=GAMMAS), "secretary")
    by = principal(store, "member")

    def listed(*states: RequestState, alliance: str = ALLIANCE) -> tuple[TurnRequest, ...]:
        return turn_requests.listed(store, [alliance], states, by=by, now=NOW)

    assert listed() == (first, second)
    assert listed(RequestState.ASKED) == (second,)
    assert listed(RequestState.LAPSED) == ()
    with pytest.raises(NotFoundError):
        listed(alliance=OTHER)
