"""What a request leads to once it is agreed upon: other hosts, and entries in the account."""

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from fractions import Fraction

import pytest

from scheduler.domain.errors import ChoiceError
from scheduler.domain.turn import EntryKind, TurnEntry
from scheduler.domain.turn_errors import NotChargedError
from scheduler.domain.turn_request import RequestState, TurnAct, TurnRequest
from scheduler.services.events import acts as event_acts
from scheduler.services.events.acts import Act
from scheduler.services.plans import planning
from scheduler.store import Store, events, turns
from scheduler.store.feeds import of_event
from scheduler.store.tables.planning import RuleRow
from scheduler.store.tables.roster import VenueRow
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
    UNCHANGED,
    agree,
    alter,
    ask,
    hosts,
    leaves,
    one,
    refused,
    rows,
    with_hosts,
)
from tests.support.world import ALLIANCE, NOW, at, filled, principal


def entries(store: Store) -> tuple[TurnEntry, ...]:
    """The ledger of the hosts after what the world records."""
    with store.read() as session:
        return turns.entries(session, [ALLIANCE])["auto", "host_turns"][1:]


def test_a_swap_is_done_when_both_members_have_agreed(database_url: str) -> None:
    store = with_hosts(filled(database_url))

    asked = ask(store, SWAP)

    assert asked == TurnRequest(
        id="r-1",
        alliance=ALLIANCE,
        rule="host_turns",
        act=TurnAct.SWAP,
        member=BETA,
        reason="当天有审计",
        asked_by="u-beta",
        asked_at=NOW,
        uid=BETAS,
        other_uid=GAMMAS,
        other=GAMMA,
        state=RequestState.AGREED,
        member_agreed_by="u-beta",
    )
    assert (hosts(store), entries(store)) == (UNCHANGED, ())

    done = agree(store, "gamma")

    assert done == replace(
        asked,
        state=RequestState.DONE,
        other_agreed_by="u-gamma",
        settled_at=NOW,
        settled_by="u-gamma",
    )
    assert hosts(store) == {BETAS: (GAMMA, 1), GAMMAS: (BETA, 1)}
    assert entries(store) == (
        TurnEntry(EntryKind.SWAP, TODAY, (), BETA, BETAS, counter=GAMMA, reason="当天有审计"),
        TurnEntry(EntryKind.SWAP, TODAY, (), GAMMA, GAMMAS, counter=BETA, reason="当天有审计"),
    )
    with store.read() as session:
        change = of_event(session, BETAS, ALLIANCE)[-1]
        stored = events.get(session, BETAS)
    assert (change.kind, change.visible, change.detail) == (
        "host",
        True,
        {"host": {"from": BETA, "to": GAMMA}, "reason": "swap", "note": "当天有审计"},
    )
    assert stored is not None
    assert stored.event.why_host == {
        "code": "host_swapped",
        "fields": {"host": GAMMA, "other": BETA, "before": {}, "for_both": False},
    }
    assert not stored.event.pinned
    assert rows(store, "turn_request") == [("r-1", "agreed"), ("r-1", "done")]
    assert rows(store, "turn") == [(BETAS, "host_turns"), (GAMMAS, "host_turns")]


def reasons(store: Store) -> dict[str, object]:
    """Why each of the two turns has its host."""
    with store.read() as session:
        found = {uid: events.get(session, uid) for uid in (BETAS, GAMMAS)}
    return {uid: stored.event.why_host for uid, stored in found.items() if stored is not None}


def test_a_swap_done_twice_gives_everybody_the_own_turn_back(store: Store) -> None:
    before = reasons(store)
    for request in ("r-1", "r-2"):
        ask(store, replace(SWAP, id=request), "secretary")
        agree(store, "secretary", request)

    assert hosts(store) == {BETAS: (BETA, 2), GAMMAS: (GAMMA, 2)}
    assert reasons(store) == before


