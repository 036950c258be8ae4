"""The commands; each reads its arguments, calls services, prints, and gives an exit status.

0: done. 1: failed, one clear line on stderr. 2: the command line makes no sense.
"""

import os
import sys
from collections.abc import Sequence

import click

from scheduler import config
from scheduler.cli import data, planning, plans, serve, turns
from scheduler.cli.context import CreateApp, Surroundings
from scheduler.config import SettingsError
from scheduler.domain.errors import DomainError
from scheduler.domain.text import say

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
    turns.turns,
)


@click.group(no_args_is_help=True)
def main() -> None:
    """联盟日程: plan an alliance's year, publish it to calendars, take attendance."""


for command in COMMANDS:
    main.add_command(command)


def run(create_app: CreateApp, arguments: Sequence[str] | None = None) -> int:
    """Run one command and give its exit status."""
    try:
        settings = config.from_environment(os.environ, keep_key=True)
    except (SettingsError, OSError) as error:
        return _fail(str(error))
    surroundings = Surroundings(create_app, settings)
    try:
        status = main.main(
            args=arguments,
            prog_name="python -m scheduler",
            standalone_mode=False,
            obj=surroundings,
        )
    except click.ClickException as error:
        error.show()
        return error.exit_code
    except click.exceptions.Abort:
        return 1
    except (SettingsError, OSError) as error:
        return _fail(str(error))
    except DomainError as error:
        return _fail(say(error.code, error.fields, surroundings.lang))
    return status if isinstance(status, int) else 0


def _fail(sentence: str) -> int:
    click.echo(sentence, file=sys.stderr)
    return 1
