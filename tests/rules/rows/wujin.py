"""Rows 41 to 46: the chain alliances of Wujin."""

from collections import Counter
from dataclasses import replace
from datetime import date

from scheduler.domain.attendance.totals import QuorumRule
from scheduler.domain.roster import Officer
from scheduler.reports.highlights import companies_text
from scheduler.rules.judging.vacancies import Vacancy, vacancies
from scheduler.rules.kinds import staffing, trigger
from scheduler.rules.language.steps import StepDue
from tests.rules.promises import event, matter
from tests.rules.rows.world import (
    CALENDAR,
    NEW_YEAR,
    Row,
    credited,
    held,
    placed,
    source,
    units,
    year,
)

VEHICLES = "wujin-new-energy-vehicles"
CHAINS = ("wujin-construction-machinery", VEHICLES, "wujin-robots")
THEMES = ("city_integration", "industry_matching", "talent_shortage")
HALVES = ("2026-H1", "2026-H2")


def _seats(number: int) -> object:
    given = source(number)
    spec = next(staffing.parse(rule) for rule in given.rules if rule.type == "staffing")
    people = {unit.resources for unit in units(given, "joint_conference")}
    share = spec.attendance_min
    assert share is not None
    rule = QuorumRule(share.numerator, share.denominator)
    return placed(given, "period", "kind"), people, [rule.needed(len(each)) for each in people]


def _grid(number: int) -> object:
    found = year(source(number, *CHAINS))
    grid = Counter((each.alliances, each.theme, each.unit.period) for each in found)
    companies = {f"company-{index}" for index in range(10)}
    return grid, companies_text(len(companies), "zh")


def _middle(number: int) -> object:
    given = source(number)
    window = {(unit.start, unit.end) for unit in units(given, "chain_salon")}
    kept = held(given)
    told = [(each.title, [also.kind for also in each.also]) for each in kept.events]
    return window, told, credited(kept)


def _officers(number: int) -> object:
    given = source(number)
    named = tuple(Officer(f"sample-{index}", VEHICLES, "enterprise_officer") for index in (1, 2, 3))
    full = {**given.officers, VEHICLES: (*given.officers[VEHICLES], *named)}
    return vacancies(given, NEW_YEAR), vacancies(replace(given, officers=full), NEW_YEAR)


def _lists(number: int) -> object:
    given = source(number)
    spec = trigger.parse(given.rules[0])
    need = matter("m-1", None, alliance=VEHICLES, category="need_list")
    raised = replace(need, raised_at=event(date(2026, 3, 2)).start)
    return (
        spec.categories,
        trigger.step_dues(raised, spec, {}, CALENDAR),
        placed(given, "rule", "cell", "all_day"),
    )


ROWS = (
    Row(
        41,
        _seats,
        (
            [(half, "joint_conference") for half in HALVES],
            {
                (
                    "person:wujin-enterprise-delegate-01",
                    "person:wujin-enterprise-delegate-02",
                    "person:wujin-enterprise-delegate-03",
                    "person:wujin-leader-party-organisation-01",
                    "person:wujin-leader-party-organisation-02",
                )
            },
            [3],
        ),
    ),
    Row(
        42,
        lambda number: Counter(placed(source(number), "kind", "alliances")),
        {("themed_salon", (VEHICLES,)): 6, ("cross_chain_activity", CHAINS): 2},
    ),
    Row(
        43,
        _grid,
        (
            {((chain,), theme, half): 1 for chain in CHAINS for theme in THEMES for half in HALVES},
            "十家公司参加活动。",
        ),
    ),
    Row(
        44,
        _middle,
        (
            {(date(2026, 8, 11), date(2026, 8, 21))},
            [("8月中旬“红链有约”沙龙暨产业链党建座谈会", ["symposium"])],
            {"chain_salon": 1, "symposium": 1},
        ),
    ),
    Row(
        45,
        _officers,
        (
            (
                Vacancy(
                    "key_enterprise_officers",
                    VEHICLES,
                    "enterprise_officer",
                    3,
                    0,
                    VEHICLES,
                    "重点企业“红链专员”",
                    "An officer for each key enterprise",
                ),
            ),
            (),
        ),
    ),
    Row(
        46,
        _lists,
        (
            ("need_list",),
            (
                StepDue("chain_liaison", "dispatch", date(2026, 3, 3)),
                StepDue("department", "accept", date(2026, 3, 5)),
                StepDue("department", "resolve", date(2026, 3, 26)),
            ),
            [
                ("action_projects", "framework_agreement_project", False),
                ("action_projects", "joint_research_project", False),
                ("need_list", "", True),
                ("action_projects", "supply_matching_project", False),
                ("need_list", "", True),
            ],
        ),
    ),
)
