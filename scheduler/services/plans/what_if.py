"""A patch as other systems and files write it, read into its value; what is not known is refused.

A patch is an object of the lists that ``SHAPES`` describes; each of them may be missing.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any, Literal, NoReturn, TypeVar

from scheduler.domain.errors import (
    ChoiceError,
    DateError,
    InvalidError,
    MissingFieldError,
    NoticeError,
    UnknownFieldError,
)
from scheduler.domain.moments import line
from scheduler.domain.roster import MOST_WEIGHT, Membership, Tenure
from scheduler.rules.calendar.festivals import FIRST_YEAR, LAST_YEAR
from scheduler.rules.calendar.notices import Notice, NoticeDay, check_announced
from scheduler.rules.inputs import Blackout
from scheduler.rules.model import Rule
from scheduler.rules.planning.patch import GivenNotice, Leave, Patch, Pin

Kind = Literal["text", "day", "whole", "weight", "flag", "object", "texts", "days"]
Values = dict[str, Any]
T = TypeVar("T")

MOST = 400
"""The most entries of one list."""

GREATEST = 9999
"""The greatest whole number that is taken."""

_SHOWN = 40


@dataclass(frozen=True, slots=True)
class Part:
    """One field of a patch's entry: its name, what it holds, and whether it must be there."""

    name: str
    kind: Kind = "text"
    needed: bool = True


def _maybe(name: str, kind: Kind = "text") -> Part:
    return Part(name, kind, needed=False)


_SPAN = (_maybe("since", "day"), _maybe("until", "day"))

NOTICE_DAY = (Part("date", "day"), Part("is_workday", "flag"), Part("name"))
"""One day of a notice."""

SHAPES: Mapping[str, tuple[Part, ...]] = {
    "rules": (
        Part("alliance"),
        Part("key"),
        Part("type"),
        Part("name"),
        _maybe("name_en"),
        Part("data", "object"),
        *_SPAN,
    ),
    "removed": (Part("alliance"), Part("key")),
    "blackouts": (Part("resource"), Part("start", "day"), Part("end", "day"), _maybe("reason")),
    "notices": (
        Part("year", "whole"),
        Part("notice_date", "day"),
        _maybe("papers", "texts"),
        Part("days", "days"),
    ),
    "joins": (Part("member"), Part("body"), _maybe("role"), _maybe("weight", "weight"), *_SPAN),
    "leaves": (Part("member"), Part("body"), Part("day", "day")),
    "pins": (Part("uid"), Part("day", "day")),
}
"""The lists of a patch and the fields of their entries; ends are exclusive."""


def read_patch(value: object, at: str = "patch") -> Patch:
    """Read a patch; every refusal names the field by its path, such as ``patch.pins.0.day``."""
    lists = _mapping(value, at)
    for name in sorted(lists.keys() - SHAPES.keys()):
        raise UnknownFieldError(field=f"{at}.{name[:_SHOWN]}")
    found = {name: _entries(lists.get(name, ()), SHAPES[name], f"{at}.{name}") for name in SHAPES}
    _once(found["rules"], f"{at}.rules")
    return Patch(
        rules=_made(_rule, found["rules"], f"{at}.rules"),
        removed=tuple((each["alliance"], each["key"]) for each in found["removed"]),
        blackouts=_made(_blackout, found["blackouts"], f"{at}.blackouts"),
        notices=_made(_notice, found["notices"], f"{at}.notices"),
        joins=_made(_join, found["joins"], f"{at}.joins"),
        leaves=tuple(Leave(**each) for each in found["leaves"]),
        pins=tuple(Pin(**each) for each in found["pins"]),
    )


def _made(make: Callable[[Values], T], listed: list[Values], at: str) -> tuple[T, ...]:
    """Make the values of one list; what they refuse is told with its place in the patch."""
    made = []
    for index, each in enumerate(listed):
        try:
            made.append(make(each))
        except InvalidError as fault:
            place = str(fault.fields["field"]).replace("[", ".").replace("]", "")
            fault.fields["field"] = f"{at}.{index}.{place}"
            raise
    return tuple(made)


