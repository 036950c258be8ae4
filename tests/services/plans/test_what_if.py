from datetime import date

import pytest

from scheduler.domain.errors import (
    ChoiceError,
    DateError,
    DomainError,
    MissingFieldError,
    NoticeError,
    TextError,
    UnknownFieldError,
)
from scheduler.domain.roster import MOST_WEIGHT, Membership, Tenure
from scheduler.domain.text import say
from scheduler.rules.calendar.notices import Notice, NoticeDay
from scheduler.rules.inputs import Blackout
from scheduler.rules.model import Rule
from scheduler.rules.planning.patch import GivenNotice, Leave, Patch, Pin
from scheduler.services.plans.what_if import MOST, read_patch

JUNE, JULY = date(2026, 6, 1), date(2026, 7, 1)
DAY = {"date": "2026-10-01", "is_workday": False, "name": "国庆节"}
NOTICE = {"year": 2026, "notice_date": "2026-06-01", "days": [DAY]}
PIN = {"uid": "e-x", "day": "2026-06-01"}


def test_a_patch_of_nothing_changes_nothing() -> None:
    assert read_patch({}) == read_patch({"pins": []}) == Patch()


def test_every_list_is_read_into_its_value() -> None:
    written = {
        "rules": [
            {
                "alliance": "auto",
                "key": "seminar",
                "type": "quota",
                "name": " 研讨 ",
                "data": {"min": 1},
                "since": "2026-06-01",
                "until": None,
            }
        ],
        "removed": [{"alliance": "auto", "key": "exchange"}],
        "blackouts": [
            {"resource": "venue:hall", "start": "2026-06-01", "end": "2026-07-01", "reason": "检修"}
        ],
        "notices": [NOTICE | {"papers": ["https://example.org/1"]}],
        "joins": [
            {"member": "organisation:a", "body": "auto", "role": "chain_leader", "weight": 2},
            {"member": "organisation:b", "body": "auto", "since": "2026-06-01"},
        ],
        "leaves": [{"member": "organisation:c", "body": "auto", "day": "2026-07-01"}],
        "pins": [PIN],
    }
    notice = Notice(
        2026,
        (NoticeDay(date(2026, 10, 1), is_workday=False, name="国庆节"),),
        ("https://example.org/1",),
    )

    assert read_patch(written) == Patch(
        rules=(Rule("seminar", "quota", "auto", "研讨", "", {"min": 1}, Tenure(JUNE)),),
        removed=(("auto", "exchange"),),
        blackouts=(Blackout("venue:hall", JUNE, JULY, "检修"),),
        notices=(GivenNotice(notice, JUNE),),
        joins=(
            Membership("organisation:a", "auto", "chain_leader", 2),
            Membership("organisation:b", "auto", tenure=Tenure(JUNE)),
        ),
        leaves=(Leave("organisation:c", "auto", JULY),),
        pins=(Pin("e-x", JUNE),),
    )


@pytest.mark.parametrize(
    ("written", "error", "field"),
    [
        ([], ChoiceError, "patch"),
        ({1: []}, ChoiceError, "patch"),
        ({"more": []}, UnknownFieldError, "patch.more"),
        ({"pins": {}}, ChoiceError, "patch.pins"),
        ({"pins": [PIN] * (MOST + 1)}, ChoiceError, "patch.pins"),
        ({"pins": ["e-x"]}, ChoiceError, "patch.pins.0"),
        ({"pins": [PIN, PIN | {"more": 1}]}, UnknownFieldError, "patch.pins.1.more"),
        ({"pins": [{"day": "2026-06-01"}]}, MissingFieldError, "patch.pins.0.uid"),
        ({"pins": [PIN | {"uid": 1}]}, ChoiceError, "patch.pins.0.uid"),
        ({"pins": [PIN | {"uid": "a\nb"}]}, TextError, "patch.pins.0.uid"),
        ({"pins": [PIN | {"day": "1 June"}]}, DateError, "patch.pins.0.day"),
        ({"pins": [PIN | {"day": 20260601}]}, DateError, "patch.pins.0.day"),
        ({"pins": [PIN | {"day": "1999-06-01"}]}, DateError, "patch.pins.0.day"),
        ({"notices": [NOTICE | {"year": True}]}, ChoiceError, "patch.notices.0.year"),
        ({"notices": [NOTICE | {"year": 0}]}, ChoiceError, "patch.notices.0.year"),
        ({"notices": [NOTICE | {"year": 2031}]}, NoticeError, "patch.notices.0.days.0"),
        ({"notices": [NOTICE, NOTICE | {"days": []}]}, NoticeError, "patch.notices.1.days"),
        ({"notices": [NOTICE | {"papers": "x"}]}, ChoiceError, "patch.notices.0.papers"),
        (
            {"notices": [NOTICE | {"days": [DAY | {"is_workday": "no"}]}]},
            ChoiceError,
            "patch.notices.0.days.0.is_workday",
        ),
        (
            {"blackouts": [{"resource": "x", "start": "2026-06-01", "end": "2026-06-01"}]},
            DateError,
            "patch.blackouts.0.end",
        ),
        (
            {"joins": [{"member": "x", "body": "a", "since": "2026-06-02", "until": "2026-06-01"}]},
            DateError,
            "patch.joins.0.until",
        ),
        (
            {"joins": [{"member": "x", "body": "a", "weight": MOST_WEIGHT + 1}]},
            ChoiceError,
            "patch.joins.0.weight",
        ),
    ],
)
def test_what_is_no_patch_is_refused_by_its_path(
    written: object, error: type[DomainError], field: str
) -> None:
    with pytest.raises(error) as refused:
        read_patch(written)

    assert refused.value.fields["field"] == field


def test_a_notice_that_decides_nothing_is_refused_as_an_import_refuses_it() -> None:
    with pytest.raises(NoticeError) as refused:
        read_patch({"notices": [NOTICE | {"days": []}]})

    fields = refused.value.fields
    assert (fields["reason"], fields["supposed"]) == ("open", True)
    assert say("bad_notice", fields, "zh") == (
        "这份通知里没有日期，等于说2026年还没公布。这次没有试算，请改好假设再试。"
    )
    assert say("bad_notice", fields, "en") == (
        "This notice names no days, which says that 2026 is not announced yet. "
        "Nothing was tried out; correct what is supposed."
    )
    assert say("bad_notice", {**fields, "supposed": False}, "zh") == (
        "这份通知里没有日期，等于说2026年还没公布。什么都没有导入。"
    )


def test_a_rule_is_supposed_once() -> None:
    rule = {"alliance": "a", "key": "new", "type": "meeting", "name": "会", "data": {}}
    other = rule | {"alliance": "b"}
    with pytest.raises(ChoiceError) as refused:
        read_patch({"rules": [rule, other, rule]})
    assert refused.value.fields == {"field": "patch.rules.2.key", "value": "new", "reason": "twice"}
