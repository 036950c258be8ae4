import pytest

from scheduler.store import Store
from tests.services.turns.exchanges import with_hosts
from tests.support.world import filled


@pytest.fixture
def store(sqlite_url: str) -> Store:
    """The small alliance with people of two more member organisations."""
    return with_hosts(filled(sqlite_url))
