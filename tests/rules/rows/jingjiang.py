"""Rows 47 to 52: the industry alliances of Jingjiang."""

from collections import Counter
from dataclasses import replace
from datetime import date

from scheduler.domain.matter import MatterState
from scheduler.reports.figures import about, several, some
from scheduler.rules.judging.due_lists import checklist, concerns
from scheduler.rules.kinds import trigger
from scheduler.rules.language.steps import StepDue
from tests.rules.promises import matter
from tests.rules.rows.world import (
    CALENDAR,
    Row,
    enterprises,
    held,
    kept_by,
    placed,
    preset,
    report,
    source,
    units,
    visited,
)

CASTING = "jingjiang-casting"
TEAMS = tuple(f"body:jingjiang-{team}-team" for team in ("science", "tax", "finance", "law"))
CONTENTS = ("bank_enterprise_matching", "policy_explained", "supply_demand_sharing")


def _teams(number: int) -> object:
    given = source(number)
    due = units(given, "service_teams")
    log = visited(due[:2], date(2026, 4, 1))
    cells = checklist(due, kept_by(due, log), log, date(2026, 4, 2))
    lists = {team: [cell for cell in cells if concerns(cell, team)] for team in TEAMS}
    first = lists[TEAMS[2]][0]
    return (
        len(enterprises(given, CASTING)),
        {team: len(listed) for team, listed in lists.items()},
        sum(cell.done for listed in lists.values() for cell in listed),
        (first.until, first.mandatory),
    )


def _places(number: int) -> object:
    ship = [venue for venue in preset(number).venues if venue.key.startswith("jingjiang-ship")]
    return Counter(kind for venue in ship for kind in venue.classes)


def _milestones(number: int) -> object:
    spec = trigger.parse(source(number).rules[0])
    technical = matter("m-1", date(2026, 3, 2), alliance=CASTING, category="technology")
    done = replace(technical, state=MatterState.RESOLVED)
    branch = next(body for body in preset(number).roster.bodies if body.short_name == "攻坚支部")
    return branch.parent, trigger.step_dues(done, spec, {}, CALENDAR)


def _fairs(number: int) -> object:
    figures = report(held(source(number)))
    text = f"{several(3, 'zh')}场招聘会，{some(205, 'zh')}个岗位、{about(79, 'zh')}人"
    return figures.kinds, text


ROWS = (
    Row(
        47,
        lambda number: placed(source(number), "date", "theme"),
        [
            (day, CONTENTS[index % 3])
            for index, day in enumerate(
                (
                    "01-15",
                    "02-14",  # the third Thursday lies in the Spring Festival
                    "03-19",
                    "04-16",
                    "05-21",
                    "06-18",
                    "07-16",
                    "08-20",
                    "09-17",
                    "10-15",
                    "11-19",
                    "12-17",
                )
            )
        ],
    ),
    Row(48, _teams, (21, dict.fromkeys(TEAMS, 21), 2, (date(2026, 12, 31), True))),
    Row(49, _places, {"base": 1, "station": 4, "point": 3}),
    Row(
        50,
        _milestones,
        (
            CASTING,
            (
                StepDue("task_branch", "plan", date(2026, 3, 16)),
                StepDue("task_branch", "trial", date(2026, 5, 15)),
                StepDue("task_branch", "resolve", date(2026, 9, 12)),
            ),
        ),
    ),
    Row(
        51,
        lambda number: placed(source(number), "period", "kind", "days"),
        [(half, "on_site_study", 3) for half in ("2026-H1", "2026-H2")],
    ),
    Row(
        52,
        _fairs,
        ({"job_fair": 2, "skills_contest": 1}, "多场招聘会，200余个岗位、约80人"),
    ),
)
