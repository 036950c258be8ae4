"""What a reader can subscribe to: alliances, what concerns the reader, hosts and kinds."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime

from scheduler.domain.activity import ActivityKind, EventStatus
from scheduler.domain.feed_scope import Choice, Scope, ScopeKind
from scheduler.domain.moments import SHANGHAI
from scheduler.domain.roster import Body, Membership
from scheduler.services.access import Action, Principal
from scheduler.services.feeds import contents
from scheduler.services.feeds.concern import Concern, concern, reached
from scheduler.store import Session, Store, accounts, audience, feeds, roster
from scheduler.store.audience import BRANCHES
from scheduler.store.events import Stored
from scheduler.store.roster import Name

NEAR = 3
"""Of how many alliances of a reader's own the members are offered on the page of all."""

_HOST = "organisation:"
_BODY = "body:"


@dataclass(frozen=True, slots=True)
class Own:
    """A scope of the reader's own, its name (none for the person) and its events of this year."""

    scope: Scope
    name: Name | None
    events: int


@dataclass(frozen=True, slots=True)
class Hosts:
    """The members of one alliance, each by its key and name."""

    alliance: Body
    members: tuple[tuple[str, Name], ...]


@dataclass(frozen=True, slots=True)
class Offer:
    """What a reader can choose from.

    ``alliances`` are those to which the reader belongs: of others there is no address of one's own.
    ``hosts`` are the members of the one that is asked for, or of the reader's own where those are
    few; each stands under its first alliance alone. ``kinds`` are those of the events that can be
    chosen; ``events`` counts those of this year in a single alliance, 0 where there are several.
    """

    alliances: tuple[Body, ...]
    own: tuple[Own, ...]
    hosts: tuple[Hosts, ...]
    kinds: tuple[ActivityKind, ...]
    events: int


def offer(store: Store, by: Principal, now: datetime, alliance: str | None = None) -> Offer:
    """Tell what a reader can subscribe to: of one alliance, which the reader may see, or of all.

    The number of queries depends on the reader's own branches and organisations alone.
    """
    today = now.astimezone(SHANGHAI).date()
    with store.read() as session:
        seen = tuple(
            body
            for body in roster.alliances(session)
            if body.public_calendar or by.may(Action.VIEW, body.key)
        )
        keys = frozenset(body.key for body in seen)
        focus = keys if alliance is None else keys & {alliance}
        joined = tuple(body for body in seen if by.may(Action.VIEW, body.key))
        whole = focus & {body.key for body in joined}
        counted = whole if len(whole) == 1 else frozenset()
        own = _accepted(session, by, (focus, keys), today)
        reaches = [within for _, _, within in own]
        kinds = roster.kinds(session)
        year = Choice(since=date(today.year, 1, 1), until=date(today.year + 1, 1, 1))
        events = [
            each
            for each in contents.listed(session, counted.union(*reaches), year)
            if each.event.status is not EventStatus.CANCELLED
        ]
        names = roster.names(session, (_named(scope) for scope, _, _ in own))
        hosts = _hosts(session, _near(by, seen, focus, alliance), today)
        used = feeds.kinds_shown(session, whole.union(*reaches))
    return Offer(
        alliances=joined,
        own=tuple(
            Own(scope, names.get(_named(scope)), _count(events, whom, within, kinds))
            for scope, whom, within in own
        ),
        hosts=hosts,
        kinds=tuple(kind for key, kind in kinds.items() if key in used),
        events=_count(events, None, counted, kinds),
    )


def _near(
    by: Principal, seen: Iterable[Body], focus: frozenset[str], alliance: str | None
) -> list[Body]:
    """Give the alliances whose members are offered: hundreds of names help nobody to choose."""
    near = focus
    if alliance is None:
        near = focus & frozenset[str]().union(*(grant.alliances for grant in by.grants))
    return [body for body in seen if body.key in near and (alliance or len(near) <= NEAR)]


def _hosts(session: Session, alliances: Iterable[Body], today: date) -> tuple[Hosts, ...]:
    bodies = tuple(alliances)
    members = roster.memberships(session, (body.key for body in bodies))
    names = roster.names(session, (each.member for rows in members.values() for each in rows))
    told: set[str] = set()
    found = []
    for body in bodies:
        own = {each.member for each in members[body.key] if _is_host(each, today)}
        new = sorted(own & names.keys() - told)
        told |= own
        if new:
            found.append(Hosts(body, tuple((key.removeprefix(_HOST), names[key]) for key in new)))
    return tuple(found)


def _is_host(entry: Membership, today: date) -> bool:
    """Tell whether an organisation belongs to an alliance now: of others an address is refused."""
    return entry.member.startswith(_HOST) and entry.tenure.holds(today)


def _named(scope: Scope) -> str:
    prefix = _HOST if scope.kind is ScopeKind.HOST else _BODY
    return f"{prefix}{scope.keys[0]}"


def _count(
    events: Iterable[Stored],
    whom: Concern | None,
    within: frozenset[str],
    kinds: dict[str, ActivityKind],
) -> int:
    return sum(
        not within.isdisjoint(each.event.alliances) and (whom is None or whom.of(each.event, kinds))
        for each in events
    )


def _accepted(
    session: Session, by: Principal, among: tuple[frozenset[str], frozenset[str]], day: date
) -> tuple[tuple[Scope, Concern | None, frozenset[str]], ...]:
    """Give the reader's own scopes with what they reach among all that is seen.

    An address is refused to whoever belongs to none of the alliances in its reach.
    """
    focus, seen = among
    concerns = [(scope, concern(session, scope)) for scope in _own(session, by, focus, day)]
    reaches = [reached(session, scope, whom, day) & seen for scope, whom in concerns]
    return tuple(
        (scope, whom, within)
        for (scope, whom), within in zip(concerns, reaches, strict=True)
        if by.may_in_any(Action.VIEW, within)
    )


def _own(session: Session, by: Principal, focus: frozenset[str], day: date) -> tuple[Scope, ...]:
    """List the scopes of the reader's own that have to do with these alliances."""
    ties = audience.ties(session, by.person) if by.person else None
    homes = {body for body, span in ties.homes if span.holds(day)} if ties else set()
    offices = {body for body, _, span in ties.offices if span.holds(day)} if ties else set()
    granted = {each.scope for each in by.grants}
    bodies = {scope.removeprefix(_BODY) for scope in granted if scope.startswith(_BODY)}
    places = accounts.places_of_bodies(session, homes | offices | bodies)
    lie_in = {body: place.alliance for body, place in places.items() if place.holds(day)}
    branches = sorted(
        key for key in homes | bodies if lie_in.get(key) in focus and _is_branch(session, key)
    )
    hosts = sorted(
        grant.scope.removeprefix(_HOST)
        for grant in by.grants
        if grant.scope.startswith(_HOST) and not focus.isdisjoint(grant.alliances)
    )
    mine = [by.person] if by.person and any(lie_in.get(b) in focus for b in homes | offices) else []
    return (
        *(Scope(ScopeKind.BRANCH, (key,)) for key in branches),
        *(Scope(ScopeKind.PERSON, (key,)) for key in mine),
        *(Scope(ScopeKind.HOST, (key,)) for key in dict.fromkeys(hosts)),
    )


def _is_branch(session: Session, key: str) -> bool:
    body = roster.get_body(session, key)
    return body is not None and body.kind in BRANCHES
