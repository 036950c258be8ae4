"""Whether the service can serve, and what is wrong if it cannot."""

from scheduler.services.feeds.shelf import Shelf
from scheduler.store import Store, feeds, schema


def faults(store: Store) -> tuple[str, ...]:
    """Name what keeps the service from serving; nothing when it is ready."""
    try:
        found = schema.version(store.engine)
        if found != schema.HEAD:
            return (f"schema: {found or 'none'}, wanted {schema.HEAD}",)
        schema.probe(store.engine)
    except Exception as error:  # noqa: BLE001 - whatever a driver raises means the same here
        return (f"database: {store.fault() or type(error).__name__}",)
    wrong = store.fault()
    return (f"database: {wrong}",) if wrong else ()


def left_out(store: Store, shelf: Shelf) -> int:
    """Count the events that feeds of this process had to leave out and that belong there still.

    Nothing is read where none was.
    """
    with shelf.lock:
        uids = frozenset(shelf.left_out | shelf.undecided)
    if not uids:
        return 0
    with store.read() as session:
        return feeds.count_shown(session, uids)
