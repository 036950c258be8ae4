"""What a request may ask: turns of one rotation that somebody can take, and who may speak."""

from dataclasses import replace
from datetime import date, timedelta
from fractions import Fraction

import pytest
from sqlalchemy import insert, select, update

from scheduler.domain.errors import (
    CancelledEventError,
    ChoiceError,
    ForbiddenError,
    HeldEventError,
    MissingFieldError,
    NotFoundError,
    StaleVersionError,
    TextError,
)
from scheduler.domain.turn_errors import (
    IneligibleError,
    LeftHostError,
    NotATurnError,
    PastTurnError,
    SameMemberError,
    TakenTurnError,
    TurnRulesError,
)
from scheduler.domain.turn_request import RequestState, TurnAct
from scheduler.services.events import acts as event_acts
from scheduler.services.events.acts import Act
from scheduler.services.turns import requests as turn_requests
from scheduler.services.turns.asking import amount_of
from scheduler.services.turns.requests import NewRequest
from scheduler.store import Store
from scheduler.store.tables.events import EventRow
from scheduler.store.tables.planning import BlackoutRow, RuleRow
from scheduler.store.tables.roster import MembershipRow
from tests.services.turns.exchanges import (
    ALPHA,
    BETA,
    BETAS,
    CORRECTION,
    COVER,
    GAMMA,
    GAMMAS,
    HELD,
    SWAP,
    TODAY,
    agree,
    alter,
    ask,
    hosts,
    leaves,
    one,
    refused,
)
from tests.support.world import ALLIANCE, COUNCILS, NOW, principal


def test_only_the_own_people_and_managers_speak(store: Store) -> None:
    with pytest.raises(ForbiddenError):
        ask(store, SWAP, "host")
    with pytest.raises(ForbiddenError):
        ask(store, one(TurnAct.FORFEIT))
    with pytest.raises(NotFoundError):
        ask(store, SWAP, "other")
    with pytest.raises(NotFoundError):
        ask(store, CORRECTION, "other")
    ask(store, SWAP)
    acts = (turn_requests.agree, turn_requests.refuse, turn_requests.withdraw)
    for act in acts:
        with pytest.raises(ForbiddenError):
            act(store, "r-1", by=principal(store, "host"), now=NOW)
        with pytest.raises(NotFoundError):
            act(store, "r-1", by=principal(store, "other"), now=NOW)
        with pytest.raises(NotFoundError):
            act(store, "r-9", by=principal(store, "secretary"), now=NOW)
    with pytest.raises(ForbiddenError):
        turn_requests.withdraw(store, "r-1", by=principal(store, "gamma"), now=NOW)


def test_turns_that_are_held_cancelled_or_past_stay(store: Store) -> None:
    assert refused(store, one(TurnAct.EXCUSE, HELD), HeldEventError) == {"uid": HELD}
    alter(store, GAMMAS, status="cancelled")
    assert refused(store, SWAP, CancelledEventError) == {"uid": GAMMAS}
    alter(store, BETAS, start=NOW - timedelta(hours=1))
    fields = refused(store, one(TurnAct.DEFER), PastTurnError)
    assert fields == {"uid": BETAS, "day": TODAY}


def test_what_is_no_turn_or_has_no_host_is_refused(store: Store) -> None:
    expected = {"field": "turn", "uid": COUNCILS[2]}
    assert refused(store, one(TurnAct.EXCUSE, COUNCILS[2]), NotATurnError) == expected
    alter(store, GAMMAS, host=None)
    assert refused(store, SWAP, NotATurnError) == {"field": "other_turn", "uid": GAMMAS}
    with store.write() as session:
        data = session.scalars(select(RuleRow.data).where(RuleRow.key == "exchange")).one()
        fixed = {**data, "host": ALPHA}
        session.execute(update(RuleRow).where(RuleRow.key == "exchange").values(data=fixed))
    refused(store, one(TurnAct.EXCUSE), NotATurnError)


def test_nobody_swaps_with_itself(store: Store) -> None:
    alter(store, GAMMAS, host=BETA)
    fields = {"field": "other", "member": BETA}
    assert refused(store, SWAP, SameMemberError) == fields
    assert refused(store, replace(COVER, other=BETA), SameMemberError) == fields
    assert refused(store, replace(CORRECTION, other=BETA), SameMemberError) == fields


def test_who_is_away_outside_or_released_cannot_take_a_turn(store: Store) -> None:
    outside = replace(COVER, other="organisation:bureau")
    day = date(2026, 9, 23)
    assert refused(store, outside, IneligibleError) == {
        "uid": BETAS,
        "member": "organisation:bureau",
        "day": day,
    }
    ask(store, one(TurnAct.EXCUSE, settled=True), "secretary")
    alter(store, BETAS, host=ALPHA)
    refused(store, replace(COVER, id="r-2", other=BETA), IneligibleError)
    with store.write() as session:
        away = BlackoutRow(resource=GAMMA, start=day, end=day + timedelta(days=1))
        session.add(away)
    refused(store, replace(SWAP, id="r-2"), IneligibleError)


