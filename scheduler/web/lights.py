"""Standings as the pages show them: lights with their words, and rows of the year's matrix."""

from collections import Counter
from collections.abc import Iterable
from urllib.parse import urlencode

from flask_babel import gettext

from scheduler.domain.text import say
from scheduler.rules.judging.standing import Light as State
from scheduler.rules.judging.standing import Mark, Standing
from scheduler.rules.units import LISTED
from scheduler.web import dates
from scheduler.web.parts import Cell, CellState, Light, LightState, Row

_LIGHT: dict[State, LightState] = {
    State.LATE: "late",
    State.TO_ARRANGE: "todo",
    State.SET: "set",
    State.KEPT: "kept",
    State.NA: "na",
}
_MISSING: dict[State, CellState] = {State.LATE: "late", State.TO_ARRANGE: "none"}


def light(standing: Standing) -> Light:
    """Give the light of a promise with its figure and word, such as 7/10 已排好."""
    word = light_word(standing.state)
    if standing.state is State.NA:
        return Light("na", word)
    return Light(_LIGHT[standing.state], f"{standing.held}/{standing.due} {word}")


def figure(standing: Standing | None) -> Light | None:
    """Give the light of a promise with its figure alone, for a table of alliances."""
    if standing is None:
        return None
    if standing.state is State.NA:
        return Light("na", light_word(State.NA))
    return Light(_LIGHT[standing.state], f"{standing.held}/{standing.due}")


def worst(standings: Iterable[Standing]) -> Light | None:
    """Give the worst light of several promises, with how many stand so."""
    counts = Counter(standing.state for standing in standings)
    state = next((each for each in _LIGHT if counts[each]), None)
    if state is None:
        return None
    words = {
        State.LATE: gettext("误期%(count)s项", count=counts[State.LATE]),
        State.TO_ARRANGE: gettext("要安排%(count)s项", count=counts[State.TO_ARRANGE]),
    }
    return Light(_LIGHT[state], words.get(state) or light_word(state))


def light_word(state: State) -> str:
    """Give the word of a light in the reader's language."""
    return {
        State.LATE: gettext("误期"),
        State.TO_ARRANGE: gettext("要安排"),
        State.SET: gettext("已排好"),
        State.KEPT: gettext("已完成"),
        State.NA: gettext("不适用"),
    }[state]


def missing(standing: Standing, lang: str) -> str:
    """Say what a promise still wants and until when, or what the next year owes instead.

    Empty when nothing is missing.
    """
    if not standing.missing or standing.until is None:
        carried = {"count": standing.carried}
        return say("report.carried", carried, lang) if standing.carried else ""
    if standing.state is State.LATE:
        fields = {"need": standing.overdue, "until": standing.until}
        return say("light.overdue", fields, lang)
    fields = {"need": len(standing.missing), "until": standing.until}
    return say("light.missing", fields, lang)


def row(standing: Standing, note: str, lang: str) -> Row:
    """Give one promise as a row of the year's matrix."""
    return Row(
        name=standing.name_en if lang == "en" else standing.name,
        note=note,
        light=light(standing),
        months=tuple(
            tuple(_cell(mark, lang) for mark in standing.cells.get(month, ()))
            for month in range(1, 13)
        ),
        sum_note=missing(standing, lang),
        href=list_address(standing),
    )


def list_address(standing: Standing) -> str:
    """Give the page of a due list; empty for a promise that has dates."""
    if standing.output not in LISTED:
        return ""
    return "/quota?" + urlencode({"alliance": standing.owner, "rule": standing.rule})


def _cell(mark: Mark, lang: str) -> Cell:
    if mark.times:
        return _done(mark, lang)
    second = mark.note_en if lang == "en" else mark.note
    state = _cell_state(mark)
    word = {
        "held": gettext("已举行"),
        "open": gettext("已发布"),
        "maybe": gettext("暂定"),
        "late": gettext("误期"),
        "none": gettext("未排"),
    }[state]
    title = " ".join(filter(None, [dates.day(mark.day, lang), word, second]))
    unplaced = not mark.uid and state == "none"
    return Cell(
        day=(second or gettext("未排")) if unplaced else str(mark.day.day),
        state=state,
        title=title,
        href=f"/events/{mark.uid}" if mark.uid else "",
        second="" if unplaced else second,
    )


def _done(mark: Mark, lang: str) -> Cell:
    """Give the visits or items of a month as one entry."""
    times = gettext("%(times)s次", times=mark.times)
    title = gettext(
        "%(month)s办%(times)s次", month=dates.month(mark.day.month, lang), times=mark.times
    )
    return Cell(day=times, state="held", title=title)


def _cell_state(mark: Mark) -> CellState:
    if not mark.uid:
        return _MISSING.get(mark.state, "none")
    if mark.state is State.KEPT:
        return "held"
    return "maybe" if mark.tentative else "open"
