"""Commands on feed addresses: listed, made, replaced, ended, and how far changes have come."""

from datetime import date, datetime
from typing import Any

import click

from feeds.profiles import PROFILES
from scheduler.cli.context import LANGUAGES, Surroundings, pass_surroundings
from scheduler.cli.wording import Group, choose_lang, choose_lang_of_all
from scheduler.domain.feed_scope import MAX_ALARM_MINUTES, Choice, parse_scope
from scheduler.domain.text import say
from scheduler.services import directory
from scheduler.services.access import SYSTEM
from scheduler.services.feeds import evidence as evidences
from scheduler.services.feeds import known, listing, on_behalf, tables
from scheduler.services.feeds import subscriptions as addresses
from scheduler.services.feeds.wishes import Wish

_DAY = click.DateTime(["%Y-%m-%d"])


@click.group(cls=Group)
@choose_lang_of_all
def subscriptions() -> None:
    """Hold the commands on feed addresses."""


@subscriptions.command("list")
@click.argument("alliances", nargs=-1)
@click.option("--owner", default="")
@choose_lang
@pass_surroundings
def subscriptions_list(
    surroundings: Surroundings, alliances: tuple[str, ...], owner: str, lang: str
) -> None:
    """List addresses, never what opens them."""
    runtime = surroundings.ready()
    store, now = runtime.store, runtime.clock()
    wanted = {
        key
        for each in alliances or (None,)
        for key in directory.reach(store, by=SYSTEM, alliance=each)
    }
    found = known.listed(store, wanted, SYSTEM, now)
    if owner:
        by = on_behalf.account(store, owner, now)
        found = tuple(each for each in found if each.subscription.owner == by.id)
    click.echo(tables.table(listing.listed(store, found, SYSTEM, now), lang))


@subscriptions.command("create")
@click.option("--owner", required=True)
@click.option("--scope", required=True)
@click.option("--name", required=True)
@click.option("--kind", "kinds", multiple=True)
@click.option("--since", type=_DAY, default=None)
@click.option("--until", type=_DAY, default=None)
@click.option("--alarm", "alarms", multiple=True, type=click.IntRange(0, MAX_ALARM_MINUTES))
@click.option("--feed-lang", type=click.Choice(LANGUAGES), default=LANGUAGES[0])
@click.option("--profile", type=click.Choice(sorted(PROFILES)), default="generic")
@choose_lang
@pass_surroundings
def subscriptions_create(
    surroundings: Surroundings,
    /,
    owner: str,
    scope: str,
    name: str,
    lang: str,
    **given: Any,  # noqa: ANN401 - the options of what is shown
) -> None:
    """Make an address for somebody and print it, alone and only this once."""
    del lang  # the address stands alone; what is refused is said in it
    wanted = parse_scope(scope)
    since, until = _day(given["since"]), _day(given["until"])
    choice = Choice(given["kinds"], since, until, given["alarms"])
    wish = Wish(wanted, name, given["feed_lang"], given["profile"], choice)
    runtime = surroundings.ready()
    now = runtime.clock()
    by = on_behalf.account(runtime.store, owner, now)
    made = addresses.create(runtime.store, wish, by, runtime.secret_key, now)
    click.echo(made.url(runtime.base_url))


@subscriptions.command("rotate")
@click.argument("subscription")
@choose_lang
@pass_surroundings
def subscriptions_rotate(surroundings: Surroundings, subscription: str, lang: str) -> None:
    """Put another address in the place of one and print it, alone and only this once."""
    del lang
    runtime = surroundings.ready()
    now = runtime.clock()
    by = on_behalf.owner(runtime.store, subscription, now)
    renewed = addresses.renew(runtime.store, subscription, by, runtime.secret_key, now)
    click.echo(renewed.url(runtime.base_url))


@subscriptions.command("end")
@click.argument("subscription")
@choose_lang
@pass_surroundings
def subscriptions_end(surroundings: Surroundings, subscription: str, lang: str) -> None:
    """End an address: it says farewell and is gone then."""
    runtime = surroundings.ready()
    ended = addresses.revoke(runtime.store, subscription, SYSTEM, runtime.clock())
    click.echo(say("command.ended", {"name": ended.name}, lang))


@subscriptions.command("evidence")
@click.argument("alliance")
@choose_lang
@pass_surroundings
def subscriptions_evidence(surroundings: Surroundings, alliance: str, lang: str) -> None:
    """Tell who has not fetched the newest changes of an alliance."""
    runtime = surroundings.ready()
    found = evidences.evidence(runtime.store, alliance, SYSTEM, runtime.clock())
    click.echo(tables.evidence(found, lang))


def _day(moment: datetime | None) -> date | None:
    return None if moment is None else moment.date()
