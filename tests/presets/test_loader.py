from collections import Counter

import pytest

from scheduler.domain.roster import ALLIANCE_KINDS, AffiliationKind, BodyKind, OrganisationKind
from scheduler.presets import Preset, load
from scheduler.rules.language.lists import entries
from tests.rules.promises import plan_input, quota

PRESETS = {preset.key: preset for preset in load()}

each_preset = pytest.mark.parametrize("preset", PRESETS.values(), ids=PRESETS.keys())


def test_the_presets_stand_in_the_order_of_their_documents() -> None:
    assert list(PRESETS) == ["kunshan", "jiyang", "wujin", "jingjiang", "jinshan-songjiang"]


def test_kunshan_has_the_scale_of_its_document() -> None:
    roster = PRESETS["kunshan"].roster
    kinds = Counter(body.kind for body in roster.bodies)
    branches = {
        body.key for body in roster.bodies if body.kind in {BodyKind.BRANCH, BodyKind.JOINT_BRANCH}
    }
    enterprises = [o for o in roster.organisations if o.kind is OrganisationKind.ENTERPRISE]
    at_home = [tie for tie in roster.affiliations if tie.body in branches]
    assert (len(PRESETS["kunshan"].alliances), len(branches), len(at_home), len(enterprises)) == (
        12,
        150,
        3700,
        1004,
    )
    assert kinds[BodyKind.PARTY_GROUP] == 300


@pytest.mark.parametrize(
    ("key", "alliances", "branches", "enterprises"),
    [
        ("jiyang", 3, 25, 196),
        ("wujin", 3, 18, 36),
        ("jingjiang", 4, 24, 80),
        ("jinshan-songjiang", 4, 34, 95),
    ],
)
def test_the_other_presets_have_the_scale_of_theirs(
    key: str, alliances: int, branches: int, enterprises: int
) -> None:
    preset = PRESETS[key]
    kinds = Counter(body.kind for body in preset.roster.bodies)
    found = Counter(organisation.kind for organisation in preset.roster.organisations)
    assert (
        len(preset.alliances),
        kinds[BodyKind.BRANCH] + kinds[BodyKind.JOINT_BRANCH],
        found[OrganisationKind.ENTERPRISE],
    ) == (alliances, branches, enterprises)


def test_the_three_towns_have_a_committee_of_one_two_and_eight_and_32_units() -> None:
    preset = PRESETS["jinshan-songjiang"]
    seats = Counter(
        officer.role
        for officer in preset.roster.officers
        if officer.body == "three-town-alliance"
        and officer.role in {"committee_secretary", "deputy_secretary", "committee_member"}
    )
    assert seats == {"committee_secretary": 1, "deputy_secretary": 2, "committee_member": 8}
    units = {f"organisation:{each.key}": each.kind for each in preset.roster.organisations}
    joined = Counter(
        units[membership.member]
        for membership in preset.roster.memberships
        if membership.body == "three-town-alliance" and membership.member in units
    )
    assert joined[OrganisationKind.ENTERPRISE] == 32


@each_preset
def test_the_lists_that_memberships_tell_are_not_kept_a_second_time(preset: Preset) -> None:
    kept = {name for _, name in preset.lists}
    assert kept.isdisjoint({"members", "enterprises", "leaders"})
    kinds = {f"organisation:{each.key}": each.kind for each in preset.roster.organisations}
    enterprise, members = OrganisationKind.ENTERPRISE, preset.roster.memberships
    for alliance in preset.alliances:
        own = tuple(each for each in members if each.body == alliance)
        source = plan_input(quota(owner=alliance), members={alliance: own})
        listed = entries(source.rules[0], source, "axes", ["@enterprises"])
        joined = {each.member for each in own if kinds.get(each.member) is enterprise}
        assert {entry.value for entry in listed} == joined


@each_preset
def test_every_tie_names_something_that_exists(preset: Preset) -> None:
    roster = preset.roster
    bodies = {body.key for body in roster.bodies}
    people = {person.id for person in roster.people}
    members = {f"organisation:{each.key}" for each in roster.organisations}
    members |= {f"body:{key}" for key in bodies}
    venues = {venue.key for venue in preset.venues}
    assert {tie.member for tie in roster.memberships} <= members
    assert {tie.body for tie in roster.memberships} <= bodies
    assert {(tie.person in people, tie.body in bodies) for tie in roster.affiliations} == {
        (True, True)
    }
    assert {(each.person in people, each.body in bodies) for each in roster.officers} == {
        (True, True)
    }
    assert {owner for owner, _ in preset.lists} <= set(preset.alliances)
    named = {
        "base": venues,
        "buildings": set(preset.names),
        "visitors": {f"person:{person}" for person in people},
    }
    for (_, name), items in preset.lists.items():
        assert set(items) <= named.get(name, members)
    assert {key for group in preset.groups.values() for key in group} <= set(preset.alliances)


