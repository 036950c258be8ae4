import json
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

import pytest

from scheduler.domain.activity import Explanation, UnitKey
from scheduler.domain.matter import Step
from scheduler.domain.turn import EntryKind, TurnEntry
from scheduler.rules.calendar.notice_files import NoticeFile
from scheduler.rules.explain import explained
from scheduler.rules.inputs import Blackout
from scheduler.rules.plan import Change, ChangeKind, Placement, Plan
from scheduler.services import charging
from scheduler.services.access import SYSTEM, Principal
from scheduler.services.events import acts
from scheduler.services.events.writing import Act
from scheduler.services.gathering import gather
from scheduler.services.matters import steps
from scheduler.services.matters.steps import NewMatter, Taking
from scheduler.services.plans import causes as plan_causes
from scheduler.services.plans import planning, undoing
from scheduler.services.plans.causes import Causes
from scheduler.services.plans.planning import Draft
from scheduler.services.plans.words import Words
from scheduler.services.workdays import blackouts, years
from scheduler.store import Store, ledger, roster
from scheduler.store.tables.planning import RuleRow
from scheduler.store.tables.roster import GroupMemberRow
from scheduler.store.turns import Charge
from tests.support.queries import statements
from tests.support.world import ALLIANCE, COUNCILS, NOW, OTHER, at, filled, principal

ALPHA, HALL = "organisation:alpha", "venue:hall"
DAY = date(2026, 10, 19)
LATER = NOW + timedelta(days=3)


@pytest.fixture
def store(sqlite_url: str) -> Store:
    """The world with the year of the alliance published."""
    store = filled(sqlite_url)
    publish(store)
    return store


def publish(store: Store, now: datetime = NOW) -> str:
    shown = planning.preview(store, (ALLIANCE,), 2026, by=SYSTEM, now=now)
    return planning.apply(store, (ALLIANCE,), 2026, shown.hash, by=SYSTEM, now=now).hash


def disturb(store: Store) -> date:
    """Let the alliance be away on the day of its next event that plans may move, and tell it."""
    with store.read() as session:
        source = gather(session, (ALLIANCE,), 2026, LATER)
    councils = [
        each.day() for each in source.events if each.owner == ALLIANCE and each.kind == "council"
    ]
    day = max(day for day in councils if day.year == 2026)
    away(store, "body:auto", day)
    return day


def drafted(store: Store, *owners: str, year: int = 2026) -> Draft:
    """Give a draft in which one event of each of the owners changes."""
    changes = tuple(Change(ChangeKind.DETAIL, f"e-{owner}", owner, "活动", DAY) for owner in owners)
    with store.read() as session:
        source = gather(session, (ALLIANCE, OTHER), year, LATER)
    return Draft(Plan("h", source.base, (), changes), source)


def found(store: Store, by: Principal = SYSTEM, *, year: int = 2026) -> tuple[Explanation, ...]:
    made = drafted(store, ALLIANCE, year=year)
    return plan_causes.find(store, made, by=by).found


def said(store: Store, lang: str = "zh") -> str:
    causes = plan_causes.find(store, drafted(store, ALLIANCE), by=SYSTEM)
    with store.read() as session:
        names = roster.spoken(session, causes.keys())
    return causes.sentence(Words(lang, names))


def note(store: Store, entity: str, key: str, kind: str, **detail: object) -> None:
    with store.write() as session:
        entry = ledger.Entry((ALLIANCE,), entity, key, kind, detail=detail)
        ledger.append(session, [entry], "system", LATER)


def away(store: Store, resource: str, first: date, days: int = 1) -> int:
    absent = Blackout(resource, first, first + timedelta(days=days))
    return blackouts.add(store, absent, by=SYSTEM, now=NOW).absence.key


def test_nothing_led_to_a_plan_that_follows_its_publication(store: Store) -> None:
    assert found(store) == ()
    assert said(store) == ""


