from hypothesis import given
from hypothesis import strategies as st

from scheduler.services.plans.apart import parts

KEYS = st.sampled_from("abcdef")
NODES = st.sampled_from(
    ("body:a", "body:b", "body:c", "body:d", "body:e", "body:f", "venue:x", "person:y")
)
TIES = st.lists(st.tuples(NODES, NODES), max_size=12)


def joined(one: str, ties: list[tuple[str, str]]) -> set[str]:
    """Everything that can be reached from a key along ties."""
    found = {f"body:{one}"}
    while more := {b for pair in ties for a, b in (pair, pair[::-1]) if a in found} - found:
        found |= more
    return found


@given(keys=st.sets(KEYS), ties=TIES)
def test_alliances_are_of_one_part_when_ties_lead_from_one_to_the_other(
    keys: set[str], ties: list[tuple[str, str]]
) -> None:
    found = parts(keys, ties)

    assert sorted(key for part in found for key in part) == sorted(keys)
    for part in found:
        for key in part:
            assert part == {each for each in keys if f"body:{each}" in joined(key, ties)}


def test_parts_are_in_the_order_of_their_keys() -> None:
    ties = [("body:c", "venue:x"), ("venue:x", "body:a")]
    assert parts("cba", ties) == (frozenset("ac"), frozenset("b"))
