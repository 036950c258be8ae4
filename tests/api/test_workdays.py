"""Holiday notices and absences through the API."""

from datetime import date
from typing import Any

import pytest

from scheduler.rules.calendar.festivals import statutory_days
from scheduler.services.workdays import years
from tests.api.calls import Api, code

DAYS = [
    {"name": "元旦", "date": "2027-01-01", "isOffDay": True},
    {"name": "元旦", "date": "2027-01-03", "isOffDay": False},
]
NOTICE = {
    "$schema": "https://notice.example/schema.json",
    "$id": "https://notice.example/2027.json",
    "year": 2027,
    "papers": ["https://notice.example/2027"],
    "noticeDate": "2026-08-05",
    "days": DAYS,
    "checked": True,
}
CSV = "date,name,is_workday\n2027-01-01,元旦,0\n2027-01-03,元旦,1\n"
OPEN = {
    "year": 2027,
    "state": "provisional",
    "revision": 0,
    "notice_date": None,
    "papers": [],
    "days": [
        {"day": day, "is_workday": False, "name": name}
        for name, *days in (
            ("元旦", "2027-01-01"),
            ("春节", "2027-02-05", "2027-02-06", "2027-02-07", "2027-02-08"),
            ("清明节", "2027-04-05"),
            ("劳动节", "2027-05-01", "2027-05-02"),
            ("端午节", "2027-06-09"),
            ("中秋节", "2027-09-15"),
            ("国庆节", "2027-10-01", "2027-10-02", "2027-10-03"),
        )
        for day in days
    ],
}
HALL = {"resource": "venue:hall", "start": "2026-09-14", "end": "2026-09-19", "reason": "检修"}


def year_of(api: Api, year: int) -> tuple[int, Any]:
    answer = api.get(f"/workdays/{year}")
    return answer.status_code, answer.json


def test_a_notice_is_tried_imported_and_imported_again(api: Api) -> None:
    tried = api.post("/workdays?dry_run=true", NOTICE)
    assert year_of(api, 2027) == (200, OPEN)
    done = api.post("/workdays", NOTICE)
    again = api.post("/workdays", {"csv": CSV})

    assert (tried.status_code, done.status_code, again.status_code) == (200, 200, 200)
    assert tried.json == done.json
    assert done.json is not None
    assert again.json is not None
    listed = [
        {"day": "2027-01-01", "is_workday": False, "name": "元旦"},
        {"day": "2027-01-03", "is_workday": True, "name": "元旦"},
    ]
    in_force = {
        "year": 2027,
        "state": "announced",
        "revision": 1,
        "notice_date": "2026-08-05",
        "papers": ["https://notice.example/2027"],
        "days": listed,
    }
    assert (done.json["workdays"], done.json["changed"]) == (in_force, True)
    assert (done.json["days"], done.json["struck"]) == (listed[1:], [])
    counted = ("struck_events", "tentative_events", "years")
    assert [done.json[name] for name in counted] == [0, 0, [2027]]
    assert [again.json[name] for name in counted] == [0, 0, []]
    assert (len(done.json["missing"]), done.json["overruled"]) == (12, [])
    assert (again.json["workdays"], again.json["changed"]) == (in_force, False)
    assert year_of(api, 2027) == (200, in_force)


def test_a_notice_that_leaves_out_days_is_refused_unless_it_was_checked(api: Api) -> None:
    unchecked = {name: value for name, value in NOTICE.items() if name != "checked"}

    for sent in (unchecked, NOTICE | {"checked": False}):
        answer = api.post("/workdays", sent)
        assert code(answer) == (422, "incomplete_notice")
        assert answer.json is not None
        (fault,) = answer.json["errors"]
        assert (fault["code"], fault["pointer"]) == ("incomplete_notice", "/checked")
        assert fault["messages"]["en"].startswith(
            "The holiday notice for 2027 does not mention these days off by law: 5 February, "
        )
    assert year_of(api, 2027) == (200, OPEN)


