from datetime import date

import pytest

from scheduler.domain.roster import Membership, Officer, Tenure
from scheduler.rules.language.pools import Pool
from tests.rules.promises import plan_input, quota

MAY, JUNE = date(2026, 5, 1), date(2026, 6, 1)
RULE = quota()
SOURCE = plan_input(
    RULE,
    members={
        "a": (
            Membership("organisation:y", "a", "chain_leader", weight=3),
            Membership("organisation:x", "a", "chain_leader", tenure=Tenure(JUNE)),
            Membership("organisation:z", "a"),
        )
    },
    officers={"a": (Officer("q", "a", "liaison", Tenure(None, JUNE)), Officer("p", "a", "guide"))},
    lists={("a", "themes"): ("safety", "labour")},
)


def test_a_pool_of_members_has_their_weights_and_spans() -> None:
    leaders = Pool(role="chain_leader")
    assert leaders.on(MAY, RULE, SOURCE) == (("organisation:y", 3),)
    assert leaders.on(JUNE, RULE, SOURCE) == (("organisation:x", 1), ("organisation:y", 3))


def test_officers_and_written_values_weigh_the_same() -> None:
    assert Pool(officer="liaison").on(MAY, RULE, SOURCE) == (("person:q", 1),)
    assert Pool(officer="liaison").on(JUNE, RULE, SOURCE) == ()
    assert Pool(words=("@themes", "supply")).on(MAY, RULE, SOURCE) == (
        ("labour", 1),
        ("safety", 1),
        ("supply", 1),
    )


def test_a_written_member_stands_in_the_pool_while_it_is_one_and_a_guest_always() -> None:
    x, y = "organisation:x", "organisation:y"
    back = date(2026, 8, 1)
    members = (
        Membership(x, "a", tenure=Tenure(None, MAY)),
        Membership(x, "a", tenure=Tenure(back)),
        Membership(y, "a", tenure=Tenure(MAY, MAY)),
    )
    source = plan_input(RULE, members={"a": members}, lists={("a", "hosts"): (x,)})
    april = date(2026, 4, 30)

    for words in ((x, y), ("@hosts", y)):
        pool = Pool(words=words)
        assert [[key for key, _ in pool.on(day, RULE, source)] for day in (april, MAY, back)] == [
            [x, y],
            [y],
            [x, y],
        ]


@pytest.mark.parametrize("word", ["@members", "@enterprises", "@leaders"])
def test_who_left_and_came_back_stands_in_no_pool_between(word: str) -> None:
    x, first, back = "organisation:x", date(2026, 1, 5), date(2026, 8, 1)
    members = (
        Membership(x, "a", "chain_leader", tenure=Tenure(first, MAY)),
        Membership(x, "a", "chain_leader", tenure=Tenure(back)),
    )
    source = plan_input(RULE, members={"a": members})
    pool = Pool(words=(word, x))
    assert pool.spans(RULE, source) == ((x, 1, Tenure(first, MAY)), (x, 1, Tenure(back)))
    assert [pool.on(day, RULE, source) for day in (JUNE, back)] == [(), ((x, 1),)]


def test_an_alliance_without_members_or_officers_has_empty_pools() -> None:
    bare = plan_input(RULE)
    assert [pool.on(MAY, RULE, bare) for pool in (Pool(role="x"), Pool(officer="x"))] == [(), ()]
