from datetime import date, timedelta
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from scheduler.domain.turn import Account
from scheduler.rules.turns.walk import Choice, Turn, assign, ranked

DAY = date(2026, 1, 5)
MEMBERS = "abcde"


def turn(number: int, members: str = MEMBERS, host: str | None = None, absent: str = "") -> Turn:
    """The turn of a number, a week after the one before, with equal shares."""
    shares = tuple((member, 1) for member in members)
    return Turn(f"e-{number:02}", DAY + timedelta(7 * number), shares, frozenset(absent), host)


@st.composite
def walks(draw: st.DrawFn) -> list[Turn]:
    """Turns with changing pools; some are settled already."""
    turns = []
    for number in range(draw(st.integers(1, 9))):
        members = "".join(sorted(draw(st.sets(st.sampled_from(MEMBERS)))))
        absent = "".join(sorted(draw(st.sets(st.sampled_from(members or "a"), max_size=1))))
        settled = draw(st.sampled_from((None, None, None, "a", "z")))
        weights = tuple((member, draw(st.integers(1, 2))) for member in members)
        turns.append(
            Turn(f"e-{number:02}", DAY + timedelta(7 * number), weights, frozenset(absent), settled)
        )
    return turns


@given(walks(), st.integers(0, 2))
def test_only_open_turns_are_filled_and_by_those_able(turns: list[Turn], cooldown: int) -> None:
    choices = {choice.uid: choice for choice in assign(turns, {}, cooldown)}
    assert choices.keys() == {each.uid for each in turns if each.host is None}
    for each in turns:
        if each.host is None:
            host = choices[each.uid].host
            assert host in each.able if each.able else host is None


@given(walks(), st.permutations(range(9)))
def test_a_walk_does_not_depend_on_the_order_given(turns: list[Turn], order: list[int]) -> None:
    mixed = [turns[index] for index in order if index < len(turns)]
    assert assign(mixed, {}) == assign(turns, {})


def test_the_largest_debt_hosts_and_ties_go_to_the_longest_idle() -> None:
    accounts = {
        "a": Account("a", Fraction(1), Fraction(1), date(2025, 12, 1)),
        "b": Account("b", Fraction(1), Fraction(1), date(2025, 11, 1)),
        "c": Account("c", Fraction(1), Fraction(2), date(2025, 10, 1)),
        "d": Account("d", Fraction(1), Fraction(0)),
    }
    rows = ranked(turn(0, "abcd"), accounts)
    assert [row.member for row in rows] == ["d", "b", "a", "c"]
    assert [row.debt for row in rows] == [
        Fraction(5, 4),
        Fraction(1, 4),
        Fraction(1, 4),
        Fraction(-3, 4),
    ]


def test_the_least_difference_of_debts_decides() -> None:
    least = Fraction(1, 10**20)
    accounts = {"a": Account("a", Fraction(1)), "b": Account("b", 1 + least)}
    assert [row.member for row in ranked(turn(0, "ab"), accounts)] == ["b", "a"]


def given_turns(*drawn: tuple[str, str, str | None]) -> list[Turn]:
    """Turns by who shares each, who of them is absent, and the host that is settled."""
    return [turn(number, pool, host, absent) for number, (pool, absent, host) in enumerate(drawn)]


BY_SHARE = ("ab", "", None)


@pytest.mark.parametrize(
    ("turns", "debts", "cooldown", "expected"),
    [
        pytest.param([BY_SHARE], {"a": 0}, 1, "a:", id="who never was charged owes nothing"),
        pytest.param(
            [BY_SHARE, ("b", "b", None)], {}, 0, "a: -:", id="what nobody can host is not shared"
        ),
        pytest.param(
            [BY_SHARE, ("ab", "", "a")], {"b": -1}, 0, "a:", id="who is ahead need not host"
        ),
        pytest.param(
            [("ac", "", None), ("ab", "", "a")], {}, 0, "c:a/bounds", id="what is settled counts"
        ),
        pytest.param(
            [BY_SHARE, ("a", "", "a"), ("ab", "a", "a")],
            {},
            3,
            "b:a/bounds",
            id="all that is settled counts",
        ),
        pytest.param(
            [BY_SHARE, BY_SHARE], {"a": 2}, 2, "a: a:", id="bounds are widened by one at a time"
        ),
        pytest.param(
            [("ab", "b", None), BY_SHARE, BY_SHARE, ("a", "", "b")],
            {"b": 1},
            2,
            "a:b/absent b: a:b/bounds",
            id="who hosts while waiting is settled as well",
        ),
        pytest.param([BY_SHARE, ("a", "", "a")], {}, 0, "a:", id="without a cooldown nobody waits"),
    ],
)
def test_who_hosts(
    turns: list[tuple[str, str, str | None]], debts: dict[str, int], cooldown: int, expected: str
) -> None:
    accounts = {key: Account(key, Fraction(debt)) for key, debt in debts.items()}
    choices = assign(given_turns(*turns), accounts, cooldown)
    assert (
        " ".join(
            f"{choice.host or '-'}:" + ",".join("/".join(each) for each in choice.passed)
            for choice in choices
        )
        == expected
    )


