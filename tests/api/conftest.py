"""The API under test: one for all tests of a module that store nothing, or a fresh one."""

import pytest

from tests.api.calls import Api, opened


@pytest.fixture(scope="module")
def shared(tmp_path_factory: pytest.TempPathFactory) -> Api:
    """An API that the tests of one module share; they may not change what is stored."""
    return opened(f"sqlite:///{tmp_path_factory.mktemp('api') / 'test.db'}")


@pytest.fixture
def api(sqlite_url: str) -> Api:
    """An API of its own for one test."""
    return opened(sqlite_url)
