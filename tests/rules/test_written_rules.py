"""Rules as alliances write them, each read back from its JSON."""

import json
from datetime import date, time

import pytest

from scheduler.domain.roster import Membership
from scheduler.rules.consistency import check_rules
from scheduler.rules.expand import expand
from scheduler.rules.kinds import rule_type
from scheduler.rules.model import Rule
from tests.rules.promises import plan_input, quota

WRITTEN = """
{"key":"quarterly_council","type":"quota","kind":"council","per":"quarter","min":1,"max":1,"gap_days":30,"late":"makeup","grace_days":20,"prorate":"full"}
{"key":"industry_seminar","type":"quota","kind":"industry_seminar","per":"half_year","min":3,"scope":{"group":"pilot_committees"},"gap_days":21}
{"key":"exchange","type":"quota","kind":"exchange","per":"year","min":10,"organiser":"body:general_committee"}
{"key":"resource_list","type":"quota","kind":"resource_list","per":"quarter","min":1,"output":"deliverable"}
{"key":"six_commons","type":"coverage","axes":{"kind":["party_lecture","situation_report","themed_party_day","study_seminar","fellowship","volunteering"]},"per":"half_year","min":1,"joint":true}
{"key":"four_classes","type":"coverage","axes":{"kind":["business_cooperation","member_education","role_models","volunteer_service"]},"per":"quarter","min":1}
{"key":"service_teams","type":"coverage","axes":{"team":"@service_teams","organisation":"@enterprises"},"per":"year","min":1,"output":"visit"}
{"key":"mandatory_items","type":"coverage","axes":{"item":"@five_mandatory","organisation":"@members"},"per":"year","min":1,"status":"mandatory","output":"item"}
{"key":"alliance_day","type":"anchor","kind":"alliance_day","rrule":"FREQ=MONTHLY;BYDAY=3TH","if_off":"nearest","tolerance_days":5}
{"key":"party_anniversary","type":"anchor","kind":"anniversary","date":"07-01","tolerance_days":5,"if_off":"previous"}
{"key":"flower_festival","type":"anchor","kind":"flower_festival","festival":"qingming","on_holiday":"require"}
{"key":"matter_consultation","type":"trigger","on":"matter.accepted","where":{"major":true},"emit":"consultation","due":"10wd","satisfied_by":["council"],"batch":{"same":"category","k":3,"within":"15d","emit":"collective_handling"}}
{"key":"order_dispatch_accept","type":"trigger","on":"matter.raised","steps":[{"role":"committee","do":"dispatch","due":"2wd"},{"role":"department","do":"accept","due":"1wd"},{"role":"department","do":"resolve","due":"20wd"}],"escalate":"liaison"}
{"key":"host_turns","type":"rotation","fills":"host","for":"exchange","pool":{"role":"chain_leader"},"weight":"equal","cooldown":1,"absence":"excuse"}
{"key":"theme_turns","type":"rotation","fills":"theme","for":"exchange","pool":["party_building","business_cooperation","labour_sharing","work_safety"],"policy":"latin_with:host_turns"}
{"key":"conference_seats","type":"staffing","for":"joint_conference","require":[{"role":"leader_party_organisation","n":"all"},{"role":"enterprise_delegate","n":3}],"attendance_min":"1/2"}
{"key":"four_officers","type":"staffing","for":"body:alliance","require":[{"role":"lead_official","n":1},{"role":"party_guide","n":1},{"role":"liaison","n":1},{"role":"chain_pioneer","n":1}]}
{"key":"base_venue","type":"constraint","for":"four_classes","hard":{"venue":"@base"},"soft":[{"prefer":"TU,WE,TH","w":2},{"avoid":"adjacent_holiday","w":3}]}
{"key":"evening_talk_time","type":"constraint","for":"evening_talk","hard":{"time":"19:00-21:00"}}
{"key":"credits","type":"credit","share":[["alliance_day","six_commons","exchange"],["quarterly_council","matter_consultation"]],"to":["home_branch","host_alliance"]}
"""


def read(line: str) -> Rule:
    data = json.loads(line)
    return Rule(data.pop("key"), data.pop("type"), "a", "承诺", data=data)


RULES = [read(line) for line in WRITTEN.strip().splitlines()]


@pytest.mark.parametrize("made", RULES, ids=lambda made: made.key)
def test_each_written_rule_is_accepted(made: Rule) -> None:
    assert rule_type(made).check(made) is not None


def test_the_written_rules_fit_together_and_make_the_year_of_an_alliance() -> None:
    check_rules(RULES)
    source = plan_input(
        *RULES,
        groups={"pilot_committees": ("a", "b")},
        lists={
            ("a", "service_teams"): ("legal", "tax"),
            ("a", "five_mandatory"): ("one", "two"),
            ("a", "base"): ("venue:hall",),
        },
        members={"a": (Membership("organisation:x", "a", "chain_leader"),)},
    )
    within = [unit for unit in expand(source) if unit.end > date(2026, 1, 1)]
    assert {
        made.key: count
        for made in RULES
        if (count := sum(unit.key.rule == made.key for unit in within))
    } == {
        "quarterly_council": 4,
        "industry_seminar": 6,
        "exchange": 10,
        "resource_list": 4,
        "six_commons": 12,
        "four_classes": 16,
        "service_teams": 2,
        "mandatory_items": 2,
        "alliance_day": 12,
        "party_anniversary": 1,
        "flower_festival": 1,
    }
    assert {
        (unit.venue, unit.prefer, unit.weight, unit.holiday_weight)
        for unit in within
        if unit.key.rule == "four_classes"
    } == {("hall", frozenset({1, 2, 3}), 2, 3)}
    assert {
        (unit.host_rule, unit.theme_rule) for unit in within if unit.key.rule == "exchange"
    } == {("host_turns", "theme_turns")}


def test_an_evening_talk_is_placed_outside_office_hours() -> None:
    talk = quota("evening_talk", per="year", late="forfeit")
    (unit,) = expand(plan_input(talk, *RULES[-2:-1]))
    assert (unit.clock, unit.minutes) == (time(19), 120)
