"""What happens to one event of a plan, in words."""

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, replace

from scheduler.domain.text import explain
from scheduler.domain.text.values import as_moment, weekday, whole_days
from scheduler.rules.judging.vacancies import Vacancy
from scheduler.rules.plan import Change, ChangeKind, Conflict, Placement, Unplaced
from scheduler.rules.turns.openings import OpenTurn
from scheduler.services.plans import conflicts as plan_conflicts
from scheduler.services.plans.conflicts import Choice
from scheduler.services.plans.words import Words
from scheduler.store.events import Stored

Pair = tuple[str, str]

SHOWN = 12
"""How many periods are named of promises that are alike; the others are counted."""


@dataclass(frozen=True, slots=True)
class PlanLine:
    """What happens to one event: before and after in words (an empty before was not there).

    ``possible`` tells that ``why`` names what would make it possible. Of an event that a person
    decides on, ``choices`` are the best other days and ``places`` other places on its own, for its
    ``owner``'s people and its ``version``. ``same`` counts what else it is true of.
    """

    kind: str
    title: str
    why: str
    uid: str = ""
    forced: bool = False
    changes: tuple[Pair, ...] = ()
    text: str = ""
    kept: str = ""
    possible: bool = False
    owner: str = ""
    version: int = 0
    choices: tuple[Choice, ...] = ()
    places: tuple[Pair, ...] = ()
    same: int = 0


def owned(words: Words, owner: str, line: PlanLine) -> PlanLine:
    """Say whose event a line is about."""
    title = words.say("plan.titled", alliance=f"body:{owner}", title=line.title)
    return replace(line, title=title)


def of_changes(words: Words, changes: Sequence[Change], placement: Placement | None) -> PlanLine:
    """Say what becomes of one event; without a placement it is cancelled."""
    first = changes[0]
    if placement is None:
        sides = first.before["start"], first.before["end"]
        when = words.when(*sides, all_day=whole_days(*sides))
        ended = first.cause.get("code") == "rule_ended"
        pair = (when, words.say("plan.ended" if ended else "plan.cancelled"))
        why = "" if ended else explain(first.cause, words.lang, names=words.names)
        title = words.title(first.title, first.title_en)
        return PlanLine("cancel", title, why, first.uid, first.forced, (pair,))
    title = words.title(placement.title, placement.title_en)
    if first.kind is ChangeKind.ADD:
        parts = [words.of(placement)]
        parts += [words.venue(placement.venue)] if placement.venue else []
        parts += [words.host(placement.host)] if placement.host else []
        pair = ("", " ".join(parts))
        return PlanLine(
            "add",
            title,
            words.explained((placement.why_date, placement.why_host)),
            first.uid,
            changes=(pair,),
        )
    return _edited(words, changes, placement, title)


def _edited(words: Words, changes: Sequence[Change], placement: Placement, title: str) -> PlanLine:
    changes = sorted(changes, key=lambda change: list(ChangeKind).index(change.kind))
    moves = changes[0].kind is ChangeKind.MOVE
    pairs = tuple(pair for change in changes for pair in _pairs(words, change, placement))
    kinds = {change.kind for change in changes}
    reasons = [
        *(each.cause for each in changes),
        *((placement.why_date,) if ChangeKind.MOVE in kinds else ()),
        *((placement.why_host,) if ChangeKind.HOST in kinds else ()),
    ]
    when = words.of(placement)
    return PlanLine(
        kind=_kind(changes),
        title=title,
        why=words.explained(reasons),
        uid=placement.uid,
        forced=any(change.forced for change in changes),
        changes=pairs,
        text="" if pairs else words.say("change.detail"),
        kept="" if moves else when,
    )


def _kind(changes: Sequence[Change]) -> str:
    """Name what happens to an event that stays, by its weightiest change, the first."""
    first = changes[0]
    return "swap" if first.kind in {ChangeKind.HOST, ChangeKind.VENUE} else first.kind.value


