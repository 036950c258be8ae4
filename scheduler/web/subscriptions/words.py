"""How subscriptions are spoken of: what they show, and how their fetching stands."""

from collections import Counter
from collections.abc import Iterable, Mapping
from datetime import datetime, timedelta

from flask_babel import gettext

from scheduler.domain.feed_scope import Choice, ScopeKind
from scheduler.domain.moments import SHANGHAI
from scheduler.domain.text import say
from scheduler.services.feeds.clients import is_browser
from scheduler.services.feeds.listing import Listed
from scheduler.services.feeds.naming import named
from scheduler.services.feeds.serving import FAREWELL
from scheduler.services.names import Name
from scheduler.web import dates
from scheduler.web.i18n import current_lang
from scheduler.web.parts import Light

QUIET = timedelta(days=30)
"""After how long without a fetch a subscription counts as forgotten."""


_UNITS = ((24 * 60, "days"), (60, "hours"), (1, "minutes"))


def short(name: Name) -> str:
    """Give the short name of a thing in the reader's language."""
    lang = current_lang()
    return name.say(lang) if lang == "en" else name.short or name.zh


def scope(each: Listed, *, own: bool) -> str:
    """Say what a subscription shows and of which days and how many kinds.

    Its reader is the owner or somebody else.
    """
    shows, kinds = _shows(each, own=own), each.address.subscription.choice.kinds
    if kinds:
        told = say("feed.kinds", {"count": len(kinds)}, current_lang())
        shows = gettext("%(shows)s，%(told)s", shows=shows, told=told)
    return _window(shows, each.address.subscription.choice)


def kept(each: Listed, *, own: bool) -> str:
    """Say what a subscription shows, and with which reminders."""
    shows, alarms = scope(each, own=own), each.address.subscription.choice.alarms
    if not alarms:
        return shows
    lang = current_lang()
    told = say("feed.alarms", {"alarms": [_alarm(minutes, lang) for minutes in alarms]}, lang)
    return gettext("%(shows)s，%(told)s", shows=shows, told=told)


def _alarm(minutes: int, lang: str) -> str:
    if not minutes:
        return say("feed.alarm.start", {}, lang)
    length, unit = next(each for each in _UNITS if not minutes % each[0])
    return say(f"feed.alarm.{unit}", {"count": minutes // length}, lang)


def _window(shows: str, choice: Choice) -> str:
    lang = current_lang()
    first = dates.full_day(choice.since, lang) if choice.since else ""
    last = dates.full_day(choice.until - timedelta(days=1), lang) if choice.until else ""
    if first == last:
        return gettext("%(shows)s，只看%(day)s", shows=shows, day=first) if first else shows
    if not last:
        return gettext("%(shows)s，从%(day)s起", shows=shows, day=first)
    if not first:
        return gettext("%(shows)s，只到%(day)s", shows=shows, day=last)
    return gettext("%(shows)s，从%(first)s到%(last)s", shows=shows, first=first, last=last)


def _shows(each: Listed, *, own: bool) -> str:
    subscription, names = each.address.subscription, each.names
    kind = subscription.scope.kind
    if kind is ScopeKind.PERSON:
        return gettext("只看与我有关的") if own else gettext("只看与本人有关的")
    if len(names) > 1 and not own:  # what else somebody follows is not told by name
        return gettext("%(count)s个联盟", count=len(names))
    called = named("alliances", map(short, names), current_lang())
    name = called if names else subscription.scope.keys[0]
    if kind is ScopeKind.ALLIANCE:
        return gettext("%(name)s全部活动", name=name)
    if kind is ScopeKind.EVENT:
        return gettext("只看“%(name)s”这一场", name=name)
    if kind is ScopeKind.BRANCH:
        return gettext("%(name)s要参加的", name=name)
    return gettext("%(name)s主办的", name=name)


def alike(called: Iterable[tuple[str, Listed]]) -> Mapping[str, int]:
    """Count the names of addresses, each alone and with the minute in which it was made."""
    return Counter(key for name, each in called for key in (name, _in_minute(name, each)))


def _in_minute(name: str, each: Listed) -> str:
    return f"{name}\n{each.address.subscription.created_at:%Y%m%d%H%M}"


def told_apart(name: str, each: Listed, names: Mapping[str, int]) -> str:
    """Give the name of an address, and when it was made where another one is called alike.

    ``names`` is what ``alike`` counts in the list: within one minute the seconds are told too.
    """
    if names[name] == 1:
        return name
    made = each.address.subscription.created_at
    told = dates.instant(made, current_lang())
    if names[_in_minute(name, each)] > 1:
        told += f"{made:%S}".rjust(3, ":")
    return gettext("%(name)s（%(made)s生成）", name=name, made=told)


def fetch(each: Listed) -> str:
    """Say by which program and when an address was last fetched, and up to which change.

    Among several alliances no single number says that.
    """
    subscription = each.address.subscription
    if subscription.last_fetch_at is None:
        return gettext("还没取过")
    client = client_name(subscription.last_client)
    at = dates.instant(subscription.last_fetch_at, current_lang())
    when = gettext("%(client)s；%(at)s取过", client=client, at=at)
    seq = each.address.seq
    return gettext("%(when)s，到第%(seq)s号改动", when=when, seq=seq) if seq else when


def client_name(client: str) -> str:
    """Name the program that fetches."""
    if is_browser(client):
        return gettext("浏览器（%(name)s）", name=client)
    known = {"outlook": "Outlook", "apple": gettext("苹果日历"), "google": gettext("Google 日历")}
    return known.get(client, client) or gettext("日历程序")


def state(each: Listed, now: datetime, *, own: bool) -> tuple[Light, str]:
    """Tell how the fetching of an address stands, as a light and in words."""
    subscription, lang = each.address.subscription, current_lang()
    fetched = subscription.last_fetch_at
    if not each.address.works:
        return Light("na", gettext("已停用")), _over(each)
    if fetched is None:
        hint = gettext("把地址加进日历后，这里会显示取用情况")
        made = dates.day(subscription.created_at, lang)
        told = hint if own else gettext("%(day)s生成", day=made)
        return Light("todo", gettext("还没取过")), told
    when = fetch(each)
    if is_browser(subscription.last_client):
        told = gettext("%(when)s；还没有日历程序取过", when=when)
        return Light("todo", gettext("还没取过")), told
    if now - fetched > QUIET:
        return Light("todo", gettext("久未取用")), when
    if not each.latest:
        return Light("todo", gettext("新改动还没取")), when
    return Light("set", gettext("正常")), gettext("%(when)s，已是最新", when=when)


def _over(each: Listed) -> str:
    """Tell since when an address has ended, or why it is about to."""
    lang, ended = current_lang(), each.address.subscription.revoked_at
    if ended is None:
        return gettext("它的活动已经看不到了；日历下次来取时只留一条停用提示")
    day = dates.day(ended.astimezone(SHANGHAI), lang)
    gone = dates.day((ended + FAREWELL).astimezone(SHANGHAI), lang)
    return gettext("%(day)s停用；到%(gone)s为止日历里留一条提示", day=day, gone=gone)
