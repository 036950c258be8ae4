"""How calendars get into the reader's own, and who has fetched their changes."""

from dataclasses import replace
from urllib.parse import urlencode

from flask import Blueprint, redirect, render_template, request
from flask.typing import ResponseReturnValue
from flask_babel import gettext
from werkzeug.datastructures import MultiDict

from scheduler.domain.address_errors import AddressEndedError, ManyAddressesError
from scheduler.domain.errors import (
    InvalidError,
    NotFoundError,
    OutsiderError,
    StaleVersionError,
)
from scheduler.domain.feed_scope import ScopeKind
from scheduler.domain.moments import SHANGHAI
from scheduler.domain.text import say
from scheduler.services import idempotency
from scheduler.services.access import Action
from scheduler.services.events.reading import view as event_view
from scheduler.services.feeds import announced, evidence, known, listing, offers, subscriptions
from scheduler.services.feeds.listing import Listed
from scheduler.services.idempotency import Reply
from scheduler.services.runtime import Runtime
from scheduler.web import dates
from scheduler.web.event_lines import title
from scheduler.web.i18n import current_lang
from scheduler.web.parts import Notice, Option
from scheduler.web.policy import public, signed_in
from scheduler.web.presses import sent
from scheduler.web.session import current, reader, runtime, safe_next, sign_in_address
from scheduler.web.subscriptions import notices, pages, reading
from scheduler.web.subscriptions.evidence import evidence_page
from scheduler.web.subscriptions.forms import form, name_of
from scheduler.web.subscriptions.guides import given
from scheduler.web.subscriptions.reading import Asked
from scheduler.web.subscriptions.values import Given, SubscribePage

blueprint = Blueprint("subscriptions", __name__)

HOME = "/subscriptions"


@blueprint.get("/alliances/<key>/subscribe")
@public
def ways(key: str) -> str:
    """Show the ways into each calendar program, and the reader's addresses in one alliance."""
    return _alliance_page(key, Asked(MultiDict()))


@blueprint.post("/alliances/<key>/subscribe")
@signed_in
def create(key: str) -> ResponseReturnValue:
    """Make an address of the reader's own."""
    asked = Asked(request.form)
    made = _made(asked)
    if made is None:
        return _alliance_page(key, asked), 422
    return _back(f"/alliances/{key}/subscribe", done="made", show=made)


@blueprint.get(HOME)
@signed_in
def mine() -> str:
    """Show all of the reader's own addresses, in whatever alliance."""
    return _own_page(Asked(MultiDict()))


@blueprint.post(HOME)
@signed_in
def create_mine() -> ResponseReturnValue:
    """Make an address from the page of all of them."""
    asked = Asked(request.form)
    made = _made(asked)
    if made is None:
        return _own_page(asked), 422
    return _back(HOME, done="made", show=made)


@blueprint.post("/subscriptions/<subscription>/end")
@signed_in
def end(subscription: str) -> ResponseReturnValue:
    """End an address at once."""
    ready = runtime()
    subscriptions.revoke(ready.store, subscription, reader(), ready.clock())
    return _back(request.form.get("back", HOME), done="ended")


@blueprint.post("/subscriptions/<subscription>/renew")
@signed_in
def renew(subscription: str) -> ResponseReturnValue:
    """Give a subscription another address, or tell what became of it since the page was opened."""
    ready, done = runtime(), "renewed"
    act = (reader(), ready.secret_key, ready.clock())
    version = request.form.get("version", 0, type=int)
    try:
        subscriptions.renew(ready.store, subscription, *act, version=version)
    except StaleVersionError:  # sent twice, or from a page that is out of date
        done = "newer"
    except (AddressEndedError, OutsiderError):
        done = "ended"
    except NotFoundError as error:
        if error.fields["entity"] == "subscription":
            raise
        done = "ended"  # what it shows is not to be seen any more
    return _back(request.form.get("back", HOME), done=done, show=subscription)


@blueprint.get("/alliances/<key>/subscriptions")
@signed_in
def reached(key: str) -> str:
    """Show who has fetched the newest changes, to those who may edit the alliance."""
    ready = runtime()
    found = evidence.evidence(ready.store, key, reader(), ready.clock())
    page = evidence_page(found, ready.clock(), request.args.get("done", ""))
    return render_template("subscriptions.html", page=page)


@blueprint.post("/alliances/<key>/subscriptions/public")
@signed_in
def announce(key: str) -> ResponseReturnValue:
    """Give the alliance a public address after the last one was ended."""
    ready = runtime()
    announced.announce(ready.store, key, reader(), ready.secret_key, ready.clock())
    return _back(f"/alliances/{key}/subscriptions", done="announced")


