"""Members join an alliance and leave it."""

from dataclasses import replace
from datetime import date

import pytest

from scheduler.domain.errors import (
    ChoiceError,
    DateError,
    DomainError,
    ForbiddenError,
    MemberTwiceError,
    MissingFieldError,
    NotFoundError,
)
from scheduler.domain.matter import Step
from scheduler.domain.roster import Membership, Tenure
from scheduler.domain.roster_errors import TieOverError
from scheduler.domain.text import say
from scheduler.services.matters import steps
from scheduler.services.roster import members
from scheduler.services.roster.members import Ended
from scheduler.store import Store, ledger, roster
from tests.support.world import ALLIANCE, NOW, OTHER, filled, principal

ALPHA, BETA = "organisation:alpha", "organisation:beta"
FIRST = date(2026, 9, 1)
ROLES = "branch_secretary, chain_leader, department, lead_official, liaison, member"
JOINING = Membership(BETA, OTHER, "chain_leader", 2, Tenure(FIRST))


def add(store: Store, wanted: Membership = JOINING, role: str = "other") -> Membership:
    return members.add(store, wanted, by=principal(store, role), now=NOW)


def end(
    store: Store, until: date, member: str = ALPHA, *, role: str = "secretary", at: str = ALLIANCE
) -> Ended:
    return members.end(store, at, member, until, by=principal(store, role), now=NOW)


def kept(store: Store, alliance: str, member: str) -> list[Membership]:
    with store.read() as session:
        found = roster.memberships(session, [alliance])[alliance]
    return [each for each in found if each.member == member]


def rows(store: Store, alliance: str) -> list[tuple[str, str, object]]:
    with store.read() as session:
        return [
            (row.entity_id, row.kind, dict(row.detail))
            for row in ledger.changes(session, alliance)
            if row.entity == "membership" and row.plan_relevant
        ]


def test_a_member_joins_from_a_day_on_and_is_written_down_once(database_url: str) -> None:
    store = filled(database_url)

    assert [add(store) for _ in range(2)] == [JOINING, JOINING]

    assert kept(store, OTHER, BETA) == [JOINING]
    detail = {"role": "chain_leader", "since": "2026-09-01", "until": None}
    assert rows(store, OTHER) == [(BETA, "added", detail)]
    assert rows(store, ALLIANCE) == []


def test_a_member_leaves_at_a_day_and_the_same_again_changes_nothing(database_url: str) -> None:
    store = filled(database_url)
    left = Membership(ALPHA, ALLIANCE, "chain_leader", tenure=Tenure(None, FIRST))

    assert [end(store, FIRST) for _ in range(2)] == [Ended(left), Ended(left)]

    assert kept(store, ALLIANCE, ALPHA) == [left]
    detail = {"role": "chain_leader", "since": None, "until": "2026-09-01"}
    assert rows(store, ALLIANCE) == [(ALPHA, "ended", detail)]


def test_who_leaves_is_told_to_host_what_is_published_after_that(sqlite_url: str) -> None:
    store = filled(sqlite_url)

    assert end(store, date(2026, 9, 24), BETA).hosting == 0
    assert end(store, date(2026, 9, 23), BETA).hosting == 1


def test_who_leaves_is_told_what_it_has_in_hand(sqlite_url: str) -> None:
    store, bureau = filled(sqlite_url), "organisation:bureau"
    by = principal(store, "secretary")
    for taken in (
        (),
        (Step.DISPATCH,),
        (Step.DISPATCH, Step.ACCEPT),
        (Step.DISPATCH, Step.WITHDRAW),
    ):
        new = steps.NewMatter(ALLIANCE, "样例要事", "用电", ALPHA)
        key = steps.raise_matter(store, new, by=by, now=NOW).key
        for step in taken:
            given = bureau if step is Step.DISPATCH else ""
            steps.take(store, key, steps.Taking(step, department=given), by=by, now=NOW)

    left = Membership(bureau, ALLIANCE, "department", tenure=Tenure(None, FIRST))
    assert end(store, FIRST, bureau) == Ended(left, matters=2)
    assert end(store, FIRST, ALPHA).matters == 0


def test_who_left_joins_again_and_an_end_to_come_may_be_earlier(sqlite_url: str) -> None:
    store = filled(sqlite_url)
    end(store, date(2026, 12, 1))
    end(store, FIRST)
    again = Membership(ALPHA, ALLIANCE, tenure=Tenure(FIRST))

    add(store, again, "secretary")
    end(store, date(2027, 1, 1))

    assert [each.tenure for each in kept(store, ALLIANCE, ALPHA)] == [
        Tenure(None, FIRST),
        Tenure(FIRST, date(2027, 1, 1)),
    ]


