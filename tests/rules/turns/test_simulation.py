from datetime import date, timedelta
from fractions import Fraction
from itertools import pairwise
from random import Random

from hypothesis import given, settings
from hypothesis import strategies as st

from scheduler.domain.turn import Account
from scheduler.rules.turns.policies import Policy, Step, by_ledger, hosts
from scheduler.rules.turns.simulation import Outcome, Setting, course_of, worst, yardstick

SMALL = Setting(turns=60, members=6, runs=3, absent=30, churn=10)


def chance(seed: int = 1) -> Random:
    return Random(seed)  # noqa: S311 - tests that can be repeated


def walked(*able: str) -> tuple[Step, ...]:
    """Steps of members a, b and c, of whom the named ones are there."""
    return tuple(Step(tuple("abc"), tuple(each)) for each in able)


@given(st.integers(0, 10_000), st.sampled_from(Policy))
@settings(max_examples=30)
def test_every_policy_names_somebody_who_is_there(seed: int, policy: Policy) -> None:
    course = course_of(SMALL, chance(seed).randrange)
    named = list(hosts(policy, course, chance(seed).randrange))
    assert len(named) == SMALL.turns
    assert all(host in step.able for host, step in zip(named, course, strict=True))


@given(st.integers(0, 10_000))
@settings(max_examples=20)
def test_the_ledger_sums_to_zero_whoever_comes_and_goes(seed: int) -> None:
    course = course_of(SMALL, chance(seed).randrange)
    for _, accounts in by_ledger(course):
        assert sum(account.debt for account in accounts.values()) == 0


@given(st.integers(2, 9), st.integers(1, 40))
@settings(max_examples=20)
def test_the_ledger_of_a_full_pool_never_strays_by_a_whole_turn(members: int, turns: int) -> None:
    calm = Setting(turns=turns, members=members, absent=0, churn=0)
    assert worst(Policy.LEDGER, course_of(calm, chance().randrange), chance().randrange) < 1


@given(st.integers(0, 10_000))
@settings(max_examples=20)
def test_members_come_and_go_and_somebody_is_always_there(seed: int) -> None:
    course = course_of(SMALL, chance(seed).randrange)
    for before, step in pairwise(course):
        changed = set(before.members) ^ set(step.members)
        assert changed == {step.left, step.joined} - {None}
        assert step.able
        assert set(step.able) <= set(step.members)


def test_who_is_away_in_each_policy() -> None:
    course = walked("abc", "ac", "abc", "ab", "abc")
    named = {policy: "".join(hosts(policy, course, lambda _: 0)) for policy in Policy}
    assert named == {
        Policy.INDEX: "accab",
        Policy.POINTER: "acabc",
        Policy.LEAST_RECENT: "acbac",
        Policy.LEAST_BOOKED: "acbac",
        Policy.LOTTERY: "aaaaa",
        Policy.LEDGER: "acbac",
    }


def test_a_newcomer_begins_with_the_average_of_the_others() -> None:
    before = walked("abc", "abc", "abc", "a")
    joined = Step(tuple("abcd"), tuple("bcd"), joined="d")
    course = (*before, joined, Step(tuple("abcd"), tuple("bcd")), Step(tuple("abcd"), tuple("cd")))
    # a has hosted twice, b and c once: d begins with 4/3 and comes after b and c.
    assert "".join(hosts(Policy.LEAST_BOOKED, course, lambda _: 0)) == "abcabcd"


def test_a_newcomer_with_as_many_comes_first_and_who_never_hosted_before_it() -> None:
    joined = Step(tuple("abcd"), tuple("abcd"), joined="d")
    assert "".join(hosts(Policy.LEAST_BOOKED, (*walked("a", "b", "c"), joined), lambda _: 0)) == (
        "abcd"
    )
    # With a third of a turn d has more than b, who had none.
    two = Step(tuple("abcd"), tuple("bd"), joined="d")
    assert "".join(hosts(Policy.LEAST_BOOKED, (*walked("a"), two), lambda _: 0)) == "ab"


def test_the_average_counts_who_never_hosted_and_a_first_turn_counts_once() -> None:
    # Of 2, 1 and 0 the average is 1: d has as many as b and comes first, for it never hosted.
    joined = Step(tuple("abcd"), tuple("bd"), joined="d")
    course = (*walked("a", "a", "b"), joined)
    assert "".join(hosts(Policy.LEAST_BOOKED, course, lambda _: 0)) == "aabd"
    # A third and one are more than the one turn of b.
    late = [Step(tuple("abcd"), tuple(able)) for able in ("b", "bd")]
    first = Step(tuple("abcd"), ("d",), joined="d")
    assert "".join(hosts(Policy.LEAST_BOOKED, (*walked("a"), first, *late), lambda _: 0)) == "adbb"


def test_of_two_members_nobody_leaves() -> None:
    setting = Setting(turns=2, members=2, absent=0, churn=1)
    three = ("m-0000", "m-0001", "m-0002")
    rest = (*three[1:], "m-0003")
    assert course_of(setting, lambda _: 0) == (
        Step(three, three, None, "m-0002"),
        Step(rest, rest, "m-0000", "m-0003"),
    )


def test_who_left_hands_its_debt_over() -> None:
    course = (*walked("abc"), Step(tuple("bc"), tuple("bc"), left="a"))
    day = date(2000, 1, 1)
    third, half = Fraction(1, 3), Fraction(1, 2)
    assert list(by_ledger(course)) == [
        (
            "a",
            {
                "a": Account("a", third, Fraction(1), day),
                "b": Account("b", third),
                "c": Account("c", third),
            },
        ),
        (
            "b",
            {
                "a": Account("a", Fraction(1), Fraction(1), day),
                "b": Account("b", half, Fraction(1), day + timedelta(days=1)),
                "c": Account("c", half),
            },
        ),
    ]


def test_a_percentage_is_how_many_of_a_hundred_numbers_are_below_it() -> None:
    setting = Setting(turns=1, members=3, absent=1, churn=1)
    everybody = ("m-0000", "m-0001", "m-0002")
    assert course_of(setting, lambda _: 1) == (Step(everybody, everybody),)
    rest = (*everybody[1:], "m-0003")
    assert course_of(setting, lambda _: 0) == (Step(rest, rest[:1], "m-0000", "m-0003"),)


def test_nobody_there_is_one_all_the_same() -> None:
    empty = Setting(turns=3, members=2, runs=1, absent=100, churn=100)
    course = course_of(empty, chance().randrange)
    assert [len(step.able) for step in course] == [1, 1, 1]


def test_what_a_policy_strays_is_measured_exactly() -> None:
    assert worst(Policy.LOTTERY, walked("abc", "abc"), lambda _: 0) == Fraction(4, 3)
    assert worst(Policy.LEDGER, walked("abc", "abc"), lambda _: 0) == Fraction(2, 3)
    assert worst(Policy.LOTTERY, walked("a"), lambda _: 0) == 0
    assert [worst(policy, (), lambda _: 0) for policy in Policy] == [0] * 6


def test_the_same_seed_gives_the_same_figures_and_the_ledger_is_best() -> None:
    found = yardstick(SMALL, chance().randrange)
    assert found == yardstick(SMALL, chance().randrange)
    assert [each.policy for each in found] == list(Policy)
    ledger = found[-1]
    assert isinstance(ledger, Outcome)
    assert all(each.mean > ledger.mean and each.most > ledger.most for each in found[:-1])
    assert ledger.mean <= ledger.most