def test_what_led_to_a_decision_is_a_cause_where_nothing_changes(store: Store) -> None:
    publish(store)
    acts.move(store, Act(COUNCILS[2], SYSTEM, NOW), at(date(2026, 8, 25)))
    publish(store)
    away(store, "body:auto", date(2026, 8, 24), 3)

    made = planning.draft(store, (ALLIANCE,), 2026, by=SYSTEM, now=NOW)

    assert (made.plan.changes, [each.uid for each in made.plan.conflicts]) == ((), [COUNCILS[2]])
    assert (
        explained("since.absent", first="2026-08-24", last="2026-08-26", resource="body:auto")
        in plan_causes.find(store, made, by=SYSTEM).found
    )


@pytest.mark.parametrize("act", ["excuse", "defer", "forfeit", "cover", "swap"])
def test_an_act_on_a_turn_is_told_once(store: Store, act: str) -> None:
    note(store, "event", COUNCILS[2], "host", reason=act)
    note(store, "turn", COUNCILS[2], "host_turns", host=ALPHA, entry=act)
    note(store, "event", COUNCILS[3], "host", reason="by_hand")

    day = planned_day(store, COUNCILS[3])
    assert found(store) == (
        explained(f"since.turn_{act}", host=ALPHA),
        explained("since.host", day=day.isoformat(), event=COUNCILS[3]),
    )


def planned_day(store: Store, uid: str) -> date:
    """The day of an event as it stands."""
    with store.read() as session:
        source = gather(session, (ALLIANCE,), 2026, LATER)
    return next(each.day() for each in source.events if each.uid == uid)


def test_only_what_happened_to_the_alliances_that_change_is_a_cause(store: Store) -> None:
    away(store, HALL, DAY, 12)

    assert plan_causes.find(store, drafted(store), by=SYSTEM) == Causes()
    assert plan_causes.find(store, drafted(store, OTHER), by=SYSTEM) == Causes()
    assert found(store, year=2027) == ()
    assert found(store) == (
        explained("since.away", first="2026-10-19", last="2026-10-30", resource=HALL),
    )


def test_the_absence_of_a_partner_leads_to_the_plan_of_who_arranges_the_joint_event(
    store: Store,
) -> None:
    data = {"kind": "council", "per": "quarter", "min": 1, "scope": {"group": "both"}}
    with store.write() as session:
        session.add(RuleRow(alliance=ALLIANCE, key="joint", type="quota", name="联席", data=data))
        session.add_all(GroupMemberRow(group_key="both", alliance=key) for key in (ALLIANCE, OTHER))
    publish(store)
    with store.read() as session:
        source = gather(session, (ALLIANCE,), 2026, NOW)
    joint = max(
        (each for each in source.events if each.unit and each.unit.rule == "joint"),
        key=lambda each: each.start,
    )
    away(store, f"body:{OTHER}", joint.day())

    def conflicts() -> tuple[tuple[str, Explanation], ...]:
        made = planning.draft(store, (OTHER,), 2026, by=SYSTEM, now=NOW).plan
        return tuple((each.uid, each.cause) for each in made.conflicts)

    when = joint.day().isoformat()
    told = {"alliance": f"body:{ALLIANCE}", "resource": f"body:{OTHER}"}
    pointer = explained("others_plan", day=when, **told)
    assert conflicts() == ((joint.uid, pointer),)
    made = planning.draft(store, (ALLIANCE,), 2026, by=SYSTEM, now=NOW)
    assert [each.uid for each in made.plan.changes] == [joint.uid]
    assert plan_causes.find(store, made, by=SYSTEM).found == (
        explained("since.absent_day", day=when, resource=f"body:{OTHER}"),
    )
    publish(store)
    assert conflicts() == ()


def test_what_was_published_since_is_no_cause_any_more(store: Store) -> None:
    day = disturb(store)
    assert said(store) == f"起因：汽车链{day.month}月{day.day}日有事。"

    publish(store, LATER)
    assert said(store) == ""
    note(store, "officer", "p-9", "changed")
    assert said(store) == "起因：汽车链的名册有变。"


