"""The plan of the small alliance in a browser."""

import re
from datetime import date

from flask.testing import FlaskClient

from scheduler.domain.activity import EventStatus
from scheduler.services.access import SYSTEM
from scheduler.services.plans import planning
from scheduler.store import Store, events
from tests.support.world import ALLIANCE, NOW, OTHER, app, client

YEAR_PAGE = f"/plans?alliance={ALLIANCE}&year=2026"


def open_as(role: str, url: str) -> FlaskClient:
    """A browser in which somebody of the role is signed in."""
    return client(app(url), role)


def hidden(page: str, action: str = "/plans/apply") -> dict[str, str]:
    """The hidden fields of a form."""
    """The hidden fields of the first form that posts there."""
    form = re.search(rf'<form method="post" action="{action}".*?</form>', page, re.DOTALL)
    found = re.findall(
        r'<input type="hidden" name="(\w+)" value="([^"]*)">', form.group() if form else ""
    )
    return {name: value for name, value in found if name != "csrf_token"}


def starts(store: Store) -> dict[str, date]:
    """The day of each event."""
    """The day of every event that is not cancelled."""
    with store.read() as session:
        found = events.stored(session, events.in_alliances([ALLIANCE, OTHER]))
    return {
        each.event.uid: each.event.day()
        for each in found
        if each.event.status is not EventStatus.CANCELLED
    }


def publish(store: Store) -> None:
    """Publish the year of the alliance."""
    shown = planning.preview(store, (ALLIANCE,), 2026, by=SYSTEM, now=NOW)
    planning.apply(store, (ALLIANCE,), 2026, shown.hash, by=SYSTEM, now=NOW)
