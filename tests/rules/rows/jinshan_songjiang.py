"""Rows 53 to 66: the cluster committees of Jinshan and Songjiang."""

from collections import Counter
from dataclasses import replace
from datetime import date

from scheduler.domain.roster import AffiliationKind, Body, BodyKind
from scheduler.presets.samples import Block, block_roster
from scheduler.reports.figures import Rate, milestone, spelled
from scheduler.reports.roster import members_of
from scheduler.rules.judging.attending import attendance_credit
from scheduler.rules.judging.due_lists import DueCell, checklist, concerns
from scheduler.rules.judging.vacancies import SharedPerson, shared_people, vacancies
from scheduler.rules.kinds import credit
from tests.rules.promises import event
from tests.rules.rows.world import (
    CALENDAR,
    NEW_YEAR,
    Row,
    day_of,
    enterprises,
    kept_by,
    overlaps,
    placed,
    preset,
    source,
    units,
    visited,
    year,
)

EQUIPMENT, HEALTH = "jinshan-intelligent-equipment", "jinshan-life-health"
PILOT = (EQUIPMENT, HEALTH)
TOWNS = "three-town-alliance"
ENERGY = "songjiang-smart-energy"
QUARTERS = ("2026-Q1", "2026-Q2", "2026-Q3", "2026-Q4")
HALVES = ("2026-H1", "2026-H2")
SERVICES = (
    "brand_building",
    "farm_owner_salon",
    "policy_study",
    "project_guidance",
    "special_training",
)
CLUSTERS = ("artificial_intelligence_cluster", "smart_energy_cluster", "university_town_cluster")
LEGAL = ("lawyer_service", "legal_lecture", "notary_lecture")


def _seminars(number: int) -> object:
    found = placed(source(number), "period", "alliances")
    each = Counter(found)
    return each, {f"半年{spelled(count, 'zh')}次" for count in each.values()}


def _towns(number: int) -> object:
    given = source(number)
    roster = preset(number).roster
    branches = [body for body in roster.bodies if body.parent == TOWNS]
    return (
        placed(given, "period", "host"),
        vacancies(given, NEW_YEAR),
        f"{len(enterprises(given, TOWNS))}/{len(branches)}",
    )


def _checklist(number: int) -> object:
    given = source(number)
    due = [*units(given, "mandatory_items"), *units(given, "optional_items")]
    member = enterprises(given, EQUIPMENT)[0]
    second = [unit for unit in due if "mandatory_item_2" in unit.key.cell]
    log = visited(second, date(2026, 4, 1))
    cells = checklist(due, kept_by(due, log), log, date(2026, 4, 2))
    titles = {unit.key.cell: unit.title for unit in due}
    mine = sorted((cell for cell in cells if concerns(cell, member)), key=_in_order)
    listed = [(titles[cell.cell], cell.mandatory, cell.until is None) for cell in mine]
    return len(due), listed


def _in_order(cell: DueCell) -> tuple[bool, str]:
    return not cell.mandatory, cell.cell


def _adopted(number: int) -> object:
    ties = preset(number).roster.affiliations
    guest = next(tie for tie in ties if tie.kind is AffiliationKind.NO_TRANSFER)
    host = event(NEW_YEAR, owner=EQUIPMENT, alliances=(EQUIPMENT,))
    spec = credit.parse(source(number).rules[0])
    return attendance_credit({guest.person}, ties, host, spec.to)


def _activity_bodies(number: int) -> object:
    roster = preset(number).roster
    branches = {body.key for body in roster.bodies if body.parent == ENERGY}
    homes = [members_of(roster.affiliations, keys, NEW_YEAR) for keys in ({ENERGY}, branches)]
    pilot = tuple(
        Body(f"pilot-{index}", "样例集群党委", BodyKind.CLUSTER_COMMITTEE, f"样例{index}")
        for index in range(8)
    )
    dealt = block_roster(Block(pilot, branches=32, people=1021, enterprises=216), {})
    scale = f"{len(pilot)}/{len(dealt.organisations)}/{len(dealt.people)}"
    return len(branches), homes, scale


