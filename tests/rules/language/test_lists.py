from datetime import date

from scheduler.domain.roster import Membership, Tenure
from scheduler.rules.language.lists import Entry, entries
from scheduler.rules.model import Rule
from tests.rules.promises import plan_input, quota

MAY = date(2026, 5, 1)
JUNE = date(2026, 6, 1)


def listed(*words: str, made: Rule | None = None, **world: object) -> tuple[Entry, ...]:
    made = made or quota()
    return entries(made, plan_input(made, **world), "axes", words)


def test_written_values_and_lists_mix_and_each_value_appears_once() -> None:
    lists = {("a", "teams"): ("tax", "legal")}
    assert [entry.value for entry in listed("legal", "@teams", lists=lists)] == ["legal", "tax"]


def test_a_kept_list_wins_over_the_computed_one() -> None:
    lists = {("a", "members"): ("organisation:kept",)}
    assert listed("@members", lists=lists) == (Entry("organisation:kept", Tenure()),)


def test_two_memberships_of_one_member_are_spanned() -> None:
    members = {
        "a": (
            Membership("organisation:x", "a", tenure=Tenure(JUNE)),
            Membership("organisation:x", "a", tenure=Tenure(None, MAY)),
            Membership("organisation:y", "a", tenure=Tenure(MAY, JUNE)),
            Membership("organisation:y", "a", tenure=Tenure(date(2026, 1, 1), MAY)),
        )
    }
    assert listed("@members", members=members) == (
        Entry("organisation:x", Tenure()),
        Entry("organisation:y", Tenure(date(2026, 1, 1), JUNE)),
    )


def test_the_members_of_a_joint_rule_are_those_of_all_its_alliances() -> None:
    members = {
        "a": (Membership("organisation:x", "a"),),
        "b": (Membership("organisation:y", "b"),),
        "branch": (Membership("organisation:z", "branch"),),
    }
    joint = quota(scope={"group": "both"})
    branch = quota(scope={"body": "branch"})
    found = listed("@members", made=joint, members=members, groups={"both": ("a", "b")})
    assert [entry.value for entry in found] == ["organisation:x", "organisation:y"]
    assert [entry.value for entry in listed("@members", made=branch, members=members)] == [
        "organisation:z"
    ]


def test_members_are_all_that_belong_and_enterprises_the_organisations_among_them() -> None:
    members = {"a": (Membership("body:branch", "a"), Membership("organisation:x", "a"))}
    assert [entry.value for entry in listed("@members", members=members)] == [
        "body:branch",
        "organisation:x",
    ]
    assert [entry.value for entry in listed("@enterprises", members=members)] == ["organisation:x"]


def test_departments_partners_and_towns_are_no_enterprises() -> None:
    roles = ("chain_leader", "department", "member", "partner", "steward", "town")
    members = {"a": tuple(Membership(f"organisation:{role}", "a", role) for role in roles)}
    assert [entry.value for entry in listed("@enterprises", members=members)] == [
        "organisation:chain_leader",
        "organisation:member",
        "organisation:steward",
    ]


def test_a_rule_of_another_body_lists_the_members_of_that_body() -> None:
    members = {
        "a": (Membership("organisation:x", "a"),),
        "old:branch": (Membership("organisation:y", "old:branch"),),
    }
    made = quota(scope={"body": "old:branch"})
    assert [entry.value for entry in listed("@members", made=made, members=members)] == [
        "organisation:y"
    ]
