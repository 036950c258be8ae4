"""What rides on an event of another rule: from the trial of the rule to what subscribers see."""

from datetime import date

import icalendar
import vobject

from feeds.content import read
from feeds.lint import lint
from scheduler.domain.activity import Also, UnitKey
from scheduler.services.access import SYSTEM
from scheduler.services.events import reading
from scheduler.services.events.rides import cell_keys, cell_words
from scheduler.services.feeds.asking import Ask
from scheduler.services.plans import planning, rule_preview, text, undoing
from scheduler.services.rules import keeping
from scheduler.services.rules.wishes import Wish
from scheduler.store import Store, feeds
from tests.support.served import own_token, served
from tests.support.world import ALLIANCE, EXCHANGES, NOW, filled

YEAR = {"per": "year", "min": 1, "late": "forfeit", "with": "exchange"}
TOPICS = Wish(
    ALLIANCE,
    "topics",
    "coverage",
    "两方面对接",
    {**YEAR, "kind": "exchange", "axes": {"topic": ["party_building", "work_safety"]}},
    name_en="Two topics",
)
SALON = Wish(
    ALLIANCE, "salon", "quota", "“样例”沙龙", {**YEAR, "kind": "council"}, name_en="Sample salon"
)
SCOPE = f"body:{ALLIANCE}"
MANY = (
    Also(UnitKey("salon", SCOPE, "2026"), "council"),
    Also(UnitKey("topics", SCOPE, "2026", "party_building"), "exchange"),
)


def published(store: Store, *wishes: Wish) -> str:
    """Keep these rules and publish the plan of the year; gives its hash."""
    for wish in wishes:
        keeping.create(store, wish, by=SYSTEM, now=NOW)
    plan = planning.preview(store, (ALLIANCE,), 2026, by=SYSTEM, now=NOW)
    planning.apply(store, (ALLIANCE,), 2026, plan.hash, by=SYSTEM, now=NOW)
    return plan.hash


def test_what_rides_is_published_and_taken_back_as_a_change_of_the_event(
    database_url: str,
) -> None:
    store = filled(database_url)
    published(store)
    before = reading.view(store, EXCHANGES[1], SYSTEM).stored.event
    made = published(store, SALON, TOPICS)
    event = reading.view(store, EXCHANGES[1], SYSTEM).stored.event
    other = reading.view(store, EXCHANGES[2], SYSTEM).stored.event
    assert (event.also, event.revision) == (MANY, before.revision + 1)
    assert (event.title, event.title_en) == (
        "链主企业交流对接暨“样例”沙龙",
        f"{before.title_en} and Sample salon",
    )
    assert (other.title, [each.unit.cell for each in other.also]) == (
        "链主企业交流对接",
        ["work_safety"],
    )
    assert planning.preview(store, (ALLIANCE,), 2026, by=SYSTEM, now=NOW).empty
    undoing.undo(store, made, by=SYSTEM, now=NOW)
    back = reading.view(store, EXCHANGES[1], SYSTEM).stored.event
    assert (back.also, back.title, back.revision) == ((), before.title, event.revision + 1)


def test_a_feed_names_every_kind_and_what_is_of_the_same_kind_by_its_word(sqlite_url: str) -> None:
    store = filled(sqlite_url)
    published(store, SALON, TOPICS)
    told = {
        "zh": (["链主企业交流对接", "链上企业议事会", "党的建设"], "类型：", "、"),
        "en": (["Exchange", "Council", "Party building"], "Kind: ", ", "),
    }
    for lang, (names, word, joint) in told.items():
        octets = served(store, Ask(own_token(store), lang=lang)).calendar.octets
        assert lint(octets) == ()
        found = [
            list(map(str, each.categories))
            for each in icalendar.Calendar.from_ical(octets).events
            if each["UID"] == EXCHANGES[1]
        ]
        other = [
            each.categories.value
            for each in vobject.readOne(octets.decode()).vevent_list
            if each.uid.value == EXCHANGES[1]
        ]
        block = next(each for each in read(octets).inside if each.text("UID") == EXCHANGES[1])
        assert found == other == [names]
        assert word + joint.join(names) in block.text("DESCRIPTION").split("\n")


def test_a_feed_of_one_kind_holds_what_of_it_rides_on_other_events(database_url: str) -> None:
    store = filled(database_url)
    published(store, SALON)
    token = own_token(store)
    for kinds, expected in ((("council",), True), (("counci_",), False), (("exchange",), True)):
        if kinds != ("counci_",):
            octets = served(store, Ask(token, kinds=kinds)).calendar.octets
            assert (EXCHANGES[1] in octets.decode()) is expected
        with store.read() as session:
            shown = feeds.in_feed(session, feeds.Shown(frozenset({ALLIANCE}), kinds))
            assert (EXCHANGES[1] in {each.event.uid for each in shown}) is expected
    with store.read() as session:
        assert {"council", "exchange"} <= feeds.kinds_shown(session, {ALLIANCE})


def test_a_trial_tells_what_of_a_rule_rides_on_which_events(sqlite_url: str) -> None:
    store = filled(sqlite_url)
    trial = rule_preview.tried(store, TOPICS, by=SYSTEM, now=NOW)
    assert trial.preview is not None
    seen = trial.preview
    assert (seen.placements, seen.unplaced) == ((), ())
    assert [(each.unit.cell, each.placement.uid, each.day) for each in seen.rides] == [
        ("party_building", EXCHANGES[1], date(2026, 9, 23)),
        ("work_safety", EXCHANGES[2], date(2026, 11, 18)),
    ]
    assert [rule_preview.riding_text(seen, seen.rides, lang) for lang in ("zh", "en")] == [
        "2项与链主企业交流对接的活动同场：9月23日、11月18日。",
        "2 pieces ride on events of 链主企业交流对接: 23 September, 18 November.",
    ]
    assert rule_preview.riding_text(seen, (), "zh") == ""


def test_a_plan_says_what_will_be_held_together(sqlite_url: str) -> None:
    store = filled(sqlite_url)
    published(store)
    keeping.create(store, SALON, by=SYSTEM, now=NOW)
    draft = planning.draft(store, (ALLIANCE,), 2026, by=SYSTEM, now=NOW)
    lines = text.tell(store, draft, "zh", SYSTEM).lines
    [line] = [each for each in lines if each.uid == EXCHANGES[1]]
    assert (line.kind, line.changes, line.why) == (
        "detail",
        (("链主企业交流对接", "链主企业交流对接暨“样例”沙龙"),),
        "同场兼办：“样例”沙龙。",
    )


def test_the_words_of_a_cell_are_those_that_have_a_name() -> None:
    names = {"a": "甲", "b": "乙", "c": "丙"}
    also = [
        Also(UnitKey("r", SCOPE, "2026", "a+b|c|x"), "k"),
        Also(UnitKey("r", SCOPE, "2026"), "k"),
    ]
    assert cell_keys(also) == {"a", "b", "c", "x"}
    assert cell_words("a+b|c|x", lambda key: names.get(key, "")) == ("甲—乙", "丙")
