from datetime import date, timedelta
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from scheduler.domain.attendance.totals import Heads, Totals
from scheduler.reports.figures import (
    Matched,
    Rate,
    Visits,
    about,
    absence_rate,
    count_by,
    coverage,
    educated_rate,
    leave_rate,
    matched,
    mean,
    milestone,
    overall_turnout,
    percent,
    personal_turnout,
    several,
    some,
    spelled,
    turnout,
    visits,
)

COUNTED = Totals(due=40, present=36, leave=3, absent=1, made_up=2)
PARTS = st.integers(1, 5000).flatmap(lambda whole: st.tuples(st.integers(0, whole), st.just(whole)))


@given(PARTS)
def test_a_percentage_is_full_only_when_equal_and_zero_only_when_zero(
    pair: tuple[int, int],
) -> None:
    part, whole = pair
    shown = percent(part, whole)

    assert (shown == "100.0%") == (part == whole)
    assert (shown == "0.0%") == (part == 0)
    assert abs(Fraction(shown.removesuffix("%")) - Fraction(100 * part, whole)) < Fraction(1, 10)


@given(PARTS)
def test_inside_its_bounds_a_percentage_is_rounded_half_up(pair: tuple[int, int]) -> None:
    part, whole = pair
    tenths = (2000 * part + whole) // (2 * whole)

    if 0 < tenths < 1000:
        assert percent(part, whole) == f"{tenths // 10}.{tenths % 10}%"


@pytest.mark.parametrize(
    ("part", "whole", "shown"),
    [
        (3699, 3700, "99.9%"),
        (1, 3700, "0.1%"),
        (534, 576, "92.7%"),
        (1, 16, "6.3%"),
        (3, 2, "150.0%"),
        (0, 0, "—"),
    ],
)
def test_percentages_read_as_agreed(part: int, whole: int, shown: str) -> None:
    assert percent(part, whole) == str(Rate(part, whole)) == shown


def test_the_rates_of_one_register() -> None:
    assert [rate(COUNTED) for rate in (turnout, leave_rate, absence_rate, educated_rate)] == [
        Rate(36, 40),
        Rate(3, 40),
        Rate(1, 40),
        Rate(38, 40),
    ]


def test_turnout_over_attendances_and_over_meetings_are_different_figures() -> None:
    registers = [Totals(due=100, present=50), Totals(due=10, present=10), Totals()]

    assert overall_turnout(registers) == Rate(60, 110)
    assert mean(turnout(each) for each in registers) == Fraction(3, 4)
    assert mean([]) is None


def heads(due: str, present: str) -> Heads:
    return Heads(frozenset(due), frozenset(present), frozenset(), frozenset(), frozenset())


def test_a_person_is_measured_by_the_meetings_it_was_due_at() -> None:
    registers = [heads("ab", "a"), heads("b", "ab"), heads("a", "")]

    assert personal_turnout("a", registers) == Rate(1, 2)
    assert personal_turnout("c", registers) == Rate(0, 0)


def test_coverage_counts_each_member_once() -> None:
    assert coverage("abcd", [heads("ab", "ax"), heads("ab", "ab")]) == Rate(2, 4)
    assert coverage("ab", []) == Rate(0, 2)


@given(st.lists(st.sampled_from("abc")))
def test_counts_by_key_add_up(items: list[str]) -> None:
    counted = count_by(items, lambda item: item)

    assert counted == {key: items.count(key) for key in "abc" if key in items}


@given(st.lists(st.lists(st.sampled_from("abc"))))
def test_visits_count_organisations_once_and_visits_each_time(groups: list[list[str]]) -> None:
    counted = visits(groups)

    assert counted == Visits(
        organisations=len({each for group in groups for each in group}),
        times=sum(len(set(group)) for group in groups),
    )


@given(st.integers(0, 100_000))
def test_an_approximate_figure_is_never_above_the_exact_one(figure: int) -> None:
    shown = some(figure, "zh")

    if shown.endswith("余"):
        assert int(shown.removesuffix("余")) < figure < int(shown.removesuffix("余")) * 2
    else:
        assert int(shown) == figure


@pytest.mark.parametrize(
    ("figure", "zh", "en"),
    [
        (0, "0", "0"),
        (9, "9", "9"),
        (10, "10", "10"),
        (12, "10余", "more than 10"),
        (20, "20", "20"),
        (27, "20余", "more than 20"),
        (60, "60", "60"),
        (196, "190余", "more than 190"),
        (247, "240余", "more than 240"),
        (358, "350余", "more than 350"),
        (1000, "1000", "1000"),
        (1023, "1000余", "more than 1000"),
        (3741, "3700余", "more than 3700"),
    ],
)
def test_figures_are_rounded_as_the_documents_do(figure: int, zh: str, en: str) -> None:
    assert (some(figure, "zh"), some(figure, "en")) == (zh, en)


@given(st.lists(st.tuples(st.sampled_from("abc"), st.sampled_from("xyz"))))
def test_pairs_count_each_side_and_each_meeting_of_two_once(pairs: list[tuple[str, str]]) -> None:
    assert matched([*pairs, *pairs]) == Matched(
        enterprises=len({one for one, _ in pairs}),
        partners=len({other for _, other in pairs}),
        pairs=len(set(pairs)),
    )


@given(st.integers(0, 500), st.integers(1, 2000), st.integers(-30, 2100))
def test_a_milestone_grows_from_nothing_to_the_whole(whole: int, length: int, passed: int) -> None:
    start = date(2026, 1, 1)
    end, day = start + timedelta(days=length), start + timedelta(days=passed)

    due = milestone(whole, start, end, day)

    assert due <= milestone(whole, start, end, day + timedelta(days=1))
    assert (due == whole) if passed >= length else (due * length <= whole * max(passed, 0))
    assert due > 0 or whole * max(passed, 0) < length


@pytest.mark.parametrize(
    ("figure", "zh", "en"),
    [(0, "0", "0"), (2, "2", "2"), (3, "多", "several"), (40, "多", "several")],
)
def test_three_and_more_are_several(figure: int, zh: str, en: str) -> None:
    assert (several(figure, "zh"), several(figure, "en")) == (zh, en)


@pytest.mark.parametrize(
    ("figure", "zh", "en"),
    [
        (80, "80", "80"),
        (79, "约80", "about 80"),
        (84, "约80", "about 80"),
        (85, "约90", "about 90"),
    ],
)
def test_about_goes_to_the_nearest_ten(figure: int, zh: str, en: str) -> None:
    assert (about(figure, "zh"), about(figure, "en")) == (zh, en)


@pytest.mark.parametrize(
    ("figure", "zh"), [(0, "0"), (3, "三"), (10, "十"), (99, "九十九"), (100, "100")]
)
def test_small_figures_are_spelled_in_chinese(figure: int, zh: str) -> None:
    assert (spelled(figure, "zh"), spelled(figure, "en")) == (zh, str(figure))
