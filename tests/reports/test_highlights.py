import pytest

from scheduler.reports.highlights import (
    KindCount,
    Scale,
    companies_text,
    kinds_text,
    rate_text,
    scale_text,
)

FAIRS = KindCount("job_fair", "招聘会", "Job fair", 23)
MATCHING = KindCount("finance_matching", "科技金融专场服务对接", "Finance matching", 3)
SEMINARS = KindCount("industry_seminar", "集群行业研讨会", "", 3)
RARE = KindCount("skills_contest", "技能比武", "Skills contest", 2)


def test_the_kinds_held_most_often_are_told_as_documents_do() -> None:
    counts = (MATCHING, RARE, SEMINARS, FAIRS)
    assert kinds_text(counts, "zh") == (
        "举办招聘会20余次、科技金融专场服务对接3场、集群行业研讨会三次。"
    )
    assert kinds_text(counts, "en") == (
        "Held: Job fair more than 20, Finance matching 3, 集群行业研讨会 3."
    )


def test_only_six_kinds_are_told_and_rare_ones_are_not() -> None:
    many = [KindCount(f"kind-{n}", f"活动{n}", "", 10 + n) for n in range(8)]
    assert kinds_text(many, "zh") == (
        "举办活动710余场、活动610余场、活动510余场、活动410余场、活动310余场、活动210余场。"
    )
    assert kinds_text([RARE], "zh") == ""


@pytest.mark.parametrize(
    ("count", "zh", "en"),
    [
        (0, "", ""),
        (1, "一家公司参加活动。", "Took part in events: 1 company."),
        (2, "两家公司参加活动。", "Took part in events: 2 companies."),
        (10, "十家公司参加活动。", "Took part in events: 10 companies."),
        (24, "20余家公司参加活动。", "Took part in events: more than 20 companies."),
    ],
)
def test_few_companies_are_spelled_and_many_are_rounded(count: int, zh: str, en: str) -> None:
    assert (companies_text(count, "zh"), companies_text(count, "en")) == (zh, en)


def test_the_scale_of_one_alliance_and_of_several() -> None:
    assert scale_text(Scale(32, 13, 130), "zh") == "覆盖企业32家、党组织13个、党员130名。"
    assert scale_text(Scale(1004, 150, 3741, 12), "zh") == (
        "12个联盟，覆盖企业1004家、党组织150个、党员3741名。"
    )
    assert scale_text(Scale(1004, 150, 3741, 12), "zh", rounded=True) == (
        "12个联盟，覆盖企业1000余家、党组织150个、党员3700余名。"
    )
    assert scale_text(Scale(1, 1, 1, 2), "en") == (
        "2 alliances with 1 enterprise, 1 branch, 1 member."
    )


@pytest.mark.parametrize(
    ("per", "zh", "en"),
    [
        ("month", "当月三次", "3 times in the month"),
        ("quarter", "一季三次", "3 times in the quarter"),
        ("half_year", "半年三次", "3 times in the half-year"),
        ("year", "全年三次", "3 times in the year"),
    ],
)
def test_a_rate_is_spelled(per: str, zh: str, en: str) -> None:
    assert (rate_text(per, 3, "zh"), rate_text(per, 3, "en")) == (zh, en)
