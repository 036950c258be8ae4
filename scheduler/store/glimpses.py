"""The one indexed read with which an unchanged feed is served, past all layers above the driver.

What is read is only compared with what was read before, so values stay as the driver gives them.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

from sqlalchemy import (
    ColumnElement,
    CompoundSelect,
    Dialect,
    Select,
    String,
    bindparam,
    cast,
    literal_column,
    null,
    select,
    union_all,
)
from sqlalchemy.exc import TimeoutError as PoolTimeoutError

from scheduler.store.engine import Session, Store
from scheduler.store.tables.access import (
    ApiTokenRow,
    GrantRow,
    SubscriptionAllianceRow,
    SubscriptionRow,
    UserRow,
)
from scheduler.store.tables.ledger import LedgerHeadRow
from scheduler.store.tables.roster import AffiliationRow, BodyRow, MembershipRow, OfficerRow

Glimpse = tuple[tuple[object, ...], ...]
"""What decides a feed: equal to an earlier one, the feed is the same."""

_OF_FEED = (
    *(SubscriptionRow.updated_at, SubscriptionRow.revoked_at),
    *(BodyRow.key, BodyRow.name, BodyRow.name_en, BodyRow.public_calendar),
    LedgerHeadRow.feed_seq,
)
_SEVERAL = 2
_TOKEN = "token:"  # noqa: S105 - begins the names of those who act by one
_LISTS = ("body", "above", "member", "branch")

Written = tuple[str, tuple[str, ...] | None]
"""A statement, and the order of its parameters where it names none."""


@dataclass(frozen=True, slots=True)
class Grounds:
    """What the right to see rests on besides the address, and what a scope covers rests on.

    ``owner`` has its grants; ``person`` its homes and offices, and so has whoever is the owner;
    ``bodies`` have their place in the tree, names and newest changes; ``above`` are those of which
    every body below matters; ``members`` are members of bodies, ``branches`` have members.
    """

    owner: str = ""
    person: str = ""
    bodies: frozenset[str] = frozenset()
    above: frozenset[str] = frozenset()
    members: frozenset[str] = frozenset()
    branches: frozenset[str] = frozenset()


NO_GROUNDS = Grounds()


@dataclass(frozen=True, slots=True)
class Look:
    """One read, ready for the driver."""

    statement: str
    parameters: Mapping[str, Any] | tuple[Any, ...]


def look(store: Store, token_hash: str, grounds: Grounds) -> Look:
    """Make the read that tells whether anything changed for an address."""
    dialect, values = store.engine.dialect, {"token_hash": token_hash}
    if grounds == NO_GROUNDS:
        statement, order = _plain(dialect)
    else:
        owner = grounds.owner.removeprefix(_TOKEN)
        values |= {"owner": owner, "person": grounds.person}
        lists = (grounds.bodies, grounds.above, grounds.members, grounds.branches)
        for name, keys in zip(_LISTS, lists, strict=True):
            names = _names(name, len(keys))
            values |= dict.fromkeys(names, "") | dict(zip(names, sorted(keys), strict=False))
        counts = tuple(map(len, lists))
        statement, order = _watching(dialect, counts, by_token=owner != grounds.owner)
    return Look(statement, values if order is None else tuple(values[name] for name in order))


def glimpse(store: Store, asked: Look) -> Glimpse | None:
    """Read what decides the feed of an address; None while the database is away."""
    try:
        rows = store.peephole.look(asked.statement, asked.parameters)
    except (store.engine.dialect.loaded_dbapi.Error, PoolTimeoutError):
        return None
    seen = tuple(map(tuple, rows))
    return seen if len(seen) < _SEVERAL else tuple(sorted(seen, key=repr))


def relatives(
    session: Session, bodies: Iterable[str], above: Iterable[str]
) -> tuple[frozenset[str], frozenset[str]]:
    """Give these bodies with all above them, and those others with all below them."""
    tree = dict(session.execute(select(BodyRow.key, BodyRow.parent)).all())
    up: set[str] = set()
    for body in bodies:
        at: str | None = body
        while at is not None and at not in up:
            up.add(at)
            at = tree.get(at)
    below: dict[str | None, list[str]] = {}
    for key, parent in tree.items():
        below.setdefault(parent, []).append(key)
    down: set[str] = set()
    unread = list(above)
    while unread:
        at = unread.pop()
        if at not in down:
            down.add(at)
            unread += below.get(at, [])
    return frozenset(up), frozenset(down)


@lru_cache(maxsize=4)
def _plain(dialect: Dialect) -> Written:
    return _written(_of_feed(_OF_FEED), dialect)


def _written(statement: Select[Any] | CompoundSelect[Any], dialect: Dialect) -> Written:
    compiled = statement.compile(dialect=dialect)
    return str(compiled), tuple(compiled.positiontup or ()) if compiled.positional else None


def _of_feed(columns: Iterable[Any]) -> Select[Any]:
    return (
        select(*columns)
        .select_from(SubscriptionRow)
        .outerjoin(
            SubscriptionAllianceRow, SubscriptionAllianceRow.subscription == SubscriptionRow.id
        )
        .outerjoin(BodyRow, BodyRow.key == SubscriptionAllianceRow.alliance)
        .outerjoin(LedgerHeadRow, LedgerHeadRow.alliance == BodyRow.key)
        .where(SubscriptionRow.token_hash == bindparam("token_hash"))
    )


def _names(name: str, count: int) -> list[str]:
    """Name the parameters of a list: always a power of two, so that few statements do for all."""
    return [f"{name}_{number}" for number in range(1 << max(0, count - 1).bit_length())]


# Made once for each size of the lists: making a statement of this size takes longer than running.
@lru_cache(maxsize=128)
def _watching(dialect: Dialect, counts: tuple[int, ...], *, by_token: bool) -> Written:
    """Write one statement of the address and of all its grounds, each part by an index."""
    bodies, above, members, branches = (
        [bindparam(each, type_=String) for each in _names(name, count)]
        for name, count in zip(_LISTS, counts, strict=True)
    )
    owner, person = bindparam("owner", type_=String), bindparam("person", type_=String)
    body = (BodyRow.key, BodyRow.parent, BodyRow.kind)
    told = (*body, BodyRow.name, BodyRow.name_en, BodyRow.public_calendar, LedgerHeadRow.feed_seq)
    member = (MembershipRow.member, MembershipRow.body, MembershipRow.since, MembershipRow.until)
    home = (AffiliationRow.body, AffiliationRow.kind, AffiliationRow.since, AffiliationRow.until)
    office = (OfficerRow.body, OfficerRow.role, OfficerRow.since, OfficerRow.until)
    head = LedgerHeadRow.alliance == BodyRow.key
    membership = (
        select(*_row("member", *member, BodyRow.kind))
        .select_from(MembershipRow)
        .join(BodyRow, BodyRow.key == MembershipRow.body)
    )
    whose: list[ColumnElement[Any]] = [person]
    if not by_token:  # what the owner may see ends with the owner's own ties
        whose.append(select(UserRow.person).where(UserRow.id == owner).scalar_subquery())
    told_of_all = union_all(
        _of_feed(_row("feed", *_OF_FEED)),
        _owner(by_token=by_token),
        select(*_row("grant", GrantRow.role, GrantRow.scope)).where(GrantRow.user == owner),
        select(*_row("body", *told))
        .select_from(BodyRow)
        .outerjoin(LedgerHeadRow, head)
        .where(BodyRow.key.in_(bodies)),
        select(*_row("below", *body)).where(BodyRow.parent.in_(above)),
        membership.where(MembershipRow.member.in_(members)),
        membership.where(MembershipRow.body.in_(branches)),
        select(*_row("home", *home)).where(AffiliationRow.person.in_(whose)),
        select(*_row("office", *office)).where(OfficerRow.person.in_(whose)),
    )
    return _written(told_of_all, dialect)


def _owner(*, by_token: bool) -> Select[Any]:
    owner = bindparam("owner", type_=String)
    if by_token:
        right = (ApiTokenRow.scopes, ApiTokenRow.alliances, ApiTokenRow.revoked_at)
        return select(*_row("token", *right, ApiTokenRow.expires)).where(ApiTokenRow.id == owner)
    return select(*_row("user", UserRow.disabled, UserRow.person)).where(UserRow.id == owner)


_WIDTH = 8


def _row(kind: str, *columns: Any) -> list[ColumnElement[Any]]:  # noqa: ANN401 - columns of any type
    """Give the columns as texts, led by what they tell of: so one statement tells of all."""
    row: list[ColumnElement[Any]] = [
        literal_column(f"'{kind}'"),
        *(cast(each, String) for each in columns),
    ]
    return [
        each.label(f"c{number}")
        for number, each in enumerate([*row, *[cast(null(), String)] * (_WIDTH - len(row))])
    ]
