"""A plan in words: its lines, their reasons and what changes for whom, in one language."""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, replace

from scheduler.domain.text import explain
from scheduler.domain.text.values import weekday
from scheduler.rules.plan import Change, ChangeKind, Conflict, Placement, Plan, Unplaced
from scheduler.rules.planning.recipients import recipients_of
from scheduler.rules.turns.openings import OpenTurn, members_of, open_turns
from scheduler.services.access import Principal
from scheduler.services.plans import causes as plan_causes
from scheduler.services.plans import conflicts as plan_conflicts
from scheduler.services.plans import people as plan_people
from scheduler.services.plans.conflicts import Choice
from scheduler.services.plans.people import Touched
from scheduler.services.plans.planning import Draft
from scheduler.services.plans.words import Words, names_of
from scheduler.store import Session, Store, planning
from scheduler.store.events import Stored

Pair = tuple[str, str]

KINDS = (
    "move",
    "swap",
    "detail",
    "rename",
    "firm",
    "cancel",
    "add",
    "unplaced",
    "vacant",
    "conflict",
)
"""What a line can be, in the order in which lines are counted."""


@dataclass(frozen=True, slots=True)
class PlanLine:
    """What happens to one event: before and after in words (an empty before was not there).

    ``possible`` tells that ``why`` names what would make it possible. Of an event that a person
    decides on, ``choices`` are the best other days and ``places`` other places on its own, for its
    ``owner``'s people and its ``version``.
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


@dataclass(frozen=True, slots=True)
class PlanText:
    """The whole plan in words; ``counts`` are (number, what) with ``kept`` for the unchanged.

    ``unforced`` names the events that move although they could stand; ``people`` are those whom
    the plan touches; ``resources`` what could be away on a day, as (key, name); ``cause`` says
    what happened since the last publication.
    """

    names: tuple[str, ...]
    lines: tuple[PlanLine, ...]
    counts: tuple[tuple[int, str], ...]
    kept: int
    people: tuple[Touched, ...]
    unforced: tuple[str, ...] = ()
    resources: tuple[Pair, ...] = ()
    cause: str = ""


def told(session: Session, draft: Draft, lang: str, by: Principal) -> PlanText:
    """Put a plan into words; the queries are as many, however many events it has."""
    plan = draft.plan
    recipients = recipients_of(plan, draft.source)
    vacant = open_turns(draft.source, plan.placements)
    mentioned = {each.key for each in recipients} | members_of(vacant)
    causes = plan_causes.causes_of(session, draft, by)
    mentioned |= causes.keys()
    keys = plan_people.seen(mentioned, draft.source, by)
    words = Words(lang, names_of(session, plan, keys | plan_conflicts.keys_of(plan.conflicts)))
    lines = _lines(session, words, plan, vacant)
    touched = sum(
        1 for line in lines if line.kind in {"move", "swap", "detail", "rename", "firm", "add"}
    )
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
        cause=causes.sentence(words),
    )


def _lines(
    session: Session, words: Words, plan: Plan, vacant: Iterable[OpenTurn]
) -> tuple[PlanLine, ...]:
    placements = {placement.uid: placement for placement in plan.placements}
    known = planning.by_uid(session, (each.uid for each in plan.conflicts))
    return _titled(
        words,
        plan,
        (
            *(
                (changes[0].owner, _line(words, changes, placements.get(uid)))
                for uid, changes in _grouped(plan.changes)
            ),
            *((each.owner, _unplaced(words, each)) for each in plan.unplaced),
            *((each.owner, _vacant(words, each)) for each in vacant),
            *((each.owner, _conflict(words, each, known.get(each.uid))) for each in plan.conflicts),
        ),
    )


def _titled(
    words: Words, plan: Plan, lines: Iterable[tuple[str, PlanLine]]
) -> tuple[PlanLine, ...]:
    """Say whose event each one is, where several alliances are planned together."""
    if len(plan.base) == 1:
        return tuple(line for _, line in lines)
    return tuple(owned(words, owner, line) for owner, line in lines)


def owned(words: Words, owner: str, line: PlanLine) -> PlanLine:
    """Say whose event a line is about."""
    title = words.say("plan.titled", alliance=f"body:{owner}", title=line.title)
    return replace(line, title=title)


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
            change.before.get("end", placement.end.isoformat()),
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


def _unplaced(words: Words, missing: Unplaced) -> PlanLine:
    title = words.title(missing.title, missing.title_en)
    if set(missing.causes) == {"period_over"}:
        return PlanLine("unplaced", title, "", text=words.say("period_over"))
    text = words.say("unplaced_why", causes=dict(missing.causes))
    why = explain(missing.relaxation, words.lang, names=words.names)
    possible = missing.relaxation.get("code") != "relax_none"
    return PlanLine("unplaced", title, why, text=text, possible=possible)


def _vacant(words: Words, turn: OpenTurn) -> PlanLine:
    """Say that an event stands without a host."""
    return PlanLine(
        "vacant",
        words.title(turn.title, turn.title_en),
        "",
        text=explain(turn.cause, words.lang, names=words.names),
        kept=weekday(turn.day, words.lang),
    )


def _conflict(words: Words, conflict: Conflict, stored: Stored | None) -> PlanLine:
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
