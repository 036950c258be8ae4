import pytest

from scheduler.store import Store
from scheduler.store.tables.roster import GroupMemberRow
from tests.support.world import ALLIANCE, OTHER, app, runtime


@pytest.fixture
def store(sqlite_url: str) -> Store:
    """The store that the pages are of."""
    return runtime(app(sqlite_url)).store


@pytest.fixture
def both(store: Store) -> Store:
    with store.write() as session:
        session.add_all(GroupMemberRow(group_key="both", alliance=key) for key in (ALLIANCE, OTHER))
    return store
