"""The page of due lists: one list at a time, what is late first, what is done folded away."""

import uuid
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from itertools import groupby

from flask_babel import gettext

from scheduler.domain.roster import Body
from scheduler.domain.visit import values_of
from scheduler.rules.units import Output
from scheduler.services.names import Name
from scheduler.services.visits.lists import DueList, DueRow, DueView, Latest
from scheduler.web import dates
from scheduler.web.parts import Action, Field, Light, Link, Notice, Option, Words
from scheduler.web.uncounted import uncounted
from scheduler.web.visits.values import ChoicePage, Done, Tick, TickGroup, VisitsPage

MOST = 150
"""How many rows one page shows; the others are found by name."""


@dataclass(frozen=True, slots=True)
class Asked:
    """What the reader asked for or typed; ``done`` are the ids that the last press recorded."""

    alliance: str
    rule: str = ""
    member: str = ""
    query: str = ""
    done: str = ""
    back: bool = False
    ticked: frozenset[str] = frozenset()
    typed: Mapping[str, str] = field(default_factory=dict)
    press: str = ""


def choose(found: Iterable[Body], lang: str) -> ChoicePage:
    """Ask for which alliance."""
    return ChoicePage(
        tuple(Link(f"/quota?alliance={body.key}", _body(body, lang)) for body in found)
    )


def _body(body: Body, lang: str) -> str:
    return body.name_en if lang == "en" and body.name_en else body.name


def page(found: DueView, asked: Asked, fault: tuple[str, str], lang: str) -> VisitsPage:
    """Show one list: the one asked for, else the first; ``fault`` is (field, sentence)."""
    listed = next((each for each in found.lists if asked.rule in {"", each.rule}), None)
    body = _body(found.alliance, lang)
    if listed is None:
        return _empty(found, lang)
    drawn = _Drawn(found, listed, asked, lang)
    rows = [row for row in listed.rows if drawn.meets(row)]
    opened = [row for row in rows if row.cell.until is not None]
    kept = [row for row in rows if row.cell.until is None]
    recording = any(row.may for row in listed.rows)
    return VisitsPage(
        title=drawn.title,
        lead=drawn.lead(),
        crumbs=(
            Link("/", gettext("今日")),
            Link(f"/alliances/{found.alliance.key}", body),
            Link("", drawn.title),
        ),
        lists=_lists(found, listed.rule, lang),
        hidden=(
            ("alliance", found.alliance.key),
            ("rule", listed.rule),
            ("member", asked.member),
            ("request", asked.press or str(uuid.uuid4())),
        ),
        query=asked.query,
        open=drawn.groups(opened[:MOST]),
        kept=drawn.groups(kept[:MOST]),
        kept_title=gettext("本期已办%(count)s项", count=len(kept)) if kept else "",
        more=_more(max(len(opened), len(kept))),
        fields=drawn.fields(fault),
        recording=recording,
        submit=gettext("记下勾选的"),
        latest=tuple(drawn.done(each) for each in found.latest if each.visit.rule == listed.rule),
        notice=_notice(asked, fault),
        undo=asked.done,
        undo_text=gettext("已记%(count)s项。", count=len(asked.done.split())) if asked.done else "",
        uncounted=uncounted(found.uncounted, lang),
    )


def _empty(found: DueView, lang: str) -> VisitsPage:
    body = _body(found.alliance, lang)
    title = gettext("走访与清单")
    lead = "" if found.uncounted else gettext("这个联盟没有要逐家逐项记的名单。")
    return VisitsPage(
        title=title,
        lead=Words(lead),
        crumbs=(
            Link("/", gettext("今日")),
            Link(f"/alliances/{found.alliance.key}", body),
            Link("", title),
        ),
        lists=_lists(found, "", lang),
        hidden=(),
        query="",
        open=(),
        kept=(),
        kept_title="",
        more="",
        fields=(),
        recording=False,
        submit="",
        latest=(),
        uncounted=uncounted(found.uncounted, lang),
    )


def _lists(found: DueView, shown: str, lang: str) -> tuple[Link, ...]:
    """Name the lists of the alliance, unless the one that is shown is the only one."""
    address = f"/quota?alliance={found.alliance.key}&rule="
    if all(key == shown for key, _, _ in found.others):
        return ()
    return tuple(
        Link("" if key == shown else address + key, name_en if lang == "en" else name)
        for key, name, name_en in found.others
    )


def _more(rows: int) -> str:
    if rows <= MOST:
        return ""
    return gettext("只列出前%(most)s项，其余请按名称找。", most=MOST)


def _notice(asked: Asked, fault: tuple[str, str]) -> Notice | None:
    field, sentence = fault
    if sentence and field not in {"day", "visitor", "note"}:
        return Notice(sentence, gettext("没有保存；您勾的都还在。"), late=True)
    if asked.back:
        return Notice(gettext("已撤回，名单恢复原样。"))
    return None


