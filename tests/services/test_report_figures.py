"""The figures that the documents print, read through the report service from recorded data."""

import uuid
from collections.abc import Iterable
from dataclasses import replace
from datetime import date, datetime, time, timedelta

from scheduler.domain.activity import Event, EventStatus, UnitKey
from scheduler.domain.matter import Method, Step
from scheduler.domain.roster import Body, BodyKind
from scheduler.presets import Preset, Roster, load
from scheduler.presets.samples import Block, block_roster
from scheduler.reports.highlights import Scale, scale_text
from scheduler.services import attendance
from scheduler.services.access import SYSTEM
from scheduler.services.attendance import Guest
from scheduler.services.events import acts
from scheduler.services.events.writing import Act
from scheduler.services.matters import steps
from scheduler.services.matters.steps import NewMatter, Taking
from scheduler.services.reports import quarter as reports
from scheduler.services.reports import text as report_text
from scheduler.services.reports.quarter import Report
from scheduler.services.visits import recording
from scheduler.services.visits.recording import NewVisit
from scheduler.store import Session, Store, events, examples
from scheduler.store.tables.matters import MatterRow
from scheduler.store.tables.planning import RuleRow
from scheduler.store.tables.roster import ActivityKindRow, MembershipRow, OrganisationRow
from tests.support.consulting import consult
from tests.support.world import ALLIANCE, COUNCILS, MADE, NOW, at, filled, store_at

NEW_YEAR = date(2026, 1, 1)
TITLE = "样例汽车产业链党委"
DISPATCH = Taking(Step.DISPATCH, department="organisation:bureau")
SPACE = uuid.UUID("4f4d3f0a-6c9e-4f9e-9b63-0d2f1d0c2a51")


def text(store: Store, period: str = "2026") -> list[str]:
    return report_text.text(figures(store, period), "zh").splitlines()


def figures(store: Store, period: str = "2026") -> Report:
    """Report on a period that is over."""
    return reports.quarter(store, ALLIANCE, period, by=SYSTEM, now=at(date(2027, 1, 4)))


def kind(session: Session, key: str, name: str) -> None:
    session.add(ActivityKindRow(key=key, name=name, start=time(14, 30), minutes=120))


def promise(session: Session, key: str, name: str, **data: object) -> None:
    session.add(
        RuleRow(
            alliance=ALLIANCE,
            position=9,
            key=key,
            type="quota",
            name=name,
            data={"kind": key} | data,
        )
    )


def published(session: Session, key: str, days: Iterable[date], period: str) -> list[str]:
    """Publish an event of a rule on each of these days, and give their UIDs."""
    made = [
        Event(
            uid=f"e-{key}-{number}",
            owner=ALLIANCE,
            kind=key,
            title="样例活动",
            start=at(day),
            end=at(day) + timedelta(hours=2),
            created_at=MADE,
            updated_at=MADE,
            alliances=(ALLIANCE,),
            status=EventStatus.PUBLISHED,
            unit=UnitKey(key, f"body:{ALLIANCE}", period, "", number),
        )
        for number, day in enumerate(days, start=1)
    ]
    events.add(session, made)
    return [each.uid for each in made]


def hold(store: Store, uids: Iterable[str]) -> None:
    for uid in uids:
        acts.hold(store, Act(uid, SYSTEM, datetime(2027, 1, 1, tzinfo=NOW.tzinfo)))


def spread(count: int, first: date = NEW_YEAR, step: int = 9) -> list[date]:
    return [first + timedelta(days=step * number) for number in range(count)]


def resolved(store: Store, methods: Iterable[Method]) -> None:
    """Raise, dispatch, accept and resolve a matter by each of these methods."""
    with store.write() as session:
        for method in methods:
            new = NewMatter(ALLIANCE, "样例诉求", "labour", "organisation:alpha")
            key = steps.raise_in(session, new, by=SYSTEM, now=NOW).key
            for taking in (
                DISPATCH,
                Taking(Step.ACCEPT),
                Taking(Step.RESOLVE, method=method),
            ):
                steps.take_in(session, key, taking, by=SYSTEM, now=NOW)


