import pytest

from scheduler.services.access import Grant, Principal, Role
from scheduler.web import viewer
from scheduler.web.frame import Viewer, current_viewer
from tests.support.world import app, client


@pytest.mark.parametrize(
    ("role", "shown"),
    [
        ("admin", Viewer("admin样例", "系统管理员", "")),
        ("committee", Viewer("committee样例", "上级党委", "auto")),
        ("alliance_admin", Viewer("alliance_admin样例", "联盟管理员", "auto")),
        ("secretary", Viewer("secretary样例", "联盟秘书", "auto")),
        ("branch", Viewer("branch样例", "支部书记", "auto")),
        ("host", Viewer("host样例", "承办单位", "auto")),
        ("member", Viewer("member样例", "成员", "auto")),
        ("other", Viewer("other样例", "联盟管理员", "steel")),
        (None, None),
    ],
)
def test_the_frame_is_told_who_reads(
    sqlite_url: str, role: str | None, shown: Viewer | None
) -> None:
    browser = client(app(sqlite_url), role)
    with browser:
        browser.get("/signin")
        assert current_viewer() == shown


def test_a_reader_of_several_alliances_is_at_home_in_the_first() -> None:
    grants = (
        Grant(Role.HOST_DUTY, "organisation:x", frozenset({"steel", "wood"})),
        Grant(Role.MEMBER, "body:auto-1", frozenset({"auto"})),
    )
    assert viewer.home(Principal("u", "样例", grants)) == "auto"
    assert viewer.home(Principal("u", "样例")) == ""


def test_roles_are_named_in_english_too(sqlite_url: str) -> None:
    with app(sqlite_url).test_request_context("/?lang=en"):
        names = [viewer.role_name(role) for role in (*Role, None)]
    assert names == [
        "System administrator",
        "Cluster committee",
        "Alliance administrator",
        "Alliance secretary",
        "Branch secretary",
        "Hosting organisation",
        "Member",
        "",
    ]
