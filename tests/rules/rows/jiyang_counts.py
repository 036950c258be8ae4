"""Rows 13 to 21: who belongs to the chain committees of Jiyang, and what they count."""

from dataclasses import replace
from datetime import date

from scheduler.domain.roster import Officer, Tenure
from scheduler.reports.figures import Matched, Visits, matched, some, visits
from scheduler.reports.roster import begun
from scheduler.rules.judging.tags import tag_counts
from scheduler.rules.judging.vacancies import SharedPerson, Vacancy, shared_people, vacancies
from tests.rules.rows.world import (
    NEW_YEAR,
    Row,
    credited,
    credits_of,
    held,
    kept_by,
    overlaps,
    placed,
    preset,
    report,
    source,
    units,
    visited,
    year,
)

FOOD = "jiyang-food"
APRIL = date(2026, 4, 1)
CHAINS = (FOOD, "jiyang-medicine", "jiyang-equipment")


def _levels(number: int) -> object:
    bodies = {body.key: body for body in preset(number).roster.bodies}
    found = [bodies["jiyang-food-branch-01"]]
    while found[0].parent is not None:
        found.insert(0, bodies[found[0].parent])
    return [(body.kind.value, body.short_name) for body in found]


def _offices(number: int) -> object:
    given = source(number, *CHAINS)
    short = {
        key: tuple(officer for officer in officers if officer.role != "party_guide")
        for key, officers in given.officers.items()
        if key == FOOD
    }
    lacking = replace(given, officers={**given.officers, **short})
    return (
        vacancies(given, NEW_YEAR),
        vacancies(lacking, NEW_YEAR),
        shared_people(given, NEW_YEAR),
        overlaps(replace(given, rules=preset(number).rules)),
    )


def _visited(number: int) -> object:
    due = units(source(number, *CHAINS), "enterprise_visit")
    log = (*visited(due, date(2026, 5, 6)), *visited(due[:40], date(2026, 9, 8)))
    counted = visits(each.organisations for each in log)
    return len(due), len(kept_by(due, log)), counted, some(counted.organisations, "zh")


def _kinds(number: int) -> object:
    named = ("policy_lecture", "bank_enterprise_session", "talent_exchange")
    kinds = source(number).kinds
    return [(kinds[key].name, kinds[key].name_en) for key in named]


def _matched(number: int) -> object:
    pairs = [(f"enterprise-{index}", f"bank-{index % 12}") for index in range(24)]
    counted = matched([*pairs, *pairs[:3]])
    return len(year(source(number))), counted, some(counted.enterprises, "zh")


def _counted_once(number: int) -> object:
    given = held(source(number))
    together = [
        (event.title, event.title_en, [also.kind for also in event.also], event.day() < APRIL)
        for event in given.events
        if event.also
    ]
    return len(given.events), credited(given), together


def _tags(number: int) -> object:
    given = held(source(number))
    joint = replace(given.events[0], host="organisation:a", co_hosts=("organisation:b",))
    shared = replace(given, events=(joint, *given.events[1:]))
    hosts = visits(
        [host for host in (event.host, *event.co_hosts) if host] for event in shared.events
    )
    return tag_counts(shared.rules, credits_of(shared)), hosts, report(shared).events


def _begun(number: int) -> object:
    roster = preset(number).roster
    tenure = Tenure(date(2024, 3, 1))
    branches = [
        replace(body, tenure=tenure) for body in roster.bodies if "branch" in body.kind.value
    ]
    joined = [replace(tie, tenure=tenure) for tie in roster.affiliations[:27]]
    promoted = [Officer(person.id, FOOD, "middle_manager", tenure) for person in roster.people[:53]]
    chains = [body for body in roster.bodies if body.kind.value == "chain_committee"]
    span = (date(2024, 1, 1), date(2025, 1, 1))
    counts = [len(begun(items, *span)) for items in (branches, joined, promoted)]
    return counts, some(counts[2], "zh"), len(chains), begun(chains, *span)


ROWS = (
    Row(
        13,
        _levels,
        [
            ("committee", "党工委"),
            ("committee", "综合党委"),
            ("chain_committee", "食品链"),
            ("branch", "样例第一支部"),
        ],
    ),
    Row(
        14,
        _offices,
        (
            (),
            (
                Vacancy(
                    "four_officers",
                    FOOD,
                    "party_guide",
                    1,
                    0,
                    FOOD,
                    "四类力量",
                    "Four officers",
                ),
            ),
            (
                SharedPerson(
                    "jiyang-lead-official-01",
                    tuple((chain, "lead_official") for chain in sorted(CHAINS)),
                ),
            ),
            [],
        ),
    ),
    Row(15, _visited, (196, 196, Visits(196, 236), "190余")),
    Row(
        16,
        _kinds,
        [
            ("惠企政策宣讲会", "Lecture on policies for enterprises"),
            ("银企对接进园区", "Banks meet enterprises in the park"),
            ("人才交流", "Talent exchange"),
        ],
    ),
    Row(17, _matched, (3, Matched(24, 12, 24), "20余")),
    Row(
        18,
        _counted_once,
        (
            30,
            {"job_fair": 20, "talent_exchange": 10, "spring_breeze": 3},
            [
                (
                    "线下招聘会暨“春风行动”",
                    "Job fairs and Spring Breeze campaign",
                    ["spring_breeze"],
                    True,
                )
            ]
            * 3,
        ),
    ),
    Row(
        19,
        lambda number: placed(source(number), "date", "kind", "all_day"),
        [(day, "resource_list", True) for day in ("03-31", "06-30", "09-30", "12-31")],
    ),
    Row(
        20,
        _tags,
        (
            {
                (FOOD, "shared_activities"): 26,
                (FOOD, "shared_development"): 3,
                (FOOD, "shared_organisation"): 4,
                (FOOD, "shared_resources"): 4,
                (FOOD, "shared_talent"): 16,
            },
            Visits(2, 2),
            37,
        ),
    ),
    Row(21, _begun, ([25, 27, 53], "50余", 3, ())),
)
