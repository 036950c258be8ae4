"""Tables of matters and their steps."""

from datetime import date, datetime

from sqlalchemy import ForeignKey
from sqlalchemy.orm import Mapped, mapped_column

from scheduler.store.base import Base


class MatterRow(Base):
    """One matter, as it stands now."""

    __tablename__ = "matter"
    key: Mapped[str] = mapped_column(primary_key=True)
    alliance: Mapped[str] = mapped_column(ForeignKey("body.key", ondelete="CASCADE"), index=True)
    number: Mapped[int]
    title: Mapped[str]
    category: Mapped[str]
    raised_by: Mapped[str]
    raised_at: Mapped[datetime]
    state: Mapped[str]
    major: Mapped[bool] = mapped_column(default=False)
    detail: Mapped[str] = mapped_column(default="")
    department: Mapped[str | None]
    accepted_at: Mapped[datetime | None]
    resolved_at: Mapped[datetime | None]
    due: Mapped[date | None]
    method: Mapped[str | None]
    proxy: Mapped[str] = mapped_column(default="")
    revision: Mapped[int] = mapped_column(default=1)


class MatterStepRow(Base):
    """One step taken with a matter; append-only."""

    __tablename__ = "matter_step"
    id: Mapped[int] = mapped_column(primary_key=True)
    matter: Mapped[str] = mapped_column(ForeignKey("matter.key", ondelete="CASCADE"), index=True)
    step: Mapped[str]
    at: Mapped[datetime]
    actor: Mapped[str]
    department: Mapped[str | None]
    method: Mapped[str | None]
    note: Mapped[str] = mapped_column(default="")
