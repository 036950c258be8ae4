"""Fixtures and settings that every test shares."""

import gc
import os
from collections.abc import Iterator
from contextlib import AbstractContextManager, nullcontext
from functools import cache
from pathlib import Path

import pytest
from hypothesis import HealthCheck, Phase, settings
from playwright.sync_api import Browser, Page

from tests.support import opened
from tests.support.browser import DESK, PHONE, open_page, running_browser
from tests.support.measuring import first_examples, look_away, seen_through, untraced
from tests.support.network import forbid_other_hosts
from tests.support.postgres import PostgresServer, running_server
from tests.support.rendering import render_since_before
from tests.support.statements import keep_statements
from tests.support.templates import keep_templates

# The same examples in every run, so that a red build is red again; `explore` looks for new ones.
settings.register_profile(
    "small",
    max_examples=30,
    deadline=None,
    derandomize=True,
    database=None,
    suppress_health_check=[HealthCheck.too_slow],
)
settings.register_profile("thorough", settings.get_profile("small"), max_examples=100)
settings.register_profile("explore", deadline=None, max_examples=2000, print_blob=True)
settings.register_profile(
    "mutants",
    settings.get_profile("small"),
    max_examples=20,
    phases=[Phase.explicit, Phase.generate],
)
settings.load_profile("thorough" if os.environ.get("CI") else "small")

forbid_other_hosts()
render_since_before()
keep_statements()
keep_templates()

HERE = Path(__file__).parent
UNMEASURED = tuple(
    HERE / name
    for name in ("laws", "house", "clients", "journeys", "browser", "api/test_hostile.py")
)
"""Tests that run again, many times over, what the tests of each module cover."""

STORE = (HERE / "store",)
"""Tests that show what others' code calls."""

REPEATED = frozenset(
    (
        "test_both_databases_hold_the_same_after_loading",
        "test_on_new_years_day_all_is_planned_and_nothing_recorded",
    )
)
"""Tests that load the examples, of which another test shows every line."""

LONG = tuple(
    HERE / name
    for name in (
        "services/examples",
        "api/test_hostile.py",
        "cli/test_serve.py",
        "journeys",
        "laws",
    )
)
"""Files that take longest, begun first so that no worker waits for another at the end."""


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Begin with what takes longest."""
    items.sort(key=lambda item: not _lies_in(LONG, item.path))


@pytest.hookimpl(wrapper=True)
def pytest_runtest_protocol(item: pytest.Item) -> Iterator[None]:
    """Trace nothing where it only costs time and shows no line."""
    with _sight(item):
        return (yield)


def _sight(item: pytest.Item) -> AbstractContextManager[None]:
    if _lies_in(STORE, item.path):
        return seen_through()
    again = "[postgresql" in item.name or item.name in REPEATED
    return untraced() if again or _lies_in(UNMEASURED, item.path) else nullcontext()


@pytest.hookimpl(wrapper=True)
def pytest_runtest_call(item: pytest.Item) -> Iterator[None]:
    """Trace no more examples of a property than show something."""
    with first_examples(item):
        return (yield)


def pytest_collection_finish() -> None:
    """Leave what was collected out of every later search for garbage, and search less often."""
    look_away()
    gc.collect()
    gc.freeze()
    gc.set_threshold(20_000, 20, 20)


@cache
def _lies_in(places: tuple[Path, ...], path: Path) -> bool:
    return any(path.is_relative_to(place) for place in places)


@pytest.fixture(autouse=True)
def _closed() -> Iterator[None]:
    """Close what the test opened."""
    yield
    opened.close_all()


@pytest.fixture(scope="session")
def postgres_server() -> Iterator[PostgresServer]:
    """One PostgreSQL server for the whole run of this worker."""
    with running_server() as server:
        yield server


@pytest.fixture
def postgresql_url(postgres_server: PostgresServer) -> Iterator[str]:
    """The address of an empty PostgreSQL database."""
    with postgres_server.fresh() as url:
        yield url


@pytest.fixture
def sqlite_url(tmp_path: Path) -> str:
    """The address of a SQLite file that does not exist yet."""
    return f"sqlite:///{tmp_path / 'test.db'}"


@pytest.fixture(params=["sqlite", "postgresql"])
def database_url(request: pytest.FixtureRequest) -> str:
    """The address of an empty database: the test runs once on each kind."""
    url = request.getfixturevalue(f"{request.param}_url")
    assert isinstance(url, str)
    return url


@pytest.fixture(scope="session")
def chromium() -> Iterator[Browser]:
    """One Chromium for the whole run of this worker."""
    with running_browser() as browser:
        yield browser


@pytest.fixture
def desk_page(chromium: Browser) -> Iterator[Page]:
    """A page as wide as a desk screen."""
    with open_page(chromium, DESK) as page:
        yield page


@pytest.fixture
def phone_page(chromium: Browser) -> Iterator[Page]:
    """A page as wide as a small phone."""
    with open_page(chromium, PHONE) as page:
        yield page


@pytest.fixture
def plain_page(chromium: Browser) -> Iterator[Page]:
    """A phone page on which no JavaScript runs."""
    with open_page(chromium, PHONE, scripts=False) as page:
        yield page
