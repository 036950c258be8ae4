"""Gunicorn and granian before the same application: rates, and what becomes of them when killed.

Gunicorn is installed into an environment of its own; granian is what ``scheduler serve`` runs. Both
serve a feed of 1,000 events by one worker with eight threads from a database of their own.
"""

import os
import signal
import site
import subprocess
import sys
import tempfile
import time
import urllib.request
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from urllib.parse import urlsplit

from benchmarks._feed import SECRET_KEY, fill
from benchmarks._peers import Peer, compared, free_port, install, told

EVENTS = 1_000
ROUNDS = 3
PATIENCE = 60
ROOT = Path(__file__).parents[1]


def environment(folder: Path, port: int) -> dict[str, str]:
    """Give the settings of a service on a database of its own."""
    return {
        **os.environ,
        "PYTHONPATH": os.pathsep.join([str(ROOT), *site.getsitepackages()]),
        "SCHEDULER_DATA_DIR": str(folder),
        "SCHEDULER_PORT": str(port),
        "SCHEDULER_DATABASE_URL": f"sqlite:///{folder / 'scheduler.db'}",
        "SCHEDULER_SECRET_KEY": SECRET_KEY,
        "SCHEDULER_EXAMPLES": "0",
    }


def gunicorn(python: Path, port: int) -> list[str]:
    """Give the command of gunicorn."""
    options = ["--worker-class", "gthread", "--threads", "8", "--log-level", "error"]
    bound = ["--no-control-socket", "-b", f"127.0.0.1:{port}"]
    return [str(python), "-m", "gunicorn", *options, *bound, "wsgi:app"]


def granian() -> list[str]:
    """Give the command of the service itself."""
    return [sys.executable, "-m", "scheduler", "serve"]


def answers(url: str) -> bool:
    """Tell whether a server answers now."""
    try:
        with urllib.request.urlopen(url, timeout=2) as reply:  # noqa: S310 - of this machine
            return bool(reply.status)
    except OSError:
        return False


def until(wanted: bool, url: str) -> float | None:  # noqa: FBT001 - one of two ends
    """Give the seconds until a server answers, or no longer does; None if that takes too long."""
    begun = time.monotonic()
    while answers(url) is not wanted:
        if time.monotonic() - begun > PATIENCE:
            return None
        time.sleep(0.05)
    return time.monotonic() - begun


def children(pid: int) -> list[int]:
    """List the processes that a process has begun."""
    found = subprocess.run(["pgrep", "-P", str(pid)], capture_output=True, text=True, check=False)  # noqa: S603, S607 - of this file
    return [int(each) for each in found.stdout.split()]


@contextmanager
def served(command: list[str], folder: Path, url: str) -> Iterator[subprocess.Popen[bytes]]:
    """Run a server in the block; whatever is left of it afterwards is killed."""
    env = environment(folder, urlsplit(url).port or 0)
    process = subprocess.Popen(  # noqa: S603 - of this file
        command, cwd=ROOT, env=env, start_new_session=True, stdout=subprocess.DEVNULL
    )
    try:
        until(True, url)  # noqa: FBT003 - as above
        yield process
    finally:
        for each in (*children(process.pid), process.pid):
            try:
                os.kill(each, signal.SIGKILL)
            except ProcessLookupError:
                continue
        process.wait()


def killed(name: str, command: list[str], folder: Path, url: str) -> None:
    """Print what becomes of a server whose worker or parent is killed, or that is told to end."""
    with served(command, folder, url) as process:
        for worker in children(process.pid):
            os.kill(worker, signal.SIGKILL)
        time.sleep(0.1)
        back = until(True, url)  # noqa: FBT003 - as above
    with served(command, folder, url) as process:
        workers = children(process.pid)
        process.kill()
        process.wait()
        gone = until(False, url)  # noqa: FBT003 - as above
        for worker in workers:
            try:
                os.kill(worker, signal.SIGKILL)
            except ProcessLookupError:
                continue
    with served(command, folder, url) as process:
        begun = time.monotonic()
        process.terminate()
        status = process.wait(timeout=60)
        ended = time.monotonic() - begun
    print(
        f"{name}: worker killed: {spoken(back)} until it answers again; parent killed: "
        f"{spoken(gone)} until nobody serves; SIGTERM: status {status} after {ended:.1f} s"
    )


def spoken(seconds: float | None) -> str:
    """Write seconds, or that they were too many."""
    return f"more than {PATIENCE} s" if seconds is None else f"{seconds:.1f} s"


def environment_of_gunicorn(folder: Path) -> Path:
    """Make an environment with gunicorn alone and give its interpreter."""
    python = folder / "bin" / "python"
    subprocess.run([sys.executable, "-m", "venv", "--without-pip", folder], check=True)  # noqa: S603 - of this file
    own = Path(sys.base_prefix) / "bin" / "python3"
    command = [str(own), "-m", "pip", "--python", str(python), "install", "-q", "gunicorn==27.*"]
    subprocess.run(command, check=True)  # noqa: S603 - of this file
    return python


def main() -> None:
    """Measure both in turn, then kill them."""
    install()
    with tempfile.TemporaryDirectory() as home:
        python = environment_of_gunicorn(Path(home) / "venv")
        ports = {name: free_port() for name in ("gunicorn", "granian")}
        commands = {
            "gunicorn": gunicorn(python, ports["gunicorn"]),
            "granian": granian(),
        }
        folders, urls = {}, {}
        for name, port in ports.items():
            folders[name] = Path(home) / name
            folders[name].mkdir()
            urls[name] = f"http://127.0.0.1:{port}/feeds/{fill(folders[name], EVENTS)}.ics"
        with (
            served(commands["gunicorn"], folders["gunicorn"], urls["gunicorn"]),
            served(commands["granian"], folders["granian"], urls["granian"]),
        ):
            peers = [Peer(name, url) for name, url in urls.items()]
            tags: Mapping[str, str] = {peer.name: peer.get()[1] for peer in peers}
            for connections in (1, 8):
                found = compared(peers, connections, {})
                told(f"GET 200, {connections} connections", found, "granian")
                found = compared(peers, connections, tags)
                told(f"GET 304, {connections} connections", found, "granian")
        for name, command in commands.items():
            killed(name, command, folders[name], urls[name])


if __name__ == "__main__":
    main()