def _back(path: str, **told: str) -> ResponseReturnValue:
    return redirect(f"{safe_next(path).partition('?')[0]}?{urlencode(told)}", 303)


def _made(asked: Asked) -> str | None:
    """Make the address that is asked for once, or note what refuses it."""
    ready, by = runtime(), reader()
    now = ready.clock()
    wish = reading.wish(asked, now.astimezone(SHANGHAI).date())
    if wish is None:
        return None

    def work(joined: Runtime) -> Reply:
        made = subscriptions.create(joined.store, wish, by, joined.secret_key, now)
        return Reply(303, {"id": made.subscription.id})

    typed = {name: each for name, each in asked.typed.lists() if name != "csrf_token"}
    try:
        reply = idempotency.once(ready, sent(by.id, typed), now, work)
    except (InvalidError, ManyAddressesError, NotFoundError) as error:
        reading.refused(asked, error)
        return None
    return str(reply.body["id"])


def _alliance_page(key: str, asked: Asked) -> str:
    ready, by = runtime(), current()
    now = ready.clock()
    found = known.shown(ready.store, key, by, ready.secret_key, now)
    own = listing.listed(ready.store, found.own, by, now) if by else ()
    chosen = pages.choose_whole(own, key, request.args.get("show", ""), ready.base_url)
    if chosen is None and not found.public:
        chosen = pages.choose(own, "", ready.base_url)
    folded = gettext("再要一个地址") if chosen else ""
    if chosen is None and found.public:
        chosen = _announced(found.public.url(ready.base_url), name_of(found.alliance))
    edits = by is not None and by.may(Action.EDIT, key)
    page = pages.of_alliance(found, own, chosen, edits=edits)
    path = f"/alliances/{key}/subscribe"
    if by is None:
        return _drawn(replace(page, sign_in=sign_in_address(path)))
    if not by.may(Action.VIEW, key):
        return _drawn(replace(page, notice=notices.outside()), own, path)
    offer = offers.offer(ready.store, by, now, key)
    shaped = form(offer, asked, found.alliance, path, folded)
    return _drawn(replace(page, form=shaped), own, path)


def _announced(address: str, name: str) -> Given:
    """Give the alliance's own address in the language of the page, for nobody chose another."""
    spoken = f"{address}?lang=en" if current_lang() == "en" else address
    title = gettext("联盟的公开地址：全联盟的活动，文字是中文；要英文的，先把这一页换成英文。")
    return given(spoken, name, title, public=True)


def _own_page(asked: Asked) -> str:
    ready, by = runtime(), reader()
    now = ready.clock()
    found = known.own(ready.store, by, ready.secret_key, now)
    own = listing.listed(ready.store, found, by, now)
    chosen = pages.choose(own, request.args.get("show", ""), ready.base_url)
    single, unseen = _single(asked)
    folded = gettext("再要一个地址") if chosen and not single else ""
    shaped = form(offers.offer(ready.store, by, now), asked, None, HOME, folded, single=single)
    told = unseen or (None if shaped else notices.nowhere())
    return _drawn(replace(pages.of_reader(chosen), form=shaped, notice=told), own, HOME)


def _single(asked: Asked) -> tuple[tuple[Option, ...], Notice | None]:
    """Offer one event alone where the reader comes from its page, or asked for it just now.

    With it comes what is told of an address that names an event that the reader does not see.
    """
    kind, _, typed = asked.typed.get("scope", "").partition(":")
    uid = typed if kind == ScopeKind.EVENT else request.args.get("event", "")
    if not uid:
        return (), None
    lang = current_lang()
    try:
        found = event_view(runtime().store, uid, reader())
    except NotFoundError as error:
        # One that was sent is refused at its field.
        return (), None if asked.typed else Notice(say(error.code, error.fields, lang), late=True)
    day = dates.day(found.stored.event.day(), lang)
    told = gettext("%(title)s，%(day)s", title=title(found.stored, lang), day=day)
    return (Option(f"{ScopeKind.EVENT}:{uid}", gettext("只看这一场"), told),), None


def _drawn(page: SubscribePage, own: tuple[Listed, ...] = (), path: str = HOME) -> str:
    told = notices.notice(request.args.get("done", ""), page.given)
    # By a form or a page of before.
    told = notices.ended_since(own, request.args.get("show", "")) or told
    held = pages.held(own, path, runtime().clock())
    return render_template(
        "subscribe.html", page=replace(page, held=held, notice=told or page.notice)
    )
