"""Servers that feeds are measured against: nginx, a plain Flask view, and Radicale.

They are installed where they are missing: nginx and the load generator wrk by apt, Radicale into
an environment of its own in a temporary folder.
"""

import os
import re
import shutil
import socket
import statistics
import subprocess
import sys
import time
import urllib.request
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path

ROUNDS = 3
SECONDS = 2
REST = 0.5
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
    command = [sys.executable, "-m", "granian", "--interface", "wsgi", "--blocking-threads", "8"]
    quiet = ["--http", "1", "--no-ws", "--no-access-log", "--log-level", "error"]
    bound = ["--host", "127.0.0.1", "--port", str(port), "--working-dir", str(folder)]
    url = f"http://127.0.0.1:{port}/feed.ics"
    with running([*command, *quiet, *bound, "plain_view:app"], url):
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


def install() -> None:
    """Install nginx and wrk where they are missing."""
    missing = [name for name in ("nginx", "wrk") if shutil.which(name) is None]
    if missing:
        packages = ["nginx-light" if name == "nginx" else name for name in missing]
        subprocess.run(["apt-get", "install", "-y", "-qq", *packages], check=True)  # noqa: S603, S607 - of this file


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


def told(label: str, found: Mapping[str, float], own: str) -> None:
    """Print one line of rates, and the ratios of one server's to those of the others."""
    mine = found[own]
    parts = ", ".join(
        f"{name} {value:,.0f}/s ({own} {mine / value:.2f} x)"
        for name, value in found.items()
        if name != own
    )
    print(f"{label}: {own} {mine:,.0f}/s, {parts}")
