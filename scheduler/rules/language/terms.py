"""What every demand type may say beside its own parameters: lateness, times, scope, conditions."""

from dataclasses import dataclass
from datetime import time
from enum import StrEnum

from scheduler.rules.calendar.durations import Duration
from scheduler.rules.language.parameters import MOST_UNITS, JsonType, Parameter, Shape
from scheduler.rules.language.reader import Reader
from scheduler.rules.language.scopes import SCOPE, check_scope
from scheduler.rules.units import DayPolicy, Output, passes_midnight

_TEXT = (JsonType.STRING,)
_WHOLE = (JsonType.INTEGER,)
_TRUTH = (JsonType.BOOLEAN,)
_TABLE = (JsonType.OBJECT,)
_YEAR = 366

_DAY_POLICIES = {
    "avoid": DayPolicy.WORKDAY,
    "allow": DayPolicy.ANY,
    "require": DayPolicy.HOLIDAY,
}


class Late(StrEnum):
    """What becomes of a unit that its period did not see held."""

    MAKEUP = "makeup"
    CARRY = "carry"
    FORFEIT = "forfeit"


class Prorate(StrEnum):
    """How much a period owes that the rule or the member joins midway."""

    FULL = "full"
    FLOOR = "floor"
    NONE = "none"


class OnHoliday(StrEnum):
    """Whether days off are avoided, allowed or sought."""

    AVOID = "avoid"
    ALLOW = "allow"
    REQUIRE = "require"


class Status(StrEnum):
    """Whether the promise is required."""

    MANDATORY = "mandatory"
    OPTIONAL = "optional"


TERMS: tuple[Parameter, ...] = (
    SCOPE,
    Parameter(
        "output",
        _TEXT,
        "产出：会议、成果、走访或事项；只有会议排日子",
        "Output: meeting, deliverable, visit or item; only meetings are placed on days.",
        "deliverable",
        default="meeting",
        choices=tuple(Output),
    ),
    Parameter(
        "status",
        _TEXT,
        "规定动作或自选动作",
        "Whether the promise is mandatory or optional.",
        "optional",
        default="mandatory",
        choices=tuple(Status),
    ),
    Parameter(
        "organiser",
        _TEXT,
        "牵头组织，不随轮值变动",
        "The organising body, whoever hosts.",
        "body:general_committee",
        form=Shape.BODY,
    ),
    Parameter(
        "host", _TEXT, "固定承办单位", "The fixed host.", "organisation:sample", form=Shape.MEMBER
    ),
    Parameter(
        "start",
        _TEXT,
        "开始时间",
        "The time of day at which it starts.",
        "14:00",
        form=Shape.CLOCK,
    ),
    Parameter("minutes", _WHOLE, "时长（分钟）", "Minutes within a day.", 90, bounds=(1, 24 * 60)),
    Parameter("days", _WHOLE, "连续天数", "The number of days on end.", 3, bounds=(1, 60)),
    Parameter(
        "gap_days",
        _WHOLE,
        "两次之间至少隔几天",
        "The least number of days between two of them.",
        30,
        default=0,
        bounds=(0, _YEAR),
    ),
    Parameter(
        "late",
        _TEXT,
        "误期后：补办、并入下一期或不再补",
        "When late: made up, carried into the next period, or forfeited.",
        "carry",
        default="makeup",
        choices=tuple(Late),
    ),
    Parameter(
        "grace_days",
        _WHOLE,
        "期满后几天内补办仍计入原期",
        "The days after the period within which a make-up still counts for it.",
        20,
        default=20,
        bounds=(0, _YEAR),
    ),
    Parameter(
        "prorate",
        _TEXT,
        "中途开始或结束的一期：全额、按天数取整或不要求",
        "A period begun or ended midway owes all, the floor of its share of the days, or nothing.",
        "floor",
        default="full",
        choices=tuple(Prorate),
    ),
    Parameter(
        "with",
        _TEXT,
        "与哪条规则的活动合办（“暨”）",
        "The rule on whose events this one rides.",
        "alliance_day",
        form=Shape.RULE,
    ),
    Parameter(
        "plan",
        _TRUTH,
        "是否排入日程；否则只考核",
        "Whether it is placed on dates; if not, it is only judged.",
        example=False,
        default=True,
    ),
    Parameter(
        "applies_if",
        _TABLE,
        "适用条件：某名单的数量在范围内",
        "The condition: the size of a list lies within bounds.",
        {"count": "@members", "min": 7},
        parts=(
            Parameter(
                "count",
                (JsonType.STRING, JsonType.ARRAY),
                "数哪份名单，以@开头；可写几份",
                "The list whose entries are counted, or several: the name of each begins with @.",
                "@members",
                required=True,
                form=Shape.WORDS,
                words=Shape.LIST,
            ),
            Parameter(
                "min", _WHOLE, "至少", "The least number.", 7, default=0, bounds=(0, MOST_UNITS)
            ),
            Parameter("max", _WHOLE, "至多", "The greatest number.", 20, bounds=(0, MOST_UNITS)),
        ),
    ),
    Parameter(
        "on_holiday",
        _TEXT,
        "休息日：避开、允许或专选",
        "Days off are avoided, allowed, or required.",
        "require",
        default="avoid",
        choices=tuple(OnHoliday),
    ),
    Parameter(
        "due",
        _TEXT,
        "成果的期限，自期初或受理日起算；按天（5d）可能落在休息日，按工作日（5wd）不会",
        "The due term of a deliverable, counted from before the period opens; in days (5d) it may "
        "end on a day off, in workdays (5wd) it does not.",
        "10wd",
        form=Shape.TERM,
    ),
)
"""The parameters that quota, coverage and anchor share."""


