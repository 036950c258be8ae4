"""The rows of the small alliance: who belongs to it, what it promises, what it plans."""

from datetime import UTC, date, datetime, time, timedelta

from scheduler.domain.activity import Event, EventStatus, UnitKey
from scheduler.domain.moments import SHANGHAI
from scheduler.rules.units import uid_of
from scheduler.store.base import Base
from scheduler.store.tables.planning import RuleRow, TurnEntryRow
from scheduler.store.tables.roster import (
    ActivityKindRow,
    AffiliationRow,
    BodyRow,
    MembershipRow,
    NameRow,
    OfficerRow,
    OrganisationRow,
    PersonRow,
    VenueRow,
)

NOW = datetime(2026, 8, 18, 2, 0, tzinfo=UTC)
"""Tuesday 18 August 2026, 10:00 in Shanghai."""

MADE = datetime(2026, 1, 8, 8, 40, tzinfo=UTC)
"""When the events of the year were published."""

ALLIANCE = "auto"
OTHER = "steel"


def unit(rule: str, period: str, ordinal: int = 1, *, owner: str = ALLIANCE) -> UnitKey:
    """Name a unit of one of the alliance's rules."""
    return UnitKey(rule, f"body:{owner}", period, "", ordinal)


COUNCILS = tuple(uid_of(unit("quarterly_council", f"2026-Q{quarter}")) for quarter in (1, 2, 3, 4))
EXCHANGES = tuple(uid_of(unit("exchange", "2026", number)) for number in (1, 2, 3))
LIST = uid_of(unit("resource_list", "2026-Q3"))
SHARED_DAY = "e-aaaaaaaaaaaaaaaaaaaaaaaaaa"
OTHER_COUNCIL = uid_of(unit("quarterly_council", "2026-Q3", owner=OTHER))


def at(day: date, clock: time = time(14, 30)) -> datetime:
    """Give the instant of a local day and time in Shanghai."""
    return datetime.combine(day, clock, SHANGHAI).astimezone(UTC)


MET = at(date(2026, 9, 16), time(17, 0))
"""When the council of the third quarter is over."""


def bodies() -> list[Base]:
    return [
        BodyRow(key="county", name="样例县委", short_name="县委", kind="committee"),
        BodyRow(
            key=ALLIANCE,
            name="样例汽车产业链党委",
            name_en="Sample Automotive Chain Committee",
            short_name="汽车链",
            kind="chain_committee",
            parent="county",
            public_calendar=True,
        ),
        BodyRow(
            key=OTHER,
            name="样例钢铁产业链党委",
            short_name="钢铁链",
            kind="chain_committee",
            parent="county",
        ),
        *(
            BodyRow(
                key=f"auto-{number}",
                name=f"样例汽车第{number}党支部",
                short_name=f"第{number}支部",
                kind="branch",
                parent=ALLIANCE,
            )
            for number in (1, 2)
        ),
        *(
            OrganisationRow(
                key=key, name=f"样例{name}公司", name_en=en, short_name=name, kind="enterprise"
            )
            for key, name, en in (
                ("alpha", "甲川", "Sample Alpha"),
                ("beta", "乙川", "Sample Beta"),
                ("gamma", "丙川", ""),
            )
        ),
        OrganisationRow(key="bureau", name="样例科技局", short_name="科技局", kind="department"),
        NameRow(key="work_safety", name="安全生产", name_en="Work safety"),
        NameRow(key="party_building", name="党的建设", name_en="Party building"),
    ]


def people() -> list[Base]:
    names = "赵钱孙李周吴"
    return [
        *(
            PersonRow(id=f"p-{n}", name=f"{name}样例", pinyin_key=f"{n}", standing="member")
            for n, name in enumerate(names, start=1)
        ),
        PersonRow(id="p-chief", name="郑样例", pinyin_key="9", standing="member"),
        VenueRow(key="hall", name="链上会客厅", name_en="Chain Parlour", organisation="alpha"),
        VenueRow(key="room", name="甲川报告厅", organisation="alpha"),
        ActivityKindRow(
            key="council", name="链上企业议事会", name_en="Council", start=time(14, 30), minutes=120
        ),
        ActivityKindRow(
            key="exchange",
            name="链主企业交流对接",
            name_en="Exchange",
            start=time(14, 30),
            minutes=120,
            audience="members",
        ),
        ActivityKindRow(key="consultation", name="要事专题商议", start=time(14, 30), minutes=90),
        ActivityKindRow(key="resource_list", name="资源共享清单", start=time(14, 30), minutes=120),
        ActivityKindRow(key="alliance_day", name="联盟日", start=time(14, 0), minutes=120),
    ]


def ties() -> list[Base]:
    return [
        *(
            MembershipRow(body=ALLIANCE, member=f"organisation:{key}", role="chain_leader")
            for key in ("alpha", "beta", "gamma")
        ),
        MembershipRow(body=ALLIANCE, member="organisation:bureau", role="department"),
        MembershipRow(body=OTHER, member="organisation:gamma", role="chain_leader"),
        *(
            AffiliationRow(person=f"p-{n}", body="auto-1" if n <= 3 else "auto-2", kind="home")
            for n in range(1, 7)
        ),
        OfficerRow(person="p-1", body="auto-1", role="branch_secretary"),
        OfficerRow(person="p-4", body="auto-2", role="branch_secretary"),
        OfficerRow(person="p-chief", body=ALLIANCE, role="lead_official"),
        OfficerRow(person="p-chief", body=OTHER, role="lead_official"),
        OfficerRow(person="p-2", body=ALLIANCE, role="liaison"),
    ]


