"""The pages of a roll call and of its seal, drawn from a register."""

import uuid
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from itertools import groupby

from flask_babel import gettext

from scheduler.domain.attendance.values import Expectation, Presence, RegisterState
from scheduler.domain.text import say
from scheduler.domain.text.opening import opening, quorum_line
from scheduler.services.access import Action
from scheduler.services.attendance import Entry, RegisterView
from scheduler.services.events.held_names import held_names
from scheduler.web import dates
from scheduler.web.attendance import roll_form
from scheduler.web.attendance.parts import Guest, Person, PersonDetail, RollGroup, RollPage, Undo
from scheduler.web.event_lines import title
from scheduler.web.parts import Field, Link, Notice, Option, Words

MOST = 150
"""How many people one page shows; of more, the reader looks some up."""

_GUESTS = frozenset({Expectation.GUEST, Expectation.BRANCHLESS_GUEST})
_FIXED = frozenset({RegisterState.SEALED, RegisterState.ARCHIVED, RegisterState.CANCELLED})
_TOLD = frozenset({Presence.LATE, Presence.LEFT_EARLY, Presence.ONLINE})


@dataclass(frozen=True, slots=True)
class Asked:
    """What the reader asked of the page.

    ``query`` looks people up, ``person`` opens the finer marks of one, ``done`` is the press
    that can be taken back, ``saved`` tells that marks were kept. ``faults`` are sentences by
    person, ``guest_fault`` the one about the guest that was ``typed``.
    """

    query: str = ""
    person: str = ""
    done: str = ""
    saved: bool = False
    faults: Mapping[str, str] = field(default_factory=dict)
    typed: Mapping[str, str] = field(default_factory=dict)
    guest_fault: str = ""


def roll(view: RegisterView, asked: Asked, request_id: str, lang: str) -> RollPage:
    """Draw the roll call of a register."""
    event = view.stored.event
    people = [each for each in view.entries if each.listed.line.expectation not in _GUESTS]
    shown = [each for each in people if _matches(each, view, asked.query.strip().lower(), lang)]
    fixed = view.state in _FIXED or Action.ROLL not in view.may
    return RollPage(
        title=title(view.stored, lang),
        when=when(view, lang),
        due=_due(view, lang),
        href=f"/events/{event.uid}/roll",
        groups=_groups(view, shown[:MOST], asked, lang),
        crumbs=(
            Link("/", gettext("今日")),
            Link(f"/events/{event.uid}", gettext("活动")),
            Link("", gettext("点名")),
        ),
        hidden=(("request", request_id),),
        undo=_undo(view, asked.done, lang),
        notice=_notice(view, asked, len(shown), lang),
        query=asked.query,
        detail=_detail(view, asked.person, lang),
        guests=_guests(view),
        guest_fields=_guest_fields(asked) if view.whole else (),
        readonly=fixed,
        seal=_seal_link(view),
    )


def when(view: RegisterView, lang: str) -> str:
    """Write when and where an event is."""
    event = view.stored.event
    write = dates.days if event.all_day else dates.times
    venue = {**view.names, **held_names(view.stored)}.get(f"venue:{event.venue}")
    place = venue.say(lang) if venue else ""
    return " · ".join(filter(None, (write(event.start, event.end, lang), place)))


def _due(view: RegisterView, lang: str) -> Words:
    tail = quorum_line(view.quorum, lang) if view.quorum else ""
    space = " " if lang == "en" else ""
    return Words("", gettext("应到%(count)s人。", count=view.totals.due), space + tail)


def _matches(entry: Entry, view: RegisterView, query: str, lang: str) -> bool:
    listed = entry.listed
    spelled = listed.pinyin_key.replace(" ", "").lower()
    initials = "".join(part[:1] for part in listed.pinyin_key.lower().split())
    return (
        query in listed.name.lower()
        or spelled.startswith(query)
        or initials.startswith(query)
        or query in _branch(entry, view, lang).lower()
    )


def _branch(entry: Entry, view: RegisterView, lang: str) -> str:
    name = view.names.get(f"body:{entry.listed.line.home_branch}")
    return name.say(lang) if name else gettext("联盟")


