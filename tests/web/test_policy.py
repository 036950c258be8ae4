import pytest

from scheduler.web.policy import Policy, capability, policy_of
from tests.support.world import COUNCILS, app, client

PUBLIC, SIGNED_IN = Policy.PUBLIC, Policy.SIGNED_IN

ROUTES = {
    ("/", "GET"): SIGNED_IN,
    ("/alliances/<key>", "GET"): PUBLIC,
    ("/alliances/<key>/report", "GET"): SIGNED_IN,
    ("/alliances/<key>/subscribe", "GET"): PUBLIC,
    ("/alliances/<key>/subscribe", "POST"): SIGNED_IN,
    ("/alliances/<key>/subscriptions", "GET"): SIGNED_IN,
    ("/alliances/<key>/subscriptions/public", "POST"): SIGNED_IN,
    ("/alliances/<key>/turns", "GET"): SIGNED_IN,
    ("/alliances/<key>/turns", "POST"): SIGNED_IN,
    ("/alliances/<key>/turns/<request_id>/<step>", "POST"): SIGNED_IN,
    ("/alliances/<key>/turns/ask", "GET"): SIGNED_IN,
    ("/alliances/<key>/turns/ask", "POST"): SIGNED_IN,
    ("/assets/<digest>/<name>", "GET"): PUBLIC,
    ("/blackouts", "GET"): SIGNED_IN,
    ("/blackouts", "POST"): SIGNED_IN,
    ("/blackouts/<int:key>/<any(end, remove):act>", "POST"): SIGNED_IN,
    ("/events/<uid>", "GET"): PUBLIC,
    ("/events/<uid>.ics", "GET"): PUBLIC,
    ("/events/<uid>/cancel", "POST"): SIGNED_IN,
    ("/events/<uid>/hold", "POST"): SIGNED_IN,
    ("/events/<uid>/host", "POST"): SIGNED_IN,
    ("/events/<uid>/move", "POST"): SIGNED_IN,
    ("/events/<uid>/restore", "POST"): SIGNED_IN,
    ("/events/<uid>/roll", "GET"): SIGNED_IN,
    ("/events/<uid>/roll", "POST"): SIGNED_IN,
    ("/events/<uid>/seal", "GET"): SIGNED_IN,
    ("/events/<uid>/seal", "POST"): SIGNED_IN,
    ("/events/<uid>/venue", "POST"): SIGNED_IN,
    ("/events/<uid>/venue-name", "POST"): SIGNED_IN,
    ("/healthz", "GET"): PUBLIC,
    ("/lists/<alliance>", "GET"): SIGNED_IN,
    ("/lists/<alliance>", "POST"): SIGNED_IN,
    ("/lists/<alliance>/<key>", "GET"): SIGNED_IN,
    ("/lists/<alliance>/<key>", "POST"): SIGNED_IN,
    ("/lists/<alliance>/<key>/delete", "POST"): SIGNED_IN,
    ("/matters", "GET"): SIGNED_IN,
    ("/matters", "POST"): SIGNED_IN,
    ("/matters/<key>", "GET"): SIGNED_IN,
    ("/matters/<key>/<step>", "POST"): SIGNED_IN,
    ("/matters/new", "GET"): SIGNED_IN,
    ("/matters/new", "POST"): SIGNED_IN,
    ("/plans", "GET"): SIGNED_IN,
    ("/plans/apply", "POST"): SIGNED_IN,
    ("/plans/move", "POST"): SIGNED_IN,
    ("/plans/venue", "POST"): SIGNED_IN,
    ("/plans/undo", "GET"): SIGNED_IN,
    ("/plans/undo", "POST"): SIGNED_IN,
    ("/plans/what-if", "POST"): SIGNED_IN,
    ("/quota", "GET"): SIGNED_IN,
    ("/quota", "POST"): SIGNED_IN,
    ("/readyz", "GET"): PUBLIC,
    ("/favicon.ico", "GET"): PUBLIC,
    ("/robots.txt", "GET"): PUBLIC,
    ("/roster", "GET"): SIGNED_IN,
    ("/roster/<any(join, leave, person):act>", "POST"): SIGNED_IN,
    ("/rules", "GET"): SIGNED_IN,
    ("/rules/<alliance>/<key>", "GET"): SIGNED_IN,
    ("/rules/<alliance>/<key>", "POST"): SIGNED_IN,
    ("/rules/<alliance>/<key>/delete", "POST"): SIGNED_IN,
    ("/rules/<alliance>/new", "GET"): SIGNED_IN,
    ("/rules/<alliance>/new", "POST"): SIGNED_IN,
    ("/signin", "GET"): PUBLIC,
    ("/signin", "POST"): PUBLIC,
    ("/signout", "POST"): PUBLIC,
    ("/subscriptions", "GET"): SIGNED_IN,
    ("/subscriptions", "POST"): SIGNED_IN,
    ("/subscriptions/<subscription>/end", "POST"): SIGNED_IN,
    ("/subscriptions/<subscription>/renew", "POST"): SIGNED_IN,
    ("/workdays", "GET"): SIGNED_IN,
    ("/workdays/<int(fixed_digits=4):number>", "GET"): SIGNED_IN,
    ("/workdays/import", "POST"): SIGNED_IN,
    ("/workdays/preview", "POST"): SIGNED_IN,
}
"""Every page and what it asks of its reader; a new page takes its place here."""


