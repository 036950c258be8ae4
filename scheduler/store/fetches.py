"""Who fetched at a feed address last, and when."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import or_, update

from scheduler.store.engine import Session
from scheduler.store.tables.access import SubscriptionRow


@dataclass(frozen=True, slots=True)
class Fetch:
    """When a subscription was last fetched, by what client, up to which change.

    ``version`` is that of the address it was fetched at.
    """

    at: datetime
    client: str
    seq: int
    version: int

    def outdates(self, other: "Fetch") -> bool:
        """Tell whether this one is of a later address, or later at the same one."""
        return (self.version, self.at) > (other.version, other.at)


def note(session: Session, fetches: Mapping[str, Fetch]) -> None:
    """Write when subscriptions were last fetched, also what was fetched before they were ended.

    A fetch at a former address is none of the new one, and none takes the place of a later one.
    """
    for subscription, fetch in sorted(fetches.items()):
        noted, ended = SubscriptionRow.last_fetch_at, SubscriptionRow.revoked_at
        session.execute(
            update(SubscriptionRow)
            .where(SubscriptionRow.id == subscription, SubscriptionRow.version == fetch.version)
            .where(or_(noted.is_(None), noted <= fetch.at))
            .where(or_(ended.is_(None), ended >= fetch.at))
            .values(last_fetch_at=fetch.at, last_client=fetch.client, last_seq=fetch.seq)
        )
