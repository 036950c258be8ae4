"""What the form of a new address sends, read into a wish with a fault for each field."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from datetime import date
from typing import TypeVar

from werkzeug.datastructures import MultiDict

from scheduler.domain.errors import ChoiceError, DomainError, InvalidError, MissingFieldError
from scheduler.domain.feed_scope import Choice, Scope, ScopeKind, parse_scope
from scheduler.domain.moments import line
from scheduler.services.feeds.wishes import Wish
from scheduler.web.parts import Option
from scheduler.web.refusals import sentence

ALARMS = ("15", "60", "1440")
"""The reminders that are offered, in minutes before the start."""

WINDOWS = ("", "year", "quarter")
HOST, SEVERAL = "host", "several"
"""The answers whose own question stands beside them."""

_NAME = 60
_SHOWN = 40
_MONTHS = 3

Typed = MultiDict[str, str]
T = TypeVar("T")


@dataclass
class Asked:
    """What was typed, and what is wrong with it by field."""

    typed: Typed
    faults: dict[str, DomainError] = field(default_factory=dict)

    def note(self, name: str, error: DomainError) -> None:
        """Write down what is wrong with a field; the first fault of each stays."""
        self.faults.setdefault(name, error)

    def fault(self, name: str, options: Iterable[Option] = ()) -> str:
        """Say what refuses a field, in the words of its ``options``; nothing if it is right."""
        error = self.faults.get(name)
        return "" if error is None else sentence(error, options)

    def read(self, name: str, part: Callable[[], T]) -> T | None:
        """Read one field, or note what refuses it."""
        try:
            return part()
        except InvalidError as error:
            self.note(name, error)
            return None


def wish(asked: Asked, today: date) -> Wish | None:
    """Read the wish of a form; None where a field is refused."""
    typed = asked.typed
    name = asked.read("name", lambda: line(typed.get("name", ""), "name", limit=_NAME))
    scope = asked.read(place(typed), lambda: _scope(typed))
    alarms = asked.read("alarms", lambda: tuple(map(_alarm, typed.getlist("alarms"))))
    since, until = asked.read("window", lambda: _window(typed, today)) or (None, None)
    kinds = tuple(typed.getlist("kinds"))
    choice = asked.read("kinds", lambda: Choice(kinds, since, until, alarms or ()))
    if asked.faults or name is None or scope is None or choice is None:
        return None
    profile = typed.get("profile", "generic")
    return Wish(scope, name, typed.get("feed_lang", "zh"), profile, choice)


def place(typed: Typed) -> str:
    """Name the field in which the scope is chosen."""
    return {HOST: "host", SEVERAL: "alliances"}.get(typed.get("scope", ""), "scope")


def refused(asked: Asked, error: DomainError) -> None:
    """Note what a service refuses at its field, or at the first."""
    at, name = error.fields.get("at"), error.fields.get("field")
    found = at[0] if isinstance(at, tuple) and at else name
    if found in {"since", "until"}:  # which the form asks as one
        error.fields["field"] = "window"
    fields = {"lang": "feed_lang", "kinds": "kinds", "profile": "profile"}
    fields |= {"since": "window", "until": "window"}
    asked.note(fields.get(str(found), place(asked.typed)), error)


def _scope(typed: Typed) -> Scope:
    chosen = typed.get("scope", "")
    if chosen == HOST:
        key = typed.get("host", "")
        if not key:
            raise MissingFieldError(field="host", reason="choose")
        return Scope(ScopeKind.HOST, (key,))
    if chosen == SEVERAL:
        keys = tuple(typed.getlist("alliances"))
        if not keys:
            raise MissingFieldError(field="alliances", reason="choose")
        return Scope(ScopeKind.ALLIANCE, keys)
    if not chosen:
        raise MissingFieldError(field="scope", reason="choose")
    return parse_scope(chosen)


def _alarm(text: str) -> int:
    if text not in ALARMS:
        raise ChoiceError(field="alarms", value=text[:_SHOWN], allowed=", ".join(ALARMS))
    return int(text)


def _window(typed: Typed, today: date) -> tuple[date | None, date | None]:
    chosen = typed.get("window", "")
    if chosen not in WINDOWS:
        allowed = ", ".join(filter(None, WINDOWS))
        raise ChoiceError(field="window", value=chosen[:_SHOWN], allowed=allowed)
    if chosen == "year":
        return date(today.year, 1, 1), date(today.year + 1, 1, 1)
    if chosen == "quarter":
        return date(today.year, today.month - (today.month - 1) % _MONTHS, 1), None
    return None, None
