"""When tokens were last used is written a little later, and never lost."""

from datetime import datetime, timedelta

import pytest
from sqlalchemy.exc import OperationalError

from scheduler.services import directory
from scheduler.services.access import SYSTEM, token_principal
from scheduler.services.token_uses import TokenUses
from scheduler.store import Store
from scheduler.store.tables.access import ApiTokenRow
from tests.support.world import NOW, filled, token

LATER = NOW + timedelta(minutes=5)


def used(store: Store) -> list[datetime | None]:
    return [each.last_used_at for each in directory.tokens(store, by=SYSTEM)]


def noted(store: Store, *times: datetime) -> TokenUses:
    uses = TokenUses()
    (found,) = directory.tokens(store, by=SYSTEM)
    for at in times:
        uses.note(token_principal(found.id, found.name, found.scopes, found.alliances), at)
    return uses


def test_the_latest_use_is_written_once(database_url: str) -> None:
    store = filled(database_url)
    token(store, "read")
    uses = noted(store, NOW, LATER, NOW)

    assert used(store) == [None]
    assert (uses.flush(store), used(store), uses.flush(store)) == (1, [LATER], 0)
    assert (noted(store, NOW).flush(store), used(store)) == (1, [LATER])


def test_a_use_waits_while_it_cannot_be_written(sqlite_url: str) -> None:
    store = filled(sqlite_url)
    token(store, "read")
    uses = noted(store, NOW)
    with store.write() as session:
        session.connection().exec_driver_sql("ALTER TABLE api_token RENAME TO elsewhere")

    with pytest.raises(OperationalError):
        uses.flush(store)
    with store.write() as session:
        session.connection().exec_driver_sql(
            f"ALTER TABLE elsewhere RENAME TO {ApiTokenRow.__tablename__}"
        )

    assert (uses.flush(store), used(store)) == (1, [NOW])
