"""Tables of rules, workdays, blackouts, turns, visits and applied plans."""

from datetime import date, datetime

from sqlalchemy import ForeignKey, ForeignKeyConstraint, Index
from sqlalchemy.orm import Mapped, mapped_column

from scheduler.store.base import Base, Json, JsonList


class RuleRow(Base):
    """One promise or restriction of one alliance, as data."""

    __tablename__ = "rule"
    alliance: Mapped[str] = mapped_column(
        ForeignKey("body.key", ondelete="CASCADE"), primary_key=True
    )
    key: Mapped[str] = mapped_column(primary_key=True)
    position: Mapped[int] = mapped_column(default=0)
    type: Mapped[str]
    name: Mapped[str]
    name_en: Mapped[str] = mapped_column(default="")
    basis: Mapped[str] = mapped_column(default="")
    data: Mapped[Json]
    since: Mapped[date | None]
    until: Mapped[date | None]
    revision: Mapped[int] = mapped_column(default=1)


class RuleVersionRow(Base):
    """What a rule said before it was changed, and from when to when."""

    __tablename__ = "rule_version"
    __table_args__ = (
        ForeignKeyConstraint(
            ["alliance", "key"], ["rule.alliance", "rule.key"], ondelete="CASCADE"
        ),
    )
    alliance: Mapped[str] = mapped_column(primary_key=True)
    key: Mapped[str] = mapped_column(primary_key=True)
    revision: Mapped[int] = mapped_column(primary_key=True)
    data: Mapped[Json]
    since: Mapped[date | None]
    until: Mapped[date | None]


class WorkdayNoticeRow(Base):
    """An imported holiday notice; days are ``[date, is_workday, name]`` rows."""

    __tablename__ = "workday_notice"
    year: Mapped[int] = mapped_column(primary_key=True)
    revision: Mapped[int] = mapped_column(primary_key=True)
    notice_date: Mapped[date]
    papers: Mapped[JsonList] = mapped_column(default=list)
    days: Mapped[JsonList] = mapped_column(default=list)
    imported_at: Mapped[datetime]


class BlackoutRow(Base):
    """Dates on which a resource is away; the end is exclusive."""

    __tablename__ = "blackout"
    __table_args__ = {"sqlite_autoincrement": True}  # noqa: RUF012 - as SQLAlchemy declares it
    id: Mapped[int] = mapped_column(primary_key=True)
    resource: Mapped[str] = mapped_column(index=True)
    start: Mapped[date]
    end: Mapped[date]
    reason: Mapped[str] = mapped_column(default="")


class TurnEntryRow(Base):
    """One entry of a rotation rule's ledger; ``amount`` is an exact fraction as text."""

    __tablename__ = "turn_entry"
    __table_args__ = (Index("ix_turn_entry_alliance_rule", "alliance", "rule"),)
    id: Mapped[int] = mapped_column(primary_key=True)
    alliance: Mapped[str] = mapped_column(ForeignKey("body.key", ondelete="CASCADE"))
    rule: Mapped[str]
    kind: Mapped[str]
    day: Mapped[date]
    uid: Mapped[str] = mapped_column(default="", index=True)
    host: Mapped[str | None]
    eligible: Mapped[JsonList] = mapped_column(default=list)
    amount: Mapped[str] = mapped_column(default="0")
    counter: Mapped[str | None]
    reason: Mapped[str] = mapped_column(default="")
    at: Mapped[datetime]
    actor: Mapped[str]


class TurnRequestRow(Base):
    """A wish to change who takes a turn, and who has agreed to it so far.

    ``member`` is whose turn it is, ``other`` who steps in or exchanges; ``uid`` and ``other_uid``
    are the events of their turns; ``amount`` is an exact fraction as text.
    """

    __tablename__ = "turn_request"
    id: Mapped[str] = mapped_column(primary_key=True)
    alliance: Mapped[str] = mapped_column(ForeignKey("body.key", ondelete="CASCADE"), index=True)
    rule: Mapped[str]
    act: Mapped[str]
    uid: Mapped[str] = mapped_column(default="", index=True)
    other_uid: Mapped[str] = mapped_column(default="")
    member: Mapped[str]
    other: Mapped[str | None]
    amount: Mapped[str] = mapped_column(default="0")
    reason: Mapped[str]
    state: Mapped[str]
    asked_by: Mapped[str]
    asked_at: Mapped[datetime]
    member_agreed_by: Mapped[str | None]
    other_agreed_by: Mapped[str | None]
    settled_at: Mapped[datetime | None]
    settled_by: Mapped[str | None]


class VisitRow(Base):
    """A visit made or an item done for one cell of a coverage rule; taken back, not deleted."""

    __tablename__ = "visit"
    __table_args__ = (Index("ix_visit_alliance_day", "alliance", "day"),)
    id: Mapped[str] = mapped_column(primary_key=True)
    alliance: Mapped[str] = mapped_column(ForeignKey("body.key", ondelete="CASCADE"))
    rule: Mapped[str]
    cell: Mapped[str]
    day: Mapped[date]
    visitor: Mapped[str | None]
    note: Mapped[str] = mapped_column(default="")
    at: Mapped[datetime]
    actor: Mapped[str]
    withdrawn_at: Mapped[datetime | None]
    withdrawn_by: Mapped[str | None]


class PlanApplyRow(Base):
    """An applied plan: its hash makes applying idempotent, its diff serves history and undo."""

    __tablename__ = "plan_apply"
    id: Mapped[int] = mapped_column(primary_key=True)
    hash: Mapped[str] = mapped_column(unique=True)
    alliances: Mapped[JsonList]
    base: Mapped[Json]
    diff: Mapped[JsonList]
    at: Mapped[datetime]
    actor: Mapped[str]
    undone_at: Mapped[datetime | None]
    undone_by: Mapped[str | None]
