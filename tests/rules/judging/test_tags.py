from scheduler.domain.activity import EventStatus
from scheduler.rules.judging.credit import credit
from scheduler.rules.judging.tags import tag_counts
from tests.rules.promises import event, quota, rule, units

COUNCIL = quota("council_rule", late="forfeit")
EXCHANGE = quota("exchange_rule", kind="exchange", late="forfeit")
TAGS = {"together": ["council_rule", "exchange_rule"], "talk": ["council_rule"], "none": ["x"]}


def test_an_event_counts_once_under_each_tag_when_it_is_held() -> None:
    councils, exchanges = (
        [unit for unit in units(made) if unit.start.year == 2026] for made in (COUNCIL, EXCHANGE)
    )
    held = [event(unit.start, unit.key, kind=unit.kind) for unit in (*councils[:3], exchanges[0])]
    planned = event(councils[3].start, councils[3].key, status=EventStatus.PUBLISHED)
    credited = credit([*councils, *exchanges], [*held, planned], {})
    assert len(credited) == 5
    assert tag_counts([COUNCIL, rule("credit", {"tags": TAGS})], credited) == {
        ("a", "none"): 0,
        ("a", "talk"): 3,
        ("a", "together"): 4,
    }
