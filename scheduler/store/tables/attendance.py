"""Tables of registers, their frozen rosters, append-only operations, marks and seals."""

from datetime import datetime

from sqlalchemy import ForeignKey, Index
from sqlalchemy.orm import Mapped, mapped_column

from scheduler.store.base import Base, Json, JsonList


class RegisterRow(Base):
    """The attendance sheet of one event; ``head`` is the head of its hash chain."""

    __tablename__ = "register"
    uid: Mapped[str] = mapped_column(ForeignKey("event.uid", ondelete="CASCADE"), primary_key=True)
    state: Mapped[str]
    opened_at: Mapped[datetime]
    confirmed_at: Mapped[datetime | None]
    actual_start: Mapped[datetime | None]
    actual_end: Mapped[datetime | None]
    presider: Mapped[str] = mapped_column(default="")
    recorder: Mapped[str] = mapped_column(default="")
    minutes: Mapped[Json] = mapped_column(default=dict)
    head: Mapped[str] = mapped_column(default="")
    op_seq: Mapped[int] = mapped_column(default=0)
    version: Mapped[int] = mapped_column(default=1)


class RosterLineRow(Base):
    """A person on a register's roster, frozen when it was opened."""

    __tablename__ = "roster_line"
    uid: Mapped[str] = mapped_column(
        ForeignKey("register.uid", ondelete="CASCADE"), primary_key=True
    )
    person: Mapped[str] = mapped_column(primary_key=True, index=True)
    name: Mapped[str]
    pinyin_key: Mapped[str] = mapped_column(default="")
    branch: Mapped[str | None]
    party_group: Mapped[str] = mapped_column(default="")
    organisation: Mapped[str] = mapped_column(default="")
    expectation: Mapped[str]
    voting: Mapped[bool] = mapped_column(default=False)
    reason: Mapped[str] = mapped_column(default="")


class OpRow(Base):
    """One attendance operation; append-only. Refused attempts are kept apart (``attempt``)."""

    __tablename__ = "op"
    __table_args__ = (Index("ix_op_uid_seq", "uid", "seq", unique=True),)
    op_id: Mapped[str] = mapped_column(primary_key=True)
    uid: Mapped[str] = mapped_column(ForeignKey("register.uid", ondelete="CASCADE"))
    seq: Mapped[int]
    person: Mapped[str]
    value: Mapped[str | None]
    source: Mapped[str]
    actor: Mapped[str]
    device: Mapped[str] = mapped_column(default="")
    client_time: Mapped[datetime | None]
    server_time: Mapped[datetime]
    seen: Mapped[JsonList] = mapped_column(default=list)
    retracts: Mapped[JsonList] = mapped_column(default=list)
    reason: Mapped[str] = mapped_column(default="")
    reason_digest: Mapped[str] = mapped_column(default="")
    prev_hash: Mapped[str]
    hash: Mapped[str]
    outcome: Mapped[str] = mapped_column(default="applied")


class OpAttemptRow(Base):
    """A refused operation, kept apart from the marks."""

    __tablename__ = "op_attempt"
    id: Mapped[int] = mapped_column(primary_key=True)
    op_id: Mapped[str] = mapped_column(index=True)
    uid: Mapped[str] = mapped_column(index=True)
    person: Mapped[str]
    value: Mapped[str | None]
    actor: Mapped[str]
    server_time: Mapped[datetime]
    code: Mapped[str]


class MarkRow(Base):
    """The projection of a register's operations: one value a person."""

    __tablename__ = "mark"
    uid: Mapped[str] = mapped_column(
        ForeignKey("register.uid", ondelete="CASCADE"), primary_key=True
    )
    person: Mapped[str] = mapped_column(primary_key=True, index=True)
    value: Mapped[str]
    conflict: Mapped[bool] = mapped_column(default=False)
    op_id: Mapped[str] = mapped_column(default="")


class SealRow(Base):
    """One seal of a register; a correction adds the next version."""

    __tablename__ = "seal"
    uid: Mapped[str] = mapped_column(
        ForeignKey("register.uid", ondelete="CASCADE"), primary_key=True
    )
    version: Mapped[int] = mapped_column(primary_key=True)
    digest: Mapped[str]
    code: Mapped[str]
    head: Mapped[str]
    at: Mapped[datetime]
    actor: Mapped[str]
    second_actor: Mapped[str] = mapped_column(default="")
