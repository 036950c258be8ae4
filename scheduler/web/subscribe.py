"""How an alliance's calendar gets into the reader's own."""

from datetime import datetime, timedelta
from urllib.parse import quote, urlencode

from flask import Blueprint, redirect, render_template, request
from flask.typing import ResponseReturnValue
from flask_babel import gettext

from scheduler.domain.errors import InvalidError
from scheduler.domain.feed_scope import Scope, ScopeKind
from scheduler.domain.moments import SHANGHAI
from scheduler.domain.text import say
from scheduler.services.feeds import subscriptions
from scheduler.services.feeds.subscriptions import Shown, Wish
from scheduler.services.feeds.tokens import Address
from scheduler.web import dates
from scheduler.web.calendar_pages import SubscribePage, Way
from scheduler.web.events.forms import told
from scheduler.web.i18n import current_lang
from scheduler.web.parts import Action, Field, Form, Light, Link, Option, Task
from scheduler.web.policy import public, signed_in
from scheduler.web.qr import qr
from scheduler.web.session import current, reader, runtime

blueprint = Blueprint("subscribe", __name__)

QUIET = timedelta(days=30)
"""After how long without a fetch a subscription counts as forgotten."""


@blueprint.get("/alliances/<key>/subscribe")
@public
def ways(key: str) -> str:
    """Show the address and the ways into each calendar program."""
    return _page(key)


@blueprint.post("/alliances/<key>/subscribe")
@signed_in
def create(key: str) -> ResponseReturnValue:
    """Make an address of the reader's own."""
    ready = runtime()
    scope = Scope(ScopeKind.ALLIANCE, (key,))
    wish = Wish(scope, request.form.get("name", ""), lang=request.form.get("lang", "zh"))
    try:
        subscriptions.create(ready.store, wish, reader(), ready.secret_key, ready.clock())
    except InvalidError as error:
        return _page(key, error), 422
    return redirect(f"/alliances/{key}/subscribe", 303)


@blueprint.post("/alliances/<key>/subscribe/<subscription>/revoke")
@signed_in
def revoke(key: str, subscription: str) -> ResponseReturnValue:
    """End an address at once."""
    ready = runtime()
    subscriptions.revoke(ready.store, subscription, reader(), ready.clock())
    return redirect(f"/alliances/{key}/subscribe", 303)


def links(address: str, name: str) -> tuple[Way, ...]:
    """Give the way into each calendar program; all of them lead to the same address."""
    webcal = "webcal://" + address.partition("://")[2]
    outlook = urlencode({"url": address, "name": name}, quote_via=quote)
    google = urlencode({"cid": webcal}, quote_via=quote)
    opened = gettext("打开")
    return (
        Way(
            f"https://outlook.office.com/calendar/0/addfromweb?{outlook}",
            gettext("Outlook 网页版、新版"),
            gettext("改动通常3小时内到，偶尔隔天"),
            opened,
        ),
        Way(webcal, gettext("Outlook 经典版（Windows）"), gettext("每1至3小时取一次"), opened),
        Way(
            webcal,
            gettext("苹果日历"),
            gettext("iPhone、Mac；多久取一次由您设定"),
            opened,
        ),
        Way(
            f"https://calendar.google.com/calendar/r?{google}",
            gettext("Google 日历"),
            gettext("由它决定，常要8至24小时"),
            opened,
        ),
        Way(
            address,
            gettext("Thunderbird 等"),
            gettext("复制下面的地址，粘贴到“新建网络日历”"),
            gettext("看地址"),
        ),
    )


def _page(key: str, refused: InvalidError | None = None) -> str:
    ready, lang, by = runtime(), current_lang(), current()
    now = ready.clock()
    shown = subscriptions.shown(ready.store, key, by, ready.secret_key)
    name = (
        shown.alliance.name_en if lang == "en" and shown.alliance.name_en else shown.alliance.name
    )
    address = _address(shown, ready.base_url)
    page = SubscribePage(
        crumbs=(Link(f"/alliances/{key}", name), Link("", gettext("订阅"))),
        address=address,
        ways=links(address, name) if address else (),
        scopes=(
            Option(
                "alliance",
                gettext("全联盟的活动"),
                gettext("现有%(count)s场", count=shown.events),
            ),
        ),
        scope="alliance",
        qr=qr(address) if address else None,
        subscriptions=tuple(_task(each, key, shown.newest, now) for each in shown.own),
        forms=(_form(key, refused),) if by is not None else (),
    )
    return render_template("subscribe.html", page=page)


def _address(shown: Shown, base_url: str) -> str:
    """Give the reader's newest address that works, else the alliance's own."""
    live = [each for each in shown.own if each.subscription.revoked_at is None and each.token]
    if live:
        return live[-1].url(base_url)
    return shown.public.url(base_url) if shown.public else ""


def _task(address: Address, key: str, newest: int, now: datetime) -> Task:
    subscription = address.subscription
    light, note = _state(address, newest, now)
    href = f"/alliances/{key}/subscribe/{subscription.id}/revoke"
    over = subscription.revoked_at is not None
    return Task(
        name=subscription.name,
        note=note,
        light=light,
        action=None if over else Action(href, gettext("停用"), post=True),
    )


def _state(address: Address, newest: int, now: datetime) -> tuple[Light, str]:
    subscription, lang = address.subscription, current_lang()
    fetched = subscription.last_fetch_at
    if subscription.revoked_at is not None:
        ended = dates.day(subscription.revoked_at.astimezone(SHANGHAI), lang)
        return Light("na", gettext("已停用")), gettext("%(day)s停用", day=ended)
    if fetched is None:
        return Light("todo", gettext("还没取过")), gettext("把地址加进日历后，这里会显示取用情况")
    client = subscription.last_client or gettext("日历程序")
    when = gettext("%(client)s；%(at)s取过", client=client, at=dates.instant(fetched, lang))
    if now - fetched > QUIET:
        return Light("todo", gettext("久未取用")), when
    latest = subscription.last_seq >= newest
    word = gettext("已是最新") if latest else gettext("新改动还没取")
    return Light("set", gettext("正常")), gettext("%(when)s，%(word)s", when=when, word=word)


def _form(key: str, refused: InvalidError | None) -> Form:
    fields = (
        Field(
            "name",
            gettext("放在哪里"),
            note=gettext("例如：办公室电脑、手机"),
        ),
        Field(
            "lang",
            gettext("语言"),
            current_lang(),
            control="select",
            options=(Option("zh", "中文"), Option("en", "English")),
        ),
    )
    form = Form(
        href=f"/alliances/{key}/subscribe",
        submit=gettext("生成我的地址"),
        fields=fields,
        summary=gettext("另要一个只给自己用的地址"),
        note=gettext("一台设备一个地址，丢了可以单独停用。"),
    )
    if refused is None:
        return form
    field = str(refused.fields.get("field", ""))
    return told(form, request.form, (field, say(refused.code, refused.fields, current_lang())))
