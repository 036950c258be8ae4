"""Lists that rules name: written and deleted, each change with the rules that name it checked.

Each change is one entry ``list`` in the ledger of its alliance, and what was planned before it is
planned anew.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from scheduler.domain.errors import (
    InvalidError,
    MissingFieldError,
    NotFoundError,
    RuleError,
    StaleVersionError,
)
from scheduler.domain.list_errors import ListError, ListUsedError
from scheduler.domain.moments import line
from scheduler.domain.refusing import noted, refuse
from scheduler.services.access import Action, Principal, require
from scheduler.services.rules import list_checks, lists
from scheduler.services.rules.list_checks import Effect
from scheduler.services.rules.lists import KeptList, Place
from scheduler.store import Session, Store, ledger, roster
from scheduler.store import lists as stored

_LONGEST = 60

Title = tuple[str, str]
"""What a list is called in Chinese and in English."""


@dataclass(frozen=True, slots=True)
class ListWish:
    """What somebody wants to stand on a list; without a ``name`` it is called as it was.

    Without an English one so is the English name, while the Chinese one is the same.
    """

    place: Place
    items: Sequence[str]
    name: str | None = None
    name_en: str | None = None


@dataclass(frozen=True, slots=True)
class Done:
    """A list as it is kept, and what in the rules that name it had better be looked at now."""

    kept: KeptList
    warnings: tuple[RuleError, ...] = ()


def check_revision(store: Store, place: Place, revision: int, *, by: Principal) -> None:
    """Raise ``StaleVersionError`` where a list is no longer in the revision that was seen."""
    with store.read() as session:
        _allow(place, by)
        _check_revision(session, place, _kept(session, place), revision)


def keep(store: Store, wish: ListWish, revision: int, *, by: Principal, now: datetime) -> Done:
    """Keep a list that is still in the revision that was seen, 0 where there is none.

    The same again changes nothing. Raises ``ListError`` for what cannot be kept, ``RuleError`` for
    what a rule that names the list would be refused for then, ``StaleVersionError`` where somebody
    else changed it first.
    """
    place = wish.place
    _allow(place, by)
    with store.write() as session:
        if not roster.alliances(session, [place.alliance]):
            raise NotFoundError(entity="alliance", key=place.alliance)
        ledger.lock(session, [place.alliance], now)
        kept = _kept(session, place)
        _check_revision(session, place, kept, revision)
        old = _titled(session, place)
        title, items, effect = _sound(session, wish, (old, kept), now)
        if (title, items) != (old, kept):
            stored.put(session, place, items)
            if title != old or kept is None:  # the memberships' lists have no names stored
                stored.call(session, place.word, *title)
            _log(session, place, (kept, items), (old, title), (by, now))
        return Done(lists.found(session, place, by=by, now=now), effect.warnings)


def delete(store: Store, place: Place, revision: int, *, by: Principal, now: datetime) -> KeptList:
    """Keep a list no longer; gives what it was.

    Raises ``ListUsedError`` while rules name it. One that comes from the memberships where none is
    kept does so again, unless a rule would be refused for that.
    """
    _allow(place, by)
    with store.write() as session:
        ledger.lock(session, [place.alliance], now)
        gone = lists.found(session, place, by=by, now=now)
        _check_revision(session, place, _kept(session, place), revision)
        if place.computed:
            source = lists.world(session, [place.alliance], {}, now)
            refuse(list_checks.effect(place, None, source).faults)
        elif gone.rules:
            rules = {rule.key: (rule.name, rule.name_en) for rule in gone.rules}
            names = {**rules, place.word: gone.name}
            raise ListUsedError(list=place.word, rules=tuple(rules), names=names)
        stored.remove(session, place)
        _log(session, place, (gone.items, None), (gone.name, gone.name), (by, now))
        return gone


def _sound(
    session: Session,
    wish: ListWish,
    before: tuple[Title | None, tuple[str, ...] | None],
    now: datetime,
) -> tuple[Title, tuple[str, ...], Effect]:
    """Give a list as it will be kept, or raise the first fault, with the ``others`` it has."""
    place, (old, kept) = wish.place, before
    title = old or ("", "")
    faults: list[InvalidError] = []
    if kept is None:
        faults += list_checks.key_faults(place.key)
    with noted(faults):
        title = _title(session, wish, old)
    items, wrong = list_checks.written(wish.items)
    refuse([*faults, *wrong] if wrong else ())
    source = lists.world(session, [place.alliance], {place: items}, now)
    refuse([*faults, *list_checks.roster_faults(session, place, items, kept or (), source)])
    effect = list_checks.effect(place, items, source)
    refuse(effect.faults)
    return title, items, effect


def _allow(place: Place, by: Principal) -> None:
    require(by, Action.EDIT, (place.alliance,), entity="alliance", key=place.alliance)


def _kept(session: Session, place: Place) -> tuple[str, ...] | None:
    return roster.lists(session, [place.alliance]).get(place)


def _check_revision(session: Session, place: Place, kept: object | None, revision: int) -> None:
    found = 0 if kept is None else stored.revisions(session, [place]).get(place, 1)
    if found != revision:
        raise StaleVersionError(entity="list", key=place.key, revision=found)


def _titled(session: Session, place: Place) -> Title | None:
    """Give what a list is called; None where nobody named it yet."""
    names = roster.names(session, [place.word])
    return lists.title(place, names) if names or place.computed else None


def _title(session: Session, wish: ListWish, old: Title | None) -> Title:
    """Give what a list is to be called; one name stands for its key in every alliance."""
    place = wish.place
    if wish.name is None and old is None:
        raise MissingFieldError(field="name")
    zh = old[0] if wish.name is None and old else line(wish.name or "", "name", limit=_LONGEST)
    same = old is not None and old[0] == zh
    en = (old[1] if same and old else "") if wish.name_en is None else wish.name_en
    title = (zh, line(en, "name_en", limit=_LONGEST) if en.strip() else "")
    if old is None or title == old:
        return title
    told = {"list": place.word, "names": {place.word: old}}
    if place.computed:
        raise ListError(field="name", reason="fixed", **told)
    if stored.keepers(session, place.key) - {place.alliance}:
        raise ListError(field="name", reason="shared", **told)
    return title


def _log(
    session: Session,
    place: Place,
    items: tuple[tuple[str, ...] | None, tuple[str, ...] | None],
    titles: tuple[Title | None, Title],
    who: tuple[Principal, datetime],
) -> None:
    """Write a change of a list into the ledger of its alliance, with what differs."""
    before, after = items
    old, new = titles
    kind = "created" if before is None else "deleted" if after is None else "changed"
    detail: dict[str, object] = {"name": new[0]}
    if before != after:
        detail["items"] = {"from": before and list(before), "to": after and list(after)}
    if old != new:
        detail["list_name"] = {"from": old and list(old), "to": list(new)}
    number = stored.revisions(session, [place]).get(place, 0 if before is None else 1) + 1
    entry = ledger.Entry(
        (place.alliance,), stored.ENTITY, stored.entity_id(place), kind, number, detail
    )
    by, now = who
    ledger.append(session, [entry], by.id, now)