@dataclass(frozen=True, slots=True)
class Condition:
    """The rule applies only while a list has at least ``least`` and at most ``most`` entries."""

    words: tuple[str, ...]
    least: int
    most: int


@dataclass(frozen=True, slots=True)
class Terms:
    """The checked values of the shared parameters; ``grace_days`` is 0 where nothing is made up."""

    output: Output
    host: str | None
    clock: time | None
    minutes: int | None
    span_days: int | None
    gap_days: int
    late: Late
    grace_days: int
    prorate: Prorate
    with_rule: str | None
    plan: bool
    condition: Condition | None
    days: DayPolicy
    due: Duration | None


def read_terms(reader: Reader, *, own_due: bool = False) -> Terms:
    """Check and gather the shared parameters; with ``own_due`` the type reads ``due`` itself."""
    check_scope(reader)
    reader.choice("status", Status)
    reader.text("organiser")
    output = reader.choice("output", Output)
    late = reader.choice("late", Late)
    _check_fit(reader, output, late)
    if reader.has("due") and not own_due and output is not Output.DELIVERABLE:
        reader.refuse("due", "contradiction", beside="output")
    clock = reader.clock("start")
    minutes = reader.integer("minutes") if reader.has("minutes") else None
    span_days = reader.integer("days") if reader.has("days") else None
    if clock and minutes and span_days == 1 and passes_midnight(clock, minutes):
        reader.refuse("minutes", "past_midnight")
    return Terms(
        output=output,
        host=reader.text("host") or None,
        clock=clock,
        minutes=minutes,
        span_days=span_days,
        gap_days=reader.integer("gap_days"),
        late=late,
        grace_days=reader.integer("grace_days") if late is Late.MAKEUP else 0,
        prorate=reader.choice("prorate", Prorate),
        with_rule=reader.text("with") or None,
        plan=reader.flag("plan"),
        condition=_condition(reader),
        days=_DAY_POLICIES[reader.choice("on_holiday", OnHoliday)],
        due=None if own_due else reader.duration("due"),
    )


def _check_fit(reader: Reader, output: Output, late: Late) -> None:
    if reader.has("grace_days") and late is not Late.MAKEUP:
        reader.refuse("grace_days", "contradiction", beside="late")
    for name in ("start", "minutes", "days", "gap_days", "with", "on_holiday"):
        if reader.has(name) and output is not Output.MEETING:
            reader.refuse(name, "contradiction", beside="output")


def _condition(reader: Reader) -> Condition | None:
    if not reader.has("applies_if"):
        return None
    table = reader.table("applies_if", "count", "min", "max")
    words = _counted(reader, table.get("count"))
    least = reader.number("applies_if.min", table.get("min", 0), 0, MOST_UNITS)
    most = reader.number("applies_if.max", table.get("max", MOST_UNITS), 0, MOST_UNITS)
    if most < least:
        reader.refuse("applies_if.max", "below", low=least)
    return Condition(words, least, most)


def _counted(reader: Reader, stated: object) -> tuple[str, ...]:
    """Check that a condition counts a list, or several."""
    if stated is None:
        reader.refuse("applies_if.count", "missing")
    words = [stated] if isinstance(stated, str) else stated
    if isinstance(words, list | tuple):
        texts = [word for word in words if isinstance(word, str)]
        lists = bool(texts) and all(text.startswith("@") for text in texts)
        if len(texts) == len(words) and not lists:
            reader.refuse("applies_if.count", "no_list")
    return reader.words("applies_if.count", stated)
