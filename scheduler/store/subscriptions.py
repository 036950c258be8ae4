"""Queries on feed addresses; only the hash of a token is ever stored."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import func, select, update

from scheduler.store.engine import Session
from scheduler.store.tables.access import SubscriptionRow


@dataclass(frozen=True, slots=True)
class Subscription:
    """One feed address; ``scope`` is ``body:<alliance>``, no owner means the alliance itself."""

    id: str
    token_hash: str
    version: int
    name: str
    owner: str | None
    scope: str
    lang: str
    profile: str
    created_at: datetime
    updated_at: datetime
    revoked_at: datetime | None = None
    last_fetch_at: datetime | None = None
    last_client: str = ""
    last_seq: int = 0

    @property
    def alliance(self) -> str:
        """Give the alliance whose calendar is subscribed."""
        return self.scope.removeprefix("body:")


@dataclass(frozen=True, slots=True)
class Fetch:
    """When a subscription was last fetched, by what client, up to which change."""

    at: datetime
    client: str
    seq: int


_COLUMNS = tuple(Subscription.__dataclass_fields__)


def value(row: SubscriptionRow) -> Subscription:
    """Turn a row into a value."""
    return Subscription(**{name: getattr(row, name) for name in _COLUMNS})


def add(session: Session, new: Subscription) -> None:
    """Store a new subscription."""
    session.add(SubscriptionRow(**{name: getattr(new, name) for name in _COLUMNS}))
    session.flush()


def get(session: Session, subscription: str) -> Subscription | None:
    """Find a subscription by its id."""
    row = session.get(SubscriptionRow, subscription)
    return None if row is None else value(row)


def by_hash(session: Session, token_hash: str) -> Subscription | None:
    """Find a subscription by the hash of its token, revoked ones too."""
    query = select(SubscriptionRow).where(SubscriptionRow.token_hash == token_hash)
    row = session.scalars(query).one_or_none()
    return None if row is None else value(row)


def of_owner(
    session: Session, owner: str | None, scopes: Iterable[str]
) -> tuple[Subscription, ...]:
    """List the subscriptions of a user (of the alliances themselves: None), oldest first."""
    query = (
        select(SubscriptionRow)
        .where(SubscriptionRow.owner.is_not_distinct_from(owner))
        .where(SubscriptionRow.scope.in_(sorted(set(scopes))))
        .order_by(SubscriptionRow.created_at, SubscriptionRow.id)
    )
    return tuple(value(row) for row in session.scalars(query))


def of_scopes(session: Session, scopes: Iterable[str]) -> tuple[Subscription, ...]:
    """List all subscriptions of these scopes, oldest first."""
    query = (
        select(SubscriptionRow)
        .where(SubscriptionRow.scope.in_(sorted(set(scopes))))
        .order_by(SubscriptionRow.created_at, SubscriptionRow.id)
    )
    return tuple(value(row) for row in session.scalars(query))


def count(session: Session, scopes: Iterable[str]) -> int:
    """Count the subscriptions of these scopes that are in use."""
    query = select(func.count()).where(
        SubscriptionRow.scope.in_(sorted(set(scopes))), SubscriptionRow.revoked_at.is_(None)
    )
    return session.execute(query).scalar_one()


def renew(
    session: Session, subscription: str, version: int, token_hash: str, now: datetime
) -> None:
    """Give a subscription its next token."""
    session.execute(
        update(SubscriptionRow)
        .where(SubscriptionRow.id == subscription)
        .values(version=version, token_hash=token_hash, updated_at=now)
    )


def revoke(session: Session, subscription: str, now: datetime) -> None:
    """End a subscription."""
    session.execute(
        update(SubscriptionRow)
        .where(SubscriptionRow.id == subscription)
        .values(revoked_at=now, updated_at=now)
    )


def note(session: Session, fetches: Mapping[str, Fetch]) -> None:
    """Write when subscriptions were last fetched; what was ended meanwhile is left out."""
    for subscription, fetch in sorted(fetches.items()):
        session.execute(
            update(SubscriptionRow)
            .where(SubscriptionRow.id == subscription)
            .values(last_fetch_at=fetch.at, last_client=fetch.client, last_seq=fetch.seq)
        )
