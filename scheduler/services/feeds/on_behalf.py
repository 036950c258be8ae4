"""Who acts on feed addresses for somebody else: the command line acts as their owners."""

from datetime import datetime

from scheduler.domain.errors import NotFoundError
from scheduler.services import accounts
from scheduler.services.access import SYSTEM, Principal
from scheduler.store import Store
from scheduler.store import accounts as queries
from scheduler.store import subscriptions as addresses


def account(store: Store, name: str, now: datetime) -> Principal:
    """Give whom a sign-in name stands for; ``NotFoundError`` for nobody, or a disabled account."""
    with store.read() as session:
        row = queries.user_by_name(session, name)
        found = accounts.principal(session, row.id, now) if row else None
    if found is None:
        raise NotFoundError(entity="user", key=name)
    return found


def owner(store: Store, subscription: str, now: datetime) -> Principal:
    """Give the owner of an address, the service itself for that of an alliance.

    ``NotFoundError`` where there is no such address, or its owner is there no more.
    """
    with store.read() as session:
        kept = addresses.get(session, subscription)
        by = SYSTEM.id if kept is None or kept.owner is None else kept.owner
        found = accounts.principal(session, by, now)
    if kept is None or found is None:
        raise NotFoundError(entity="subscription", key=subscription)
    return found
