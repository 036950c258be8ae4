"""The figures of a period, as JSON."""

import pytest

from tests.api.calls import Api
from tests.support.world import COUNCILS, EXCHANGES


def test_a_report_tells_the_figures_of_its_period(shared: Api) -> None:
    answer = shared.get("/reports?alliance=auto&period=2026-H1").json

    assert answer is not None
    assert answer.pop("headline").keys() == answer.pop("overview").keys() == {"zh", "en"}
    assert answer == {
        "alliance": "auto",
        "period": "2026-H1",
        "start": "2026-01-01",
        "end": "2026-07-01",
        "as_of": None,
        "events": 3,
        "kinds": {"council": 2, "exchange": 1},
        "councils": 2,
        "exchanges": 1,
        "heads": 0,
        "companies": 0,
        "visits": {"organisations": 0, "times": 0},
        "tags": [],
        "by_branch": [],
        "scale": {"enterprises": 3, "branches": 2, "members": 6},
        "sentences": answer["sentences"],
        "turnout": {"part": 0, "whole": 0},
        "promises": answer["promises"],
        "matters": {
            "raised": 0,
            "accepted": 0,
            "withdrawn": 0,
            "resolved": 0,
            "methods": {},
            "open": 0,
            "proxied": None,
        },
        "attendance": None,
        "hosts": [{"name": {"zh": "样例甲川公司", "en": "Sample Alpha"}, "count": 1}],
        "vacancies": [],
        "meetings": [
            {
                "uid": uid,
                "day": day,
                "host": host,
                "attendance": None,
                "branches": 0,
                "organisations": 0,
            }
            for uid, day, host in (
                (COUNCILS[0], "2026-03-11", None),
                (EXCHANGES[0], "2026-04-15", "organisation:alpha"),
                (COUNCILS[1], "2026-06-10", None),
            )
        ],
        "held": [COUNCILS[0], EXCHANGES[0], COUNCILS[1]],
    }
    assert answer["promises"][0] == {
        "rule": "quarterly_council",
        "name": "日常一季一议",
        "name_en": "",
        "due": 2,
        "held": 2,
        "days": ["2026-03-11", "2026-06-10"],
        "elsewhere": [],
        "visits": None,
        "missing": 0,
        "waived": 0,
        "carried": 0,
        "forfeited": 0,
    }
    assert [lines[-1] for lines in answer["sentences"].values()] == [
        "覆盖企业3家、党组织2个、党员6名。",
        "3 enterprises, 2 branches, 6 members.",
    ]


@pytest.mark.parametrize("period", ["2026-Q5", "1999", "9999-Q4", "2026-W30", "9" * 4000, "a"])
def test_a_period_that_cannot_be_reported_on_is_refused(shared: Api, period: str) -> None:
    answer = shared.get(f"/reports?alliance=auto&period={period}")

    assert answer.status_code == 422
    assert answer.json is not None
    assert [each["parameter"] for each in answer.json["errors"]] == ["period"]


@pytest.mark.parametrize("period", ["2026-Q9", "2026-W30"])
def test_the_refusal_of_a_period_names_periods_that_can_be_had(shared: Api, period: str) -> None:
    answer = shared.get(f"/reports?alliance=auto&period={period}").json
    assert answer is not None
    assert answer["messages"] == {
        "zh": f"期间“{period}”不能用，请填年、半年、季或月，例：2026、2026-H1、2026-Q4、2026-09。",
        "en": f"Period “{period}” cannot be used. Name a year, half year, quarter or month, such "
        "as 2026, 2026-H1, 2026-Q4 or 2026-09.",
    }
