"""Who fetched at a feed address last, and when."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import and_, or_, update

from scheduler.store.engine import Session
from scheduler.store.tables.access import SubscriptionRow


@dataclass(frozen=True, slots=True)
class Fetch:
    """When a subscription was last fetched, by what client, up to which change.

    ``seq`` is 0 where that delivers nothing: a browser looked, or a part was asked for. ``version``
    is that of the address it was fetched at.
    """

    at: datetime
    client: str
    seq: int
    version: int

    def outdates(self, other: "Fetch") -> bool:
        """Tell whether this one is of a later address, or later at the same one.

        One that delivers nothing takes the place of none that does.
        """
        return (self.version, self.seq > 0, self.at) > (other.version, other.seq > 0, other.at)


def note(session: Session, fetches: Mapping[str, Fetch]) -> None:
    """Write when subscriptions were last fetched, also what was fetched before they were ended.

    A fetch at a former address is none of the new one, and none takes the place of a later one.
    One that delivers nothing is written where nothing was delivered yet.
    """
    for subscription, fetch in sorted(fetches.items()):
        noted, ended = SubscriptionRow.last_fetch_at, SubscriptionRow.revoked_at
        nothing = SubscriptionRow.last_seq == 0
        earlier = or_(noted.is_(None), noted <= fetch.at)
        session.execute(
            update(SubscriptionRow)
            .where(SubscriptionRow.id == subscription, SubscriptionRow.version == fetch.version)
            .where(or_(nothing, earlier) if fetch.seq else and_(nothing, earlier))
            .where(or_(ended.is_(None), ended >= fetch.at))
            .values(last_fetch_at=fetch.at, last_client=fetch.client, last_seq=fetch.seq)
        )
