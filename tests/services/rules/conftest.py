import pytest

from scheduler.store import Store
from tests.support.world import filled


@pytest.fixture
def store(sqlite_url: str) -> Store:
    """The small alliance."""
    return filled(sqlite_url)
