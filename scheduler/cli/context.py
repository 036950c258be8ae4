"""What every command is given: the settings, the way to the runtime, and the language."""

from collections.abc import Callable
from dataclasses import dataclass

import click
from flask import Flask

from scheduler.config import Settings
from scheduler.domain.moments import SHANGHAI
from scheduler.domain.text.reading import Reading
from scheduler.services import health, maintenance
from scheduler.services.runtime import EXTENSION, Runtime

CreateApp = Callable[[Settings], Flask]

LANGUAGES = ("zh", "en")
"""The languages of what is printed; the first one holds where none is chosen."""


class Refused(click.ClickException):
    """A command cannot go on: a code with the fields of its sentence."""

    def __init__(self, code: str, **fields: object) -> None:
        """Keep the code and the fields, and which command it was."""
        super().__init__(code)
        self.ctx = click.get_current_context(silent=True)
        self.code = code
        self.fields = fields


class Misused(Refused):
    """A command line makes no sense."""

    exit_code = 2


@dataclass(slots=True)
class Surroundings:
    """The application factory, the settings read from the environment, and what is chosen.

    ``lang`` is the language of what is printed, errors too.
    """

    create_app: CreateApp
    settings: Settings
    lang: str = "zh"

    def runtime(self) -> Runtime:
        """Build the application and give what its services are called with."""
        return runtime_of(self.create_app(self.settings))

    def ready(self) -> Runtime:
        """Give the runtime of a database that can be worked on, or fail with what is wrong."""
        found = self.runtime()
        maintenance.check(found.store)
        wrong = health.faults(found.store)
        if wrong:
            raise Refused("cli_not_ready", value=wrong[0])
        return found


def read_in(runtime: Runtime, lang: str) -> str:
    """Give the language as it is read today: other years than this one are told."""
    return Reading(lang, runtime.clock().astimezone(SHANGHAI).year)


def runtime_of(app: Flask) -> Runtime:
    """Give what an application's services are called with."""
    found = app.extensions[EXTENSION]
    if not isinstance(found, Runtime):
        raise TypeError(EXTENSION)
    return found


pass_surroundings = click.make_pass_decorator(Surroundings)
