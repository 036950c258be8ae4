from hypothesis import given
from hypothesis import strategies as st

from scheduler.domain.roster import (
    Affiliation,
    AffiliationKind,
    Body,
    BodyKind,
    Membership,
    Officer,
    Organisation,
    OrganisationKind,
    Person,
    Standing,
)
from scheduler.presets import Roster
from scheduler.presets.samples import Block, Seat, block_roster, deal, seat_roster

CHAIN = Body("chain", "样例链党委", BodyKind.CHAIN_COMMITTEE, "样例链")
OTHER = Body("other", "另一链党委", BodyKind.CHAIN_COMMITTEE, "另一链")


@given(st.integers(0, 10_000), st.integers(1, 50))
def test_a_total_is_dealt_out_wholly_and_evenly(total: int, parts: int) -> None:
    dealt = deal(total, parts)
    assert (len(dealt), sum(dealt)) == (parts, total)
    assert max(dealt) - min(dealt) <= 1
    assert list(dealt) == sorted(dealt, reverse=True)


def test_a_block_of_one_branch_is_made_whole() -> None:
    block = Block((CHAIN,), branches=1, people=2, enterprises=2, chain_leaders=2, adopted=1)
    assert block_roster(block, {"chain": 1}) == Roster(
        organisations=(
            _enterprise(1),
            _enterprise(2),
        ),
        bodies=(
            Body(
                "chain-branch-01",
                "样例链样例第一支部",
                BodyKind.BRANCH,
                "样例第一支部",
                name_en="Sample Branch 1",
                parent="chain",
            ),
        ),
        memberships=(
            Membership("organisation:chain-enterprise-001", "chain", "chain_leader"),
            Membership("organisation:chain-enterprise-002", "chain", "member"),
            Membership("body:chain-branch-01", "chain", "branch"),
            Membership("organisation:chain-enterprise-001", "chain-branch-01", "served"),
        ),
        people=(
            Person("chain-branch-01-p01", "样例·甲一", "yang li jia yi"),
            Person("chain-branch-01-p02", "样例·甲二", "yang li jia er"),
            Person("chain-adopted-01", "样例·乙一", "yang li yi yi"),
        ),
        affiliations=(
            Affiliation("chain-branch-01-p01", "chain-branch-01"),
            Affiliation("chain-branch-01-p02", "chain-branch-01"),
            Affiliation(
                "chain-adopted-01",
                "chain-branch-01",
                AffiliationKind.NO_TRANSFER,
                outside_branch="样例外地支部",
            ),
        ),
        officers=(Officer("chain-branch-01-p01", "chain-branch-01", "branch_secretary"),),
    )


def _enterprise(number: int) -> Organisation:
    return Organisation(
        f"chain-enterprise-{number:03}",
        f"样例链样例企业{number}号",
        OrganisationKind.ENTERPRISE,
        f"样例企业{number}号",
        name_en=f"Sample Enterprise {number}",
        sector="enterprise",
    )


def test_every_fifth_branch_is_joint_and_serves_three_enterprises() -> None:
    roster = block_roster(Block((CHAIN,), branches=5, people=5, enterprises=9), {})
    served = [tie.body for tie in roster.memberships if tie.role == "served"]
    assert [body.kind for body in roster.bodies] == [BodyKind.BRANCH] * 4 + [BodyKind.JOINT_BRANCH]
    assert served == [f"chain-branch-{number:02}" for number in (1, 2, 3, 4, 5, 5, 5)]


def test_party_groups_stand_below_their_branch_and_share_its_people() -> None:
    roster = block_roster(Block((CHAIN,), 1, 3, 0, party_groups=2), {})
    assert [(body.key, body.parent) for body in roster.bodies[1:]] == [
        ("chain-branch-01-group-1", "chain-branch-01"),
        ("chain-branch-01-group-2", "chain-branch-01"),
    ]
    assert [tie.group for tie in roster.affiliations] == ["第一党小组", "第二党小组", "第一党小组"]


def test_every_fifteenth_member_is_on_probation() -> None:
    roster = block_roster(Block((CHAIN,), 1, 30, 0), {})
    probationary = [
        number
        for number, person in enumerate(roster.people, 1)
        if person.standing is Standing.PROBATIONARY
    ]
    assert probationary == [15, 30]


def test_a_shared_seat_has_one_holder_for_several_alliances() -> None:
    seats = (
        Seat("lead_official", (CHAIN, OTHER), shared_by=2),
        Seat("liaison", (CHAIN, OTHER), each=1),
    )
    roster = seat_roster(seats, "office", "sample")
    assert roster.officers == (
        Officer("sample-lead-official-01", "chain", "lead_official"),
        Officer("sample-lead-official-01", "other", "lead_official"),
        Officer("sample-liaison-01", "chain", "liaison"),
        Officer("sample-liaison-02", "other", "liaison"),
    )
    assert roster.affiliations == tuple(
        Affiliation(person.id, "office") for person in roster.people
    )
