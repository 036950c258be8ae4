"""Rows 1 to 12: what the chain committees of Jiyang promise."""

from collections import Counter
from dataclasses import replace
from datetime import date

from scheduler.reports.figures import Rate
from scheduler.reports.quarter import proxied
from scheduler.reports.summary import headline, methods_line
from scheduler.rules.expand import demand
from scheduler.rules.kinds import trigger
from scheduler.rules.language.steps import StepDue
from scheduler.rules.plan import ChangeKind
from scheduler.rules.planner import plan
from tests.rules.promises import matter
from tests.rules.rows.world import (
    CALENDAR,
    Row,
    credits_of,
    day_of,
    held,
    placed,
    report,
    sample_year,
    source,
    year,
)

FOOD = "jiyang-food"
BASE = "jiyang-food-base"
HOSTS = ("dingjin", "food-enterprise-001", "jinye", "wangwang", "yunde-food")
THEMES = ("business_cooperation", "labour_sharing", "party_building", "work_safety")
CLASSES = ("business_cooperation", "member_education", "role_models", "volunteer_service")
QUARTERS = ("2026-Q1", "2026-Q2", "2026-Q3", "2026-Q4")
MAJOR = (
    matter("m-1", date(2026, 3, 2), alliance=FOOD, category="power"),
    matter("m-2", date(2026, 9, 1), alliance=FOOD, category="finance"),
)
USUAL = tuple(
    matter(f"m-{day}", date(2026, 3, day), alliance=FOOD, category=category, major=False)
    for day, category in ((2, "land"), (3, "labour"), (4, "labour"), (5, "labour"))
)
STEPWISE = matter("m-1", None, alliance=FOOD, raised_at=MAJOR[0].accepted_at)


def _deadlines(number: int) -> object:
    given = source(number, matters=MAJOR)
    ends = {unit.key: unit.end for unit in demand(given)}
    return [(each.kind, each.matters, day_of(each) < ends[each.unit]) for each in year(given)]


def _councils(number: int) -> object:
    figures = report(held(source(number, matters=MAJOR)))
    return figures.kinds, figures.events, headline(figures, "zh")


def _resolved(number: int) -> object:
    figures = report(source(number, matters=sample_year(number)))
    return headline(figures, "zh"), methods_line(figures, "zh")


def _proxies(number: int) -> object:
    given = source(number)
    spec = trigger.parse(given.rules[0])
    classes = ("major_project", "frequent_item", "major_project")
    known = [
        replace(STEPWISE, key=f"m-{index}", category=category, proxy="样例代办员")
        for index, category in enumerate(classes)
    ]
    other = replace(STEPWISE, key="m-9", category="labour")
    ratio = proxied([*known, other], spec.categories)
    return ratio, str(ratio), trigger.step_dues(known[0], spec, {}, CALENDAR)


def _guests(number: int) -> object:
    given = held(source(number))
    rides = {also.unit: event for event in given.events for also in event.also}
    kept = credits_of(given)
    assert {key: event.uid for key, event in rides.items()} == {key: kept[key].uid for key in rides}
    titles = {(event.kind, event.title) for event in rides.values()}
    return Counter(key.cell for key in rides), len(rides), len(given.events), titles


def _steps(number: int) -> object:
    return trigger.step_dues(STEPWISE, trigger.parse(source(number).rules[0]), {}, CALENDAR)


def _collective(number: int) -> object:
    given = held(source(number, matters=(MAJOR[0], *USUAL)))
    kept = credits_of(given)
    return (
        [(event.kind, event.matters) for event in given.events],
        [unit.matters for unit in demand(given) if unit.key in kept],
    )


def _amended(number: int) -> object:
    opening = source(number)
    published = held(opening)
    amended = replace(published, matters=MAJOR[:1])
    changes = (plan(each).changes for each in (opening, published, amended))
    return [Counter(change.kind for change in found) for found in changes]


ROWS = (
    Row(
        1,
        lambda number: placed(source(number), "period", "kind"),
        [(quarter, "council") for quarter in QUARTERS],
    ),
    Row(2, _deadlines, [("consultation", ("m-1",), True), ("consultation", ("m-2",), True)]),
    Row(3, _councils, ({"consultation": 2, "council": 4}, 6, "2026年：召开链上企业议事会6次。")),
    Row(
        4,
        _resolved,
        (
            "2026年：以共商、交办、红色代办、点对点等方式解决关键问题11个。",
            "共商2个、交办6个、红色代办2个、点对点1个",
        ),
    ),
    Row(
        5,
        _proxies,
        (
            Rate(3, 3),
            "100.0%",
            (
                StepDue("committee", "appoint", date(2026, 3, 4)),
                StepDue("proxy", "resolve", date(2026, 4, 1)),
            ),
        ),
    ),
    Row(
        6,
        lambda number: [
            *placed(source(number), "host"),
            source(number).rules[0].data["organiser"],
        ],
        [
            *((f"organisation:jiyang-{host}",) for host in HOSTS * 2),
            "body:jiyang-general-committee",
        ],
    ),
    Row(
        7,
        lambda number: placed(source(number), "host", "theme"),
        [(f"organisation:jiyang-{HOSTS[turn % 5]}", THEMES[turn % 4]) for turn in range(10)],
    ),
    Row(
        8,
        _guests,
        (
            {"guest_bank": 3, "guest_institute": 3, "guest_university": 3},
            9,
            10,
            {("exchange", "链主企业交流对接")},
        ),
    ),
    Row(
        9,
        lambda number: placed(source(number), "period", "kind", "venue"),
        [(quarter, kind, BASE) for quarter in QUARTERS for kind in CLASSES],
    ),
    Row(
        10,
        _steps,
        (
            StepDue("committee", "dispatch", date(2026, 3, 4)),
            StepDue("department", "accept", date(2026, 3, 5)),
            StepDue("department", "resolve", date(2026, 4, 2)),
        ),
    ),
    Row(
        11,
        _collective,
        (
            [
                ("collective_handling", ("m-3", "m-4", "m-5")),
                ("bilateral_meeting", ("m-2",)),
            ],
            [("m-2",), ("m-3", "m-4", "m-5")],
        ),
    ),
    Row(12, _amended, [{ChangeKind.ADD: 4}, {}, {ChangeKind.ADD: 1}]),
)
