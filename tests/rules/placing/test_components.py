"""Units that never meet are searched apart."""

from collections.abc import Sequence

from hypothesis import given
from hypothesis import strategies as st

from scheduler.rules.placing.components import components
from scheduler.rules.placing.wanted import Wanted
from tests.rules.placing.wishes import wanted

ITEMS = (
    wanted(1, 0, rule="f", uid="f", needs=("venue:hall",)),
    wanted(1, 0, rule="a", uid="a", needs=("person:p",)),
    wanted(1, 0, rule="b", uid="b", needs=()),
    wanted(1, 0, rule="c", uid="c", needs=("person:p", "person:q")),
    wanted(1, 0, rule="d", uid="d", needs=("person:q",)),
    wanted(1, 0, rule="b", uid="e", needs=("venue:hall",)),
)


@given(st.permutations(ITEMS))
def test_who_shares_a_chain_or_a_resource_even_through_others_is_together(
    items: Sequence[Wanted],
) -> None:
    assert [[item.uid for item in group] for group in components(items)] == [
        ["a", "c", "d"],
        ["b", "e", "f"],
    ]
