"""What the scopes of subscriptions are called: by the alliances, branch, host or event shown."""

from collections.abc import Iterable

from scheduler.domain.feed_scope import Scope, ScopeKind
from scheduler.store import Session, events, roster
from scheduler.store.roster import Name

_ENTITY = {
    ScopeKind.ALLIANCE: "body",
    ScopeKind.BRANCH: "body",
    ScopeKind.HOST: "organisation",
}


def scope_names(session: Session, scopes: Iterable[Scope]) -> dict[Scope, tuple[Name, ...]]:
    """Give the names of what each of these scopes shows; a person is not named."""
    listed = set(scopes)
    known = roster.names(session, {key for scope in listed for key in _keys(scope)})
    found = {scope: tuple(known[key] for key in _keys(scope) if key in known) for scope in listed}
    single = {scope.keys[0]: scope for scope in listed if scope.kind is ScopeKind.EVENT}
    for stored in events.by_uid(session, single):
        event = stored.event
        found[single[event.uid]] = (Name(event.title, event.title, event.title_en),)
    return found


def _keys(scope: Scope) -> tuple[str, ...]:
    entity = _ENTITY.get(scope.kind)
    return tuple(f"{entity}:{key}" for key in scope.keys) if entity else ()
