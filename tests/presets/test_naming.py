from hypothesis import given
from hypothesis import strategies as st

from scheduler.presets.naming import official_name, person_name


@given(
    st.tuples(st.integers(0, 21), st.integers(1, 99)),
    st.tuples(st.integers(0, 21), st.integers(1, 99)),
)
def test_no_two_people_of_22_branches_share_a_name(
    one: tuple[int, int], other: tuple[int, int]
) -> None:
    assert (person_name(*one) == person_name(*other)) == (one == other)


def test_a_name_and_its_spelling() -> None:
    assert person_name(0, 12) == ("样例·甲十二", "yang li jia shi er")
    assert person_name(23, 20) == ("样例·乙二十", "yang li yi er shi")
    assert official_name(7, 3) == ("样例·兑三", "yang li dui san")
