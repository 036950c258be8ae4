"""The one reader that checks a rule against the descriptions of its type's parameters.

No type looks into ``rule.data`` itself.
"""

from collections.abc import Callable, Iterable, Mapping
from datetime import time
from enum import StrEnum
from typing import NoReturn, TypeVar

from scheduler.domain.errors import DateError, RuleError
from scheduler.rules.calendar.durations import MOST_DAYS, Duration, parse_duration
from scheduler.rules.language.days import clock_time
from scheduler.rules.language.parameters import MOST_UNITS, JsonType, Parameter, parameter_type
from scheduler.rules.language.texts import unfit
from scheduler.rules.model import Rule

_LONGEST_FIELD = 60

Choice = TypeVar("Choice", bound=StrEnum)
Read = TypeVar("Read")


class Reader:
    """The parameters of one rule; every refusal names the rule, the field and a reason.

    Reasons: unknown, missing, type (with ``wants``), empty, range (with ``low`` and ``high``),
    choice, malformed (with the ``example`` of a text), contradiction (of a field ``beside``), order
    (of two ends), below (a maximum below the ``low`` minimum), brief (under ``low`` minutes),
    past_midnight, duplicate, no_limit, one_each, one_line, two_each, unnamed, separator, no_pair
    (with ``words``), share, too_many, characters (never to be shown), too_long, too_deep, leap_day,
    short_month, same_day, no_day, no_list (a condition counts something else).
    """

    __slots__ = ("_known", "_rule")

    def __init__(
        self, rule: Rule, parameters: tuple[Parameter, ...], absent: tuple[Parameter, ...] = ()
    ) -> None:
        """Refuse unknown fields, missing ones, and values of another JSON type.

        ``absent`` are parameters that the type lacks but a shared reading function asks for: their
        defaults hold.
        """
        self._rule = rule
        self._known = {parameter.name: parameter for parameter in (*absent, *parameters)}
        stated = {parameter.name for parameter in parameters}
        for name, value in rule.data.items():
            if name not in stated:
                self.refuse(name, "unknown")
            if parameter_type(value) not in self._known[name].types:
                self.refuse(name, "type", wants="_".join(self._known[name].types))
            reason = unfit(value)
            if reason is not None:
                self.refuse(name, reason)
        for parameter in parameters:
            if parameter.required and parameter.name not in rule.data:
                self.refuse(parameter.name, "missing")

    def refuse(self, field: str, reason: str, **more: object) -> NoReturn:
        """Refuse the rule because of a field; ``more`` tells what is expected."""
        raise RuleError(rule=self._rule.key, field=field[:_LONGEST_FIELD], reason=reason, **more)

    def misread(self, field: str, example: str | None = None) -> NoReturn:
        """Refuse a text that cannot be read, with an example of one that can."""
        example = example or _example(self._known.values(), field.split("."))
        self.refuse(field, "malformed", **({} if example is None else {"example": example}))

    def has(self, name: str) -> bool:
        """Tell whether the rule states the parameter itself."""
        return name in self._rule.data

    def value(self, name: str) -> object:
        """Give the stated value or the default."""
        return self._rule.data.get(name, self._known[name].default)

    def text(self, name: str) -> str:
        """Give a text, empty only when neither stated nor given by default."""
        value = self.value(name)
        if value is None:
            return ""
        if not isinstance(value, str) or not value.strip():
            self.refuse(name, "empty")
        return value

    def integer(self, name: str) -> int:
        """Give a whole number within the bounds of its description."""
        low, high = self._known[name].bounds or (0, MOST_UNITS)
        return self.number(name, self.value(name), low, high)

    def number(self, field: str, value: object, low: int, high: int) -> int:
        """Check that a value inside a field is a whole number within [low, high]."""
        if parameter_type(value) is not JsonType.INTEGER or not isinstance(value, int):
            self.refuse(field, "type", wants=JsonType.INTEGER.value)
        if not low <= value <= high:
            self.refuse(field, "range", low=low, high=high)
        return value

    def flag(self, name: str) -> bool:
        """Give a truth value."""
        return self.value(name) is True

    def choice(self, name: str, kind: type[Choice]) -> Choice:
        """Give one of the values of an enumeration."""
        value = self.value(name)
        if value not in [member.value for member in kind]:
            self.refuse(name, "choice")
        return kind(str(value))

    def texts(self, name: str) -> tuple[str, ...]:
        """Give one text or a list of different texts as a tuple; absent is empty."""
        value = self.value(name)
        return () if value is None else self.words(name, value)

    def words(self, field: str, value: object) -> tuple[str, ...]:
        """Check that a value inside a field is a text or a list of different texts."""
        items = [value] if isinstance(value, str) else value
        if not isinstance(items, list | tuple) or not all(isinstance(item, str) for item in items):
            self.refuse(field, "type", wants="string_array")
        if not items or not all(item.strip() for item in items):
            self.refuse(field, "empty")
        if len(set(items)) < len(items):
            self.refuse(field, "duplicate")
        return tuple(items)

    def table(self, name: str, *fields: str) -> Mapping[str, object]:
        """Give an object that holds no other fields than these; absent is empty."""
        value = self.value(name)
        return {} if value is None else self.part(name, value, *fields)

    def part(self, field: str, value: object, *fields: str) -> Mapping[str, object]:
        """Check that a value inside a field is an object with no other fields than these."""
        if not isinstance(value, Mapping):
            self.refuse(field, "type", wants=JsonType.OBJECT.value)
        for key in value:
            if key not in fields:
                self.refuse(f"{field}.{key}", "unknown")
        return value

    def named(self, field: str, value: object) -> Mapping[str, object]:
        """Check that a value inside a field is an object with something in it, under names."""
        if not isinstance(value, Mapping) or not value:
            self.refuse(field, "empty")
        if not all(name.strip() for name in value):
            self.refuse(field, "unnamed")
        return value

    def items(self, name: str) -> tuple[object, ...]:
        """Give the elements of a list; absent is empty, an empty list is refused."""
        value = self.value(name)
        if value is None:
            return ()
        if not isinstance(value, list | tuple) or not value:
            self.refuse(name, "empty")
        return tuple(value)

    def word(self, field: str, value: object) -> str:
        """Check that a value inside a field is a text with something in it."""
        if value is None:
            self.refuse(field, "missing")
        if not isinstance(value, str):
            self.refuse(field, "type", wants=JsonType.STRING.value)
        if not value.strip():
            self.refuse(field, "empty")
        return value

    def read(
        self, field: str, text: str, reading: Callable[[str], Read], example: str | None = None
    ) -> Read:
        """Read a text with a function that raises for what it cannot read."""
        try:
            return reading(text)
        except (DateError, ValueError):
            self.misread(field, example)

    def duration(self, name: str, least: int = 0) -> Duration | None:
        """Give a term such as ``10wd`` or ``15d`` of at least so many days; absent is None."""
        text = self.text(name)
        found = self.read(name, text, parse_duration) if text else None
        if found:
            self.number(name, found.count, least, MOST_DAYS)
        return found

    def clock(self, name: str) -> time | None:
        """Give a time of day such as ``14:30``; absent is None."""
        text = self.text(name)
        return self.read(name, text, clock_time) if text else None


def _example(parameters: Iterable[Parameter], path: list[str]) -> str | None:
    """Find the example of the text at a path; None where it is no text."""
    found = next((each for each in parameters if each.name == path[0]), None)
    if found is not None and path[1:]:
        return _example(found.parts, path[1:])
    return found.example if found is not None and isinstance(found.example, str) else None
