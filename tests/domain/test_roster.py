from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from scheduler.domain.errors import DateError
from scheduler.domain.roster import ALLIANCE_KINDS, BodyKind, Tenure

DAYS = st.dates(date(2020, 1, 1), date(2030, 12, 31))


@given(DAYS, DAYS, DAYS, DAYS)
def test_tenures_side_by_side_neither_share_nor_lose_a_day(
    one: date, two: date, three: date, day: date
) -> None:
    first, middle, last = sorted([one, two, three])
    parts = [Tenure(first, middle), Tenure(middle, last)]

    assert sum(part.holds(day) for part in parts) == Tenure(first, last).holds(day)


@given(DAYS, DAYS)
def test_open_tenures_side_by_side_hold_every_day_once(border: date, day: date) -> None:
    assert sum([Tenure(None, border).holds(day), Tenure(border).holds(day)]) == 1


NEAR = st.dates(date(2026, 9, 2), date(2026, 9, 5))
SPANS = st.one_of(
    st.lists(NEAR, min_size=2, max_size=2).map(lambda ends: Tenure(*sorted(ends))),
    NEAR.map(lambda since: Tenure(since, None)),
    NEAR.map(lambda until: Tenure(None, until)),
    st.just(Tenure()),
)


@given(SPANS, SPANS)
def test_tenures_meet_when_they_share_a_day(first: Tenure, second: Tenure) -> None:
    days = [date(2026, 9, number) for number in range(1, 7)]
    shared = any(first.holds(day) and second.holds(day) for day in days)
    assert first.meets(second) is second.meets(first) is shared


def test_a_tenure_without_ends_holds_always() -> None:
    assert Tenure().holds(date(2026, 9, 9))
    assert not Tenure().is_over(date(2026, 9, 9))


@given(st.dates())
def test_a_tenure_is_over_from_its_end_on(day: date) -> None:
    end = date(2026, 9, 9)
    assert Tenure(None, end).is_over(day) is not Tenure(None, end).holds(day)


def test_a_tenure_cannot_end_before_it_starts() -> None:
    with pytest.raises(DateError) as refused:
        Tenure(date(2026, 9, 9), date(2026, 9, 8))

    assert refused.value.fields == {
        "field": "until",
        "value": "2026-09-08",
        "start": "2026-09-09",
        "reason": "order",
    }


def test_three_kinds_of_body_have_a_calendar_of_their_own() -> None:
    assert {
        BodyKind.ALLIANCE,
        BodyKind.CLUSTER_COMMITTEE,
        BodyKind.CHAIN_COMMITTEE,
    } == ALLIANCE_KINDS
