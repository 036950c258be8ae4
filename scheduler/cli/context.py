"""What every command is given: the settings, the way to the runtime, and the language."""

from collections.abc import Callable
from dataclasses import dataclass

import click
from flask import Flask

from scheduler.config import Settings
from scheduler.domain.moments import SHANGHAI
from scheduler.domain.text.reading import Reading
from scheduler.services import health
from scheduler.services.runtime import EXTENSION, Runtime

CreateApp = Callable[[Settings], Flask]


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
        wrong = health.faults(found.store)
        if wrong:
            raise click.ClickException(
                f"数据库还不能用（{wrong[0]}）。请先运行 serve。 Run serve first."
            )
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


def _choose(context: click.Context, _: click.Parameter, lang: str) -> str:
    surroundings = context.find_object(Surroundings)
    if surroundings is not None:
        surroundings.lang = lang
    return lang


choose_lang = click.option(
    "--lang",
    type=click.Choice(["zh", "en"]),
    default="zh",
    show_default=True,
    callback=_choose,
    help="The language of what is printed.",
)
"""The option of every command that prints sentences."""

pass_surroundings = click.make_pass_decorator(Surroundings)
