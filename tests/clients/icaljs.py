"""Calendars as ical.js reads them, the library of Thunderbird and of many pages."""

import atexit
import base64
import fcntl
import hashlib
import json
import os
import shutil
import subprocess
from collections.abc import Iterator
from datetime import date, datetime
from functools import lru_cache
from pathlib import Path

from tests.clients.missing import MissingError
from tests.clients.seen import ParsedEvent

_SOURCE = Path(__file__).parent / "node"
_FILES = ("package.json", "package-lock.json", "read.mjs")
_INSTALL = ("npm", "ci", "--ignore-scripts", "--no-audit", "--no-fund", "--silent")
_MISSING = "ical.js needs node and npm on PATH (Debian: apt-get install nodejs npm)"
_SECONDS = 180


def by_icaljs(octets: bytes) -> Iterator[ParsedEvent]:
    """Read the events of a calendar that is UTF-8."""
    process = _reader()
    assert process.stdin is not None
    assert process.stdout is not None
    process.stdin.write(base64.b64encode(octets) + b"\n")
    process.stdin.flush()
    answer = json.loads(process.stdout.readline())
    assert isinstance(answer, list), answer
    for uid, start, end, *rest in answer:
        yield ParsedEvent(uid, _edge(start), _edge(end), *rest)


def _edge(text: str) -> date:
    return datetime.fromisoformat(text) if "T" in text else date.fromisoformat(text)


@lru_cache(maxsize=1)
def _reader() -> subprocess.Popen[bytes]:
    """Start the reader once: a process for each calendar would take longer than all the tests."""
    node = shutil.which("node")
    if node is None or shutil.which("npm") is None:
        raise MissingError(_MISSING)
    process = subprocess.Popen(
        [node, _installed() / "read.mjs"], stdin=subprocess.PIPE, stdout=subprocess.PIPE
    )
    atexit.register(_end, process)
    return process


def _end(process: subprocess.Popen[bytes]) -> None:
    process.terminate()
    process.communicate()


def _installed() -> Path:
    """Install what the lock names, once for each lock, into a cache of the user."""
    cache = Path(os.environ.get("XDG_CACHE_HOME") or Path.home() / ".cache")
    texts = [(_SOURCE / name).read_bytes() for name in _FILES]
    name = hashlib.sha256(b"\0".join(texts)).hexdigest()[:16]
    place = cache / "alliance-scheduler" / f"node-{name}"
    place.mkdir(parents=True, exist_ok=True)
    with (place / "lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)  # another worker may be at it
        if not (place / "done").exists():
            for file, text in zip(_FILES, texts, strict=True):
                (place / file).write_bytes(text)
            _run_npm(place)
            (place / "done").touch()
    return place


def _run_npm(place: Path) -> None:
    done = subprocess.run(
        _INSTALL, cwd=place, capture_output=True, text=True, timeout=_SECONDS, check=False
    )
    if done.returncode:
        raise MissingError(f"npm could not install ical.js into {place}: {done.stderr.strip()}")
