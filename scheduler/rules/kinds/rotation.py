"""Rotation: who hosts, or which theme is treated, in turn."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from typing import Any

from scheduler.rules.inputs import PlanInput
from scheduler.rules.language.parameters import JsonType, Parameter, Shape
from scheduler.rules.language.pools import Pool
from scheduler.rules.language.reader import Reader
from scheduler.rules.model import Rule
from scheduler.rules.units import DemandUnit

_LATIN = "latin_with:"
_LEDGER = "ledger"


class Fills(StrEnum):
    """What a rotation fills."""

    HOST = "host"
    THEME = "theme"


class Weight(StrEnum):
    """How entitlement is shared."""

    EQUAL = "equal"
    MEMBER = "member"


class Absence(StrEnum):
    """What a published absence does to the debt."""

    EXCUSE = "excuse"
    DEFER = "defer"


PARAMETERS: tuple[Parameter, ...] = (
    Parameter(
        "fills",
        (JsonType.STRING,),
        "轮换什么：承办（host）或主题（theme）",
        "What is filled in turn: host or theme.",
        "host",
        required=True,
        choices=tuple(Fills),
    ),
    Parameter(
        "for",
        (JsonType.STRING, JsonType.ARRAY),
        "用于哪些规则或活动类型",
        "The rules or kinds of activity whose events it fills.",
        "exchange",
        required=True,
        form=Shape.WORDS,
        words=Shape.RULE,
    ),
    Parameter(
        "pool",
        (JsonType.STRING, JsonType.ARRAY, JsonType.OBJECT),
        "轮流的范围：某类成员（role）、某职务（officer）、名单或取值",
        "The pool: members by role, officers by role, a list (@name) or values.",
        {"role": "chain_leader"},
        required=True,
        form=Shape.POOL,
        parts=(
            Parameter(
                "role",
                (JsonType.STRING,),
                "某类成员",
                "The members of a role.",
                "chain_leader",
                form=Shape.ROLE,
            ),
            Parameter(
                "officer",
                (JsonType.STRING,),
                "担任某职务的人",
                "The holders of an office.",
                "branch_secretary",
                form=Shape.ROLE,
            ),
        ),
    ),
    Parameter(
        "weight",
        (JsonType.STRING,),
        "均等，或按成员权重",
        "Equal shares, or those of the memberships.",
        "member",
        default="equal",
        choices=tuple(Weight),
    ),
    Parameter(
        "cooldown",
        (JsonType.INTEGER,),
        "办过一次后至少隔几次",
        "How many turns must pass before the same one hosts again.",
        1,
        default=0,
        bounds=(0, 100),
    ),
    Parameter(
        "absence",
        (JsonType.STRING,),
        "缺席时：请免不记账，或顺延以后补",
        "When away: excused without debt, or deferred and caught up.",
        "defer",
        default="excuse",
        choices=tuple(Absence),
    ),
    Parameter(
        "policy",
        (JsonType.STRING,),
        "主题按轮值账，或随另一轮换错开（latin_with:规则）",
        "By the ledger, or varied against another rotation (latin_with:<rule>).",
        "latin_with:host_turns",
        default=_LEDGER,
        form=Shape.POLICY,
    ),
)


@dataclass(frozen=True, slots=True)
class Spec:
    """A rotation as checked values; ``latin_with`` names the rotation of the hosts."""

    fills: Fills
    targets: tuple[str, ...]
    pool: Pool
    weight: Weight
    cooldown: int
    absence: Absence
    latin_with: str | None


def parse(rule: Rule) -> Spec:
    """Check a rotation rule and give its values."""
    reader = Reader(rule, PARAMETERS)
    fills = reader.choice("fills", Fills)
    latin_with = _latin_with(reader)
    if latin_with is not None and fills is not Fills.THEME:
        reader.refuse("policy", "contradiction", beside="fills")
    return Spec(
        fills=fills,
        targets=reader.texts("for"),
        pool=_pool(reader),
        weight=reader.choice("weight", Weight),
        cooldown=reader.integer("cooldown"),
        absence=reader.choice("absence", Absence),
        latin_with=latin_with,
    )


def follows(rule: Rule) -> str | None:
    """Give the rotation that a rule varies against, whether or not the rule can be read."""
    policy = rule.data.get("policy")
    latin = isinstance(policy, str) and policy.startswith(_LATIN)
    return str(policy).removeprefix(_LATIN) if latin else None


def changes(rule: Rule, spec: Spec, unit: DemandUnit) -> dict[str, Any]:
    """Give the fields of a unit that the rotation sets; a fixed host or theme is left alone."""
    if spec.fills is Fills.HOST:
        return {} if unit.host else {"host_rule": rule.key}
    return {} if unit.theme else {"theme_rule": rule.key}


def members(rule: Rule, spec: Spec, day: date, source: PlanInput) -> tuple[tuple[str, int], ...]:
    """Give who stands in the pool on a day, with weights (all 1 where shares are equal)."""
    pool = spec.pool.on(day, rule, source)
    if spec.weight is Weight.MEMBER:
        return pool
    return tuple((member, 1) for member, _ in pool)


def _latin_with(reader: Reader) -> str | None:
    policy = reader.text("policy")
    if policy == _LEDGER:
        return None
    if not policy.startswith(_LATIN) or policy == _LATIN:
        reader.refuse("policy", "choice")
    return policy.removeprefix(_LATIN)


def _pool(reader: Reader) -> Pool:
    value = reader.value("pool")
    if not isinstance(value, Mapping):
        return Pool(words=reader.words("pool", value))
    table = reader.part("pool", value, "role", "officer")
    if not table:
        reader.refuse("pool", "empty")
    if len(table) > 1:
        reader.refuse("pool.officer", "contradiction", beside="pool.role")
    if "role" in table:
        return Pool(role=reader.word("pool.role", table["role"]))
    return Pool(officer=reader.word("pool.officer", table["officer"]))
