"""The page of an alliance's members as values."""

from collections.abc import Collection, Iterable
from dataclasses import replace
from urllib.parse import urlencode

from flask_babel import gettext

from scheduler.domain.roster import Body, Membership
from scheduler.domain.text import say
from scheduler.services.roster.listing import RosterSeen, stood
from scheduler.services.roster.members import Ended
from scheduler.web import dates
from scheduler.web.members.forms import tie_key, tie_name
from scheduler.web.members.values import MemberGroup, MemberRow, MembersPage
from scheduler.web.members.words import body_name, called, role_name, span
from scheduler.web.parts import Action, Chip, Form, Link, Notice

_SHOWN = 12
"""How many members of one role stand open on the page."""


def choice_page(alliances: Iterable[Body], lang: str) -> MembersPage:
    """Let the reader choose an alliance."""
    links = (Link(f"/roster?alliance={each.key}", body_name(each, lang)) for each in alliances)
    return MembersPage(gettext("选一个联盟。"), alliances=tuple(links))


def members_page(
    seen: RosterSeen, forms: Iterable[Form], notice: Notice | None, lang: str
) -> MembersPage:
    """Show who belongs to an alliance, who is to come, and who was there."""
    fields = {"count": len(seen.present), "coming": len(seen.coming)}
    code = "roster.lead_to_come" if seen.coming else "roster.lead"
    none = not seen.present and not seen.coming
    alliance = seen.alliance
    return MembersPage(
        lead=say("roster.lead_none" if none else code, fields, lang),
        crumbs=(Link(f"/alliances/{alliance.key}", body_name(alliance, lang)),),
        groups=(*_by_role(seen, lang), *_former(seen, lang)),
        notice=notice,
        forms=tuple(forms),
    )


def joined_notice(seen: RosterSeen, member: str, lang: str) -> Notice | None:
    """Tell from when on somebody is a member, if so it is."""
    found = [each for each in (*seen.coming, *seen.present) if each.member == member]
    if not found or found[-1].tenure.since is None:
        return None
    fields = {
        "name": called(member, seen.names, lang),
        "since": found[-1].tenure.since,
        "role": role_name(found[-1].role, seen.names, lang),
    }
    return Notice(say("roster.joined", fields, lang), say("roster.turns", {}, lang))


def left_notice(seen: RosterSeen, ended: Ended, lang: str) -> Notice:
    """Tell until when somebody is a member, what it is still to host, and what it has in hand."""
    title = _left(seen, ended.membership, lang)
    asked = {"alliance": seen.alliance.key}
    texts, action = [say("roster.turns", {}, lang)], None
    if ended.matters:
        texts.append(say("roster.matters", {"count": ended.matters}, lang))
        action = Action(f"/matters?{urlencode(asked)}", gettext("要事"))
    if ended.days:
        texts[0] = say("roster.hosting", {"count": ended.hosting}, lang)
        plan = urlencode(asked | {"year": str(ended.days[0].year)})
        action = Action(f"/plans?{plan}", gettext("看计划变更"))
    space = " " if lang == "en" else ""
    return Notice(title, space.join(texts), action=action)


def _left(seen: RosterSeen, entry: Membership, lang: str) -> str:
    name = called(entry.member, seen.names, lang)
    if not stood(entry):
        return say("roster.never", {"name": name, "since": entry.tenure.since}, lang)
    last = dates.last_day(entry.tenure.until)
    return say("roster.left", {"name": name, "last": last}, lang)


def person_notice(seen: RosterSeen, key: str, lang: str) -> Notice:
    """Tell until when a person is what, and what ends with it; who has left is named no more."""
    title = say("roster.person_over", {}, lang)
    for each in seen.people:
        last = dates.last_day(each.tie.tenure.until)
        if tie_key(each.tie) == key and last is not None:
            fields = {"name": tie_name(each, seen, lang), "last": last}
            title = say("roster.person_left", fields, lang)
    return Notice(title, say("roster.person_rights", {}, lang))


def _by_role(seen: RosterSeen, lang: str) -> Iterable[MemberGroup]:
    """Group who belongs or is to come by role, the smallest group first: leaders are few."""
    listed: dict[str, list[Membership]] = {}
    for entry in (*seen.coming, *seen.present):
        listed.setdefault(entry.role, []).append(entry)
    for role, entries in sorted(listed.items(), key=lambda pair: (len(pair[1]), pair[0])):
        yield _group(role_name(role, seen.names, lang), entries, seen, lang)


def _former(seen: RosterSeen, lang: str) -> Iterable[MemberGroup]:
    if seen.former:
        yield replace(_group(gettext("以前的"), seen.former, seen, lang), folded=True)


def _group(name: str, entries: Collection[Membership], seen: RosterSeen, lang: str) -> MemberGroup:
    count = len(entries)
    return MemberGroup(
        gettext("%(name)s（%(count)s）", name=name, count=count),
        tuple(_row(each, seen, lang) for each in entries),
        folded=count > _SHOWN,
    )


def _row(entry: Membership, seen: RosterSeen, lang: str) -> MemberRow:
    chip = None
    if entry in seen.coming:
        chip = Chip("todo", gettext("将加入"))
    elif entry in seen.present and entry.tenure.until is not None:
        chip = Chip("todo", gettext("将退出"))
    return MemberRow(called(entry.member, seen.names, lang), span(entry, lang), chip)
