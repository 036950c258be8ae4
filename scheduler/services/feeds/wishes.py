"""What somebody wants to subscribe to: checked, and how far it may reach."""

from dataclasses import dataclass, replace
from datetime import datetime

from feeds.profiles import PROFILES
from scheduler.domain.activity import EventStatus
from scheduler.domain.errors import ChoiceError, NotFoundError, OutsiderError
from scheduler.domain.feed_scope import EVERYTHING, Choice, Scope, ScopeKind, fits
from scheduler.domain.moments import SHANGHAI, line
from scheduler.services.access import Action, Principal
from scheduler.services.feeds import reach
from scheduler.services.feeds.concern import concern, reached
from scheduler.store import Session, events, roster
from scheduler.store import subscriptions as queries
from scheduler.store.audience import BRANCHES

_NAME = 60
_LANGUAGES = ("zh", "en")


@dataclass(frozen=True, slots=True)
class Wish:
    """What somebody wants to subscribe to, under a name of their own, such as that of a device."""

    scope: Scope
    name: str
    lang: str = "zh"
    profile: str = "generic"
    choice: Choice = EVERYTHING


def checked(wish: Wish) -> Wish:
    """Give a wish with its name as it is kept; refuse what is none, or does not go together."""
    if wish.lang not in _LANGUAGES:
        raise ChoiceError(field="lang", value=wish.lang, allowed=", ".join(_LANGUAGES))
    if wish.profile not in PROFILES:
        allowed = ", ".join(sorted(PROFILES))
        raise ChoiceError(field="profile", value=wish.profile, allowed=allowed)
    fits(wish.scope, wish.choice)
    return replace(wish, name=line(wish.name, "name", limit=_NAME))


def check_kinds(session: Session, choice: Choice) -> None:
    """Refuse a kind of activity that there is not."""
    known = roster.kinds(session)
    for kind in choice.kinds:
        if kind not in known:
            raise ChoiceError(field="kinds", value=kind, allowed=", ".join(sorted(known)))


def reach_of(session: Session, scope: Scope, by: Principal, now: datetime) -> tuple[str, ...]:
    """Give the alliances that a new address reaches, every one of which the reader sees."""
    if scope.kind is ScopeKind.ALLIANCE:
        for key in scope.keys:
            reach.seen_alliance(session, key, by)
            if not by.may(Action.VIEW, key):
                whole = f"body:{key}"
                names = roster.spoken(session, [whole])
                raise OutsiderError(alliance=key, key=whole, names=names)
        return scope.keys
    _known(session, scope)
    whom = concern(session, scope)
    keys = reached(session, scope, whom, now.astimezone(SHANGHAI).date())
    found = queries.within(session, keys)
    seen = reach.visible(by, scope, found)
    if not seen:
        raise _closed(session, scope, by) or _missing(scope)
    return tuple(each.alliance for each in seen)


def _known(session: Session, scope: Scope) -> None:
    key = scope.keys[0]
    if scope.kind is ScopeKind.BRANCH:
        body = roster.get_body(session, key)
        known = body is not None and body.kind in BRANCHES
    elif scope.kind is ScopeKind.PERSON:
        known = key in roster.people(session, [key])
    elif scope.kind is ScopeKind.EVENT:
        found = events.by_uid(session, [key])
        known = any(each.event.status is not EventStatus.DRAFT for each in found)
    else:
        known = f"organisation:{key}" in roster.names(session, [f"organisation:{key}"])
    if not known:
        raise _missing(scope)


def _closed(session: Session, scope: Scope, by: Principal) -> NotFoundError | None:
    """Name what does not let its own people see any alliance (any more); nobody else is told."""
    missing = _missing(scope)
    key = f"{missing.fields['entity']}:{scope.keys[0]}"
    if all(grant.scope != key for grant in by.grants):
        return None
    names = roster.spoken(session, [key])
    return NotFoundError(**{**missing.fields, "key": key, "reason": "closed", "names": names})


def _missing(scope: Scope) -> NotFoundError:
    entity = {ScopeKind.BRANCH: "body"}.get(scope.kind, scope.kind.value)
    return NotFoundError(entity=entity, key=scope.keys[0])
