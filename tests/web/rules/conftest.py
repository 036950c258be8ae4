import pytest

from scheduler.store import Store
from tests.support.world import app, runtime


@pytest.fixture
def store(sqlite_url: str) -> Store:
    """The store of the application that the pages are of."""
    return runtime(app(sqlite_url)).store
