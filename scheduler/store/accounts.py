"""Queries on users, grants and API tokens."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import ColumnElement, and_, delete, or_, select, update

from scheduler.domain.roster import ALLIANCE_KINDS, Tenure
from scheduler.store.engine import Session
from scheduler.store.tables.access import ApiTokenRow, GrantRow, UserRow
from scheduler.store.tables.roster import BodyRow, MembershipRow


def user_by_name(session: Session, name: str) -> UserRow | None:
    """Find a user by the name typed at sign-in."""
    return session.scalars(select(UserRow).where(UserRow.name == name)).one_or_none()


def user(session: Session, user_id: str) -> UserRow | None:
    """Find a user by its id."""
    return session.get(UserRow, user_id)


def users_of(session: Session, user_ids: Iterable[str]) -> Sequence[UserRow]:
    """Find users by their ids."""
    query = select(UserRow).where(UserRow.id.in_(sorted(set(user_ids))))
    return tuple(session.scalars(query))


def users(session: Session) -> Sequence[UserRow]:
    """List all users by name."""
    return tuple(session.scalars(select(UserRow).order_by(UserRow.name)))


def display_names(session: Session, user_ids: Iterable[str]) -> dict[str, str]:
    """Give the names shown for these users; those who are gone are left out."""
    query = select(UserRow.id, UserRow.display_name).where(UserRow.id.in_(sorted(set(user_ids))))
    return {row.id: row.display_name for row in session.execute(query)}


def sign_in_names(session: Session, user_ids: Iterable[str]) -> dict[str, str]:
    """Give the names by which these users sign in; those who are gone are left out."""
    query = select(UserRow.id, UserRow.name).where(UserRow.id.in_(sorted(set(user_ids))))
    return {row.id: row.name for row in session.execute(query)}


def put_user(session: Session, row: UserRow, grants: Iterable[tuple[str, str]]) -> None:
    """Store a user with its (role, scope) grants; those it had before are replaced."""
    session.merge(row)
    session.flush()
    session.execute(delete(GrantRow).where(GrantRow.user == row.id))
    session.add_all(GrantRow(user=row.id, role=role, scope=scope) for role, scope in grants)
    session.flush()


def delete_users(session: Session, user_ids: Iterable[str]) -> None:
    """Delete users with their grants."""
    wanted = list(user_ids)
    session.execute(delete(GrantRow).where(GrantRow.user.in_(wanted)))
    session.execute(delete(UserRow).where(UserRow.id.in_(wanted)))


def grants(session: Session, user_id: str) -> tuple[tuple[str, str], ...]:
    """List a user's (role, scope) pairs."""
    return grants_of(session, [user_id])[user_id]


def grants_of(session: Session, user_ids: Iterable[str]) -> dict[str, tuple[tuple[str, str], ...]]:
    """List the (role, scope) pairs of each of these users."""
    found: dict[str, list[tuple[str, str]]] = {user_id: [] for user_id in user_ids}
    row = GrantRow
    query = select(row.user, row.role, row.scope).where(row.user.in_(sorted(found)))
    for user_id, role, scope in session.execute(query.order_by(row.scope)):
        found[user_id].append((role, scope))
    return {user_id: tuple(pairs) for user_id, pairs in found.items()}


def note_failure(
    session: Session, user_id: str, failures: int, locked_until: datetime | None
) -> None:
    """Write how often a sign-in failed in a row and until when the account waits."""
    session.execute(
        update(UserRow)
        .where(UserRow.id == user_id)
        .values(failures=failures, locked_until=locked_until)
    )


def end_logins(session: Session, user_id: str) -> None:
    """End all of a user's logins at once."""
    session.execute(update(UserRow).where(UserRow.id == user_id).values(epoch=UserRow.epoch + 1))


@dataclass(frozen=True, slots=True)
class Place:
    """The alliance above a body in the tree, and when the body is written down as its member.

    The lowest body on the way up of which anything is written decides for all below it. Where
    nothing is, the tree alone tells.
    """

    alliance: str
    spans: tuple[Tenure, ...] = ()

    def holds(self, day: date) -> bool:
        """Tell whether the body belongs to the alliance on a day."""
        return not self.spans or any(span.holds(day) for span in self.spans)

    def is_over(self, day: date) -> bool:
        """Tell whether the body has left the alliance by a day, and does not come back."""
        return bool(self.spans) and all(span.is_over(day) for span in self.spans)


def places_of_bodies(session: Session, bodies: Iterable[str]) -> dict[str, Place]:
    """Give the place of each of these bodies; one under no alliance is left out."""
    ways = _ways(session, bodies)
    members = sorted({f"body:{key}" for way in ways.values() for key in way[:-1]})
    spans: dict[tuple[str, str], list[Tenure]] = {}
    if members:
        row = MembershipRow
        query = select(row.member, row.body, row.since, row.until).where(row.member.in_(members))
        for member, alliance, since, until in session.execute(query.order_by(row.id)):
            spans.setdefault((member, alliance), []).append(Tenure(since, until))
    found = {}
    for body, way in ways.items():
        written = (spans.get((f"body:{key}", way[-1])) for key in way[:-1])
        found[body] = Place(way[-1], tuple(next(filter(None, written), ())))
    return found


