"""Who came into a pool and who left it, as the entries that its ledger lacks."""

from dataclasses import replace
from datetime import date, timedelta
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from scheduler.domain.roster import ALWAYS, Membership, Tenure
from scheduler.domain.turn import Account, EntryKind, TurnEntry, charged, fold
from scheduler.rules.turns.membership import comings_and_goings, has_left
from scheduler.rules.turns.stays import Span
from scheduler.rules.turns.walk import Turn, assign

DAY = timedelta(days=1)
FIRST = date(2026, 3, 2)
TODAY = date(2026, 6, 1)
POOL = (("a", 1), ("b", 1), ("c", 1))
HELD = TurnEntry(EntryKind.TURN, FIRST, POOL, "a", "e-1")


def span(member: str, since: date | None = None, until: date | None = None) -> Span:
    return (member, 1, Tenure(since, until))


def join(member: str, day: date, others: str) -> TurnEntry:
    return TurnEntry(EntryKind.JOIN, day, tuple((each, 1) for each in others), member)


def leave(member: str, day: date, others: str) -> TurnEntry:
    return replace(join(member, day, others), kind=EntryKind.LEAVE)


STAYING = (span("a"), span("b"), span("c"))


def test_a_pool_that_stays_lacks_nothing() -> None:
    assert comings_and_goings([HELD], STAYING, TODAY) == ()
    assert comings_and_goings([], STAYING, TODAY) == ()


def test_who_joins_after_the_first_turn_begins_even() -> None:
    came = date(2026, 4, 1)
    found = comings_and_goings([HELD], (*STAYING, span("d", came)), TODAY)
    assert found == (join("d", came, "abc"),)
    assert comings_and_goings([HELD, *found], (*STAYING, span("d", came)), TODAY) == ()
    assert fold([HELD, *found])["d"].debt == 0


def test_who_was_there_before_the_first_turn_or_comes_later_did_not_join() -> None:
    early, late = span("d", FIRST), span("e", TODAY + DAY)
    assert comings_and_goings([HELD], (*STAYING, early, late), TODAY) == ()
    assert comings_and_goings([HELD], (*STAYING, span("d", until=FIRST)), TODAY) == ()
    assert comings_and_goings([], (span("d", date(2026, 4, 1)),), TODAY) == ()


def test_who_leaves_hands_over_on_the_last_day() -> None:
    gone = date(2026, 4, 1)
    spans = (span("a"), span("b", until=gone), span("c"))
    found = comings_and_goings([HELD], spans, TODAY)
    assert found == (leave("b", gone, "ac"),)
    assert comings_and_goings([HELD, *found], spans, TODAY) == ()
    debts = {key: each.debt for key, each in fold([HELD, *found]).items()}
    assert debts == {"a": Fraction(-1, 2), "b": 0, "c": Fraction(1, 2)}


def test_who_is_still_to_leave_and_the_last_one_keep_their_accounts() -> None:
    soon = (span("a"), span("b", until=TODAY + DAY), span("c"))
    assert comings_and_goings([HELD], soon, TODAY) == ()
    assert comings_and_goings([HELD], (), TODAY) == ()


def test_whom_the_rule_dropped_leaves_today() -> None:
    dropped = (span("a"), span("b"))
    assert comings_and_goings([HELD], dropped, TODAY) == (leave("c", TODAY, "ab"),)
    again = replace(HELD, day=FIRST + DAY, host="c", uid="e-2")
    assert comings_and_goings([HELD, again], dropped, TODAY) == (leave("c", TODAY, "ab"),)
    left = leave("c", FIRST + DAY, "ab")
    assert comings_and_goings([HELD, again, left], dropped, TODAY) == ()


def test_whose_membership_was_taken_back_leaves_on_that_day_or_when_it_was_charged_last() -> None:
    for back, day in ((date(2026, 4, 1), date(2026, 4, 1)), (date(2026, 1, 5), FIRST)):
        spans = (span("a"), span("b"), span("c", back, back))
        assert comings_and_goings([HELD], spans, TODAY) == (leave("c", day, "ab"),)


