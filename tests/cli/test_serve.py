import os
import re
import signal
import socket
import sqlite3
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager
from dataclasses import dataclass
from datetime import datetime
from http.client import HTTPConnection
from pathlib import Path

import pytest

from feeds.lint import lint
from scheduler.domain.errors import ServingError
from scheduler.domain.moments import SHANGHAI
from scheduler.services import maintenance
from tests.support.command import Outcome, Run, runner, settle
from tests.support.measuring import untraced
from tests.support.tree import ROOT
from tests.support.world import SECRET_KEY, filled

READY_SECONDS = 180
END_SECONDS = 180


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def _environment(folder: Path, port: int) -> dict[str, str]:
    return os.environ | {
        "SCHEDULER_DATA_DIR": str(folder),
        "SCHEDULER_PORT": str(port),
        "SCHEDULER_SECRET_KEY": SECRET_KEY,
        "SCHEDULER_EXAMPLES": "0",
    }


@dataclass(frozen=True, slots=True)
class Service:
    """A service that runs in a process of its own."""

    process: subprocess.Popen[str]
    port: int

    def get(self, address: str) -> tuple[int, bytes]:
        """Ask for an address."""
        connection = HTTPConnection("127.0.0.1", self.port, timeout=END_SECONDS)
        try:
            connection.request("GET", address)
            answer = connection.getresponse()
            return answer.status, answer.read()
        finally:
            connection.close()

    def end(self, how: signal.Signals) -> tuple[int, str, str]:
        """End it and give its status and what it wrote."""
        self.process.send_signal(how)
        out, err = self.process.communicate(timeout=END_SECONDS)
        return self.process.returncode, out, err


@contextmanager
def _serving(folder: Path) -> Iterator[Service]:
    port = _free_port()
    process = subprocess.Popen(
        [sys.executable, "-m", "scheduler", "serve"],
        cwd=ROOT,
        env=_environment(folder, port),
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
        start_new_session=True,
    )
    service = Service(process, port)
    try:
        _wait(service)
        yield service
    finally:
        if process.poll() is None:
            process.kill()
        process.communicate()


def _workers(service: Service) -> list[int]:
    command = ["ps", "-o", "pid=", "--ppid", str(service.process.pid)]
    found = subprocess.run(command, capture_output=True, text=True, check=False)
    return [int(each) for each in found.stdout.split()]


def _wait(service: Service) -> None:
    deadline = time.monotonic() + READY_SECONDS
    while time.monotonic() < deadline and service.process.poll() is None:
        try:
            if service.get("/readyz")[0] == 200:
                return
        except OSError:
            time.sleep(0.1)
    service.process.kill()
    pytest.fail(f"the service did not become ready: {service.process.communicate()}")


def _second(folder: Path) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "-m", "scheduler", "serve"],
        cwd=ROOT,
        env=_environment(folder, _free_port()),
        capture_output=True,
        text=True,
        timeout=READY_SECONDS,
        check=False,
    )


def _greeting(service: Service) -> str:
    """Read the lines of a service with two alliances and no examples."""
    assert service.process.stdout is not None
    return "".join(service.process.stdout.readline() for _ in range(3))


def test_a_service_starts_keeps_its_data_and_ends_cleanly_and_its_feeds_answer(
    tmp_path: Path,
) -> None:
    path = tmp_path / "scheduler.db"
    with _serving(tmp_path) as service:
        refused = _second(tmp_path)
        filled(f"sqlite:///{path}")
        first = service.end(signal.SIGTERM)
    with _serving(tmp_path) as service:
        printed = _greeting(service)
        page = service.get("/alliances/auto")
        feeds = re.findall(r"^订阅 feed .*http://[^/]+(/feeds/\S+)  (\S+)$", printed, re.MULTILINE)
        answers = [service.get(address) for address, _ in feeds]
        second = service.end(signal.SIGINT)

    assert (refused.returncode, refused.stdout, refused.stderr) == (
        1,
        "",
        f"另一个服务进程正在使用数据库{path}。请先停掉那一个，再启动。（already_serving）\n",
    )
    assert first == (0, first[1], "")
    assert re.fullmatch(r"页面 page       http://127\.0\.0\.1:\d+/\n", first[1])
    assert (page[0], "样例汽车产业链党委" in page[1].decode()) == (200, True)
    assert second == (0, "", "")
    assert [name for _, name in feeds] == ["样例汽车产业链党委", "样例钢铁产业链党委"]
    assert [bool(re.fullmatch(r"/feeds/[a-z2-7]{32}\.ics", each)) for each, _ in feeds] == [
        True
    ] * 2
    assert [(status, lint(octets)) for status, octets in answers] == [(200, ())] * 2


