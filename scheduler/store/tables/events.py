"""Tables of events and the alliances that share them."""

from datetime import datetime

from sqlalchemy import ForeignKey, Index, text
from sqlalchemy.orm import Mapped, mapped_column

from scheduler.store.base import Base, Json, JsonList

_PLACED = text("venue IS NOT NULL")


class EventRow(Base):
    """One event; ``revision`` counts feed-visible changes, ``version`` every change of the row."""

    __tablename__ = "event"
    __table_args__ = (
        Index(None, "owner", "rule", "period"),
        Index(None, "venue", sqlite_where=_PLACED, postgresql_where=_PLACED),
    )
    uid: Mapped[str] = mapped_column(primary_key=True)
    owner: Mapped[str] = mapped_column(ForeignKey("body.key", ondelete="CASCADE"))
    kind: Mapped[str]
    title: Mapped[str]
    title_en: Mapped[str] = mapped_column(default="")
    start: Mapped[datetime] = mapped_column(index=True)
    end: Mapped[datetime]
    all_day: Mapped[bool] = mapped_column(default=False)
    status: Mapped[str] = mapped_column(default="published")
    tentative: Mapped[bool] = mapped_column(default=False)
    revision: Mapped[int] = mapped_column(default=0)
    version: Mapped[int] = mapped_column(default=1)
    pinned: Mapped[bool] = mapped_column(default=False)
    rule: Mapped[str | None]
    scope: Mapped[str | None]
    period: Mapped[str | None]
    cell: Mapped[str | None]
    ordinal: Mapped[int | None]
    attempt: Mapped[int] = mapped_column(default=1)
    host: Mapped[str | None]
    host_name: Mapped[str] = mapped_column(default="")
    host_name_en: Mapped[str] = mapped_column(default="", server_default="")
    co_hosts: Mapped[JsonList] = mapped_column(default=list)
    venue: Mapped[str | None] = mapped_column(ForeignKey("venue.key"))
    venue_name: Mapped[str] = mapped_column(default="")
    venue_name_en: Mapped[str] = mapped_column(default="", server_default="")
    theme: Mapped[str | None]
    note: Mapped[str] = mapped_column(default="")
    matters: Mapped[JsonList] = mapped_column(default=list)
    also: Mapped[JsonList] = mapped_column(default=list, server_default="[]")
    why_date: Mapped[Json] = mapped_column(default=dict)
    why_host: Mapped[Json] = mapped_column(default=dict)
    seal_code: Mapped[str] = mapped_column(default="")
    waived: Mapped[bool] = mapped_column(default=False)
    waive_reason: Mapped[str] = mapped_column(default="")
    retired: Mapped[bool] = mapped_column(default=False)
    created_at: Mapped[datetime]
    updated_at: Mapped[datetime]


class EventAllianceRow(Base):
    """An alliance in whose calendar an event stands, the owner included."""

    __tablename__ = "event_alliance"
    __table_args__ = {"sqlite_with_rowid": False}  # noqa: RUF012 - as SQLAlchemy reads it
    uid: Mapped[str] = mapped_column(ForeignKey("event.uid", ondelete="CASCADE"), primary_key=True)
    alliance: Mapped[str] = mapped_column(
        ForeignKey("body.key", ondelete="CASCADE"), primary_key=True, index=True
    )
