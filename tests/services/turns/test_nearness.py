from dataclasses import replace
from datetime import date

import pytest

from scheduler.domain.turn_request import RequestState, TurnAct, TurnRequest
from scheduler.services.turns.nearness import Near, listed, near, nearness
from scheduler.services.turns.standing import ComingTurn, TurnView
from scheduler.store import Store
from tests.services.turns.exchanges import ALPHA, BETAS, COVER, SWAP, agree, ask, one
from tests.support.queries import statements
from tests.support.world import NOW

ABCB = tuple(
    ComingTurn(at, f"e-{at}", date(2026, 9, at), host, host, "", "", committed=False)
    for at, host in enumerate("abcb", start=1)
)
VIEW = TurnView(
    "host_turns", "轮值", (), ABCB, pool=tuple(zip("abc", "abc", strict=True)), cooldown=1
)
SEPTEMBER_23 = date(2026, 9, 23)


def request(act: TurnAct, uid: str, **more: object) -> TurnRequest:
    found = TurnRequest("r-1", "auto", "host_turns", act, "b", "样例", "u", NOW, uid)
    return replace(found, **more)  # type: ignore[arg-type]  # a shorthand


@pytest.mark.parametrize(
    ("hosts", "members"),
    [
        ({"e-1": "b", "e-2": "a"}, []),
        ({"e-2": "c", "e-3": "b"}, [("e-3", "b")]),
        ({"e-1": "b"}, [("e-1", "b")]),
        ({"e-1": None}, []),
        ({}, []),
    ],
)
def test_who_would_host_again_within_the_cooldown_is_told(
    hosts: dict[str, str | None], members: list[tuple[str, str]]
) -> None:
    assert [(each.turn, each.member) for each in near(VIEW, hosts)] == members
    assert near(replace(VIEW, cooldown=0), hosts) == ()


def test_a_turn_that_is_over_counts_as_well() -> None:
    assert near(replace(VIEW, before=("c",)), {"e-1": "c"}) == (
        Near("e-1", date(2026, 9, 1), "c", 1),
    )


@pytest.mark.parametrize(
    ("asked", "told"),
    [
        (request(TurnAct.COVER, "e-2", other="c"), [("e-2", "c")]),
        (request(TurnAct.COVER, "e-4", other="a"), []),
        (request(TurnAct.COVER, "e-4", other="c", state=RequestState.REFUSED), []),
        # It was done, and somebody else has taken the turn since.
        (request(TurnAct.COVER, "e-2", other="c", state=RequestState.DONE), []),
        (request(TurnAct.COVER, "e-4", other="b", state=RequestState.DONE), []),
        (request(TurnAct.DEFER, "e-2"), [("e-2", None)]),
        (request(TurnAct.EXCUSE, "e-4"), []),
        (request(TurnAct.FORFEIT, "e-9"), []),
        (request(TurnAct.CORRECTION, ""), []),
        (request(TurnAct.SWAP, "e-2", other="c", rule="others"), []),
    ],
)
def test_each_act_tells_what_it_would_break(
    asked: TurnRequest, told: list[tuple[str, str | None]]
) -> None:
    assert [(each.turn, each.member) for each in nearness([VIEW], asked)] == told


def test_it_is_told_of_a_request_until_another_one_followed(store: Store) -> None:
    covered = ask(store, COVER)
    hasty = Near(BETAS, SEPTEMBER_23, ALPHA, 1)

    assert listed(store, [covered], now=NOW) == {"r-1": (hasty,)}
    done = agree(store, "secretary")
    assert listed(store, [done], now=NOW) == {"r-1": (hasty,)}
    swapped = ask(store, replace(SWAP, id="r-2"), "secretary")
    assert listed(store, [done, swapped], now=NOW) == {"r-1": (hasty,), "r-2": ()}


def test_letting_go_a_turn_between_two_of_all_others_is_told(store: Store) -> None:
    deferred = ask(store, one(TurnAct.DEFER))

    assert listed(store, [deferred], now=NOW) == {"r-1": (Near(BETAS, SEPTEMBER_23, None, 1),)}


def test_many_requests_cost_what_one_costs(store: Store) -> None:
    covered = ask(store, COVER)
    several = [replace(covered, id=f"r-{number}") for number in range(3)]

    cost = statements(store, lambda: listed(store, [covered], now=NOW))
    assert statements(store, lambda: listed(store, several, now=NOW)) == cost
    assert statements(store, lambda: listed(store, [], now=NOW)) == 0
