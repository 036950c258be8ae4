"""The pages of subscriptions as values: of an alliance, of a reader, and the evidence."""

from dataclasses import replace
from datetime import datetime

from flask_babel import gettext

from scheduler.domain.feed_scope import EVERYTHING, Scope, ScopeKind
from scheduler.services.events.change_notes import note
from scheduler.services.feeds.evidence import Evidence, Told
from scheduler.services.feeds.known import Shown
from scheduler.services.feeds.listing import Listed
from scheduler.web import dates
from scheduler.web.i18n import current_lang
from scheduler.web.parts import Action, Light, Link, Notice, Words
from scheduler.web.subscriptions import words
from scheduler.web.subscriptions.forms import name_of
from scheduler.web.subscriptions.guides import given, guides
from scheduler.web.subscriptions.values import (
    EvidencePage,
    Given,
    Held,
    Reached,
    Step,
    SubscribePage,
)


def of_alliance(
    found: Shown, own: tuple[Listed, ...], chosen: Given | None, *, edits: bool
) -> SubscribePage:
    """Make the page of an alliance, without its form."""
    key, name = found.alliance.key, name_of(found.alliance)
    links = (Link(f"/alliances/{key}/subscriptions", gettext("谁取到了改动")),) if edits else ()
    return SubscribePage(
        title=gettext("让联盟日程进您的日历"),
        lead=gettext("订阅一次，以后改期、换主办都会自己更新，不用再抄。"),
        crumbs=(Link(f"/alliances/{key}", name), Link("", gettext("订阅"))),
        given=chosen,
        guides=guides() if chosen else (),
        links=(*links, Link("/subscriptions", gettext("我在各联盟的全部订阅"))) if own else links,
    )


def of_reader(chosen: Given | None) -> SubscribePage:
    """Make the page of all of a reader's subscriptions, without its form."""
    return SubscribePage(
        title=gettext("我的订阅"),
        lead=gettext("您在各联盟的全部订阅地址，一台设备一个。"),
        crumbs=(Link("/", gettext("今日")), Link("", gettext("我的订阅"))),
        given=chosen,
        guides=guides() if chosen else (),
    )


def choose(own: tuple[Listed, ...], asked: str, base_url: str) -> Given | None:
    """Choose the reader's address to be shown: the one asked for, else the newest that works."""
    live = _live(own)
    named = [each for each in live if each.address.subscription.id == asked]
    return _given((named or live)[-1], base_url) if live else None


def choose_whole(own: tuple[Listed, ...], alliance: str, asked: str, base_url: str) -> Given | None:
    """Choose the one asked for, else the newest that shows all events of an alliance alone."""
    live = _live(own)
    named = [each for each in live if each.address.subscription.id == asked]
    found = named or [each for each in live if _is_whole(each, alliance)]
    return _given(found[-1], base_url) if found else None


def _live(own: tuple[Listed, ...]) -> list[Listed]:
    return [
        each for each in own if each.address.token and each.address.subscription.revoked_at is None
    ]


def _is_whole(each: Listed, alliance: str) -> bool:
    found = each.address.subscription
    without_alarms = replace(found.choice, alarms=())
    return found.scope == Scope(ScopeKind.ALLIANCE, (alliance,)) and without_alarms == EVERYTHING


def _given(each: Listed, base_url: str) -> Given:
    subscription, shows = each.address.subscription, words.scope(each, own=True)
    title = gettext("“%(name)s”的地址：%(scope)s", name=subscription.name, scope=shows)
    return given(each.address.url(base_url), shows, title)


def held(own: tuple[Listed, ...], back: str, now: datetime) -> tuple[Held, ...]:
    """List the reader's own addresses, those that work first, the newest on top."""
    live = [each for each in reversed(own) if each.address.subscription.revoked_at is None]
    over = [each for each in reversed(own) if each.address.subscription.revoked_at is not None]
    return tuple(_held(each, back, now) for each in (*live, *over))


def _held(each: Listed, back: str, now: datetime) -> Held:
    subscription = each.address.subscription
    light, told = words.state(each, now, own=True)
    over = subscription.revoked_at is not None
    shows = words.scope(each, own=True)
    return Held(
        name=subscription.name,
        note=gettext("%(scope)s。%(told)s", scope=shows, told=told),
        light=light,
        href="" if over or not each.address.token else f"{back}?show={subscription.id}#where",
        steps=() if over else _steps(subscription.id, subscription.version, back),
    )


def _steps(key: str, version: int, back: str) -> tuple[Step, ...]:
    return _renew(key, version, back), _end(key, back)


def _renew(key: str, version: int, back: str) -> Step:
    return Step(
        gettext("换地址：地址给错了人时用。旧地址马上不更新了，新地址要重新加进日历。"),
        Action(
            f"/subscriptions/{key}/renew",
            gettext("换个新地址"),
            post=True,
            hidden=(("back", back), ("version", str(version))),
        ),
    )


def _end(key: str, back: str) -> Step:
    return Step(
        gettext(
            "停用：那个日历里30天内只留一条“订阅链接已停用，请重新获取”，之后地址作废，不能恢复。"
        ),
        Action(
            f"/subscriptions/{key}/end",
            gettext("停用这个地址"),
            post=True,
            hidden=(("back", back),),
        ),
    )


