"""Rules that ride on the events of another: that one makes meetings, and makes enough of them."""

from collections.abc import Iterable, Iterator, Sequence
from datetime import date
from math import ceil

from scheduler.domain.errors import RuleError
from scheduler.domain.roster import ALWAYS
from scheduler.rules.calendar.periods import WINDOW, period_of
from scheduler.rules.demands import Demand, demands
from scheduler.rules.language.cycle import Cycle
from scheduler.rules.model import Rule
from scheduler.rules.refusals import Places, against
from scheduler.rules.units import Output

_WEEK, _YEAR = "week", "year"
_WEEKS = 52
"""The weeks that every year has; some have one more."""

_ANY_YEAR = 2001
_UNKNOWN = (0, 0, "")

Figures = tuple[int, int, str]
"""How many rides are asked for, how many events there are, and in which period."""


def bar(rule: Rule) -> str | None:
    """Name the field by which a rule makes no meetings of its own, on which others could ride.

    None where it makes some, and where it cannot be read: then something else is wrong.
    """
    try:
        demand = next(demands(rule), None)
    except RuleError:
        return None
    if demand is None:
        return "type"
    barred = {
        "with": demand.terms.with_rule is not None,
        "output": demand.terms.output is not Output.MEETING,
        "plan": not demand.terms.plan,
        "steps": not demand.kinds,
    }
    return next((field for field, is_so in barred.items() if is_so), None)


def unridden(rule: Rule, rules: Iterable[Rule]) -> Iterator[RuleError]:
    """Refuse to ride on a rule that makes no meetings of its own."""
    for host in rules:
        if (host.owner, host.key) == (rule.owner, rule.data.get("with")) and bar(host):
            yield against(rule, "with", "no_meetings", host)


def ridden(changed: Iterable[Rule], rider: Rule) -> Iterator[RuleError]:
    """Refuse to change a rule so that it makes no meetings any more, on which another rides."""
    for host in changed:
        field = bar(host)
        if field is not None and host.tenure.meets(rider.tenure):
            yield against(host, field, "ridden", rider)


def overloaded(wanted: Sequence[Demand], entered: Places = frozenset()) -> Iterator[RuleError]:
    """Refuse more rides than the host has events: as many as it asks for are made, and no more.

    Where the host alone is being ``entered`` it is refused for having too few. One that makes none
    at all is refused elsewhere.
    """
    hosts = {demand.place: demand for demand in wanted}
    for demand in wanted:
        host = hosts.get((demand.rule.owner, demand.terms.with_rule or ""))
        if host is None or bar(host.rule):
            continue
        asked, most, per = _figures(demand, host)
        if asked > most:
            figures = {"asked": asked, "most": most, "per": per}
            if host.place in entered and demand.place not in entered:
                yield against(host.rule, host.field, "too_short", demand.rule, **figures)
            else:
                yield against(demand.rule, "with", "too_few", host.rule, **figures)


def _figures(demand: Demand, host: Demand) -> Figures:
    """Count by the longer of both periods; nothing where it is not known what the host has.

    Nothing either where both stand together for less than that period.
    """
    mine, theirs = demand.cycle, host.cycle
    if mine is None or theirs is None or not host.counted:
        return _UNKNOWN
    if mine.campaign is not None or mine.yearly is not None:
        figures = (demand.least, _within(mine, host.least, theirs), WINDOW)
        return figures if demand.rule.tenure.meets(host.rule.tenure) else _UNKNOWN
    figures = _weekly(demand, host) if _WEEK in {mine.per, theirs.per} else _longer(demand, host)
    return figures if _together(demand.rule, host.rule, figures[2]) else _UNKNOWN


def _within(days: Cycle, least: int, hosting: Cycle) -> int:
    """Give how many events of the host may lie in a campaign, or in some days of any year."""
    if days.campaign is not None:
        first, end = days.campaign.start, days.campaign.end
    else:
        first, end = days.of_year(period_of(_YEAR, date(_ANY_YEAR, 1, 1)))
    spans = (hosting.span(each, ALWAYS) for each in hosting.periods(first, end))
    met = sum(span is not None and span[0] < end and first < span[1] for span in spans)
    # In another year the weeks begin on other days.
    shifted = hosting.per == _WEEK and days.campaign is None
    return least * (met + shifted)


def _weekly(demand: Demand, host: Demand) -> Figures:
    """Count by the year, in favour of the rides: weeks divide no other period."""
    asked = _WEEKS if demand.months is None else 12 / demand.months
    most = _WEEKS + 1 if host.months is None else 12 / host.months
    return (int(demand.least * asked), ceil(host.least * most), _YEAR)


def _longer(demand: Demand, host: Demand) -> Figures:
    """Count by the longer period where the shorter one divides it."""
    if demand.months is None or host.months is None:
        return _UNKNOWN
    longer = max(demand.months, host.months)
    if longer % min(demand.months, host.months):
        return _UNKNOWN
    cycle = demand.cycle if longer == demand.months else host.cycle
    asked, most = (each.least * longer / (each.months or longer) for each in (demand, host))
    return (int(asked), int(most), cycle.per if cycle else "")


def _together(one: Rule, two: Rule, per: str) -> bool:
    """Tell whether both rules stand at once for as long as a period; without an end they do."""
    since = max(filter(None, (one.tenure.since, two.tenure.since)), default=None)
    until = min(filter(None, (one.tenure.until, two.tenure.until)), default=None)
    if not per or since is None or until is None:
        return bool(per)
    return (until - since).days >= Cycle(per).days
