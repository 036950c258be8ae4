from dataclasses import replace
from datetime import date, timedelta
from fractions import Fraction
from itertools import combinations, product

import pytest
from hypothesis import given
from hypothesis import strategies as st

from scheduler.domain.turn import (
    Account,
    EntryKind,
    TurnEntry,
    charged,
    fold,
    held_turns,
    released,
    steps,
)

DAY = date(2026, 3, 2)
ACTS = st.sampled_from(list(product(EntryKind, (None, *"abcd"), (None, *"abcd"))))
MEMBERS = st.sampled_from([who for n in range(5) for who in combinations("abcd", n)])
WEIGHTS = st.sampled_from(list(product((1, 2, 3), repeat=4)))
TIMES = st.sampled_from(
    [(DAY + timedelta(days=n), Fraction(m, 3)) for n in range(3) for m in range(-4, 5)]
)


@st.composite
def entries(draw: st.DrawFn) -> TurnEntry:
    """An entry of any kind, whole or lacking what it needs, of few draws: each takes time."""
    kind, host, counter = draw(ACTS)
    pool = tuple(zip(draw(MEMBERS), draw(WEIGHTS), strict=False))
    others = tuple(share for share in pool if share[0] != host)
    day, amount = draw(TIMES)
    eligible = others if kind is EntryKind.LEAVE else pool
    return TurnEntry(kind, day, eligible, host, amount=amount, counter=counter)


@given(st.lists(entries(), max_size=12))
def test_debts_sum_to_zero_whatever_is_entered(drawn: list[TurnEntry]) -> None:
    assert sum(account.debt for account in fold(drawn).values()) == 0


@given(st.lists(entries(), max_size=8), st.permutations(range(8)))
def test_one_more_entry_is_the_fold_with_it(drawn: list[TurnEntry], order: list[int]) -> None:
    last = TurnEntry(EntryKind.TURN, DAY + timedelta(days=99), (("a", 1),), "a", "e-last")
    before = fold(drawn[index] for index in order if index < len(drawn))
    snapshot = dict(before)
    assert charged(before, last) == fold([*drawn, last])
    assert before == snapshot


@given(st.integers(1, 3), st.integers(1, 3))
def test_a_swap_done_twice_changes_nothing(first: int, second: int) -> None:
    pool = (("a", first), ("b", second))

    def ledger(*hosts: str) -> dict[str, Account]:
        days = (DAY, DAY + timedelta(days=7))
        return dict(
            fold(
                TurnEntry(EntryKind.TURN, day, pool, host)
                for day, host in zip(days, hosts, strict=True)
            )
        )

    swapped = ledger("b", "a")
    assert {key: account.debt for key, account in swapped.items()} == {
        key: account.debt for key, account in ledger("a", "b").items()
    }


def test_a_turn_shares_its_entitlement_by_weight() -> None:
    entry = TurnEntry(EntryKind.TURN, DAY, (("a", 1), ("b", 3)), "a")
    assert fold([entry]) == {
        "a": Account("a", Fraction(1, 4), Fraction(1), DAY),
        "b": Account("b", Fraction(3, 4)),
    }


def test_a_host_where_nobody_was_eligible_is_charged_and_credited_alike() -> None:
    entry = TurnEntry(EntryKind.TURN, DAY, (), "a")
    assert fold([entry]) == {"a": Account("a", Fraction(1), Fraction(1), DAY)}


def test_a_leave_splits_what_was_owed_over_the_others() -> None:
    turn = TurnEntry(EntryKind.TURN, DAY, (("a", 1), ("b", 1), ("c", 1)), "a")
    leave = TurnEntry(EntryKind.LEAVE, DAY + timedelta(days=1), (("a", 1), ("c", 1)), "b")
    assert {key: account.debt for key, account in fold([turn, leave]).items()} == {
        "a": Fraction(-1, 2),
        "b": Fraction(0),
        "c": Fraction(1, 2),
    }


def test_a_correction_takes_from_the_counter_what_it_gives() -> None:
    entry = TurnEntry(EntryKind.CORRECTION, DAY, host="a", amount=Fraction(1, 2), counter="b")
    assert {key: account.debt for key, account in fold([entry]).items()} == {
        "a": Fraction(1, 2),
        "b": Fraction(-1, 2),
    }


POOL = (("a", 1), ("b", 1), ("c", 2))
HELD = TurnEntry(EntryKind.TURN, DAY, POOL, "a", "e-1")


@given(st.lists(entries(), max_size=10), st.permutations(range(10)))
def test_the_order_of_entry_makes_no_difference(drawn: list[TurnEntry], order: list[int]) -> None:
    numbered = [replace(entry, uid=f"e-{n}") for n, entry in enumerate(drawn)]
    assert fold(numbered[n] for n in order if n < len(numbered)) == fold(numbered)


@given(st.lists(entries(), max_size=8))
def test_a_cancelled_turn_leaves_the_accounts_as_if_it_had_never_been(
    drawn: list[TurnEntry],
) -> None:
    cancelled = replace(HELD, kind=EntryKind.CANCELLED, reason="样例")
    assert fold([*drawn, HELD, cancelled]) == fold(drawn)
    assert fold([cancelled, *drawn, HELD, HELD]) == fold([*drawn, HELD])


def test_the_turns_that_stand_come_in_the_order_of_their_days() -> None:
    later = replace(HELD, day=HELD.day + timedelta(days=1), uid="e-later")
    gone = replace(HELD, uid="e-gone")
    others = [replace(HELD, kind=kind) for kind in (EntryKind.FORFEIT, EntryKind.SWAP)]
    cancelled = replace(gone, kind=EntryKind.CANCELLED)
    assert held_turns([later, gone, *others, HELD, cancelled]) == [HELD, later]


