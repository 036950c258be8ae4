"""Rows 32 to 40: visits, windows, trips and joint events of Kunshan."""

from collections import Counter
from dataclasses import replace
from datetime import date

from scheduler.domain.text import say
from scheduler.reports.figures import Rate, some, visits
from scheduler.rules.expand import demand
from scheduler.rules.judging.standing import standings
from tests.rules.promises import event
from tests.rules.rows.world import (
    Row,
    credits_of,
    day_of,
    held,
    overlaps,
    placed,
    preset,
    source,
    units,
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
    first = [unit.key.cell for unit in due if unit.key.period == "2026-H1"][:198]
    logged = visits([enterprise] for enterprise in first * 2)
    fields = {"organisations": some(logged.organisations, "zh"), "times": logged.times}
    return say("report.visits", fields, "zh"), f"办结诉求{some(247, 'zh')}个"


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
    return [(unit.key.period, unit.key.cell) for unit in units(given, "six_sectors")], ratio


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
    Row(32, _logged, ("走访190余家、396家次", "办结诉求240余个")),
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
        lambda number: (placed(source(number), "rule", "days"), some(5741, "zh")),
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
