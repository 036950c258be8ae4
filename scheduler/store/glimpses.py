"""The one indexed read with which an unchanged feed is served, past all layers above the driver.

What is read is only compared with what was read before, so values stay as the driver gives them.
"""

from functools import lru_cache

from sqlalchemy import Dialect, bindparam, select
from sqlalchemy.exc import TimeoutError as PoolTimeoutError

from scheduler.store.engine import Store
from scheduler.store.tables.access import SubscriptionAllianceRow, SubscriptionRow
from scheduler.store.tables.ledger import LedgerHeadRow
from scheduler.store.tables.roster import BodyRow

Glimpse = tuple[tuple[object, ...], ...]
"""What decides a feed: equal to an earlier one, the feed is the same."""

_QUERY = (
    select(
        *(SubscriptionRow.updated_at, SubscriptionRow.revoked_at),
        *(BodyRow.key, BodyRow.name, BodyRow.name_en, BodyRow.public_calendar),
        LedgerHeadRow.feed_seq,
    )
    .select_from(SubscriptionRow)
    .outerjoin(SubscriptionAllianceRow, SubscriptionAllianceRow.subscription == SubscriptionRow.id)
    .outerjoin(BodyRow, BodyRow.key == SubscriptionAllianceRow.alliance)
    .outerjoin(LedgerHeadRow, LedgerHeadRow.alliance == BodyRow.key)
    .where(SubscriptionRow.token_hash == bindparam("token_hash"))
)


def glimpse(store: Store, token_hash: str) -> Glimpse | None:
    """Read what decides the feed of an address; None while the database is away."""
    dialect = store.engine.dialect
    statement, named = _statement(dialect)
    try:
        connection = store.engine.raw_connection()
        try:
            cursor = connection.cursor()
            cursor.execute(statement, {"token_hash": token_hash} if named else (token_hash,))
            return tuple(sorted(map(tuple, cursor.fetchall()), key=repr))
        finally:
            connection.close()
    except (dialect.loaded_dbapi.Error, PoolTimeoutError):
        return None


@lru_cache(maxsize=4)
def _statement(dialect: Dialect) -> tuple[str, bool]:
    compiled = _QUERY.compile(dialect=dialect)
    return str(compiled), not compiled.positional
