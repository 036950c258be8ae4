"""What the preview shows: the name of each sample, its template and its value."""

from scheduler.web.attendance.parts import (
    RollPage,
)
from scheduler.web.parts import (
    Words,
)
from scheduler.web.plain_pages import ErrorPage, SignInPage
from scheduler.web.plans.parts import PlanRows, PlansPage
from tests.web.calendar_samples import (
    BARE_EVENT,
    BARE_TODAY,
    BARE_YEAR,
    EVENT,
    TODAY,
    YEAR,
)
from tests.web.subscription_samples import BARE_EVIDENCE, BARE_SUBSCRIBE, EVIDENCE, SUBSCRIBE
from tests.web.turn_samples import ASK, BARE_TURNS, TURNS
from tests.web.work_samples import (
    BARE_PLAN,
    MATTER,
    MATTERS,
    NEW_MATTER,
    PLAN,
    PLANS,
    ROLL,
    SEAL,
    SEALED,
)

SAMPLES: dict[str, tuple[str, object]] = {
    "today": ("today.html", TODAY),
    "today-bare": ("today.html", BARE_TODAY),
    "year": ("alliance_year.html", YEAR),
    "year-bare": ("alliance_year.html", BARE_YEAR),
    "turns": ("turns.html", TURNS),
    "turns-bare": ("turns.html", BARE_TURNS),
    "turn-ask": ("turn_ask.html", ASK),
    "event": ("event.html", EVENT),
    "event-bare": ("event.html", BARE_EVENT),
    "roll": ("roll.html", ROLL),
    "roll-sealed": ("roll.html", SEALED),
    "roll-nobody": (
        "roll.html",
        RollPage("会", "今天", Words("应到0人。"), "/roll", (), query="x"),
    ),
    "seal": ("seal.html", SEAL),
    "matters": ("matters.html", MATTERS),
    "matter": ("matter.html", MATTER),
    "new-matter": ("form.html", NEW_MATTER),
    "plans": ("plans.html", PLANS),
    "plans-none": ("plans.html", PlansPage(Words("改动先看清楚，再发布。"), PlanRows())),
    "plan": ("plan.html", PLAN),
    "plan-bare": ("plan.html", BARE_PLAN),
    "subscribe": ("subscribe.html", SUBSCRIBE),
    "subscribe-bare": ("subscribe.html", BARE_SUBSCRIBE),
    "evidence": ("subscriptions.html", EVIDENCE),
    "evidence-bare": ("subscriptions.html", BARE_EVIDENCE),
    "signin": ("signin.html", SignInPage("sample", "/", "用户名或密码不对。")),
    "error-404": ("error.html", ErrorPage(404, "not_found")),
    "error-401": ("error.html", ErrorPage(401, "unauthorized")),
    "error-503": ("error.html", ErrorPage(503, "unavailable", "数据库正忙。", 6)),
    "error-418": ("error.html", ErrorPage(418, "other")),
}
