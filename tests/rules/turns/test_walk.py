from dataclasses import replace
from datetime import date, timedelta
from fractions import Fraction
from itertools import combinations, product

import pytest
from hypothesis import given
from hypothesis import strategies as st

from scheduler.domain.turn import Account, EntryKind, TurnEntry
from scheduler.rules.turns.walk import Choice, Turn, assign, ranked

DAY = date(2026, 1, 5)
MEMBERS = "abcde"


def turn(number: int, members: str = MEMBERS, host: str | None = None, absent: str = "") -> Turn:
    """The turn of a number, a week after the one before, with equal shares."""
    shares = tuple((member, 1) for member in members)
    return Turn(f"e-{number:02}", DAY + timedelta(7 * number), shares, frozenset(absent), host)


POOLS = st.sampled_from([who for n in range(6) for who in combinations(MEMBERS, n)])
WEIGHTS = st.sampled_from(list(product((1, 2), repeat=5)))
FATES = st.sampled_from(list(product((*MEMBERS, *[""] * 5), (None, None, None, "a", "z"))))
LENGTHS = st.integers(1, 9)


@st.composite
def walks(draw: st.DrawFn) -> list[Turn]:
    """Turns with changing pools; some are settled already."""
    turns = []
    for number in range(draw(LENGTHS)):
        weights = tuple(zip(draw(POOLS), draw(WEIGHTS), strict=False))
        absent, settled = draw(FATES)
        away = frozenset(absent) & dict(weights).keys()
        turns.append(Turn(f"e-{number:02}", DAY + timedelta(7 * number), weights, away, settled))
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
            0,
            "b:a/bounds",
            id="all that is settled counts",
        ),
        pytest.param(
            [BY_SHARE, BY_SHARE], {"a": 2}, 0, "a: a:", id="bounds are widened by one at a time"
        ),
        pytest.param(
            [("ab", "b", None), BY_SHARE, BY_SHARE, ("a", "", "b")],
            {"b": 1},
            2,
            "a:b/absent b: a:b/cooldown",
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


def hosted(week: int, host: str) -> TurnEntry:
    """A turn beside the walk, in the week of a number."""
    return TurnEntry(EntryKind.TURN, DAY + timedelta(7 * week), (), host, f"e-{host}{week}")


def test_who_put_the_turn_off_is_not_said_to_be_away() -> None:
    off = replace(turn(0, "abc", absent="ab"), deferring=frozenset("a"))
    owing = {"a": Account("a", Fraction(2)), "b": Account("b", Fraction(1))}
    [choice] = assign([off], owing)
    assert (choice.host, choice.passed) == ("c", (("a", "deferred"), ("b", "absent")))


def test_who_hosted_last_waits_unless_nobody_else_can() -> None:
    owing = {"a": Account("a", Fraction(2)), "b": Account("b", Fraction(-2))}
    last = [hosted(-1, "a")]
    alone = assign([turn(0, "a")], owing, 1, (), last)
    assert [(choice.host, choice.hasty) for choice in alone] == [("a", "cooldown")]
    choices = assign([turn(0, "ab"), turn(1, "ab")], owing, 1, (), last)
    assert [(choice.host, choice.passed, choice.hasty) for choice in choices] == [
        ("b", (("a", "cooldown"),), ""),
        ("a", (), ""),
    ]


def test_who_hosts_a_settled_turn_after_waits_unless_nobody_else_can() -> None:
    owing = {"a": Account("a", Fraction(1))}
    turns = [turn(0, "ab"), turn(1, "ab", host="a")]
    [choice] = assign(turns, owing, 1)
    assert (choice.host, choice.passed, choice.hasty) == ("b", (("a", "ahead"),), "")
    [choice] = assign([turn(0, "ab", absent="b")], owing, 1, (), [hosted(1, "a")])
    assert (choice.host, choice.passed, choice.hasty) == ("a", (), "ahead")


def test_where_all_have_to_wait_the_one_who_waited_longest_hosts() -> None:
    owing = {"b": Account("b", Fraction(2)), "a": Account("a", Fraction(-2))}
    last = [hosted(-2, "a"), hosted(-1, "b")]
    [choice] = assign([turn(0, "ab")], owing, 2, (), last)
    assert (choice.host, choice.passed, choice.hasty) == ("a", (("b", "cooldown"),), "cooldown")


def test_what_is_owed_beyond_the_turns_that_may_be_taken_goes_to_those_who_waited() -> None:
    owing = {"a": Account("a", Fraction(4)), "b": Account("b"), "c": Account("c", Fraction(-4))}
    choices = assign([turn(number, "abc") for number in range(5)], owing, 1)
    assert [(choice.host, choice.passed) for choice in choices] == [
        ("a", ()),
        ("b", (("a", "cooldown"),)),
        ("a", ()),
        ("b", (("a", "cooldown"),)),
        ("a", ()),
    ]


def test_who_hosts_before_and_after_is_said_to_have_hosted() -> None:
    half = Fraction(-1, 2)
    owing = {"a": Account("a", Fraction(1)), "b": Account("b", half), "c": Account("c", half)}
    settled = [turn(day, "abc", host="a") for day in (0, 2)]
    choice = assign([*settled, turn(1, "abc"), turn(3, "abc")], owing, cooldown=1)[0]
    assert (choice.host, choice.passed) == ("b", (("a", "cooldown"),))


def test_whoever_owes_most_still_waits_after_each_turn() -> None:
    accounts = {
        "a": Account("a", Fraction(3, 2)),
        "b": Account("b", Fraction(-3, 4)),
        "c": Account("c", Fraction(-3, 4)),
    }
    turns = [turn(number, "abc") for number in range(4)]
    last = [hosted(-1, "a")]
    waiting, at_once = assign(turns, accounts, 1, (), last), assign(turns, accounts, 0, (), last)
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


@given(walks(), st.lists(st.integers(-9, 9), min_size=5, max_size=5), st.integers(0, 2))
def test_whoever_hosts_again_too_soon_is_said_to_where_nobody_else_could(
    turns: list[Turn], thirds: list[int], cooldown: int
) -> None:
    owing = zip(MEMBERS, thirds, strict=True)
    accounts = {key: Account(key, Fraction(third, 3)) for key, third in owing}
    around = [hosted(-1, "a"), hosted(9, "b")]
    choices = {choice.uid: choice for choice in assign(turns, accounts, cooldown, (), around)}
    settled = [around[0].host, *(each.host for each in turns), around[1].host]
    hosts = [*settled]
    for at, each in enumerate(turns, start=1):
        choice = choices.get(each.uid, Choice(each.uid, each.host))
        hosts[at] = choice.host
        near = {*hosts[max(at - cooldown, 0) : at], *settled[at + 1 : at + 1 + cooldown]} - {None}
        if choice.uid in choices:
            assert bool(choice.hasty) == (choice.host in near)
            assert not choice.hasty or each.able <= near


@given(walks(), st.integers(1, 2))
def test_a_cooldown_that_holds_anyway_changes_no_host(turns: list[Turn], cooldown: int) -> None:
    free = [replace(each, host=None) for each in turns]
    hosts = [choice.host for choice in assign(free, {})]
    apart = all(
        host is None or host not in hosts[at + 1 : at + 1 + cooldown]
        for at, host in enumerate(hosts)
    )
    if apart:
        assert [choice.host for choice in assign(free, {}, cooldown)] == hosts
