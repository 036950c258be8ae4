"""G2, G3 and G4: a feed of 1,000 events over HTTP, against nginx, plain Flask and Radicale.

The peers are installed where they are missing: nginx and the load generator wrk by apt, Radicale
into an environment of its own in a temporary folder. All serve the same events, one after the
other in each round, and each is left to rest before the next.
"""

import os
import re
import shutil
import socket
import statistics
import subprocess
import sys
import tempfile
import time
import urllib.request
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from datetime import time as clock
from pathlib import Path

from scheduler.domain.activity import Event
from scheduler.services.feeds import announced
from scheduler.store import Store, database, events, ledger, schema
from scheduler.store.tables.roster import ActivityKindRow, BodyRow

EVENTS = 1_000
ROUNDS = 3
SECONDS = 2
REST = 0.5
OCLOCK = clock(14, 30)
FIRST = datetime(2026, 1, 5, 6, 30, tzinfo=UTC)
SECRET_KEY = "a-key-for-benchmarks-0123456789abcdef"  # noqa: S105 - of no other use
FLASK_VIEW = """
from flask import Flask, request, make_response
app = Flask(__name__)
BODY, TAG = open({path!r}, "rb").read(), {tag!r}
@app.get("/feed.ics")
def feed():
    reply = make_response(BODY)
    reply.headers["Content-Type"] = "text/calendar; charset=utf-8"
    reply.set_etag(TAG.strip('"'))
    return reply.make_conditional(request)
"""
NGINX = """
worker_processes 1; daemon off; pid {folder}/nginx.pid; error_log stderr crit;
events {{ worker_connections 64; }}
http {{ access_log off; types {{ text/calendar ics; }} etag on; keepalive_requests 10000000;
  client_body_temp_path {folder}/b; proxy_temp_path {folder}/p; fastcgi_temp_path {folder}/f;
  uwsgi_temp_path {folder}/u; scgi_temp_path {folder}/s;
  server {{ listen 127.0.0.1:{port}; root {folder}; }} }}
"""
RADICALE = """
[server]
hosts = 127.0.0.1:{port}
max_connections = 20
[auth]
type = none
[rights]
type = authenticated
[storage]
filesystem_folder = {folder}/radicale
[logging]
level = critical
"""


@dataclass(frozen=True)
class Peer:
    """A server that runs: where its feed is, and what a client that has it says."""

    name: str
    url: str
    headers: Mapping[str, str] = field(default_factory=dict)

    def get(self) -> tuple[bytes, str]:
        """Fetch the feed once and give its octets and its tag."""
        wanted = urllib.request.Request(self.url, headers=dict(self.headers))  # noqa: S310 - of this machine
        with urllib.request.urlopen(wanted, timeout=60) as reply:  # noqa: S310 - of this machine
            return reply.read(), reply.headers.get("ETag", "")


def event(number: int) -> Event:
    """Make one event of the feed."""
    start = FIRST + timedelta(hours=7 * number)
    return Event(
        uid=f"e-{number:026}",
        owner="sample",
        alliances=("sample",),
        kind="exchange",
        title="样例交流对接",
        title_en="Sample exchange",
        start=start,
        end=start + timedelta(hours=2),
        created_at=FIRST,
        updated_at=FIRST,
    )


def fill(folder: Path) -> str:
    """Make the database of the service and give the path of its feed."""
    engine = database.engine(f"sqlite:///{folder / 'scheduler.db'}")
    store = Store(engine)
    schema.migrate(engine)
    made = [event(number) for number in range(EVENTS)]
    with store.write() as session:
        session.add(
            BodyRow(
                key="sample",
                name="样例产业链党建联盟",
                short_name="样例",
                kind="alliance",
                public_calendar=True,
            )
        )
        session.add(ActivityKindRow(key="exchange", name="交流对接", start=OCLOCK, minutes=120))
        session.flush()
        events.add(session, made)
        entries = [
            ledger.Entry(("sample",), "event", each.uid, "created", visible=True) for each in made
        ]
        ledger.append(session, entries, "sample", FIRST)
        token = announced.public(session, "sample", SECRET_KEY, FIRST)
    engine.dispose()
    return f"/feeds/{token}.ics"