def alliances_of_bodies(session: Session, bodies: Iterable[str]) -> dict[str, str]:
    """Give, for each body, the alliance it is or lies below in the tree, member or not."""
    return {body: way[-1] for body, way in _ways(session, bodies).items()}


def _ways(session: Session, bodies: Iterable[str]) -> dict[str, tuple[str, ...]]:
    """Give, for each body below an alliance, the bodies from it up to the alliance."""
    rows = session.execute(select(BodyRow.key, BodyRow.parent, BodyRow.kind)).all()
    tree = {key: (parent, kind) for key, parent, kind in rows}
    found: dict[str, tuple[str, ...]] = {}
    for body in set(bodies):
        way: list[str] = []
        at: str | None = body
        while at in tree:
            parent, kind = tree[at]
            way.append(at)
            if kind in ALLIANCE_KINDS:
                found[body] = tuple(way)
                break
            at = parent
    return found


def alliances_of_members(
    session: Session, members: Iterable[str], day: date | None = None
) -> dict[str, frozenset[str]]:
    """Give, for each opaque member key, the alliances it is a member of: on a day, or ever."""
    wanted = list(members)
    row = MembershipRow
    query = (
        select(row.member, row.body, row.since, row.until)
        .join(BodyRow, BodyRow.key == row.body)
        .where(row.member.in_(wanted), BodyRow.kind.in_(list(ALLIANCE_KINDS)))
    )
    found: dict[str, set[str]] = {member: set() for member in wanted}
    # Compared here: of a day that cannot be read the database would say that it has not come.
    for member, body, since, until in session.execute(query):
        if day is None or ((not since or since <= day) and (not until or day < until)):
            found[member].add(body)
    return {member: frozenset(bodies) for member, bodies in found.items()}


def children_alliances(session: Session, body: str) -> frozenset[str]:
    """Give a body, if it is an alliance, and all alliances below it in the tree."""
    return alliances_below(session, [body])[body]


def alliances_below(session: Session, bodies: Iterable[str]) -> dict[str, frozenset[str]]:
    """Give, for each of these bodies, itself, if it is an alliance, and all alliances below it."""
    rows = session.execute(select(BodyRow.key, BodyRow.parent, BodyRow.kind)).all()
    below: dict[str | None, list[tuple[str, str]]] = {}
    kinds = {}
    for key, parent, kind in rows:
        below.setdefault(parent, []).append((key, kind))
        kinds[key] = kind
    found = {}
    for body in bodies:
        under, unread = set(), [body]
        while unread:
            at = unread.pop()
            if kinds.get(at) in ALLIANCE_KINDS:
                under.add(at)
            unread.extend(key for key, _ in below.get(at, ()))
        found[body] = frozenset(under)
    return found


def token_by_hash(session: Session, token_hash: str, now: datetime) -> ApiTokenRow | None:
    """Find a token by its hash, if it is neither revoked nor expired."""
    query = select(ApiTokenRow).where(ApiTokenRow.token_hash == token_hash, _good(now))
    return session.scalars(query).one_or_none()


def tokens_of(session: Session, token_ids: Iterable[str], now: datetime) -> Sequence[ApiTokenRow]:
    """Find tokens by their ids, if they are neither revoked nor expired."""
    query = select(ApiTokenRow).where(ApiTokenRow.id.in_(sorted(set(token_ids))), _good(now))
    return tuple(session.scalars(query))


def token_names(session: Session, token_ids: Iterable[str]) -> dict[str, str]:
    """Give the names of these tokens, revoked ones too; those that are gone are left out."""
    query = select(ApiTokenRow.id, ApiTokenRow.name)
    query = query.where(ApiTokenRow.id.in_(sorted(set(token_ids))))
    return {row.id: row.name for row in session.execute(query)}


def note_uses(session: Session, uses: Mapping[str, datetime]) -> None:
    """Write when tokens were last used, unless a later use is written."""
    for token_id, at in sorted(uses.items()):
        noted = ApiTokenRow.last_used_at
        session.execute(
            update(ApiTokenRow)
            .where(ApiTokenRow.id == token_id, or_(noted.is_(None), noted < at))
            .values(last_used_at=at)
        )


def _good(now: datetime) -> ColumnElement[bool]:
    return and_(
        ApiTokenRow.revoked_at.is_(None),
        or_(ApiTokenRow.expires.is_(None), ApiTokenRow.expires > now.date()),
    )


def tokens(session: Session) -> Sequence[ApiTokenRow]:
    """List all tokens, newest first."""
    return tuple(
        session.scalars(select(ApiTokenRow).order_by(ApiTokenRow.created_at.desc(), ApiTokenRow.id))
    )
