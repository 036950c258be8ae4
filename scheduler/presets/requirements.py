"""What the source documents ask for, phrase by phrase, and the rules or data that answer it."""

import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import Any

from scheduler.domain.roster import Tenure
from scheduler.presets.loader import load
from scheduler.presets.values import Preset
from scheduler.rules.model import Rule

_COMMON = frozenset({"kinds"})


@dataclass(frozen=True, slots=True)
class Requirement:
    """One phrase of a document with what it means.

    ``types`` are the types of rules, or ``body``, ``data``, ``plan`` and ``report`` where no rule
    is needed. ``rules`` are keys of rules of the alliance, offered ones included; ``data`` names
    entries of the preset as ``section:key``, or by their place where they have no key.
    """

    number: int
    preset: str
    alliance: str
    phrase: str
    meaning: str
    types: tuple[str, ...]
    rules: tuple[str, ...] = ()
    data: tuple[str, ...] = ()


@cache
def requirements() -> tuple[Requirement, ...]:
    """Give all requirements in the order of their numbers; they are read once."""
    fields = ("types", "rules", "data")
    return tuple(
        Requirement(**{**item, **{name: tuple(item.get(name, ())) for name in fields}})
        for item in _read("requirements")
    )


def preset_of(requirement: Requirement) -> Preset:
    """Give the preset of the requirement's document."""
    return next(preset for preset in load() if preset.key == requirement.preset)


def rules_of(requirement: Requirement) -> tuple[Rule, ...]:
    """Give the rules that answer the requirement and that its alliance has, in the order named."""
    preset = preset_of(requirement)
    owned = {
        rule.key: rule
        for rule in (*preset.offered, *preset.rules)
        if rule.owner == requirement.alliance
    }
    return tuple(owned[key] for key in requirement.rules if key in owned)


def examples(requirement: Requirement) -> Iterator[str]:
    """Write the rules of the requirement as the API takes them, and its data, as lines of JSON."""
    for rule in rules_of(requirement):
        yield _line(_sent(preset_of(requirement).written_out(rule)))
    for reference in requirement.data:
        yield _line(_entry(requirement.preset, *reference.split(":")))


def _sent(rule: Rule) -> Mapping[str, Any]:
    named = {"alliance": rule.owner, "key": rule.key, "type": rule.type}
    called = {"name": rule.name, "name_en": rule.name_en}
    return {**named, **called, "data": rule.data, **_dates(rule.tenure)}


def _dates(tenure: Tenure) -> dict[str, str]:
    ends = {"since": tenure.since, "until": tenure.until}
    return {name: day.isoformat() for name, day in ends.items() if day is not None}


def _entry(preset: str, section: str, key: str) -> Mapping[str, Any]:
    name = "kinds" if section in _COMMON else preset.replace("-", "_")
    listed: Sequence[Mapping[str, Any]] = _read(name)[section]
    if key.isdecimal():
        return listed[int(key)]
    return next(item for item in listed if key in {item.get("key"), item.get("role")})


def _line(item: Mapping[str, Any]) -> str:
    return json.dumps(item, ensure_ascii=False)


def _read(name: str) -> Any:  # noqa: ANN401 - JSON of any shape; the values are made above
    text = files("scheduler.presets").joinpath("data", f"{name}.json").read_text("utf-8")
    return json.loads(text)
