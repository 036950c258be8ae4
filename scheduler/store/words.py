"""Queries on the names of what has no table of its own: themes, categories of matters, roles."""

from collections.abc import Iterable

from sqlalchemy import select

from scheduler.store.engine import Session
from scheduler.store.tables.roster import NameRow


def named(session: Session, keys: Iterable[str]) -> dict[str, tuple[str, str]]:
    """Give the Chinese and English names of these keys; one without a name is left out.

    An item of a catalogue, such as ``labour.3``, is named by its class where it has no own name.
    """
    wanted = tuple(keys)
    classes = {key: key.partition(".")[0] for key in wanted}
    query = select(NameRow).where(NameRow.key.in_(sorted({*wanted, *classes.values()})))
    known = {row.key: (row.name, row.name_en) for row in session.scalars(query)}
    found = {key: known[key] for key in wanted if key in known}
    for key, each in classes.items():
        if key not in known and each in known:
            found[key] = _item(known[each], key.partition(".")[2])
    return found


def _item(of: tuple[str, str], item: str) -> tuple[str, str]:
    """Name an item by the name of its class and its number, or what else it is called."""
    chinese, english = of
    if item.isdecimal():
        return f"{chinese}第{item}项", f"{english}, item {item}" if english else ""
    return f"{chinese}·{item}", f"{english} · {item}" if english else ""


def keys_named(session: Session, name: str) -> tuple[str, ...]:
    """List the keys with this Chinese or English name."""
    query = select(NameRow.key).where((NameRow.name == name) | (NameRow.name_en == name))
    return tuple(session.scalars(query.order_by(NameRow.key)))
