"""Commands that plan, publish, and take a publication back."""

import json
from pathlib import Path

import click

from scheduler.cli.context import Misused, Surroundings, pass_surroundings, read_in
from scheduler.cli.wording import Command, choose_lang
from scheduler.domain.errors import ChoiceError
from scheduler.domain.text import say
from scheduler.rules.planning.patch import UNCHANGED, Patch
from scheduler.services.access import SYSTEM
from scheduler.services.plans import listing as plan_list
from scheduler.services.plans import planning, supposed, undo_text, undoing, what_if
from scheduler.services.plans import scope as plan_scope
from scheduler.services.plans import table as plan_table
from scheduler.services.plans.scope import Scope
from scheduler.services.runtime import Runtime


@click.command(cls=Command)
@click.argument("alliances", nargs=-1)
@click.option("--group", default="")
@click.option("--all", "everything", is_flag=True)
@click.option("--year", type=int, required=True)
@click.option("--apply", "publish", is_flag=True)
@click.option(
    "--what-if",
    "file",
    type=click.Path(exists=True, dir_okay=False, path_type=Path),
)
@choose_lang
@pass_surroundings
def plan(  # noqa: PLR0913 - one for each option
    surroundings: Surroundings,
    alliances: tuple[str, ...],
    group: str,
    year: int,
    file: Path | None,
    lang: str,
    *,
    everything: bool,
    publish: bool,
) -> None:
    """Plan a year and show what would change, as a table."""
    if not (alliances or group or everything):
        raise Misused("cli_no_scope")
    if publish and file is not None:
        raise Misused("cli_supposed")
    runtime = surroundings.ready()
    scope = Scope(alliances, group, everything)
    wanted = plan_scope.resolve(runtime.store, scope, by=SYSTEM)
    _plan(runtime, wanted, (year, read_in(runtime, lang)), _patch(file), publish=publish)


@click.command(cls=Command)
@click.argument("alliance")
@click.option("--apply", "take_back", is_flag=True)
@choose_lang
@pass_surroundings
def undo(surroundings: Surroundings, alliance: str, lang: str, *, take_back: bool) -> None:
    """Show what taking the alliance's last publication back does, or do it."""
    runtime = surroundings.ready()
    lang = read_in(runtime, lang)
    last = undoing.last(runtime.store, alliance, by=SYSTEM)
    now = runtime.clock()
    shown = undoing.preview(runtime.store, last, by=SYSTEM, now=now)
    click.echo(undo_text.lead(runtime.store, shown, lang) + "\n")
    for line in undo_text.tell(runtime.store, shown, lang):
        moves = [f"{before} → {after}" for before, after in line.changes] or [line.text]
        sign = say(f"plan.sign.{line.kind}", {}, lang)
        click.echo("\n".join([f"{sign}  {line.title}", *(f"    {move}" for move in moves)]))
    click.echo()
    if take_back:
        back = undoing.undo(runtime.store, last, by=SYSTEM, now=now)
        names = ("cancelled", "restored", "moved", "changed", "firm")
        fields = {name: getattr(back, name) for name in names}
        click.echo(say("plan.undone", {}, lang))
        click.echo(say("plan.undone_note", fields, lang))
    else:
        click.echo(say("plan.undo_shown", {}, lang))


def _plan(
    runtime: Runtime,
    alliances: tuple[str, ...],
    shown: tuple[int, str],
    patch: Patch,
    *,
    publish: bool,
) -> None:
    year, lang = shown
    now = runtime.clock()
    draft = planning.draft(runtime.store, alliances, year, by=SYSTEM, now=now, patch=patch)
    click.echo(plan_table.table(runtime.store, draft, lang))
    elsewhere = _elsewhere(runtime, alliances, shown, patch)
    if elsewhere:
        click.echo("\n" + elsewhere)
    if publish:
        base = draft.plan.base
        done = planning.apply(
            runtime.store, alliances, year, draft.plan.hash, by=SYSTEM, now=now, base=base
        )
        click.echo(say("plan.done" if done.changes else "plan.none", {}, lang))
        if done.changes:
            names = ("added", "moved", "changed", "firm", "cancelled")
            fields = {name: getattr(done, name) for name in names}
            click.echo(say("plan.done_note", fields, lang))


def _elsewhere(
    runtime: Runtime, alliances: tuple[str, ...], shown: tuple[int, str], patch: Patch
) -> str:
    """Say what else there is to see in other years; empty where there is nothing."""
    year, lang = shown
    if patch is not UNCHANGED:
        others = [str(each) for each in supposed.other_years(patch, year)]
        return say("plan.elsewhere_too", {"years": others}, lang) if others else ""
    found = plan_list.waiting_elsewhere(
        runtime.store, alliances, year, by=SYSTEM, now=runtime.clock()
    )
    if found is None:
        return ""
    return say("plan.elsewhere", {"year": str(found[0]), "count": found[1]}, lang)


def _patch(file: Path | None) -> Patch:
    if file is None:
        return UNCHANGED
    try:
        value = json.loads(file.read_text(encoding="utf-8"))
    except (ValueError, RecursionError) as problem:
        raise ChoiceError(field="what-if", value=file.name, reason="json") from problem
    return what_if.read_patch(value, "what-if")
