from datetime import date

from scheduler.rules.plan import Plan
from scheduler.rules.planning.recipients import Effect, EffectKind, Part, Recipient
from scheduler.services.access import SYSTEM
from scheduler.services.plans import people as plan_people
from scheduler.services.plans.people import Touched
from scheduler.services.plans.words import Words, names_of
from scheduler.store import Store
from scheduler.store.tables.roster import (
    BodyRow,
    MembershipRow,
    OfficerRow,
    OrganisationRow,
    PersonRow,
)
from tests.support.addresses import public_token
from tests.support.drafts import draft
from tests.support.world import ALLIANCE, NOW, OTHER, SECRET_KEY, filled, principal

DAY = date(2026, 9, 16)
PERSON = "person:p-chief"


def effect(kind: EffectKind, part: Part, number: int = 1) -> Effect:
    return Effect(kind, part, f"e-{number}", f"会{number}", f"Meeting {number}", DAY)


def told(store: Store, lang: str, *recipients: Recipient) -> tuple[Touched, ...]:
    made = draft(Plan("h", {ALLIANCE: 1}, (), ()))
    words = Words(lang, {f"body:{ALLIANCE}": ("汽车链", "Cars")})
    with store.read() as session:
        return plan_people.people(session, made, recipients, words)


def test_a_person_is_named_to_those_only_who_may_see_names(sqlite_url: str) -> None:
    store = filled(sqlite_url)
    source = draft(Plan("h", {ALLIANCE: 1}, (), ())).source
    keys = (PERSON, "organisation:alpha")

    assert plan_people.seen(keys, source, SYSTEM) == set(keys)
    assert plan_people.seen(keys, source, principal(store, "member")) == {"organisation:alpha"}
    officer = Recipient(PERSON, (effect(EffectKind.MOVES, Part.REQUIRED),))
    assert told(store, "zh", officer) == (Touched("一位必到人员", "改期1场", "9月16日会1"),)


def test_subscriptions_follow_and_many_events_are_counted(sqlite_url: str) -> None:
    store = filled(sqlite_url)
    public_token(store, ALLIANCE, SECRET_KEY, NOW)
    effects = tuple(effect(EffectKind.GAINS, Part.CALENDAR, number) for number in range(1, 6))

    found = told(store, "en", Recipient(f"body:{ALLIANCE}", effects))

    assert found == (
        Touched(
            "Cars",
            "5 more events",
            "Meeting 1 on 16 September, Meeting 2 on 16 September, Meeting 3 on 16 September "
            "and 2 more",
        ),
        Touched("1 subscription", "updated automatically", "All other entries stay as they are"),
    )


def test_nobody_touched_is_nobody_told(sqlite_url: str) -> None:
    assert told(filled(sqlite_url), "zh") == ()


def test_bodies_of_one_name_are_told_apart_by_the_body_above(sqlite_url: str) -> None:
    store = filled(sqlite_url)
    with store.write() as session:
        for key, parent in (("auto-3", ALLIANCE), ("steel-3", OTHER), ("steel-4", OTHER)):
            name = "另一支部" if key == "steel-4" else "联合支部"
            session.add(BodyRow(key=key, name=name, short_name=name, kind="branch", parent=parent))
    keys = ("body:auto-3", "body:steel-3", "body:steel-4")
    plan = Plan("h", {}, (), ())

    with store.read() as session:
        assert names_of(session, plan, keys[:1]) == {keys[0]: ("联合支部", "")}
        assert names_of(session, plan, keys) == {
            keys[0]: ("联合支部（汽车链）", "联合支部 (Sample Automotive Chain Committee)"),
            keys[1]: ("联合支部（钢铁链）", "联合支部 (钢铁链)"),
            keys[2]: ("另一支部", ""),
        }


def test_members_and_officers_of_one_name_are_told_apart_by_their_alliances(
    sqlite_url: str,
) -> None:
    store = filled(sqlite_url)
    with store.write() as session:
        for key in ("twin-1", "twin-2", "single"):
            name = "独名企业" if key == "single" else "同名企业"
            session.add(OrganisationRow(key=key, name=name, short_name=name, kind="enterprise"))
            session.add(PersonRow(id=key, name=name, standing="member"))
        session.flush()
        for member, body in (("twin-1", ALLIANCE), ("twin-2", ALLIANCE), ("twin-2", OTHER)):
            session.add(MembershipRow(member=f"organisation:{member}", body=body, role="member"))
            session.add(OfficerRow(person=member, body=body, role="secretary"))
    keys = [f"{kind}:{key}" for kind in ("organisation", "person") for key in ("twin-1", "twin-2")]
    one, both = (
        Plan("h", dict.fromkeys(base, 1), (), ()) for base in ([ALLIANCE], [ALLIANCE, OTHER])
    )

    with store.read() as session:
        alone = names_of(session, one, keys)
        told = names_of(session, both, [*keys, "organisation:single"])

    assert {alone[key] for key in keys} == {("同名企业", "")}
    first, second = "同名企业（汽车链）", "同名企业（汽车链、钢铁链）"
    assert [told[key][0] for key in keys] == [first, second] * 2
    assert told[keys[0]][1] == "同名企业 (Sample Automotive Chain Committee)"
    assert told["organisation:single"] == ("独名企业", "")
