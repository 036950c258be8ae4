"""What changes for whom, in words: each person and organisation that a plan touches, by name."""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass

from scheduler.rules.inputs import PlanInput
from scheduler.rules.planning.recipients import Effect, EffectKind, Part, Recipient
from scheduler.services.access import Action, Principal
from scheduler.services.plans.planning import Draft
from scheduler.services.plans.words import Words
from scheduler.store import Session, subscriptions

SHOWN = 3
"""How many events are named for one recipient; the others are counted."""

_HOSTING = {EffectKind.GAINS: "plan.hosts_more", EffectKind.LOSES: "plan.hosts_less"}
_CODES = {
    EffectKind.GAINS: "plan.gains",
    EffectKind.LOSES: "plan.loses",
    EffectKind.MOVES: "plan.moves",
    EffectKind.PLACE: "plan.places",
    EffectKind.HOST: "plan.new_hosts",
    EffectKind.DETAIL: "plan.details",
    EffectKind.RENAME: "plan.renames",
    EffectKind.FIRM: "plan.firms",
}
_PERSON = "person:"


@dataclass(frozen=True, slots=True)
class Touched:
    """What changes for one recipient, and which events these are."""

    name: str
    what: str
    note: str = ""


def seen(keys: Iterable[str], source: PlanInput, by: Principal) -> frozenset[str]:
    """Give the keys that the reader may see by name: persons only with the right to names."""
    named = all(by.may(Action.NAMES, key) for key in source.targets)
    return frozenset(key for key in keys if named or not key.startswith(_PERSON))


def people(
    session: Session, draft: Draft, recipients: Iterable[Recipient], words: Words
) -> tuple[Touched, ...]:
    """List whom a plan touches, then the subscriptions that follow, then how many others stay."""
    listed = tuple(recipients)
    lines = [Touched(_name(each, words), what(each, words), _note(each, words)) for each in listed]
    if not listed:
        return ()
    return (*lines, *_subscriptions(session, listed, words), *_rest(draft, listed, words))


def what(recipient: Recipient, words: Words) -> str:
    """Say in one line what changes for a recipient: 多主办1场，改期2场."""
    counts = Counter(_code(effect) for effect in recipient.effects)
    order = (*_HOSTING.values(), *_CODES.values())
    said = [words.say(code, count=counts[code]) for code in order if counts[code]]
    return words.joined(said)


def _code(effect: Effect) -> str:
    hosting = _HOSTING.get(effect.kind) if effect.part is Part.HOST else None
    return hosting or _CODES[effect.kind]


def _name(recipient: Recipient, words: Words) -> str:
    if recipient.key.startswith(_PERSON) and recipient.key not in words.names:
        return words.say("plan.person")
    return words.name(recipient.key)


def _note(recipient: Recipient, words: Words) -> str:
    events = [
        words.say("plan.item", day=effect.day, title=words.title(effect.title, effect.title_en))
        for effect in recipient.effects[:SHOWN]
    ]
    more = len(recipient.effects) - len(events)
    return words.say("plan.items", items=events, count=more) if more else words.listed(events)


def _subscriptions(
    session: Session, recipients: Iterable[Recipient], words: Words
) -> tuple[Touched, ...]:
    reached = [each.key.removeprefix("body:") for each in recipients if each.part is Part.CALENDAR]
    count = subscriptions.count(session, reached)
    if not count:
        return ()
    name = words.say("plan.feeds", count=count)
    return (Touched(name, words.say("plan.feeds_what"), words.say("plan.feeds_note")),)


def _rest(draft: Draft, recipients: Iterable[Recipient], words: Words) -> tuple[Touched, ...]:
    source = draft.source
    members = {
        entry.member
        for key in source.targets
        for entry in source.members.get(key, ())
        if entry.tenure.holds(source.today)
    }
    count = len(members - {each.key for each in recipients})
    if not count:
        return ()
    return (Touched(words.say("plan.others", count=count), words.say("plan.no_change")),)
