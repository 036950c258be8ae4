"""Rows 32 to 40: visits, windows, trips and joint events of Kunshan."""

from collections import Counter
from dataclasses import replace
from datetime import date

from scheduler.domain.attendance.totals import Totals
from scheduler.domain.text import say
from scheduler.reports.figures import Rate, some, visits
from scheduler.reports.quarter import HeldEvent, QuarterInput, quarter_report
from scheduler.rules.expand import demand
from scheduler.rules.judging.standing import standings
from tests.rules.promises import event
from tests.rules.rows.world import (
    NEW_YEAR,
    NEXT_YEAR,
    Row,
    credits_of,
    day_of,
    held,
    kept_by,
    overlaps,
    placed,
    preset,
    source,
    units,
    visited,
    year,
)

DISPLAY = "kunshan-new-display"
SHARING = (DISPLAY, "kunshan-metaverse", "kunshan-connected-vehicles")
PARK = (
    "kunshan-german-car-making",
    "kunshan-german-fine-food",
    "kunshan-german-smart-manufacturing",
)
ROBOTS = "kunshan-lujia-robots"
ROBOTS_PAIR = (
    "organisation:kunshan-standard-robots",
    "organisation:harbin-institute-of-technology",
)
QUARTERS = ("2026-Q1", "2026-Q2", "2026-Q3", "2026-Q4")
HALVES = ("2026-H1", "2026-H2")
SECTORS = (
    "academic_sector",
    "association_sector",
    "enterprise_sector",
    "finance_sector",
    "government_sector",
    "service_sector",
)
SPRING = date(2026, 2, 2)


def _logged(number: int) -> object:
    due = units(source(number, *PARK), "enterprise_visit")
    first = [unit for unit in due if unit.key.period == "2026-H1"][:198]
    log = visited(first, date(2026, 3, 4), date(2026, 9, 2))
    logged = visits(each.organisations for each in log)
    fields = {"organisations": some(logged.organisations, "zh"), "times": logged.times}
    resolved = say("report.closed", {"resolved": some(247, "zh")}, "zh")
    halves = Counter(key.period for key in kept_by(due, log))
    return say("report.visits", fields, "zh"), resolved, halves


def _windows(number: int) -> object:
    found: dict[str, list[date]] = {}
    for each in year(source(number)):
        found.setdefault(each.unit.rule, []).append(day_of(each))
    return {
        rule: (len(days), date(2026, *_WINDOWS[rule][0]) <= days[0], days[-1] < _end(rule))
        for rule, days in found.items()
    }


_WINDOWS = {
    "investor_service": ((5, 1), (6, 1)),
    "spring_breeze": ((1, 15), (4, 1)),
    "service_365": ((1, 1), (12, 31)),
}


def _end(rule: str) -> date:
    return date(2026, *_WINDOWS[rule][1])


def _trips(number: int) -> object:
    given = held(source(number))
    hired = [5741 // 7 + (1 if trip < 5741 % 7 else 0) for trip in range(7)]
    trips = tuple(
        HeldEvent(each.uid, each.kind, each.day(), attendance=Totals(guests=people))
        for each, people in zip(given.events, hired, strict=True)
    )
    figures = quarter_report(QuarterInput("2026年", "2026", NEW_YEAR, NEXT_YEAR, trips))
    return placed(source(number), "rule", "days"), some(figures.heads, "zh")


def _joint(number: int) -> object:
    given = held(source(number))
    lights = [
        (each.owner, each.state.value, each.held, each.due)
        for alliance in PARK
        for each in standings(replace(given, targets=(alliance,)), 2026, date(2026, 12, 31))
    ]
    return {event.alliances for event in given.events}, len(given.events), lights


def _shared_venues(number: int) -> object:
    given = source(number, *SHARING)
    venues = {venue.key: venue.classes for venue in preset(number).venues}
    return (
        Counter(each.venue for each in year(given)),
        overlaps(given),
        venues["line-11-sample-hall"],
    )


def _sectors(number: int) -> object:
    given = held(source(number))
    first = [unit for unit in demand(given) if unit.key.period == "2026-H1"]
    opening = min(given.events, key=lambda each: each.start)
    kept = credits_of(
        replace(given, events=tuple(each for each in given.events if each != opening))
    )
    ratio = Rate(sum(unit.key in kept for unit in first), len(first))
    return placed(source(number), "period", "cell"), ratio


def _pairs(number: int) -> object:
    given = source(number)
    met = event(
        SPRING,
        kind="paired_activity",
        owner=ROBOTS,
        alliances=(ROBOTS,),
        host=ROBOTS_PAIR[0],
        co_hosts=ROBOTS_PAIR[1:],
    )
    kept = credits_of(replace(given, events=(met,)))
    return placed(given, "period", "title"), [key.cell for key in kept]


ROWS = (
    Row(
        32,
        _logged,
        ("走访190余家、396家次", "办结诉求240余个", {"2026-H1": 198, "2026-H2": 198}),
    ),
    Row(
        33,
        _windows,
        {
            "service_365": (12, True, True),
            "spring_breeze": (2, True, True),
            "investor_service": (4, True, True),
        },
    ),
    Row(
        34,
        _trips,
        ([("hiring_trip", 3)] * 7, "5700余"),
    ),
    Row(
        35,
        lambda number: placed(source(number), "period", "host"),
        [
            (quarter, f"person:{DISPLAY}-branch-{index:02}-p01")
            for index, quarter in enumerate(QUARTERS, start=1)
        ],
    ),
    Row(
        36,
        lambda number: placed(source(number), "period", "time"),
        [(quarter, "19:00-21:00") for quarter in QUARTERS],
    ),
    Row(
        37,
        _joint,
        (
            {PARK},
            4,
            [("kunshan-german-smart-manufacturing", "kept", 4, 4)] * 3,
        ),
    ),
    Row(
        38,
        _shared_venues,
        ({"kunshan-base-1": 36}, [], ("demonstration", "line_11", "shanghai", "suzhou")),
    ),
    Row(
        39,
        _sectors,
        (
            [(half, sector) for half in HALVES for sector in SECTORS],
            Rate(5, 6),
        ),
    ),
    Row(
        40,
        _pairs,
        (
            [
                (half, f"龙头企业与高校院所结对共建：{pair}")
                for half in HALVES
                for pair in ("沪士电子—上海交大", "斯坦德—哈工大")
            ],
            ["organisation:kunshan-standard-robots+organisation:harbin-institute-of-technology"],
        ),
    ),
)
