"""Who belongs where, as JSON."""

import pytest

from scheduler.services.access import SYSTEM
from scheduler.services.events import acts
from scheduler.services.events.acts import Act
from scheduler.store.tables.roster import VenueRow
from tests.api.calls import Api, code
from tests.support.world import COUNCILS, EXCHANGES, NOW, OTHER_COUNCIL

AUTO = {
    "key": "auto",
    "name": "样例汽车产业链党委",
    "name_en": "Sample Automotive Chain Committee",
    "short_name": "汽车链",
    "kind": "chain_committee",
    "parent": "county",
    "since": None,
    "until": None,
    "public_calendar": True,
}
ALPHA = {
    "key": "alpha",
    "name": "样例甲川公司",
    "name_en": "Sample Alpha",
    "short_name": "甲川",
    "kind": "enterprise",
    "sector": "",
}
HALL = {
    "key": "hall",
    "name": "链上会客厅",
    "name_en": "Chain Parlour",
    "classes": [],
    "organisation": "alpha",
}
COUNCIL = {
    "key": "council",
    "name": "链上企业议事会",
    "name_en": "Council",
    "start": "14:30",
    "minutes": 120,
    "days": 1,
    "audience": "delegates",
}
SECRETARY = {
    "id": "p-1",
    "name": "赵样例",
    "standing": "member",
    "affiliations": [{"body": "auto-1", "kind": "home", "group": "", "since": None, "until": None}],
    "offices": [{"body": "auto-1", "role": "branch_secretary", "since": None, "until": None}],
}
BRANCH = {
    "key": "auto-1",
    "name": "样例汽车第1党支部",
    "name_en": "",
    "short_name": "第1支部",
    "kind": "branch",
    "parent": "auto",
    "alliance": "auto",
    "since": None,
    "until": None,
}
RULE = {
    "key": "exchange",
    "alliance": "auto",
    "type": "quota",
    "name": "链主企业交流对接",
    "name_en": "",
    "data": {"kind": "exchange", "per": "year", "min": 3, "gap_days": 21},
    "scope": "body:auto",
    "mandatory": True,
    "since": None,
    "until": None,
    "revision": 1,
    "basis": "",
    "former": [],
    "fault": None,
    "warnings": [],
}


@pytest.mark.parametrize(
    ("path", "expected"),
    [
        ("/alliances/auto", AUTO),
        ("/bodies/auto-1", BRANCH),
        ("/organisations/alpha", ALPHA),
        ("/people/p-1", SECRETARY),
        ("/venues/hall", HALL),
        ("/activity-kinds/council", COUNCIL),
        ("/rules/auto/exchange", RULE),
    ],
)
def test_one_thing_reads_as_it_is_stored(
    shared: Api, path: str, expected: dict[str, object]
) -> None:
    answer = shared.get(path)

    assert (answer.status_code, answer.json) == (200, expected)
    assert expected in shared.items(path.rpartition("/")[0].replace("/auto", ""))


def test_memberships_are_listed_by_alliance_member_and_role(shared: Api) -> None:
    found = [
        (each["alliance"], each["member"], each["role"]) for each in shared.items("/memberships")
    ]

    assert found == [
        ("auto", "organisation:alpha", "chain_leader"),
        ("auto", "organisation:beta", "chain_leader"),
        ("auto", "organisation:bureau", "department"),
        ("auto", "organisation:gamma", "chain_leader"),
        ("steel", "organisation:gamma", "chain_leader"),
    ]


def test_a_year_of_workdays_tells_days_off_and_days_worked_in_exchange(shared: Api) -> None:
    answer = shared.get("/workdays/2026").json

    assert answer is not None
    days = {day["day"]: (day["is_workday"], day["name"]) for day in answer.pop("days")}
    assert answer == {
        "year": 2026,
        "state": "announced",
        "revision": 1,
        "notice_date": "2025-11-04",
        "papers": ["https://www.gov.cn/zhengce/zhengceku/202511/content_7047091.htm"],
    }
    assert (days["2026-10-01"], days["2026-02-14"]) == ((False, "国庆节"), (True, "春节"))