def test_a_notice_the_wrong_way_round_is_refused_unless_it_was_checked(api: Api) -> None:
    law = [day.isoformat() for day in statutory_days(2027)]
    sent = {"csv": "日期,名称,是否上班\n" + "".join(f"{day},样例节,是\n" for day in law)}

    refused = api.post("/workdays", sent)
    tried = api.post("/workdays?dry_run=true", sent | {"checked": True})

    assert code(refused) == (422, "incomplete_notice")
    assert refused.json is not None
    assert refused.json["messages"]["en"].startswith(
        "The holiday notice for 2027 makes workdays of these days off by law (are days off and "
        "workdays the wrong way round?): 1 January, "
    )
    assert tried.json is not None
    assert (tried.json["missing"], tried.json["overruled"]) == ([], law)
    assert year_of(api, 2027) == (200, OPEN)


def test_the_years_listed_end_with_the_next_one_though_no_notice_is_in(api: Api) -> None:
    listed = api.items("/workdays")

    assert [(each["year"], each["state"]) for each in listed[-2:]] == [
        (2026, "announced"),
        (2027, "provisional"),
    ]
    assert listed[-1] == OPEN
    assert year_of(api, 2099)[1]["state"] == "provisional"


def test_csv_may_name_its_notice(api: Api) -> None:
    sent = {"csv": CSV, "papers": ["样例1号"], "noticeDate": "2026-08-05", "checked": True}

    answer = api.post("/workdays", sent)

    assert answer.json is not None
    assert (answer.json["workdays"]["papers"], answer.json["workdays"]["notice_date"]) == (
        ["样例1号"],
        "2026-08-05",
    )


@pytest.mark.parametrize(
    ("body", "refused"),
    [
        ({}, (422, "bad_notice")),
        ({"year": 2027, "days": []}, (422, "bad_notice")),
        ({"year": 2027, "days": [*DAYS, DAYS[0]]}, (422, "bad_notice")),
        ({"csv": "date,name\n"}, (422, "bad_notice")),
        ({"year": 2098, "days": []}, (422, "bad_notice")),
        ({**NOTICE, "noticeDate": "2026-08-19"}, (422, "bad_notice")),
        ({"year": "2027", "days": DAYS}, (422, "bad_choice")),
        ({"year": 2027, "days": DAYS, "extra": 1}, (422, "unknown_field")),
        ({"year": 2027, "days": [{**DAYS[0], "isOffDay": 1}]}, (422, "bad_choice")),
    ],
)
def test_a_notice_that_cannot_be_read_is_refused(
    api: Api, body: dict[str, Any], refused: tuple[int, str]
) -> None:
    assert code(api.post("/workdays", body)) == refused
    assert year_of(api, 2027) == (200, OPEN)


def test_a_day_that_is_none_is_told_with_its_entry(api: Api) -> None:
    answer = api.post("/workdays", NOTICE | {"days": [DAYS[0], DAYS[1] | {"date": "2027-02-30"}]})

    assert code(answer) == (422, "bad_notice")
    assert answer.json is not None
    (fault,) = answer.json["errors"]
    assert fault == {
        "code": "bad_notice",
        "pointer": "/days/1/date",
        "messages": {
            "zh": "放假通知的第2条日期的“日期”不是日期（2027-02-30），请写成2027-01-01这样。"
            "什么都没有导入。",
            "en": "Holiday notice, entry 2 of the days, date: 2027-02-30 is no date; "
            "write it like 2027-01-01. Nothing was imported.",
        },
    }


def test_a_refused_line_is_told_in_both_languages(api: Api) -> None:
    answer = api.post("/workdays", {"csv": CSV + "2027-05-01,劳动节,x\n"})

    assert answer.json is not None
    (fault,) = answer.json["errors"]
    assert fault["pointer"] == "/csv"
    assert "第4行的“是否上班”" in str(answer.json)
    assert "line 4, is_workday" in str(answer.json)


def test_only_an_administrator_of_all_imports(api: Api) -> None:
    assert code(api.with_token("write").post("/workdays", NOTICE)) == (403, "forbidden")
    limited = api.with_token("admin", alliances=("auto",))
    assert code(limited.post("/workdays", NOTICE)) == (403, "forbidden")


def test_an_absence_is_written_down_ended_and_taken_back(api: Api) -> None:
    made = api.post("/blackouts", HALL)
    assert made.json is not None
    key = made.json["id"]
    kept = HALL | {"id": key, "alliances": ["auto"]}
    assert (made.status_code, made.json) == (
        201,
        kept | {"struck": [{"alliance": "auto", "events": 1}]},
    )
    assert api.items("/blackouts") == [kept]
    assert api.items("/blackouts?alliance=steel") == []

    shorter = api.post(f"/blackouts/{key}/end", {"end": "2026-09-16"})
    assert (shorter.status_code, shorter.json) == (200, kept | {"end": "2026-09-16"})
    removed = api.post(f"/blackouts/{key}/remove")
    assert (removed.status_code, removed.json) == (200, shorter.json)
    assert api.items("/blackouts") == []
    assert code(api.post(f"/blackouts/{key}/remove")) == (404, "not_found")


