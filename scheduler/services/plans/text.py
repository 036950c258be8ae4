"""A plan in words: its lines, their reasons and what changes for whom, in one language."""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass

from scheduler.domain.text.reading import within
from scheduler.rules.judging.vacancies import Vacancy, keys_of, to_come
from scheduler.rules.plan import Change, Plan
from scheduler.rules.planning.recipients import recipients_of
from scheduler.rules.turns.openings import OpenTurn, members_of, open_turns
from scheduler.services.access import Principal
from scheduler.services.plans import causes as plan_causes
from scheduler.services.plans import conflicts as plan_conflicts
from scheduler.services.plans import people as plan_people
from scheduler.services.plans.lines import (
    Pair,
    PlanLine,
    of_changes,
    of_conflict,
    of_unplaced,
    of_vacancy,
    of_vacant,
    owned,
)
from scheduler.services.plans.people import Touched
from scheduler.services.plans.planning import Draft, apart_of
from scheduler.services.plans.words import Words, absent, members_in, names_of
from scheduler.store import Session, Store, planning

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
    "seats",
    "conflict",
    "missed",
)
"""What a line can be, in the order in which lines are counted."""

_PLACED = ("move", "swap", "detail", "rename", "firm", "add")

SHOWN = 5
"""How many events are named as moving beyond what is forced; all of them are among the lines."""


@dataclass(frozen=True, slots=True)
class PlanText:
    """The whole plan in words; ``counts`` are (number, what) with ``kept`` for the unchanged.

    ``more`` says why more moves than is forced, and from when to when; ``people`` are those whom
    the plan touches; ``resources`` what could be away on a day, as (key, name); ``cause`` says
    what happened since the last publication, ``uneven`` whose published turns no longer fit.
    """

    names: tuple[str, ...]
    lines: tuple[PlanLine, ...]
    counts: tuple[tuple[int, str], ...]
    kept: int
    people: tuple[Touched, ...]
    more: str = ""
    resources: tuple[Pair, ...] = ()
    cause: str = ""
    uneven: str = ""


def told(session: Session, draft: Draft, lang: str, by: Principal) -> PlanText:
    """Put a plan into words; the queries are as many, however many events it has.

    Where the reader is not known, days of another year than the planned one name theirs.
    """
    plan, lang = draft.plan, within(lang, draft.source.start.year)
    recipients = recipients_of(plan, draft.source)
    vacant = open_turns(draft.source, plan.placements)
    lacking, apart = to_come(draft.source), apart_of(draft)
    mentioned = {each.key for each in recipients} | members_of(vacant) | keys_of(lacking)
    mentioned |= {member for each in apart for member in members_in(each)}
    causes = plan_causes.causes_of(session, draft, by)
    mentioned |= causes.keys() | absent(plan)
    keys = plan_people.seen(mentioned, draft.source, by)
    words = Words(lang, names_of(session, plan, keys | plan_conflicts.keys_of(plan.conflicts)))
    lines = _lines(session, words, draft, (vacant, lacking))
    counts = Counter(dict.fromkeys(KINDS, 0))
    for line in lines:
        counts[line.kind] += 1 + line.same
    kept = len(plan.placements) - sum(counts[kind] for kind in _PLACED)
    return PlanText(
        names=tuple(words.name(f"body:{key}") for key in sorted(plan.base)),
        lines=lines,
        counts=tuple(
            (number, words.say(f"plan.count.{kind}"))
            for kind, number in (*counts.items(), ("kept", kept))
            if number
        ),
        kept=kept,
        people=plan_people.people(session, draft, recipients, words),
        more=_more(words, plan, lines) if plan.moved > plan.forced else "",
        resources=_resources(words, plan),
        cause=causes.sentence(words),
        uneven=words.explained(apart),
    )


def _lines(
    session: Session,
    words: Words,
    draft: Draft,
    open_: tuple[Iterable[OpenTurn], Iterable[Vacancy]],
) -> tuple[PlanLine, ...]:
    plan, (vacant, lacking) = draft.plan, open_
    placements = {placement.uid: placement for placement in plan.placements}
    known = planning.by_uid(session, (each.uid for each in plan.conflicts))
    return _titled(
        words,
        plan,
        (
            *(
                (changes[0].owner, of_changes(words, changes, placements.get(uid)))
                for uid, changes in _grouped(plan.changes)
            ),
            *of_unplaced(words, plan.unplaced, draft.source.start.year),
            *((each.owner, of_vacant(words, each)) for each in vacant),
            *((each.owner, of_vacancy(words, each)) for each in lacking),
            *(
                (each.owner, of_conflict(words, each, known.get(each.uid)))
                for each in plan.conflicts
            ),
        ),
    )


def _more(words: Words, plan: Plan, lines: Iterable[PlanLine]) -> str:
    """Say which events move beyond what is forced, from when to when; else all that lose a day."""
    moves = [line for line in lines if line.kind == "move" and line.changes]
    unforced = [line for line in moves if not line.forced]
    lost = [line for line in lines if line.kind == "cancel" and line.forced]
    listed = unforced or [*moves, *lost]
    told = [
        words.say("plan.moving", title=each.title, days=" → ".join(each.changes[0]))
        for each in listed
    ]
    joint = "; " if words.lang == "en" else "；"
    code = "plan.more" if unforced else "plan.more_rivals"
    over = len(told) if len(told) > SHOWN else 0
    count = plan.moved - plan.forced
    more = words.say(code, moves=joint.join(told[:SHOWN]), count=count, over=over)
    counted = words.say("plan.counted", moves=plan.moved - len(lost), lost=len(lost))
    return (" " if words.lang == "en" else "").join([more, counted])


def _titled(
    words: Words, plan: Plan, lines: Iterable[tuple[str, PlanLine]]
) -> tuple[PlanLine, ...]:
    """Say whose event each one is, where several alliances are planned together."""
    if len(plan.base) == 1:
        return tuple(line for _, line in lines)
    return tuple(owned(words, owner, line) for owner, line in lines)


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
