"""Rows 22 to 31: the cluster committees of Kunshan and those who take part."""

from collections import Counter
from dataclasses import replace
from datetime import date

from scheduler.domain.roster import BodyKind
from scheduler.reports.figures import some
from scheduler.reports.roster import members_of, standing_on
from scheduler.rules.judging.attending import attendance_credit
from scheduler.rules.judging.due_lists import visitors
from scheduler.rules.kinds import coverage, credit, trigger
from scheduler.rules.language.steps import StepDue
from tests.rules.promises import event, matter
from tests.rules.rows.world import (
    CALENDAR,
    NEW_YEAR,
    Row,
    enterprises,
    placed,
    preset,
    source,
    units,
)

DISPLAY = "kunshan-new-display"
SHARING = (DISPLAY, "kunshan-metaverse", "kunshan-connected-vehicles")
ROBOTS = "kunshan-lujia-robots"
QUARTERS = ("2026-Q1", "2026-Q2", "2026-Q3", "2026-Q4")
HALVES = ("2026-H1", "2026-H2")
FORMATS = ("enterprise_roundtable", "production_visit", "supply_demand_matching", "talent_salon")
COMMONS = (
    "fellowship",
    "party_lecture",
    "situation_report",
    "study_seminar",
    "themed_party_day",
    "volunteering",
)
PLATFORMS = (
    "government_line",
    "live_recruitment",
    "policy_supermarket",
    "red_lead_team",
    "roadshow_hall",
    "talent_parlour",
    "think_tank",
)
SPRING, SUMMER = date(2026, 2, 2), date(2026, 6, 1)


def _commons(number: int) -> object:
    given = source(number)
    spec = coverage.parse(given.rules[0])
    found = units(given, "six_commons")
    return (
        sorted(placed(given, "period", "kind")),
        spec.joint,
        {unit.resources for unit in found},
    )


def _attended(number: int) -> object:
    branches = ("kunshan-new-display-branch-01", "kunshan-metaverse-branch-01")
    present = {f"{branches[0]}-p01", f"{branches[0]}-p02", f"{branches[1]}-p01"}
    joint = event(SPRING, owner=DISPLAY, alliances=SHARING[:2])
    spec = credit.parse(source(number).rules[0])
    found = attendance_credit(present, preset(number).roster.affiliations, joint, spec.to)
    counts = {body: len(people) for body, people in found.items()}
    return counts, len(frozenset().union(*found.values()))


def _scale(number: int) -> object:
    loaded = preset(number)
    roster = loaded.roster
    branches = {
        body.key
        for body in standing_on(roster.bodies, NEW_YEAR)
        if body.kind in {BodyKind.BRANCH, BodyKind.JOINT_BRANCH}
    }
    joined = {key for each in loaded.alliances for key in enterprises(source(number), each)}
    figures = (
        len(loaded.alliances),
        len(joined),
        len(branches),
        members_of(roster.affiliations, branches, NEW_YEAR),
    )
    return figures, "/".join(some(figure, "zh") for figure in figures)


def _levels(number: int) -> object:
    bodies = {body.key: body for body in preset(number).roster.bodies}
    found = [bodies[f"{DISPLAY}-branch-01-group-2"]]
    while found[0].key != DISPLAY:
        found.insert(0, bodies[found[0].parent or DISPLAY])
    return [(body.kind.value, body.short_name) for body in found]


def _branch_kinds(number: int) -> object:
    roster = preset(number).roster
    kinds = {body.key: body.kind.value for body in roster.bodies}
    ties = Counter(
        (kinds[tie.body], tie.body, tie.role)
        for tie in roster.memberships
        if tie.body in {f"{DISPLAY}-branch-{index:02}" for index in (1, 5)}
    )
    return dict(ties)


def _routed(number: int) -> object:
    spec = trigger.parse(source(number).rules[0])
    order = matter("m-1", None, alliance=ROBOTS, category="labour.3")
    order = replace(order, raised_at=event(SPRING).start)
    return (
        spec.catalogue.version,
        spec.catalogue.department(order.category),
        spec.catalogue.department("unlisted"),
        trigger.step_dues(order, spec, {}, CALENDAR),
    )


def _task_bodies(number: int) -> object:
    bodies = [body for body in preset(number).roster.bodies if body.kind is BodyKind.TASK_BRANCH]
    return [len(standing_on(bodies, day)) for day in (SPRING, SUMMER, date(2027, 1, 1))]


def _rota(number: int) -> object:
    given = source(number)
    due = units(given, "building_visit")
    rota = visitors(given, [unit for unit in due if unit.key.period == QUARTERS[0]])
    per_quarter = Counter(unit.key.period for unit in due)
    turns = Counter(rota.values())
    return dict(per_quarter), len({unit.key.cell for unit in due}), Counter(turns.values())


ROWS = (
    Row(
        22,
        _commons,
        (
            [(half, kind) for half in HALVES for kind in COMMONS],
            True,
            {("person:kunshan-lead-official-01",)},
        ),
    ),
    Row(
        23,
        _attended,
        (
            {
                "kunshan-metaverse": 3,
                "kunshan-metaverse-branch-01": 1,
                DISPLAY: 3,
                "kunshan-new-display-branch-01": 2,
            },
            3,
        ),
    ),
    Row(
        24,
        lambda number: placed(source(number), "period", "host", "theme"),
        [
            (
                f"2026-{month:02}",
                f"body:{DISPLAY}-branch-{month:02}",
                FORMATS[(month - 1) % 4],
            )
            for month in range(1, 13)
        ],
    ),
    Row(25, _scale, ((12, 1004, 150, 3700), "10余/1000余/150/3700")),
    Row(
        26,
        _levels,
        [
            ("cluster_committee", "新型显示"),
            ("branch", "样例第一支部"),
            ("party_group", "第二党小组"),
        ],
    ),
    Row(
        27,
        _branch_kinds,
        {
            ("branch", f"{DISPLAY}-branch-01", "served"): 1,
            ("branch", f"{DISPLAY}-branch-01", "paired"): 1,
            ("joint_branch", f"{DISPLAY}-branch-05", "served"): 3,
        },
    ),
    Row(
        28,
        _routed,
        (
            "3.0",
            "organisation:kunshan-labour-department",
            None,
            (
                StepDue("committee", "dispatch", date(2026, 2, 4)),
                StepDue("department", "accept", date(2026, 2, 5)),
                StepDue("department", "resolve", date(2026, 3, 11)),
            ),
        ),
    ),
    Row(
        29,
        lambda number: placed(source(number), "period", "kind"),
        [("2026", kind) for kind in PLATFORMS],
    ),
    Row(30, _task_bodies, [24, 12, 0]),
    Row(31, _rota, (dict.fromkeys(QUARTERS, 114), 114, {2: 54, 1: 6})),
)
