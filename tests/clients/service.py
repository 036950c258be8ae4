"""The service in a process of its own, as clients meet it."""

import json
import os
import signal
import socket
import subprocess
import sys
import time
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from http.client import HTTPConnection
from pathlib import Path
from typing import Any

from scheduler.store import Store
from tests.support.tree import ROOT
from tests.support.world import SECRET_KEY

_READY_SECONDS = 60
_END_SECONDS = 60


class StartError(RuntimeError):
    """The service did not become ready."""


@dataclass(frozen=True, slots=True)
class Api:
    """The API of a service that listens on a port of this machine."""

    port: int
    token: str

    def ask(self, path: str) -> dict[str, Any]:
        """Ask for an address and give the JSON of the answer."""
        request = urllib.request.Request(
            f"http://127.0.0.1:{self.port}/api/v1{path}",
            headers={"Authorization": f"Bearer {self.token}"},
        )
        with urllib.request.urlopen(request, timeout=30) as answer:  # noqa: S310 - of this machine
            found: dict[str, Any] = json.load(answer)
        return found


def free_port() -> int:
    """Find a port on which nothing listens."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def database_url(folder: Path) -> str:
    """Give the address of the database that a service keeps in a folder."""
    return f"sqlite:///{folder / 'scheduler.db'}"


@contextmanager
def serving(folder: Path, port: int, base_url: str) -> Iterator[None]:
    """Serve what a folder holds until the end of the block."""
    own = {
        "SCHEDULER_DATA_DIR": str(folder),
        "SCHEDULER_PORT": str(port),
        "SCHEDULER_BASE_URL": base_url,
        "SCHEDULER_SECRET_KEY": SECRET_KEY,
        "SCHEDULER_EXAMPLES": "0",
    }
    command = [sys.executable, "-m", "scheduler", "serve"]
    with (folder / "service.log").open("ab") as log:
        process = subprocess.Popen(
            command, cwd=ROOT, env=os.environ | own, stdout=log, stderr=subprocess.STDOUT
        )
    try:
        _wait(process, port, folder)
        yield
    finally:
        process.send_signal(signal.SIGTERM)
        process.wait(_END_SECONDS)


@contextmanager
def without_database(store: Store) -> Iterator[None]:
    """Let every question about a subscription fail, as if the database were away."""
    _rename(store, "subscription", "subscription_away")
    try:
        yield
    finally:
        _rename(store, "subscription_away", "subscription")


def _rename(store: Store, old: str, new: str) -> None:
    with store.write() as session:
        session.connection().exec_driver_sql(f"ALTER TABLE {old} RENAME TO {new}")


def _wait(process: subprocess.Popen[bytes], port: int, folder: Path) -> None:
    deadline = time.monotonic() + _READY_SECONDS
    while time.monotonic() < deadline and process.poll() is None:
        if _is_ready(port):
            return
        time.sleep(0.05)
    raise StartError((folder / "service.log").read_text("utf-8"))


def _is_ready(port: int) -> bool:
    connection = HTTPConnection("127.0.0.1", port, timeout=10)
    try:
        connection.request("GET", "/readyz")
        return connection.getresponse().status == 200
    except OSError:
        return False
    finally:
        connection.close()
