"""Read the presets' JSON files into finished values; each file is one source document."""

import json
from collections.abc import Iterable, Mapping
from datetime import date, time
from functools import cache
from importlib.resources import files
from typing import Any

from scheduler.domain.activity import ActivityKind
from scheduler.domain.roster import (
    Body,
    BodyKind,
    Membership,
    Organisation,
    OrganisationKind,
    Tenure,
    Venue,
)
from scheduler.presets.samples import Block, Seat, block_roster, listed_roster, seat_roster
from scheduler.presets.values import Preset, Roster, SampleList
from scheduler.rules.model import Rule

SOURCES = ("kunshan", "jiyang", "wujin", "jingjiang", "jinshan_songjiang")
"""The files of the five source documents, in their order."""

_Data = Mapping[str, Any]


@cache
def load() -> tuple[Preset, ...]:
    """Give the five presets; they are read once."""
    common = _read("kinds")
    return tuple(_preset(_read(source), common) for source in SOURCES)


def _read(name: str) -> _Data:
    text = files("scheduler.presets").joinpath("data", f"{name}.json").read_text("utf-8")
    data: _Data = json.loads(text)
    return data


def _preset(data: _Data, common: _Data) -> Preset:
    alliances = tuple(_body(item, public=True) for item in data["alliances"])
    listed = tuple(_sample_list(item) for item in data.get("sample_lists", ()))
    roster = _roster(data, alliances) + _visitors(listed, data)
    return Preset(
        key=data["key"],
        name=data["name"],
        name_en=data["name_en"],
        source=data["source"],
        alliances=tuple(body.key for body in alliances),
        roster=roster,
        venues=tuple(_venue(item) for item in data["venues"]),
        rules=_rules(data["rules"], alliances),
        groups={key: tuple(value) for key, value in data.get("groups", {}).items()},
        lists=_lists(data, alliances) | {(each.alliance, each.name): each.keys for each in listed},
        kinds=tuple(_kind(item) for item in common["kinds"]),
        names={key: (chinese, english) for key, (chinese, english) in common["names"].items()}
        | {key: pair for each in listed for key, pair in each.named.items()},
        offered=_rules(data["offered"]["rules"], alliances),
        offered_lists={
            (alliance.key, name): _counted(item)
            for alliance in alliances
            for name, item in data["offered"].get("lists", {}).items()
        },
    )


def _roster(data: _Data, alliances: tuple[Body, ...]) -> Roster:
    above = tuple(_body(item) for item in data["bodies"])
    beside = tuple(_body(item) for item in data.get("task_bodies", ()))
    named = Roster(
        organisations=tuple(_organisation(item) for item in data["organisations"]),
        bodies=above + alliances + beside,
        memberships=(
            *_memberships("organisation", data["organisations"]),
            *_memberships("body", data["bodies"]),
            *(Membership(**item) for item in data.get("memberships", ())),
        ),
    )
    leaders = {
        alliance.key: sum(
            membership.body == alliance.key and membership.role == "chain_leader"
            for membership in named.memberships
        )
        for alliance in alliances
    }
    blocks = (_block(item, alliances) for item in data["samples"])
    seats = tuple(_seat(item, alliances) for item in data["officials"])
    roster = sum((block_roster(block, leaders) for block in blocks), named)
    return roster + seat_roster(seats, above[0].key, data["key"])


def _body(item: _Data, *, public: bool = False) -> Body:
    return Body(
        key=item["key"],
        name=item["name"],
        kind=BodyKind(item["kind"]),
        short_name=item["short_name"],
        name_en=item["name_en"],
        parent=item.get("parent"),
        tenure=_tenure(item),
        public_calendar=public,
    )


def _organisation(item: _Data) -> Organisation:
    return Organisation(
        key=item["key"],
        name=item["name"],
        kind=OrganisationKind(item["kind"]),
        short_name=item["short_name"],
        name_en=item["name_en"],
        sector=item.get("sector", ""),
    )


def _memberships(entity: str, items: Iterable[_Data]) -> Iterable[Membership]:
    for item in items:
        for body in item.get("member_of", ()):
            yield Membership(f"{entity}:{item['key']}", body, item.get("role", "member"))


def _venue(item: _Data) -> Venue:
    return Venue(item["key"], item["name"], item["name_en"], tuple(item["classes"]))


def _kind(item: _Data) -> ActivityKind:
    return ActivityKind(
        key=item["key"],
        name=item["name"],
        name_en=item["name_en"],
        start=time.fromisoformat(item.get("start", "14:30")),
        minutes=item.get("minutes", 120),
        days=item.get("days", 1),
        audience=item.get("audience", "delegates"),
    )


def _tenure(item: _Data) -> Tenure:
    since, until = (
        date.fromisoformat(item[name]) if name in item else None for name in ("since", "until")
    )
    return Tenure(since, until)


def _rules(items: Iterable[_Data], owners: Iterable[Body]) -> tuple[Rule, ...]:
    stated = tuple(items)
    return tuple(
        _rule(item, owner.key)
        for owner in owners
        for item in stated
        if owner.key in item.get("for_alliances", (owner.key,))
    )


def _rule(item: _Data, owner: str) -> Rule:
    own = {"key", "type", "name", "name_en", "for_alliances", "since", "until"}
    return Rule(
        key=item["key"],
        type=item["type"],
        owner=owner,
        name=item["name"],
        name_en=item["name_en"],
        data={key: value for key, value in item.items() if key not in own},
        tenure=_tenure(item),
    )


def _chosen(item: _Data, alliances: tuple[Body, ...]) -> tuple[Body, ...]:
    keys = item.get("alliances", [alliance.key for alliance in alliances])
    return tuple(alliance for alliance in alliances if alliance.key in keys)


def _block(item: _Data, alliances: tuple[Body, ...]) -> Block:
    return Block(**{**item, "alliances": _chosen(item, alliances)})


def _seat(item: _Data, alliances: tuple[Body, ...]) -> Seat:
    return Seat(**{**item, "alliances": _chosen(item, alliances)})


def _sample_list(item: _Data) -> SampleList:
    numbers = range(1, item["count"] + 1)
    keys = _counted(item)
    named = {
        key: (item["name"].format(number), item["name_en"].format(number))
        for number, key in zip(numbers, keys, strict=True)
        if "name" in item
    }
    return SampleList(item["alliance"], item["list"], keys, named)


def _visitors(listed: Iterable[SampleList], data: _Data) -> Roster:
    """Make the people whom sample lists name, at home in the body above the alliances."""
    people = [
        key.removeprefix("person:")
        for each in listed
        for key in each.keys
        if key.startswith("person:")
    ]
    return listed_roster(people, len(data["officials"]), data["bodies"][0]["key"])


def _counted(item: _Data) -> tuple[str, ...]:
    """Give the sample entries of a list, counted from 1."""
    return tuple(item["each"].format(number) for number in range(1, item["count"] + 1))


def _lists(data: _Data, alliances: tuple[Body, ...]) -> dict[tuple[str, str], tuple[str, ...]]:
    """Give the lists that no membership tells: whoever joins enters the others by joining."""
    lists = {
        (alliance.key, name): tuple(items)
        for alliance in alliances
        for name, items in data.get("lists", {}).items()
    }
    for venue in data["venues"]:
        for base_of in venue["base_of"]:
            lists[base_of, "base"] = (venue["key"],)
    return lists
