"""evolution-data-server on a bus of its own, with one source: a calendar of the web."""

import json
import os
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from tests.clients.desktop.client import Desktop
from tests.clients.seen import ParsedEvent

PYTHON = "/usr/bin/python3"
"""The distribution's Python: its bindings are not on the package index."""

_READER = Path(__file__).with_name("evolution_reader.py")
_END_SECONDS = 30

_SOURCE = """\
[Data Source]
DisplayName=feed
Enabled=true
Parent=webcal-stub

[Calendar]
BackendName=webcal
Selected=true

[Security]
Method=none

[Authentication]
Host={host}
Port={port}
ProxyUid=system-proxy

[WebDAV Backend]
ResourcePath={path}

[Refresh]
Enabled=true
EnabledOnMeteredNetwork=true
IntervalMinutes=60

[Offline]
StaySynchronized=true
"""


class ReaderError(RuntimeError):
    """The reader ended before it answered."""


@contextmanager
def running(folder: Path, url: str) -> Iterator[Desktop]:
    """Start it with empty folders and a source at an address; the timer polls once an hour."""
    sources = folder / "config" / "evolution" / "sources"
    sources.mkdir(parents=True)
    parts = urlsplit(url)
    text = _SOURCE.format(host=parts.hostname, port=parts.port, path=parts.path)
    (sources / "feed.source").write_text(text, "utf-8")
    with (folder / "program.log").open("wb") as log:
        process = subprocess.Popen(
            ["dbus-run-session", "--", PYTHON, _READER],
            env=os.environ | _environment(folder),
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=log,
            text=True,
        )

    def ask(what: str) -> Any:  # noqa: ANN401 - what the reader gives
        assert process.stdin is not None
        assert process.stdout is not None
        process.stdin.write(f"{what}\n")
        process.stdin.flush()
        answer = process.stdout.readline()
        if not answer:
            raise ReaderError((folder / "program.log").read_text("utf-8"))
        return json.loads(answer)

    try:
        yield Desktop(
            name=f"evolution-data-server {_version()}",
            sign="Evolution/",
            refresh=lambda: ask("refresh"),
            events=lambda: frozenset(_event(each) for each in ask("events")),
        )
    finally:
        process.communicate(timeout=_END_SECONDS)


def _environment(folder: Path) -> dict[str, str]:
    names = {"CONFIG": "config", "DATA": "data", "CACHE": "cache"}
    homes = {f"XDG_{name}_HOME": str(folder / part) for name, part in names.items()}
    return homes | {"GSETTINGS_BACKEND": "memory", "HOME": str(folder)}


def _version() -> str:
    asked = ["dpkg-query", "--show", "--showformat=${Version}", "evolution-data-server"]
    return subprocess.run(asked, capture_output=True, text=True, check=True).stdout


def _event(shown: list[Any]) -> ParsedEvent:
    uid, start, end, *rest = shown
    return ParsedEvent(uid, _edge(start), _edge(end), *rest)


def _edge(value: str | int) -> date:
    return (
        date.fromisoformat(value) if isinstance(value, str) else datetime.fromtimestamp(value, UTC)
    )
