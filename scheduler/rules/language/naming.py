"""What people call the opaque keys of kinds, members, themes and venues, and promises in lists."""

from collections.abc import Mapping
from dataclasses import replace

from scheduler.rules.inputs import PlanInput
from scheduler.rules.model import Rule
from scheduler.rules.units import PAIR

_ORGANISATION = "organisation:"


def names_of(source: PlanInput, value: str) -> tuple[str, str]:
    """Give the Chinese and English names; without English the Chinese one, without any the key.

    A pair is called by both its names.
    """
    if PAIR in value:
        names, names_en = zip(*(names_of(source, part) for part in value.split(PAIR)), strict=True)
        return "—".join(names), " and ".join(names_en)
    if value in source.kinds:
        kind = source.kinds[value]
        return kind.name, kind.name_en or kind.name
    name, name_en = source.names.get(value, (value, ""))
    return name, name_en or name


def listed_as(rule: Rule, names: Mapping[str, tuple[str, str]]) -> Rule:
    """Give a rule under the name by which lists tell it from others of its kind.

    One of a single organisation names that one, unless its own name does.
    """
    name, name_en = of_scope((rule.name, rule.name_en), rule.scope, names)
    return replace(rule, name=name, name_en=name_en)


def of_scope(
    named: tuple[str, str], scope: str, names: Mapping[str, tuple[str, str]]
) -> tuple[str, str]:
    """Give a Chinese and an English name with that of the organisation in whose scope it stands."""
    if not scope.startswith(_ORGANISATION) or scope not in names:
        return named
    (name, name_en), (who, who_en) = named, names[scope]
    told = name if who in name else f"{name}（{who}）"
    name_en, who_en = name_en or name, who_en or who
    return told, name_en if who_en in name_en else f"{name_en} ({who_en})"
