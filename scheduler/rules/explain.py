"""Explanations as data: every code that a plan uses, with its fields.

An explanation is ``{"code": …, "fields": {…}}``; dates are ISO texts, debts texts of two places,
keys are opaque and named when shown. Sentences are made by ``scheduler.domain.text``.

Why this date (``Placement.why_date``):

- ``date_chosen``: first, last (the window), days (its length), removed (cause -> count, in the
  order of the filters), left (candidates), cost, next_day and next_cost (the runner-up, or None),
  late (in the grace after the period)
- ``guard_relaxed``: the same; the guard band had emptied the window
- ``date_anchor``: the same and nominal, offset (days from it, signed)
- ``date_due``: day, period; a deliverable on its due date
- ``date_kept``: day; published before

Causes: ``window`` (outside of it), ``past``, ``day_off``, ``guard``, ``blackout``,
``venue_busy``, ``person_busy``, ``alliance_busy``, ``gap``, ``period_over``.

Why this host (``Placement.why_host``):

- ``host_debt``: host, entitled, acted, debt, rows (the first three of the ledger: member,
  entitled, acted, debt), passed (those above the host: member, reason ``absent``, ``cooldown``
  or ``bounds``)
- ``host_only``: host; nobody else was eligible
- ``host_none``: nobody was eligible
- ``host_kept``: host; published before
- ``host_set``: host; named by the rule

Why a change (``Change.cause``): ``new_unit`` (period), ``reopened`` (attempt), a cause above with
day and resource, ``made_room`` (day; moved for another event), ``rule_changed``, ``host_vacated``
(host), ``turn_open`` (a host for a turn that had none), ``unit_gone``, ``waived``,
``already_held``, ``duplicate``, ``unplaced`` (no date is left), ``calendar`` (tentative or no
longer).

The way out (``Unplaced.relaxation``), the smallest that frees a day: ``relax_venue``,
``relax_person``, ``relax_gap`` (also gap, in days), ``relax_blackout``, ``relax_guard``,
``relax_day_off``, ``relax_alliance`` (each with day and resource, which may be empty),
``relax_window`` (days longer, day), ``relax_none``.
"""

from collections.abc import Mapping, Sequence
from fractions import Fraction

from scheduler.domain.activity import Explanation
from scheduler.domain.turn import Account
from scheduler.rules.placing.board import Board
from scheduler.rules.placing.horizon import Horizon, bits
from scheduler.rules.placing.reasons import filters, left, removed
from scheduler.rules.placing.wanted import Domain, Wanted
from scheduler.rules.turns import Choice

_RELAXED = (
    ("venue_busy", "relax_venue"),
    ("person_busy", "relax_person"),
    ("gap", "relax_gap"),
    ("blackout", "relax_blackout"),
    ("guard", "relax_guard"),
    ("window", "relax_window"),
    ("day_off", "relax_day_off"),
    ("alliance_busy", "relax_alliance"),
)
_ROWS = 3
_HUNDRED = 100


def explained(code: str, **fields: object) -> Explanation:
    """Build an explanation."""
    return {"code": code, "fields": fields}


def why_date(item: Wanted, day: int, boards: Sequence[Board], days: Horizon) -> Explanation:
    """Explain the day of a unit that is on none of the boards."""
    unit, domain = item.unit, item.domain
    window = domain.window | domain.late if domain.late >> day & 1 else domain.window
    found = filters(item, boards)
    others = left(window, found) & ~(1 << day)
    runner_up = min(bits(others), key=item.cost, default=None)
    fields: dict[str, object] = {
        "first": days.day((window & -window).bit_length() - 1).isoformat(),
        "last": days.day(window.bit_length() - 1).isoformat(),
        "days": window.bit_count(),
        "removed": removed(window, found),
        "left": others.bit_count() + 1,
        "cost": item.score.at(day),
        "next_day": None if runner_up is None else days.day(runner_up).isoformat(),
        "next_cost": None if runner_up is None else item.score.at(runner_up),
        "late": domain.over or bool(domain.late >> day & 1),
    }
    if unit.nominal is not None:
        offset = (days.day(day) - unit.nominal).days
        return explained("date_anchor", **fields, nominal=unit.nominal.isoformat(), offset=offset)
    relaxed = domain.relaxed and domain.window >> day & 1
    return explained("guard_relaxed" if relaxed else "date_chosen", **fields)


def why_host(choice: Choice) -> Explanation:
    """Explain the host of a turn that the ledger filled."""
    if choice.host is None:
        return explained("host_none")
    if len(choice.rows) == 1:
        return explained("host_only", host=choice.host)
    own = next(row for row in choice.rows if row.member == choice.host)
    return explained(
        "host_debt",
        host=choice.host,
        entitled=two_places(own.entitled),
        acted=two_places(own.acted),
        debt=two_places(own.debt),
        rows=[_row(account) for account in choice.rows[:_ROWS]],
        passed=[{"member": member, "reason": reason} for member, reason in choice.passed],
    )


def why_not(item: Wanted, day: int, boards: Sequence[Board], days: Horizon) -> Explanation:
    """Name the first cause for which a unit cannot lie on a day; ``made_room`` if none is left."""
    when = days.day(day).isoformat()
    if not (item.domain.window | item.domain.late) >> day & 1:
        return explained("window", day=when, resource="")
    for entry in filters(item, boards):
        if entry.days >> day & 1:
            return explained(entry.code, day=when, resource=entry.resource)
    return explained("made_room", day=when)


def causes(item: Wanted, boards: Sequence[Board]) -> Mapping[str, int]:
    """Count what each cause removes from the days of a unit that has no date."""
    window = item.domain.window | item.domain.late
    return removed(window, filters(item, boards)) if window else {"period_over": 1}


def relaxation(item: Wanted, longer: Domain, boards: Sequence[Board], days: Horizon) -> Explanation:
    """Name the smallest single concession that frees a day.

    ``longer`` is the unit's domain with a window that ends later.
    """
    found = filters(item, boards)
    window = item.domain.window | item.domain.late
    for cause, code in _RELAXED:
        if cause == "window":
            extended = left((longer.window | longer.late) & ~window, found)
            if extended:
                day = days.day(next(bits(extended)))
                more = (day - item.unit.grace_end).days + item.unit.span_days
                return explained(code, days=more, day=day.isoformat())
        for entry in found:
            freed = left(window, found, without=(entry,)) if entry.code == cause else 0
            if freed:
                fields = _freed(code, item, freed, boards, days)
                return explained(code, **fields, resource=entry.resource)
    return explained("relax_none")


def two_places(number: Fraction) -> str:
    """Write an exact number with two places, halves to the even side."""
    hundredths = round(number * _HUNDRED)
    whole, rest = divmod(abs(hundredths), _HUNDRED)
    return f"{'-' if hundredths < 0 else ''}{whole}.{rest:02d}"


def _row(account: Account) -> dict[str, str]:
    return {
        "member": account.member,
        "entitled": two_places(account.entitled),
        "acted": two_places(account.acted),
        "debt": two_places(account.debt),
    }


def _freed(
    code: str, item: Wanted, freed: int, boards: Sequence[Board], days: Horizon
) -> dict[str, object]:
    """Give the best day, or for a gap the one farthest from its neighbours, and that distance."""
    if code == "relax_gap":
        gaps = {
            day: min(board.distance(item.claim, day) for board in boards) for day in bits(freed)
        }
        widest = max(gaps, key=lambda day: gaps[day])
        return {"gap": gaps[widest], "day": days.day(widest).isoformat()}
    return {"day": days.day(min(bits(freed), key=item.cost)).isoformat()}