@pytest.mark.parametrize(
    "path", ["/workdays/1999", "/workdays/2100", "/workdays/99", "/workdays/" + "9" * 5000]
)
def test_a_year_of_which_no_days_off_are_known_is_not_found(shared: Api, path: str) -> None:
    assert shared.get(path).status_code == 404


def test_a_token_of_one_alliance_sees_that_one_alone(shared: Api) -> None:
    steel = shared.with_token("admin", alliances=("steel",))

    assert {
        path: [each.get("key") or each.get("id") or each.get("uid") for each in steel.items(path)]
        for path in ("/alliances", "/bodies", "/organisations", "/rules", "/people", "/venues")
    } == {
        "/alliances": ["steel"],
        "/bodies": ["steel"],
        "/organisations": ["gamma"],
        "/rules": ["quarterly_council"],
        "/people": ["p-chief"],
        "/venues": [],
    }


def test_a_whole_reader_sees_the_bodies_above_as_well(shared: Api) -> None:
    found = {each["key"]: each["alliance"] for each in shared.items("/bodies")}

    assert found == {
        "county": None,
        "auto": "auto",
        "auto-1": "auto",
        "auto-2": "auto",
        "steel": "steel",
    }
    assert [each["key"] for each in shared.items("/bodies?alliance=auto")] == [
        "auto",
        "auto-1",
        "auto-2",
    ]


def test_a_venue_gets_another_name_and_its_events_tell_it(api: Api) -> None:
    act = Act(EXCHANGES[1], SYSTEM, NOW)
    acts.change_venue(api.store, act, "hall")
    renamed = HALL | {"name": "3号楼:报告厅", "name_en": "Hall: building 3"}
    new = {name: renamed[name] for name in ("name", "name_en")}

    trial = api.post("/venues/hall/rename?dry_run=true", new)
    assert (trial.status_code, trial.json) == (200, renamed)
    assert api.get("/venues/hall").json == HALL
    answer = api.post("/venues/hall/rename", new)
    assert (answer.status_code, answer.json) == (200, renamed)
    assert api.get("/venues/hall").json == renamed

    told = api.get(f"/events/{EXCHANGES[1]}").json
    assert told is not None
    assert told["sequence"] == 2


@pytest.mark.parametrize(
    ("given", "kept"), [({}, "Chain Parlour"), ({"name_en": ""}, ""), ({"name_en": "X"}, "X")]
)
def test_a_venue_keeps_its_english_name_unless_another_is_given(
    api: Api, given: dict[str, str], kept: str
) -> None:
    renamed = HALL | {"name": "甲", "name_en": kept}
    answer = api.post("/venues/hall/rename", {"name": "甲"} | given)
    assert (answer.status_code, answer.json) == (200, renamed)
    assert api.get("/venues/hall").json == renamed


def test_a_venue_is_renamed_by_those_who_edit_where_it_is_used(api: Api) -> None:
    with api.store.write() as session:
        session.add(VenueRow(key="square", name="广场"))
    acts.change_venue(api.store, Act(EXCHANGES[1], SYSTEM, NOW), "square")
    new = {"name": "新广场"}
    steel = api.with_token("write", alliances=("steel",))

    assert code(steel.post("/venues/hall/rename", new)) == (404, "not_found")
    for _ in range(2):
        assert code(steel.post("/venues/square/rename", new)) == (403, "venue_of_others")
        acts.change_venue(api.store, Act(OTHER_COUNCIL, SYSTEM, NOW), "square")
    assert code(api.post("/venues/nowhere/rename", new)) == (404, "not_found")
    assert code(api.post("/venues/hall/rename", {"name": " "})) == (422, "bad_text")
    assert code(api.post("/venues/hall/rename", {"name": "甲\n乙"})) == (422, "bad_text")


