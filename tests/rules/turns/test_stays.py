"""How long members stand in a pool without a break, and the times between."""

from datetime import date

from scheduler.domain.roster import ALWAYS, Tenure
from scheduler.rules.turns.stays import gaps, stays_of

MAY, JUNE, JULY = (date(2026, month, 1) for month in (5, 6, 7))


def test_spans_that_meet_are_one_stay_and_a_day_between_parts_them() -> None:
    spans = (
        ("b", 1, Tenure(JUNE)),
        ("a", 1, Tenure(None, MAY)),
        ("a", 2, Tenure(MAY, JUNE)),
        ("a", 1, Tenure(JULY, JULY)),
        ("b", 1, Tenure(None, date(2026, 5, 31))),
        ("c", 1, Tenure(MAY)),
        ("c", 1, Tenure(JUNE, JULY)),
        ("d", 1, Tenure(MAY, JULY)),
        ("d", 1, Tenure(MAY, JUNE)),
        ("e", 1, Tenure(MAY, MAY)),
    )
    assert stays_of(spans) == {
        "a": (Tenure(None, JUNE),),
        "b": (Tenure(None, date(2026, 5, 31)), Tenure(JUNE)),
        "c": (Tenure(MAY),),
        "d": (Tenure(MAY, JULY),),
    }


def test_gaps_are_what_stays_leave() -> None:
    assert list(gaps((ALWAYS,))) == []
    assert list(gaps(())) == [ALWAYS]
    assert list(gaps((Tenure(None, MAY), Tenure(JUNE, JULY)))) == [Tenure(MAY, JUNE), Tenure(JULY)]
    assert list(gaps((Tenure(MAY),))) == [Tenure(None, MAY)]
