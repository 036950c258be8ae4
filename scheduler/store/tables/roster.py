"""Tables of organisations, bodies, people and the ties between them."""

from datetime import date, time

from sqlalchemy import ForeignKey, Index
from sqlalchemy.orm import Mapped, mapped_column

from scheduler.store.base import Base, JsonList


class OrganisationRow(Base):
    """A legal unit."""

    __tablename__ = "organisation"
    key: Mapped[str] = mapped_column(primary_key=True)
    name: Mapped[str]
    name_en: Mapped[str] = mapped_column(default="")
    short_name: Mapped[str]
    kind: Mapped[str]
    sector: Mapped[str] = mapped_column(default="")


class BodyRow(Base):
    """A Party or working body in the one tree."""

    __tablename__ = "body"
    key: Mapped[str] = mapped_column(primary_key=True)
    name: Mapped[str]
    name_en: Mapped[str] = mapped_column(default="")
    short_name: Mapped[str]
    kind: Mapped[str] = mapped_column(index=True)
    parent: Mapped[str | None] = mapped_column(ForeignKey("body.key"), index=True)
    since: Mapped[date | None]
    until: Mapped[date | None]
    public_calendar: Mapped[bool] = mapped_column(default=False)


class MembershipRow(Base):
    """An organisation or body as a member of a body."""

    __tablename__ = "membership"
    id: Mapped[int] = mapped_column(primary_key=True)
    body: Mapped[str] = mapped_column(ForeignKey("body.key", ondelete="CASCADE"), index=True)
    member: Mapped[str] = mapped_column(index=True)
    role: Mapped[str] = mapped_column(default="member")
    weight: Mapped[int] = mapped_column(default=1)
    since: Mapped[date | None]
    until: Mapped[date | None]


class PersonRow(Base):
    """A person by opaque id."""

    __tablename__ = "person"
    id: Mapped[str] = mapped_column(primary_key=True)
    name: Mapped[str]
    pinyin_key: Mapped[str] = mapped_column(default="")
    standing: Mapped[str]


class AffiliationRow(Base):
    """A person's tie to a body."""

    __tablename__ = "affiliation"
    id: Mapped[int] = mapped_column(primary_key=True)
    person: Mapped[str] = mapped_column(ForeignKey("person.id", ondelete="CASCADE"), index=True)
    body: Mapped[str] = mapped_column(ForeignKey("body.key", ondelete="CASCADE"), index=True)
    kind: Mapped[str]
    party_group: Mapped[str] = mapped_column(default="")
    outside_branch: Mapped[str] = mapped_column(default="")
    since: Mapped[date | None]
    until: Mapped[date | None]


class OfficerRow(Base):
    """A person's role in a body."""

    __tablename__ = "officer"
    __table_args__ = (Index("ix_officer_body_role", "body", "role"),)
    id: Mapped[int] = mapped_column(primary_key=True)
    person: Mapped[str] = mapped_column(ForeignKey("person.id", ondelete="CASCADE"), index=True)
    body: Mapped[str] = mapped_column(ForeignKey("body.key", ondelete="CASCADE"))
    role: Mapped[str]
    since: Mapped[date | None]
    until: Mapped[date | None]


class VenueRow(Base):
    """A place that can be booked."""

    __tablename__ = "venue"
    key: Mapped[str] = mapped_column(primary_key=True)
    name: Mapped[str]
    name_en: Mapped[str] = mapped_column(default="")
    classes: Mapped[JsonList] = mapped_column(default=list)
    organisation: Mapped[str | None] = mapped_column(ForeignKey("organisation.key"))


class ActivityKindRow(Base):
    """A kind of activity with its usual start and length, and who is expected at it."""

    __tablename__ = "activity_kind"
    key: Mapped[str] = mapped_column(primary_key=True)
    name: Mapped[str]
    name_en: Mapped[str] = mapped_column(default="")
    start: Mapped[time]
    minutes: Mapped[int]
    days: Mapped[int] = mapped_column(default=1)
    audience: Mapped[str] = mapped_column(default="delegates")


class GroupMemberRow(Base):
    """An alliance as part of a named group of alliances."""

    __tablename__ = "group_member"
    group_key: Mapped[str] = mapped_column(primary_key=True)
    alliance: Mapped[str] = mapped_column(
        ForeignKey("body.key", ondelete="CASCADE"), primary_key=True
    )


class NamedListRow(Base):
    """A list that rules of an alliance name with ``@name``."""

    __tablename__ = "named_list"
    alliance: Mapped[str] = mapped_column(
        ForeignKey("body.key", ondelete="CASCADE"), primary_key=True
    )
    name: Mapped[str] = mapped_column(primary_key=True)
    items: Mapped[JsonList]


class NameRow(Base):
    """The Chinese and English name of an opaque key that has no table of its own (a theme)."""

    __tablename__ = "name"
    key: Mapped[str] = mapped_column(primary_key=True)
    name: Mapped[str]
    name_en: Mapped[str] = mapped_column(default="")