@dataclass(frozen=True, slots=True)
class _Drawn:
    """One list as it is drawn in a language."""

    found: DueView
    listed: DueList
    asked: Asked
    lang: str

    @property
    def title(self) -> str:
        """Give the name of the list."""
        return self.listed.name_en if self.lang == "en" else self.listed.name

    def lead(self) -> Words:
        """Say how far the year is, 家 and 家次 apart."""
        listed = self.listed
        told = gettext(
            "%(year)s年应办%(owed)s项，已办%(done)s项",
            year=self.found.day.year,
            owed=listed.owed,
            done=listed.done,
        )
        if listed.output is Output.VISIT:
            counts = {"places": listed.counts.organisations, "times": listed.counts.times}
            told += (
                gettext("；共走访%(places)s处、%(times)s次", **counts)
                if listed.places
                else gettext("；共走访%(places)s家、%(times)s家次", **counts)
            )
        late = sum(row.cell.late for row in listed.rows) + listed.missed
        strong = gettext("误期%(count)s项", count=late) if late else ""
        stop = gettext("。")
        return Words(told + (gettext("，") if strong else stop), strong, stop if strong else "")

    def meets(self, row: DueRow) -> bool:
        """Tell whether a row has what the reader looks for in its names."""
        wanted = self.asked.query.casefold()
        return not wanted or any(
            wanted in word.casefold()
            for value in values_of(row.cell.cell)
            for word in self._words(value)
        )

    def _words(self, key: str) -> tuple[str, ...]:
        name = self._named(key)
        return (name.zh, name.short, name.en)

    def _named(self, key: str) -> Name:
        plain = key.partition(":")[2] or key
        return self.found.names.get(key, Name(plain, plain, ""))

    def name(self, key: str) -> str:
        """Give the short name of a key."""
        name = self._named(key)
        return name.say(self.lang) if self.lang == "en" else name.short

    def groups(self, rows: list[DueRow]) -> tuple[TickGroup, ...]:
        """Put rows under their headings, in the order of their first rows."""
        order = {group: place for place, group in reversed(list(enumerate(r.group for r in rows)))}
        ordered = sorted(rows, key=lambda row: order[row.group])
        return tuple(
            TickGroup(
                self.name(group) if group else "",
                gettext("%(count)s项", count=len(mine)),
                tuple(self._tick(row) for row in mine),
            )
            for group, found in groupby(ordered, key=lambda row: row.group)
            for mine in [list(found)]
        )

    def _tick(self, row: DueRow) -> Tick:
        cell = row.cell
        told = [
            gettext(
                "已%(times)s次，最近%(day)s", times=cell.times, day=dates.day(cell.last, self.lang)
            )
            if cell.last
            else "",
            gettext("轮到%(name)s", name=self.name(cell.visitor)) if cell.visitor else "",
            gettext("截止%(day)s", day=dates.day(cell.until, self.lang)) if cell.until else "",
            "" if cell.mandatory else gettext("自选"),
        ]
        return Tick(
            cell=cell.cell,
            name="·".join(self.name(value) for value in row.values),
            note=" · ".join(filter(None, told)),
            light=_light(row),
            may=row.may,
            ticked=cell.cell in self.asked.ticked,
        )

    def fields(self, fault: tuple[str, str]) -> tuple[Field, ...]:
        """Ask on which day, who went, and what is worth a note."""
        typed = self.asked.typed
        people = tuple(Option(key, self.name(key)) for key in self.listed.visitors)
        asked = [
            ("day", gettext("哪天办的"), "date", typed.get("day") or self.found.day.isoformat()),
            ("visitor", gettext("谁去的"), "select", typed.get("visitor", "")),
            ("note", gettext("备注"), "text", typed.get("note", "")),
        ]
        return tuple(
            Field(
                name,
                label,
                value=value,
                control=control,  # type: ignore[arg-type]  # three of the known controls
                fault=fault[1] if fault[0] == name else "",
                options=(Option("", gettext("不写")), *people) if control == "select" else (),
                optional=name != "day",
            )
            for name, label, control, value in asked
            if control != "select" or people
        )

    def done(self, each: Latest) -> Done:
        """Tell one record of late."""
        visit = each.visit
        who = self.name(visit.visitor) if visit.visitor else ""
        return Done(
            name="·".join(self.name(value) for value in values_of(visit.cell)),
            note=" · ".join(filter(None, [dates.day(visit.day, self.lang), who, visit.note])),
            action=Action(
                "/quota",
                gettext("撤回"),
                post=True,
                hidden=(
                    ("alliance", visit.alliance),
                    ("rule", visit.rule),
                    ("undo", visit.id),
                ),
            )
            if each.may
            else None,
        )


def _light(row: DueRow) -> Light:
    cell = row.cell
    if cell.until is None:
        return Light("kept", gettext("已办"))
    if cell.late:
        return Light("late", gettext("误期"))
    return Light("todo", f"{cell.done}/{cell.owed}" if cell.owed > 1 else gettext("待办"))
