"""Queries on feed addresses; only the hash of a token is ever stored."""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any

from sqlalchemy import Select, bindparam, delete, func, insert, or_, select, union_all, update

from scheduler.domain.errors import DomainError
from scheduler.domain.feed_scope import EVERYTHING, Choice, Scope, parse_scope
from scheduler.store import legible
from scheduler.store.base import maybe_instant
from scheduler.store.engine import ENDED, Session
from scheduler.store.feeds import LastChange
from scheduler.store.tables.access import FormerAddressRow, SubscriptionAllianceRow, SubscriptionRow
from scheduler.store.tables.ledger import ChangeRow, LedgerHeadRow
from scheduler.store.tables.roster import BodyRow


@dataclass(frozen=True, slots=True)
class Subscription:
    """One feed address; no owner means the alliance itself."""

    id: str
    token_hash: str
    version: int
    name: str
    owner: str | None
    scope: Scope
    lang: str
    profile: str
    created_at: datetime
    updated_at: datetime
    choice: Choice = EVERYTHING
    revoked_at: datetime | None = None
    last_fetch_at: datetime | None = None
    last_client: str = ""
    last_seq: int = 0


@dataclass(frozen=True, slots=True)
class Within:
    """An alliance in which a subscription reaches, and the newest change that its feeds show."""

    alliance: str
    name: str
    name_en: str
    public: bool
    last: LastChange


@dataclass(frozen=True, slots=True)
class Glance:
    """All that one query tells of an address: the alliances in which it reaches, by key.

    ``replaced`` is when the subscription got another address than this one.
    """

    subscription: Subscription
    within: tuple[Within, ...]
    replaced: datetime | None = None

    @property
    def ended(self) -> datetime | None:
        """Give since when the address no longer works."""
        return self.replaced or self.subscription.revoked_at


_OF_ALLIANCE = (
    *(BodyRow.key, BodyRow.name, BodyRow.name_en, BodyRow.public_calendar),
    # When it was is for the date of an answer: nothing else depends on whether it can be read.
    *(ChangeRow.seq, maybe_instant(ChangeRow.at)),
)
_NEWEST = (ChangeRow.alliance == LedgerHeadRow.alliance) & (ChangeRow.seq == LedgerHeadRow.feed_seq)
_PLAIN = (
    *("id", "token_hash", "version", "name", "owner", "lang", "profile", "created_at"),
    *("updated_at", "revoked_at", "last_fetch_at", "last_client", "last_seq"),
)


def value(row: SubscriptionRow) -> Subscription:
    """Turn a row into a value; ``ValueError`` or ``TypeError`` for what makes none."""
    try:
        scope = parse_scope(row.scope)
        choice = Choice(tuple(row.kinds), row.since, row.until, tuple(row.alarms))
    except DomainError as error:
        # Whoever asks for the address chose nothing of this.
        message = "a stored subscription is none"
        raise ValueError(message) from error
    plain = {name: getattr(row, name) for name in _PLAIN}
    return Subscription(scope=scope, choice=choice, **plain)


def add(session: Session, new: Subscription, alliances: Iterable[str]) -> None:
    """Store a new subscription, with the alliances in which it reaches."""
    session.add(
        SubscriptionRow(
            scope=str(new.scope),
            kinds=list(new.choice.kinds),
            since=new.choice.since,
            until=new.choice.until,
            alarms=list(new.choice.alarms),
            **{name: getattr(new, name) for name in _PLAIN},
        )
    )
    session.flush()
    reach(session, new.id, alliances)


def reach(session: Session, subscription: str, alliances: Iterable[str]) -> None:
    """Write the alliances in which a subscription reaches now."""
    own = SubscriptionAllianceRow.subscription == subscription
    session.execute(delete(SubscriptionAllianceRow).where(own))
    rows = [{"subscription": subscription, "alliance": key} for key in sorted(set(alliances))]
    if rows:
        session.execute(insert(SubscriptionAllianceRow), rows)


def get(session: Session, subscription: str) -> Subscription | None:
    """Find a subscription by its id."""
    row = session.get(SubscriptionRow, subscription)
    return None if row is None else value(row)


# Made once: making a statement of this size takes longer than running it.
_FORMER = select(FormerAddressRow.subscription).where(
    FormerAddressRow.token_hash == bindparam("token_hash")
)
_GLANCE = (
    select(SubscriptionRow, FormerAddressRow.since, *_OF_ALLIANCE)
    .select_from(SubscriptionRow)
    .outerjoin(FormerAddressRow, FormerAddressRow.token_hash == bindparam("token_hash"))
    .outerjoin(SubscriptionAllianceRow, SubscriptionAllianceRow.subscription == SubscriptionRow.id)
    .outerjoin(BodyRow, BodyRow.key == SubscriptionAllianceRow.alliance)
    .outerjoin(LedgerHeadRow, LedgerHeadRow.alliance == BodyRow.key)
    .outerjoin(ChangeRow, _NEWEST)
    .where(
        or_(
            SubscriptionRow.token_hash == bindparam("token_hash"),
            SubscriptionRow.id == _FORMER.scalar_subquery(),
        )
    )
    .order_by(BodyRow.key)
)


def glance(session: Session, token_hash: str) -> Glance | None:
    """Find an address by the hash of its token, ended ones too, with one indexed read."""
    rows = session.execute(_GLANCE, {"token_hash": token_hash}).all()
    if not rows:
        return None
    return Glance(
        subscription=value(rows[0][0]),
        within=tuple(
            Within(key, name, name_en, public, LastChange(seq or 0, at))
            for _, _, key, name, name_en, public, seq, at in rows
            if key
        ),
        replaced=rows[0][1],
    )


