from scheduler.store import roster, words
from scheduler.store.roster import Name
from scheduler.store.tables.roster import NameRow
from tests.support.world import store_at

ASKED = ("labour", "labour.3", "labour.night", "labour.12.1", "labour.4", "talent.1", "power.2")


def test_an_item_of_a_catalogue_is_named_by_its_class_unless_it_has_a_name(
    database_url: str,
) -> None:
    store = store_at(database_url)
    with store.write() as session:
        session.add_all(
            [
                NameRow(key="labour", name="用工", name_en="Labour"),
                NameRow(key="labour.4", name="共享用工", name_en="Labour sharing"),
                NameRow(key="talent", name="人才", name_en=""),
            ]
        )
    with store.read() as session:
        named = words.named(session, ASKED)
        name = roster.names(session, ["labour.3"])
        keys = [words.keys_named(session, each) for each in ("用工", "Labour sharing", "用电")]
    assert named == {
        "labour": ("用工", "Labour"),
        "labour.3": ("用工第3项", "Labour, item 3"),
        "labour.night": ("用工·night", "Labour · night"),
        "labour.12.1": ("用工·12.1", "Labour · 12.1"),
        "labour.4": ("共享用工", "Labour sharing"),
        "talent.1": ("人才第1项", ""),
    }
    assert name == {"labour.3": Name("用工第3项", "用工第3项", "Labour, item 3")}
    assert keys == [("labour",), ("labour.4",), ()]