@pytest.mark.parametrize("day", [FIRST, TODAY])
def test_a_guest_leaves_on_each_day_on_which_it_hosted(day: date) -> None:
    guest = replace(HELD, host="z")
    later = replace(guest, day=day, uid="e-2")
    expected = tuple(leave("z", each, "abc") for each in sorted({FIRST, day}))
    found = comings_and_goings([guest, later], STAYING, TODAY)
    assert found == expected
    assert fold([guest, later, *found])["z"].debt == 0


def test_who_is_charged_by_a_forfeit_before_it_comes_begins_even_all_the_same() -> None:
    came = date(2026, 5, 1)
    spans = (*STAYING, span("d", came))
    forfeits = [
        TurnEntry(EntryKind.FORFEIT, day, (*POOL, ("d", 1)), "a", "e-2")
        for day in (date(2026, 4, 1), date(2026, 4, 8), came)
    ]
    found = comings_and_goings([HELD, *forfeits], spans, TODAY)
    assert found == (
        leave("d", date(2026, 4, 1), "abc"),
        leave("d", date(2026, 4, 8), "abc"),
        join("d", came, "abc"),
    )
    assert fold([HELD, *forfeits, *found])["d"].debt == Fraction(1, 4)


def test_who_was_charged_after_leaving_leaves_again_on_that_day() -> None:
    gone, late = date(2026, 4, 1), date(2026, 5, 4)
    spans = (span("a"), span("b", until=gone), span("c"))
    again = TurnEntry(EntryKind.TURN, late, (("a", 1), ("c", 1)), "b", "e-2")
    entries = [HELD, leave("b", gone, "ac"), again]
    found = comings_and_goings(entries, spans, TODAY)
    assert found == (leave("b", late, "ac"),)
    assert fold([*entries, *found])["b"].debt == 0


def test_who_shared_a_turn_after_its_time_was_over_leaves_then() -> None:
    gone, late = date(2026, 4, 1), date(2026, 5, 4)
    spans = (span("a"), span("b", until=gone), span("c"))
    shared = replace(HELD, day=late, uid="e-2")
    assert comings_and_goings([HELD, shared], spans, TODAY) == (leave("b", late, "ac"),)
    # As it was recorded before a leave could be of the day of a charge.
    old = leave("b", late + DAY, "ac")
    assert comings_and_goings([HELD, shared, old], spans, TODAY) == ()


CHARGES = [
    replace(HELD, day=TODAY, host="b", uid="e-2"),
    TurnEntry(EntryKind.TURN, TODAY, (("a", 1), ("c", 1)), "b", "e-2"),
    TurnEntry(EntryKind.FORFEIT, TODAY, POOL, "b", "e-2"),
    TurnEntry(EntryKind.CORRECTION, TODAY, (), "b", amount=Fraction(1), counter="a"),
    TurnEntry(EntryKind.CORRECTION, TODAY, (), "a", amount=Fraction(1), counter="b"),
]


@pytest.mark.parametrize("charge", CHARGES)
@pytest.mark.parametrize("gone", [TODAY, TODAY - 3 * DAY])
def test_a_leave_waits_for_no_charge_of_the_day(charge: TurnEntry, gone: date) -> None:
    spans = (span("a"), span("b", until=gone), span("c"))
    found = comings_and_goings([HELD, charge], spans, TODAY)
    assert found[-1:] == (leave("b", TODAY, "ac"),)
    known = fold([HELD, charge, *found])
    assert known["b"].debt == 0
    assert known["a"].debt + known["c"].debt == 0
    # Whoever recorded it before the charge finds the same.
    assert comings_and_goings([HELD, *found, charge], spans, TODAY) == ()
    assert fold([HELD, *found, charge]) == known


