"""Tables of what was written for feeds once and is kept: blocks of events, and validators."""

from datetime import datetime

from sqlalchemy import ForeignKey, LargeBinary
from sqlalchemy.orm import Mapped, mapped_column

from scheduler.store.base import Base


class FeedBlockRow(Base):
    """One event as it stands in feeds of one look: good for that ``version`` of its row alone."""

    __tablename__ = "feed_block"
    uid: Mapped[str] = mapped_column(ForeignKey("event.uid", ondelete="CASCADE"), primary_key=True)
    look: Mapped[str] = mapped_column(primary_key=True)
    version: Mapped[int]
    octets: Mapped[bytes] = mapped_column(LargeBinary)


class FeedStateRow(Base):
    """What a subscription was last served in one look: good for its ``state`` alone."""

    __tablename__ = "feed_state"
    subscription: Mapped[str] = mapped_column(
        ForeignKey("subscription.id", ondelete="CASCADE"), primary_key=True
    )
    look: Mapped[str] = mapped_column(primary_key=True)
    state: Mapped[str]
    etag: Mapped[str]
    last_modified: Mapped[datetime]
    length: Mapped[int]