def test_a_turn_that_comes_back_by_another_way_has_its_first_reason_too(store: Store) -> None:
    before = reasons(store)
    ask(store, replace(COVER, id="r-1", settled=True), "secretary")
    handed = next(iter(reasons(store).values()))
    other = hosts(store)[BETAS][0]
    assert handed == {
        "code": "host_covering",
        "fields": {"host": other, "other": BETA, "before": before[BETAS], "for_both": True},
    }
    back = replace(COVER, id="r-2", member=other or "", other=BETA, settled=True)
    ask(store, back, "secretary")
    assert reasons(store) == before


def test_a_later_plan_keeps_what_was_exchanged(store: Store) -> None:
    by = principal(store, "secretary")
    first = planning.preview(store, [ALLIANCE], 2026, by=by, now=NOW)
    planning.apply(store, [ALLIANCE], 2026, first.hash, by=by, now=NOW)

    ask(store, replace(SWAP, settled=True), "secretary")

    after = planning.preview(store, [ALLIANCE], 2026, by=by, now=NOW)
    assert after.changes == ()
    placed = {each.uid: each.host for each in after.placements}
    assert (placed[BETAS], placed[GAMMAS]) == (GAMMA, BETA)


@pytest.mark.parametrize("act", [TurnAct.EXCUSE, TurnAct.DEFER])
def test_a_released_host_is_not_chosen_again_for_that_turn(store: Store, act: TurnAct) -> None:
    asked = ask(store, one(act))
    assert (asked.state, asked.missing) == (RequestState.AGREED, ("other",))
    agree(store, "secretary")

    assert hosts(store) == {BETAS: (None, 1), GAMMAS: (GAMMA, 0)}
    assert entries(store) == (
        TurnEntry(EntryKind(act.value), TODAY, (), BETA, BETAS, reason="当天有审计"),
    )
    by = principal(store, "secretary")
    plan = planning.preview(store, [ALLIANCE], 2026, by=by, now=NOW)
    host = next(each.host for each in plan.placements if each.uid == BETAS)
    assert host not in {None, BETA}
    eligible = {
        TurnAct.EXCUSE: {ALPHA, GAMMA},
        TurnAct.DEFER: {ALPHA, BETA, GAMMA},
    }[act]
    planning.apply(store, [ALLIANCE], 2026, plan.hash, by=by, now=NOW)
    later = at(date(2026, 9, 23)) + timedelta(hours=2)
    event_acts.hold(store, Act(BETAS, by, later))
    assert {member for member, _ in entries(store)[-1].eligible} == eligible


def test_a_cover_changes_the_host_and_leaves_the_account(store: Store) -> None:
    ask(store, COVER)
    agree(store, "host")

    assert hosts(store) == {BETAS: (ALPHA, 1), GAMMAS: (GAMMA, 0)}
    assert entries(store) == (
        TurnEntry(EntryKind.COVER, TODAY, (), BETA, BETAS, counter=ALPHA, reason="当天有审计"),
    )


def test_a_forfeited_turn_is_charged_and_shared_by_the_others(store: Store) -> None:
    done = ask(store, one(TurnAct.FORFEIT), "secretary")

    assert (done.state, done.member_agreed_by) == (RequestState.DONE, "u-secretary")
    pool = tuple((member, 1) for member in sorted((ALPHA, BETA, GAMMA)))
    assert entries(store) == (
        TurnEntry(EntryKind.FORFEIT, TODAY, pool, BETA, BETAS, reason="当天有审计"),
    )
    assert hosts(store)[BETAS] == (None, 1)


def test_a_correction_is_signed_and_has_its_counter_entry(store: Store) -> None:
    ask(store, CORRECTION, "secretary")

    assert entries(store) == (
        TurnEntry(
            EntryKind.CORRECTION,
            TODAY,
            (),
            BETA,
            amount=Fraction(-1, 3),
            counter=GAMMA,
            reason="去年多办一次",
        ),
    )


