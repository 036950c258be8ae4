"""The form of a rule as a browser sends it."""

import re
from html import unescape
from typing import Any

from flask.testing import FlaskClient

from scheduler.services.access import SYSTEM
from scheduler.services.plans import planning
from scheduler.services.rules import keeping
from scheduler.store import Store
from tests.support.world import ALLIANCE, NOW, app, client

MADE = f"/rules/{ALLIANCE}/quota_1"
NEW = f"/rules/{ALLIANCE}/new"
EXCHANGE = f"/rules/{ALLIANCE}/exchange"
SALON = {
    "type": "quota",
    "key": "quota_1",
    "name": "月度沙龙",
    "p.per": "month",
    "p.min": "1",
    "p.kind": "exchange",
    "host.way": "open",
    "p.late": "makeup",
    "p.grace_days": "20",
}


def browser(url: str, role: str = "alliance_admin") -> FlaskClient:
    """A browser in which somebody of the role is signed in."""
    return client(app(url), role)


def fields(text: str) -> dict[str, Any]:
    """Give what a browser would send of the page's form for a rule."""
    form = text.partition("novalidate>")[2].partition("</form>")[0]
    found: dict[str, Any] = {}
    for tag in re.findall(r"<input [^>]*>", form):
        attributes = dict(re.findall(r'([\w-]+)="([^"]*)"', tag))
        pressed = "checked" in tag or attributes["type"] not in {"radio", "checkbox"}
        if pressed and attributes["type"] == "checkbox":
            found.setdefault(attributes["name"], []).append(unescape(attributes["value"]))
        elif pressed:
            found[attributes["name"]] = unescape(attributes["value"])
    for name, body in re.findall(r'<select id="([^"]*)"[^>]*>(.*?)</select>', form, re.DOTALL):
        chosen = re.findall(r'<option value="([^"]*)" selected', body)
        found[name] = unescape((chosen or re.findall(r'<option value="([^"]*)"', body))[0])
    for name, body in re.findall(
        r'<textarea id="([^"]*)"[^>]*>\n(.*?)</textarea>', form, re.DOTALL
    ):
        found[name] = unescape(body)
    return found


def plan_and_publish(store: Store) -> None:
    """Publish the year of the alliance."""
    shown = planning.preview(store, (ALLIANCE,), 2026, by=SYSTEM, now=NOW)
    planning.apply(store, (ALLIANCE,), 2026, shown.hash, by=SYSTEM, now=NOW)


def kept(store: Store, key: str) -> keeping.Seen:
    """A rule as it is kept."""
    return keeping.view(store, ALLIANCE, key, by=SYSTEM, now=NOW)
