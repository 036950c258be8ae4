"""Offices as the pages show them: those that nobody holds, and people who hold several."""

from flask_babel import gettext

from scheduler.rules.judging.vacancies import SharedPerson, Vacancy
from scheduler.services.vacancies import Offices
from scheduler.web.parts import Light, Task


def tasks(offices: Offices, lang: str) -> tuple[Task, ...]:
    """List what is vacant, then the offices that one person holds together; nobody is named."""
    return (
        *(_vacant(offices, each, lang) for each in offices.vacancies),
        *(_several(offices, each, lang) for each in offices.shared),
    )


def _vacant(offices: Offices, vacancy: Vacancy, lang: str) -> Task:
    name = _called(offices, vacancy.role, lang)
    if vacancy.body != offices.alliance.key:
        name = f"{_called(offices, f'body:{vacancy.body}', lang)} {name}"
    return Task(name=name, note=seats(vacancy, lang), light=missing(vacancy))


def seats(vacancy: Vacancy, lang: str) -> str:
    """Say how many should hold an office, or come to each event of a rule, and how many do."""
    if vacancy.events:
        rule = vacancy.name_en if lang == "en" and vacancy.name_en else vacancy.name
        return gettext(
            "“%(rule)s”每场要%(wanted)s名，现有%(held)s名",
            rule=rule,
            wanted=vacancy.wanted,
            held=vacancy.held,
        )
    return gettext("应有%(wanted)s名，现有%(held)s名", wanted=vacancy.wanted, held=vacancy.held)


def missing(vacancy: Vacancy) -> Light:
    """Give the light of an office that lacks holders."""
    return Light("todo", gettext("缺%(count)s名", count=vacancy.missing))


def _several(offices: Offices, person: SharedPerson, lang: str) -> Task:
    held = (
        f"{_called(offices, f'body:{body}', lang)} {_called(offices, role, lang)}"
        for body, role in person.offices
    )
    return Task(
        name=gettext("同一人任%(count)s职", count=len(person.offices)),
        note=(", " if lang == "en" else "、").join(held),
        light=Light("set", gettext("一人多职")),
    )


def _called(offices: Offices, key: str, lang: str) -> str:
    name = offices.names.get(key)
    if name is None:
        return key.partition(":")[2] or key
    return name.say(lang) if lang == "en" else name.short
