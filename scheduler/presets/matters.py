"""Sample matters in every state: those of the year's past, and those open on the given day."""

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime, time
from functools import cache
from importlib.resources import files
from typing import Any

from scheduler.domain.matter import Method, Step
from scheduler.domain.moments import SHANGHAI
from scheduler.rules.calendar.workdays import WorkdayCalendar

_CLOCK = time(10, 30)
_Item = Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class SampleStep:
    """One step taken with a sample matter."""

    step: Step
    at: datetime
    method: Method | None = None


@dataclass(frozen=True, slots=True)
class SampleMatter:
    """A sample matter and the steps taken with it so far, the first of which raises it.

    A major one is consulted by an event: see ``resolution`` for what follows.
    """

    alliance: str
    title: str
    category: str
    raised_by: str
    steps: tuple[SampleStep, ...]
    department: str = ""
    major: bool = False
    method: Method | None = None
    days: int = 0

    @property
    def raised_at(self) -> datetime:
        """Give the instant of the first step."""
        return self.steps[0].at

    @property
    def accepted_at(self) -> datetime | None:
        """Give the instant of its acceptance, if it was accepted."""
        return next((step.at for step in self.steps if step.step is Step.ACCEPT), None)


def sample_matters(now: datetime, calendar: WorkdayCalendar) -> tuple[SampleMatter, ...]:
    """Give the matters raised from 1 January of this year to now, in the order of raising.

    Those of the past lie on fixed dates; the others were raised some workdays before today.
    """
    data = _data()
    local = now.astimezone(SHANGHAI)
    past = (_past(item, local.year, calendar) for item in data["past"])
    recent = (_recent(item, local.date(), calendar) for item in data["recent"])
    known = (
        _until(sample, now)
        for sample in (*past, *recent)
        if sample.raised_at <= now and sample.raised_at.year == local.year
    )
    return tuple(sorted(known, key=lambda sample: (sample.raised_at, sample.alliance)))


def resolution(sample: SampleMatter, consulted: datetime, calendar: WorkdayCalendar) -> SampleStep:
    """Give the step that resolves a major matter some workdays after its consultation."""
    day = calendar.add_workdays(consulted.astimezone(SHANGHAI).date(), sample.days)
    return SampleStep(Step.RESOLVE, _at(day), sample.method)


@cache
def _data() -> Mapping[str, Sequence[_Item]]:
    text = files("scheduler.presets").joinpath("data", "matters.json").read_text("utf-8")
    data: Mapping[str, Sequence[_Item]] = json.loads(text)
    return data


def _at(day: date) -> datetime:
    return datetime.combine(day, _CLOCK, SHANGHAI)


def _sample(item: _Item, steps: Sequence[SampleStep]) -> SampleMatter:
    return SampleMatter(
        alliance=item["alliance"],
        title=item["title"],
        category=item["category"],
        raised_by=item["by"],
        steps=tuple(steps),
        department=item.get("department", ""),
        major=item.get("major", False),
        method=Method(item["method"]) if "method" in item else None,
        days=item.get("days", 0),
    )


def _past(item: _Item, year: int, calendar: WorkdayCalendar) -> SampleMatter:
    raised = calendar.next(date.fromisoformat(f"{year}-{item['raised']}"))
    dispatched = calendar.add_workdays(raised, 1)
    accepted = calendar.add_workdays(dispatched, 1)
    sample = _sample(
        item,
        (
            SampleStep(Step.RAISE, _at(raised)),
            SampleStep(Step.DISPATCH, _at(dispatched)),
            SampleStep(Step.ACCEPT, _at(accepted)),
        ),
    )
    if sample.major:
        return sample
    return _sample(item, (*sample.steps, resolution(sample, _at(accepted), calendar)))


def _recent(item: _Item, today: date, calendar: WorkdayCalendar) -> SampleMatter:
    return _sample(
        item,
        [
            SampleStep(Step(name), _at(calendar.add_workdays(today, -ago)))
            for name, ago in item["steps"].items()
        ],
    )


def _until(sample: SampleMatter, now: datetime) -> SampleMatter:
    return replace(sample, steps=tuple(step for step in sample.steps if step.at <= now))
