"""Pages for people."""

from flask import Flask

from scheduler.web import (
    alliances,
    blackouts,
    events,
    frame,
    matters,
    plans,
    policy,
    reports,
    roll,
    rules,
    seal,
    session,
    signin,
    subscribe,
    today,
    turns,
    viewer,
    visits,
    workdays,
)
from scheduler.web.errors import error_page

__all__ = ["error_page", "register"]

BLUEPRINTS = (
    today.blueprint,
    alliances.blueprint,
    subscribe.blueprint,
    events.blueprint,
    reports.blueprint,
    roll.blueprint,
    seal.blueprint,
    signin.blueprint,
    matters.blueprint,
    plans.blueprint,
    rules.blueprint,
    visits.blueprint,
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