def _once(rules: list[Values], at: str) -> None:
    """Refuse two rules in each other's place."""
    places = [(each["alliance"], each["key"]) for each in rules]
    for index, place in enumerate(places):
        if place in places[:index]:
            _refuse(place[1], f"{at}.{index}.key", "twice")


def _rule(each: Values) -> Rule:
    return Rule(
        each["key"],
        each["type"],
        each["alliance"],
        each["name"],
        each.get("name_en", ""),
        each["data"],
        _tenure(each),
    )


def _blackout(each: Values) -> Blackout:
    if each["end"] <= each["start"]:
        raise DateError(field="end", value=each["end"], start=each["start"], reason="span")
    return Blackout(**each)


def _notice(each: Values) -> GivenNotice:
    days = (NoticeDay(day["date"], day["is_workday"], day["name"]) for day in each["days"])
    try:
        notice = Notice(each["year"], tuple(days), tuple(each.get("papers", ())))
        check_announced(notice)
    except NoticeError as fault:
        raise NoticeError(**fault.fields, supposed=True) from fault
    return GivenNotice(notice, each["notice_date"])


def _join(each: Values) -> Membership:
    return Membership(
        each["member"],
        each["body"],
        each.get("role", "member"),
        each.get("weight", 1),
        _tenure(each),
    )


def _tenure(each: Values) -> Tenure:
    return Tenure(each.get("since"), each.get("until"))


def _entries(value: object, shape: tuple[Part, ...], at: str) -> list[Values]:
    if not isinstance(value, list | tuple) or len(value) > MOST:
        _refuse(value, at, "list", most=MOST)
    return [_entry(item, shape, f"{at}.{index}") for index, item in enumerate(value)]


def _entry(value: object, shape: tuple[Part, ...], at: str) -> Values:
    given = _mapping(value, at)
    for name in sorted(given.keys() - {part.name for part in shape}):
        raise UnknownFieldError(field=f"{at}.{name[:_SHOWN]}")
    found = {}
    for part in shape:
        if given.get(part.name) is not None:
            found[part.name] = _READERS[part.kind](given[part.name], f"{at}.{part.name}")
        elif part.needed:
            raise MissingFieldError(field=f"{at}.{part.name}")
    return found


def _mapping(value: object, at: str) -> dict[str, Any]:
    if not isinstance(value, Mapping) or not all(isinstance(name, str) for name in value):
        _refuse(value, at, "object")
    return dict(value)


def _text(value: object, at: str) -> str:
    if not isinstance(value, str):
        _refuse(value, at, "text")
    return line(value, at)


def _day(value: object, at: str) -> date:
    try:
        day = date.fromisoformat(value) if isinstance(value, str) else None
    except ValueError:
        day = None
    if day is None:
        raise DateError(field=at, value=str(value)[:_SHOWN], reason="malformed")
    if not FIRST_YEAR <= day.year <= LAST_YEAR:
        raise DateError(field=at, value=day.isoformat(), reason="range")
    return day


def _whole(value: object, at: str, most: int = GREATEST) -> int:
    if type(value) is not int or not 1 <= value <= most:
        _refuse(value, at, "whole", low=1, high=most)
    return value


def _weight(value: object, at: str) -> int:
    return _whole(value, at, MOST_WEIGHT)


def _flag(value: object, at: str) -> bool:
    if not isinstance(value, bool):
        _refuse(value, at, "truth")
    return value


def _texts(value: object, at: str) -> list[str]:
    if not isinstance(value, list) or len(value) > MOST:
        _refuse(value, at, "list", most=MOST)
    return [_text(item, f"{at}.{index}") for index, item in enumerate(value)]


def _days(value: object, at: str) -> list[Values]:
    return _entries(value, NOTICE_DAY, at)


_READERS: Mapping[str, Callable[[object, str], Any]] = {
    "text": _text,
    "day": _day,
    "whole": _whole,
    "weight": _weight,
    "flag": _flag,
    "object": _mapping,
    "texts": _texts,
    "days": _days,
}


def _refuse(value: object, at: str, reason: str, **more: object) -> NoReturn:
    raise ChoiceError(field=at, value=str(value)[:_SHOWN], reason=reason, **more)
