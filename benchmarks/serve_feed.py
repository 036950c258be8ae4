"""G2, G3 and G4: a feed of 1,000 events over HTTP, against nginx, plain Flask and Radicale.

All serve the same events, one after the other in each round, and each is left to rest before the
next; the load generator is wrk.
"""

import re
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from benchmarks._feed import SECRET_KEY, fill
from benchmarks._peers import (
    Peer,
    compared,
    flask,
    free_port,
    install,
    nginx,
    radicale,
    running,
    told,
)

EVENTS = 1_000


@contextmanager
def ours(folder: Path) -> Iterator[Peer]:
    """Serve the feed by the service itself, as ``make run`` does."""
    path, port = f"/feeds/{fill(folder, EVENTS)}.ics", free_port()
    env = {
        "SCHEDULER_PORT": str(port),
        "SCHEDULER_DATA_DIR": str(folder),
        "SCHEDULER_DATABASE_URL": f"sqlite:///{folder / 'scheduler.db'}",
        "SCHEDULER_SECRET_KEY": SECRET_KEY,
        "SCHEDULER_EXAMPLES": "0",
    }
    url = f"http://127.0.0.1:{port}{path}"
    with running([sys.executable, "-m", "scheduler", "serve"], url, env):
        yield Peer("service", url)


def uids(octets: bytes) -> set[str]:
    """List the events of a calendar."""
    return set(re.findall(r"UID:(e-\d+)", octets.decode()))


def main() -> None:
    """Serve the same events by all, check that they are the same, and print the ratios."""
    install()
    with tempfile.TemporaryDirectory() as home:
        folders = [Path(home) / name for name in ("ours", "nginx", "flask", "radicale")]
        for folder in folders:
            folder.mkdir()
        Path(home).chmod(0o755)
        with ours(folders[0]) as service:
            octets, tag = service.get()
            with (
                nginx(folders[1], octets) as static,
                flask(folders[2], octets, tag) as plain,
                radicale(folders[3], octets) as calendars,
            ):
                peers = [service, static, plain, calendars]
                found = {peer.name: peer.get() for peer in peers}
                same = {name: uids(body) == uids(octets) for name, (body, _) in found.items()}
                assert all(same.values()) and len(uids(octets)) == EVENTS, same  # noqa: PT018, S101 - a benchmark's own check
                tags = {name: own for name, (_, own) in found.items()}
                told("G2 GET 200, 1 connection", compared(peers[:3], 1, {}), "service")
                told("G3 GET 304, 1 connection", compared(peers[:3], 1, tags), "service")
                told("G3 GET 304, 8 connections", compared(peers[:3], 8, tags), "service")
                told("G4 GET 200, 1 connection", compared([service, calendars], 1, {}), "service")


if __name__ == "__main__":
    main()
