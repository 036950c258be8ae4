"""Queries for those who read the roster as a whole: all bodies, those above, all tokens."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import select
from sqlalchemy.orm import aliased

from scheduler.domain.roster import Body, Organisation
from scheduler.store.engine import Session
from scheduler.store.roster import Name, body, organisation
from scheduler.store.tables.access import ApiTokenRow
from scheduler.store.tables.roster import BodyRow, OrganisationRow


@dataclass(frozen=True, slots=True)
class Token:
    """What is shown of a token: everything but itself. No alliances means all of them."""

    id: str
    name: str
    scopes: tuple[str, ...]
    alliances: tuple[str, ...]
    created_at: datetime
    expires: date | None
    revoked_at: datetime | None
    last_used_at: datetime | None


def bodies(session: Session) -> tuple[Body, ...]:
    """List every body by key."""
    return tuple(body(row) for row in session.scalars(select(BodyRow).order_by(BodyRow.key)))


def above(session: Session, keys: Iterable[str]) -> dict[str, Name]:
    """Give the name of the body above each of these bodies, where there is one."""
    below, over = aliased(BodyRow), aliased(BodyRow)
    query = (
        select(below.key, over.name, over.short_name, over.name_en)
        .join(over, over.key == below.parent)
        .where(below.key.in_(sorted(keys)))
    )
    return {key: Name(*name) for key, *name in session.execute(query)}


def tokens(session: Session) -> tuple[Token, ...]:
    """List the tokens of other systems by id."""
    return tuple(
        Token(
            id=row.id,
            name=row.name,
            scopes=tuple(row.scopes),
            alliances=tuple(row.alliances),
            created_at=row.created_at,
            expires=row.expires,
            revoked_at=row.revoked_at,
            last_used_at=row.last_used_at,
        )
        for row in session.scalars(select(ApiTokenRow).order_by(ApiTokenRow.id))
    )


def organisations(session: Session) -> tuple[Organisation, ...]:
    """List every organisation by key."""
    query = select(OrganisationRow).order_by(OrganisationRow.key)
    return tuple(organisation(row) for row in session.scalars(query))
