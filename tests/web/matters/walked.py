"""Matters of the small alliance that have walked some of their way."""

from datetime import datetime, timedelta

from flask import Flask

from scheduler.domain.matter import Step
from scheduler.services.matters import steps as matters
from scheduler.services.matters.steps import NewMatter, Taking
from scheduler.store import Store
from scheduler.store import matters as queries
from scheduler.web.parts import Option
from tests.support.consulting import consult
from tests.support.world import NOW, client, principal, runtime

THEN = NOW - timedelta(days=20)
DISPATCH = Taking(Step.DISPATCH, department="organisation:bureau")
ACCEPT, CONSULT = Taking(Step.ACCEPT), Taking(Step.CONSULT)
MAJOR = (Option("0", "否"), Option("1", "是，一事一商"))


def store_of(built: Flask) -> Store:
    """The store of a built application."""
    return runtime(built).store


def walk(
    store: Store, title: str, *steps: Taking, major: bool = False, then: datetime = THEN
) -> str:
    """Raise a matter and take it on, one step an hour."""
    by = principal(store, "secretary")
    new = NewMatter("auto", title, "用电", "organisation:alpha", "两路都要。", major=major)
    key = matters.raise_matter(store, new, by=by, now=then).key
    for hour, step in enumerate(steps, start=1):
        at_hour = then + timedelta(hours=hour)
        if step.step is Step.CONSULT:
            consult(store, key, at_hour)
        else:
            matters.take(store, key, step, by=by, now=at_hour)
    return key


def post(built: Flask, address: str, **fields: str) -> tuple[int, str]:
    """Send a form as the secretary, and tell the status and the place to go on."""
    answer = client(built, "secretary").post(address, data=fields)
    return answer.status_code, answer.headers.get("Location", "")


def row(built: Flask, key: str = "m-auto-001") -> object:
    """The matter as it is stored."""
    with store_of(built).read() as session:
        return queries.get(session, key)
