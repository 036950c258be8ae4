"""The description of the API, for programs and for people."""

import json
import re
from typing import Any

import pytest
from openapi_spec_validator import OpenAPIV31SpecValidator

from scheduler.api.reading import ticked
from scheduler.domain.text.errors import SENTENCES
from tests.api.calls import PREFIX, Api
from tests.api.test_gate import NEEDS
from tests.support.visiting import with_lists
from tests.support.world import COUNCILS


@pytest.fixture(scope="module")
def description(shared: Api) -> dict[str, Any]:
    """The description as it is served."""
    found: dict[str, Any] | None = shared.get("/openapi.json").json
    assert found is not None
    return found


def operations(description: dict[str, Any]) -> dict[str, dict[str, Any]]:
    return {
        f"{method.upper()} {path.removeprefix(PREFIX)}": operation
        for path, item in description["paths"].items()
        for method, operation in item.items()
        if method in {"get", "post", "put", "patch", "delete"}
    }


def test_the_description_is_valid(description: dict[str, Any]) -> None:
    OpenAPIV31SpecValidator(description).validate()

    assert description["openapi"] == "3.1.0"


def test_every_route_is_described_with_its_scopes(description: dict[str, Any]) -> None:
    routes = {re.sub(r"<(?:[^:<>]+:)?(\w+)>", r"{\1}", name) for name in NEEDS}
    found = operations(description)

    assert set(found) == routes
    assert [name for name, each in found.items() if not each["security"][0]["bearer"]] == []
    assert [name for name, each in found.items() if not each["summary"].endswith(".")] == []
    assert len({each["operationId"] for each in found.values()}) == len(found)


def test_every_operation_describes_its_refusals(description: dict[str, Any]) -> None:
    problem = {"$ref": "#/components/schemas/Problem"}
    refused = description["components"]["responses"]["DEFAULT_ERROR"]

    assert refused["content"] == {"application/problem+json": {"schema": problem}}
    assert [
        name
        for name, each in operations(description).items()
        if each["responses"]["default"] != {"$ref": "#/components/responses/DEFAULT_ERROR"}
    ] == []


def test_every_example_of_a_body_works(api: Api, description: dict[str, Any]) -> None:
    with_lists(api.store)
    assert api.post(f"/events/{COUNCILS[2]}/register/open").status_code == 201
    tried = {}
    for name, operation in operations(description).items():
        body = operation.get("requestBody", {}).get("content", {}).get("application/json", {})
        if "example" in body:
            place = name.removeprefix("POST ").replace("{uid}", COUNCILS[2])
            key = "1" if "/blackouts/" in place else "m-auto-001"
            answer = api.post(place.replace("{key}", key), body["example"])
            tried[operation["operationId"]] = answer.status_code

    assert tried == {
        "add_membership": 201,
        "create_rule": 201,
        "check_rule": 200,
        "import_notice": 200,
        "add_blackout": 201,
        "end_blackout": 200,
        "raise_matter": 201,
        "take_step": 201,
        "preview_plan": 200,
        "record_ops": 200,
        "ask_for_turn": 201,
        "record_visits": 201,
        "create_subscription": 201,
        "announce_subscription": 200,
    }


def test_the_page_asks_nothing_of_any_other_host(shared: Api) -> None:
    answer = shared.client.get(f"{PREFIX}/docs")
    fetched = re.findall(r'(?:src|href|action)="([^"#]+)', answer.text)

    assert answer.mimetype == "text/html"
    assert set(fetched) == {"/api/v1/docs.css", "/api/v1/openapi.json"}
    assert "<script" not in answer.text
    assert "style=" not in answer.text


def test_the_page_names_every_operation_schema_and_code(
    shared: Api, description: dict[str, Any]
) -> None:
    ids = set(re.findall(r' id="([^"]+)"', shared.client.get(f"{PREFIX}/docs").text))

    assert {each["operationId"] for each in operations(description).values()} <= ids
    assert {f"schema-{name}" for name in description["components"]["schemas"]} <= ids
    assert {code for code in SENTENCES if "." not in code} <= ids
    assert {"unauthenticated", "unknown_path", "bad_json", "resync"} <= ids


def test_every_link_on_the_page_leads_somewhere(shared: Api) -> None:
    page = shared.client.get(f"{PREFIX}/docs").text
    ids = set(re.findall(r' id="([^"]+)"', page))

    assert set(re.findall(r'href="#([^"]+)"', page)) - ids == set()


def test_code_on_the_page_is_code_and_everything_else_is_text() -> None:
    assert ticked("a <b> in `x<y` & `z`") == (
        "a &lt;b&gt; in <code>x&lt;y</code> &amp; <code>z</code>"
    )


def test_the_description_has_the_same_bytes_each_time(shared: Api, api: Api) -> None:
    first, again = (each.client.get(f"{PREFIX}/openapi.json") for each in (shared, api))

    assert first.data == again.data
    assert json.loads(first.data)["info"]["title"] == "Alliance scheduler"