def test_four_routine_councils_and_two_on_matters_are_six(sqlite_url: str) -> None:
    store = filled(sqlite_url)
    for number in (1, 2):
        new = NewMatter(ALLIANCE, "样例要事", "labour", "organisation:alpha", major=True)
        key = steps.raise_matter(store, new, by=SYSTEM, now=NOW).key
        for taking in (
            Taking(Step.DISPATCH, department="organisation:bureau"),
            Taking(Step.ACCEPT),
        ):
            steps.take(store, key, taking, by=SYSTEM, now=NOW)
        day = date(2026, 8, 19) + timedelta(days=number)
        with store.write() as session:
            unit = UnitKey("matter_consultation", f"body:{ALLIANCE}", "2026", key)
            made = Event(
                uid=f"e-consultation-{number}",
                owner=ALLIANCE,
                kind="consultation",
                title="要事专题商议",
                start=at(day),
                end=at(day) + timedelta(hours=1),
                created_at=MADE,
                updated_at=MADE,
                alliances=(ALLIANCE,),
                unit=unit,
                matters=(key,),
            )
            events.add(session, [made])
        hold(store, [made.uid])
        consult(store, key, at(day))
    hold(store, COUNCILS[2:])
    found = figures(store)
    assert found.figures.kinds == {"consultation": 2, "council": 4, "exchange": 1}
    assert text(store)[0] == f"{TITLE}2026年：召开链上企业议事会6次，举办交流对接活动1场。"
    assert text(store)[-4:-1] == [
        "  日常一季一议: 4/4",
        "  要事一事一商: 2/2；全年两次",
        "  链主企业交流对接: 1/3；还差2次",
    ]


def test_eleven_key_problems_are_told_exactly_with_their_methods(sqlite_url: str) -> None:
    store = filled(sqlite_url)
    resolved(store, [Method.CONSULTATION] * 6 + [Method.ASSIGNMENT] * 5)
    assert text(store, "2026-Q3")[0] == (
        f"{TITLE}2026年第三季度：以共商、交办等方式解决关键问题11个。"
    )


def test_more_than_two_hundred_and_forty_requests_are_rounded(sqlite_url: str) -> None:
    store = filled(sqlite_url)
    resolved(store, [Method.DIRECT] * 7)
    with store.write() as session:
        session.add_all(
            MatterRow(
                key=f"m-log-{number}",
                alliance=ALLIANCE,
                number=number,
                title="样例诉求",
                category="labour",
                raised_by="organisation:alpha",
                raised_at=NOW,
                state="resolved",
                resolved_at=NOW,
                method="direct",
            )
            for number in range(101, 341)
        )
    assert text(store, "2026-Q3")[0] == f"{TITLE}2026年第三季度：办结诉求240余个。"


def test_a_dozen_exchanges_are_more_than_ten(sqlite_url: str) -> None:
    store = filled(sqlite_url)
    with store.write() as session:
        published(session, "exchange", spread(12, date(2026, 1, 5)), "2025")
    hold(store, [f"e-exchange-{number}" for number in range(1, 13)])
    assert text(store)[0] == f"{TITLE}2026年：召开链上企业议事会2次，举办交流对接活动10余场。"


def test_three_seminars_in_a_half_year_are_told_as_a_rate(sqlite_url: str) -> None:
    store = filled(sqlite_url)
    with store.write() as session:
        kind(session, "industry_seminar", "集群行业研讨会")
        promise(session, "industry_seminar", "行业研讨会", per="half_year", min=3)
        uids = published(session, "industry_seminar", spread(3, step=30), "2026-H1")
    hold(store, uids)
    told = text(store, "2026-H1")
    assert "举办集群行业研讨会三次。" in told
    assert "  行业研讨会: 3/3；半年三次" in told


def test_three_matchings_and_twenty_fairs_are_told_by_their_kinds(sqlite_url: str) -> None:
    store = filled(sqlite_url)
    with store.write() as session:
        for key, name, least in (
            ("finance_matching", "科技金融专场服务对接", 3),
            ("job_fair", "招聘会", 20),
        ):
            kind(session, key, name)
            promise(session, key, name, per="year", min=least, late="forfeit")
        uids = published(session, "finance_matching", spread(3, step=90), "2026")
        uids += published(session, "job_fair", spread(23), "2026")
    hold(store, uids)
    told = text(store)
    assert "举办招聘会20余次、科技金融专场服务对接3场。" in told
    assert [line for line in told if line.startswith(("  招聘会", "  科技金融"))] == [
        "  科技金融专场服务对接: 3/3；全年三次",
        "  招聘会: 20/20；全年二十次",
    ]


