"""Tables of users, their grants, tokens, subscriptions and idempotency keys."""

from datetime import date, datetime

from sqlalchemy import ForeignKey
from sqlalchemy.orm import Mapped, mapped_column

from scheduler.store.base import Base, Json, JsonList


class UserRow(Base):
    """An account; ``epoch`` rises to end all of its logins at once."""

    __tablename__ = "user"
    id: Mapped[str] = mapped_column(primary_key=True)
    name: Mapped[str] = mapped_column(unique=True)
    display_name: Mapped[str]
    password_hash: Mapped[str]
    person: Mapped[str | None] = mapped_column(ForeignKey("person.id", ondelete="SET NULL"))
    lang: Mapped[str] = mapped_column(default="zh")
    epoch: Mapped[int] = mapped_column(default=1)
    disabled: Mapped[bool] = mapped_column(default=False)
    failures: Mapped[int] = mapped_column(default=0)
    locked_until: Mapped[datetime | None]


class GrantRow(Base):
    """A role of a user in a scope (``body:…``, ``organisation:…`` or ``system``)."""

    __tablename__ = "grant"
    user: Mapped[str] = mapped_column(ForeignKey("user.id", ondelete="CASCADE"), primary_key=True)
    role: Mapped[str] = mapped_column(primary_key=True)
    scope: Mapped[str] = mapped_column(primary_key=True)


class ApiTokenRow(Base):
    """A token of another system; only its hash is stored. No alliances means all."""

    __tablename__ = "api_token"
    id: Mapped[str] = mapped_column(primary_key=True)
    name: Mapped[str]
    token_hash: Mapped[str] = mapped_column(unique=True)
    scopes: Mapped[JsonList]
    alliances: Mapped[JsonList] = mapped_column(default=list)
    created_at: Mapped[datetime]
    expires: Mapped[date | None]
    revoked_at: Mapped[datetime | None]
    last_used_at: Mapped[datetime | None]


class SubscriptionRow(Base):
    """A feed address: its token is derived from the secret key, only its hash is stored."""

    __tablename__ = "subscription"
    id: Mapped[str] = mapped_column(primary_key=True)
    token_hash: Mapped[str] = mapped_column(unique=True)
    version: Mapped[int] = mapped_column(default=1)
    name: Mapped[str]
    owner: Mapped[str | None]
    scope: Mapped[str]
    kinds: Mapped[JsonList] = mapped_column(default=list)
    since: Mapped[date | None]
    until: Mapped[date | None]
    alarms: Mapped[JsonList] = mapped_column(default=list)
    lang: Mapped[str] = mapped_column(default="zh")
    profile: Mapped[str] = mapped_column(default="generic")
    created_at: Mapped[datetime]
    updated_at: Mapped[datetime]
    revoked_at: Mapped[datetime | None]
    last_fetch_at: Mapped[datetime | None]
    last_client: Mapped[str] = mapped_column(default="")
    last_seq: Mapped[int] = mapped_column(default=0)


class SubscriptionAllianceRow(Base):
    """An alliance of whose events a subscription shows some."""

    __tablename__ = "subscription_alliance"
    subscription: Mapped[str] = mapped_column(
        ForeignKey("subscription.id", ondelete="CASCADE"), primary_key=True
    )
    alliance: Mapped[str] = mapped_column(
        ForeignKey("body.key", ondelete="CASCADE"), primary_key=True, index=True
    )


class FormerAddressRow(Base):
    """The hash of a token that a subscription had before it got another one."""

    __tablename__ = "former_address"
    token_hash: Mapped[str] = mapped_column(primary_key=True)
    subscription: Mapped[str] = mapped_column(
        ForeignKey("subscription.id", ondelete="CASCADE"), index=True
    )
    since: Mapped[datetime]


class IdempotencyKeyRow(Base):
    """An answered POST of a client, kept to be answered again."""

    __tablename__ = "idempotency_key"
    client: Mapped[str] = mapped_column(primary_key=True)
    key: Mapped[str] = mapped_column(primary_key=True)
    body_hash: Mapped[str]
    status: Mapped[int]
    answer: Mapped[Json]
    at: Mapped[datetime]
