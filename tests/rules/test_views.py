from dataclasses import replace
from datetime import date

from scheduler.rules.model import Rule
from scheduler.rules.views import Views
from tests.rules.alliance import alliance, matter
from tests.rules.strategies import event_of


def test_an_alliance_sees_what_it_owns_shares_or_awaits_and_a_group_sees_all() -> None:
    day = date(2026, 3, 2)
    own = event_of(None, day, uid="e-own", owner="food")
    shared = event_of(None, day, uid="e-shared", owner="steel", alliances=("food", "steel"))
    awaited = event_of(None, day, uid="e-awaited", owner="steel", matters=("matter-1", "gone"))
    other = event_of(None, day, uid="e-other", owner="steel")
    elsewhere = replace(matter(2), alliance="steel")
    source = replace(
        alliance(), events=(own, shared, awaited, other), matters=(matter(), elsewhere)
    )
    views = Views(source)
    rule = Rule("council", "quota", "food", "council", "council", {})
    seen = views.of(rule)
    assert (seen.events, seen.matters) == ((own, shared, awaited), (matter(),))
    assert views.of(rule) is seen
    assert views.of(replace(rule, data={"scope": {"group": "all"}})) is source
    assert views.owned("unknown").events == ()
