"""The feed addresses of alliances, as tests need them."""

from datetime import datetime

from scheduler.services.feeds import announced
from scheduler.store import Store


def public_token(store: Store, alliance: str, secret_key: str, now: datetime) -> str:
    with store.write() as session:
        return announced.public(session, alliance, secret_key, now)
