"""Constraint: where and at what time the events of a rule take place, and which days suit them."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import time
from typing import Any

from scheduler.domain.errors import RuleError
from scheduler.rules.calendar.recurrence import WEEKDAYS
from scheduler.rules.inputs import PlanInput
from scheduler.rules.language.days import clock_time
from scheduler.rules.language.lists import entries
from scheduler.rules.language.parameters import JsonType, Parameter, Shape
from scheduler.rules.language.reader import Reader
from scheduler.rules.model import Rule

HOST_PLACE = "@host"
"""The place of whoever hosts."""

LEAST_MINUTES = 15
"""What a meeting lasts at least: a shorter time of day is a slip of the hand."""

_ADJACENT = "adjacent_holiday"
_MOST_WEIGHT = 1000

PARAMETERS: tuple[Parameter, ...] = (
    Parameter(
        "for",
        (JsonType.STRING, JsonType.ARRAY),
        "用于哪些规则或活动类型；不填为本联盟全部",
        "The rules or kinds of activity; everything of the alliance if absent.",
        "four_classes",
        form=Shape.WORDS,
        words=Shape.RULE,
    ),
    Parameter(
        "hard",
        (JsonType.OBJECT,),
        "必须：地点（venue，@host为承办单位处）、时段（time）",
        "What must hold: the venue (@host: at the host's) and the time of day.",
        {"venue": "@base", "time": "19:00-21:00"},
        parts=(
            Parameter("venue", (JsonType.STRING,), "地点", "The venue.", "@base", form=Shape.PLACE),
            Parameter(
                "time",
                (JsonType.STRING,),
                "时段",
                "The time of day.",
                "19:00-21:00",
                form=Shape.CLOCKS,
            ),
        ),
    ),
    Parameter(
        "soft",
        (JsonType.ARRAY,),
        "尽量：偏好的星期（prefer）、避开节假日旁（avoid），w为权重",
        "What is preferred: weekdays, or days not beside a holiday, each with a weight w.",
        [{"prefer": "TU,WE,TH", "w": 2}, {"avoid": "adjacent_holiday", "w": 3}],
        form=Shape.RECORDS,
        parts=(
            Parameter(
                "prefer",
                (JsonType.STRING,),
                "偏好的星期",
                "The weekdays that suit.",
                "TU,WE,TH",
                form=Shape.WEEKDAYS,
            ),
            Parameter(
                "avoid",
                (JsonType.STRING,),
                "避开节假日旁",
                "Days beside a holiday are avoided.",
                "adjacent_holiday",
                choices=(_ADJACENT,),
            ),
            Parameter(
                "w",
                (JsonType.INTEGER,),
                "权重；偏好的星期至少1，避开节假日旁填0即不避开",
                "The weight: 1 or more for weekdays; 0 stops avoiding days beside a holiday.",
                2,
                default=1,
                bounds=(0, _MOST_WEIGHT),
            ),
        ),
    ),
)


@dataclass(frozen=True, slots=True)
class Spec:
    """A constraint as checked values; None leaves a field of the unit as it is."""

    targets: tuple[str, ...]
    venue: str | None = None
    clock: time | None = None
    minutes: int | None = None
    prefer: frozenset[int] | None = None
    weight: int | None = None
    holiday_weight: int | None = None


def parse(rule: Rule) -> Spec:
    """Check a constraint rule and give its values."""
    reader = Reader(rule, PARAMETERS)
    hard = reader.table("hard", "venue", "time")
    soft = [reader.part("soft", item, "prefer", "avoid", "w") for item in reader.items("soft")]
    if not hard and not soft:
        reader.refuse("hard", "no_limit")
    clock, minutes = _time(reader, hard)
    prefer, weight = _preference(reader, soft)
    return Spec(
        targets=reader.texts("for"),
        venue=reader.word("hard.venue", hard["venue"]) if "venue" in hard else None,
        clock=clock,
        minutes=minutes,
        prefer=prefer,
        weight=weight,
        holiday_weight=_avoidance(reader, soft),
    )


def changes(rule: Rule, spec: Spec, source: PlanInput) -> dict[str, Any]:
    """Give the fields of its units that the constraint sets."""
    found: dict[str, Any] = {
        "clock": spec.clock,
        "minutes": spec.minutes,
        "prefer": spec.prefer,
        "weight": spec.weight,
        "holiday_weight": spec.holiday_weight,
        "venue": None if spec.venue is None else _venue(rule, spec.venue, source),
    }
    return {name: value for name, value in found.items() if value is not None}


def _venue(rule: Rule, word: str, source: PlanInput) -> str:
    """Give the key of the venue: a named list stands for its first; ``@host`` stays as it is."""
    if word == HOST_PLACE:
        return word
    listed = entries(rule, source, "hard.venue", (word,))
    if not listed:
        raise RuleError(rule=rule.key, field="hard.venue", reason="empty")
    return listed[0].value.removeprefix("venue:")


def _time(reader: Reader, hard: Mapping[str, object]) -> tuple[time | None, int | None]:
    if "time" not in hard:
        return None, None
    text = reader.word("hard.time", hard["time"])
    start, end = reader.read("hard.time", text, _clocks)
    minutes = (end.hour - start.hour) * 60 + end.minute - start.minute
    if minutes <= 0:
        reader.refuse("hard.time", "order")
    if minutes < LEAST_MINUTES:
        reader.refuse("hard.time", "brief", low=LEAST_MINUTES)
    return start, minutes


def _clocks(text: str) -> tuple[time, time]:
    start, end = text.split("-")
    return clock_time(start), clock_time(end)


def _preference(
    reader: Reader, soft: list[Mapping[str, object]]
) -> tuple[frozenset[int] | None, int | None]:
    stated = [item for item in soft if "prefer" in item]
    if not stated:
        return None, None
    if len(stated) > 1:
        reader.refuse("soft.prefer", "one_line")
    names = reader.word("soft.prefer", stated[0]["prefer"]).split(",")
    if not set(names) <= set(WEEKDAYS):
        reader.misread("soft.prefer")
    return frozenset(WEEKDAYS.index(name) for name in names), _weight(reader, stated[0])


def _avoidance(reader: Reader, soft: list[Mapping[str, object]]) -> int | None:
    stated = [item for item in soft if "prefer" not in item]
    if not stated:
        return None
    if len(stated) > 1:
        reader.refuse("soft.avoid", "one_line")
    if "avoid" not in stated[0]:
        reader.refuse("soft", "no_limit")
    if stated[0]["avoid"] != _ADJACENT:
        reader.refuse("soft.avoid", "choice")
    return _weight(reader, stated[0])


def _weight(reader: Reader, item: Mapping[str, object]) -> int:
    if "prefer" in item and "avoid" in item:
        reader.refuse("soft", "one_each")
    # No weight at all says nothing of weekdays, but lets go of the usual distance to holidays.
    least = 1 if "prefer" in item else 0
    return reader.number("soft.w", item.get("w", 1), least, _MOST_WEIGHT)
