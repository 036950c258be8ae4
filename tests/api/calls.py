"""The API as a client of it sees it."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from flask import Flask
from flask.testing import FlaskClient
from werkzeug.test import TestResponse

from scheduler.services.access import SCOPES
from scheduler.store import Store
from tests.support import world

PREFIX = "/api/v1"


@dataclass(frozen=True, slots=True)
class Api:
    """An application on a database, and a token for it."""

    app: Flask
    token: str

    @property
    def store(self) -> Store:
        return world.runtime(self.app).store

    @property
    def client(self) -> FlaskClient:
        return self.app.test_client()

    def with_token(self, *scopes: str, alliances: tuple[str, ...] = ()) -> "Api":
        """Call the same application with another token."""
        return Api(self.app, world.token(self.store, *scopes, alliances=alliances))

    def get(self, path: str, headers: Mapping[str, str] | None = None) -> TestResponse:
        return self.client.get(PREFIX + path, headers=self._headers(headers))

    def post(
        self, path: str, body: object = None, headers: Mapping[str, str] | None = None
    ) -> TestResponse:
        sent: dict[str, Any] = {} if body is None else {"json": body}
        return self.client.post(PREFIX + path, headers=self._headers(headers), **sent)

    def change(
        self, method: str, path: str, body: object = None, version: str | None = None
    ) -> TestResponse:
        """Ask for a change of the version that ``If-Match`` names."""
        sent: dict[str, Any] = {} if body is None else {"json": body}
        headers = self._headers({} if version is None else {"If-Match": version})
        return self.client.open(PREFIX + path, method=method, headers=headers, **sent)

    def send(self, path: str, raw: bytes, media_type: str = "application/json") -> TestResponse:
        """Post bytes as they are."""
        headers = self._headers({"Content-Type": media_type})
        return self.client.post(PREFIX + path, data=raw, headers=headers)

    def items(self, path: str) -> list[dict[str, Any]]:
        answer = self.get(path)
        assert answer.status_code == 200, answer.text
        assert answer.json is not None
        found: list[dict[str, Any]] = answer.json["items"]
        return found

    def _headers(self, more: Mapping[str, str] | None) -> dict[str, str]:
        return {"Authorization": f"Bearer {self.token}", **(more or {})}


def opened(
    url: str, *scopes: str, alliances: tuple[str, ...] = (), now: datetime = world.NOW
) -> Api:
    """Build an application on a database with a token of these scopes, or of all."""
    app = world.app(url, now)
    store = world.runtime(app).store
    return Api(app, world.token(store, *(scopes or SCOPES), alliances=alliances))


def code(answer: TestResponse) -> tuple[int, str]:
    """Give the status and the stable code of a problem."""
    assert answer.mimetype == "application/problem+json", answer.text
    assert answer.json is not None
    return answer.status_code, answer.json["code"]
