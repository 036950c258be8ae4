"""Serve: lock the database, bring it up to date in a child process, then run the server."""

import multiprocessing
import signal
import socket
import sys
from contextlib import suppress
from multiprocessing.connection import Connection

import click

from scheduler.cli.context import Refused, Surroundings, pass_surroundings
from scheduler.cli.server import Server
from scheduler.cli.wording import Command, choose_lang_of_all
from scheduler.config import Settings
from scheduler.domain.storage_errors import UnusableDatabaseError
from scheduler.domain.text import say
from scheduler.services import maintenance
from scheduler.services.examples import loading
from scheduler.services.feeds import announced

_TOLD = 3
"""The status of a preparation that has told in one line why there can be none."""


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
        greeting = _prepared(surroundings)
        Server(surroundings.create_app, settings, greeting).run()
    finally:
        held()


def _end(_signal: int, _frame: object) -> None:
    raise click.exceptions.Exit(0)


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


def _prepared(surroundings: Surroundings) -> str:
    # A child does it, because migrating and planning need far more memory than serving; forked,
    # because loading this program again takes longer than all that is usually left to do.
    forking = multiprocessing.get_context("fork")
    hearing, telling = forking.Pipe(duplex=False)
    child = forking.Process(target=_prepare, args=(surroundings, hearing, telling), daemon=True)
    before = signal.signal(signal.SIGTERM, _end)  # whoever is told to end ends the child too
    try:
        child.start()
        telling.close()
        greeting = _heard(hearing)
        child.join()
    finally:
        child.terminate()
        child.join()
        signal.signal(signal.SIGTERM, before)
    if child.exitcode == _TOLD:
        raise click.exceptions.Exit(1)
    if child.exitcode:
        raise Refused("cli_prepare")
    return greeting


def _prepare(surroundings: Surroundings, hearing: Connection, telling: Connection) -> None:
    hearing.close()  # it is the parent that hears; without it, nobody would and telling must fail
    for each in (signal.SIGTERM, signal.SIGINT):
        signal.signal(each, signal.SIG_DFL)
    try:
        with suppress(BrokenPipeError):  # what is prepared stays prepared, whoever is gone
            telling.send(_greeting(surroundings))
    except click.exceptions.Exit as refused:
        sys.exit(refused.exit_code)


def _heard(hearing: Connection) -> str:
    try:
        return str(hearing.recv())
    except EOFError:
        return ""


@click.command(cls=Command, hidden=True)
@choose_lang_of_all
@pass_surroundings
def prepare(surroundings: Surroundings) -> None:
    """Migrate, load the examples on the first start, and print every address."""
    click.echo(_greeting(surroundings), nl=False)


def _greeting(surroundings: Surroundings) -> str:
    """Prepare the database and give what is printed of it."""
    runtime = surroundings.runtime()
    settings = surroundings.settings
    try:
        maintenance.migrate(runtime.store)
    except UnusableDatabaseError as error:
        told = say(error.code, error.fields, surroundings.lang)
        _note(say("cli_refused", {"told": told, "code": error.code}, surroundings.lang))
        raise click.exceptions.Exit(_TOLD) from error
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
    return "".join(f"{line}\n" for line in lines)


def _note(sentence: str) -> None:
    click.echo(sentence, err=True)