@pytest.mark.parametrize("key", ["x", "\uff11", "9999999999", "1"])
def test_an_absence_that_is_none_is_not_found(api: Api, key: str) -> None:
    assert code(api.post(f"/blackouts/{key}/end", {})) == (404, "not_found")


@pytest.mark.parametrize(
    ("changed", "refused"),
    [
        ({"resource": "venue:nowhere"}, (422, "bad_blackout")),
        ({"end": "2026-09-14"}, (422, "bad_date")),
        ({"end": "2026-99-14"}, (422, "bad_date")),
        ({"note": "x"}, (422, "unknown_field")),
    ],
)
def test_an_absence_that_makes_no_sense_is_refused(
    api: Api, changed: dict[str, str], refused: tuple[int, str]
) -> None:
    assert code(api.post("/blackouts", HALL | changed)) == refused


@pytest.mark.parametrize(
    ("changed", "told"),
    [
        (
            {"start": "2026-08-10", "end": "2026-08-18"},
            "结束时间（2026年8月18日）太早：这一段已经过去，过去的不用记。",
        ),
        ({"end": "2030-01-01"}, "结束时间（2030年1月1日）太远，最晚填2029年8月20日。"),
        ({"start": "2023-08-01"}, "从2023年8月1日起太长：一段最多1098天，请分开记。"),
    ],
)
def test_an_absence_out_of_range_is_told_by_the_day_that_was_sent(
    api: Api, changed: dict[str, str], told: str
) -> None:
    answer = api.post("/blackouts", HALL | changed)
    assert answer.json is not None
    assert answer.json["messages"]["zh"] == told


def test_a_caller_of_another_alliance_sees_and_writes_nothing_of_it(api: Api) -> None:
    api.post("/blackouts", HALL)
    other = api.with_token("write", alliances=("steel",))

    assert other.items("/blackouts") == []
    assert code(other.post("/blackouts", HALL)) == (404, "not_found")
    reader = api.with_token("read", alliances=("auto",))
    assert [each["resource"] for each in reader.items("/blackouts")] == ["venue:hall"]
    assert code(reader.post("/blackouts", HALL)) == (403, "forbidden")


def test_the_service_keeps_no_trace_of_a_trial(api: Api) -> None:
    api.post("/workdays?dry_run=true", NOTICE)
    tried = api.post("/blackouts?dry_run=true", HALL).json

    assert tried == {**HALL, "alliances": ["auto"], "struck": [{"alliance": "auto", "events": 1}]}
    assert api.items("/blackouts") == []
    with api.store.read() as session:
        assert years.calendar(session).is_provisional(date(2027, 1, 1))


@pytest.mark.parametrize(
    ("body", "pointer", "told"),
    [
        ({}, "/year", "放假通知的“年份”是空的。什么都没有导入，请核对文件。"),
        (
            {"csv": 'date,name,is_workday\n2027-01-01,"元旦,0\n'},
            "/csv",
            "放假通知的第2行引号没有成对，或引号后面多了字。什么都没有导入，请改好再试。",
        ),
        (
            {"csv": "date,name,is_workday\n2027-01-01,元旦,x\n"},
            "/csv",
            "放假通知的第2行的“是否上班”看不懂（x），上班写“是”，放假写“否”。什么都没有导入。",
        ),
        (
            {**NOTICE, "days": DAYS[:1] * 2},
            "/days/1",
            "放假通知的第2条日期：2027年1月1日前面已经有了，请去掉一行。什么都没有导入。",
        ),
    ],
)
def test_a_notice_is_refused_by_a_pointer_into_what_was_sent(
    api: Api, body: dict[str, Any], pointer: str, told: str
) -> None:
    answer = api.post("/workdays", body)
    assert code(answer) == (422, "bad_notice")
    assert answer.json is not None
    (error,) = answer.json["errors"]
    assert (error["pointer"], error["messages"]["zh"]) == (pointer, told)
