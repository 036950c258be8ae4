"""What people type for a list, one name or key a line, and how what stands there is written."""

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import datetime

from scheduler.domain.errors import DomainError, InvalidError
from scheduler.domain.list_errors import ListError
from scheduler.domain.moments import seen
from scheduler.rules.units import KEYED, PAIR
from scheduler.services.access import Principal
from scheduler.services.names import Name
from scheduler.services.roster import listing as members
from scheduler.services.roster.listing import RosterSeen
from scheduler.services.rules.lists import PERSON, KeptList
from scheduler.store import Store, planning, roster

_JOINTS = re.compile("[+＋]")
_SHOWN = 60
"""How much of a line a refusal repeats."""
_MOST_KEYS = 5
_BODY = "body:"

Index = Mapping[str, tuple[str, ...]]
"""The keys of each name."""


@dataclass(frozen=True, slots=True)
class Typed:
    """What lines of text stand for: the items, the line of each, and what cannot be read."""

    items: tuple[str, ...]
    lines: tuple[int, ...]
    faults: tuple[InvalidError, ...] = ()


@dataclass(frozen=True, slots=True)
class Vocabulary:
    """The names by which an alliance calls what it puts on lists.

    Those ``near`` are of its members, bodies, people, and of what stands on the list already; they
    go before those ``far``: of venues, words with a name, kinds, and other organisations. What is
    ``kept`` on the list stands for itself.
    """

    near: Index
    far: Index
    names: Mapping[str, Name] = field(default_factory=dict)
    kept: frozenset[str] = frozenset()

    def read(self, text: str, *, own: bool) -> Typed:
        """Read lines of names and keys; ``own`` keeps as a word of one's own what nobody has."""
        items, lines, faults = [], [], list[InvalidError]()
        for number, written in enumerate(text.splitlines(), start=1):
            word = written.strip()
            if not word:
                continue
            try:
                items.append(self._item(word, number, own=own))
                lines.append(number)
            except ListError as fault:
                faults.append(fault)
        return Typed(tuple(items), tuple(lines), tuple(faults))

    def write(self, item: str, lang: str) -> str:
        """Write an item by names that are read as it again; else by its keys."""
        return PAIR.join(self._name(part, lang) for part in item.split(PAIR))

    def _item(self, word: str, number: int, *, own: bool) -> str:
        parts = _JOINTS.split(word)
        keyed = bool(parts[1:]) and word.startswith(KEYED)
        whole = None if keyed else self._key(word, number)
        if whole is None and parts[1:]:
            keys = [self._key(part.strip(), number) for part in parts]
            # Half a pair is no word of one's own: it was meant to be one.
            if any(keys):
                told = zip(keys, parts, strict=True)
                lost = next((part for key, part in told if key is None and part.strip()), None)
                if lost is not None:
                    raise _fault(number, lost.strip(), "nobody")
                return PAIR.join(key or "" for key in keys)
        if whole is None and not own:
            raise _fault(number, word, "nobody")
        return whole or word

    def _key(self, word: str, number: int) -> str | None:
        """Find the key of a name; a key, and a word that has a name, stands for itself."""
        if word.startswith((*KEYED, "@")) or word in self.names or word in self.kept:
            return word
        for index in (self.near, self.far):
            found = index.get(_plain(word), ())
            if found[1:]:
                keys = "、".join(found[:_MOST_KEYS])
                raise _fault(number, word, "several", keys=keys)
            if found:
                return found[0]
        return None

    def _name(self, key: str, lang: str) -> str:
        known = self.names.get(key)
        name = known.say(lang) if known else ""
        if not name or _JOINTS.search(name) or len(name.splitlines()) > 1:
            return key
        found = self.near.get(_plain(name), self.far.get(_plain(name), ()))
        return name if found == (key,) else key


def vocabulary(
    store: Store, alliance: str, kept: KeptList | None, *, by: Principal, now: datetime
) -> Vocabulary:
    """Gather the names of an alliance, and those of what stands on the list already."""
    found = members.view(store, alliance, by=by, now=now)
    with store.read() as session:
        words = {
            key: Name(zh, zh, en)
            for key, (zh, en) in planning.other_names(session).items()
            if not key.startswith("@")
        }
        places = {
            f"venue:{key}": Name(each.name, each.name, each.name_en)
            for key, each in roster.venues(session).items()
        }
        kinds = {
            key: Name(each.name, each.name, each.name_en)
            for key, each in roster.kinds(session).items()
        }
    near = _near(found) | (dict(kept.names) if kept else {})
    others = {each.key: each.name for each in found.candidates if each.key not in near}
    far = {key: name for key, name in (places | words | kinds | others).items() if key not in near}
    items = frozenset(kept.items if kept else ())
    return Vocabulary(_index(near), _index(far), far | near, items)


def _near(found: RosterSeen) -> dict[str, Name]:
    here = {each.member for each in (*found.present, *found.coming)}
    names = {key: found.names[key] for key in here if key in found.names}
    names |= {each.key: each.name for each in found.candidates if each.key.startswith(_BODY)}
    return names | {
        f"{PERSON}{each.tie.person}": Name(each.name, each.name, "") for each in found.people
    }


def _index(names: Mapping[str, Name]) -> Index:
    found: dict[str, dict[str, None]] = {}
    for key, name in names.items():
        for text in {_plain(each) for each in (name.zh, name.short, name.en)} - {""}:
            found.setdefault(text, {})[key] = None
    return {text: tuple(sorted(keys)) for text, keys in found.items()}


def _plain(text: str) -> str:
    return "".join(text.split()).casefold()


def _fault(number: int, word: str, reason: str, **more: object) -> ListError:
    shown = seen(word)[:_SHOWN]
    return ListError(field="items", reason=reason, line=number, word=shown, **more)


def relined(faults: Iterable[DomainError], lines: tuple[int, ...]) -> None:
    """Tell of items by the lines on which they were typed, empty ones counted."""
    for fault in faults:
        line = fault.fields.get("line")
        if "at" in fault.fields and isinstance(line, int):
            fault.fields["line"] = lines[line - 1]