def rules() -> list[Base]:
    quota = {"kind": "council", "per": "quarter", "min": 1, "max": 1, "gap_days": 30}
    turns = {
        "fills": "host",
        "for": "exchange",
        "pool": {"role": "chain_leader"},
        "weight": "equal",
        "cooldown": 1,
        "absence": "excuse",
    }
    named: list[tuple[str, str, str, dict[str, object]]] = [
        ("quarterly_council", "quota", "日常一季一议", quota),
        ("matter_consultation", "trigger", "要事一事一商", _CONSULTATION),
        ("exchange", "quota", "链主企业交流对接", _EXCHANGE),
        ("resource_list", "quota", "资源共享清单", _DELIVERABLE),
        ("host_turns", "rotation", "链主企业轮流举办", turns),
    ]
    rules: list[Base] = [
        RuleRow(alliance=ALLIANCE, position=place, key=key, type=kind, name=name, data=data)
        for place, (key, kind, name, data) in enumerate(named)
    ]
    rules.append(
        RuleRow(
            alliance=OTHER,
            position=0,
            key="quarterly_council",
            type="quota",
            name="日常一季一议",
            data=quota,
        )
    )
    rules.append(
        TurnEntryRow(
            alliance=ALLIANCE,
            rule="host_turns",
            kind="turn",
            day=date(2026, 4, 15),
            uid=EXCHANGES[0],
            host="organisation:alpha",
            eligible=[[f"organisation:{key}", 1] for key in ("alpha", "beta", "gamma")],
            at=at(date(2026, 4, 15), time(17, 0)),
            actor="u-secretary",
        )
    )
    return rules


_CONSULTATION: dict[str, object] = {
    "on": "matter.accepted",
    "where": {"major": True},
    "emit": "consultation",
    "due": "10wd",
}
_EXCHANGE: dict[str, object] = {"kind": "exchange", "per": "year", "min": 3, "gap_days": 21}
_DELIVERABLE: dict[str, object] = {
    "kind": "resource_list",
    "per": "quarter",
    "min": 1,
    "output": "deliverable",
}


def _event(uid: str, kind: str, title: str, day: date, **more: object) -> Event:
    start = at(day)
    values: dict[str, object] = {
        "uid": uid,
        "owner": ALLIANCE,
        "kind": kind,
        "title": title,
        "start": start,
        "end": start + timedelta(hours=2),
        "created_at": MADE,
        "updated_at": MADE,
        "alliances": (ALLIANCE,),
    } | more
    return Event(**values)  # type: ignore[arg-type]  # a shorthand of this module


def calendar() -> tuple[Event, ...]:
    """List the events of the small alliance and of its neighbour."""
    return (*_councils(), *_exchanges(), *_others())


_HELD: dict[str, object] = {"status": EventStatus.HELD, "revision": 1}


def _councils() -> list[Event]:
    days = (date(2026, 3, 11), date(2026, 6, 10), date(2026, 9, 16), date(2026, 12, 9))
    return [
        _event(
            COUNCILS[quarter - 1],
            "council",
            f"第{quarter}季度一季一议",
            day,
            unit=unit("quarterly_council", f"2026-Q{quarter}"),
            venue="hall",
            **(_HELD if quarter < 3 else {}),
        )
        for quarter, day in enumerate(days, start=1)
    ]


def _exchanges() -> list[Event]:
    turns = (
        (date(2026, 4, 15), "alpha"),
        (date(2026, 9, 23), "beta"),
        (date(2026, 11, 18), "gamma"),
    )
    return [
        _event(
            EXCHANGES[number - 1],
            "exchange",
            "链主企业交流对接",
            day,
            title_en="Exchange",
            unit=unit("exchange", "2026", number),
            host=f"organisation:{host}",
            theme="work_safety",
            **(_HELD if number == 1 else {}),
        )
        for number, (day, host) in enumerate(turns, start=1)
    ]


def _others() -> tuple[Event, ...]:
    midnight = at(date(2026, 9, 30), time(0, 0))
    return (
        _event(
            LIST,
            "resource_list",
            "第3季度资源共享清单",
            date(2026, 9, 30),
            unit=unit("resource_list", "2026-Q3"),
            start=midnight,
            end=midnight + timedelta(days=1),
            all_day=True,
        ),
        _event(
            SHARED_DAY,
            "alliance_day",
            "联盟日",
            date(2026, 10, 15),
            alliances=(ALLIANCE, OTHER),
            pinned=True,
        ),
        _event(
            OTHER_COUNCIL,
            "council",
            "钢铁链第3季度一季一议",
            date(2026, 9, 10),
            owner=OTHER,
            alliances=(OTHER,),
            unit=unit("quarterly_council", "2026-Q3", owner=OTHER),
            venue="room",
        ),
    )
