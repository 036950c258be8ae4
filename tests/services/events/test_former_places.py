"""The place that an event left keeps in feeds the name that it had then."""

from datetime import timedelta

import pytest

from scheduler.services.events import acts, reading
from scheduler.services.events.acts import Act
from scheduler.services.events.change_notes import note
from scheduler.services.feeds.asking import Ask
from scheduler.store import Store, events
from tests.support.served import LATER, own_token, served
from tests.support.world import EXCHANGES, NOW, filled, principal

UID = EXCHANGES[1]
MINUTE = timedelta(minutes=1)


def to(store: Store, venue: str | None, minutes: int) -> None:
    act = Act(UID, principal(store, "secretary"), NOW + minutes * MINUTE)
    acts.change_venue(store, act, venue)


def rename(store: Store, name: str, minutes: int) -> None:
    by, new = principal(store, "secretary"), acts.NewName(name, "Renamed Hall")
    acts.rename_venue(store, "hall", new, by, NOW + minutes * MINUTE)


def block(store: Store, lang: str) -> str:
    """Give the event's part of a feed as a process that has kept nothing writes it, unfolded."""
    octets = served(store, Ask(own_token(store), lang=lang), LATER).calendar.octets
    parts = octets.decode().replace("\r\n ", "").split("BEGIN:VEVENT")
    return next(part for part in parts if f"UID:{UID}" in part)


@pytest.mark.parametrize("lang", ["zh", "en"])
def test_a_place_renamed_after_it_was_left_changes_no_octet(database_url: str, lang: str) -> None:
    store = filled(database_url)
    to(store, "hall", 1)
    to(store, None, 2)
    before = block(store, lang)
    rename(store, "链上议事厅", 3)
    rename(store, "链上新厅", 4)
    assert block(store, lang) == before


def test_a_place_renamed_before_it_was_left_is_told_under_its_name_of_then(
    sqlite_url: str,
) -> None:
    store = filled(sqlite_url)
    to(store, "hall", 1)
    rename(store, "链上议事厅", 2)
    to(store, None, 3)
    rename(store, "链上新厅", 4)
    assert "地点恢复为未定：链上议事厅 → 未定" in block(store, "zh")


@pytest.mark.parametrize("lang", ["zh", "en"])
def test_a_place_that_was_come_back_to_is_told_under_its_name_of_then(
    sqlite_url: str, lang: str
) -> None:
    store = filled(sqlite_url)
    with store.write() as session:
        events.change(session, UID, {"venue": "hall"})
    to(store, "room", 1)
    to(store, "hall", 3)
    rename(store, "链上新厅", 5)
    back = {
        "zh": "换回原地点：甲川报告厅 → 链上会客厅。",
        "en": "Back to the original place: 甲川报告厅 → Chain Parlour.",
    }[lang]
    renamed = {
        "zh": "地点没变，改了名称：链上会客厅 → 链上新厅。",
        "en": "The place stays and has a new name: Chain Parlour → Renamed Hall.",
    }[lang]
    said = block(store, lang)
    assert (back in said, renamed in said) == (True, True)
    view = reading.view(store, UID, principal(store, "secretary"))
    pages = [note(each, lang, view.names, then=view.then(each)) for each in view.changes]
    assert [each.partition("人工调整")[0].partition(" Changed by")[0] for each in pages[1:]] == [
        back,
        renamed,
    ]


def test_a_place_renamed_while_an_event_is_cancelled_is_told_at_once_and_once_it_is_restored(
    sqlite_url: str,
) -> None:
    store = filled(sqlite_url)
    to(store, "hall", 1)
    acts.cancel(store, Act(UID, principal(store, "secretary"), NOW + 2 * MINUTE))
    rename(store, "新名", 3)
    told = "地点没变，改了名称：链上会客厅 → 新名。"
    while_cancelled = block(store, "zh")
    acts.restore(store, Act(UID, principal(store, "secretary"), NOW + 4 * MINUTE))
    for each in (while_cancelled, block(store, "zh")):
        assert "LOCATION:新名" in each
        assert told in each
