"""A plan in words: its lines, their reasons and what changes for whom, in one language."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from scheduler.domain.moments import SHANGHAI
from scheduler.domain.text import explain, say
from scheduler.domain.text.values import as_moment, clock, weekday
from scheduler.rules.plan import Change, ChangeKind, Conflict, Placement, Plan, Unplaced
from scheduler.store import Session, Store, roster

Names = Mapping[str, tuple[str, str]]
Pair = tuple[str, str]

KINDS = ("move", "swap", "cancel", "add", "unplaced", "conflict")
"""What a line can be, in the order in which lines are counted."""

_DAY = timedelta(days=1)


@dataclass(frozen=True, slots=True)
class PlanLine:
    """What happens to one event: before and after in words (an empty before was not there).

    ``possible`` tells that ``why`` names what would make it possible.
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


@dataclass(frozen=True, slots=True)
class PlanText:
    """The whole plan in words; ``counts`` are (number, what) with ``kept`` for the unchanged."""

    names: tuple[str, ...]
    lines: tuple[PlanLine, ...]
    counts: tuple[tuple[int, str], ...]
    kept: int
    people: tuple[Pair, ...]


@dataclass(frozen=True, slots=True)
class Words:
    """Writes values of a plan in one language."""

    lang: str
    names: Names

    def say(self, code: str, **fields: object) -> str:
        """Make a sentence of the plan."""
        return say(code, fields, self.lang, names=self.names)

    def name(self, key: str) -> str:
        """Name an opaque key."""
        zh, en = self.names.get(key, (key.partition(":")[2] or key, ""))
        return en if self.lang == "en" and en else zh

    def when(self, start: object, end: object, *, all_day: bool) -> str:
        """Write 9月16日 周三 14:30, or the days of what takes whole ones."""
        days = self.days(start, end, all_day=all_day)
        return days if all_day else f"{days} {clock(_local(start), self.lang)}"

    def days(self, start: object, end: object, *, all_day: bool) -> str:
        """Write the day, or the first and the last of several."""
        first = _local(start)
        last = _local(end) - _DAY if all_day else first
        days = [weekday(each.date(), self.lang) for each in (first, last)]
        return days[0] if days[0] == days[1] else " – ".join(days)

    def of(self, placement: Placement) -> str:
        """Write when a placement takes place."""
        return self.when(placement.start, placement.end, all_day=placement.all_day)

    def host(self, key: object) -> str:
        """Write 主办甲公司."""
        return self.say("plan.host", host=key) if key else self.say("plan.no_host")

    def venue(self, key: object) -> str:
        """Name a place."""
        return self.name(f"venue:{key}") if key else self.say("plan.no_venue")

    def theme(self, key: object) -> str:
        """Write 主题安全生产."""
        return self.say("plan.theme", theme=key) if key else self.say("plan.no_theme")

    def tentative(self, value: object) -> str:
        """Write 暂定 or 确定."""
        return self.say("plan.tentative" if value else "plan.certain")


def told(session: Session, plan: Plan, lang: str) -> PlanText:
    """Put a plan into words; names cost a few queries, however many there are."""
    words = Words(lang, names_of(session, plan))
    placements = {placement.uid: placement for placement in plan.placements}
    lines = (
        *(_line(words, changes, placements.get(uid)) for uid, changes in _grouped(plan.changes)),
        *(_unplaced(words, each) for each in plan.unplaced),
        *(_conflict(words, each) for each in plan.conflicts),
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
        people=_people(words, plan.changes, placements),
    )


def tell(store: Store, plan: Plan, lang: str) -> PlanText:
    """Put a plan into words."""
    with store.read() as session:
        return told(session, plan, lang)


def names_of(session: Session, plan: Plan) -> Names:
    """Name everything that a plan mentions by an opaque key."""
    keys = {f"body:{owner}" for owner in plan.base}
    for placement in plan.placements:
        keys |= _keys(placement.host, placement.venue, placement.theme)
        keys |= {f"body:{alliance}" for alliance in placement.alliances}
        keys |= _members(placement.why_host)
    for change in plan.changes:
        for side in (change.before, change.after):
            keys |= _keys(side.get("host"), side.get("venue"), side.get("theme"))
    return {key: (name.short, name.en) for key, name in roster.names(session, keys).items()}


def _keys(host: object, venue: object, theme: object) -> set[str]:
    plain = {str(key) for key in (host, theme) if key}
    return plain | {f"venue:{venue}"} if venue else plain


def _members(explanation: Mapping[str, Any]) -> set[str]:
    fields = explanation.get("fields", {})
    rows = (*fields.get("rows", ()), *fields.get("passed", ()))
    return {row["member"] for row in rows}


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
        return PlanLine("add", title, _reasons(words, placement), first.uid, changes=(pair,))
    return _edited(words, changes, placement, title)


def _edited(words: Words, changes: Sequence[Change], placement: Placement, title: str) -> PlanLine:
    changes = sorted(changes, key=lambda change: list(ChangeKind).index(change.kind))
    moves = changes[0].kind is ChangeKind.MOVE
    pairs = tuple(pair for change in changes for pair in _pairs(words, change, placement))
    causes = dict.fromkeys(
        explain(change.cause, words.lang, names=words.names) for change in changes
    )
    when = words.of(placement)
    return PlanLine(
        kind="move" if moves else "swap",
        title=title,
        why=(" " if words.lang == "en" else "").join(causes),
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


def _reasons(words: Words, placement: Placement) -> str:
    said = [
        explain(why, words.lang, names=words.names)
        for why in (placement.why_date, placement.why_host)
        if why
    ]
    return (" " if words.lang == "en" else "").join(said)


def _unplaced(words: Words, missing: Unplaced) -> PlanLine:
    if set(missing.causes) == {"period_over"}:
        return PlanLine("unplaced", missing.title, "", text=words.say("period_over"))
    text = words.say("unplaced_why", causes=dict(missing.causes))
    why = explain(missing.relaxation, words.lang, names=words.names)
    return PlanLine("unplaced", missing.title, why, text=text, possible=True)


def _conflict(words: Words, conflict: Conflict) -> PlanLine:
    text = words.say("plan.gone", cause=conflict.cause)
    days = list(conflict.proposals)
    why = words.say("plan.proposals", days=days) if days else words.say("relax_none")
    return PlanLine("conflict", conflict.title, why, conflict.uid, text=text, possible=True)


def _people(
    words: Words, changes: Iterable[Change], placements: Mapping[str, Placement]
) -> tuple[Pair, ...]:
    """Say for each host how many more or fewer events it hosts and how many of its events move."""
    more: dict[str, int] = {}
    moved: dict[str, int] = {}
    for change in changes:
        placement = placements.get(change.uid)
        for side, step in ((change.before, -1), (change.after, 1)):
            host = side.get("host")
            if host:
                more[str(host)] = more.get(str(host), 0) + step
        if change.kind is ChangeKind.MOVE and placement is not None and placement.host:
            moved[placement.host] = moved.get(placement.host, 0) + 1
    lines = []
    for key in sorted({*more, *moved}):
        count = more.get(key, 0)
        said = [words.say("plan.hosts_more", count=count)] if count > 0 else []
        said += [words.say("plan.hosts_less", count=-count)] if count < 0 else []
        said += [words.say("plan.moves", count=moved[key])] if key in moved else []
        if said:
            lines.append((words.name(key), (", " if words.lang == "en" else "，").join(said)))
    return tuple(lines)


def _local(value: object) -> datetime:
    return as_moment(value).astimezone(SHANGHAI)
