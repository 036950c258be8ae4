"""Feed addresses and the evidence of changes as texts for a terminal, without the addresses."""

from collections.abc import Iterable
from datetime import datetime

from scheduler.domain.feed_scope import Choice
from scheduler.domain.moments import SHANGHAI
from scheduler.domain.text import say
from scheduler.services.events.change_notes import note
from scheduler.services.feeds.clients import is_browser
from scheduler.services.feeds.evidence import Evidence, Told
from scheduler.services.feeds.listing import Listed
from scheduler.services.plans.table import aligned

_COLUMNS = ("id", "owner", "scope", "choice", "name", "client", "fetched", "revision", "state")
_NONE = "-"


def table(found: Iterable[Listed], lang: str) -> str:
    """List addresses: whose, of what, where, and what was fetched last by which program."""
    rows = [_listed(each, lang) for each in found]
    if not rows:
        return say("command.no_addresses", {}, lang)
    return aligned([[say(f"command.column.{name}", {}, lang) for name in _COLUMNS], *rows])


def evidence(found: Evidence, lang: str) -> str:
    """Tell of each change how many addresses fetched it, and which have not."""
    if not found.changes:
        return say("command.no_changes", {}, lang)
    return "\n".join(line for told in found.changes for line in _told(told, found, lang))


def _told(told: Told, found: Evidence, lang: str) -> Iterable[str]:
    title = titled(told, lang)
    sentence = note(told.change, lang, found.names, then=told.then)
    come = {"done": told.total - len(told.waiting), "total": told.total}
    number = say("command.number", {"seq": told.change.seq}, lang)
    yield f"{_instant(told.change.at)}  {number}  {title}  {sentence}"
    yield f"    {say('command.come', come, lang)}"
    if not_counted := left_out(told, lang):
        yield f"    {not_counted}"
    for each in (*told.waiting, *told.unfetched):
        owner, _, *seen = _row(each, lang)[:5]
        yield "  ".join((f"    {_NONE} {each.address.subscription.id}", owner, *seen))


def titled(told: Told, lang: str) -> str:
    """Name the event of an act, or the first of its events and how many they are."""
    title = told.title[1] if lang == "en" and told.title[1] else told.title[0]
    if len(told.events) == 1:
        return title
    return say("evidence.events", {"title": title, "count": len(told.events)}, lang)


def left_out(told: Told, lang: str, *said: str) -> str:
    """Tell in one sentence what the count of a change leaves out; empty where nothing is.

    ``said`` are the reasons of which the sentence before tells already.
    """
    parts = [
        say(f"evidence.{why}", {"count": count}, lang)
        for why, count in told.left_out
        if why not in said
    ]
    return say("evidence.left_out", {"parts": parts}, lang) if parts else ""


def _listed(each: Listed, lang: str) -> list[str]:
    kept = each.address.subscription
    owner, scope, *rest = _row(each, lang)
    return [kept.id, owner, scope, _choice(kept.choice), *rest]


def _choice(choice: Choice) -> str:
    """Write what is chosen as the options that chose it."""
    options = (
        *(("--kind", kind) for kind in choice.kinds),
        *((("--since", choice.since),) if choice.since else ()),
        *((("--until", choice.until),) if choice.until else ()),
        *(("--alarm", minutes) for minutes in choice.alarms),
    )
    return " ".join(f"{name} {value}" for name, value in options) or _NONE


def _row(each: Listed, lang: str) -> list[str]:
    kept = each.address.subscription
    state = "latest" if each.latest else "behind"
    state = state if kept.last_fetch_at and not is_browser(kept.last_client) else "never"
    state = state if each.address.works else "ended"
    return [
        each.owner or kept.owner or say("command.of_alliance", {}, lang),
        str(kept.scope),
        kept.name if kept.owner else _NONE,
        kept.last_client or _NONE,
        _instant(kept.last_fetch_at) if kept.last_fetch_at else _NONE,
        str(each.address.seq or _NONE),
        say(f"command.state.{state}", {}, lang),
    ]


def _instant(moment: datetime) -> str:
    return f"{moment.astimezone(SHANGHAI):%Y-%m-%d %H:%M}"
