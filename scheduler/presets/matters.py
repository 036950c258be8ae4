"""Sample matters in every state: those of the year's past, and those open on the given day."""

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime, time
from functools import cache
from importlib.resources import files
from typing import Any

from scheduler.domain.matter import Matter, MatterState, Method, Step, next_state
from scheduler.domain.moments import SHANGHAI
from scheduler.rules.workdays import WorkdayCalendar

DISPATCH_DAYS = 2
ACCEPT_DAYS = 1
CONSULT_DAYS = 10
RESOLVE_DAYS = 20
"""Workdays allowed for each step, as the trigger rules of the presets say."""

SAMPLE_PROXY = "样例代办员"

_CLOCK = time(10, 30)
_Item = Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class TakenStep:
    """One step taken with a sample matter."""

    step: Step
    at: datetime
    department: str | None = None
    method: Method | None = None


@dataclass(frozen=True, slots=True)
class SampleMatter:
    """A sample matter as it stands after its steps; ``number`` counts within its alliance.

    ``resolve_after`` is how many workdays after a consultation a major one is resolved.
    """

    matter: Matter
    number: int
    steps: tuple[TakenStep, ...]
    resolve_after: int = 0
    method: Method | None = None


def past_matters(until: datetime, calendar: WorkdayCalendar) -> tuple[SampleMatter, ...]:
    """Give the year's past matters that were raised by ``until``, with their steps so far.

    A major one stands as accepted: its consultation is an event, see ``consulted``.
    """
    year = until.astimezone(SHANGHAI).year
    return tuple(
        sample
        for number, item in _numbered(_data()["past"])
        if (sample := _past(item, number, year, until, calendar)) is not None
    )


def recent_matters(now: datetime, calendar: WorkdayCalendar) -> tuple[SampleMatter, ...]:
    """Give the matters open now, raised some workdays ago; none from before this year."""
    today = now.astimezone(SHANGHAI).date()
    past = {item["alliance"]: number for number, item in _numbered(_data()["past"])}
    return tuple(
        sample
        for number, item in _numbered(_data()["recent"])
        if (sample := _recent(item, number + past.get(item["alliance"], 0), today, calendar))
        is not None
    )


def consulted(
    sample: SampleMatter, held: datetime, until: datetime, calendar: WorkdayCalendar
) -> SampleMatter:
    """Add the consultation that was held, and the resolution where it came by ``until``."""
    day = calendar.add_workdays(held.astimezone(SHANGHAI).date(), sample.resolve_after)
    steps = (
        TakenStep(Step.CONSULT, held),
        TakenStep(Step.RESOLVE, _at(day), method=sample.method),
    )
    return _taken(sample, tuple(step for step in steps if step.at <= until), calendar)


@cache
def _data() -> Mapping[str, Sequence[_Item]]:
    text = files("scheduler.presets").joinpath("data", "matters.json").read_text("utf-8")
    data: Mapping[str, Sequence[_Item]] = json.loads(text)
    return data


def _numbered(items: Sequence[_Item]) -> list[tuple[int, _Item]]:
    counts: dict[str, int] = {}
    numbered = []
    for item in items:
        counts[item["alliance"]] = counts.get(item["alliance"], 0) + 1
        numbered.append((counts[item["alliance"]], item))
    return numbered


def _at(day: date) -> datetime:
    return datetime.combine(day, _CLOCK, SHANGHAI)


def _raised(item: _Item, number: int, day: date, calendar: WorkdayCalendar) -> SampleMatter:
    matter = Matter(
        key=f"{item['alliance']}-{day.year}-{number:03}",
        alliance=item["alliance"],
        title=item["title"],
        category=item["category"],
        raised_by=item["by"],
        raised_at=_at(day),
        major=item.get("major", False),
        due=calendar.add_workdays(day, DISPATCH_DAYS),
    )
    return SampleMatter(
        matter=matter,
        number=number,
        steps=(TakenStep(Step.RAISE, _at(day)),),
        resolve_after=item.get("days", 0),
        method=Method(item["method"]) if "method" in item else None,
    )


def _past(
    item: _Item, number: int, year: int, until: datetime, calendar: WorkdayCalendar
) -> SampleMatter | None:
    day = calendar.next(date.fromisoformat(f"{year}-{item['raised']}"))
    if _at(day) > until:
        return None
    dispatched = calendar.add_workdays(day, 1)
    accepted = calendar.add_workdays(dispatched, 1)
    sample = _raised(item, number, day, calendar)
    steps = [
        TakenStep(Step.DISPATCH, _at(dispatched), department=item["department"]),
        TakenStep(Step.ACCEPT, _at(accepted), department=item["department"]),
    ]
    if not sample.matter.major:
        resolved = calendar.add_workdays(accepted, item["days"])
        steps.append(TakenStep(Step.RESOLVE, _at(resolved), method=sample.method))
    return _taken(sample, tuple(step for step in steps if step.at <= until), calendar)


def _recent(
    item: _Item, number: int, today: date, calendar: WorkdayCalendar
) -> SampleMatter | None:
    days = {Step(name): calendar.add_workdays(today, -ago) for name, ago in item["steps"].items()}
    first = days.pop(Step.RAISE)
    if first.year != today.year:
        return None
    sample = _raised(item, number, first, calendar)
    steps = tuple(
        TakenStep(step, _at(day), department=item.get("department")) for step, day in days.items()
    )
    return _taken(sample, steps, calendar)


def _taken(
    sample: SampleMatter, steps: tuple[TakenStep, ...], calendar: WorkdayCalendar
) -> SampleMatter:
    matter = sample.matter
    for step in steps:
        matter = _after(replace(matter, state=next_state(matter, step.step)), step, calendar)
    return replace(sample, matter=matter, steps=sample.steps + steps)


def _after(matter: Matter, step: TakenStep, calendar: WorkdayCalendar) -> Matter:
    day = step.at.astimezone(SHANGHAI).date()
    matter = replace(matter, revision=matter.revision + 1)
    if matter.state is MatterState.DISPATCHED:
        due = calendar.add_workdays(day, ACCEPT_DAYS)
        return replace(matter, department=step.department, due=due)
    if matter.state is MatterState.ACCEPTED:
        allowed = CONSULT_DAYS if matter.major else RESOLVE_DAYS
        return replace(matter, accepted_at=step.at, due=calendar.add_workdays(day, allowed))
    if matter.state is MatterState.RESOLVED:
        proxy = SAMPLE_PROXY if step.method is Method.PROXY else ""
        return replace(matter, resolved_at=step.at, method=step.method, proxy=proxy)
    return matter
