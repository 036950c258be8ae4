from datetime import date

from hypothesis import given
from hypothesis import strategies as st

from scheduler.domain.roster import Affiliation, AffiliationKind, Officer, Tenure
from scheduler.reports.roster import begun, members_of, standing_on

DAYS = st.dates(date(2025, 1, 1), date(2027, 1, 1))
OFFICES = st.lists(
    st.builds(lambda since: Officer("p", "a", "liaison", Tenure(since)), st.none() | DAYS)
)
MAY, JUNE = date(2026, 5, 1), date(2026, 6, 1)


@given(OFFICES, DAYS, DAYS)
def test_what_began_is_counted_in_one_of_two_periods_side_by_side(
    offices: list[Officer], one: date, other: date
) -> None:
    early, late = sorted((one, other))
    whole = begun(offices, early, date(2028, 1, 1))
    parts = (*begun(offices, early, late), *begun(offices, late, date(2028, 1, 1)))
    assert sorted(whole, key=repr) == sorted(parts, key=repr)


def test_what_stands_and_what_began() -> None:
    ever = Officer("p", "a", "liaison")
    new = Officer("q", "a", "liaison", Tenure(MAY))
    gone = Officer("r", "a", "liaison", Tenure(None, MAY))
    assert standing_on([ever, new, gone], MAY) == (ever, new)
    assert begun([ever, new, gone], MAY, JUNE) == (new,)


def test_people_at_home_count_once_and_guests_not_at_all() -> None:
    ties = [
        Affiliation("p", "one"),
        Affiliation("p", "two"),
        Affiliation("q", "one", AffiliationKind.NO_TRANSFER, outside_branch="样例外地支部"),
        Affiliation("r", "three"),
        Affiliation("s", "one", tenure=Tenure(JUNE)),
    ]
    assert members_of(ties, ["one", "two"], MAY) == 1
