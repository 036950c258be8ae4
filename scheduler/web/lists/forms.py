"""The form of a list: its name, and what stands on it, one name or key a line."""

from collections.abc import Iterable, Mapping

from flask_babel import gettext

from scheduler.domain.errors import DomainError
from scheduler.domain.text import say
from scheduler.rules.units import KEYED
from scheduler.services.rules.list_reading import Vocabulary
from scheduler.services.rules.lists import KeptList, Place
from scheduler.web.parts import Field, Form
from scheduler.web.presses import FIELD

FIELDS = ("key", "name", "name_en", "items", "own")
_FEW, _MOST = 6, 20
"""How many lines the field of the items shows."""

Typed = Mapping[str, str]


def opened(kept: KeptList, words: Vocabulary, lang: str) -> Typed:
    """Give what stands in the form of a list that is kept."""
    own = any(not item.startswith(KEYED) and item not in words.names for item in kept.items)
    return {
        "name": kept.name[0],
        "name_en": kept.name[1],
        "items": "\n".join(words.write(item, lang) for item in kept.items),
        "own": "1" if own else "",
    }


def list_form(
    place: Place, typed: Typed, faults: Iterable[DomainError], lang: str, revision: int
) -> Form:
    """Draw the form of one list; what was typed stays, and each fault stands at its field."""
    wrong = _faults(faults, lang)
    fields = _fields(typed, wrong)
    return Form(
        f"/lists/{place.alliance}/{place.key}",
        gettext("保存"),
        # The service names the lists that the memberships give.
        fields[2:] if place.computed else fields,
        hidden=(("revision", str(revision)),),
        main=True,
    )


def new_form(
    alliance: str, typed: Typed, faults: Iterable[DomainError], lang: str, press: str
) -> Form:
    """Draw the form of a new list, folded while nothing in it is wrong."""
    wrong = _faults(faults, lang)
    key = Field(
        "key",
        gettext("代号"),
        typed.get("key", ""),
        note=gettext(
            "规则里写作@代号，不填就自动起。填members、enterprises或leaders，就用这份代替名册算出来的。"
        ),
        fault=wrong.get("key", ""),
        optional=True,
    )
    return Form(
        f"/lists/{alliance}",
        gettext("保存"),
        (*_fields(typed, wrong), key),
        summary=gettext("新建一份名单"),
        hidden=((FIELD, press),),
    )


def _fields(typed: Typed, wrong: Mapping[str, str]) -> tuple[Field, ...]:
    items = typed.get("items", "")
    lines = min(_MOST, max(_FEW, items.count("\n") + 2))
    return (
        Field("name", gettext("名称"), typed.get("name", ""), fault=wrong.get("name", "")),
        Field(
            "name_en",
            gettext("英文名称"),
            typed.get("name_en", ""),
            fault=wrong.get("name_en", ""),
            optional=True,
        ),
        Field(
            "items",
            gettext("名单里有谁，一行一个"),
            items,
            control="textarea",
            note=gettext("写全称、简称或编号都可以；两家结对写作“甲+乙”。"),
            fault=wrong.get("items", ""),
            rows=lines,
        ),
        Field(
            "own",
            gettext("名册里没有的照写（自己的说法，如楼宇、主题）"),
            typed.get("own", ""),
            control="tick",
        ),
    )


def _faults(faults: Iterable[DomainError], lang: str) -> dict[str, str]:
    """Give the sentences of each field; those of items all stand at the one field of them."""
    found: dict[str, list[str]] = {}
    for fault in faults:
        field = str(fault.fields.get("field", ""))
        place = "items" if fault.fields.get("at") == ("items",) else field
        found.setdefault(place, []).append(say(fault.code, fault.fields, lang))
    space = " " if lang == "en" else ""
    return {place: space.join(told) for place, told in found.items()}


def delete_form(place: Place, revision: int) -> Form:
    """Draw the button that deletes a list."""
    note = gettext("删除后，@%(key)s又按名册算。", key=place.key) if place.computed else ""
    return Form(
        f"/lists/{place.alliance}/{place.key}/delete",
        gettext("删除这份名单"),
        note=note,
        hidden=(("revision", str(revision)),),
    )