def test_a_publication_taken_back_is_a_cause(store: Store) -> None:
    day = disturb(store).isoformat()
    note(store, "rule", f"{ALLIANCE}/exchange", "changed", name="链主企业交流对接")
    undoing.undo(store, publish(store, LATER), by=SYSTEM, now=LATER)

    assert found(store) == (
        explained("since.absent_day", day=day, resource="body:auto"),
        explained("since.undone", day="2026-08-21"),
        explained("since.rule_changed", rule=f"{ALLIANCE}/exchange"),
    )


def test_a_publication_of_another_year_taken_back_is_no_cause(store: Store) -> None:
    shown = planning.preview(store, (ALLIANCE,), 2027, by=SYSTEM, now=NOW)
    planning.apply(store, (ALLIANCE,), 2027, shown.hash, by=SYSTEM, now=NOW)
    assert undoing.undo(store, shown.hash, by=SYSTEM, now=LATER).cancelled > 0

    assert found(store) == ()


def import_notice(store: Store, off: str, now: datetime) -> None:
    days = [{"name": "样例节", "date": off, "isOffDay": True}]
    content = json.dumps({"year": 2027, "days": days}).encode()
    years.import_notice(store, NoticeFile(content), by=SYSTEM, now=now, checked=True)


def test_the_notice_of_the_next_year_is_a_cause_where_it_decides_days_of_december(
    store: Store,
) -> None:
    told = (explained("since.workdays", year="2027"),)
    import_notice(store, "2027-01-04", LATER)
    assert (found(store), found(store, year=2027)) == (told, ())  # 27 to 31 December are decided

    disturb(store)
    publish(store, LATER)
    import_notice(store, "2027-01-05", LATER + timedelta(days=1))
    assert found(store) == ()
    import_notice(store, "2026-12-07", LATER + timedelta(days=2))
    assert found(store) == told
    import_notice(store, "2027-01-05", LATER + timedelta(days=3))
    assert found(store) == ()  # December is as it was published


def test_an_absence_ended_or_taken_back_is_told_as_it_is_now(store: Store) -> None:
    ended, gone = away(store, ALPHA, date(2026, 8, 18), 60), away(store, HALL, DAY)
    disturb(store)
    publish(store)
    blackouts.end(store, ended, by=SYSTEM, now=LATER)
    blackouts.remove(store, gone, by=SYSTEM, now=LATER)
    assert said(store) == "起因：甲川提前从8月21日起可以安排；链上会客厅从10月19日起的停用已撤销。"

    disturb(store)
    publish(store, LATER)
    blackouts.remove(store, away(store, HALL, DAY), by=SYSTEM, now=LATER)
    away(store, HALL, date(2027, 10, 19))
    assert found(store) == ()


def test_a_person_is_named_to_those_only_who_may_see_names(store: Store) -> None:
    away(store, "person:p-chief", DAY)

    (seen,), (unseen,) = (found(store, by) for by in (SYSTEM, principal(store, "member")))

    assert seen == explained("since.absent_day", day="2026-10-19", resource="person:p-chief")
    assert unseen == explained("since.absent_day", day="2026-10-19")
    assert Causes((unseen,)).sentence(Words("zh", {})) == "起因：一位必到人员10月19日有事。"


def test_what_people_did_to_events_is_told_and_what_plans_did_is_not(store: Store) -> None:
    acts.move(store, Act(COUNCILS[2], SYSTEM, LATER), datetime(2026, 9, 24, 6, 30, tzinfo=UTC))
    note(store, "event", "e-gone", "moved")
    note(store, "event", COUNCILS[3], "moved", reason=explained("made_room"))

    assert found(store) == (explained("since.moved", day="2026-09-24", event=COUNCILS[2]),)
    assert said(store) == "起因：“第三季度日常一季一议”人工改到9月24日。"