def test_who_comes_on_the_day_of_a_leave_takes_nothing_over() -> None:
    gone = date(2026, 4, 1)
    spans = (span("a"), span("b", until=gone), span("c"), span("d", gone))
    found = comings_and_goings([HELD], spans, TODAY)
    assert found == (leave("b", gone, "ac"), join("d", gone, "ac"))
    assert fold([HELD, *found])["d"].debt == 0
    # Where nobody else is left, the new ones do.
    anew = (*(span(each, until=gone) for each in "abc"), span("d", gone), span("e", gone))
    assert comings_and_goings([HELD], anew, TODAY)[:3] == tuple(
        leave(each, gone, "de") for each in "abc"
    )


def test_each_leaves_on_its_own_day_and_who_was_excused_is_still_there() -> None:
    one, two = date(2026, 4, 1), date(2026, 5, 1)
    spans = (span("a"), span("b", until=one), span("c", until=two))
    excused = TurnEntry(EntryKind.EXCUSE, date(2026, 3, 9), (), "c", "e-2")
    assert comings_and_goings([HELD, excused], spans, TODAY) == (
        leave("b", one, "ac"),
        leave("c", two, "a"),
    )


def test_who_comes_back_joins_anew() -> None:
    gone, back = date(2026, 4, 1), date(2026, 4, 2)
    spans = (span("a"), span("b", until=gone), span("b", back), span("c"))
    left, came = leave("b", gone, "ac"), join("b", back, "ac")
    shared = replace(HELD, day=date(2026, 5, 4), uid="e-2")
    assert comings_and_goings([HELD], spans, TODAY) == (left, came)
    assert comings_and_goings([HELD, left], spans, TODAY) == (came,)
    assert comings_and_goings([HELD, shared, left], spans, TODAY) == (came,)
    assert comings_and_goings([HELD, shared], spans, TODAY) == (left, came)
    assert comings_and_goings([HELD, left, came], spans, TODAY) == ()
    assert comings_and_goings([HELD], spans, gone) == (left,)
    assert fold([HELD, left, came])["b"].debt == 0


def test_who_came_and_went_without_a_turn_did_both() -> None:
    came, gone = date(2026, 4, 1), date(2026, 5, 1)
    found = comings_and_goings([HELD], (*STAYING, span("d", came, gone)), TODAY)
    assert found == (join("d", came, "abc"), leave("d", gone, "abc"))


def test_who_never_had_a_turn_hands_over_what_it_took_over() -> None:
    one, two = date(2026, 4, 1), date(2026, 5, 1)
    held = replace(HELD, eligible=POOL[:2])
    spans = (span("a"), span("b", until=one), span("c", until=two))
    found = comings_and_goings([held], spans, TODAY)
    assert found == (leave("b", one, "ac"), leave("c", two, "a"))
    assert {key: each.debt for key, each in fold([held, *found]).items()} == dict.fromkeys("abc", 0)


def test_a_membership_that_goes_on_in_another_way_is_no_leave() -> None:
    day = date(2026, 4, 1)
    spans = (span("a"), span("b", until=day), ("b", 2, Tenure(day)), span("c"))
    assert comings_and_goings([HELD], spans, TODAY) == ()
    # Its end was recorded before anybody knew that it goes on.
    left = leave("b", day, "ac")
    assert comings_and_goings([HELD, left], spans, TODAY) == (join("b", day, "ac"),)
    assert comings_and_goings([HELD, left, join("b", day, "ac")], spans, TODAY) == ()


def test_a_correction_names_both_and_what_is_still_to_come_is_not_known_yet() -> None:
    correction = TurnEntry(EntryKind.CORRECTION, FIRST, (), "y", amount=Fraction(1), counter="z")
    found = comings_and_goings([correction], STAYING, TODAY)
    assert found == (leave("y", TODAY, "abc"), leave("z", TODAY, "abc"))
    later = replace(HELD, host="z", day=TODAY + DAY)
    nobody = TurnEntry(EntryKind.LEAVE, FIRST, POOL)
    stranger = TurnEntry(EntryKind.LEAVE, FIRST, POOL, "q")
    assert comings_and_goings([HELD, later, nobody, stranger], STAYING, TODAY) == ()


SPANS = st.builds(
    lambda since, length: Tenure(since, since and since + timedelta(days=length)),
    st.none() | st.dates(FIRST - 30 * DAY, TODAY),
    st.integers(0, 120),
)


