"""What every command is given: the settings and the way to the application's runtime."""

from collections.abc import Callable
from dataclasses import dataclass

import click
from flask import Flask

from scheduler.config import Settings
from scheduler.services import health
from scheduler.services.runtime import EXTENSION, Runtime

CreateApp = Callable[[Settings], Flask]


@dataclass(frozen=True, slots=True)
class Surroundings:
    """The application factory and the settings read from the environment."""

    create_app: CreateApp
    settings: Settings

    def runtime(self) -> Runtime:
        """Build the application and give what its services are called with."""
        return runtime_of(self.create_app(self.settings))

    def ready(self) -> Runtime:
        """Give the runtime of a database that can be worked on, or fail with what is wrong."""
        found = self.runtime()
        wrong = health.faults(found.store)
        if wrong:
            raise click.ClickException(
                f"数据库还不能用（{wrong[0]}）。请先运行 serve。 Run serve first."
            )
        return found


def runtime_of(app: Flask) -> Runtime:
    """Give what an application's services are called with."""
    found = app.extensions[EXTENSION]
    if not isinstance(found, Runtime):
        raise TypeError(EXTENSION)
    return found


pass_surroundings = click.make_pass_decorator(Surroundings)
