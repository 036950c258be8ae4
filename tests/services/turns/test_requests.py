"""Requests about turns: asked, agreed upon by both sides, done in one transaction."""

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from fractions import Fraction

import pytest
from sqlalchemy import insert, select, update

from scheduler.domain.errors import (
    CancelledEventError,
    ChoiceError,
    DomainError,
    ForbiddenError,
    HeldEventError,
    IdempotencyError,
    MissingFieldError,
    NotFoundError,
    StaleVersionError,
    TextError,
)
from scheduler.domain.turn import EntryKind, TurnEntry
from scheduler.domain.turn_errors import (
    ClosedRequestError,
    ConsentGivenError,
    IneligibleError,
    NotATurnError,
    NotChargedError,
    OpenRequestError,
    PastTurnError,
    SameMemberError,
    TakenTurnError,
    TurnRulesError,
)
from scheduler.domain.turn_request import RequestState, TurnAct, TurnRequest
from scheduler.services import accounts
from scheduler.services.events import acts as event_acts
from scheduler.services.events.acts import Act
from scheduler.services.plans import planning
from scheduler.services.turns import requests as turn_requests
from scheduler.services.turns.asking import amount_of
from scheduler.services.turns.requests import NewRequest
from scheduler.store import Store, events, ledger, turns
from scheduler.store.feeds import of_event
from scheduler.store.tables.events import EventRow
from scheduler.store.tables.planning import BlackoutRow, RuleRow
from scheduler.store.tables.roster import MembershipRow, VenueRow
from tests.support.world import (
    ALLIANCE,
    COUNCILS,
    EXCHANGES,
    MADE,
    NOW,
    OTHER,
    PASSWORD,
    at,
    filled,
    principal,
)

BETA, GAMMA, ALPHA = (f"organisation:{key}" for key in ("beta", "gamma", "alpha"))
HELD, BETAS, GAMMAS = EXCHANGES
SWAP = NewRequest("r-1", TurnAct.SWAP, "当天有审计", turn=BETAS, other_turn=GAMMAS)
COVER = NewRequest("r-1", TurnAct.COVER, "当天有审计", turn=BETAS, other=ALPHA)


@pytest.fixture
def store(sqlite_url: str) -> Store:
    """The small alliance with people of two more member organisations."""
    return with_hosts(filled(sqlite_url))


def with_hosts(store: Store) -> Store:
    accounts.create_users(
        store,
        [
            accounts.NewUser(f"u-{name}", name, name, PASSWORD, (("host_duty", scope),))
            for name, scope in (("beta", BETA), ("gamma", GAMMA))
        ],
        MADE,
        fast=True,
    )
    return store


def one(act: TurnAct, turn: str = BETAS, **more: object) -> NewRequest:
    return NewRequest("r-1", act, "当天有审计", turn, **more)  # type: ignore[arg-type]  # a shorthand


def ask(store: Store, new: NewRequest, role: str = "beta") -> TurnRequest:
    return turn_requests.ask(store, new, by=principal(store, role), now=NOW)


def agree(store: Store, role: str, request: str = "r-1") -> TurnRequest:
    return turn_requests.agree(store, request, by=principal(store, role), now=NOW)


def hosts(store: Store) -> dict[str, tuple[str | None, int]]:
    """Who hosts the coming exchanges, and at which revision."""
    with store.read() as session:
        found = [events.get(session, uid) for uid in (BETAS, GAMMAS)]
    return {each.event.uid: (each.event.host, each.event.revision) for each in found if each}


def entries(store: Store) -> tuple[TurnEntry, ...]:
    """The ledger of the hosts after what the world records."""
    with store.read() as session:
        return turns.entries(session, [ALLIANCE])["auto", "host_turns"][1:]


def rows(store: Store, entity: str) -> list[tuple[str, str]]:
    with store.read() as session:
        found = ledger.changes(session, ALLIANCE)
    return [(row.entity_id, row.kind) for row in found if row.entity == entity]


