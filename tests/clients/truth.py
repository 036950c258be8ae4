"""What the API says of the events that a feed must show."""

from collections.abc import Callable
from datetime import UTC, date, datetime
from typing import Any

from scheduler.domain.moments import SHANGHAI
from tests.clients.seen import ParsedEvent
from tests.support.world import ALLIANCE

Ask = Callable[[str], dict[str, Any]]
"""Asks the API for an address under its prefix and gives the JSON of the answer."""

_MARK = "【取消】"


def truth(ask: Ask) -> frozenset[ParsedEvent]:
    """Give the events of the alliance as a client has to show them."""
    events = _all(ask, f"/events?alliance={ALLIANCE}&limit=100", "cursor")
    changes = _all(ask, f"/changes?alliance={ALLIANCE}", "since")
    # What is retired stays in the calendar of the service and leaves the feeds.
    gone: dict[str, bool] = {}
    for change in changes:
        if change["entity"] == "event" and change["kind"] in {"retired", "restored"}:
            gone[change["entity_id"]] = change["kind"] == "retired"
    return frozenset(_shown(each) for each in events if not gone.get(each["uid"]))


def _all(ask: Ask, path: str, field: str) -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = []
    answer = ask(path)
    found += answer["items"]
    while answer.get("more", answer["next"] is not None):
        answer = ask(f"{path}&{field}={answer['next']}")
        found += answer["items"]
    return found


def _shown(event: dict[str, Any]) -> ParsedEvent:
    cancelled = event["status"] == "cancelled"
    venue = event["venue"]
    return ParsedEvent(
        event["uid"],
        _edge(event["start"], whole_day=event["all_day"]),
        _edge(event["end"], whole_day=event["all_day"]),
        f"{_MARK}{event['title']}" if cancelled else event["title"],
        event["names"][venue]["zh"] if venue else "",
        "CANCELLED" if cancelled else "TENTATIVE" if event["tentative"] else "CONFIRMED",
        event["sequence"],
    )


def _edge(text: str, *, whole_day: bool) -> date:
    moment = datetime.fromisoformat(text)
    return moment.astimezone(SHANGHAI).date() if whole_day else moment.astimezone(UTC)
