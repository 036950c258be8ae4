"""Queries on the lists that rules name: how they are written, and in which revision they are."""

from collections.abc import Iterable, Sequence

from sqlalchemy import delete, func, select

from scheduler.store.engine import Session
from scheduler.store.tables.ledger import ChangeRow
from scheduler.store.tables.roster import NamedListRow, NameRow

ENTITY = "list"
"""What a list is called in the ledger."""

Place = tuple[str, str]
"""A list by alliance and name."""


def entity_id(place: Place) -> str:
    """Name a list in the ledger."""
    return "/".join(place)


def revisions(session: Session, places: Iterable[Place]) -> dict[Place, int]:
    """Give the revision of each of these lists that was ever written; data loading writes none."""
    wanted = {entity_id(place): place for place in places}
    query = (
        select(ChangeRow.entity_id, func.max(ChangeRow.revision))
        .where(ChangeRow.entity == ENTITY, ChangeRow.entity_id.in_(sorted(wanted)))
        .group_by(ChangeRow.entity_id)
    )
    return {wanted[key]: revision for key, revision in session.execute(query)}


def put(session: Session, place: Place, items: Sequence[str]) -> None:
    """Keep a list, a new one or in the place of what stood there."""
    alliance, name = place
    session.merge(NamedListRow(alliance=alliance, name=name, items=list(items)))
    session.flush()


def remove(session: Session, place: Place) -> None:
    """Keep a list no longer."""
    query = delete(NamedListRow)
    session.execute(query.filter_by(alliance=place[0], name=place[1]))


def keepers(session: Session, name: str) -> frozenset[str]:
    """Give the alliances that keep a list of this name."""
    query = select(NamedListRow.alliance).where(NamedListRow.name == name)
    return frozenset(session.scalars(query))


def call(session: Session, key: str, name: str, name_en: str) -> None:
    """Give a key without a table of its own a name, or another one."""
    session.merge(NameRow(key=key, name=name, name_en=name_en))
    session.flush()
