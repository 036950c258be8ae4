"""The forms that change an event: move, host, place, cancel; and what they send."""

import re
import unicodedata
from collections.abc import Mapping
from dataclasses import replace
from datetime import date, datetime, time

from flask_babel import gettext

from scheduler.domain.activity import EventStatus
from scheduler.domain.errors import DateError, InvalidError, MissingFieldError
from scheduler.domain.moments import SHANGHAI
from scheduler.domain.text import say
from scheduler.services.access import Action as Right
from scheduler.services.events.acts import REASONS
from scheduler.services.events.reading import Choices, EventView
from scheduler.services.names import Name
from scheduler.web import dates
from scheduler.web.parts import Field, Form, Option

Typed = Mapping[str, str]

_CLOCK = re.compile(r"\d?\d:\d\d", re.ASCII)
_SHOWN = 40


def forms(found: EventView, options: Choices, lang: str, *, may_rename: bool) -> tuple[Form, ...]:
    """Give the forms that the reader may send; not everybody may rename the place."""
    if Right.EDIT not in found.may or found.stored.event.status is not EventStatus.PUBLISHED:
        return ()
    swaps = _swaps(found, options, lang)
    renaming = _renaming(found) if may_rename else ()
    return (_move(found, lang), *swaps, *renaming, _cancel(found, lang))


def told(form: Form, typed: Typed, faults: Mapping[str, str]) -> Form:
    """Show each fault at its field, what the form does not ask at the first; what was typed stays.

    ``faults`` are sentences by field.
    """
    names = {each.name for each in form.fields}
    stray = " ".join(sentence for name, sentence in faults.items() if name not in names)
    at = {name: sentence for name, sentence in faults.items() if name in names}
    if stray:
        at.setdefault(form.fields[0].name, stray)
    return replace(
        form,
        fields=tuple(
            replace(each, value=typed.get(each.name, each.value), fault=at.get(each.name, ""))
            for each in form.fields
        ),
    )


def start(typed: Typed, *, all_day: bool) -> datetime:
    """Read the new start: a local day, and unless it is a whole day a time.

    Raises the first fault, with the one besides as its ``others``.
    """
    faults: list[InvalidError] = []
    day, begin = date.min, time(0)
    try:
        day = _day(typed.get("day", "").strip())
    except InvalidError as error:
        faults.append(error)
    if not all_day:
        try:
            begin = _clock(typed.get("clock", "").strip())
        except InvalidError as error:
            faults.append(error)
    if faults:
        faults[0].fields["others"] = tuple(faults[1:])
        raise faults[0]
    return datetime.combine(day, begin, SHANGHAI)


def _day(text: str) -> date:
    if not text:
        raise MissingFieldError(field="day")
    try:
        return dates.read(text)
    except ValueError:
        raise DateError(field="day", value=text[:_SHOWN], reason="malformed") from None


def _clock(text: str) -> time:
    if not text:
        raise MissingFieldError(field="clock")
    plain = unicodedata.normalize("NFKC", text)
    try:
        if _CLOCK.fullmatch(plain):
            return time.fromisoformat(plain.zfill(len("00:00")))
    except ValueError:
        pass
    raise DateError(field="clock", value=text[:_SHOWN], reason="clock")


def _reason(name: str, lang: str) -> Field:
    options = tuple(Option(code, say(f"reason.{code}", {}, lang)) for code in REASONS)
    return Field(
        name,
        gettext("原因"),
        value=REASONS[0],
        control="select",
        note=gettext("会写进所有订阅者的日历。"),
        options=options,
    )


def _note(name: str) -> Field:
    return Field(
        name, gettext("补充说明"), note=gettext("只给登录的人看，不进日历。"), optional=True
    )


def _form(found: EventView, act: str, words: tuple[str, str], *fields: Field) -> Form:
    return Form(
        href=f"/events/{found.stored.event.uid}/{act}",
        summary=words[0],
        submit=words[1],
        fields=fields,
        hidden=(("version", str(found.stored.version)),),
    )


def _move(found: EventView, lang: str) -> Form:
    event = found.stored.event
    local = event.start.astimezone(SHANGHAI)
    fields = [Field("day", gettext("改到哪一天"), local.date().isoformat(), control="date")]
    if not event.all_day:
        fields.append(Field("clock", gettext("几点开始"), f"{local:%H:%M}", control="time"))
    words = (gettext("改期"), gettext("改期并通知订阅者"))
    return _form(found, "move", words, *fields, _reason("reason", lang), _note("note"))


def _swaps(found: EventView, options: Choices, lang: str) -> tuple[Form, Form]:
    event = found.stored.event
    host = Field(
        "host",
        gettext("由谁主办"),
        event.host or "",
        control="select",
        options=_options(options.hosts, lang),
    )
    venue = Field(
        "venue",
        gettext("在哪里"),
        event.venue or "",
        control="select",
        options=_options(options.venues, lang),
    )
    return (
        _form(
            found,
            "host",
            (gettext("换主办"), gettext("换主办并通知订阅者")),
            host,
            _reason("host_reason", lang),
        ),
        _form(
            found,
            "venue",
            (gettext("换地点"), gettext("换地点并通知订阅者")),
            venue,
            _reason("venue_reason", lang),
        ),
    )


def _renaming(found: EventView) -> tuple[Form, ...]:
    """Give the form of another name for the place, where there is one."""
    venue = found.stored.event.venue
    if venue is None:
        return ()
    name, name_en = found.names.get(f"venue:{venue}", (venue, ""))
    note = gettext("地点不换，只改叫法；在这里办、还没举行的活动都跟着改。")
    return (
        _form(
            found,
            "venue-name",
            (gettext("改地点的名称"), gettext("改名称并通知订阅者")),
            Field("venue_name", gettext("地点现在叫什么"), name, note=note),
            Field("venue_name_en", gettext("英文名称"), name_en, optional=True),
        ),
    )


def _options(named: tuple[tuple[str, Name], ...], lang: str) -> tuple[Option, ...]:
    return (Option("", gettext("未定")), *(Option(key, each.say(lang)) for key, each in named))


def _cancel(found: EventView, lang: str) -> Form:
    after = Field(
        "after",
        gettext("取消以后"),
        "replan",
        control="choices",
        options=(
            Option("replan", gettext("重新安排一次"), gettext("下一份计划会补上")),
            Option("waive", gettext("不再补办"), gettext("要写明理由，季报里如实列出")),
        ),
    )
    return _form(
        found,
        "cancel",
        (gettext("取消活动"), gettext("取消这场活动")),
        after,
        _reason("cancel_reason", lang),
        _note("cancel_note"),
    )
