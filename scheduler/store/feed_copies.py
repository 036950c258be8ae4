"""Queries on what is kept of feeds: blocks of events, and the validators of subscriptions."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import LargeBinary, cast, delete, insert, select

from scheduler.store import legible
from scheduler.store.engine import Session
from scheduler.store.feeds import PART
from scheduler.store.tables.access import SubscriptionRow
from scheduler.store.tables.events import EventRow
from scheduler.store.tables.feeds import FeedBlockRow, FeedStateRow


@dataclass(frozen=True, slots=True)
class Block:
    """One event as it stands in feeds of one look, at one version of its row."""

    uid: str
    look: str
    version: int
    octets: bytes


@dataclass(frozen=True, slots=True)
class State:
    """What a subscription was last served in one look: a digest of why, and the validators."""

    subscription: str
    look: str
    state: str
    etag: str
    last_modified: datetime
    length: int


_OCTETS = cast(FeedBlockRow.octets, LargeBinary)  # whatever lies there, it is read as octets


def blocks(session: Session, look: str, uids: Iterable[str]) -> dict[str, Block]:
    """Give the kept blocks of one look, by UID, of any version."""
    wanted = sorted(set(uids))
    found: dict[str, Block] = {}
    for start in range(0, len(wanted), PART):
        query = select(FeedBlockRow.uid, FeedBlockRow.version, _OCTETS).where(
            FeedBlockRow.look == look, FeedBlockRow.uid.in_(wanted[start : start + PART])
        )
        for uid, version, octets in session.execute(query):
            found[uid] = Block(uid, look, version, octets)
    return found


def keep(session: Session, written: Iterable[Block]) -> None:
    """Keep blocks in the place of older ones; events that are gone meanwhile are left out."""
    by_key = {(block.uid, block.look): block for block in written}
    uids = sorted({uid for uid, _ in by_key})
    for start in range(0, len(uids), PART):
        part = uids[start : start + PART]
        there = set(session.scalars(select(EventRow.uid).where(EventRow.uid.in_(part))))
        rows = [block for block in by_key.values() if block.uid in there]
        for look in sorted({block.look for block in rows}):
            own = [block for block in rows if block.look == look]
            session.execute(
                delete(FeedBlockRow).where(
                    FeedBlockRow.look == look, FeedBlockRow.uid.in_([each.uid for each in own])
                )
            )
        if rows:
            session.execute(insert(FeedBlockRow), [_columns(block) for block in rows])


def state(session: Session, subscription: str, look: str) -> State | None:
    """Give what a subscription was last served in one look; None where that cannot be read."""
    try:
        row = session.get(FeedStateRow, (subscription, look))
    except Exception as error:
        if not legible.is_of_values(error):
            raise
        return None
    if row is None:
        return None
    return State(subscription, look, row.state, row.etag, row.last_modified, row.length)


def remember(session: Session, served: Iterable[State]) -> None:
    """Remember what was served; of subscriptions that are gone meanwhile nothing is kept."""
    by_key = {(each.subscription, each.look): each for each in served}
    for (subscription, look), each in sorted(by_key.items()):
        known = select(SubscriptionRow.id).where(SubscriptionRow.id == subscription)
        if session.scalar(known) is None:
            continue
        own = (FeedStateRow.subscription == subscription, FeedStateRow.look == look)
        session.execute(delete(FeedStateRow).where(*own))
        session.execute(
            insert(FeedStateRow).values(
                subscription=subscription,
                look=look,
                state=each.state,
                etag=each.etag,
                last_modified=each.last_modified,
                length=each.length,
            )
        )


def _columns(block: Block) -> dict[str, object]:
    return {
        "uid": block.uid,
        "look": block.look,
        "version": block.version,
        "octets": block.octets,
    }
