"""Parameters of several values, asked row by row."""

import re

import pytest

from scheduler.store import Store
from tests.web.rules.forms import NEW, browser, fields, kept

_TWICE = {
    "type": "coverage",
    "name": "主题学习",
    "p.per": "half_year",
    "p.min": "1",
    "p.kind": "exchange",
    "p.axes.0.name": "theme",
    "p.axes.0.values": "甲、乙",
    "p.axes.1.name": "theme",
    "p.axes.1.values": "丙",
    "host.way": "open",
    "p.late": "makeup",
    "do": "save",
}


@pytest.mark.parametrize(
    ("lang", "told"),
    [
        ("zh", "要覆盖哪些：这一行与上面一行是同一样，请并成一行。"),
        (
            "en",
            "What is covered: this row is for the same thing as one above. Put both in one row.",
        ),
    ],
)
def test_what_two_rows_hold_of_one_thing_is_refused_at_the_second_and_stays(
    sqlite_url: str, lang: str, told: str
) -> None:
    answer = browser(sqlite_url).post(f"{NEW}?lang={lang}", data=_TWICE)

    assert answer.status_code == 422
    assert f'<a href="#p.axes.1.name">{told}</a>' in answer.text
    rows = fields(answer.text)
    assert [rows[f"p.axes.{row}.name"] for row in range(2)] == ["theme", "theme"]
    assert [re.split("[、, ]+", rows[f"p.axes.{row}.values"]) for row in range(2)] == [
        ["甲", "乙"],
        ["丙"],
    ]


@pytest.mark.parametrize(
    ("lang", "told"),
    [
        ("zh", "行不够，按“看看排出什么”就再添两行。"),
        ("en", "When the rows are full, “See what it yields” adds two."),
    ],
)
def test_steps_have_rows_to_spare_and_looking_adds_some(
    sqlite_url: str, lang: str, told: str
) -> None:
    def rows(text: str) -> int:
        return sum(name.endswith(".due") for name in fields(text) if name.startswith("p.steps."))

    reader = browser(sqlite_url)
    first = reader.get(f"{NEW}?type=trigger&lang={lang}").text
    steps = {f"p.steps.{row}.due": "2" for row in range(4)}
    looked = reader.post(f"{NEW}?lang={lang}", data=fields(first) | steps | {"do": "look"}).text

    assert (rows(first), rows(looked)) == (4, 6)
    assert told in first


def test_rows_that_were_put_together_are_kept(sqlite_url: str, store: Store) -> None:
    reader = browser(sqlite_url)
    shown = fields(reader.post(NEW, data=_TWICE).text)
    mended = {"p.axes.0.values": "甲、乙、丙", "p.axes.1.name": "", "p.axes.1.values": ""}

    assert reader.post(NEW, data=shown | mended | {"do": "save"}).status_code == 303
    assert kept(store, "coverage_1").rule.data["axes"] == {"theme": ["甲", "乙", "丙"]}


@pytest.mark.parametrize(
    ("lang", "told"),
    [
        ("zh", "本联盟的职务（要有人担任，不是活动）"),
        ("en", "Offices of this alliance (to be filled; no events)"),
    ],
)
def test_offices_that_an_alliance_fills_are_chosen_by_name(
    sqlite_url: str, store: Store, lang: str, told: str
) -> None:
    reader = browser(sqlite_url)
    text = reader.get(f"{NEW}?type=staffing&lang={lang}").text
    offered = re.findall(r'name="p.for" value="body:[^>]*>\s*(?:<span>)?([^<]*)', text)
    form = fields(text) | {"name": "四类力量", "do": "save"}
    office = {"p.for": ["body:alliance"], "p.require.0.role": "liaison", "p.require.0.n": "1"}

    assert reader.post(NEW, data=form | office).status_code == 303
    assert ([each.strip() for each in offered], "body:其他" in text) == ([told], False)
    assert dict(kept(store, "staffing_1").rule.data) == {
        "for": "body:alliance",
        "require": [{"role": "liaison", "n": 1}],
    }
