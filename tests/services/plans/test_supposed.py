"""What is supposed has to be possible: what a patch names is there, and its rules are sound."""

from datetime import date

import pytest

from scheduler.domain.errors import DomainError
from scheduler.domain.roster import Membership
from scheduler.domain.text import say
from scheduler.rules.inputs import Blackout
from scheduler.rules.model import Rule
from scheduler.rules.planning.patch import Patch
from scheduler.services.access import SYSTEM
from scheduler.services.plans import planning
from tests.support.world import ALLIANCE, NOW, filled

_DAYS = (date(2026, 9, 1), date(2026, 10, 1))
_TURNS = {"fills": "host", "for": "council", "pool": {"role": "nosuch"}}
_SEATS = {"for": "council", "require": [{"role": "nosuch", "n": 1000}]}


@pytest.mark.parametrize(
    ("patch", "code", "fields"),
    [
        (
            Patch(blackouts=(Blackout("venue:nosuch", *_DAYS),)),
            "not_found",
            {"entity": "resource", "key": "venue:nosuch"},
        ),
        (
            Patch(blackouts=(Blackout("chain_leader", *_DAYS),)),
            "not_found",
            {"entity": "resource", "key": "chain_leader"},
        ),
        (
            Patch(joins=(Membership("organisation:new", "nosuch"),)),
            "not_found",
            {"entity": "body", "key": "nosuch"},
        ),
        *(
            (
                Patch(joins=(Membership(member, ALLIANCE),)),
                "not_found",
                {"entity": "member", "key": member},
            )
            for member in ("organisation:nope", "person:p-1", "zork", "body:nope")
        ),
        (
            Patch(joins=(Membership("organisation:alpha", ALLIANCE),)),
            "member_twice",
            {"member": "organisation:alpha", "body": f"body:{ALLIANCE}"},
        ),
        (
            Patch(rules=(Rule("turns", "rotation", ALLIANCE, "轮", data=_TURNS),)),
            "bad_rule",
            {"rule": "turns", "field": "pool", "reason": "nobody"},
        ),
        (
            Patch(rules=(Rule("seats", "staffing", ALLIANCE, "到会", data=_SEATS),)),
            "bad_rule",
            {"rule": "seats", "field": "require.role", "reason": "unknown_role"},
        ),
    ],
)
def test_what_cannot_be_is_not_supposed(
    sqlite_url: str, patch: Patch, code: str, fields: dict[str, object]
) -> None:
    store = filled(sqlite_url)
    with pytest.raises(DomainError) as refused:
        planning.what_if(store, (ALLIANCE,), 2026, patch, by=SYSTEM, now=NOW)
    assert (refused.value.code, refused.value.fields) == (code, fields)
    assert {say(code, fields, lang) for lang in ("zh", "en")} & {code} == set()
