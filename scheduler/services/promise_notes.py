"""What a rule promises, in one short line beside its name."""

from collections.abc import Mapping, Sequence

from scheduler.domain.text import CATALOGUE, say
from scheduler.rules.calendar.recurrence import parse_rrule
from scheduler.rules.model import Rule
from scheduler.rules.units import LISTED, Output


def note(rule: Rule, lang: str) -> str:
    """Say how often or by when a rule wants what it wants; empty for what demands nothing."""
    writer = _WRITERS.get(rule.type)
    if writer is None:
        return ""
    code, fields = writer(rule.data)
    return say(code, fields, lang)


def _quota(data: Mapping[str, object]) -> tuple[str, dict[str, object]]:
    code = "promise.copies" if data.get("output") == "deliverable" else "promise.times"
    return code, {"per": _per(data), "min": data.get("min", 1)}


def _coverage(data: Mapping[str, object]) -> tuple[str, dict[str, object]]:
    axes = data.get("axes")
    if (output := data.get("output")) in set(LISTED):
        place = "visit" if isinstance(axes, Mapping) and "organisation" in axes else "place"
        code = "promise.item" if output == Output.ITEM else f"promise.{place}"
        return code, {"per": _per(data), "min": data.get("min", 1)}
    cells = 1
    for values in axes.values() if isinstance(axes, Mapping) else ():
        if isinstance(values, str) or not isinstance(values, Sequence):
            return "promise.all", {"per": _per(data), "min": data.get("min", 1)}
        cells *= len(values)
    return "promise.cells", {"per": _per(data), "cells": cells, "min": data.get("min", 1)}


def _anchor(data: Mapping[str, object]) -> tuple[str, dict[str, object]]:
    text = str(data.get("rrule", ""))
    try:
        least, most = parse_rrule(text).per_year
    except ValueError:  # another day of every year, or what cannot be read
        least = most = 1
    if least < most:
        return "promise.yearly_times", {"least": least, "most": most}
    return ("promise.monthly" if most > 1 else "promise.yearly"), {}


def _trigger(data: Mapping[str, object]) -> tuple[str, dict[str, object]]:
    term = str(data.get("due", ""))
    code = "promise.workdays" if term.endswith("wd") else "promise.days"
    return code, {"days": int(term.rstrip("wd") or 0)}


def _per(data: Mapping[str, object]) -> str:
    per = data.get("per")
    return per if isinstance(per, str) and f"per.{per}" in CATALOGUE else "campaign"


_WRITERS = {"quota": _quota, "coverage": _coverage, "anchor": _anchor, "trigger": _trigger}