def test_a_choice_names_those_passed_over_and_why() -> None:
    accounts = {"a": Account("a", Fraction(2), Fraction(0))}
    turns = [turn(0, "ab", host="b"), turn(1, "abc", absent="a"), turn(2, "ab")]
    first, second = assign(turns, accounts, cooldown=1)
    assert (first.uid, first.host, first.passed) == ("e-01", "c", (("a", "absent"),))
    assert (second.uid, second.host, second.passed) == ("e-02", "a", ())


def test_who_hosted_last_waits_unless_nobody_else_can() -> None:
    before = {
        "a": Account("a", Fraction(3), Fraction(1), DAY - timedelta(days=7)),
        "b": Account("b", Fraction(-1), Fraction(1), DAY - timedelta(days=14)),
    }
    assert [choice.host for choice in assign([turn(0, "a")], before, cooldown=1)] == ["a"]
    even = [turn(0, "ab"), turn(1, "ab")]
    choices = assign(even, {"a": Account("a", Fraction(0), Fraction(0), DAY)}, cooldown=1)
    assert [(choice.host, choice.passed) for choice in choices] == [("b", ()), ("a", ())]
    owing = {"a": Account("a", Fraction(1)), "b": Account("b", last=DAY - timedelta(days=7))}
    settled = [turn(0, "abc"), turn(1, "abc", host="a")]
    choice = assign(settled, owing | {"c": Account("c", last=DAY)}, cooldown=1)[0]
    assert (choice.host, choice.passed) == ("b", (("a", "ahead"),))


def test_who_hosts_before_and_after_is_said_to_have_hosted() -> None:
    half = Fraction(-1, 2)
    owing = {"a": Account("a", Fraction(1)), "b": Account("b", half), "c": Account("c", half)}
    settled = [turn(day, "abc", host="a") for day in (0, 2)]
    choice = assign([*settled, turn(1, "abc"), turn(3, "abc")], owing, cooldown=1)[0]
    assert (choice.host, choice.passed) == ("b", (("a", "cooldown"),))


def test_whoever_owes_most_still_waits_after_each_turn() -> None:
    accounts = {
        "a": Account("a", Fraction(5, 2), Fraction(1), DAY - timedelta(days=7)),
        "b": Account("b", Fraction(-3, 4)),
        "c": Account("c", Fraction(-3, 4)),
    }
    turns = [turn(number, "abc") for number in range(4)]
    waiting, at_once = assign(turns, accounts, cooldown=1), assign(turns, accounts)
    assert [(choice.host, choice.passed) for choice in waiting] == [
        ("b", (("a", "cooldown"),)),
        ("a", ()),
        ("c", (("a", "cooldown"),)),
        ("a", ()),
    ]
    assert [choice.host for choice in at_once] == ["a", "a", "a", "b"]


def test_bounds_pass_over_the_largest_debt_where_others_would_be_left_out() -> None:
    accounts = {
        "a": Account("a", Fraction(7, 10)),
        "b": Account("b", Fraction(8, 10)),
        "c": Account("c", Fraction(-15, 10)),
    }
    choices = assign([turn(0, "abc"), turn(1, "bc")], accounts)
    assert [choice.host for choice in choices] == ["a", "b"]
    assert choices[0].passed == (("b", "bounds"),)


def test_a_turn_that_nobody_can_host_stays_open() -> None:
    assert assign([turn(0, "a", absent="a"), turn(1, "")], {}) == (
        Choice("e-00", None),
        Choice("e-01", None),
    )
