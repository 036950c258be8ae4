from datetime import date, timedelta
from fractions import Fraction

from hypothesis import given
from hypothesis import strategies as st

from scheduler.domain.turn import Account, EntryKind, TurnEntry, charged, fold

DAY = date(2026, 3, 2)
MEMBERS = st.sampled_from("abcd")


@st.composite
def entries(draw: st.DrawFn) -> TurnEntry:
    """An entry of any kind, whole or lacking what it needs."""
    pool = draw(st.dictionaries(MEMBERS, st.integers(1, 3), max_size=4))
    host = draw(st.none() | MEMBERS)
    kind = draw(st.sampled_from(EntryKind))
    others = tuple((member, weight) for member, weight in sorted(pool.items()) if member != host)
    return TurnEntry(
        kind,
        DAY + timedelta(days=draw(st.integers(0, 9))),
        others if kind is EntryKind.LEAVE else tuple(sorted(pool.items())),
        host,
        amount=Fraction(draw(st.integers(-4, 4)), 3),
        counter=draw(st.none() | MEMBERS),
    )


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
