"""Whether the service can serve, and what is wrong if it cannot."""

from scheduler.store import Store, schema


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