def test_visits_are_counted_by_enterprise_and_by_visit(sqlite_url: str) -> None:
    store = filled(sqlite_url)
    members = [f"sample-{number:03}" for number in range(1, 199)]
    with store.write() as session:
        for key in members:
            session.add(
                OrganisationRow(key=key, name=f"样例企业{key}", short_name=key, kind="enterprise")
            )
            session.add(MembershipRow(body=ALLIANCE, member=f"organisation:{key}"))
        data = {
            "kind": "enterprise_visit",
            "axes": {"organisation": [f"organisation:{key}" for key in members]},
            "per": "year",
            "min": 1,
            "output": "visit",
        }
        session.add(
            RuleRow(
                alliance=ALLIANCE, position=9, key="visits", type="coverage", name="走访", data=data
            )
        )
    for day in (date(2026, 3, 2), date(2026, 8, 3)):
        new = [
            NewVisit(str(uuid.uuid5(SPACE, f"{key}{day}")), "visits", f"organisation:{key}", day)
            for key in members
        ]
        recording.record(store, ALLIANCE, new, by=SYSTEM, now=NOW)
    told = text(store)
    assert told[0].endswith("，走访190余家、396家次。")
    assert "  走访: 198/198；198家、396家次" in told
    assert figures(store).figures.events == 3


def test_ten_companies_took_part_however_many_people_each_sent(sqlite_url: str) -> None:
    store = filled(sqlite_url)
    later = at(date(2026, 9, 16), time(17, 0))
    uid = COUNCILS[2]
    attendance.open_register(store, uid, by=SYSTEM, now=later)
    for number in range(20):
        guest = Guest(f"样例来宾{number}", f"样例公司{number % 10}", branchless=True)
        request = str(uuid.uuid5(SPACE, str(number)))
        attendance.add_guest(store, uid, request, guest, by=SYSTEM, now=later)
    attendance.all_present(store, uid, str(SPACE), by=SYSTEM, now=later)
    attendance.seal(store, uid, by=SYSTEM, now=later)
    assert "十家公司参加活动。" in text(store, "2026-Q3")


def loaded(url: str, *presets: Preset) -> Store:
    store = store_at(url)
    with store.write() as session:
        examples.insert_presets(session, presets, NEW_YEAR)
    return store


def source(key: str) -> Preset:
    return next(preset for preset in load() if preset.key == key)


def test_the_clusters_of_kunshan_have_the_scale_of_their_document(sqlite_url: str) -> None:
    store = loaded(sqlite_url, source("kunshan"))
    scale = reports.scale(store, "kunshan-office", NEW_YEAR, by=SYSTEM)
    assert scale == Scale(1004, 150, 3700, 12)
    assert scale_text(scale, "zh", rounded=True) == (
        "12个联盟，覆盖企业1000余家、党组织150个、党员3700名。"
    )


def test_the_three_towns_have_32_units_and_13_branches(sqlite_url: str) -> None:
    store = loaded(sqlite_url, source("jinshan-songjiang"))
    scale = reports.scale(store, "three-town-alliance", NEW_YEAR, by=SYSTEM)
    assert scale_text(scale, "zh") == "覆盖企业32家、党组织13个、党员130名。"


def test_the_eight_pilots_have_216_enterprises_and_1021_members(sqlite_url: str) -> None:
    pilots = tuple(
        Body(
            f"pilot-{number}",
            "样例集群党委",
            BodyKind.CLUSTER_COMMITTEE,
            f"样例{number}",
            parent="pilot-office",
        )
        for number in range(8)
    )
    office = Body("pilot-office", "样例社工党委", BodyKind.COMMITTEE, "样例党委")
    dealt = block_roster(Block(pilots, branches=32, people=1021, enterprises=216), {})
    preset = replace(
        source("jinshan-songjiang"),
        key="pilots",
        alliances=tuple(body.key for body in pilots),
        roster=Roster(bodies=(office, *pilots)) + dealt,
        venues=(),
        rules=(),
        groups={},
        lists={},
    )
    store = loaded(sqlite_url, preset)
    scale = reports.scale(store, "pilot-office", NEW_YEAR, by=SYSTEM)
    assert scale_text(scale, "zh") == "8个联盟，覆盖企业216家、党组织32个、党员1021名。"