def test_a_port_that_is_taken_is_one_line(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capfdbinary: pytest.CaptureFixture[bytes]
) -> None:
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = taken.getsockname()[1]
        settle(tmp_path, monkeypatch, PORT=str(port))
        shown = runner(capfdbinary)("serve")
    assert (shown.status, shown.out, shown.err.count("\n")) == (1, b"", 1)
    assert shown.err.endswith(f"不能使用127.0.0.1:{port}：Address already in use。（cli_port）\n")
    assert list(tmp_path.iterdir()) == [tmp_path / "secret-key"] or not list(tmp_path.iterdir())


def _foreign(path: Path) -> str:
    path.write_bytes(b"no database at all" * 100)
    return f"{path}不是SQLite数据库，里面的内容没有动。请改SCHEDULER_DATABASE_URL，或移走这个文件。"


def _folder(path: Path) -> str:
    path.mkdir()
    return f"{path}是文件夹，不是数据库文件。请改SCHEDULER_DATABASE_URL。"


def _newer(path: Path) -> str:
    with closing(sqlite3.connect(path)) as database:
        database.execute("CREATE TABLE alembic_version (version_num TEXT)")
        database.execute("INSERT INTO alembic_version VALUES ('9000')")
        database.commit()
    return f"数据库{path}的版本是9000，这个程序不认得。请用更新的程序，或用备份恢复。"


@pytest.mark.parametrize("make", [_foreign, _folder, _newer])
def test_what_is_no_database_of_this_service_is_one_line(
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    capfdbinary: pytest.CaptureFixture[bytes],
    make: Callable[[Path], str],
) -> None:
    settle(tmp_path, monkeypatch, PORT=str(_free_port()))
    refused = Outcome(1, b"", f"{make(tmp_path / 'scheduler.db')}（unusable_database）\n")
    assert [runner(capfdbinary)(*each) for each in (("serve",), ("feed", "auto"))] == [refused] * 2
    maintenance.hold(tmp_path / "scheduler.db")()


def test_a_preparation_that_fails_unforeseen_is_not_served(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capfdbinary: pytest.CaptureFixture[bytes]
) -> None:
    settle(tmp_path, monkeypatch, PORT=str(_free_port()))
    with closing(sqlite3.connect(tmp_path / "scheduler.db")) as database:
        database.execute("CREATE VIEW body AS SELECT 1")
    shown = runner(capfdbinary)("serve")
    assert (shown.status, shown.out) == (1, b"")
    assert shown.err.endswith("准备数据库没有成功，原因见上。（cli_prepare）\n")


NEW_YEAR = datetime(2026, 1, 1, tzinfo=SHANGHAI)
"""A day on which the examples have no past to record yet, so that loading them takes seconds."""


def _prepare(run: Run) -> Outcome:
    return run("prepare")