@each_preset
def test_parents_stand_before_their_children(preset: Preset) -> None:
    seen: set[str | None] = {None}
    for body in preset.roster.bodies:
        assert body.parent in seen
        seen.add(body.key)


@each_preset
def test_every_person_has_one_home_or_an_outside_branch(preset: Preset) -> None:
    homes = Counter(
        tie.person
        for tie in preset.roster.affiliations
        if tie.kind is AffiliationKind.HOME or tie.outside_branch
    )
    assert homes == Counter(person.id for person in preset.roster.people)


@each_preset
def test_every_person_is_plainly_a_sample(preset: Preset) -> None:
    roster = preset.roster
    assert {person.name[:3] for person in roster.people} == {"样例·"}
    assert {person.pinyin_key[:8] for person in roster.people} == {"yang li "}


@each_preset
def test_people_of_one_alliance_never_share_a_name(preset: Preset) -> None:
    names = {person.id: person.name for person in preset.roster.people}
    parents = {body.key: body.parent for body in preset.roster.bodies}
    pairs = [
        (parents[tie.body], names[tie.person])
        for tie in preset.roster.affiliations
        if parents[tie.body] in preset.alliances
    ]
    assert len(set(pairs)) == len(pairs)


@each_preset
def test_alliances_have_public_calendars_and_no_other_body_has(preset: Preset) -> None:
    public = {body.key for body in preset.roster.bodies if body.public_calendar}
    own = {body.key for body in preset.roster.bodies if body.kind in ALLIANCE_KINDS}
    assert public == own == set(preset.alliances)


@each_preset
def test_rules_have_both_names_and_unique_keys_in_their_alliance(preset: Preset) -> None:
    keys = Counter((rule.owner, rule.key) for rule in preset.rules)
    assert set(keys.values()) == {1}
    assert all(rule.name and rule.name_en for rule in preset.rules)
    assert {rule.owner for rule in preset.rules} == set(preset.alliances)


@each_preset
def test_rules_name_only_kinds_that_exist(preset: Preset) -> None:
    kinds = {kind.key for kind in preset.kinds}
    named = {rule.data["kind"] for rule in preset.rules if "kind" in rule.data}
    named |= {rule.data["emit"] for rule in preset.rules if "emit" in rule.data}
    assert named <= kinds


def test_keys_are_unique_over_all_presets() -> None:
    for name in ("organisations", "bodies"):
        keys = Counter(
            each.key for preset in PRESETS.values() for each in getattr(preset.roster, name)
        )
        assert set(keys.values()) == {1}
    people = Counter(person.id for preset in PRESETS.values() for person in preset.roster.people)
    assert set(people.values()) == {1}
    groups = Counter(key for preset in PRESETS.values() for key in preset.groups)
    assert set(groups.values()) == {1}


def test_five_chain_leaders_take_turns_in_each_jiyang_chain() -> None:
    preset = PRESETS["jiyang"]
    leaders = Counter(tie.body for tie in preset.roster.memberships if tie.role == "chain_leader")
    assert leaders == {"jiyang-food": 5, "jiyang-medicine": 5, "jiyang-equipment": 5}


def test_kunshan_officials_and_venues_are_shared_by_three_committees_each() -> None:
    preset = PRESETS["kunshan"]
    officials = Counter(
        officer.person for officer in preset.roster.officers if officer.role == "lead_official"
    )
    venues = Counter(items for (_, name), items in preset.lists.items() if name == "base")
    assert set(officials.values()) == set(venues.values()) == {3}
    assert len(officials) == len(venues) == 4


def test_sample_lists_are_counted_from_one_and_have_names() -> None:
    kunshan = PRESETS["kunshan"]
    buildings = kunshan.lists["kunshan-new-display", "buildings"]
    visitors = kunshan.lists["kunshan-new-display", "visitors"]
    assert (len(buildings), buildings[0], buildings[-1]) == (
        114,
        "building:kunshan-sample-001",
        "building:kunshan-sample-114",
    )
    assert kunshan.names[buildings[0]] == ("样例楼宇1号", "Sample Building 1")
    people = {person.id: person.name for person in kunshan.roster.people}
    assert (len(visitors), people[visitors[59].removeprefix("person:")]) == (60, "样例·巽六十")
    assert not set(kunshan.lists) & set(kunshan.offered_lists)


@each_preset
def test_every_role_that_a_rule_wants_has_a_name(preset: Preset) -> None:
    wanted = {
        seat["role"]
        for rule in preset.rules
        if rule.type == "staffing" and isinstance(rule.data["require"], list)
        for seat in rule.data["require"]
    }
    assert wanted <= set(preset.names)