def free_port() -> int:
    """Find a port that nobody listens on."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
        return port


@contextmanager
def running(command: list[str], url: str, env: Mapping[str, str] | None = None) -> Iterator[None]:
    """Run a server until the end of the block; it has answered once when the block begins."""
    process = subprocess.Popen(  # noqa: S603 - commands of this file
        command, env={**os.environ, **(env or {})}, stdout=subprocess.DEVNULL
    )
    try:
        for _ in range(300):
            try:
                urllib.request.urlopen(url, timeout=5).close()  # noqa: S310 - of this machine
                break
            except OSError:
                time.sleep(0.1)
        yield
    finally:
        process.terminate()
        process.wait(timeout=30)


@contextmanager
def ours(folder: Path) -> Iterator[Peer]:
    """Serve the feed by the service itself, as ``make run`` does."""
    path, port = fill(folder), free_port()
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


@contextmanager
def nginx(folder: Path, octets: bytes) -> Iterator[Peer]:
    """Serve the same octets as a static file by nginx."""
    port = free_port()
    (folder / "feed.ics").write_bytes(octets)
    (folder / "nginx.conf").write_text(NGINX.format(folder=folder, port=port))
    folder.chmod(0o755)
    url = f"http://127.0.0.1:{port}/feed.ics"
    with running(["/usr/sbin/nginx", "-c", str(folder / "nginx.conf")], url):
        yield Peer("nginx", url)


@contextmanager
def flask(folder: Path, octets: bytes, tag: str) -> Iterator[Peer]:
    """Serve the same octets by a plain Flask view, on the server of the service."""
    port = free_port()
    (folder / "feed.ics").write_bytes(octets)
    view = FLASK_VIEW.format(path=str(folder / "feed.ics"), tag=tag)
    (folder / "plain_view.py").write_text(view)
    command = [sys.executable, "-m", "gunicorn", "--threads", "8", "--log-level", "error"]
    bound = ["--no-control-socket", "-b", f"127.0.0.1:{port}", "--chdir", str(folder)]
    url = f"http://127.0.0.1:{port}/feed.ics"
    with running([*command, *bound, "plain_view:app"], url):
        yield Peer("plain Flask", url)


@contextmanager
def radicale(folder: Path, octets: bytes) -> Iterator[Peer]:
    """Serve the same events as a collection of Radicale, without authentication and fsync."""
    python = folder / "venv" / "bin" / "python"
    subprocess.run([sys.executable, "-m", "venv", "--without-pip", folder / "venv"], check=True)  # noqa: S603 - of this file
    own = Path(sys.base_prefix) / "bin" / "python3"
    install = [str(own), "-m", "pip", "--python", str(python), "install", "-q", "radicale==3.*"]
    subprocess.run(install, check=True)  # noqa: S603 - of this file
    port = free_port()
    (folder / "config").write_text(RADICALE.format(folder=folder, port=port))
    home = f"http://sample:x@127.0.0.1:{port}/sample/"
    url = f"http://127.0.0.1:{port}/sample/calendar/"
    command = [str(python), "-m", "radicale", "--config", str(folder / "config")]
    with running(command, f"http://127.0.0.1:{port}/.web/"):
        signed = {"Authorization": "Basic c2FtcGxlOng="}
        wanted = urllib.request.Request(
            url, data=octets, method="PUT", headers={**signed, "Content-Type": "text/calendar"}
        )
        urllib.request.urlopen(wanted, timeout=300).close()  # noqa: S310 - of this machine
        assert home  # noqa: S101 - the collection's owner
        yield Peer("Radicale", url, signed)


def rate(peer: Peer, connections: int, extra: Mapping[str, str]) -> float:
    """Give how many requests a second wrk gets answered."""
    headers = [
        part
        for name, value in {**peer.headers, **extra}.items()
        for part in ("-H", f"{name}: {value}")
    ]
    said = subprocess.run(  # noqa: S603 - of this file
        ["/usr/bin/wrk", "-t1", f"-c{connections}", f"-d{SECONDS}s", *headers, peer.url],
        capture_output=True,
        text=True,
        check=True,
    ).stdout
    time.sleep(REST)
    found = re.search(r"Requests/sec:\s+([\d.]+)", said)
    assert found, said  # noqa: S101 - wrk says so at its end
    return float(found[1])


def compared(peers: list[Peer], connections: int, tags: Mapping[str, str]) -> dict[str, float]:
    """Give each server's median rate over rounds in which each has its turn."""
    rounds: dict[str, list[float]] = {peer.name: [] for peer in peers}
    for _ in range(ROUNDS):
        for peer in peers:
            extra = {"If-None-Match": tags[peer.name]} if tags else {}
            rounds[peer.name].append(rate(peer, connections, extra))
    return {name: statistics.median(found) for name, found in rounds.items()}


def uids(octets: bytes) -> set[str]:
    """List the events of a calendar."""
    return set(re.findall(r"UID:(e-\d+)", octets.decode()))


def install() -> None:
    """Install nginx and wrk where they are missing."""
    missing = [name for name in ("nginx", "wrk") if shutil.which(name) is None]
    if missing:
        packages = ["nginx-light" if name == "nginx" else name for name in missing]
        subprocess.run(["apt-get", "install", "-y", "-qq", *packages], check=True)  # noqa: S603, S607 - of this file


def told(label: str, found: Mapping[str, float]) -> None:
    """Print one line of rates and their ratios to the service's."""
    mine = found["service"]
    parts = ", ".join(
        f"{name} {value:,.0f}/s (service {mine / value:.2f} x)"
        for name, value in found.items()
        if name != "service"
    )
    print(f"{label}: service {mine:,.0f}/s, {parts}")


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
                told("G2 GET 200, 1 connection", compared(peers[:3], 1, {}))
                told("G3 GET 304, 1 connection", compared(peers[:3], 1, tags))
                told("G3 GET 304, 8 connections", compared(peers[:3], 8, tags))
                told("G4 GET 200, 1 connection", compared([service, calendars], 1, {}))


if __name__ == "__main__":
    main()