def within(session: Session, alliances: Iterable[str]) -> tuple[Within, ...]:
    """Tell of these alliances what a glance tells of its own, by key."""
    query = (
        select(*_OF_ALLIANCE)
        .select_from(BodyRow)
        .outerjoin(LedgerHeadRow, LedgerHeadRow.alliance == BodyRow.key)
        .outerjoin(ChangeRow, _NEWEST)
        .where(BodyRow.key.in_(sorted(set(alliances))))
        .order_by(BodyRow.key)
    )
    return tuple(
        Within(key, name, name_en, public, LastChange(seq or 0, at))
        for key, name, name_en, public, seq, at in session.execute(query)
    )


def of_owner(session: Session, owner: str) -> tuple[Subscription, ...]:
    """List the subscriptions of a user, oldest first."""
    query = (
        select(SubscriptionRow)
        .where(SubscriptionRow.owner == owner)
        .order_by(SubscriptionRow.created_at, SubscriptionRow.id)
    )
    return _values(session, query)


def in_use(session: Session, owner: str) -> int:
    """Count the addresses of a user that work."""
    own = (SubscriptionRow.owner == owner, SubscriptionRow.revoked_at.is_(None))
    return session.scalar(select(func.count()).select_from(SubscriptionRow).where(*own)) or 0


def public(session: Session, alliances: Iterable[str]) -> dict[str, tuple[Subscription, ...]]:
    """List the addresses of these alliances themselves, by alliance, oldest first."""
    wanted = {f"body:{key}": key for key in alliances}
    query = (
        select(SubscriptionRow)
        .where(SubscriptionRow.owner.is_(None))
        .where(SubscriptionRow.scope.in_(sorted(wanted)))
        .order_by(SubscriptionRow.created_at, SubscriptionRow.id)
    )
    found: dict[str, list[Subscription]] = {key: [] for key in wanted.values()}
    for each in _values(session, query):
        found[each.scope.keys[0]].append(each)
    return {key: tuple(each) for key, each in found.items()}


def there(session: Session, subscriptions: Iterable[str]) -> frozenset[str]:
    """Give which of these ids are taken, also by what cannot be read."""
    query = select(SubscriptionRow.id).where(SubscriptionRow.id.in_(sorted(set(subscriptions))))
    return frozenset(session.scalars(query))


def reaching(session: Session, alliances: Iterable[str]) -> tuple[Subscription, ...]:
    """List all subscriptions that reach into one of these alliances, oldest first."""
    query = (
        select(SubscriptionRow)
        .where(SubscriptionRow.id.in_(_reaching(alliances)))
        .order_by(SubscriptionRow.created_at, SubscriptionRow.id)
    )
    return _values(session, query)


def _values(session: Session, query: Select[SubscriptionRow]) -> tuple[Subscription, ...]:
    """Read subscriptions; one that cannot be read is left out and logged."""
    rows = legible.rows(session, query, SubscriptionRow.id)
    made = (legible.made(row, row.id, value) for row in rows if row)
    return tuple(each for each in made if each)


def _reaching(alliances: Iterable[str]) -> Select[str]:
    return select(SubscriptionAllianceRow.subscription).where(
        SubscriptionAllianceRow.alliance.in_(sorted(set(alliances)))
    )


def count(session: Session, alliances: Iterable[str]) -> int:
    """Count the subscriptions in use that reach into one of these alliances."""
    query = select(func.count()).where(
        SubscriptionRow.id.in_(_reaching(alliances)), SubscriptionRow.revoked_at.is_(None)
    )
    return session.execute(query).scalar_one()


def reaches(session: Session, subscriptions: Iterable[str]) -> dict[str, tuple[str, ...]]:
    """Give the alliances in which each of these subscriptions reaches, by key."""
    wanted = sorted(set(subscriptions))
    query = (
        select(SubscriptionAllianceRow.subscription, SubscriptionAllianceRow.alliance)
        .where(SubscriptionAllianceRow.subscription.in_(wanted))
        .order_by(SubscriptionAllianceRow.alliance)
    )
    found: dict[str, list[str]] = {key: [] for key in wanted}
    for subscription, alliance in session.execute(query):
        found[subscription].append(alliance)
    return {key: tuple(alliances) for key, alliances in found.items()}


def renew(session: Session, found: Subscription, token_hash: str, now: datetime) -> Subscription:
    """Give a subscription its next token; the former one is remembered as ended.

    What was fetched at the former address says nothing of the new one.
    """
    session.add(FormerAddressRow(token_hash=found.token_hash, subscription=found.id, since=now))
    version = found.version + 1
    changed: dict[str, Any] = {"version": version, "token_hash": token_hash, "updated_at": now}
    changed |= {"last_fetch_at": None, "last_client": "", "last_seq": 0}
    session.execute(update(SubscriptionRow).where(SubscriptionRow.id == found.id).values(**changed))
    _ended(session, found)
    return replace(found, **changed)


def revoke(session: Session, found: Subscription, now: datetime) -> None:
    """End a subscription."""
    session.execute(
        update(SubscriptionRow)
        .where(SubscriptionRow.id == found.id)
        .values(revoked_at=now, updated_at=now)
    )
    _ended(session, found)


def _ended(session: Session, found: Subscription) -> None:
    session.info.setdefault(ENDED, set()).add(found.token_hash)


def ended_since(session: Session, moment: datetime) -> frozenset[str]:
    """Give the digests of the tokens that were made worthless since, by whatever process."""
    ended = union_all(
        select(SubscriptionRow.token_hash).where(SubscriptionRow.revoked_at >= moment),
        select(FormerAddressRow.token_hash).where(FormerAddressRow.since >= moment),
    )
    return frozenset(session.scalars(ended))
