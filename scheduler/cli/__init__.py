"""The commands; each reads its arguments, calls services, prints, and gives an exit status.

0: done. 1: failed. 2: the command line makes no sense, or names what can never be accepted.
What is refused is one clear line on stderr with a stable code, in the language asked for.
"""

import os
import sys
from collections.abc import Sequence

import click

from scheduler import config
from scheduler.cli import data, planning, plans, serve, subscriptions, turns
from scheduler.cli.context import CreateApp, Refused, Surroundings
from scheduler.cli.wording import Group, choose_lang_of_all, lang_in, refused
from scheduler.config import SettingsError
from scheduler.domain.errors import DomainError, InvalidError
from scheduler.domain.text import say

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
    try:
        settings = config.from_environment(os.environ, keep_key=True)
    except (SettingsError, OSError) as error:
        return _fail(str(error))
    given = list(sys.argv[1:] if arguments is None else arguments)
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
    except (SettingsError, OSError) as error:
        return _fail(str(error))
    except DomainError as error:
        told = say(error.code, error.fields, surroundings.lang)
        _fail(say("cli_refused", {"told": told, "code": error.code}, surroundings.lang))
        return 2 if isinstance(error, InvalidError) else 1
    return status if isinstance(status, int) else 0


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


def _fail(sentence: str) -> int:
    click.echo(sentence, file=sys.stderr)
    return 1
