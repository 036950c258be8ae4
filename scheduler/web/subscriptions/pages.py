"""The pages of subscriptions as values: of an alliance and of a reader."""

from collections.abc import Mapping
from dataclasses import replace
from datetime import datetime

from flask_babel import gettext

from scheduler.domain.feed_scope import EVERYTHING, Scope, ScopeKind
from scheduler.services.feeds.known import Shown
from scheduler.services.feeds.listing import Listed
from scheduler.web.parts import Action, Link
from scheduler.web.subscriptions import words
from scheduler.web.subscriptions.forms import name_of
from scheduler.web.subscriptions.guides import given, guides
from scheduler.web.subscriptions.values import (
    Given,
    Held,
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
    return [each for each in own if each.address.token and each.address.works]


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
    live = [each for each in reversed(own) if each.address.works]
    over = [each for each in reversed(own) if not each.address.works]
    names = words.alike((each.address.subscription.name, each) for each in own)
    return tuple(_held(each, names, back, now) for each in (*live, *over))


def _held(each: Listed, names: Mapping[str, int], back: str, now: datetime) -> Held:
    subscription = each.address.subscription
    light, told = words.state(each, now, own=True)
    over = not each.address.works
    shows = words.kept(each, own=True)
    return Held(
        name=words.told_apart(subscription.name, each, names),
        note=gettext("%(scope)s。%(told)s", scope=shows, told=told),
        light=light,
        href="" if over or not each.address.token else f"{back}?show={subscription.id}#where",
        steps=() if over else _steps(subscription.id, subscription.version, back),
    )


def _steps(key: str, version: int, back: str) -> tuple[Step, ...]:
    return _renew(key, version, back), end(key, back)


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


def end(key: str, back: str) -> Step:
    """Offer to end an address, and say what that means."""
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
