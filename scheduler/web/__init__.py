"""Pages for people."""

from flask import Flask

from scheduler.web import alliances, frame, policy, session, signin, today, viewer
from scheduler.web.attendance import roll, seal
from scheduler.web.errors import error_page
from scheduler.web.events import views as events
from scheduler.web.lists import views as lists
from scheduler.web.matters import views as matters
from scheduler.web.members import views as members
from scheduler.web.plans import views as plans
from scheduler.web.reports import views as reports
from scheduler.web.rules import views as rules
from scheduler.web.subscriptions import views as subscriptions
from scheduler.web.turns import views as turns
from scheduler.web.visits import views as visits
from scheduler.web.workdays import blackouts
from scheduler.web.workdays import views as workdays

__all__ = ["error_page", "register"]

BLUEPRINTS = (
    today.blueprint,
    alliances.blueprint,
    subscriptions.blueprint,
    events.blueprint,
    reports.blueprint,
    roll.blueprint,
    seal.blueprint,
    signin.blueprint,
    matters.blueprint,
    plans.blueprint,
    rules.blueprint,
    lists.blueprint,
    visits.blueprint,
    members.blueprint,
    workdays.blueprint,
    blackouts.blueprint,
    turns.blueprint,
)


def register(app: Flask) -> None:
    """Give the application its pages, and check the declared policy of each."""
    frame.install(app, lambda: session.runtime().clock())
    policy.install(app)
    viewer.install(app)
    for blueprint in BLUEPRINTS:
        app.register_blueprint(blueprint)
