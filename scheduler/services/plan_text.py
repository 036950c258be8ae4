"""A plan in words: its lines, their reasons and what changes for whom, in one language."""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import date

from scheduler.domain.moments import SHANGHAI
from scheduler.domain.text import explain
from scheduler.domain.text.values import weekday
from scheduler.rules.plan import Change, ChangeKind, Conflict, Placement, Plan, Unplaced
from scheduler.rules.planning.recipients import recipients_of
from scheduler.services import plan_people
from scheduler.services.access import Principal
from scheduler.services.plan_people import Touched
from scheduler.services.plan_words import Names, Words, names_of
from scheduler.services.planning import Draft
from scheduler.store import Session, Store, planning, roster
from scheduler.store.events import Stored

Pair = tuple[str, str]

KINDS = ("move", "swap", "cancel", "add", "unplaced", "conflict")
"""What a line can be, in the order in which lines are counted."""


@dataclass(frozen=True, slots=True)
class Choice:
    """Another day on which a person may put an event, with the time of day that it keeps."""

    day: date
    clock: str
    text: str


@dataclass(frozen=True, slots=True)
class PlanLine:
    """What happens to one event: before and after in words (an empty before was not there).

    ``possible`` tells that ``why`` names what would make it possible. Of an event that a person
    decides on, ``choices`` are the best other days, for its ``owner``'s people and its ``version``.
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


@dataclass(frozen=True, slots=True)
class PlanText:
    """The whole plan in words; ``counts`` are (number, what) with ``kept`` for the unchanged.

    ``unforced`` names the events that move although they could stand; ``people`` are those whom
    the plan touches; ``resources`` what could be away on a day, as (key, name).
    """

    names: tuple[str, ...]
    lines: tuple[PlanLine, ...]
    counts: tuple[tuple[int, str], ...]
    kept: int
    people: tuple[Touched, ...]
    unforced: tuple[str, ...] = ()
    resources: tuple[Pair, ...] = ()


def told(session: Session, draft: Draft, lang: str, by: Principal) -> PlanText:
    """Put a plan into words; the queries are as many, however many events it has."""
    plan = draft.plan
    recipients = recipients_of(plan, draft.source)
    keys = {each.key for each in recipients}
    words = Words(lang, names_of(session, plan, plan_people.seen(keys, draft.source, by)))
    placements = {placement.uid: placement for placement in plan.placements}
    known = planning.by_uid(session, (each.uid for each in plan.conflicts))
    lines = _titled(
        words,
        plan,
        (
            *(
                (changes[0].owner, _line(words, changes, placements.get(uid)))
                for uid, changes in _grouped(plan.changes)
            ),
            *((each.owner, _unplaced(words, each)) for each in plan.unplaced),
            *((each.owner, _conflict(words, each, known.get(each.uid))) for each in plan.conflicts),
        ),
    )
    touched = sum(1 for line in lines if line.kind in {"move", "swap", "add"})
    kept = len(plan.placements) - touched
    counted = [(sum(line.kind == kind for line in lines), kind) for kind in KINDS]
    return PlanText(
        names=tuple(words.name(f"body:{key}") for key in sorted(plan.base)),
        lines=lines,
        counts=tuple(
            (number, words.say(f"plan.count.{kind}"))
            for number, kind in (*counted, (kept, "kept"))
            if number
        ),
        kept=kept,
        people=plan_people.people(session, draft, recipients, words),
        unforced=tuple(line.title for line in lines if line.kind == "move" and not line.forced),
        resources=_resources(words, plan),
    )


def _titled(
    words: Words, plan: Plan, lines: Iterable[tuple[str, PlanLine]]
) -> tuple[PlanLine, ...]:
    """Say whose event each one is, where several alliances are planned together."""
    if len(plan.base) == 1:
        return tuple(line for _, line in lines)
    return tuple(
        replace(
            line,
            title=words.say("plan.titled", alliance=f"body:{owner}", title=line.title),
        )
        for owner, line in lines
    )


def tell(store: Store, draft: Draft, lang: str, by: Principal) -> PlanText:
    """Put a plan into words."""
    with store.read() as session:
        return told(session, draft, lang, by)


def _resources(words: Words, plan: Plan) -> tuple[Pair, ...]:
    """List the alliances, places and hosts of a plan."""
    venues = {f"venue:{each.venue}" for each in plan.placements if each.venue}
    hosts = {each.host for each in plan.placements if each.host}
    alliances = (f"body:{key}" for key in sorted(plan.base))
    keys = (*alliances, *sorted(venues), *sorted(hosts))
    return tuple((key, words.name(key)) for key in keys)


def _grouped(changes: Iterable[Change]) -> Iterable[tuple[str, list[Change]]]:
    found: dict[str, list[Change]] = {}
    for change in changes:
        found.setdefault(change.uid, []).append(change)
    return found.items()


def _line(words: Words, changes: Sequence[Change], placement: Placement | None) -> PlanLine:
    first = changes[0]
    if placement is None:
        when = words.when(first.before["start"], first.before["end"], all_day=False)
        pair = (when, words.say("plan.cancelled"))
        why = explain(first.cause, words.lang, names=words.names)
        return PlanLine("cancel", first.title, why, first.uid, first.forced, (pair,))
    title = placement.title_en if words.lang == "en" and placement.title_en else placement.title
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
        *(change.cause for change in changes),
        *((placement.why_date,) if ChangeKind.MOVE in kinds else ()),
        *((placement.why_host,) if ChangeKind.HOST in kinds else ()),
    ]
    when = words.of(placement)
    return PlanLine(
        kind="move" if moves else "swap",
        title=title,
        why=words.explained(reasons),
        uid=placement.uid,
        forced=any(change.forced for change in changes),
        changes=pairs,
        text="" if pairs else words.say("change.detail"),
        kept="" if moves else when,
    )


def _pairs(words: Words, change: Change, placement: Placement) -> list[Pair]:
    if change.kind is ChangeKind.MOVE:
        before = words.when(
            change.before.get("start", placement.start.isoformat()),
            change.before.get("end", placement.end.isoformat()),
            all_day=bool(change.before.get("all_day", placement.all_day)),
        )
        after = words.of(placement)
        return [(before, after)]
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


def _unplaced(words: Words, missing: Unplaced) -> PlanLine:
    if set(missing.causes) == {"period_over"}:
        return PlanLine("unplaced", missing.title, "", text=words.say("period_over"))
    text = words.say("unplaced_why", causes=dict(missing.causes))
    why = explain(missing.relaxation, words.lang, names=words.names)
    return PlanLine("unplaced", missing.title, why, text=text, possible=True)


def _conflict(words: Words, conflict: Conflict, stored: Stored | None) -> PlanLine:
    text = words.say("plan.gone", cause=conflict.cause)
    days = list(conflict.proposals)
    why = words.say("plan.proposals", days=days) if days else words.say("relax_none")
    choices: tuple[Choice, ...] = ()
    if stored is not None:
        clock = f"{stored.event.start.astimezone(SHANGHAI):%H:%M}"
        choices = tuple(
            Choice(day, clock, words.say("plan.move_to", day=weekday(day, words.lang)))
            for day in days
        )
    return PlanLine(
        "conflict",
        conflict.title,
        why,
        conflict.uid,
        text=text,
        possible=True,
        owner=conflict.owner,
        version=0 if stored is None else stored.version,
        choices=choices,
    )


def names(store: Store, keys: Iterable[str]) -> Names:
    """Name some opaque keys."""
    with store.read() as session:
        found = roster.names(session, keys)
    return {key: (name.short, name.en) for key, name in found.items()}
