"""The form that raises a matter."""

from dataclasses import replace

import pytest

from scheduler.web.parts import Field, Form, Link, Option
from scheduler.web.plain_pages import FormPage
from tests.support.pages import page
from tests.support.world import app, client
from tests.web.matters.walked import MAJOR, post, row

ENTERPRISES = (
    Option("organisation:alpha", "样例甲川公司"),
    Option("organisation:beta", "样例乙川公司"),
    Option("organisation:bureau", "样例科技局"),
    Option("organisation:gamma", "样例丙川公司"),
)


PRESS = "7a3f3f0e-7a51-4c5e-8d36-6c2f9c8b1a11"


def _pressed(shown: object) -> object:
    """Give a form as if it had the known request."""
    assert isinstance(shown, FormPage)
    assert len(dict(shown.form.hidden)["request"]) == len(PRESS)
    hidden = (("alliance", "auto"), ("request", PRESS))
    return replace(shown, form=replace(shown.form, hidden=hidden))


def _form(**typed: str) -> FormPage:
    faults = {name.removeprefix("fault_"): typed[name] for name in typed if "fault_" in name}

    def field(name: str, label: str, **more: object) -> Field:
        return Field(
            name,
            label,
            value=typed.get(name, ""),
            fault=faults.get(name, ""),
            **more,  # type: ignore[arg-type]  # fields of the component
        )

    return FormPage(
        title="替企业提一件",
        lead="样例汽车产业链党委",
        form=Form(
            href="/matters",
            submit="提出",
            fields=(
                field(
                    "raised_by",
                    "哪家企业提出",
                    control="select",
                    options=(Option("", "请选择"), *ENTERPRISES),
                ),
                field("title", "什么事"),
                field("category", "类别"),
                field("detail", "详细情况", control="textarea", optional=True),
                field("major", "是否要事", control="select", options=MAJOR),
            ),
            hidden=(("alliance", "auto"), ("request", PRESS)),
            main=True,
        ),
        crumbs=(Link("/matters", "要事"),),
        back=Link("/matters", "先不提"),
    )


@pytest.mark.parametrize("address", ["/matters/new", "/matters/new?alliance=auto"])
def test_the_form_of_a_new_matter_is_told_whole(sqlite_url: str, address: str) -> None:
    browser = client(app(sqlite_url), "branch")
    first, second = page(browser, address), page(browser, address)
    assert _pressed(first) == _form()
    assert first != second


def test_the_form_of_a_new_matter_names_in_english(sqlite_url: str) -> None:
    shown = page(client(app(sqlite_url), "branch"), "/matters/new?lang=en")
    assert isinstance(shown, FormPage)
    assert shown.lead == "Sample Automotive Chain Committee"
    assert [option.text for option in shown.form.fields[0].options] == [
        "Please choose",
        "Sample Alpha",
        "Sample Beta",
        "样例科技局",
        "样例丙川公司",
    ]


def test_who_reaches_several_alliances_chooses_one_first(sqlite_url: str) -> None:
    browser = client(app(sqlite_url), "committee")

    asked = page(browser, "/matters/new")
    chosen = browser.post("/matters/new", data={"alliance": "auto"})

    assert asked == FormPage(
        title="替企业提一件",
        lead="",
        form=Form(
            href="/matters/new",
            submit="下一步",
            fields=(
                Field(
                    "alliance",
                    "哪个联盟",
                    control="select",
                    options=(
                        Option("auto", "样例汽车产业链党委"),
                        Option("steel", "样例钢铁产业链党委"),
                    ),
                ),
            ),
            main=True,
        ),
        crumbs=(Link("/matters", "要事"),),
        back=Link("/matters", "先不提"),
    )
    assert (chosen.status_code, chosen.location) == (303, "/matters/new?alliance=auto")
    assert _pressed(page(browser, chosen.location)) == _form()


@pytest.mark.parametrize(
    ("role", "alliance", "status"),
    [
        ("member", "", 403),
        ("member", "auto", 403),
        ("branch", "steel", 404),
        ("admin", "nope", 404),
        ("admin", "auto-1", 404),
    ],
)
def test_the_form_is_for_those_who_raise_matters(
    sqlite_url: str, role: str, alliance: str, status: int
) -> None:
    browser = client(app(sqlite_url), role)
    fields = {"alliance": alliance, "title": "事", "category": "类", "raised_by": "x"}
    assert browser.get(f"/matters/new?alliance={alliance}").status_code == status
    if alliance:
        assert browser.post("/matters", data=fields).status_code == status


TYPED = {
    "raised_by": "organisation:beta",
    "title": "厂区夜班班车绕行",
    "category": "交通",
    "detail": "三号门",
    "major": "1",
    "request": PRESS,
}


@pytest.mark.parametrize(
    ("field", "value", "fault"),
    [
        ("title", " ", "标题还空着，请填写。"),
        ("title", "字" * 81, "标题太长：最多80个字，请缩短。"),
        ("title", "一\n二", "标题里有换行或看不见的控制字符，请删去后再提交。"),
        ("category", "", "类别还空着，请填写。"),
        ("detail", "a\x07", "说明里有换行或看不见的控制字符，请删去后再提交。"),
        ("raised_by", "organisation:nope", ""),
        ("raised_by", "", "请选择提出的企业。"),
    ],
)
def test_what_was_typed_stays_with_its_fault(
    sqlite_url: str, field: str, value: str, fault: str
) -> None:
    built = app(sqlite_url)
    typed = TYPED | {field: value}

    shown = page(client(built, "secretary"), "/matters", alliance="auto", **typed)
    answer = client(built, "secretary").post("/matters", data=typed | {"alliance": "auto"})

    assert isinstance(shown, FormPage)
    found = next(each.fault for each in shown.form.fields if each.name == field)
    assert shown == _form(**typed, **{f"fault_{field}": found})
    assert fault in found
    assert found != ""
    assert answer.status_code == 422
    assert row(built) is None


def test_all_that_is_wrong_with_a_matter_is_told_at_once(sqlite_url: str) -> None:
    browser = client(app(sqlite_url), "secretary")
    typed = TYPED | {"title": "", "category": "", "detail": "a\x07", "raised_by": ""}
    shown = page(browser, "/matters", alliance="auto", **typed)
    assert isinstance(shown, FormPage)
    assert [(each.name, each.fault) for each in shown.form.faulty] == [
        ("raised_by", "请选择提出的企业。"),
        ("title", "标题还空着，请填写。"),
        ("category", "类别还空着，请填写。"),
        ("detail", "说明里有换行或看不见的控制字符，请删去后再提交。"),
    ]


def test_a_form_sent_twice_raises_one_matter(sqlite_url: str) -> None:
    built = app(sqlite_url)
    typed = TYPED | {"alliance": "auto"}

    answers = [
        post(built, "/matters", **typed),
        post(built, "/matters", **typed),
        post(built, "/matters", **typed | {"title": "另一件"}),
        post(built, "/matters", **typed | {"request": ""}),
        post(built, "/matters", **typed | {"request": ""}),
    ]

    assert answers == [
        (303, "/matters/m-auto-001"),
        (303, "/matters/m-auto-001"),
        (303, "/matters/m-auto-002"),
        (303, "/matters/m-auto-003"),
        (303, "/matters/m-auto-004"),
    ]
