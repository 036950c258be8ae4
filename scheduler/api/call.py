"""One call of the API: who calls, when, and what services are called with."""

from dataclasses import dataclass, replace
from datetime import datetime

from flask import current_app, g

from scheduler.api.problems import language
from scheduler.services.access import Principal
from scheduler.services.runtime import EXTENSION, Runtime


@dataclass(frozen=True, slots=True)
class Call:
    """What a view of the API is given."""

    runtime: Runtime
    by: Principal
    now: datetime


def runtime() -> Runtime:
    """Give what this application's services are called with."""
    found = current_app.extensions[EXTENSION]
    if not isinstance(found, Runtime):
        raise TypeError(EXTENSION)
    return found


def set_caller(principal: Principal) -> None:
    """Say who calls; answers that hold sentences are in the language asked for."""
    g.api_caller = replace(principal, lang=language())


def current() -> Call:
    """Give the call that is being answered; the gate has let it through."""
    ready = runtime()
    caller: Principal = g.api_caller
    return Call(ready, caller, ready.clock())