def _pairs(words: Words, change: Change, placement: Placement) -> list[Pair]:
    if change.kind is ChangeKind.MOVE:
        former = change.before.get("start", placement.start.isoformat())
        words = words.beside(former, placement.start)
        before = words.when(
            former,
            change.before.get("end", as_moment(former) + (placement.end - placement.start)),
            all_day=bool(change.before.get("all_day", placement.all_day)),
        )
        return [(before, words.of(placement)), *_told(words, change)]
    return _told(words, change)


def _told(words: Words, change: Change) -> list[Pair]:
    """Say what changes beside the date."""
    writers: dict[str, Callable[[object], str]] = {
        "host": words.host,
        "venue": words.venue,
        "theme": words.theme,
        "title": str,
        "tentative": words.tentative,
    }
    return [
        (write(change.before.get(name)), write(change.after.get(name)))
        for name, write in writers.items()
        if name in change.after
    ]


def of_unplaced(
    words: Words, found: Iterable[Unplaced], year: int
) -> Iterator[tuple[str, PlanLine]]:
    """Say by owner why promises find no day, and what would free one: once what is alike.

    ``kept`` names the periods that their titles do not.
    """
    periods: dict[tuple[str, PlanLine], list[str]] = {}
    for missing in found:
        line = _missing(words, missing)
        period = words.period(missing.unit.period, year)
        untold = "" if period in line.title else period
        periods.setdefault((missing.owner, line), []).append(untold)
    for (owner, line), named in periods.items():
        same = len(named) - 1
        more = words.say("plan.same", count=same) if same else ""
        text = " ".join(filter(None, (line.text, more))) if words.lang == "en" else line.text + more
        yield owner, replace(line, text=text, same=same, kept=_periods(words, named))


def _periods(words: Words, named: Iterable[str]) -> str:
    told = list(dict.fromkeys(filter(None, named)))
    over = words.say("plan.periods_over", over=len(told)) if len(told) > SHOWN else ""
    return words.listed(told[:SHOWN]) + over


def _missing(words: Words, missing: Unplaced) -> PlanLine:
    title = words.title(missing.title, missing.title_en)
    if missing.is_over:
        return PlanLine("missed", title, "", text=words.say("period_over"))
    text = words.say("unplaced_why", causes=dict(missing.causes), away=missing.away)
    why = explain(missing.relaxation, words.lang, names=words.names)
    possible = missing.relaxation.get("code") != "relax_none"
    return PlanLine("unplaced", title, why, text=text, possible=possible)


def of_vacant(words: Words, turn: OpenTurn) -> PlanLine:
    """Say that an event stands without a host."""
    return PlanLine(
        "vacant",
        words.title(turn.title, turn.title_en),
        "",
        turn.uid if turn.published else "",
        text=explain(turn.cause, words.lang, names=words.names),
        kept=weekday(turn.day, words.lang),
    )


def of_vacancy(words: Words, lacking: Vacancy) -> PlanLine:
    """Say which role a rule wants more of than hold it."""
    title = words.title(lacking.name, lacking.name_en)
    return PlanLine("seats", title, "", text=vacancy_text(words, lacking))


def vacancy_text(words: Words, lacking: Vacancy) -> str:
    """Say how many a rule wants of a role, and how many hold it."""
    return words.say(
        "vacancy.events" if lacking.events else "vacancy.office",
        body="" if lacking.body == lacking.owner else f"body:{lacking.body}",
        role=lacking.role,
        wanted=lacking.wanted,
        held=lacking.held,
        missing=lacking.missing,
    )


def of_conflict(words: Words, conflict: Conflict, stored: Stored | None) -> PlanLine:
    """Say why a person has to decide on an event, and what they can choose."""
    found = plan_conflicts.decision(words, conflict, stored)
    return PlanLine(
        "conflict",
        words.title(conflict.title, conflict.title_en),
        found.why,
        conflict.uid,
        text=found.text,
        possible=found.possible,
        owner=conflict.owner,
        version=0 if stored is None else stored.version,
        choices=found.choices,
        places=found.places,
    )
