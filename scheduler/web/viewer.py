"""Who reads a page, as the frame shows it."""

from flask import Flask
from flask_babel import gettext

from scheduler.services.access import Principal, Role
from scheduler.web.frame import Viewer, set_viewer
from scheduler.web.session import current


def install(app: Flask) -> None:
    """Tell the frame who reads, before each page."""
    app.before_request(_show)


def _show() -> None:
    principal = current()
    if principal is not None:
        set_viewer(Viewer(principal.name, role_name(principal.role), home(principal)))


def home(principal: Principal) -> str:
    """Give the alliance that is the reader's own: the first by key, none for a system admin."""
    return min((key for grant in principal.grants for key in grant.alliances), default="")


def role_name(role: Role | None) -> str:
    """Give the word for a role in the reader's language."""
    names = {
        Role.SYSTEM_ADMIN: gettext("系统管理员"),
        Role.CLUSTER_COMMITTEE: gettext("上级党委"),
        Role.ALLIANCE_ADMIN: gettext("联盟管理员"),
        Role.ALLIANCE_SECRETARY: gettext("联盟秘书"),
        Role.BRANCH_SECRETARY: gettext("支部书记"),
        Role.HOST_DUTY: gettext("承办单位"),
        Role.MEMBER: gettext("成员"),
    }
    return names.get(role, "") if role else ""