def test_a_charged_turn_is_taken_back_once(store: Store) -> None:
    ask(store, one(TurnAct.CANCELLED, HELD), "secretary")

    with store.read() as session:
        both = turns.entries(session, [ALLIANCE])["auto", "host_turns"]
    assert [(each.kind, each.day, each.host) for each in both] == [
        (EntryKind.TURN, date(2026, 4, 15), ALPHA),
        (EntryKind.CANCELLED, date(2026, 4, 15), ALPHA),
    ]
    with pytest.raises(NotChargedError):
        ask(store, replace(one(TurnAct.CANCELLED, HELD), id="r-2"), "secretary")
    with pytest.raises(NotChargedError):
        ask(store, replace(one(TurnAct.CANCELLED), id="r-2"), "secretary")


@pytest.mark.parametrize(
    ("change", "field"),
    [
        ({"member": "organisation:bureau"}, "member"),
        ({"other": "organisation:bureau"}, "other"),
    ],
)
def test_a_correction_within_bounds_between_members_only(
    store: Store, change: dict[str, object], field: str
) -> None:
    wrong = replace(CORRECTION, **change)  # type: ignore[arg-type]  # a shorthand
    assert refused(store, wrong, ChoiceError)["field"] == field


@pytest.mark.parametrize("field", ["member", "other"])
def test_a_correction_names_nobody_who_has_left(store: Store, field: str) -> None:
    leaves(store, ALPHA)
    wrong = replace(CORRECTION, **{field: ALPHA})  # type: ignore[arg-type]  # one of two names
    assert refused(store, wrong, ChoiceError) == {
        "field": field,
        "value": ALPHA,
        "reason": "pool",
    }


@pytest.mark.parametrize(
    ("amount", "refusal"),
    [
        (Fraction(1, 1_000_001), {"value": "1/1000001", "reason": "finest", "high": 1_000_000}),
        (Fraction("0.3333333"), {"value": "0.3333333", "reason": "finest", "high": 1_000_000}),
        (Fraction(10**20 - 1), {"value": "9" * 20, "reason": "turns", "high": 3}),
        (Fraction(-10, 3), {"value": "-10/3", "reason": "turns", "high": 3}),
    ],
)
def test_a_correction_that_is_too_much_or_too_fine_tells_the_bound(
    store: Store, amount: Fraction, refusal: dict[str, object]
) -> None:
    wrong = replace(CORRECTION, amount=amount)
    assert refused(store, wrong, ChoiceError) == {"field": "amount", **refusal}


def test_a_correction_moves_at_most_the_turns_of_a_year(store: Store) -> None:
    assert refused(store, replace(CORRECTION, amount=Fraction(4)), ChoiceError) == {
        "field": "amount",
        "value": "4",
        "reason": "turns",
        "high": 3,
    }
    assert ask(store, replace(CORRECTION, amount=Fraction(3)), "secretary").amount == 3


def test_a_place_at_the_host_goes_with_the_host(store: Store) -> None:
    with store.write() as session:
        session.add(VenueRow(key="studio", name="乙川展厅", organisation="beta"))
        data = {"for": "exchange", "hard": {"venue": "@host"}}
        session.add(RuleRow(alliance=ALLIANCE, key="home", type="constraint", name="家", data=data))
    ask(store, replace(COVER, settled=True), "secretary")
    with store.read() as session:
        covered = events.get(session, BETAS)
    assert covered is not None
    assert (covered.event.host, covered.event.venue) == (ALPHA, "hall")


def test_a_turn_of_the_next_year_is_exchanged_too(store: Store) -> None:
    alter(
        store,
        GAMMAS,
        start=datetime(2027, 1, 6, 6, 30, tzinfo=UTC),
        end=datetime(2027, 1, 6, 8, 30, tzinfo=UTC),
    )
    ask(store, replace(SWAP, settled=True), "secretary")
    assert hosts(store) == {BETAS: (GAMMA, 1), GAMMAS: (BETA, 1)}
