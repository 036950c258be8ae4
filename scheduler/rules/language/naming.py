"""What people call the opaque keys of kinds, members, themes and venues, and promises in lists."""

from collections.abc import Iterable, Mapping
from dataclasses import replace

from scheduler.domain.errors import DomainError
from scheduler.rules.calendar.period_labels import label
from scheduler.rules.calendar.periods import parse_key
from scheduler.rules.inputs import PlanInput
from scheduler.rules.model import Rule
from scheduler.rules.units import PAIR, DemandUnit

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


def jointly(unit: DemandUnit, riders: Iterable[DemandUnit]) -> tuple[str, str]:
    """Name an event after its own unit and those of other kinds that ride on it.

    A period that all of them are of is named once.
    """
    named, named_en = {unit.title: None}, {unit.title_en: None}
    for rider in riders:
        period, period_en = _period(unit, "zh"), _period(unit, "en")
        same = rider.key.period == unit.key.period
        own = same and period and unit.title.startswith(period)
        if rider.title != unit.title:
            named[rider.title.removeprefix(period) if own else rider.title] = None
        if rider.title_en != unit.title_en:
            told = rider.title_en.removesuffix(f", {period_en}") if own else rider.title_en
            named_en[told] = None
    return "暨".join(named), " and ".join(named_en)


def _period(unit: DemandUnit, lang: str) -> str:
    try:
        return label(parse_key(unit.key.period), lang)
    except DomainError:  # the keys of campaigns and matters name no period
        return ""
