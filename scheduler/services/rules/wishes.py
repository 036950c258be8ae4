"""What somebody wants a rule to be, and what its own words and days say wrongly."""

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import date, timedelta
from typing import Any

from scheduler.domain.errors import InvalidError, RuleError
from scheduler.domain.moments import line
from scheduler.domain.roster import Tenure
from scheduler.rules.calendar.festivals import FIRST_YEAR, LAST_YEAR
from scheduler.rules.model import Rule

_DAY = timedelta(days=1)
_FIRST, _END = date(FIRST_YEAR, 1, 1), date(LAST_YEAR + 1, 1, 1)
_KEY = re.compile(r"[a-z][a-z0-9_]{0,59}")
_LONGEST = {"name": 60, "name_en": 60, "basis": 200}
_MENDED: Mapping[str, Any] = {
    "name": "—",
    "name_en": "",
    "basis": "",
    "since": None,
    "until": None,
}


@dataclass(frozen=True, slots=True)
class Wish:
    """What somebody wants a rule to be; ``data`` are the parameters of its type as JSON values.

    Without ``since`` a new rule begins today, and a change as early as it may.
    """

    alliance: str
    key: str
    type: str
    name: str
    data: Mapping[str, Any]
    name_en: str = ""
    basis: str = ""
    since: date | None = None
    until: date | None = None


def wish_of(rule: Rule) -> Wish:
    """Give the wish that a rule be as it is."""
    return Wish(
        alliance=rule.owner,
        key=rule.key,
        type=rule.type,
        name=rule.name,
        data=rule.data,
        name_en=rule.name_en,
        basis=rule.basis,
        since=rule.tenure.since,
        until=rule.tenure.until,
    )


def bare(wish: Wish) -> Rule:
    """Give the rule of a wish without its words and days."""
    return Rule(wish.key, wish.type, wish.alliance, wish.name, data=wish.data)


def rule_of(wish: Wish, tenure: Tenure) -> Rule:
    """Give the rule of a wish without faults."""
    return replace(
        bare(wish),
        name=_line(wish, "name"),
        name_en=_line(wish, "name_en"),
        basis=_line(wish, "basis"),
        data=dict(wish.data),
        tenure=tenure,
    )


def faults_of(wish: Wish) -> Iterator[InvalidError]:
    """Give everything that the words and the days of a wish say wrongly."""
    if not _KEY.fullmatch(wish.key):
        yield RuleError(rule=wish.key[: _LONGEST["name"]], field="key", reason="malformed")
    for field in _LONGEST:
        try:
            _line(wish, field)
        except InvalidError as fault:
            yield fault
    for field, day in (("since", wish.since), ("until", wish.until)):
        if day is not None and not _FIRST <= day < _END + (field == "until") * _DAY:
            bounds = {"low": str(FIRST_YEAR), "high": str(LAST_YEAR)}
            yield RuleError(rule=wish.key, field=field, reason="year", **bounds)
    if wish.since and wish.until and wish.until <= wish.since:
        ends = {"value": wish.until, "start": wish.since}
        yield RuleError(rule=wish.key, field="until", reason="order", **ends)


def mended(wish: Wish, faults: Iterable[InvalidError]) -> Wish:
    """Give the wish with something harmless in the fields that are refused."""
    fields = {str(fault.fields["field"]) for fault in faults} & _MENDED.keys()
    return replace(wish, **{field: _MENDED[field] for field in fields})


def _line(wish: Wish, field: str) -> str:
    text: str = getattr(wish, field)
    if field != "name" and not text.strip():
        return ""
    return line(text, field, limit=_LONGEST[field])
