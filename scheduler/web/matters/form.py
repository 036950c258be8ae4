"""The form that raises a matter: what it asks, and what was meant by what was typed."""

from collections.abc import Iterable, Mapping

from flask_babel import gettext

from scheduler.domain.roster import Body
from scheduler.services.matters.board import Choices, Named
from scheduler.services.matters.steps import NewMatter
from scheduler.web.parts import Field, Form, Link, Option
from scheduler.web.plain_pages import FormPage

OTHER = "-"
"""The choice of a category that is not listed; never the key of one."""


def wanted(typed: Mapping[str, str], categories: Iterable[Named]) -> NewMatter:
    """Read the matter from what was typed."""
    return NewMatter(
        alliance=typed.get("alliance", ""),
        title=typed.get("title", ""),
        category=_category(typed, categories),
        raised_by=typed.get("raised_by", ""),
        detail=typed.get("detail", ""),
        major=typed.get("major") == "1",
    )


def _category(typed: Mapping[str, str], categories: Iterable[Named]) -> str:
    """Give the key of the chosen category; one written in words gets its key where it has one."""
    chosen = typed.get("category", "")
    text = typed.get("other_category", "").strip() if chosen == OTHER else chosen.strip()
    # A category that was written in words has itself as its name: a key goes before it.
    listed = sorted(categories, key=lambda each: each[0] != each[1].zh)
    named = {word: key for key, name in listed for word in (name.zh, name.short, name.en)}
    # What is not listed is words, and begins like words: in small letters it would be a key.
    plain = chosen == OTHER and text.partition(" ")[0].isalpha()
    words = text[:1].upper() + text[1:] if plain else text
    return named.get(text, named.get(words, words)) if text else ""


def new(
    choices: Choices, typed: Mapping[str, str], faults: Mapping[str, str], request: str, lang: str
) -> FormPage:
    """Fill the form that raises a matter; what was typed stays, each fault at its field.

    ``request`` tells the same form sent twice from two forms.
    """
    return FormPage(
        title=gettext("替企业提一件"),
        lead=_body_name(choices.alliance, lang),
        form=Form(
            href="/matters",
            submit=gettext("提出"),
            fields=tuple(
                Field(
                    name,
                    label,
                    value=typed.get(name, ""),
                    control="select" if options else "textarea" if name == "detail" else "text",
                    fault=faults.get(name, ""),
                    options=options,
                    optional=name in {"detail", "other_category"},
                )
                for name, label, options in _asked(choices, lang)
            ),
            hidden=(("alliance", choices.alliance.key), ("request", request)),
            main=True,
        ),
        crumbs=(Link("/matters", gettext("要事")),),
        back=Link("/matters", gettext("先不提")),
    )


def _asked(choices: Choices, lang: str) -> Iterable[tuple[str, str, tuple[Option, ...]]]:
    yield "raised_by", gettext("哪家企业提出"), _options(choices.raisers, lang)
    yield "title", gettext("什么事"), ()
    if choices.categories:
        other = Option(OTHER, gettext("其他"))
        yield "category", gettext("类别"), (*_options(choices.categories, lang), other)
        yield "other_category", gettext("选“其他”时，写明类别"), ()
    else:
        yield "category", gettext("类别"), ()
    yield "detail", gettext("详细情况"), ()
    yield (
        "major",
        gettext("是否要事"),
        (Option("0", gettext("否")), Option("1", gettext("是，一事一商"))),
    )


def _options(named: Iterable[Named], lang: str) -> tuple[Option, ...]:
    """Give the options, none of them chosen beforehand."""
    return (Option("", gettext("请选择")), *(Option(key, name.say(lang)) for key, name in named))


def choose(alliances: Iterable[Body], lang: str) -> FormPage:
    """Fill the form that asks for which alliance a matter is raised."""
    options = tuple(Option(body.key, _body_name(body, lang)) for body in alliances)
    return FormPage(
        title=gettext("替企业提一件"),
        lead="",
        form=Form(
            href="/matters/new",
            submit=gettext("下一步"),
            fields=(Field("alliance", gettext("哪个联盟"), control="select", options=options),),
            main=True,
        ),
        crumbs=(Link("/matters", gettext("要事")),),
        back=Link("/matters", gettext("先不提")),
    )


def _body_name(body: Body, lang: str) -> str:
    return body.name_en if lang == "en" and body.name_en else body.name