def test_who_came_or_left_since_is_told_by_its_day(store: Store) -> None:
    entries = [
        TurnEntry(EntryKind.JOIN, date(2026, 1, 1), host="organisation:gamma"),
        TurnEntry(EntryKind.LEAVE, date(2026, 8, 20), host="organisation:beta"),
        TurnEntry(EntryKind.COVER, date(2026, 8, 20), host=ALPHA, uid="e", counter="x"),
        TurnEntry(EntryKind.TURN, date(2026, 8, 20), host=ALPHA, uid="e-2"),
    ]
    with store.write() as session:
        charges = [Charge(ALLIANCE, "host_turns", each) for each in entries]
        charging.write(session, charges, "system", LATER)
    note(store, "turn", "other_turns", "other_turns", entry="join", host="organisation:delta")

    assert found(store) == (
        explained("since.left", host="organisation:beta", day="2026-08-20"),
        explained("since.joined", host="organisation:delta", day="2026-08-21"),
        explained("since.turn_cover", host=ALPHA),
    )


def test_a_matter_is_told_by_its_number_and_state(store: Store) -> None:
    by = principal(store, "admin")
    new = NewMatter(ALLIANCE, "缺人手", "用工", ALPHA)
    matter = steps.raise_matter(store, new, by=by, now=LATER)
    note(store, "matter", "m-else", "consulted")
    assert said(store) == "起因：要事001有进展（点单）。"

    steps.take(
        store, matter.key, Taking(Step.DISPATCH, department="organisation:bureau"), by=by, now=LATER
    )
    steps.take(store, matter.key, Taking(Step.ACCEPT), by=by, now=LATER)
    assert said(store, "en") == "Since the last publication: matter 001 was accepted."

    made = drafted(store, ALLIANCE)
    late = Placement(
        uid=f"e-{ALLIANCE}",
        unit=UnitKey("matter_consultation", f"body:{ALLIANCE}", matter.key),
        attempt=1,
        owner=ALLIANCE,
        alliances=(ALLIANCE,),
        kind="consultation",
        title="商议",
        title_en="",
        start=at(DAY),
        end=at(DAY) + timedelta(hours=1),
        matters=(matter.key,),
        why_date=explained("date_due", late=True),
    )
    others = (late, replace(late, uid="e-else", matters=("m-else",)))
    made = replace(made, plan=replace(made.plan, placements=others))
    assert plan_causes.find(store, made, by=SYSTEM).found == (
        explained("since.late", number="001"),
        explained("since.matter", number="001", state="accepted"),
    )


def test_the_few_most_telling_causes_come_first_and_the_others_are_counted(store: Store) -> None:
    note(store, "officer", "p-9", "changed")
    note(store, "membership", ALLIANCE, "imported")
    note(store, "venue", "hall", "renamed")
    note(store, "workdays", "2025", "imported")
    note(store, "workdays", "2026", "imported")
    for key, kind in (("a", "created"), ("b", "deleted"), ("c", "withdrawn"), ("d", "created")):
        note(store, "rule", f"{ALLIANCE}/{key}", kind, name=f"规则{key}")
    note(store, "rule", f"{ALLIANCE}/d", "deleted", name="规则d")
    away(store, HALL, DAY, 2)
    away(store, "body:auto", DAY, 2)

    assert said(store) == (
        "起因：2026年放假调休通知有更新；链上会客厅10月19日至10月20日停用；"
        "汽车链10月19日至10月20日有事；新增规则“规则a”；规则“规则c”不再执行等7项。"
    )
    assert said(store, "en") == (
        "Since the last publication: a new holiday notice for 2026; "
        "Chain Parlour is closed from 19 October to 20 October; "
        "Sample Automotive Chain Committee is away from 19 October to 20 October; "
        "a new rule, “规则a”; the rule “规则c” ended and more, 7 in all."
    )


@pytest.mark.parametrize("acts_done", [0, 30])
def test_the_queries_are_as_many_however_much_happened(store: Store, acts_done: int) -> None:
    for number in range(acts_done):
        note(store, "rule", f"{ALLIANCE}/{number}", "created", name=f"规则{number}")
    made = drafted(store, ALLIANCE, OTHER)
    assert statements(store, lambda: plan_causes.find(store, made, by=SYSTEM)) == 2


def test_causes_are_found_on_both_databases(database_url: str) -> None:
    store = filled(database_url)
    assert found(store) == ()
    publish(store)
    away(store, HALL, DAY)
    assert said(store) == "起因：链上会客厅10月19日停用。"
