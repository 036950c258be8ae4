"""Names that several bodies, members or persons share, told apart by where each belongs."""

from collections import Counter, defaultdict
from collections.abc import Collection, Iterable, Mapping

from scheduler.store import Session, directory, roster

Names = Mapping[str, tuple[str, str]]

_BODY = "body:"
_MEMBER = "organisation:"
_PERSON = "person:"


def told_apart(session: Session, names: Names, alliances: Collection[str]) -> Names:
    """Name the body above too where several bodies go by one name.

    Members and officers of several ``alliances`` that go by one name are told with their alliance.
    """
    told = dict(names)
    bodies = _alike(names, _BODY)
    if bodies:
        above = directory.above(session, (key.removeprefix(_BODY) for key in bodies))
        for key in bodies & {f"{_BODY}{body}" for body in above}:
            over = above[key.removeprefix(_BODY)]
            told[key] = _beside(names[key], [(over.short, over.en)])
    alike = _alike(names, _MEMBER) | _alike(names, _PERSON)
    if len(alliances) > 1 and alike:
        places = _places(session, alike, alliances)
        shown = {f"{_BODY}{body}" for found in places.values() for body in found}
        called = roster.spoken(session, shown)
        for key, found in places.items():
            told[key] = _beside(names[key], [called[f"{_BODY}{body}"] for body in sorted(found)])
    return told


def _alike(names: Names, kind: str) -> set[str]:
    """List the keys of a kind that share their name with another."""
    keys = {key for key in names if key.startswith(kind)}
    counts = Counter(names[key][0] for key in keys)
    return {key for key in keys if counts[names[key][0]] > 1}


def _places(
    session: Session, alike: Collection[str], alliances: Collection[str]
) -> dict[str, set[str]]:
    """Give the alliances of each of these members and officers."""
    pairs = [
        *(
            (tie.member, body)
            for body, ties in roster.memberships(session, alliances).items()
            for tie in ties
        ),
        *(
            (f"{_PERSON}{officer.person}", body)
            for body, officers in roster.officers(session, alliances).items()
            for officer in officers
        ),
    ]
    found: defaultdict[str, set[str]] = defaultdict(set)
    for key, body in pairs:
        if key in alike:
            found[key].add(body)
    return found


def _beside(name: tuple[str, str], places: Iterable[tuple[str, str]]) -> tuple[str, str]:
    (zh, en), listed = name, list(places)
    inner_zh = "、".join(short for short, _ in listed)
    inner_en = ", ".join(english or short for short, english in listed)
    return f"{zh}（{inner_zh}）", f"{en or zh} ({inner_en})"