TODAY = date(2026, 8, 18)
UNCHANGED = {BETAS: (BETA, 0), GAMMAS: (GAMMA, 0)}


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
        "fields": {"host": GAMMA, "other": BETA},
    }
    assert not stored.event.pinned
    assert rows(store, "turn_request") == [("r-1", "agreed"), ("r-1", "done")]
    assert rows(store, "turn") == [(BETAS, "host_turns"), (GAMMAS, "host_turns")]


def test_a_swap_done_twice_gives_everybody_the_own_turn_back(store: Store) -> None:
    for request in ("r-1", "r-2"):
        ask(store, replace(SWAP, id=request), "secretary")
        agree(store, "secretary", request)

    assert hosts(store) == {BETAS: (BETA, 2), GAMMAS: (GAMMA, 2)}


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


def test_who_steps_in_may_offer_it(store: Store) -> None:
    asked = ask(store, COVER, "host")
    assert (asked.state, asked.missing) == (RequestState.AGREED, ("member",))
    assert agree(store, "beta").state is RequestState.DONE


def test_a_forfeited_turn_is_charged_and_shared_by_the_others(store: Store) -> None:
    done = ask(store, one(TurnAct.FORFEIT), "secretary")

    assert (done.state, done.member_agreed_by) == (RequestState.DONE, "u-secretary")
    pool = tuple((member, 1) for member in sorted((ALPHA, BETA, GAMMA)))
    assert entries(store) == (
        TurnEntry(EntryKind.FORFEIT, TODAY, pool, BETA, BETAS, reason="当天有审计"),
    )
    assert hosts(store)[BETAS] == (None, 1)


CORRECTION = NewRequest(
    "r-1",
    TurnAct.CORRECTION,
    "去年多办一次",
    alliance=ALLIANCE,
    rule="host_turns",
    member=BETA,
    other=GAMMA,
    amount=Fraction(-1, 3),
)


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


def refused(store: Store, new: NewRequest, kind: type[DomainError]) -> dict[str, object]:
    """The fields of a refusal, of which nothing stays."""
    before = rows(store, "turn_request")
    with pytest.raises(kind) as caught:
        ask(store, new, "secretary")
    assert rows(store, "turn_request") == before
    return caught.value.fields


def alter(store: Store, uid: str, **values: object) -> None:
    with store.write() as session:
        session.execute(update(EventRow).where(EventRow.uid == uid).values(**values))


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


@pytest.mark.parametrize(
    ("change", "field"),
    [
        ({"member": "organisation:bureau"}, "member"),
        ({"other": "organisation:bureau"}, "other"),
        ({"amount": Fraction(101)}, "amount"),
        ({"amount": Fraction(1, 1_000_001)}, "amount"),
    ],
)
def test_a_correction_within_bounds_between_members_only(
    store: Store, change: dict[str, object], field: str
) -> None:
    wrong = replace(CORRECTION, **change)  # type: ignore[arg-type]  # a shorthand
    assert refused(store, wrong, ChoiceError)["field"] == field


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
        assert missing.value.fields == {"field": field}
    with pytest.raises(TextError):
        NewRequest("r-1", TurnAct.EXCUSE, "  ", turn=BETAS)


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


def test_a_request_that_was_done_stays_done(store: Store) -> None:
    done = ask(store, replace(SWAP, settled=True), "secretary")
    later = NOW + timedelta(days=200)
    by = principal(store, "member")
    assert turn_requests.listed(store, [ALLIANCE], by=by, now=later) == (done,)


def test_a_turn_of_the_next_year_is_exchanged_too(store: Store) -> None:
    alter(
        store,
        GAMMAS,
        start=datetime(2027, 1, 6, 6, 30, tzinfo=UTC),
        end=datetime(2027, 1, 6, 8, 30, tzinfo=UTC),
    )
    ask(store, replace(SWAP, settled=True), "secretary")
    assert hosts(store) == {BETAS: (GAMMA, 1), GAMMAS: (BETA, 1)}
