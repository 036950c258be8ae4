"""The page of the evidence: how far the newest changes have come, and all addresses in use."""

from collections.abc import Mapping
from datetime import datetime

from flask_babel import gettext

from scheduler.services.events.change_notes import note
from scheduler.services.feeds.evidence import Evidence, Told
from scheduler.services.feeds.listing import Listed
from scheduler.services.feeds.tables import left_out, titled
from scheduler.web import dates
from scheduler.web.i18n import current_lang
from scheduler.web.parts import Action, Light, Link, Words
from scheduler.web.subscriptions import words
from scheduler.web.subscriptions.forms import name_of
from scheduler.web.subscriptions.notices import notice
from scheduler.web.subscriptions.pages import end
from scheduler.web.subscriptions.values import EvidencePage, Held, Reached, Step


def evidence_page(found: Evidence, now: datetime, done: str) -> EvidencePage:
    """Show how far the newest changes have come, and all addresses in use."""
    key = found.alliance.key
    back = f"/alliances/{key}/subscriptions"
    names = words.alike((_who(each), each) for each in found.addresses)
    return EvidencePage(
        crumbs=(
            Link(f"/alliances/{key}", name_of(found.alliance)),
            Link(f"/alliances/{key}/subscribe", gettext("订阅")),
            Link("", gettext("谁取到了改动")),
        ),
        lead=_lead(found),
        changes=tuple(_reached(each, found, names) for each in found.changes),
        held=tuple(_other(each, names, back, now) for each in reversed(found.addresses)),
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
    besides = _left_out(newest)
    if newest.waiting:
        rest = gettext("%(day)s的改动。", day=day)
        return Words(
            gettext("%(total)s个订阅里", total=newest.total),
            gettext("%(waiting)s个还没取到", waiting=len(newest.waiting)),
            rest + besides,
        )
    if newest.total:
        told = gettext("%(total)s个订阅都取到了%(day)s的改动。", total=newest.total, day=day)
        return Words(told + besides)
    if newest.unfetched:
        return Words(
            gettext("%(total)s个订阅里", total=total),
            gettext("%(count)s个还没取过", count=len(newest.unfetched)),
            gettext("，不知道有没有%(day)s的改动。", day=day) + _left_out(newest, "unfetched"),
        )
    told = gettext("%(total)s个订阅；%(day)s的改动与它们无关。", total=total, day=day)
    return Words(told + _left_out(newest, "unshown"))


def _left_out(newest: Told, *said: str) -> str:
    """Tell what the count leaves out, as a sentence after another one."""
    lang = current_lang()
    told = left_out(newest, lang, *said)
    return f" {told}" if told and lang == "en" else told


def _reached(each: Told, found: Evidence, names: Mapping[str, int]) -> Reached:
    lang, unsure = current_lang(), (*each.waiting, *each.unfetched)
    at = dates.instant(each.change.at, lang)
    return Reached(
        day=gettext("%(day)s，第%(seq)s号", day=at, seq=each.change.seq),
        title=titled(each, lang),
        href=f"/events/{each.change.uid}",
        what=note(each.change, lang, found.names, then=each.then),
        light=_light(each),
        summary=_which(each),
        waiting=tuple(
            (words.told_apart(_who(one), one, names), words.fetch(one)) for one in unsure
        ),
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
    if each.by_token and each.owner:
        owner = gettext("外部系统“%(name)s”", name=each.owner)
    if each.account:
        owner = gettext("%(name)s（%(account)s）", name=owner, account=each.account)
    return gettext("%(owner)s · %(name)s", owner=owner, name=subscription.name)


def _other(each: Listed, names: Mapping[str, int], back: str, now: datetime) -> Held:
    light, told = words.state(each, now, own=False)
    shows = words.kept(each, own=False)
    return Held(
        name=words.told_apart(_who(each), each, names),
        note=gettext("%(scope)s。%(told)s", scope=shows, told=told),
        light=light,
        steps=(end(each.address.subscription.id, back),) if each.may_end else (),
    )
