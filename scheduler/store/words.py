"""Queries on the names of what has no table of its own: themes, categories of matters, roles."""

from sqlalchemy import select

from scheduler.store.engine import Session
from scheduler.store.tables.roster import NameRow


def keys_named(session: Session, name: str) -> tuple[str, ...]:
    """List the keys with this Chinese or English name."""
    query = select(NameRow.key).where((NameRow.name == name) | (NameRow.name_en == name))
    return tuple(session.scalars(query.order_by(NameRow.key)))
