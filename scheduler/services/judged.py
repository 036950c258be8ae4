"""Where the promises and offices of alliances stand today, judged once for each ledger state."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import date, datetime
from threading import Lock
from weakref import WeakKeyDictionary

from scheduler.domain.roster import Body
from scheduler.rules.judging.standing import Standing, standings
from scheduler.rules.judging.vacancies import Vacancy, vacancies
from scheduler.services.gathering import gather_readable
from scheduler.services.visits import recording
from scheduler.store import Session, Store, ledger

Judged = tuple[tuple[Standing, ...], tuple[Vacancy, ...]]
Kept = dict[tuple[str, int, date], tuple[int, Judged]]
_kept: WeakKeyDictionary[Store, Kept] = WeakKeyDictionary()
_guard = Lock()


@dataclass(frozen=True, slots=True)
class Promises:
    """One alliance and where its promises of a year stand, the worst first.

    ``vacancies`` are the offices that nobody holds today.
    """

    alliance: Body
    standings: tuple[Standing, ...]
    vacancies: tuple[Vacancy, ...] = ()


def judged(
    store: Store, session: Session, seen: Iterable[Body], today: date, now: datetime
) -> tuple[Promises, ...]:
    """Judge every alliance's year; one whose ledger did not move since is not judged again."""
    bodies = tuple(seen)
    heads = ledger.heads(session, [body.key for body in bodies])
    with _guard:
        kept = _kept.setdefault(store, {})
        stale = [
            body.key
            for body in bodies
            if kept.get((body.key, today.year, today), (-1, ((), ())))[0] != heads[body.key].seq
        ]
    if stale:
        fresh = _judge(session, stale, today, now)
        with _guard:
            for key in stale:
                # Standings of another day are of no more use.
                for old in [each for each in kept if each[0] == key]:
                    del kept[old]
                kept[key, today.year, today] = (heads[key].seq, fresh[key])
    with _guard:
        return tuple(Promises(body, *kept[body.key, today.year, today][1]) for body in bodies)


def _judge(
    session: Session, alliances: Iterable[str], today: date, now: datetime
) -> Mapping[str, Judged]:
    wanted = tuple(alliances)
    source = gather_readable(session, wanted, today.year, now)
    owners = {rule.owner for rule in source.rules}
    made = recording.recorded(session, source.rules, owners, today.year)
    found = standings(source, today.year, today, made)
    return {
        key: (
            tuple(each for each in found if each.owner == key),
            vacancies(replace(source, targets=(key,)), today),
        )
        for key in wanted
    }
