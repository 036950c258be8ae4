"""Gather from the store what a plan, and the state of every promise, is a function of."""

from collections.abc import Iterable, Mapping
from dataclasses import replace
from datetime import date, datetime

from scheduler.domain.activity import Event
from scheduler.domain.errors import MissingFieldError, NotFoundError
from scheduler.domain.matter import Matter
from scheduler.domain.moments import SHANGHAI
from scheduler.domain.roster import Membership
from scheduler.rules.departures import listed, named
from scheduler.rules.inputs import PlanInput
from scheduler.rules.model import Rule
from scheduler.rules.planning.patch import UNCHANGED, Patch, patched
from scheduler.rules.soundness import readable
from scheduler.rules.units import PAIR
from scheduler.services.carrying import past
from scheduler.services.workdays import years
from scheduler.store import Session, belonging, events, ledger, matters, planning, roster, turns
from scheduler.store import rules as promises
from scheduler.store.events import Wanted

_Lists = Mapping[tuple[str, str], tuple[str, ...]]


def gather(
    session: Session, alliances: Iterable[str], year: int, now: datetime, patch: Patch = UNCHANGED
) -> PlanInput:
    """Gather what the plan of these alliances' year is a function of, under a patch.

    Alliances that share officers, groups or venues come along, so that what they have booked
    counts. The number of queries does not depend on how much there is. Raises ``NotFoundError``
    for what is no alliance.
    """
    source = _gathered(session, _targets(session, alliances), (year, now), patch)
    return source if patch == UNCHANGED else patched(source, patch)


def gather_years(
    session: Session, alliances: Iterable[str], years: Iterable[int], now: datetime
) -> dict[int, PlanInput]:
    """Gather several years of these alliances; what all of them share is read once."""
    targets = _targets(session, alliances)
    found: dict[int, PlanInput] = {}
    shared: PlanInput | None = None
    for year in years:
        if shared is None:
            shared = _gathered(session, targets, (year, now), UNCHANGED)
        found[year] = shared if shared.start.year == year else _of_year(session, shared, year)
    return found


def gather_readable(
    session: Session, alliances: Iterable[str], year: int, now: datetime
) -> PlanInput:
    """Gather what is judged and shown: a kept rule that cannot be read is left out.

    Where rules are listed it says so. Plans are never made like this, for a plan would cancel
    everything that the rule had asked for.
    """
    return readable(gather(session, alliances, year, now))


def gather_triggers(session: Session, matters: Iterable[Matter], now: datetime) -> PlanInput:
    """Gather what the trigger rules that can be read call for of these matters.

    The rules come from all alliances whose plans know the matters.
    """
    concerns, today = tuple(matters), now.astimezone(SHANGHAI).date()
    around = planning.neighbours(session, (each.alliance for each in concerns))
    every = promises.of_alliances(session, around)
    rules = tuple(rule for rule in every if rule.type == "trigger")
    start, end = _span(today.year)
    source = PlanInput(
        today=today,
        start=start,
        end=end,
        targets=tuple(sorted(around)),
        rules=rules,
        calendar=years.calendar(session),
        kinds={},
        members=roster.memberships(session, around | _named_bodies(rules)),
        groups=roster.groups(session),
        lists=roster.lists(session, around),
        matters=concerns,
    )
    return readable(source)


def coming(session: Session, alliances: Iterable[str], today: date) -> tuple[Event, ...]:
    """List the published events of these alliances from today on, of every year, by start."""
    wanted = Wanted(start=_midnight(today), statuses=("published",))
    found = (each.event for each in events.listed(session, alliances, wanted))
    return tuple(event for event in found if event.day() >= today)


def _gathered(
    session: Session, targets: tuple[str, ...], when: tuple[int, datetime], patch: Patch
) -> PlanInput:
    """Gather without the patch; what the patch names comes along."""
    year, now = when
    start, end = _span(year)
    around = planning.neighbours(session, targets)
    rules = promises.of_alliances(session, around)
    meant = (*rules, *patch.rules)
    lists = roster.lists(session, around)
    members = roster.memberships(session, around | _named_bodies(meant))
    venues = _venues((rule for rule in meant if rule.owner in targets), lists)
    concerns = matters.of_alliances(session, around)
    concerned = planning.Around(targets, around, venues)
    return PlanInput(
        today=now.astimezone(SHANGHAI).date(),
        start=start,
        end=end,
        targets=targets,
        rules=rules,
        calendar=years.calendar(session),
        kinds=roster.kinds(session),
        members=members,
        officers=roster.officers(session, around | _staffed_bodies(meant)),
        venues=roster.venues(session),
        groups=roster.groups(session),
        lists=lists,
        names=_names(session, (*members.values(), patch.joins), (lists, meant))
        | _numbers(concerns),
        blackouts=planning.blackouts(session, start - planning.MARGIN, end + planning.MARGIN),
        events=planning.concerned(session, concerned, (_midnight(start), _midnight(end))),
        matters=concerns,
        turns=turns.entries(session, around),
        waived=planning.waived(session, targets),
        base={key: head.plan_seq for key, head in ledger.heads(session, targets).items()},
        ties=belonging.ties(session, _tied(meant, lists)),
        past=past(session, meant, around),
    )


