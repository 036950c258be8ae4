import pytest

from scheduler.domain.errors import ForbiddenError, NotFoundError
from scheduler.services.access import (
    ALLOWED,
    SCOPES,
    SYSTEM,
    Action,
    Grant,
    Principal,
    Role,
    require,
    token_principal,
    user_principal,
)


def _user(
    role: Role, scope: str = "body:auto", alliances: tuple[str, ...] = ("auto",)
) -> Principal:
    grant = Grant(role, scope, frozenset(alliances))
    return user_principal(("u", "样例"), (grant,), person=None, lang="zh", epoch=1)


@pytest.mark.parametrize("role", list(Role))
@pytest.mark.parametrize("action", list(Action))
def test_a_role_does_in_its_alliance_what_the_table_says_and_elsewhere_nothing(
    role: Role, action: Action
) -> None:
    user = _user(role)

    assert user.may(action, "auto") == (action in ALLOWED[role])
    assert not user.may(action, "steel")


def test_the_table_of_roles_is_this_one() -> None:
    refused = {
        role.value: sorted(action.value for action in Action if action not in ALLOWED[role])
        for role in Role
    }

    assert refused == {
        "system_admin": [],
        "cluster_committee": ["admin", "edit", "followers", "names", "roll", "seal"],
        "alliance_admin": ["admin"],
        "alliance_secretary": ["admin"],
        "branch_secretary": ["admin", "edit", "followers", "handle", "names", "plan", "seal"],
        "host_duty": ["admin", "edit", "followers", "handle", "names", "plan", "seal"],
        "member": [
            *("admin", "edit", "followers", "handle", "names", "plan"),
            *("raise", "roll", "seal"),
        ],
    }


def test_a_system_grant_reaches_every_alliance() -> None:
    admin = _user(Role.SYSTEM_ADMIN, "system", ())

    assert admin.may(Action.ADMIN, "any")
    assert SYSTEM.may(Action.SEAL, "any")


def test_the_strongest_role_and_its_scopes_are_told() -> None:
    grants = (
        Grant(Role.MEMBER, "body:auto-1", frozenset({"auto"})),
        Grant(Role.BRANCH_SECRETARY, "body:auto-1", frozenset({"auto"})),
    )
    user = user_principal(("u", "样例"), grants, person="p-1", lang="en", epoch=3)

    assert (user.role, user.scopes_of(Role.MEMBER)) == (
        Role.BRANCH_SECRETARY,
        frozenset({"body:auto-1"}),
    )
    assert (user.person, user.lang, user.epoch) == ("p-1", "en", 3)


def test_a_token_is_limited_to_its_scopes_and_alliances() -> None:
    limited = token_principal("t", "样例", ["read", "attendance:mark"], ["auto"])
    everywhere = token_principal("t", "样例", ["read"], [])

    assert limited.actions == {"auto": SCOPES["read"] | SCOPES["attendance:mark"]}
    assert (limited.everywhere, limited.role) == (frozenset(), None)
    assert everywhere.everywhere == SCOPES["read"]


def test_what_may_not_be_seen_answers_like_what_does_not_exist() -> None:
    member = _user(Role.MEMBER)

    with pytest.raises(NotFoundError) as hidden:
        require(member, Action.EDIT, ["steel"], entity="event", key="e-1")
    with pytest.raises(ForbiddenError) as refused:
        require(member, Action.EDIT, ["steel", "auto"], entity="event", key="e-1")
    require(member, Action.VIEW, ["auto"], entity="event", key="e-1")

    assert hidden.value.fields == {"entity": "event", "key": "e-1"}
    assert refused.value.fields == {"action": "edit"}
