"""Commands on data: the examples, users, tokens and holiday notices."""

from datetime import datetime
from pathlib import Path

import click

from scheduler.cli.context import Surroundings, pass_surroundings, read_in
from scheduler.cli.wording import Group, choose_lang, choose_lang_of_all
from scheduler.domain.text import say
from scheduler.rules.calendar.notice_files import NoticeFile
from scheduler.services import accounts
from scheduler.services.access import SCOPES, SYSTEM, Role
from scheduler.services.examples import loading as example_alliances
from scheduler.services.workdays import texts as workday_texts
from scheduler.services.workdays import years as workday_notices


@click.group(cls=Group)
@choose_lang_of_all
def examples() -> None:
    """Load or remove the five example alliances."""


@examples.command("load")
@choose_lang
@pass_surroundings
def examples_load(surroundings: Surroundings, lang: str) -> None:
    """Load the five alliances of the source documents and plan two years."""
    runtime = surroundings.ready()
    loaded = example_alliances.load(runtime, runtime.clock())
    click.echo(say("command.loaded", {"count": loaded}, lang))


@examples.command("remove")
@choose_lang
@pass_surroundings
def examples_remove(surroundings: Surroundings, lang: str) -> None:
    """Remove the examples; nothing of them is left."""
    runtime = surroundings.ready()
    example_alliances.remove(runtime)
    click.echo(say("command.removed", {}, lang))


@click.group(cls=Group)
@choose_lang_of_all
def user() -> None:
    """Make accounts."""


@user.command("create")
@click.option("--name", required=True)
@click.option("--display-name", required=True)
@click.option("--role", required=True, type=click.Choice([role.value for role in Role]))
@click.option("--scope", required=True)
@click.option("--person", default="")
@click.password_option(prompt="口令 Password", confirmation_prompt="再输一次 Again")
@click.option("--replace", is_flag=True)
@choose_lang
@pass_surroundings
def user_create(
    surroundings: Surroundings, /, name: str, *, replace: bool, lang: str, **given: str
) -> None:
    """Make an account with one role."""
    runtime = surroundings.ready()
    grant = (given["role"], given["scope"])
    new = accounts.NewUser(
        *(f"user-{name}", name, given["display_name"], given["password"], (grant,)),
        person=given["person"].removeprefix("person:") or None,
    )
    changed = accounts.create_users(runtime.store, [new], runtime.clock(), replace=replace)
    click.echo(
        say("command.account_changed" if changed else "command.account", {"name": name}, lang)
    )


@click.group(cls=Group)
@choose_lang_of_all
def token() -> None:
    """Make tokens for other systems."""


@token.command("create")
@click.option("--name", required=True)
@click.option("--scope", "scopes", multiple=True, required=True, type=click.Choice(sorted(SCOPES)))
@click.option("--alliance", "alliances", multiple=True)
@click.option("--expires", type=click.DateTime(["%Y-%m-%d"]), default=None)
@choose_lang
@pass_surroundings
def token_create(
    surroundings: Surroundings,
    name: str,
    scopes: tuple[str, ...],
    alliances: tuple[str, ...],
    expires: datetime | None,
    lang: str,
) -> None:
    """Make a token and print it, alone and only this once."""
    del lang  # the token stands alone; what is refused is said in it
    runtime = surroundings.ready()
    new = accounts.NewToken(name, scopes, alliances, expires.date() if expires else None)
    click.echo(accounts.create_token(runtime.store, new, "cli", runtime.clock()))


@click.group(cls=Group)
@choose_lang_of_all
def workdays() -> None:
    """Holiday notices."""


@workdays.command("import")
@click.argument("file", type=click.Path(exists=True, dir_okay=False, path_type=Path))
@click.option("--given", type=click.DateTime(["%Y-%m-%d"]))
@click.option("--checked", is_flag=True)
@click.option("--dry-run", is_flag=True)
@choose_lang
@pass_surroundings
def workdays_import(
    surroundings: Surroundings,
    file: Path,
    given: datetime | None,
    *,
    checked: bool,
    dry_run: bool,
    lang: str,
) -> None:
    """Import a notice (JSON or CSV); the plan then shows what it moves."""
    runtime = surroundings.ready()
    handed = NoticeFile(file.read_bytes(), file.suffix, given.date() if given else None)
    store, now = runtime.store, runtime.clock()
    outcome = (
        workday_notices.preview(store, handed, by=SYSTEM, now=now)
        if dry_run
        else workday_notices.import_notice(store, handed, by=SYSTEM, now=now, checked=checked)
    )
    lang = read_in(runtime, lang)
    for line in workday_texts.told(outcome, lang, done=not dry_run):
        click.echo(line)
    if outcome.changed and not dry_run:
        click.echo(workday_texts.to_see(outcome, lang))
