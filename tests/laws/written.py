"""Random rules of every type, written from the type's own parameter descriptions.

A type that is added needs nothing here: where ``VALUES`` has no other values for a parameter, its
example and its default are drawn. What a type refuses is mended as the refusal says.
"""

from collections.abc import Mapping
from dataclasses import replace
from datetime import date

from hypothesis import strategies as st

from scheduler.domain.errors import RuleError
from scheduler.domain.roster import ALWAYS, Tenure
from scheduler.rules.kinds import RuleType
from scheduler.rules.language.parameters import JsonType, Parameter
from scheduler.rules.model import Rule

DRAWN = "drawn"
"""The key of a drawn rule."""

TENURES = (ALWAYS, ALWAYS, Tenure(date(2026, 5, 10)), Tenure(None, date(2026, 8, 20)))
TARGETS = ("exchange", "council", ["exchange", "alliance_day"])

VALUES: Mapping[str, tuple[object, ...]] = {
    "per": ("ten_days", "month", "quarter", "half_year", "year", "2y", "window"),
    "min": (1, 1, 2),
    "max": (3,),
    "window": (
        {"from": "05-11", "until": "08-01"},
        {"from": "08-20", "until": "05-20"},
        {"from": "2026-05-11", "until": "2026-06-21"},
    ),
    "scope": ({"group": "pilots"}, {"body": "branch"}, {"organisation": "works"}, {"person": "q"}),
    "minutes": (60, 240),
    "days": (2, 3),
    "gap_days": (2, 10),
    "late": ("makeup", "carry", "forfeit"),
    "grace_days": (0, 10),
    "prorate": ("full", "floor", "none"),
    "with": ("alliance_day", "exchange"),
    "on_holiday": ("avoid", "allow", "require"),
    "applies_if": ({"count": "@members", "min": 1}, {"count": "@leaders", "max": 1}),
    "host": ("organisation:leader-1",),
    "axes": (
        {"kind": ["party_lecture", "volunteering"]},
        {"theme": ["labour", "safety"], "organisation": "@leaders"},
        {"team": "@teams"},
    ),
    "rrule": ("FREQ=MONTHLY;BYDAY=3TH", "FREQ=MONTHLY;BYMONTHDAY=1", "FREQ=YEARLY;BYDAY=20MO"),
    "date": ("07-01", "05-02"),
    "festival": ("qingming", "duanwu"),
    "tolerance_days": (0, 3, 9),
    "if_off": ("nearest", "previous", "next"),
    "where": ({"major": True}, {"category": ["labour"]}),
    "due": ("10wd", "20d"),
    "batch": ({"same": "category", "k": 2, "within": "30d", "emit": "collective_handling"},),
    "fills": ("host", "theme"),
    "for": TARGETS,
    "pool": ({"role": "chain_leader"}, {"officer": "liaison"}, "@leaders", ["labour", "safety"]),
    "weight": ("equal", "member"),
    "cooldown": (0, 1, 2),
    "absence": ("excuse", "defer"),
    "policy": ("ledger", "latin_with:host_turns"),
    "require": (
        [{"role": "lead_official", "n": "all"}],
        [{"role": "liaison", "n": 1}, {"role": "party_guide", "n": 1}],
    ),
    "hard": ({"venue": "hall"}, {"venue": "@host"}, {"time": "19:00-21:00"}, {"venue": "@base"}),
    "share": ([["alliance_day", "exchange"]], [["quarterly_council", "matter_consultation"]]),
    "tags": ({"shared": ["exchange", "alliance_day"]},),
}


def rules_of(kind: RuleType) -> st.SearchStrategy[Rule]:
    """Give rules of one type that it accepts, of the alliance ``a``."""
    return _drafts(kind).map(lambda rule: accepted(kind, rule))


@st.composite
def _drafts(draw: st.DrawFn, kind: RuleType) -> Rule:
    """Write down the required parameters and some others, whether or not they fit together."""
    others = [each.name for each in kind.parameters if not each.required]
    stated = {name for name in others if draw(st.integers(0, 4)) == 4}
    data = {
        each.name: draw(st.sampled_from(values(each)))
        for each in kind.parameters
        if each.required or each.name in stated
    }
    return Rule(DRAWN, kind.name, "a", "承诺", "Promise", data, draw(st.sampled_from(TENURES)))


def values(parameter: Parameter) -> tuple[object, ...]:
    """Give some values of a parameter; of a new one its truth values or its example."""
    if parameter.name in VALUES:
        return VALUES[parameter.name]
    if parameter.types == (JsonType.BOOLEAN,):
        return (False, True)
    return (parameter.example,)


def accepted(kind: RuleType, rule: Rule) -> Rule:
    """Mend what the type refuses: what is missing is stated, what does not fit is left out."""
    named = {each.name: each for each in kind.parameters}
    for _ in range(3 * len(named)):
        refused = _refused_field(kind, rule)
        if refused is None:
            return rule
        data = dict(rule.data)
        if refused not in data or named[refused].required:
            data[refused] = named[refused].example
        else:
            del data[refused]
        rule = replace(rule, data=data)
    plain = {each.name: each.example for each in kind.parameters if each.required}
    return accepted(kind, replace(rule, data=plain))


def _refused_field(kind: RuleType, rule: Rule) -> str | None:
    try:
        kind.check(rule)
    except RuleError as refused:
        return str(refused.fields["field"]).partition(".")[0]
    return None
