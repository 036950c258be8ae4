"""The commands; each reads its arguments, calls services, prints, and gives an exit status.

0: done. 1: failed. 2: the command line makes no sense, or names what can never be accepted.
What is refused is one clear line on stderr with a stable code, in the language asked for.
"""

import os
import sys
from collections.abc import Mapping, Sequence

import click

from scheduler import config
from scheduler.cli import data, planning, plans, serve, subscriptions, turns
from scheduler.cli.context import CreateApp, Refused, Surroundings
from scheduler.cli.wording import Group, choose_lang_of_all, lang_in, refused
from scheduler.config import SettingsError
from scheduler.domain.errors import DomainError, InvalidError, UnavailableError
from scheduler.domain.text import say
from scheduler.services import maintenance

PROGRAM = "python -m scheduler"
MISUSED = 2

COMMANDS: tuple[click.Command, ...] = (
    serve.serve,
    serve.prepare,
    data.examples,
    data.user,
    data.token,
    data.workdays,
    plans.plan,
    plans.undo,
    planning.feed,
    planning.report,
    subscriptions.subscriptions,
    turns.turns,
)


@click.group(cls=Group)
@choose_lang_of_all
def main() -> None:
    """Hold every command."""


for command in COMMANDS:
    main.add_command(command)


def run(create_app: CreateApp, arguments: Sequence[str] | None = None) -> int:
    """Run one command and give its exit status."""
    given = list(sys.argv[1:] if arguments is None else arguments)
    try:
        settings = config.from_environment(os.environ, keep_key=True)
    except (SettingsError, OSError) as error:
        return _unsettled(error, lang_in(given))
    surroundings = Surroundings(create_app, settings, lang_in(given))
    try:
        status = main.main(
            args=given,
            prog_name=PROGRAM,
            standalone_mode=False,
            obj=surroundings,
        )
    except click.ClickException as error:
        return _refuse(error, surroundings.lang)
    except click.exceptions.Abort:
        return 1
    except (OSError, DomainError) as error:
        return _failed(error, surroundings.lang)
    except Exception as error:
        if not maintenance.is_away(error):
            raise
        return _failed(error, surroundings.lang)
    return status if isinstance(status, int) else 0


def _failed(error: Exception, lang: str) -> int:
    """Say in one line what kept a command from its work, whose command line made sense."""
    if isinstance(error, OSError):
        return _unsettled(error, lang)
    if isinstance(error, DomainError):
        _told(error.code, error.fields, lang)
        return MISUSED if isinstance(error, InvalidError) else 1
    return _told(UnavailableError.code, {"retry_after": maintenance.RETRY_AFTER}, lang)


def _refuse(error: click.ClickException, lang: str) -> int:
    """Say in one line why the command line was refused, and where its usage is told."""
    if isinstance(error, click.exceptions.NoArgsIsHelpError):
        _fail(error.message.rstrip())
        return error.exit_code
    code, fields = refused(error)
    context = error.ctx if isinstance(error, click.UsageError | Refused) else None
    path = PROGRAM if context is None else context.command_path
    told = {"told": say(code, fields, lang), "code": code, "path": path}
    _fail(say("cli_hint" if error.exit_code == MISUSED else "cli_refused", told, lang))
    return error.exit_code


def _unsettled(error: SettingsError | OSError, lang: str) -> int:
    """Say in one line which setting or file keeps every command from its work."""
    if isinstance(error, SettingsError):
        return _told(error.code, error.fields, lang)
    reasons = {
        PermissionError: "denied",
        FileNotFoundError: "missing",
        NotADirectoryError: "folder",
        FileExistsError: "folder",
    }
    fields: dict[str, object] = {"path": str(error.filename), "value": error.strerror}
    return _told("cli_file", fields | {"reason": reasons.get(type(error), "")}, lang)


def _told(code: str, fields: Mapping[str, object], lang: str) -> int:
    return _fail(say("cli_refused", {"told": say(code, fields, lang), "code": code}, lang))


def _fail(sentence: str) -> int:
    click.echo(sentence, file=sys.stderr)
    return 1
