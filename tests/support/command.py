"""The command line on a small alliance, run in this process."""

from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import datetime
from pathlib import Path

import pytest
from flask import Flask

from scheduler import cli
from scheduler.app import create_app
from scheduler.config import Settings
from tests.support import opened
from tests.support.world import NOW, SECRET_KEY, filled, prepare, runtime

Run = Callable[..., "Outcome"]


@dataclass(frozen=True, slots=True)
class Outcome:
    """How a command ended, and what it wrote."""

    status: int
    out: bytes
    err: str

    @property
    def text(self) -> str:
        """Give what it wrote as text."""
        return self.out.decode()


def fixed_app(settings: Settings, now: datetime = NOW) -> Flask:
    """Build the application, by default on the day of the small alliance, with cheap hashing."""
    built = create_app(replace(settings, fast_hashing=True), clock=lambda: now)
    opened.later(runtime(built).store.engine.dispose)
    return built


def settle(folder: Path, monkeypatch: pytest.MonkeyPatch, **more: str) -> str:
    """Point the environment at a data folder and give the address of its database."""
    for name in ("DATABASE_URL", "BASE_URL", "HOST", "PORT", "EXAMPLES"):
        monkeypatch.delenv(f"SCHEDULER_{name}", raising=False)
    values = {"DATA_DIR": str(folder), "SECRET_KEY": SECRET_KEY} | more
    for name, value in values.items():
        monkeypatch.setenv(f"SCHEDULER_{name}", value)
    return f"sqlite:///{folder / 'scheduler.db'}"


def runner(capture: pytest.CaptureFixture[bytes], now: datetime = NOW) -> Run:
    """Give the function that runs one command at this instant."""

    def run(*arguments: str) -> Outcome:
        capture.readouterr()
        status = cli.run(lambda settings: fixed_app(settings, now), arguments)
        written = capture.readouterr()
        return Outcome(status, written.out, written.err.decode())

    return run


def filled_folder(folder: Path, monkeypatch: pytest.MonkeyPatch) -> str:
    """Point the environment at a data folder that holds the small alliance."""
    url = settle(folder, monkeypatch)
    filled(url)
    return url


def empty_folder(folder: Path, monkeypatch: pytest.MonkeyPatch) -> str:
    """Point the environment at a data folder whose database has tables and no rows."""
    url = settle(folder, monkeypatch)
    prepare(url)
    return url
