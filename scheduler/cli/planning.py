"""Commands that give a feed and report."""

import sys
from typing import Literal

import click

from scheduler.cli.context import Surroundings, pass_surroundings
from scheduler.cli.wording import Command, choose_lang
from scheduler.services.access import SYSTEM
from scheduler.services.feeds import calendars
from scheduler.services.reports import text as reporting


@click.command(cls=Command)
@click.argument("alliance")
@choose_lang
@pass_surroundings
def feed(surroundings: Surroundings, alliance: str, lang: Literal["zh", "en"]) -> None:
    """Write an alliance's feed, byte for byte as it is served."""
    runtime = surroundings.ready()
    written = calendars.export(runtime.store, alliance, runtime.base_url, lang=lang)
    sys.stdout.buffer.write(written)


@click.command(cls=Command)
@click.argument("alliance")
@click.option("--year", type=click.IntRange(2000, 2099), required=True)
@choose_lang
@pass_surroundings
def report(surroundings: Surroundings, alliance: str, year: int, lang: str) -> None:
    """Print the year's and each quarter's figures."""
    runtime = surroundings.ready()
    told = reporting.year_text(
        runtime.store, alliance, year, by=SYSTEM, lang=lang, now=runtime.clock()
    )
    click.echo(told)