def test_the_first_start_loads_the_examples_and_every_start_prints_them(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capfdbinary: pytest.CaptureFixture[bytes]
) -> None:
    settle(tmp_path, monkeypatch)
    run = runner(capfdbinary, NEW_YEAR)

    with untraced():  # tests/services/examples show every line of the loading
        first = _prepare(run)
    second = _prepare(run)

    assert (first.status, second.status, second.err) == (0, 0, "")
    assert first.err == "第一次启动：正在载入五个样例联盟。 First start: loading the examples.\n"
    assert first.out == second.out
    lines = first.text.splitlines()
    assert lines[0] == "页面 page       http://127.0.0.1:8000/"
    assert [line.split()[2:4] for line in lines if line.startswith("登录")] == [
        ["in", role]
        for role in (
            "system_admin",
            "cluster_committee",
            "alliance_admin",
            "alliance_secretary",
            "branch_secretary",
            "host_duty",
            "member",
        )
    ]
    feeds = [line for line in lines if line.startswith("订阅")]
    assert len(feeds) == len(set(feeds)) == len(lines) - 8


def test_a_start_without_examples_stays_empty(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capfdbinary: pytest.CaptureFixture[bytes]
) -> None:
    settle(tmp_path, monkeypatch, EXAMPLES="0")
    run = runner(capfdbinary)
    _prepare(run)
    monkeypatch.setenv("SCHEDULER_EXAMPLES", "1")
    assert _prepare(run) == Outcome(0, "页面 page       http://127.0.0.1:8000/\n".encode(), "")


def _lock_is_free(path: Path) -> bool:
    try:
        maintenance.hold(path)()
    except ServingError:
        return False
    return True


def test_a_fallen_worker_is_replaced_and_none_outlives_its_parent(tmp_path: Path) -> None:
    with untraced(), _serving(tmp_path) as service:
        [first] = _workers(service)
        os.kill(first, signal.SIGKILL)
        _wait(service)
        [second] = _workers(service)
        service.process.kill()
        service.process.wait()
        held = _lock_is_free(tmp_path / "scheduler.db")
        deadline = time.monotonic() + END_SECONDS
        while not _lock_is_free(tmp_path / "scheduler.db") and time.monotonic() < deadline:
            time.sleep(0.1)
        with pytest.raises(OSError, match="refused"):
            service.get("/healthz")
        _, err = service.process.communicate()
    assert (first != second, held) == (True, False)
    assert err == "[ERROR] Unexpected exit from worker-1\n"


def test_what_is_being_answered_is_answered_to_its_end(tmp_path: Path) -> None:
    head = b"POST /signin HTTP/1.1\r\nHost: h\r\nContent-Length: 4\r\nConnection: close\r\n"
    kind = b"Content-Type: application/x-www-form-urlencoded\r\n\r\n"
    with (
        untraced(),
        _serving(tmp_path) as service,
        socket.create_connection(("127.0.0.1", service.port), timeout=END_SECONDS) as connection,
    ):
        connection.sendall(head + kind + b"a=")
        service.get("/readyz")
        [worker] = _workers(service)
        os.killpg(service.process.pid, signal.SIGINT)
        time.sleep(1)
        connection.sendall(b"bc")
        answer = b"".join(iter(lambda: connection.recv(4096), b""))
        out, err = service.process.communicate(timeout=END_SECONDS)
    assert (service.process.returncode, out.count("\n"), err) == (0, 1, "")
    assert answer.startswith(b"HTTP/1.1 400 ")
    with pytest.raises(ProcessLookupError):
        os.kill(worker, 0)


def test_a_start_that_is_told_to_end_ends_its_preparation(tmp_path: Path) -> None:
    environment = _environment(tmp_path, _free_port()) | {"SCHEDULER_EXAMPLES": "1"}
    with subprocess.Popen(
        [sys.executable, "-m", "scheduler", "serve"],
        cwd=ROOT,
        env=environment,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    ) as process:
        assert process.stderr is not None
        begun = process.stderr.readline()
        process.send_signal(signal.SIGTERM)
        out, err = process.communicate(timeout=END_SECONDS)
    assert begun == "第一次启动：正在载入五个样例联盟。 First start: loading the examples.\n"
    assert (process.returncode, out, err) == (0, "", "")
    assert _lock_is_free(tmp_path / "scheduler.db")
