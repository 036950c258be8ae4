"""Explanations as data: every code that a plan uses, with its fields.

An explanation is ``{"code": …, "fields": {…}}``; dates are ISO texts, debts texts of two places,
keys are opaque and named when shown. Sentences are made by ``scheduler.domain.text``.

Why this date (``Placement.why_date``):

- ``date_chosen``: first, last (the window), days (its length), removed (cause -> count, in the
  order of the filters), left (candidates), cost, next_day and next_cost (the runner-up, or None;
  the lower cost wins), next_behind (what decided if not the cost: the runner-up is
  ``farther`` from the published day or ``nearer`` to a holiday, which are weightier; it costs the
  same and is ``later``, or is earlier and ``level``; it costs less, and lost ``together`` with the
  other events), late (it begins in the grace after the period)
- ``guard_relaxed``: the same; the guard band had emptied the window, so of its workdays the one
  farthest from the holidays is taken
- ``date_anchor``: the same and nominal, offset (days from it, signed)
- ``date_due``: day, period; a deliverable on its due date
- ``date_kept``: day; published before
- ``undone``: day; a cancelled event whose publication was taken back

Causes: ``window`` (outside of it), ``leaver`` (the same since who it concerns, the resource, has
left: since), ``past``, ``day_off``, ``workday`` (where days off are sought),
``guard``, ``blackout``, ``venue_busy``, ``person_busy``, ``alliance_busy``, ``gap``,
``period_over``; ``others_plan`` (day, alliance, resource: who or what a joint event needs is away
on its day, and that alliance plans it).

Why this host (``Placement.why_host``):

- ``host_debt``: as_of (the day of the ledger that the plan read; not told of earlier plans), host,
  entitled, acted, debt, level (how many of those after the host owe the same),
  tie (what decided among these: ``idle``, who hosted longest ago or never, or the fixed ``order``
  of keys where that is equal too), rounded (others owe less only before rounding), rows (the
  first three of the ledger: member, entitled, acted, debt), passed (those above the host: member,
  reason ``absent``, ``deferred``, who put it off, ``cooldown``, who hosted too few turns before,
  ``ahead``, who hosts too soon after by a turn that is settled, or ``bounds``), hasty (``cooldown``
  or ``ahead`` where the host itself should have waited and nobody else could host; else empty, and
  not told of earlier plans), committed and joined (who stands in the pool and came after the day
  before the turn's days of commitment: member, since; both not told of earlier plans)
- ``host_only``: host, committed, joined; nobody else was eligible
- ``host_none``: nobody was eligible
- ``host_kept``: host; published before
- ``host_set``: host; named by the rule
- ``host_swapped``, ``host_covering``: host, other, before (the reason that the other had, which
  comes back with it), for_both (one person agreed for both sides; both not told of earlier ones)

Why a turn is open: ``pool_empty`` (rule, rule_en), ``pool_away`` (members),
``rotation_late`` (rule, rule_en; the event was frozen when the rotation began).

Turns that no longer fit their ledger: ``turns_uneven`` (rule, rule_en, members: member, due, its
fair number of the turns to come in any year, hosts, how many of them it has; host and day of the
first turn of the planned year that would even them out, given to another).

Why a change (``Change.cause``): ``new_unit`` (period), ``reopened`` (attempt), a cause above with
day (and last of several) and resource (who or what is busy or absent, else empty), ``made_room``
(day; moved for another event), ``rule_changed``, ``host_vacated`` (host), ``turn_open`` (a host for
a turn that had none), ``theme_turn``, ``matters_changed``, ``rides_changed`` (rides: title and
title_en of what will be held together with it),
``rule_ended``, ``unit_gone``, ``waived``, ``already_held``, ``duplicate``, ``calendar`` (a notice
decided: a due date that follows it, tentative or no longer).

The way out (``Unplaced.relaxation``), the smallest that frees a day: ``relax_venue``,
``relax_person``, ``relax_gap`` (also gap, in days), ``relax_blackout``, ``relax_guard``,
``relax_day_off``, ``relax_workday``, ``relax_alliance`` (each with day, last and resource, which
may be empty), ``relax_window`` (days longer, day), ``relax_none``.
"""

from datetime import date, timedelta
from fractions import Fraction

from scheduler.domain.activity import Explanation

UNDONE = "undone"
"""Why an event is cancelled that a plan had added and whose publication was taken back."""

_HUNDRED = 100


def explained(code: str, **fields: object) -> Explanation:
    """Build an explanation."""
    return {"code": code, "fields": fields}


def days_of(first: date, count: int) -> dict[str, object]:
    """Give the fields of the days of an event: the first, and of several the last as well."""
    last = {"last": (first + timedelta(days=count - 1)).isoformat()} if count > 1 else {}
    return {"day": first.isoformat(), **last}


def two_places(number: Fraction) -> str:
    """Write an exact number with two places, halves to the even side."""
    hundredths = round(number * _HUNDRED)
    whole, rest = divmod(abs(hundredths), _HUNDRED)
    return f"{'-' if hundredths < 0 else ''}{whole}.{rest:02d}"
