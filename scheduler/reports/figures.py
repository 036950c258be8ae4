"""Figures that every report shares: exact counts, rates, and how they are written."""

from collections import Counter
from collections.abc import Callable, Hashable, Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from decimal import ROUND_HALF_UP, Decimal
from fractions import Fraction
from typing import TypeVar

from scheduler.domain.attendance.totals import Heads, Totals
from scheduler.domain.numerals import numeral
from scheduler.domain.text import say
from scheduler.domain.text.reading import side
from scheduler.domain.text.values import NOTHING

Item = TypeVar("Item")
Key = TypeVar("Key", bound=Hashable)

_TENTH = Decimal("0.1")
_SPELLED = 100


@dataclass(frozen=True, slots=True)
class Rate:
    """A part of a whole; over nothing it is neither 0 nor 100 but —."""

    part: int
    whole: int

    @property
    def exact(self) -> Fraction | None:
        """Give the exact share, None over nothing."""
        return Fraction(self.part, self.whole) if self.whole else None

    def __str__(self) -> str:
        """Write the share in percent."""
        return percent(self.part, self.whole)


def percent(part: int, whole: int) -> str:
    """Write a share with one decimal, rounded half up.

    It never reads 100.0% unless the two are equal, and never 0.0% unless the part is zero.
    """
    if whole == 0:
        return NOTHING
    shown = (Decimal(part) * 100 / Decimal(whole)).quantize(_TENTH, ROUND_HALF_UP)
    if part and not shown:
        shown = _TENTH
    if part < whole and shown >= Decimal(100):
        shown = Decimal(100) - _TENTH
    return f"{shown}%"


def mean(rates: Iterable[Rate]) -> Fraction | None:
    """Give the mean of rates (场次平均), leaving out those over nothing; None for none."""
    shares = [share for share in (rate.exact for rate in rates) if share is not None]
    return sum(shares, Fraction(0)) / len(shares) if shares else None


def turnout(counted: Totals) -> Rate:
    """Give 到会率: the due people who came, of all due."""
    return Rate(counted.present, counted.due)


def leave_rate(counted: Totals) -> Rate:
    """Give 请假率: the due people on leave, of all due."""
    return Rate(counted.leave, counted.due)


def absence_rate(counted: Totals) -> Rate:
    """Give 缺席率: the due people who were absent, of all due."""
    return Rate(counted.absent, counted.due)


def educated_rate(counted: Totals) -> Rate:
    """Give 受教育率: who came or made it up, of all due; it never replaces the turnout."""
    return Rate(counted.present + counted.made_up, counted.due)


def overall_turnout(counted: Iterable[Totals]) -> Rate:
    """Give 支部出勤率 (人次平均): the sum of those who came of the sum of those due."""
    every = tuple(counted)
    return Rate(sum(each.present for each in every), sum(each.due for each in every))


def personal_turnout(person: str, registers: Iterable[Heads]) -> Rate:
    """Give 个人出勤率: the meetings a person came to, of those it was due at."""
    due = [each for each in registers if person in each.due]
    return Rate(sum(1 for each in due if person in each.present), len(due))


def coverage(affiliated: Iterable[str], registers: Iterable[Heads]) -> Rate:
    """Give 覆盖率: the members who came at least once, of all who belonged in the period."""
    members = frozenset(affiliated)
    came = frozenset().union(*(each.present for each in registers))
    return Rate(len(members & came), len(members))


def count_by(items: Iterable[Item], key: Callable[[Item], Key]) -> Mapping[Key, int]:
    """Count items by a key, in the order of their first appearance."""
    return dict(Counter(key(item) for item in items))


@dataclass(frozen=True, slots=True)
class Visits:
    """Visits counted both ways: ``organisations`` are 家, ``times`` are 家次."""

    organisations: int
    times: int


def visits(visited: Iterable[Iterable[str]]) -> Visits:
    """Count the organisations that were visited; one event visits each at most once."""
    each = [organisation for group in visited for organisation in frozenset(group)]
    return Visits(len(frozenset(each)), len(each))


@dataclass(frozen=True, slots=True)
class Matched:
    """Who met whom: enterprises and partners counted once each, and the pairs of them."""

    enterprises: int
    partners: int
    pairs: int


def matched(pairs: Iterable[tuple[str, str]]) -> Matched:
    """Count recorded pairs of an enterprise and a partner; one that met twice counts once."""
    distinct = frozenset(pairs)
    enterprises, partners = ({pair[place] for pair in distinct} for place in (0, 1))
    return Matched(len(enterprises), len(partners), len(distinct))


def milestone(whole: int, start: date, end: date, day: date) -> int:
    """Give how many of ``whole`` should be done before a day, even over [start, end)."""
    passed = min(max((day - start).days, 0), (end - start).days)
    return whole * passed // (end - start).days


def some(figure: int, lang: str) -> str:
    """Write an exact figure as the documents do: 12 as 10余, 196 as 190余, 1023 as 1000余.

    Tens up to a thousand, hundreds above; a round figure and one below ten stay exact.
    """
    if figure < 10:  # noqa: PLR2004 - below ten nothing is rounded
        return str(figure)
    step = 10 if figure < 1000 else 100  # noqa: PLR2004 - hundreds from a thousand on
    floor = figure // step * step
    return str(figure) if floor == figure else say("report.some", {"figure": floor}, lang)


def several(figure: int, lang: str) -> str:
    """Write three and more as 多; fewer stay exact."""
    return str(figure) if figure < 3 else say("report.several", {}, lang)  # noqa: PLR2004 - see above


def about(figure: int, lang: str) -> str:
    """Write an exact figure to the nearest ten: 79 as 约80; a round one stays exact."""
    nearest = (figure + 5) // 10 * 10
    return str(figure) if nearest == figure else say("report.about", {"figure": nearest}, lang)


def spelled(figure: int, lang: str) -> str:
    """Spell 1 to 99 as Chinese documents do (三次, 十家); English keeps the digits."""
    return numeral(figure) if side(lang) == "zh" and 0 < figure < _SPELLED else str(figure)
