from datetime import date

from scheduler.domain.roster import Affiliation, AffiliationKind, Tenure
from scheduler.rules.judging.attending import attendance_credit, branches_on
from scheduler.rules.kinds.credit import Beneficiary
from tests.rules.promises import event

MAY, JUNE = date(2026, 5, 1), date(2026, 6, 1)
ADOPTED = AffiliationKind.NO_TRANSFER
TIES = [
    Affiliation("p", "old", tenure=Tenure(None, JUNE)),
    Affiliation("p", "new", tenure=Tenure(JUNE)),
    Affiliation("q", "adopter", ADOPTED, outside_branch="样例外地支部"),
    Affiliation("p", "adopter", ADOPTED),
    Affiliation("r", "old", AffiliationKind.LIAISON),
]
JOINT = event(MAY, alliances=("a", "b"))


def test_the_branch_is_that_of_the_day_and_home_goes_before_adoption() -> None:
    assert branches_on(TIES, MAY) == {"p": "old", "q": "adopter"}
    assert branches_on(TIES, JUNE) == {"p": "new", "q": "adopter"}


def test_an_attendance_counts_for_the_branch_and_for_every_host_once() -> None:
    assert attendance_credit({"p", "q", "r"}, TIES, JOINT, tuple(Beneficiary)) == {
        "a": frozenset({"p", "q", "r"}),
        "adopter": frozenset({"q"}),
        "b": frozenset({"p", "q", "r"}),
        "old": frozenset({"p"}),
    }


def test_it_counts_only_where_the_rule_says() -> None:
    present = {"p"}
    assert attendance_credit(present, TIES, JOINT, [Beneficiary.HOME_BRANCH]) == {
        "old": frozenset({"p"})
    }
    assert attendance_credit(present, TIES, JOINT, [Beneficiary.HOST_ALLIANCE]) == {
        "a": frozenset({"p"}),
        "b": frozenset({"p"}),
    }
