"""What is kept of feeds: in memory, and in the database across a restart."""

from datetime import timedelta

from hypothesis import given
from hypothesis import strategies as st

from feeds.profiles import GENERIC, OUTLOOK
from feeds.validators import compress, etag_of
from scheduler.services.events import acts
from scheduler.services.events.acts import Act
from scheduler.services.feeds import contents, serving
from scheduler.services.feeds.asking import Ask
from scheduler.services.feeds.serving import Unchanged
from scheduler.services.feeds.shelf import Calendar, Kept, Shelf
from scheduler.store import feed_copies, schema
from scheduler.store.feed_copies import Block, State
from tests.support.queries import statements
from tests.support.served import LATER, own_token, served
from tests.support.world import BASE_URL, COUNCILS, filled, principal


@given(st.lists(st.tuples(st.sampled_from("abcdef"), st.integers(1, 5)), max_size=30))
def test_memory_keeps_the_latest_within_its_limit(steps: list[tuple[str, int]]) -> None:
    kept: Kept[str, int] = Kept(8)
    used: list[tuple[str, int]] = []
    for key, size in steps:
        kept.put(key, size, size)
        used = [each for each in used if each[0] != key] + [(key, size)]
        while sum(taken for _, taken in used) > 8 and len(used) > 1:
            used.pop(0)
        assert {key: kept.get(key) for key in "abcdef"} == {
            key: dict(used).get(key) for key in "abcdef"
        }
        used = [each for each in used if each[0] in dict(used)]
        used.sort(key=lambda each: "abcdef".index(each[0]))  # as they were just looked at
        assert len(kept) == len(used)


def test_what_is_made_of_a_calendar_is_made_once() -> None:
    calendar = Calendar(b"x" * 1_000)
    assert (calendar.etag, calendar.zipped) == (etag_of(b"x" * 1_000), compress(b"x" * 1_000))
    assert (calendar.etag is calendar.etag, calendar.zipped is calendar.zipped) == (True, True)


def test_blocks_and_validators_outlive_the_process(database_url: str) -> None:
    store = filled(database_url)
    ask, shelf = Ask(own_token(store)), Shelf(BASE_URL)
    first = served(store, ask, shelf=shelf)
    serving.flush(store, shelf)

    anew = Shelf(BASE_URL)
    same = serving.serve(store, anew, ask, LATER, lambda known: known.etag == first.calendar.etag)
    assert same == Unchanged(first.calendar.etag, first.last_modified, gzip=True)
    assert (len(anew.blocks), anew.waiting.blocks) == (0, [])

    second = served(store, ask, shelf=anew)
    assert (second.calendar, second.last_modified) == (first.calendar, first.last_modified)
    assert (len(anew.blocks), anew.waiting.blocks) == (9, [])


def test_a_changed_event_alone_is_written_again(sqlite_url: str) -> None:
    store = filled(sqlite_url)
    ask, shelf = Ask(own_token(store)), Shelf(BASE_URL)
    served(store, ask, shelf=shelf)
    serving.flush(store, shelf)
    acts.cancel(store, Act(COUNCILS[2], principal(store, "secretary"), LATER))
    anew = Shelf(BASE_URL)
    served(store, ask, LATER + timedelta(hours=1), anew)
    assert [block.uid for block in anew.waiting.blocks] == [COUNCILS[2]]


def test_those_who_see_the_same_share_one_calendar(sqlite_url: str) -> None:
    store = filled(sqlite_url)
    shelf = Shelf(BASE_URL)
    first = served(store, Ask(own_token(store)), shelf=shelf)
    second = served(store, Ask(own_token(store), lang="zh"), shelf=shelf)
    assert second.calendar is first.calendar


def test_nothing_is_written_where_nothing_waits(sqlite_url: str) -> None:
    store = filled(sqlite_url)
    assert statements(store, lambda: serving.flush(store, Shelf(BASE_URL))) == 0


def test_what_is_gone_meanwhile_is_not_kept(database_url: str) -> None:
    store = filled(database_url)
    state = State("gone", "generic.zh", "s", '"e"', LATER, 1)
    with store.write() as session:
        feed_copies.keep(session, [Block("gone", "look", 1, b"x")])
        feed_copies.remember(session, [state])
        assert feed_copies.blocks(session, "look", ["gone"]) == {}
        assert feed_copies.state(session, "gone", "generic.zh") is None


def test_a_block_takes_the_place_of_the_older_one(database_url: str) -> None:
    store = filled(database_url)
    older, newer = (Block(COUNCILS[0], "look", version, b"x") for version in (1, 2))
    other = Block(COUNCILS[0], "other look", 1, b"y")
    for written in ([older, other], [newer]):
        with store.write() as session:
            feed_copies.keep(session, written)
    with store.read() as session:
        assert feed_copies.blocks(session, "look", COUNCILS) == {COUNCILS[0]: newer}
        assert feed_copies.blocks(session, "other look", COUNCILS) == {COUNCILS[0]: other}


def test_another_base_address_is_another_look() -> None:
    looks = {
        contents.look_of(profile, lang, base)
        for profile in (GENERIC, OUTLOOK)
        for lang in ("zh", "en")
        for base in (BASE_URL, "https://other.example")
    }
    assert len(looks) == 8


def test_an_older_schema_is_brought_up_with_its_addresses(database_url: str) -> None:
    store = filled(database_url)
    token = own_token(store)
    before = served(store, Ask(token)).calendar
    for target in ("0002", "head"):
        schema.migrate(store.engine, target)
    assert served(store, Ask(token)).calendar == before
