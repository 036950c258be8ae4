"""Which alliances a plan is asked for: some by name, a group of them, or all."""

from dataclasses import dataclass

from scheduler.domain.errors import MissingFieldError, NotFoundError, ScopeError
from scheduler.domain.roster import Body
from scheduler.services.access import Action, Principal
from scheduler.store import Session, Store, roster


@dataclass(frozen=True, slots=True)
class Scope:
    """Alliances by name, those of a group, and with ``everything`` all that the reader sees."""

    alliances: tuple[str, ...] = ()
    group: str = ""
    everything: bool = False


def resolve(store: Store, scope: Scope, *, by: Principal) -> tuple[str, ...]:
    """Give the alliances of a scope in order.

    A group that the reader does not see whole, or that is none, raises ``NotFoundError``; a scope
    of nothing ``MissingFieldError``, one of several kinds ``ScopeError``. Alliances named one by
    one are not looked up.
    """
    given = {"alliances": scope.alliances, "group": scope.group, "all": scope.everything}
    named = [field for field, value in given.items() if value]
    if len(named) > 1:
        raise ScopeError(field=named[-1])
    with store.read() as session:
        wanted = {*scope.alliances}
        if scope.group:
            wanted |= _of_group(session, scope.group, by)
        if scope.everything:
            wanted |= {body.key for body in seen(session, by)}
    if not wanted:
        raise MissingFieldError(field="alliances")
    return tuple(sorted(wanted))


def seen(session: Session, by: Principal) -> tuple[Body, ...]:
    """List the alliances that the reader may look into."""
    return tuple(body for body in roster.alliances(session) if by.may(Action.VIEW, body.key))


def groups_of(session: Session, by: Principal) -> dict[str, tuple[str, ...]]:
    """Give the groups of which the reader may look into every alliance."""
    return {
        key: members
        for key, members in roster.groups(session).items()
        if all(by.may(Action.VIEW, member) for member in members)
    }


def _of_group(session: Session, group: str, by: Principal) -> frozenset[str]:
    members = groups_of(session, by).get(group)
    if members is None:
        raise NotFoundError(entity="group", key=group)
    return frozenset(members)
