"""A small alliance with everything that tests of services and pages need, as plain rows.

Two chain committees of one county: ``auto`` with two branches, three enterprises, four councils,
three exchanges hosted in turn, a list to deliver and a day shared with ``steel``, of which only
one council is known. It is 18 August 2026, 10:00 in Shanghai.
"""

import tempfile
from collections.abc import Callable
from datetime import datetime
from functools import lru_cache
from pathlib import Path
from urllib.parse import urlsplit

from flask import Flask
from flask.testing import FlaskClient

from scheduler.app import create_app
from scheduler.config import Settings
from scheduler.domain.activity import EventStatus
from scheduler.services import accounts
from scheduler.services.access import Principal
from scheduler.services.runtime import EXTENSION, Runtime
from scheduler.store import Session, Store, database, events, ledger, schema
from scheduler.store.tables.roster import BodyRow
from tests.support import opened, postgres, rows
from tests.support.rows import (
    ALLIANCE,
    COUNCILS,
    EXCHANGES,
    LIST,
    MADE,
    MET,
    NOW,
    OTHER,
    OTHER_COUNCIL,
    SHARED_DAY,
    at,
    calendar,
    unit,
)

__all__ = [
    "ALLIANCE",
    "BASE_URL",
    "COUNCILS",
    "EXCHANGES",
    "LIST",
    "MADE",
    "MET",
    "NOW",
    "OTHER",
    "OTHER_COUNCIL",
    "PASSWORD",
    "ROLES",
    "SECRET_KEY",
    "SHARED_DAY",
    "app",
    "at",
    "calendar",
    "client",
    "filled",
    "principal",
    "runtime",
    "store_at",
    "token",
    "unit",
    "world",
]

SECRET_KEY = "a-key-for-tests-only-0123456789abcdef"  # noqa: S105 - of no other use
PASSWORD = "correct-horse-sample"  # noqa: S105 - of the sample accounts
BASE_URL = "http://calendar.example"

ROLES = {
    "admin": ("system_admin", "system"),
    "committee": ("cluster_committee", "body:county"),
    "alliance_admin": ("alliance_admin", "body:auto"),
    "secretary": ("alliance_secretary", "body:auto"),
    "branch": ("branch_secretary", "body:auto-1"),
    "host": ("host_duty", "organisation:alpha"),
    "member": ("member", "body:auto-1"),
    "other": ("alliance_admin", "body:steel"),
}
"""One account for each caller: its name, and the role in the scope that it holds."""


_patterns: dict[tuple[str, bool], str] = {}
"""Databases to copy, by server and whether they are filled: migrating each anew takes seconds."""


@lru_cache(maxsize=2)
def _file(*, full: bool) -> bytes:
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "pattern.db"
        _make(f"sqlite:///{path}", full=full)
        return path.read_bytes()


def _make(url: str, *, full: bool) -> None:
    engine = database.engine(_driver(url))
    schema.migrate(engine)
    if full:
        world(Store(engine))
    engine.dispose()


def _driver(url: str) -> str:
    return url.replace("postgresql:", "postgresql+psycopg:", 1)


def prepare(url: str, *, full: bool = False) -> None:
    """Give an empty database the schema, and the small alliance too, by copying a pattern."""
    if url.startswith("sqlite:///"):
        path = Path(url.removeprefix("sqlite:///"))
        if not path.exists():
            path.write_bytes(_file(full=full))
        return
    engine = database.engine(_driver(url))
    found = schema.version(engine)
    engine.dispose()
    if found is None:
        postgres.replace_by(url, pattern_of(url, full=full))


def pattern_of(url: str, *, full: bool) -> str:
    """Give the database that those of the same server are copied from."""
    key = (urlsplit(url)._replace(path="").geturl(), full)
    if key not in _patterns:
        made = postgres.copy_of(url)
        _make(made, full=full)
        _patterns[key] = made
    return _patterns[key]


def store_at(url: str) -> Store:
    """Open a store on a database, given the schema if it had none; closed after the test."""
    prepare(url)
    return _open(url)


def _open(url: str) -> Store:
    engine = database.engine(_driver(url))
    opened.later(engine.dispose)
    return Store(engine)


def world(store: Store) -> Store:
    """Fill an empty store with the small alliance, and give it back."""
    with store.write() as session:
        for group in (rows.bodies(), rows.people(), rows.ties(), rows.rules()):
            session.add_all(group)
            session.flush()
        events.add(session, calendar())
        _publish(session)
    accounts.create_users(
        store,
        [
            accounts.NewUser(
                id=f"u-{name}",
                name=name,
                display_name=f"{name}样例",
                password=PASSWORD,
                grants=(grant,),
                person="p-1" if name == "branch" else None,
            )
            for name, grant in ROLES.items()
        ],
        MADE,
        fast=True,
    )
    return store


def filled(url: str) -> Store:
    """Open a store on a database, filled if it was empty."""
    prepare(url, full=True)
    store = _open(url)
    return store if _is_filled(store) else world(store)


def principal(store: Store, role: str) -> Principal:
    """Give the principal of one of the accounts in ``ROLES``."""
    found = accounts.current(store, f"u-{role}", 1, NOW)
    assert found is not None
    return found


def token(store: Store, *scopes: str, alliances: tuple[str, ...] = ()) -> str:
    """Make an API token and give it in clear."""
    return accounts.create_token(store, accounts.NewToken("样例", scopes, alliances), "test", MADE)


def app(
    url: str, now: datetime | Callable[[], datetime] = NOW, *, check_forms: bool = False
) -> Flask:
    """Build the application on a database, filled if it was empty; forms need no token."""
    folder = Path(url.removeprefix("sqlite:///")).parent
    settings = Settings(
        database_url=_driver(url),
        secret_key=SECRET_KEY,
        data_dir=folder if url.startswith("sqlite:///") else Path(tempfile.gettempdir()),
        base_url=BASE_URL,
        examples=False,
        fast_hashing=True,
    )
    prepare(url, full=True)
    built = create_app(settings, clock=now if callable(now) else lambda: now)
    built.testing = True
    if not check_forms:
        built.config["WTF_CSRF_METHODS"] = frozenset()
    store = runtime(built).store
    opened.later(store.engine.dispose)
    if not _is_filled(store):
        world(store)
    return built


def runtime(built: Flask) -> Runtime:
    """Give an application's runtime."""
    found = built.extensions[EXTENSION]
    assert isinstance(found, Runtime)
    return found


def client(built: Flask, role: str | None = None) -> FlaskClient:
    """Give a client, signed in as one of ``ROLES`` where a role is named."""
    browser = built.test_client()
    if role is not None:
        answer = browser.post("/signin", data={"name": role, "password": PASSWORD})
        assert answer.status_code in {302, 303}, answer.text
    return browser


def _is_filled(store: Store) -> bool:
    with store.read() as session:
        return session.get(BodyRow, ALLIANCE) is not None


def _publish(session: Session) -> None:
    made = [
        ledger.Entry(event.alliances, "event", event.uid, "created", visible=True)
        for event in calendar()
    ]
    held = [
        ledger.Entry(event.alliances, "event", event.uid, "held", revision=1, visible=True)
        for event in calendar()
        if event.status is EventStatus.HELD
    ]
    ledger.append(session, [*made, *held], "u-secretary", MADE)
