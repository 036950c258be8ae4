from datetime import date

import pytest

from scheduler.domain.errors import InvalidError
from scheduler.domain.refusing import together
from scheduler.domain.roster import Membership, Tenure
from scheduler.rules.inputs import Blackout
from scheduler.rules.planning.patch import Leave, Patch
from scheduler.web.plans import supposing
from scheduler.web.plans.supposing import Away, Moved, Supposed

JUNE, JULY = date(2026, 6, 30), date(2026, 7, 1)
AWAY = Away("venue:hall", JUNE, JULY)
MOVED = Moved("auto", JULY, "organisation:new", "organisation:old", "chain_leader")
TYPED = {"resource": " venue:hall ", "first": "2026-06-30", "last": "2026-07-01"}
MOVES = {
    "join": "organisation:new",
    "role": "chain_leader",
    "leave": "organisation:old",
    "body": "auto",
    "since": "2026-07-01",
}
ONE, BOTH = ("auto",), ("auto", "steel")


def test_an_absence_is_read_and_written_back() -> None:
    supposed = Supposed(AWAY)
    assert supposing.read(TYPED, JUNE, ONE) == supposed
    assert supposed.patch == Patch(blackouts=(Blackout("venue:hall", JUNE, date(2026, 7, 2)),))
    assert supposing.read(dict(supposed.pairs), JUNE, ONE, "if_") == supposed
    first = Supposed(Away("venue:hall", JUNE, JUNE))
    assert supposing.read(TYPED | {"last": " "}, JUNE, ONE) == first
    assert [supposed.misses(year) for year in (2025, 2026, 2027)] == [True, False, True]


def test_who_joins_and_leaves_is_read_and_written_back() -> None:
    supposed = Supposed(AWAY, MOVED)
    assert supposing.read(TYPED | MOVES, JUNE, BOTH) == supposed
    assert supposing.read(dict(supposed.pairs), JUNE, BOTH, "if_") == supposed
    tenure = Tenure(JULY)
    assert Supposed(moved=MOVED).patch == Patch(
        joins=(Membership("organisation:new", "auto", "chain_leader", tenure=tenure),),
        leaves=(Leave("organisation:old", "auto", JULY),),
    )
    assert supposed.keys == ("venue:hall", "organisation:new", "organisation:old", "body:auto")
    assert [Supposed(moved=MOVED).misses(year) for year in (2025, 2026, 2027)] == [
        True,
        False,
        False,
    ]


def test_of_one_alliance_alone_nobody_names_it_and_either_is_enough() -> None:
    only = {"leave": "organisation:old", "since": "2026-07-01", "role": "member"}
    left = Supposed(moved=Moved("auto", JULY, leaves="organisation:old"))
    assert supposing.read(only, JUNE, ONE) == left
    assert left.patch == Patch(leaves=(Leave("organisation:old", "auto", JULY),))
    assert left.pairs == (
        ("if_leave", "organisation:old"),
        ("if_body", "auto"),
        ("if_since", "2026-07-01"),
    )


@pytest.mark.parametrize(
    ("typed", "faults"),
    [
        ({"resource": ""}, [("missing_field", "resource")]),
        ({"resource": "", "first": "", "last": ""}, [("missing_field", "resource")]),
        ({"resource": "hall"}, [("missing_field", "resource")]),
        ({"first": ""}, [("missing_field", "first")]),
        ({"first": "2026-06-31"}, [("bad_date", "first")]),
        ({"first": "20260630"}, [("bad_date", "first")]),
        ({"first": "1999-06-30"}, [("bad_date", "first")]),
        ({"last": "2026-06-29"}, [("bad_date", "last")]),
        ({"last": "2026-06-30"}, [("bad_date", "last")]),
        ({"last": ""}, [("bad_date", "first")]),
        ({"since": "2026-07-01"}, [("missing_field", "join"), ("missing_field", "alliance")]),
        (MOVES | {"body": "paper"}, [("missing_field", "alliance")]),
        (MOVES | {"since": ""}, [("missing_field", "since")]),
        (MOVES | {"since": "2026-06-30"}, [("bad_date", "since")]),
        (
            MOVES | {"first": "", "since": "明天"},
            [("missing_field", "first"), ("bad_date", "since")],
        ),
    ],
)
def test_what_cannot_be_supposed_is_refused_at_its_fields(
    typed: dict[str, str], faults: list[tuple[str, str]]
) -> None:
    with pytest.raises(InvalidError) as refused:
        supposing.read(TYPED | typed, JULY, BOTH)
    assert [(each.code, each.fields["field"]) for each in together(refused.value)] == faults
