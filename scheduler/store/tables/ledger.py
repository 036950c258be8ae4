"""Tables of the one ledger of changes and of what jobs have done."""

from datetime import datetime

from sqlalchemy import Index
from sqlalchemy.orm import Mapped, mapped_column

from scheduler.store.base import Base, Json


class LedgerHeadRow(Base):
    """The last numbers of one alliance's ledger; its row lock orders the writers."""

    __tablename__ = "ledger_head"
    alliance: Mapped[str] = mapped_column(primary_key=True)
    seq: Mapped[int] = mapped_column(default=0)
    plan_seq: Mapped[int] = mapped_column(default=0)
    feed_seq: Mapped[int] = mapped_column(default=0)
    at: Mapped[datetime]


class ChangeRow(Base):
    """One change as one alliance sees it; ``detail`` is data, sentences are made when shown."""

    __tablename__ = "change"
    __table_args__ = (Index("ix_change_entity_entity_id", "entity", "entity_id"),)
    alliance: Mapped[str] = mapped_column(primary_key=True)
    seq: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    entity: Mapped[str]
    entity_id: Mapped[str]
    kind: Mapped[str]
    revision: Mapped[int] = mapped_column(default=0)
    at: Mapped[datetime]
    actor: Mapped[str]
    detail: Mapped[Json] = mapped_column(default=dict)
    visible: Mapped[bool] = mapped_column(default=False)
    plan_relevant: Mapped[bool] = mapped_column(default=False)


class JobRunRow(Base):
    """A due item of a job, claimed in the transaction of its effect."""

    __tablename__ = "job_run"
    job: Mapped[str] = mapped_column(primary_key=True)
    slot: Mapped[str] = mapped_column(primary_key=True)
    at: Mapped[datetime]
