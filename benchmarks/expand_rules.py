"""G6: the days of 1,200 alliances' promises over ten years, beside dateutil.rrule.

Both sides start from the text of a rule and end with its days; the days are compared one by one, of
all that is timed and of every rule that may be written. The last line times whole demand units with
their windows, titles and keys, which rrule does not make.
"""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import replace
from datetime import date, datetime
from functools import partial
from statistics import median
from typing import NamedTuple

from dateutil.rrule import rrulestr

from benchmarks._county import county
from benchmarks._meter import timed
from scheduler.rules.calendar.periods import periods_between
from scheduler.rules.calendar.recurrence import WEEKDAYS, parse_rrule, yearly
from scheduler.rules.expand import expand
from scheduler.rules.inputs import PlanInput
from scheduler.rules.model import Rule

_ALLIANCES = 1_200
_START, _END = date(2026, 1, 1), date(2036, 1, 1)
_ROUNDS = 3
_MONTH_DAYS = range(1, 29)
_PERIODS = {
    "week": ("FREQ=WEEKLY;BYDAY=MO", date(2025, 12, 29)),  # the week of the first day
    "ten_days": ("FREQ=MONTHLY;BYMONTHDAY=1,11,21", _START),
    "month": ("FREQ=MONTHLY;BYMONTHDAY=1", _START),
    "quarter": ("FREQ=MONTHLY;INTERVAL=3;BYMONTHDAY=1", _START),
    "half_year": ("FREQ=MONTHLY;INTERVAL=6;BYMONTHDAY=1", _START),
    "year": ("FREQ=YEARLY;BYMONTH=1;BYMONTHDAY=1", _START),
}


class Promise(NamedTuple):
    """A promise in both languages."""

    ours: Callable[[], Sequence[date | None]]
    text: str
    first: date = _START


def recurring(text: str) -> Promise:
    """Promise the days of a recurrence that both sides can read."""
    return Promise(partial(_recurring, text), text)


def every_year(month: int, day: int) -> Promise:
    """Promise one day of every year."""
    text = f"FREQ=YEARLY;BYMONTH={month};BYMONTHDAY={day}"
    return Promise(partial(_every_year, month, day), text)


def periodic(kind: str) -> Promise:
    """Promise something in every period; the days are those on which the periods begin."""
    return Promise(partial(_periodic, kind), *_PERIODS[kind])


def _recurring(text: str) -> list[date | None]:
    recurrence = parse_rrule(text)
    return recurrence.nominals(periods_between(recurrence.per, _START, _END))


def _every_year(month: int, day: int) -> list[date | None]:
    return yearly(month, day).nominals(periods_between("year", _START, _END))


def _periodic(kind: str) -> list[date]:
    return [period.start for period in periods_between(kind, _START, _END)]


def by_rrule(promise: Promise) -> list[datetime]:
    """List the days of a promise by dateutil."""
    first = datetime.combine(promise.first, datetime.min.time())
    return list(rrulestr(f"{promise.text};UNTIL={_END:%Y%m%d}T000000", dtstart=first))


def corpus() -> list[Promise]:
    """List every promise that may be written, in each of its signs and numbers."""
    texts = [
        f"FREQ={frequency};BYDAY={sign}{number}{weekday}"
        for frequency, most in (("MONTHLY", 5), ("YEARLY", 53))
        for sign in ("", "-")
        for number in range(1, most + 1)
        for weekday in WEEKDAYS
    ]
    texts += [
        f"FREQ={frequency};BYMONTHDAY={sign}{number}"
        for frequency in ("MONTHLY", "YEARLY")
        for sign in ("", "-")
        for number in range(1, 32)
    ]
    fixed = [every_year(month, day) for month in range(1, 13) for day in _MONTH_DAYS]
    return [*map(recurring, texts), *fixed, *map(periodic, _PERIODS)]


def anchors() -> list[Promise]:
    """List what the alliances promise on days: each two in a month and two in a year."""
    found = []
    for number in range(_ALLIANCES):
        nth, weekday = number % 4 + 1, WEEKDAYS[number % 5]
        found += [
            recurring(f"FREQ=MONTHLY;BYDAY={nth}{weekday}"),
            recurring(f"FREQ=MONTHLY;BYMONTHDAY={number % 28 + 1}"),
            recurring(f"FREQ=YEARLY;BYDAY=-{number % 40 + 1}{weekday}"),
            every_year(number % 12 + 1, number % 28 + 1),
        ]
    return found


def quotas() -> list[Promise]:
    """List what the alliances promise in every month, quarter and half year."""
    kinds = ("month", "quarter", "half_year")
    return [periodic(kind) for _ in range(_ALLIANCES) for kind in kinds]


def unequal(promises: Iterable[Promise]) -> int:
    """Count the promises of which the two sides give other days."""
    return sum(
        [day for day in promise.ours() if day is not None]
        != [moment.date() for moment in by_rrule(promise) if moment.date() < _END]
        for promise in promises
    )


def ours(promises: Iterable[Promise]) -> int:
    """Expand promises and count their days."""
    return sum(len(promise.ours()) for promise in promises)


def theirs(promises: Iterable[Promise]) -> int:
    """Expand promises by dateutil and count their days."""
    return sum(len(by_rrule(promise)) for promise in promises)


def compare(name: str, promises: list[Promise], goal: str) -> None:
    """Time both sides in turn and print the ratio of the medians."""
    rounds = [
        (timed(partial(ours, promises))[0], timed(partial(theirs, promises))[0])
        for _ in range(_ROUNDS)
    ]
    mine, other = (median(each.processor for each in side) for side in zip(*rounds, strict=True))
    print(
        f"G6 expand {name} of {_ALLIANCES:,} alliances over ten years, {ours(promises):,} days:"
        f" {mine:.2f} s of processor, dateutil.rrule {other:.2f} s, ratio {other / mine:.1f}{goal}"
    )


def year_of_rules() -> PlanInput:
    """Give the alliances with an anchor and a quota each, over the ten years."""
    anchor = {"kind": "alliance_day", "rrule": "FREQ=MONTHLY;BYDAY=3TH"}
    quota = {"kind": "council", "per": "quarter", "min": 1}
    source = replace(county(_ALLIANCES, alliances=1), start=_START, end=_END)
    rules = [
        Rule(kind, kind, alliance, kind, kind, data)
        for alliance in source.targets
        for kind, data in (("anchor", anchor), ("quota", quota))
    ]
    return replace(source, rules=tuple(rules))


def main() -> None:
    """Compare the days first, then the times."""
    every = corpus()
    print(f"G6 corpus: {len(every):,} rules over ten years, {unequal(every)} with other days")
    compare("anchors", anchors(), " (goal: at least 15)")
    compare("quotas", quotas(), " (goal: at least 15)")
    source = year_of_rules()
    took, units = timed(partial(expand, source))
    dates = [recurring("FREQ=MONTHLY;BYDAY=3TH"), periodic("quarter")] * _ALLIANCES
    other, _ = timed(partial(theirs, dates))
    print(
        f"G6 whole demand units: {len(units):,} in {took.processor:.2f} s of processor;"
        f" the same days alone by dateutil.rrule {other.processor:.2f} s (no goal)"
    )


if __name__ == "__main__":
    main()
