"""What taking a published plan back does, in words."""

from scheduler.domain.activity import Event
from scheduler.rules.plan import ChangeKind
from scheduler.services.plans.lines import Pair, PlanLine, owned
from scheduler.services.plans.undoing import Back, Undone
from scheduler.services.plans.words import Words
from scheduler.store import Store, roster

MANY = 5
"""From how many alliances on they are counted instead of named."""

_COUNTS = ("cancelled", "restored", "moved", "changed", "firm")
_WORDS = {ChangeKind.HOST: "swap", ChangeKind.VENUE: "swap", ChangeKind.FIRM: "detail"}


def lead(store: Store, undone: Undone, lang: str) -> str:
    """Name the plan, its alliances and its year, and count what taking it back does."""
    keys = [f"body:{key}" for key in undone.alliances]
    with store.read() as session:
        words = Words(lang, roster.spoken(session, keys))
    code = "plan.undo_many" if len(keys) >= MANY else "plan.undo_named"
    year = "" if undone.year is None else str(undone.year)
    whose = words.say(code, alliances=keys, count=len(keys), year=year)
    counts = {name: getattr(undone, name) for name in _COUNTS}
    return words.say("plan.undo_lead", at=undone.published_at, whose=whose, **counts)


def tell(store: Store, undone: Undone, lang: str) -> tuple[PlanLine, ...]:
    """Say of each event how it stands now and how it stands afterwards, by day."""
    sides = [side for back in undone.events for side in (back.now, back.then)]
    keys = {key for side in sides for key in (side.host, side.theme) if key}
    keys |= {f"venue:{side.venue}" for side in sides if side.venue}
    keys |= {f"body:{key}" for key in undone.alliances}
    with store.read() as session:
        words = Words(lang, roster.spoken(session, keys))
    ordered = sorted(undone.events, key=lambda back: (back.then.start, back.then.uid))
    lines = (_line(back, words) for back in ordered)
    if len(undone.alliances) == 1:
        return tuple(lines)
    pairs = zip(ordered, lines, strict=True)
    return tuple(owned(words, back.then.owner, line) for back, line in pairs)


def _line(back: Back, words: Words) -> PlanLine:
    kind, pairs = _changes(back, words)
    return PlanLine(
        kind,
        words.title(back.then.title, back.then.title_en),
        "",
        back.then.uid,
        changes=pairs,
        text="" if pairs else words.say("change.detail"),
        kept=_when(back.then, words) if kind in {"swap", "detail", "rename"} else "",
    )


def _changes(back: Back, words: Words) -> tuple[str, tuple[Pair, ...]]:
    cancelled = words.say("plan.cancelled")
    if back.kind is ChangeKind.CANCEL:
        return "cancel", ((_when(back.now, words), cancelled),)
    if back.kind is ChangeKind.ADD:
        return "add", ((cancelled, _when(back.then, words)),)
    words = words.beside(back.now.start, back.then.start)
    sides = [_told(side, words) for side in (back.now, back.then)]
    pairs = tuple((now, then) for now, then in zip(*sides, strict=True) if now != then)
    return _WORDS.get(back.kind, back.kind.value), pairs


def _told(event: Event, words: Words) -> tuple[str, ...]:
    title = words.title(event.title, event.title_en)
    values = (words.host(event.host), words.venue(event.venue), words.theme(event.theme))
    return (_when(event, words), *values, title, words.tentative(event.tentative))


def _when(event: Event, words: Words) -> str:
    return words.when(event.start, event.end, all_day=event.all_day)
