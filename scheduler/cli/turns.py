"""Commands about turns."""

from random import Random

import click

from scheduler.cli.wording import Group, choose_lang, choose_lang_of_all
from scheduler.services.turns import yardstick
from scheduler.services.turns.yardstick import Setting


@click.group(cls=Group)
@choose_lang_of_all
def turns() -> None:
    """Whose turn it is, and how fair that is."""


@turns.command("simulate")
@click.option("--turns", "count", type=click.IntRange(1, 10_000), default=400)
@click.option("--members", type=click.IntRange(2, 200), default=20)
@click.option("--runs", type=click.IntRange(1, 1_000), default=40)
@click.option("--seed", type=int, default=1)
@choose_lang
def simulate(count: int, members: int, runs: int, *, seed: int, lang: str) -> None:
    """Measure the ledger of debts beside five other policies; a seed always gives one table."""
    setting = Setting(turns=count, members=members, runs=runs)
    chance = Random(seed)  # noqa: S311 - a simulation that can be repeated, no secret
    click.echo(yardstick.table(setting, chance.randrange, lang))