def test_a_venue_of_nobody_is_for_all(api: Api) -> None:
    with api.store.write() as session:
        session.add(VenueRow(key="square", name="广场"))
    steel = api.with_token("read", alliances=("steel",))

    assert [each["key"] for each in steel.items("/venues")] == ["square"]


OBJECTS = {
    "/alliances/{}": "auto",
    "/bodies/{}": "auto-1",
    "/organisations/{}": "alpha",
    "/people/{}": "p-2",
    "/venues/{}": "hall",
    "/rules/auto/{}": "exchange",
    "/rules/{}/quarterly_council": "auto",
    "/events/{}": EXCHANGES[1],
    "/events/{}/register": COUNCILS[2],
    "/matters/{}": "m-auto-001",
    "/bodies?alliance={}": "auto",
    "/organisations?alliance={}": "auto",
    "/memberships?alliance={}": "auto",
    "/people?alliance={}": "auto",
    "/rules?alliance={}": "auto",
    "/matters?alliance={}": "auto",
    "/events?alliance={}": "auto",
    "/turns?alliance={}&year=2026": "auto",
    "/changes?alliance={}": "auto",
    "/reports?alliance={}&period=2026-Q3": "auto",
    "/subscriptions?alliance={}": "auto",
}
WRITES = {
    "/matters/{}/steps": ("m-auto-001", {"step": "accept"}),
    "/events/{}/register/open": (COUNCILS[2], None),
    "/events/{}/register/ops": (
        COUNCILS[2],
        {"ops": [{"op_id": "0f8fad5b-d9cb-469f-a165-70867728950e", "person": "p-1"}]},
    ),
    "/events/{}/register/seal": (COUNCILS[2], None),
}


@pytest.fixture(scope="module")
def stranger(shared: Api) -> Api:
    """A token that may do everything, in another alliance."""
    new = {"alliance": "auto", "title": "t", "category": "c", "raised_by": "organisation:alpha"}
    assert shared.post("/matters", new).status_code == 201
    return shared.with_token("admin", alliances=("steel",))


@pytest.mark.parametrize("path", OBJECTS)
def test_what_belongs_to_another_reads_like_what_does_not_exist(
    shared: Api, stranger: Api, path: str
) -> None:
    real, invented = OBJECTS[path], "nothing"
    theirs, nobodys = stranger.get(path.format(real)), stranger.get(path.format(invented))

    assert shared.get(path.format(real)).status_code == 200
    assert code(theirs) == (404, "not_found")
    assert theirs.text.replace(real, invented) == nobodys.text
    assert nobodys.status_code == 404


@pytest.mark.parametrize("path", WRITES)
def test_what_belongs_to_another_is_written_to_like_what_does_not_exist(
    stranger: Api, path: str
) -> None:
    real, body = WRITES[path]
    theirs, nobodys = (stranger.post(path.format(key), body) for key in (real, "nothing"))

    assert code(theirs) == (404, "not_found")
    assert theirs.text.replace(real, "nothing") == nobodys.text


@pytest.mark.parametrize(
    ("path", "body"),
    [
        ("/matters", {"title": "t", "category": "c", "raised_by": "organisation:alpha"}),
        ("/plans", {"year": 2026}),
        ("/plans/apply", {"year": 2026, "hash": "0" * 64}),
    ],
)
def test_an_alliance_of_another_in_a_body_is_not_found(
    stranger: Api, path: str, body: dict[str, object]
) -> None:
    answers = []
    for key in ("auto", "nothing"):
        where = {"alliance": key} if path == "/matters" else {"alliances": ["steel", key]}
        answers.append(stranger.post(path, body | where))

    assert code(answers[0]) == (404, "not_found")
    assert answers[0].text.replace("auto", "nothing") == answers[1].text


def test_names_of_people_of_another_alliance_stay_hidden(shared: Api) -> None:
    narrow = shared.with_token("names:export", alliances=("auto",))

    assert code(narrow.get("/people?alliance=steel")) == (404, "not_found")
    assert {each["id"] for each in narrow.items("/people")} == {
        *(f"p-{n}" for n in range(1, 7)),
        "p-chief",
    }