def test_a_membership_that_ends_as_it_begins_never_was_and_may_begin_anew(sqlite_url: str) -> None:
    store = filled(sqlite_url)
    add(store)
    end(store, FIRST, BETA, role="other", at=OTHER)

    add(store, replace(JOINING, role="member"))

    assert [each.role for each in kept(store, OTHER, BETA)] == ["chain_leader", "member"]


@pytest.mark.parametrize(
    ("changed", "refusal", "said"),
    [
        (
            {"member": "organisation:gamma"},
            MemberTwiceError,
            "“丙川”那时已经是“钢铁链”的成员，不用再加入。请换一家，或先让它退出。",
        ),
        (
            {"member": "organisation:none"},
            ChoiceError,
            "单位：没有“organisation:none”这个单位，请核对后再试。",
        ),
        ({"member": "body:none"}, ChoiceError, "单位：没有“body:none”这个组织，请核对后再试。"),
        (
            {"member": "person:p-1"},
            ChoiceError,
            "单位不能是“person:p-1”。可填：organisation:KEY, body:KEY",
        ),
        ({"member": "body:steel"}, ChoiceError, "联盟不能是自己的成员，请另选一家。"),
        (
            {"role": "chain_leadr"},
            ChoiceError,
            f"角色不能是“chain_leadr”。可填：{ROLES}",
        ),
        ({"tenure": Tenure()}, MissingFieldError, "请填开始日期。"),
        (
            {"tenure": Tenure(date(1999, 12, 31))},
            DateError,
            "开始日期（1999年12月31日）不行，可填2000年1月1日至2100年12月31日。",
        ),
        (
            {"tenure": Tenure(FIRST, date(2101, 1, 1))},
            DateError,
            "结束的次日（2101年1月1日）不行，可填2000年1月1日至2100年12月31日。",
        ),
        (
            {"tenure": Tenure(FIRST, FIRST)},
            DateError,
            "结束的次日（9月1日）应晚于开始（9月1日），请改其中一个。",
        ),
    ],
)
def test_what_cannot_join_is_refused_and_nothing_written(
    sqlite_url: str, changed: dict[str, object], refusal: type[DomainError], said: str
) -> None:
    store = filled(sqlite_url)

    with pytest.raises(refusal) as refused:
        add(store, replace(JOINING, **changed))  # type: ignore[arg-type]  # one field each

    assert say(refused.value.code, refused.value.fields, "zh") == said
    assert rows(store, OTHER) == []


@pytest.mark.parametrize(
    ("role", "refusal"),
    [("member", ForbiddenError), ("branch", ForbiddenError), ("other", NotFoundError)],
)
def test_only_people_who_edit_an_alliance_change_its_members(
    sqlite_url: str, role: str, refusal: type[DomainError]
) -> None:
    store = filled(sqlite_url)
    wanted = Membership("organisation:bureau", ALLIANCE, tenure=Tenure(FIRST))

    for change in (lambda: add(store, wanted, role), lambda: end(store, FIRST, role=role)):
        with pytest.raises(refusal):
            change()

    assert rows(store, ALLIANCE) == []


@pytest.mark.parametrize(
    ("member", "until", "refusal"),
    [
        ("organisation:none", FIRST, NotFoundError),
        (ALPHA, date(2100, 12, 31), None),
        (ALPHA, date(1999, 12, 31), DateError),
        (BETA, date(2026, 6, 30), DateError),
        ("organisation:bureau", date(2026, 9, 1), TieOverError),
        ("organisation:bureau", date(2026, 7, 1), TieOverError),
    ],
)
def test_an_end_that_cannot_be_is_refused(
    sqlite_url: str, member: str, until: date, refusal: type[DomainError] | None
) -> None:
    store = filled(sqlite_url)
    end(store, date(2026, 8, 1), "organisation:bureau")
    end(store, date(2026, 8, 18), BETA)
    add(store, Membership(BETA, ALLIANCE, tenure=Tenure(FIRST)), "secretary")

    if refusal is None:
        assert end(store, until, member).membership.tenure == Tenure(None, until)
        return
    with pytest.raises(refusal) as refused:
        end(store, until, member)
    if refusal is TieOverError:
        assert say("tie_over", refused.value.fields, "zh") == (
            "已经记为到2026年7月31日为止，没有再改。要重新开始，请另记一条。"
        )


def test_an_alliance_that_does_not_exist_has_no_members(sqlite_url: str) -> None:
    store = filled(sqlite_url)

    for change in (
        lambda: add(store, replace(JOINING, body="county"), "admin"),
        lambda: end(store, FIRST, role="admin", at="county"),
    ):
        with pytest.raises(NotFoundError):
            change()