def notice(done: str, given_now: Given | None) -> Notice | None:
    """Say what was just done."""
    if done == "made" and given_now:
        return Notice(gettext("地址好了。"), gettext("现在选一个日历，把它加进去。"))
    if done == "renewed":
        return Notice(
            gettext("换好了新地址。"),
            gettext("旧地址已停用；请把新地址加进日历，再删去旧的那个。"),
        )
    if done == "newer":
        return Notice(
            gettext("这个订阅在您打开页面之后已经换过地址，没有再换一次。"),
            gettext("下面是现在的地址。还要再换的，请再按一次“换个新地址”。"),
        )
    if done == "ended":
        return Notice(gettext("已停用。"), gettext("那个日历下次来取时，只会留下一条停用提示。"))
    if done == "announced":
        return Notice(gettext("公开地址开好了。"), gettext("订阅页上看得到它，不登录也能用。"))
    return None


def outside() -> Notice:
    """Tell whoever does not belong to an alliance that its calendar is public all the same."""
    return Notice(
        gettext("您不在这个联盟里。"),
        gettext("它的公开地址在下面，不登录也能用；自己的地址请到自己联盟的订阅页上要。"),
    )


def evidence_page(found: Evidence, now: datetime, done: str) -> EvidencePage:
    """Show how far the newest changes have come, and all addresses in use."""
    key = found.alliance.key
    back = f"/alliances/{key}/subscriptions"
    total, waiting = (found.newest.total, len(found.newest.waiting)) if found.newest else (0, 0)
    return EvidencePage(
        crumbs=(
            Link(f"/alliances/{key}", name_of(found.alliance)),
            Link(f"/alliances/{key}/subscribe", gettext("订阅")),
            Link("", gettext("谁取到了改动")),
        ),
        lead=_lead(found),
        done=total - waiting,
        total=total,
        changes=tuple(_reached(each, found) for each in found.changes),
        held=tuple(_other(each, back, now) for each in reversed(found.addresses)),
        notice=notice(done, None),
        announce=None if _has_public(found) else _announce(back),
    )


def _has_public(found: Evidence) -> bool:
    return any(each.address.subscription.owner is None for each in found.addresses)


def _announce(back: str) -> Step:
    return Step(
        gettext("联盟现在没有公开地址：没有自己地址的人订阅不了。停用过的不会恢复，要用就开新的。"),
        Action(f"{back}/public", gettext("开一个新的公开地址"), post=True),
    )


def _lead(found: Evidence) -> Words:
    total, newest = found.total, found.newest
    if not total:
        return Words(gettext("还没有人订阅。"))
    if newest is None:
        return Words(gettext("%(total)s个订阅；还没有发布过活动。", total=total))
    day = dates.day(newest.change.at, current_lang())
    unfetched = _unfetched(newest)
    if newest.waiting:
        rest = gettext("%(day)s的改动。", day=day)
        return Words(
            gettext("%(total)s个订阅里", total=newest.total),
            gettext("%(waiting)s个还没取到", waiting=len(newest.waiting)),
            rest + unfetched,
        )
    if newest.total:
        told = gettext("%(total)s个订阅都取到了%(day)s的改动。", total=newest.total, day=day)
        return Words(told + unfetched)
    if unfetched:
        return Words(
            gettext("%(total)s个订阅里", total=total),
            gettext("%(count)s个还没取过", count=len(newest.unfetched)),
            gettext("，不知道有没有%(day)s的改动。", day=day),
        )
    return Words(gettext("%(total)s个订阅；%(day)s的改动与它们无关。", total=total, day=day))


def _unfetched(newest: Told) -> str:
    """Tell of those besides that were never fetched since they got their address."""
    count = len(newest.unfetched)
    return gettext("另有%(count)s个还没取过。", count=count) if count else ""


def _reached(each: Told, found: Evidence) -> Reached:
    lang = current_lang()
    title, title_en = each.title
    at = dates.instant(each.change.at, lang)
    return Reached(
        day=gettext("%(day)s，第%(seq)s号", day=at, seq=each.change.seq),
        title=title_en if lang == "en" and title_en else title,
        href=f"/events/{each.change.uid}",
        what=note(each.change, lang, found.names),
        light=_light(each),
        summary=_which(each),
        waiting=tuple((_who(one), words.fetch(one)) for one in (*each.waiting, *each.unfetched)),
    )


def _light(each: Told) -> Light:
    total, waiting, unfetched = each.total, len(each.waiting), len(each.unfetched)
    if waiting:
        told = gettext("%(total)s个里%(waiting)s个还没取到", total=total, waiting=waiting)
        return Light("todo", told)
    if total:
        return Light("kept", gettext("%(total)s个都取到了", total=total))
    if unfetched:
        return Light("todo", gettext("%(count)s个还没取过", count=unfetched))
    return Light("na", gettext("没有订阅要取"))


def _which(each: Told) -> str:
    """Say what unfolds to those who are not known to have it; no count is told twice."""
    if each.total and each.unfetched:
        return gettext("另有%(count)s个还没取过", count=len(each.unfetched))
    return gettext("看是哪些")


def _who(each: Listed) -> str:
    subscription = each.address.subscription
    if subscription.owner is None:
        return gettext("联盟的公开地址")
    owner = each.owner or gettext("外部系统")
    return gettext("%(owner)s · %(name)s", owner=owner, name=subscription.name)


def _other(each: Listed, back: str, now: datetime) -> Held:
    light, told = words.state(each, now, own=False)
    shows = words.scope(each, own=False)
    return Held(
        name=_who(each),
        note=gettext("%(scope)s。%(told)s", scope=shows, told=told),
        light=light,
        steps=(_end(each.address.subscription.id, back),) if each.may_end else (),
    )
