"""The figures that documents print beside the promises: kinds of event, companies, scale."""

from collections.abc import Iterable
from dataclasses import dataclass

from scheduler.domain.text import say
from scheduler.domain.text.reading import side
from scheduler.reports.figures import some, spelled

FEWEST = 3
"""A kind that was held less often is not worth a figure of its own."""

MOST = 6
"""How many kinds are told; the others stand in the list of events."""

_SPELLED = 10
_BY_TIMES = frozenset({"job_fair", "industry_seminar"})
"""Kinds that people count by 次, in words while they are few; others are counted by 场."""


@dataclass(frozen=True, slots=True)
class KindCount:
    """How often events of a kind were held; the names are those of the kind."""

    kind: str
    name: str
    name_en: str
    count: int


@dataclass(frozen=True, slots=True)
class Scale:
    """How large an alliance, or several, is on a day; ``alliances`` is 0 for one alone."""

    enterprises: int
    branches: int
    members: int
    alliances: int = 0


def kinds_text(counts: Iterable[KindCount], lang: str) -> str:
    """Write the kinds held most often: 招聘会20余次、科技金融专场服务对接3场; empty for none."""
    often = sorted(
        (each for each in counts if each.count >= FEWEST),
        key=lambda each: (-each.count, each.kind),
    )
    if not often:
        return ""
    kinds = (", " if side(lang) == "en" else "、").join(_kind(each, lang) for each in often[:MOST])
    return say("report.kinds", {"kinds": kinds}, lang)


def _kind(each: KindCount, lang: str) -> str:
    name = each.name_en if side(lang) == "en" and each.name_en else each.name
    by_times = each.kind in _BY_TIMES
    few = by_times and each.count <= _SPELLED
    figure = _counted(each.count, lang) if few else some(each.count, lang)
    fields = {"name": name, "figure": figure, "reason": "times" if by_times else ""}
    return say("report.kind", fields, lang)


def companies_text(companies: int, lang: str) -> str:
    """Write how many companies took part: 十家公司, 20余家公司; empty for none."""
    if not companies:
        return ""
    few = companies <= _SPELLED
    figure = _counted(companies, lang) if few else some(companies, lang)
    return say("report.companies", {"companies": figure}, lang)


def scale_text(scale: Scale, lang: str, *, rounded: bool = False) -> str:
    """Write the scale: 8个联盟，覆盖企业216家、党组织9个、党员1021名; ``rounded`` as 1000余家."""
    figures = {
        "enterprises": scale.enterprises,
        "branches": scale.branches,
        "members": scale.members,
    }
    fields: dict[str, object] = {
        name: some(figure, lang) if rounded else figure for name, figure in figures.items()
    }
    together = {"alliances": scale.alliances, "reason": "together" if scale.alliances else ""}
    return say("report.scale", fields | together, lang)


def rate_text(per: str, times: int, lang: str) -> str:
    """Write how often something was done in a period: 半年三次."""
    return say(f"report.rate.{per}", {"times": _counted(times, lang)}, lang)


def _counted(figure: int, lang: str) -> str:
    """Spell a number before its classifier, where two is 两."""
    return "两" if figure == 2 and side(lang) == "zh" else spelled(figure, lang)  # noqa: PLR2004 - two
