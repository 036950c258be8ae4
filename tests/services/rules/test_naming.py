"""Promises of one kind to several organisations, told apart wherever they are listed."""

from scheduler.store.tables.planning import RuleRow
from tests.support.world import ALLIANCE, app, client, runtime

CALLED = {
    "meeting": {"kind": "exchange", "per": "quarter", "min": 1},
    "item": {"kind": "exchange", "per": "year", "min": 1, "output": "item"},
}
WHERE = (
    (f"/alliances/{ALLIANCE}?lang=", ("meeting", "item")),
    ("/rules?lang=", ("meeting", "item")),
    ("/quota?lang=", ("item",)),
    (f"/alliances/{ALLIANCE}/report?lang=", ("meeting",)),
    (f"/rules/{ALLIANCE}/new?type=constraint&lang=", ("meeting",)),
)


def test_pages_name_the_organisation_that_a_promise_is_of(sqlite_url: str) -> None:
    built = app(sqlite_url)
    with runtime(built).store.write() as session:
        session.add_all(
            RuleRow(
                alliance=ALLIANCE,
                position=20,
                key=f"{name}-{member}",
                type="quota",
                name=f"回访{name}",
                name_en=f"Return {name}",
                data={**data, "scope": {"organisation": member}},
            )
            for name, data in CALLED.items()
            for member in ("alpha", "beta")
        )
    browser = client(built, "secretary")
    lacking = []
    for lang, form in (("zh", "回访{}（{}）"), ("en", "Return {} ({})")):
        called = {"zh": ("甲川", "乙川"), "en": ("Sample Alpha", "Sample Beta")}[lang]
        for address, names in WHERE:
            page = browser.get(f"{address}{lang}").get_data(as_text=True)
            told = [form.format(name, who) for name in names for who in called]
            lacking += [(address, each) for each in told if each not in page]
    assert lacking == []
