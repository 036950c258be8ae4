"""Who may do what: principals, roles, actions and the one table that joins them."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from enum import StrEnum

from scheduler.domain.errors import ForbiddenError, NotFoundError


class Role(StrEnum):
    """What a user is in a scope."""

    SYSTEM_ADMIN = "system_admin"
    CLUSTER_COMMITTEE = "cluster_committee"
    ALLIANCE_ADMIN = "alliance_admin"
    ALLIANCE_SECRETARY = "alliance_secretary"
    BRANCH_SECRETARY = "branch_secretary"
    HOST_DUTY = "host_duty"
    MEMBER = "member"


class Action(StrEnum):
    """What can be done within an alliance (``ADMIN``: with the whole service)."""

    VIEW = "view"
    EDIT = "edit"
    PLAN = "plan"
    ROLL = "roll"
    SEAL = "seal"
    NAMES = "names"
    FOLLOWERS = "followers"
    RAISE = "raise"
    HANDLE = "handle"
    ADMIN = "admin"


_SECRETARY = frozenset(set(Action) - {Action.ADMIN, Action.PLAN})

ALLOWED: dict[Role, frozenset[Action]] = {
    Role.SYSTEM_ADMIN: frozenset(Action),
    Role.CLUSTER_COMMITTEE: frozenset({Action.VIEW, Action.PLAN, Action.HANDLE, Action.RAISE}),
    Role.ALLIANCE_ADMIN: frozenset(set(Action) - {Action.ADMIN}),
    Role.ALLIANCE_SECRETARY: _SECRETARY | {Action.PLAN},
    Role.BRANCH_SECRETARY: frozenset({Action.VIEW, Action.ROLL, Action.RAISE}),
    Role.HOST_DUTY: frozenset({Action.VIEW, Action.ROLL, Action.RAISE}),
    Role.MEMBER: frozenset({Action.VIEW}),
}
"""The actions of each role inside the alliances that its grant reaches."""

SCOPES: dict[str, frozenset[Action]] = {
    "read": frozenset({Action.VIEW}),
    "write": frozenset(
        {
            *(Action.VIEW, Action.EDIT, Action.PLAN, Action.RAISE, Action.HANDLE),
            Action.FOLLOWERS,
        }
    ),
    "attendance:mark": frozenset({Action.VIEW, Action.ROLL, Action.NAMES}),
    "attendance:seal": frozenset({Action.VIEW, Action.SEAL, Action.NAMES}),
    "names:export": frozenset({Action.VIEW, Action.NAMES, Action.FOLLOWERS}),
    "admin": frozenset(Action),
}
"""The actions of each scope of an API token."""


@dataclass(frozen=True, slots=True)
class Grant:
    """One role in one scope, with the alliances that it reaches."""

    role: Role
    scope: str
    alliances: frozenset[str]


@dataclass(frozen=True, slots=True)
class Principal:
    """Who acts: a signed-in user or an API token.

    ``actions`` maps an alliance to what may be done in it; ``everywhere`` holds what may be done
    in all. ``branches`` and ``organisations`` limit the roll call of branch secretaries and hosts.
    """

    id: str
    name: str
    grants: tuple[Grant, ...] = ()
    person: str | None = None
    everywhere: frozenset[Action] = frozenset()
    actions: dict[str, frozenset[Action]] = field(default_factory=dict)
    lang: str = "zh"
    epoch: int = 0

    def may(self, action: Action, alliance: str) -> bool:
        """Tell whether the action is allowed in the alliance."""
        return action in self.everywhere or action in self.actions.get(alliance, frozenset())

    def may_in_any(self, action: Action, alliances: Iterable[str]) -> bool:
        """Tell whether the action is allowed in one of these alliances."""
        return any(self.may(action, alliance) for alliance in alliances)

    @property
    def role(self) -> Role | None:
        """Give the strongest role, for the page head; None for a token."""
        return min((grant.role for grant in self.grants), key=list(Role).index, default=None)

    def scopes_of(self, role: Role) -> frozenset[str]:
        """Give the scopes in which this role is held."""
        return frozenset(grant.scope for grant in self.grants if grant.role is role)


TOKEN = "token:"  # noqa: S105 - no secret
"""Begins the names of those who act by a token."""

SYSTEM = Principal(id="system", name="system", everywhere=frozenset(Action))
"""The service itself and its command line."""


def user_principal(
    identity: tuple[str, str],
    grants: tuple[Grant, ...],
    *,
    person: str | None,
    lang: str,
    epoch: int,
) -> Principal:
    """Join a user's grants into one principal; identity is (id, display name)."""
    actions: dict[str, frozenset[Action]] = {}
    everywhere: frozenset[Action] = frozenset()
    for grant in grants:
        if grant.scope == "system":
            everywhere |= ALLOWED[grant.role]
        for alliance in grant.alliances:
            actions[alliance] = actions.get(alliance, frozenset()) | ALLOWED[grant.role]
    return Principal(
        id=identity[0],
        name=identity[1],
        grants=grants,
        person=person,
        everywhere=everywhere,
        actions=actions,
        lang=lang,
        epoch=epoch,
    )


def token_principal(
    token_id: str, name: str, scopes: Iterable[str], alliances: Iterable[str]
) -> Principal:
    """Give the principal of an API token; no alliances means all of them."""
    actions: frozenset[Action] = frozenset().union(*(SCOPES[scope] for scope in scopes))
    limited = tuple(alliances)
    return Principal(
        id=f"{TOKEN}{token_id}",
        name=name,
        everywhere=frozenset() if limited else actions,
        actions=dict.fromkeys(limited, actions),
    )


def require(
    principal: Principal, action: Action, alliances: Iterable[str], *, entity: str, key: str
) -> None:
    """Refuse what the principal may not do in any of these alliances.

    What it may not even see answers exactly like what does not exist (``NotFoundError``).
    """
    reached = tuple(alliances)
    if not principal.may_in_any(Action.VIEW, reached):
        raise NotFoundError(entity=entity, key=key)
    if not principal.may_in_any(action, reached):
        raise ForbiddenError(action=action.value)
