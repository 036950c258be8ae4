"""The page Today of the small alliance as one reader sees it."""

from datetime import UTC, datetime, timedelta

from flask import Flask

from scheduler.domain.matter import Step
from scheduler.services.matters import steps
from scheduler.services.matters.steps import NewMatter, Taking
from scheduler.store import Store
from scheduler.web.calendar_pages import TodayPage
from tests.support.pages import page
from tests.support.world import COUNCILS, NOW, client, principal, runtime

COUNCIL = COUNCILS[2]
MORNING = datetime(2026, 9, 16, 2, 15, tzinfo=UTC)
AFTER = datetime(2026, 9, 17, 2, 0, tzinfo=UTC)


def shown_to(built: Flask, role: str, lang: str = "zh") -> TodayPage:
    """The page as somebody of the role sees it."""
    shown = page(client(built, role), f"/?lang={lang}")
    assert isinstance(shown, TodayPage)
    return shown


def store_of(built: Flask) -> Store:
    """The store of a built application."""
    return runtime(built).store


def waiting_matter(store: Store, days: int, alliance: str = "auto") -> str:
    """Raise a major matter that was accepted so many days ago and still waits for its council."""
    by, then = principal(store, "admin"), NOW - timedelta(days=days)
    raised = "organisation:alpha" if alliance == "auto" else "organisation:gamma"
    new = NewMatter(alliance, "双回路供电方案", "power", raised, major=True)
    key = steps.raise_matter(store, new, by=by, now=then).key
    department = "organisation:bureau" if alliance == "auto" else "organisation:gamma"
    steps.take(store, key, Taking(Step.DISPATCH, department=department), by=by, now=then)
    steps.take(store, key, Taking(Step.ACCEPT), by=by, now=then)
    return key