@pytest.mark.parametrize("act", [TurnAct.EXCUSE, TurnAct.DEFER, TurnAct.FORFEIT])
def test_a_turn_whose_host_has_left_waits_for_the_next_plan(store: Store, act: TurnAct) -> None:
    day = date(2026, 9, 23)
    leaves(store, BETA, day)
    expected = {"uid": BETAS, "day": day}
    assert refused(store, one(act), LeftHostError) == expected
    assert refused(store, COVER, LeftHostError) == expected
    theirs = replace(SWAP, turn=GAMMAS, other_turn=BETAS)
    assert refused(store, theirs, LeftHostError) == expected


def test_a_member_that_leaves_after_its_turn_can_still_let_it_go(store: Store) -> None:
    leaves(store, BETA, date(2026, 9, 24))
    done = ask(store, one(TurnAct.EXCUSE, settled=True), "secretary")
    assert (done.state, hosts(store)[BETAS]) == (RequestState.DONE, (None, 1))


def test_turns_of_two_rotations_are_not_exchanged(store: Store) -> None:
    with store.write() as session:
        data = {"fills": "host", "for": "talk", "pool": {"role": "chain_leader"}}
        session.add(RuleRow(alliance=ALLIANCE, key="talks", type="rotation", name="讲", data=data))
    values = {"kind": "talk", "rule": None, "scope": None, "period": None}
    alter(store, GAMMAS, **values)
    assert refused(store, SWAP, TurnRulesError) == {
        "field": "other_turn",
        "rule": "host_turns",
        "other": "talks",
    }


def test_a_stale_version_and_a_turn_that_changed_hands_are_refused(store: Store) -> None:
    fields = refused(store, replace(SWAP, version=9), StaleVersionError)
    assert fields == {"entity": "event", "key": BETAS, "revision": 0}
    ask(store, replace(SWAP, version=1))
    act = Act(BETAS, principal(store, "secretary"), NOW)
    event_acts.change_host(store, act, ALPHA)
    with pytest.raises(TakenTurnError) as caught:
        agree(store, "gamma")
    assert caught.value.fields == {"uid": BETAS, "member": BETA}
    assert hosts(store)[GAMMAS] == (GAMMA, 0)


def test_an_amount_that_is_not_given_is_missing() -> None:
    with pytest.raises(MissingFieldError) as refused:
        amount_of(" ")
    assert refused.value.fields == {"field": "amount"}


def test_a_correction_names_a_rotation(store: Store) -> None:
    unknown = replace(CORRECTION, rule="exchange")
    assert refused(store, unknown, NotFoundError) == {"entity": "rule", "key": "exchange"}


def test_what_the_act_needs_is_asked_for() -> None:
    for act, field in (
        (TurnAct.SWAP, "other_turn"),
        (TurnAct.COVER, "other"),
        (TurnAct.CORRECTION, "alliance"),
    ):
        with pytest.raises(MissingFieldError) as missing:
            one(act)
        assert missing.value.fields == {"field": field, "reason": "choose"}
    with pytest.raises(TextError):
        NewRequest("r-1", TurnAct.EXCUSE, "  ", turn=BETAS)


def test_a_body_and_a_person_speak_through_their_own(store: Store) -> None:
    with store.write() as session:
        pool = ["body:auto-1", "person:p-1", BETA]
        data = {"fills": "host", "for": "exchange", "pool": pool}
        session.execute(update(RuleRow).where(RuleRow.key == "host_turns").values(data=data))
        host = update(EventRow).values(host="body:auto-1")
        session.execute(host.where(EventRow.uid == BETAS))
        session.execute(host.values(host="person:p-1").where(EventRow.uid == GAMMAS))
        session.execute(insert(MembershipRow).values(body=ALLIANCE, member="body:auto-1"))
    by = principal(store, "branch")  # of the branch, and the person itself
    done = turn_requests.ask(store, SWAP, by=by, now=NOW)
    assert (done.state, done.member_agreed_by) == (RequestState.DONE, "u-branch")


@pytest.mark.parametrize(
    ("text", "amount"),
    [
        ("1", Fraction(1)),
        (" -0.5 ", Fraction(-1, 2)),
        ("+1/3", Fraction(1, 3)),
        ("99999999999999999999", Fraction(10**20 - 1)),
    ],
)
def test_an_amount_is_read_exactly_however_large(text: str, amount: Fraction) -> None:
    assert amount_of(text) == amount


@pytest.mark.parametrize("text", ["1e9", "1/0", "1/00", ".5", "1.", "1/2/3", "\uff11"])
def test_an_amount_that_is_no_number_is_refused(text: str) -> None:
    with pytest.raises(ChoiceError) as refused:
        amount_of(text)
    assert refused.value.fields == {"field": "amount", "value": text, "reason": "amount"}


def test_an_amount_has_at_most_twenty_characters() -> None:
    with pytest.raises(TextError) as refused:
        amount_of("9" * 21)
    assert refused.value.fields == {"field": "amount", "reason": "too_long", "limit": 20}


@pytest.mark.parametrize("text", ["0", "0.0", " -0 "])
def test_an_amount_of_nothing_says_so(text: str) -> None:
    with pytest.raises(ChoiceError) as refused:
        amount_of(text)
    assert refused.value.fields == {"field": "amount", "value": text, "reason": "zero"}
