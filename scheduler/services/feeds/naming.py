"""What scopes and feeds are called: by the alliances, branch, host or event, and what is chosen."""

from collections.abc import Iterable
from datetime import date, timedelta

from feeds.text import is_blank
from scheduler.domain.feed_scope import NO_NARROWING, Choice, Narrowing, Scope, ScopeKind
from scheduler.domain.moments import unescaped
from scheduler.domain.text import say
from scheduler.domain.text.values import full_day, join
from scheduler.store import Session, events, roster
from scheduler.store.roster import Name

NAMED = 3
"""How many of several things are named; of more it is told how many they are."""

_ENTITY = {
    ScopeKind.ALLIANCE: "body",
    ScopeKind.BRANCH: "body",
    ScopeKind.HOST: "organisation",
}


def scope_names(session: Session, scopes: Iterable[Scope]) -> dict[Scope, tuple[Name, ...]]:
    """Give the names of what each of these scopes shows; a person is not named."""
    listed = set(scopes)
    known = roster.names(session, {key for scope in listed for key in _keys(scope)})
    found = {scope: tuple(known[key] for key in _keys(scope) if key in known) for scope in listed}
    single = {scope.keys[0]: scope for scope in listed if scope.kind is ScopeKind.EVENT}
    for stored in events.by_uid(session, single):
        event = stored.event
        found[single[event.uid]] = (Name(event.title, event.title, event.title_en),)
    return found


def _keys(scope: Scope) -> tuple[str, ...]:
    entity = _ENTITY.get(scope.kind)
    return tuple(f"{entity}:{key}" for key in scope.keys) if entity else ()


def feed_name(
    session: Session,
    shown: tuple[Scope, Choice],
    alliances: Iterable[tuple[str, str]],
    lang: str,
    narrowing: Narrowing = NO_NARROWING,
) -> str:
    """Call a feed by what it shows, and by kinds, places, hosts, branches, days if not by all.

    ``alliances`` are the names of those within reach; a single event, which many have one like, is
    called by them besides. What the owner calls the address is left
    out: it names a device, and those who see the same share one calendar.
    """
    scope, choice = shown
    whose = tuple(alliances)
    # What older versions took for a name may show nothing, or end in a line's end.
    name = _called(session, scope, whose, lang).strip()
    if is_blank(name):
        name = say("feed.name", {}, lang)
    single = _named(whose, lang) if scope.kind is ScopeKind.EVENT else ""
    parts = [
        *filter(None, [single]),
        *_kinds(session, choice.kinds, lang),
        *_narrowed(session, narrowing, lang),
        *_days(choice, lang),
    ]
    told = (", " if lang == "en" else "，").join(parts)
    return say("feed.part", {"name": name, "parts": told}, lang) if told else name


def named(what: str, names: Iterable[str], lang: str) -> str:
    """Name a few things, of many the first ones and how many: by the sentence ``feed.of_what``."""
    listed = list(names)
    told = join(listed[:NAMED], lang)
    if len(listed) <= NAMED:
        return told
    return say(f"feed.of_{what}", {"names": told, "count": len(listed)}, lang)


def _called(session: Session, scope: Scope, alliances: Iterable[tuple[str, str]], lang: str) -> str:
    if scope.kind is ScopeKind.PERSON:
        return say("feed.mine", {}, lang)  # names of people do not enter feeds
    if scope.kind is ScopeKind.ALLIANCE:
        return _named(alliances, lang)
    found = scope_names(session, [scope])[scope]
    return unescaped(found[0].say(lang)) if found else scope.keys[0]


def _named(alliances: Iterable[tuple[str, str]], lang: str) -> str:
    names = [unescaped(Name(zh, zh, en).say(lang)).strip() for zh, en in alliances]
    return "" if all(map(is_blank, names)) else named("alliances", names, lang)


def _kinds(session: Session, chosen: tuple[str, ...], lang: str) -> Iterable[str]:
    known = roster.kinds(session) if chosen else {}
    names = [
        unescaped((kind.name_en if lang == "en" else "") or kind.name).strip()
        for key in sorted(chosen)
        if (kind := known.get(key))
    ]
    return [named("kinds", names, lang)] if names else []


def _narrowed(session: Session, narrowing: Narrowing, lang: str) -> Iterable[str]:
    if not narrowing:
        return
    sorts = (
        ("feed.at", "places", "venue", narrowing.places),
        ("feed.hosted", "hosts", "organisation", narrowing.hosts),
        ("feed.for", "branches", "body", narrowing.branches),
    )
    known = roster.names(session, {f"{kind}:{key}" for _, _, kind, keys in sorts for key in keys})
    for code, what, kind, keys in sorts:
        found = {key: known.get(f"{kind}:{key}") for key in keys}
        names = [
            unescaped(name.say(lang)).strip() if name and not is_blank(name.say(lang)) else key
            for key, name in found.items()
        ]
        if names:
            yield say(code, {"names": named(what, names, lang)}, lang)


def _days(choice: Choice, lang: str) -> Iterable[str]:
    since, until = choice.since, choice.until
    if since and (since, until) == (date(since.year, 1, 1), date(since.year + 1, 1, 1)):
        return [say("feed.year", {"year": str(since.year)}, lang)]
    first = full_day(since, lang) if since else ""
    last = full_day(until - timedelta(days=1), lang) if until else ""
    if not first or not last or first == last:
        code = "feed.day" if first == last else "feed.since" if first else "feed.until"
        return [say(code, {"day": first or last}, lang)] if first or last else []
    return [say("feed.span", {"first": first, "last": last}, lang)]
