"""What turns and members are called where one is chosen, and what is said beside them."""

from scheduler.domain.text import say
from scheduler.domain.text.reading import Reading
from scheduler.domain.turn_request import RELEASES, TurnAct, TurnRequest
from scheduler.services.turns.desk import Desk
from scheduler.services.turns.nearness import let_go, near, nearness
from scheduler.services.turns.standing import ComingTurn, TurnView
from scheduler.web import dates
from scheduler.web.i18n import current_lang

Chosen = tuple[TurnView, ComingTurn]


def turn_name(turn: ComingTurn) -> str:
    """Name a turn by its day and its host."""
    day = dates.week_day(turn.day, current_lang())
    return f"{day} {turn.host_name}"


def cover_name(chosen: Chosen | None, key: str, name: str) -> str:
    """Name a member that may stand in; one that hosts about then as well says so."""
    if chosen is None or not near(chosen[0], {chosen[1].uid: key}):
        return name
    fields = {"member": name, "turns": chosen[0].cooldown}
    return say("turn_too_near.cover", fields, current_lang())


def warned(act: TurnAct, chosen: Chosen, lang: str) -> list[str]:
    """Warn of letting go a turn that nobody else could take without hosting again too soon."""
    view, turn = chosen
    hasty = let_go(view, turn.uid, turn.host or "") if act in RELEASES else ()
    return [say(each.code, each.fields, Reading(lang, turn.day.year)) for each in hasty]


def hasty(found: Desk, request: TurnRequest, lang: str) -> tuple[str, ...]:
    """Tell who would host again too soon after a request that waits."""
    hosts = {turn.host: turn.host_name for view in found.turns for turn in view.upcoming}
    known = hosts | dict(pair for view in found.turns for pair in view.pool)
    names = {key: (name, name) for key, name in known.items() if key}
    return tuple(
        say(each.code, each.fields, Reading(lang, found.today.year), names=names)
        for each in nearness(found.turns, request)
    )


def swap_name(view: TurnView, chosen: Chosen | None, other: ComingTurn) -> str:
    """Name a turn that may be swapped for; one that would come too near to another says so."""
    name = turn_name(other)
    if chosen is None or not near(view, {chosen[1].uid: other.host, other.uid: chosen[1].host}):
        return name
    return say("turn_too_near", {"turn": name, "turns": view.cooldown}, current_lang())