@given(
    st.dictionaries(st.sampled_from("abcdef"), SPANS | st.just(ALWAYS), min_size=1),
    st.lists(st.tuples(st.integers(0, 80), st.sampled_from("abcdef")), max_size=6),
)
def test_with_what_was_missing_the_gone_are_even_and_nothing_more_is_missing(
    tenures: dict[str, Tenure], held: list[tuple[int, str]]
) -> None:
    spans = [(key, 1, tenure) for key, tenure in sorted(tenures.items())]

    def pool(day: date) -> tuple[tuple[str, int], ...]:
        return tuple((key, 1) for key, _, tenure in spans if tenure.holds(day))

    entries = [
        TurnEntry(EntryKind.TURN, FIRST + ahead * DAY, pool(FIRST + ahead * DAY), host, f"e-{n}")
        for n, (ahead, host) in enumerate(held)
    ]
    whole = [*entries, *comings_and_goings(entries, spans, TODAY)]
    accounts = fold(whole)
    assert comings_and_goings(whole, spans, TODAY) == ()
    assert sum(each.debt for each in accounts.values()) == 0
    if len(pool(TODAY)) > 1:
        present = {key for key, _ in pool(TODAY)}
        gone = [key for key in accounts if key not in present]
        alone = [entry for entry in whole if entry.kind is EntryKind.LEAVE and entry.host in gone]
        assert {entry.host for entry in alone if accounts[entry.host or ""].debt} == set()


def turn(number: int, members: str) -> Turn:
    """The turn of a number, a day after the one before, with equal shares."""
    return Turn(f"e-{number}", FIRST + number * DAY, tuple((member, 1) for member in members))


def test_who_leaves_ahead_hands_over_on_that_day_what_it_cannot_host_before() -> None:
    accounts = {
        "a": Account("a", Fraction(7, 10) - Fraction(2, 3)),
        "b": Account("b", Fraction(8, 10) - Fraction(2, 3)),
        "c": Account("c", Fraction(-15, 10) - Fraction(2, 3)),
        "z": Account("z", Fraction(2)),
    }
    going = leave("z", FIRST, "abc")
    choices = assign([turn(0, "abc"), turn(1, "bc")], accounts, leaves=[going])
    # As if it had left before: its debt is shared out and no longer widens anybody's bounds.
    after = charged(accounts, going)
    assert choices == assign([turn(0, "abc"), turn(1, "bc")], after)
    assert [choice.host for choice in choices] == ["a", "b"]
    assert choices[0].passed == (("b", "bounds"),)


def test_who_leaves_ahead_still_hosts_before_as_much_as_it_owes() -> None:
    going = leave("z", FIRST + DAY, "ab")
    accounts = {"z": Account("z", Fraction(3)), "b": Account("b", Fraction(-3))}
    turns = [turn(0, "abz"), turn(1, "ab"), turn(2, "ab")]
    first, second, third = assign(turns, accounts, leaves=[going])
    assert [each.host for each in (first, second, third)] == ["z", "a", "a"]
    assert {row.member: row.debt for row in second.rows} == {
        "a": Fraction(1, 3) + Fraction(7, 6) + Fraction(1, 2),
        "b": -3 + Fraction(1, 3) + Fraction(7, 6) + Fraction(1, 2),
    }


@pytest.mark.parametrize(
    ("tenures", "left"),
    [
        ((), False),
        ((ALWAYS,), False),
        ((Tenure(TODAY + DAY),), False),
        ((Tenure(None, TODAY + DAY),), False),
        ((Tenure(None, TODAY),), True),
        ((Tenure(None, TODAY), Tenure(TODAY + DAY)), True),
        ((Tenure(None, TODAY), Tenure(TODAY)), False),
    ],
)
def test_who_was_a_member_and_is_none_has_left(tenures: tuple[Tenure, ...], *, left: bool) -> None:
    ties = [Membership("b", "food", tenure=each) for each in tenures]
    assert has_left([Membership("a", "food"), *ties], "b", TODAY) is left
    assert not has_left(ties, None, TODAY)
