import pytest

from scheduler.services.matters import board, steps
from scheduler.services.matters.board import Named
from scheduler.services.matters.steps import NewMatter
from scheduler.store import Store
from scheduler.store.roster import Name
from scheduler.store.tables.planning import RuleRow
from scheduler.store.tables.roster import NameRow
from scheduler.web.matters import form as matter_form
from scheduler.web.parts import Option
from scheduler.web.plain_pages import FormPage
from tests.support.pages import page
from tests.support.world import NOW, app, client, principal, runtime

CATEGORIES: tuple[Named, ...] = (
    ("power", Name("用电", "用电", "Power")),
    ("transport", Name("交通", "交通", "Transport")),
    ("气象", Name("气象", "气象", "")),
)


@pytest.mark.parametrize(
    ("typed", "category"),
    [
        ({"category": "transport"}, "transport"),
        ({"category": "交通"}, "transport"),
        ({"category": "-", "other_category": " 交通 "}, "transport"),
        ({"category": "-", "other_category": "Power"}, "power"),
        ({"category": "-", "other_category": "power"}, "power"),
        ({"category": "-", "other_category": "parking"}, "Parking"),
        ({"category": "-", "other_category": "气象"}, "气象"),
        ({"category": "-", "other_category": "power.3"}, "power.3"),
        ({"category": "-", "other_category": "power."}, "power."),
        ({"category": "-", "other_category": "road works"}, "Road works"),
        ({"category": "-"}, ""),
        ({"category": "power", "other_category": "气象"}, "power"),
        ({}, ""),
    ],
)
def test_a_category_in_words_is_meant_as_its_key(typed: dict[str, str], category: str) -> None:
    assert matter_form.wanted(typed, CATEGORIES) == NewMatter("", "", category, "")


def test_a_key_goes_before_the_same_name_written_in_words() -> None:
    labour = ("labour", Name("用工", "用工", "Labour"))
    words = ("用工", Name("用工", "用工", ""))
    typed = {"category": "-", "other_category": "用工"}
    assert [
        matter_form.wanted(typed, listed).category for listed in ((labour, words), (words, labour))
    ] == ["labour", "labour"]


def _fill(store: Store) -> None:
    with store.write() as session:
        session.add_all(
            [
                NameRow(key="transport", name="交通", name_en="Transport"),
                RuleRow(
                    alliance="auto",
                    position=9,
                    key="transport_matters",
                    type="trigger",
                    name="交通要事",
                    data={
                        "on": "matter.raised",
                        "where": {"category": ["transport"]},
                        "steps": [{"role": "committee", "do": "dispatch", "due": "2wd"}],
                    },
                ),
            ]
        )
    by = principal(store, "secretary")
    for category in ("用电", "用电", "气象"):
        new = NewMatter("auto", "一件", category, "organisation:alpha")
        steps.raise_matter(store, new, by=by, now=NOW)


def test_the_categories_of_matters_and_rules_are_offered(sqlite_url: str) -> None:
    built = app(sqlite_url)
    _fill(runtime(built).store)

    shown = page(client(built, "secretary"), "/matters/new")

    assert isinstance(shown, FormPage)
    fields = {field.name: field for field in shown.form.fields}
    assert [option.value for option in fields["category"].options] == [
        "",
        "transport",
        "气象",
        "用电",
        "-",
    ]
    assert fields["category"].options[1] == Option("transport", "交通")
    assert (fields["category"].value, fields["other_category"].optional) == ("", True)


def test_the_fault_of_a_category_stands_where_it_was_to_be_written(sqlite_url: str) -> None:
    built = app(sqlite_url)
    store = runtime(built).store
    _fill(store)
    typed = {"alliance": "auto", "raised_by": "organisation:beta", "title": "班车", "category": "-"}
    browser = client(built, "secretary")

    shown = page(browser, "/matters", **typed)
    sent = browser.post("/matters", data=typed | {"other_category": "交通"})

    assert isinstance(shown, FormPage)
    assert {field.name: field.fault for field in shown.form.faulty} == {
        "other_category": "类别还空着，请填写。"
    }
    assert sent.location == "/matters/m-auto-004"
    view = board.view(store, "m-auto-004", by=principal(store, "secretary"), now=NOW)
    assert (view.card.matter.category, view.card.category.zh) == ("transport", "交通")