def test_a_cancellation_of_what_was_never_charged_does_nothing() -> None:
    other = replace(HELD, kind=EntryKind.CANCELLED, host="b")
    assert fold([HELD, other]) == fold([HELD])


def test_a_forfeited_turn_counts_as_held_and_is_shared_by_the_others() -> None:
    forfeited = TurnEntry(EntryKind.FORFEIT, DAY, (("a", 1), ("b", 1), ("c", 1)), "a", "e-1")
    instead = TurnEntry(EntryKind.TURN, DAY, (("b", 1), ("c", 1)), "b", "e-1")
    assert {key: account.debt for key, account in fold([forfeited, instead]).items()} == {
        "a": Fraction(-2, 3),
        "b": Fraction(-1, 6),
        "c": Fraction(5, 6),
    }


def test_a_forfeited_turn_is_no_day_on_which_its_host_hosted() -> None:
    shares = (("a", 1), ("b", 1))
    held = TurnEntry(EntryKind.TURN, DAY, shares, "a", "e-1")
    forfeited = TurnEntry(EntryKind.FORFEIT, DAY + timedelta(days=9), shares, "a", "e-2")
    assert fold([held, forfeited])["a"] == Account("a", Fraction(1), Fraction(2), DAY)
    assert fold([forfeited])["a"] == Account("a", Fraction(1, 2), Fraction(1))


@pytest.mark.parametrize(
    "kind", [EntryKind.EXCUSE, EntryKind.DEFER, EntryKind.COVER, EntryKind.SWAP]
)
def test_what_only_changes_hands_charges_nothing(kind: EntryKind) -> None:
    entry = TurnEntry(kind, DAY, (), "a", "e-1", counter="b", reason="样例")
    assert fold([HELD, entry]) == fold([HELD])


def test_who_joins_and_who_leaves_is_even() -> None:
    owing = fold([HELD])["b"].debt
    for kind in (EntryKind.JOIN, EntryKind.LEAVE):
        entry = TurnEntry(kind, DAY + timedelta(days=1), (("a", 1), ("b", 1), ("c", 2)), "b")
        accounts = fold([HELD, entry])
        assert accounts["b"].debt == 0
        assert accounts["c"].debt == fold([HELD])["c"].debt + owing / 2
    assert fold([TurnEntry(EntryKind.JOIN, DAY, (("a", 1),), "d")])["d"] == Account("d")


def test_on_one_day_the_charges_of_who_leaves_come_first_then_leaves_joins_and_other_charges() -> (
    None
):
    leave = TurnEntry(EntryKind.LEAVE, DAY, (("a", 1), ("c", 1), ("d", 1)), "b")
    join = TurnEntry(EntryKind.JOIN, DAY, (("a", 1), ("c", 1)), "d")
    later = TurnEntry(EntryKind.TURN, DAY, (("a", 1), ("d", 1)), "d", "e-2")
    forfeited = replace(later, kind=EntryKind.FORFEIT, uid="e-3")
    swapped = TurnEntry(EntryKind.SWAP, DAY, host="b", counter="c", uid="e-0")
    corrected = TurnEntry(EntryKind.CORRECTION, DAY, host="a", amount=Fraction(1), counter="b")
    drawn = [later, forfeited, join, leave, swapped, corrected, HELD]
    assert [entry for entry, _ in steps(drawn)] == [
        corrected,
        HELD,
        leave,
        join,
        swapped,
        forfeited,
        later,
    ]
    accounts = fold(drawn)
    assert accounts["b"].debt == 0
    assert accounts["d"].debt == -1


def test_who_comes_back_on_the_day_of_its_leave_keeps_what_it_is_charged_then() -> None:
    before = replace(HELD, day=DAY - timedelta(days=1))
    left, back = (
        TurnEntry(kind, DAY, (("a", 1), ("c", 1)), "b")
        for kind in (EntryKind.LEAVE, EntryKind.JOIN)
    )
    assert fold([before, HELD, back, left])["b"].debt == Fraction(1, 4)


def test_the_last_one_to_leave_has_nobody_to_hand_over_to() -> None:
    leave = TurnEntry(EntryKind.LEAVE, DAY + timedelta(days=1), (), "a")
    assert fold([HELD, leave]) == fold([HELD])


@given(st.lists(entries(), max_size=8))
def test_the_steps_are_those_of_the_fold(drawn: list[TurnEntry]) -> None:
    last = TurnEntry(EntryKind.CORRECTION, DAY + timedelta(days=99))
    gone = [(entry, before) for entry, before in steps([*drawn, last])]
    assert [entry.kind for entry, _ in gone].count(EntryKind.CANCELLED) == 0
    assert gone[-1] == (last, fold(drawn))


def test_who_is_released_from_a_turn() -> None:
    given_up = [
        TurnEntry(EntryKind.EXCUSE, DAY, (), "a", "e-1"),
        TurnEntry(EntryKind.DEFER, DAY, (), "b", "e-1"),
        TurnEntry(EntryKind.FORFEIT, DAY, POOL, "b", "e-1"),
        TurnEntry(EntryKind.DEFER, DAY, (), "c", "e-2"),
        TurnEntry(EntryKind.DEFER, DAY, (), None, "e-1"),
        HELD,
    ]
    assert released(given_up, "e-1") == {"a": EntryKind.EXCUSE, "b": EntryKind.FORFEIT}
    assert released(reversed(given_up), "e-2") == {"c": EntryKind.DEFER}
