"""Whose roll somebody may call, and whose names they may see."""

from collections.abc import Callable
from dataclasses import dataclass

from scheduler.domain.activity import Event
from scheduler.domain.attendance.values import RosterLine
from scheduler.domain.errors import ForbiddenError, NotFoundError
from scheduler.services.access import ALLOWED, Action, Principal, Role, require

_LIMITED = frozenset({Role.BRANCH_SECRETARY, Role.HOST_DUTY})


@dataclass(frozen=True, slots=True)
class Reach:
    """The people of a register that somebody reaches: everybody, or those of some branches."""

    everybody: bool
    branches: frozenset[str] = frozenset()

    def includes(self, line: RosterLine) -> bool:
        """Tell whether the person of this line is within reach."""
        return self.everybody or (line.home_branch or "") in self.branches


def marking(by: Principal, event: Event) -> Reach:
    """Give whom a caller may mark, or refuse.

    A branch secretary marks the people of the own branch, an organisation on duty everybody at
    the events that it hosts.
    """
    require(by, Action.ROLL, event.alliances, entity="event", key=event.uid)
    return _reach(by, event, Action.ROLL)


def seeing(by: Principal, event: Event) -> Reach:
    """Give whose names a caller may read, or refuse."""
    require(by, Action.VIEW, event.alliances, entity="event", key=event.uid)
    if _wholly(by, event, Action.NAMES):
        return Reach(everybody=True)
    if not by.may_in_any(Action.ROLL, event.alliances):
        raise ForbiddenError(action=Action.NAMES.value)
    return _reach(by, event, Action.ROLL)


def sealing(by: Principal, event: Event) -> None:
    """Refuse who may not confirm and seal: only people of the event's owner do."""
    require(by, Action.VIEW, event.alliances, entity="event", key=event.uid)
    if not by.may(Action.SEAL, event.owner):
        raise ForbiddenError(action=Action.SEAL.value)


def may_mark(by: Principal, event: Event) -> bool:
    """Tell whether a caller may mark anybody."""
    return _allowed(marking, by, event)


def may_seal(by: Principal, event: Event) -> bool:
    """Tell whether a caller may confirm and seal."""
    return _allowed(sealing, by, event)


def _allowed(right: Callable[[Principal, Event], object], by: Principal, event: Event) -> bool:
    try:
        right(by, event)
    except (ForbiddenError, NotFoundError):
        return False
    return True


def _reach(by: Principal, event: Event, action: Action) -> Reach:
    if _wholly(by, event, action) or _hosts(by, event):
        return Reach(everybody=True)
    scopes = by.scopes_of(Role.BRANCH_SECRETARY)
    branches = frozenset(scope.removeprefix("body:") for scope in scopes)
    if not branches:
        raise ForbiddenError(action=action.value)
    return Reach(everybody=False, branches=branches)


def _wholly(by: Principal, event: Event, action: Action) -> bool:
    """Tell whether a grant that knows no branch or host allows it, or a token does."""
    if action in by.everywhere:
        return True
    if not by.grants:
        return by.may_in_any(action, event.alliances)
    return any(
        action in ALLOWED[grant.role] and grant.alliances & set(event.alliances)
        for grant in by.grants
        if grant.role not in _LIMITED
    )


def _hosts(by: Principal, event: Event) -> bool:
    hosts = {event.host, *event.co_hosts}
    return bool(hosts & by.scopes_of(Role.HOST_DUTY))