def _deputies(number: int) -> object:
    given = source(number, *PILOT)
    return (
        Counter(placed(given, "rule")),
        {unit.resources for unit in units(given, "branch_co_building")},
        shared_people(given, NEW_YEAR),
        overlaps(given),
    )


def _targets(number: int) -> object:
    due = units(source(number), "eight_targets")
    span = (due[0].start, due[0].end)
    years = [milestone(len(due), *span, date(year, 1, 1)) for year in (2027, 2028, 2029)]
    log = visited(due[:3], date(2027, 4, 1))
    cells = checklist(due, kept_by(due, log), log, date(2027, 4, 2))
    reached = sum(cell.done for cell in cells)
    return {unit.key.period for unit in due}, years, str(Rate(reached, len(due)))


def _off(number: int) -> object:
    return [(each.unit.rule, CALENDAR.is_workday(day_of(each))) for each in year(source(number))]


def _flagships(number: int) -> object:
    given = source(number)
    days = Counter((each.unit.rule, (each.end - each.start).days) for each in year(given))
    return days, {unit.resources for unit in units(given, "study_tour")}, overlaps(given)


def _prorated(number: int) -> object:
    given = replace(source(number), end=date(2027, 7, 1))
    return Counter(unit.key.period for unit in units(given, "pilot_seminar"))


def _yearly(number: int) -> object:
    given = replace(source(number), end=date(2028, 1, 1))
    return [unit.key.period for unit in units(given, "integration_project")]


ROWS = (
    Row(53, _seminars, ({(half, PILOT): 3 for half in HALVES}, {"半年三次"})),
    Row(
        54,
        lambda number: placed(source(number), "period", "kind"),
        [("2026", service) for service in SERVICES],
    ),
    Row(
        55,
        _towns,
        (
            [
                (quarter, f"organisation:{town}-town")
                for quarter, town in zip(
                    QUARTERS, ("dayun", "guangchen", "langxia", "dayun"), strict=True
                )
            ],
            (),
            "32/13",
        ),
    ),
    Row(
        56,
        _checklist,
        (
            162,
            [
                *(
                    (f"五方面“规定动作”：规定动作{sign}（样例）·样例企业1号", True, sign == "二")
                    for sign in "一二三四五"
                ),
                ("自选动作：样例企业1号", False, False),
            ],
        ),
    ),
    Row(
        57,
        _adopted,
        {
            EQUIPMENT: frozenset({f"{EQUIPMENT}-adopted-01"}),
            f"{EQUIPMENT}-branch-01": frozenset({f"{EQUIPMENT}-adopted-01"}),
        },
    ),
    Row(58, _activity_bodies, (9, [0, 110], "8/216/1021")),
    Row(
        59,
        _deputies,
        (
            {("industry_seminar",): 6, ("branch_co_building",): 8},
            {("person:jinshan-songjiang-part-time-deputy-01",)},
            (
                SharedPerson(
                    "jinshan-songjiang-part-time-deputy-01",
                    ((EQUIPMENT, "part_time_deputy"), (HEALTH, "part_time_deputy")),
                ),
            ),
            [],
        ),
    ),
    Row(60, _targets, ({"2026..2028"}, [2, 5, 8], "37.5%")),
    Row(
        61,
        lambda number: placed(source(number), "cell"),
        [(f"{cluster}|{kind}",) for cluster in CLUSTERS for kind in LEGAL],
    ),
    Row(62, lambda number: placed(source(number), "date", "kind"), [("07-01", "anniversary")]),
    Row(63, _off, [("flower_festival", False), ("charity_walk", False)]),
    Row(
        64,
        _flagships,
        (
            {
                ("resource_matching", 0): 2,
                ("academicians_visit", 0): 1,
                ("smart_summit", 0): 1,
                ("innovation_expo", 2): 1,
                ("study_tour", 5): 1,
            },
            {("person:jinshan-songjiang-liaison-04",)},
            [],
        ),
    ),
    Row(65, _prorated, {"2026-H2": 2, "2027-H1": 3}),
    Row(66, _yearly, ["2026", "2027"]),
)