def test_every_page_declares_who_may_open_it(sqlite_url: str) -> None:
    built = app(sqlite_url)
    declared = {
        (rule.rule, method): policy_of(built.view_functions[rule.endpoint])
        for rule in built.url_map.iter_rules()
        for method in (rule.methods or set()) - {"HEAD", "OPTIONS"}
        if not rule.rule.startswith("/api/")
    }
    assert declared == ROUTES


def test_a_page_that_declares_nothing_is_never_served(
    sqlite_url: str, caplog: pytest.LogCaptureFixture
) -> None:
    built = app(sqlite_url)
    built.add_url_rule("/planted", view_func=lambda: "secret", endpoint="planted")

    answer = client(built, "admin").get("/planted")

    assert (answer.status_code, "secret" in answer.text) == (500, False)
    assert "planted declares no policy" in caplog.text


def _addresses(method: str) -> list[str]:
    filled = {
        "<key>": "auto",
        "<alliance>": "steel",
        "<uid>": COUNCILS[2],
        "<step>": "dispatch",
        "<subscription>": "s",
        "<request_id>": "r-1",
        "<int(fixed_digits=4):number>": "2026",
        "<int:key>": "1",
        "<any(end, remove):act>": "end",
        "<any(join, leave, person):act>": "join",
    }
    found = []
    for (rule, asked), policy in ROUTES.items():
        if asked == method and policy is SIGNED_IN:
            for field, value in filled.items():
                rule = rule.replace(field, value)  # noqa: PLW2901 - filled step by step
            found.append(rule)
    return found


@pytest.mark.parametrize("address", _addresses("GET"))
def test_a_stranger_is_led_to_the_sign_in_and_back(sqlite_url: str, address: str) -> None:
    back = "" if address == "/" else f"?next={address.replace('/', '%2F')}"
    answer = client(app(sqlite_url)).get(address)
    assert (answer.status_code, answer.location) == (303, f"/signin{back}")


@pytest.mark.parametrize("address", _addresses("POST"))
def test_a_form_of_a_stranger_leads_back_to_today(sqlite_url: str, address: str) -> None:
    answer = client(app(sqlite_url)).post(address)
    assert (answer.status_code, answer.location) == (303, "/signin")


def test_an_address_may_itself_be_the_permission(sqlite_url: str) -> None:
    @capability
    def view() -> str:
        return "seen"

    built = app(sqlite_url)
    built.add_url_rule("/c/sample", view_func=view, endpoint="planted")

    assert policy_of(view) is Policy.CAPABILITY
    assert client(built).get("/c/sample").text == "seen"


def test_something_else_named_policy_declares_nothing() -> None:
    def view() -> str:
        return ""

    view.policy = "public"  # type: ignore[attr-defined]  # what a stray name would look like
    assert policy_of(view) is None
