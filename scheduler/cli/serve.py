"""Serve: lock the database, bring it up to date in a child process, then run the server."""

import signal
import socket
import subprocess
import sys
from collections.abc import Callable, Iterable

import click
from gunicorn.app.base import BaseApplication
from gunicorn.workers.base import Worker

from scheduler.cli.context import CreateApp, Refused, Surroundings, pass_surroundings
from scheduler.cli.wording import Command, choose_lang_of_all
from scheduler.config import Settings
from scheduler.services import maintenance
from scheduler.services.examples import loading
from scheduler.services.feeds import announced
from scheduler.services.runtime import START_JOBS

THREADS = 8
GRACE_SECONDS = 8


class Server(BaseApplication):
    """One gunicorn with one worker, whose threads share the process's writer."""

    def __init__(self, create_app: CreateApp, settings: Settings, greeting: str) -> None:
        """Keep what the worker needs to build its application."""
        self._create_app = create_app
        self._settings = settings
        self._greeting = greeting
        self._stop_jobs: Callable[[], None] | None = None
        super().__init__()

    def load_config(self) -> None:
        """Set the server's options; the access log would hold feed addresses and stays off."""
        options: dict[str, object] = {
            "bind": f"{self._settings.host}:{self._settings.port}",
            "workers": 1,
            "worker_class": "gthread",
            "threads": THREADS,
            "graceful_timeout": GRACE_SECONDS,
            "loglevel": "warning",
            "accesslog": None,
            "control_socket_disable": True,
            "when_ready": self._greet,
            "worker_exit": self._end_jobs,
        }
        for name, value in options.items():
            self.cfg.set(name, value)

    def load(self) -> Callable[..., Iterable[bytes]]:
        """Build the application in the worker, the one process that writes, and start its jobs."""
        # Ctrl-C reaches the whole process group; a worker that is told to stop twice hangs, and
        # the parent tells it anyway.
        signal.signal(signal.SIGINT, signal.SIG_IGN)
        # A quick end may interrupt the hand-over of a request and hang; a gentle one never does.
        signal.signal(signal.SIGQUIT, signal.getsignal(signal.SIGTERM))
        app = self._create_app(self._settings)
        self._stop_jobs = app.extensions[START_JOBS]()
        return app

    def _greet(self, _server: object) -> None:
        click.echo(self._greeting, nl=False)

    def _end_jobs(self, _server: object, _worker: Worker) -> None:
        if self._stop_jobs is not None:
            self._stop_jobs()


@click.command(cls=Command)
@choose_lang_of_all
@pass_surroundings
def serve(surroundings: Surroundings) -> None:
    """Serve pages, feeds and API until Ctrl-C or SIGTERM."""
    settings = surroundings.settings
    _check_port(settings)
    settings.data_dir.mkdir(parents=True, exist_ok=True)
    held = maintenance.hold(settings.sqlite_path)
    try:
        greeting = _prepared()
        Server(surroundings.create_app, settings, greeting).run()
    finally:
        held()


def _check_port(settings: Settings) -> None:
    # The server itself would try for seconds and say so in many lines.
    family = socket.AF_INET6 if ":" in settings.host else socket.AF_INET
    with socket.socket(family, socket.SOCK_STREAM) as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((settings.host, settings.port))
        except OSError as error:
            place = f"{settings.host}:{settings.port}"
            raise Refused("cli_port", place=place, value=error.strerror) from None


def _prepared() -> str:
    # A child does it, because migrating and planning need far more memory than serving.
    child = subprocess.run(
        [sys.executable, "-m", "scheduler", "prepare"], stdout=subprocess.PIPE, check=False
    )
    if child.returncode:
        raise Refused("cli_prepare")
    return child.stdout.decode()


@click.command(cls=Command, hidden=True)
@choose_lang_of_all
@pass_surroundings
def prepare(surroundings: Surroundings) -> None:
    """Migrate, load the examples on the first start, and print every address."""
    runtime = surroundings.runtime()
    settings = surroundings.settings
    maintenance.migrate(runtime.store)
    if maintenance.is_first_start(runtime.store):
        if settings.examples:
            _note("第一次启动：正在载入五个样例联盟。 First start: loading the examples.")
            loading.load(runtime, runtime.clock())
        maintenance.complete_first_start(runtime.store, runtime.clock())
    lines = [f"页面 page       {settings.base_url}/"]
    lines += [
        f"登录 sign in    {entry.role:<18} {entry.name:<12} {entry.password}"
        for entry in loading.sign_ins(runtime)
    ]
    lines += [
        f"订阅 feed       {settings.base_url}{feed.path}  {feed.name}"
        for feed in announced.addresses(runtime.store, runtime.secret_key, runtime.clock())
    ]
    click.echo("\n".join(lines))


def _note(sentence: str) -> None:
    click.echo(sentence, err=True)
