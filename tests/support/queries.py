"""How many statements a piece of code sends to the database."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field

from sqlalchemy import event

from scheduler.store import Store


@dataclass(slots=True)
class Counted:
    """The statements sent so far, in order; BEGIN, COMMIT and ROLLBACK are not among them."""

    statements: list[str] = field(default_factory=list)

    def __len__(self) -> int:
        return len(self.statements)


@contextmanager
def counted(store: Store) -> Iterator[Counted]:
    """Collect the statements that are sent while the block runs."""
    found = Counted()

    def note(_connection: object, _cursor: object, statement: str, *_rest: object) -> None:
        if not statement.startswith("BEGIN"):
            found.statements.append(statement)

    event.listen(store.engine, "before_cursor_execute", note)
    try:
        yield found
    finally:
        event.remove(store.engine, "before_cursor_execute", note)


def statements(store: Store, work: Callable[[], object]) -> int:
    """Count the statements of one call."""
    with counted(store) as found:
        work()
    return len(found)