def _groups(
    view: RegisterView, entries: Iterable[Entry], asked: Asked, lang: str
) -> tuple[RollGroup, ...]:
    groups = []
    for name, found in groupby(entries, key=lambda each: _branch(each, view, lang)):
        people = tuple(_person(view, each, asked, lang) for each in found)
        groups.append(RollGroup(name, gettext("%(count)s人", count=len(people)), people))
    return tuple(groups)


def _person(view: RegisterView, entry: Entry, asked: Asked, lang: str) -> Person:
    mark, line = entry.mark, entry.listed.line
    finer = say(f"mark.{mark.presence}", {}, lang) if mark.presence in _TOLD else ""
    beside = "" if line.due else say(f"expectation.{line.expectation}", {}, lang)
    fault = asked.faults.get(line.person, "")
    if mark.conflict:
        fault = fault or say("op.conflict", {"values": mark.conflict}, lang)
    return Person(
        key=line.person,
        name=entry.listed.name,
        note=" · ".join(filter(None, (finer, beside, line.group))),
        mark=roll_form.coarse(mark),
        reason=roll_form.reason(mark),
        href=f"/events/{view.stored.event.uid}/roll?person={line.person}",
        seen=roll_form.seen(mark),
        fault=fault,
    )


def _undo(view: RegisterView, request_id: str, lang: str) -> Undo | None:
    """Offer to take a press back while it still marks somebody."""
    try:
        space = uuid.UUID(request_id)
    except ValueError:
        return None
    marked = sum(
        str(uuid.uuid5(space, entry.mark.person)) in entry.mark.ops for entry in view.entries
    )
    return Undo(say("bulk.done", {"count": marked}, lang), request_id) if marked else None


def _notice(view: RegisterView, asked: Asked, found: int, lang: str) -> Notice | None:
    counted = opening(view.totals, None, lang)
    if asked.faults:
        return Notice(
            gettext("有%(count)s处没有记下", count=len(asked.faults)),
            gettext("请看下面标出的几处；其余的都已保存。")
            if asked.saved
            else gettext("请看下面标出的几处；这次没有保存。"),
            late=True,
        )
    if view.totals.conflicts:
        return Notice(
            gettext("有%(count)s人两处记得不一样", count=view.totals.conflicts),
            gettext("请在标出的几行点正确的一个，再保存。"),
        )
    if asked.saved:
        return Notice(gettext("已保存"), counted)
    if found > MOST:
        return Notice(
            gettext("共%(count)s人，这里先列%(most)s人", count=found, most=MOST),
            gettext("用姓名、拼音首字母或支部名找其余的人。"),
        )
    if view.state in _FIXED:
        return Notice(say(f"register.{view.state}", {}, lang), counted)
    return None


def _detail(view: RegisterView, person: str, lang: str) -> PersonDetail | None:
    entry = next((each for each in view.entries if each.mark.person == person), None)
    if entry is None:
        return None
    offered = [each for each in roll_form.DETAILS if each != "online" or view.online]
    options = tuple(Option(each, say(f"mark.{each}", {}, lang)) for each in offered)
    return PersonDetail(person, entry.listed.name, options)


def _guests(view: RegisterView) -> tuple[Guest, ...]:
    return tuple(
        Guest(each.listed.name, each.listed.organisation)
        for each in view.entries
        if each.listed.line.expectation in _GUESTS and each.mark.ops
    )


def _guest_fields(asked: Asked) -> tuple[Field, ...]:
    typed = asked.typed
    return (
        Field(
            "guest_name",
            gettext("姓名"),
            typed.get("guest_name", ""),
            fault=asked.guest_fault,
        ),
        Field(
            "guest_firm",
            gettext("单位或支部"),
            typed.get("guest_firm", ""),
            optional=True,
        ),
        Field(
            "guest_kind",
            gettext("来自"),
            typed.get("guest_kind", "branch"),
            "choices",
            options=(
                Option("branch", gettext("外支部")),
                Option("branchless", gettext("未建支部的单位")),
            ),
        ),
    )


def _seal_link(view: RegisterView) -> Link | None:
    href = f"/events/{view.stored.event.uid}/seal"
    if view.seal is not None:
        return Link(href, gettext("看封存码"))
    ready = view.state in {RegisterState.TAKEN, RegisterState.CONFIRMED}
    if ready and Action.SEAL in view.may:
        return Link(href, gettext("核对并封存"))
    return None