def _of_year(session: Session, source: PlanInput, year: int) -> PlanInput:
    """Give what was gathered for one year as it is gathered for another."""
    start, end = _span(year)
    venues = _venues((rule for rule in source.rules if rule.owner in source.targets), source.lists)
    around = planning.neighbours(session, source.targets)
    concerned = planning.Around(source.targets, around, venues)
    return replace(
        source,
        start=start,
        end=end,
        blackouts=planning.blackouts(session, start - planning.MARGIN, end + planning.MARGIN),
        events=planning.concerned(session, concerned, (_midnight(start), _midnight(end))),
    )


def _span(year: int) -> tuple[date, date]:
    return date(year, 1, 1), date(year + 1, 1, 1)


def _targets(session: Session, alliances: Iterable[str]) -> tuple[str, ...]:
    wanted = sorted(set(alliances))
    if not wanted:
        raise MissingFieldError(field="alliance")
    found = {body.key for body in roster.alliances(session, wanted)}
    for key in wanted:
        if key not in found:
            raise NotFoundError(entity="alliance", key=key)
    return tuple(wanted)


def _named_bodies(rules: Iterable[Rule]) -> frozenset[str]:
    scopes = (rule.scope for rule in rules)
    return frozenset(scope[5:] for scope in scopes if scope.startswith("body:"))


def _staffed_bodies(rules: Iterable[Rule]) -> frozenset[str]:
    """Give the other bodies whose offices rules state; what cannot be read names none."""
    words: set[object] = set()
    for rule in rules:
        stated = rule.data.get("for") if rule.type == "staffing" else None
        words.update(stated if isinstance(stated, list) else [stated])
    named = (word for word in words if isinstance(word, str) and word.startswith("body:"))
    return frozenset(word[5:] for word in named) - {"alliance"}


def _tied(rules: Iterable[Rule], lists: _Lists) -> frozenset[str]:
    """Give the branches and people that rules and their lists name, who belong by tree and home."""
    found: set[str] = set()
    for rule in rules:
        found.update(key for _, key in named(rule))
        found.update(key for keys in listed(rule, lists).values() for key in keys)
    return frozenset(key for key in found if key.startswith(("body:", "person:")))


def _venues(rules: Iterable[Rule], lists: _Lists) -> frozenset[str]:
    """Give the venues that rules name; one that names none or no known list is left out."""
    found: set[str] = set()
    for rule in rules:
        hard = rule.data.get("hard")
        word = hard.get("venue") if isinstance(hard, Mapping) else None
        if isinstance(word, str):
            named = lists.get((rule.owner, word[1:]), ()) if word.startswith("@") else (word,)
            found.update(key.removeprefix("venue:") for key in named)
    return frozenset(found)


def _names(
    session: Session,
    members: Iterable[tuple[Membership, ...]],
    told: tuple[_Lists, Iterable[Rule]],
) -> dict[str, tuple[str, str]]:
    """Name the members, and whatever lists and pools hold."""
    lists, rules = told
    pools = (rule.data.get("pool") for rule in rules)
    stated = (word for pool in pools for word in (pool if isinstance(pool, list) else [pool]))
    words = [part for word in stated if isinstance(word, str) for part in word.split(PAIR)]
    keys = {entry.member for entries in members for entry in entries}
    values = (part for each in lists.values() for value in each for part in value.split(PAIR))
    keys.update(value for value in values if ":" in value)
    keys.update(key for key in _tied(rules, lists) if key.startswith("body:"))
    keys.update(rule.scope for rule in rules if rule.scope.startswith("organisation:"))
    keys.update(word for word in words if ":" in word)
    own = {key: (name.short, name.en) for key, name in roster.names(session, keys).items()}
    return planning.other_names(session) | own


def _numbers(concerns: Iterable[Matter]) -> dict[str, tuple[str, str]]:
    """Call each matter by its number, which is what people call it."""
    return {matter.key: (matter.number, matter.number) for matter in concerns}


def _midnight(day: date) -> datetime:
    return datetime(day.year, day.month, day.day, tzinfo=SHANGHAI)
