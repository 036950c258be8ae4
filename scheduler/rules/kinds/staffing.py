"""Staffing: who must be there, and which offices an alliance must have filled."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from fractions import Fraction

from scheduler.domain.roster import Officer, Tenure
from scheduler.rules.inputs import PlanInput
from scheduler.rules.language.lists import entries
from scheduler.rules.language.parameters import JsonType, Parameter, Shape
from scheduler.rules.language.reader import Reader
from scheduler.rules.model import Rule
from scheduler.rules.units import DemandUnit

_ALL = "all"
_MOST_SEATS = 1000

PARAMETERS: tuple[Parameter, ...] = (
    Parameter(
        "for",
        (JsonType.STRING, JsonType.ARRAY),
        "用于哪些规则或活动类型；body:alliance（或body:其他组织）表示该组织的职务设置",
        "The rules or kinds of activity; body:alliance, or body: and another body's key, states "
        "the offices that it fills.",
        "joint_conference",
        required=True,
        form=Shape.WORDS,
        words=Shape.TARGET,
    ),
    Parameter(
        "require",
        (JsonType.ARRAY,),
        "须到场的角色与人数（all为全部，@名单为其中每个一人）",
        "The roles that must be there and how many of each: a number, all, or one for each entry "
        "of a list (@name).",
        [{"role": "liaison", "n": 1}],
        required=True,
        form=Shape.RECORDS,
        parts=(
            Parameter(
                "role",
                (JsonType.STRING,),
                "角色",
                "The role.",
                "liaison",
                required=True,
                form=Shape.ROLE,
            ),
            Parameter(
                "n",
                (JsonType.INTEGER, JsonType.STRING),
                "人数、all（全部）或@名单",
                "A number, all, or one for each entry of a list (@name).",
                1,
                required=True,
                form=Shape.SEATS,
                bounds=(1, _MOST_SEATS),
            ),
        ),
    ),
    Parameter(
        "attendance_min",
        (JsonType.STRING,),
        "最低到会比例",
        "The least share of those due that must attend.",
        "1/2",
        form=Shape.SHARE,
    ),
)


@dataclass(frozen=True, slots=True)
class Seat:
    """So many holders of a role; None means all of them, or one for each entry of ``each``."""

    role: str
    count: int | None
    each: str = ""


@dataclass(frozen=True, slots=True)
class Spec:
    """A staffing rule as checked values."""

    targets: tuple[str, ...]
    require: tuple[Seat, ...]
    attendance_min: Fraction | None


def parse(rule: Rule) -> Spec:
    """Check a staffing rule and give its values."""
    reader = Reader(rule, PARAMETERS)
    seats = tuple(_seat(reader, item) for item in reader.items("require"))
    if len({seat.role for seat in seats}) < len(seats):
        reader.refuse("require", "duplicate")
    return Spec(reader.texts("for"), seats, _share(reader))


def wanted(seat: Seat, rule: Rule, source: PlanInput, day: date) -> int:
    """Give how many must hold the role on a day; where all of them are meant, at least one."""
    if not seat.each:
        return 1 if seat.count is None else seat.count
    listed = entries(rule, source, "require.n", (seat.each,))
    return sum(1 for entry in listed if entry.tenure.holds(day))


def people(spec: Spec, unit: DemandUnit, source: PlanInput) -> frozenset[str]:
    """Give the resource keys of those who must be free: holders of the roles during the window.

    Where fewer are needed than hold a role, those first by key stand for all; of a role that is
    held for each entry of a list, all come.
    """
    officers = [
        officer for alliance in unit.alliances for officer in source.officers.get(alliance, ())
    ]
    needed: set[str] = set()
    for seat in spec.require:
        holders = {f"person:{officer.person}" for officer in _serving(officers, seat.role, unit)}
        needed.update(sorted(holders)[: seat.count])
    return frozenset(needed)


def _serving(officers: Iterable[Officer], role: str, unit: DemandUnit) -> Iterable[Officer]:
    return (
        officer for officer in officers if officer.role == role and _meets(officer.tenure, unit)
    )


def _meets(tenure: Tenure, unit: DemandUnit) -> bool:
    return (tenure.since is None or tenure.since < unit.grace_end) and (
        tenure.until is None or unit.start < tenure.until
    )


def _seat(reader: Reader, item: object) -> Seat:
    table = reader.part("require", item, "role", "n")
    role = reader.word("require.role", table.get("role"))
    if ":" in role:  # The key of a member or a body has a name too, and nobody holds it.
        reader.refuse("require.role", "unknown_role")
    count = table.get("n")
    if count == _ALL:
        return Seat(role, None)
    if isinstance(count, str) and count.startswith("@"):
        return Seat(role, None, count)
    return Seat(role, reader.number("require.n", count, 1, _MOST_SEATS))


def _share(reader: Reader) -> Fraction | None:
    text = reader.text("attendance_min")
    if not text:
        return None
    share = reader.read("attendance_min", text, _fraction)
    if not 0 < share <= 1:
        reader.refuse("attendance_min", "share")
    return share


def _fraction(text: str) -> Fraction:
    numerator, denominator = text.split("/")
    if not (text.isascii() and numerator.isdecimal() and denominator.strip("0").isdecimal()):
        raise ValueError(text)
    return Fraction(int(numerator), int(denominator))
