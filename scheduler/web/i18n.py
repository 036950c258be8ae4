"""The reader's language: the one that was chosen, else the one that the browser prefers.

The texts of the templates and views are written in Chinese; ``translations/en`` holds the English
ones. ``?lang=`` decides and is remembered in the cookie ``lang``. Who asks for neither language
reads Chinese.
"""

from collections.abc import Callable
from importlib.resources import files
from typing import cast
from urllib.parse import urlencode

from flask import Flask, Response, current_app, g, request
from flask_babel import Babel

from scheduler.domain.text.reading import Reading
from scheduler.rules.calendar.period_labels import label
from scheduler.services.runtime import Clock
from scheduler.web import dates

LANGUAGES = ("zh", "en")
LANGUAGE_DECIDERS = ("Cookie", "Accept-Language")
"""The headers that decide in which language an answer is, beside its address."""

_LOCALES = {"zh": "zh_Hans_CN", "en": "en"}
_TAGS = {"zh": "zh-CN", "en": "en"}
_CLOCK = "alliance-scheduler.reader-clock"
_YEAR = 365 * 24 * 3600


def current_lang() -> Reading:
    """Give the language of this request, ``zh`` or ``en``, read in the present year."""
    if "lang" not in g:
        wishes = (request.args.get("lang"), request.cookies.get("lang"))
        lang = next((wish for wish in wishes if wish in LANGUAGES), None) or _preferred()
        now: Clock = current_app.extensions[_CLOCK]
        g.lang = Reading(lang, dates.local_day(now()).year)
    return cast("Reading", g.lang)


def _preferred() -> str:
    """Give the language of ours that the browser likes best, ``zh`` where it names none."""
    named = request.accept_languages
    ours = ((tag.partition("-")[0].lower(), weight) for tag, weight in named)
    return next((lang for lang, weight in ours if lang in LANGUAGES and weight > 0), "zh")


def lang_tag() -> str:
    """Give the language of this request as HTML writes it."""
    return _TAGS[current_lang()]


def other_lang_url() -> str:
    """Give the address of this page in the other language."""
    other = "zh" if current_lang() == "en" else "en"
    kept = [pair for pair in request.args.items(multi=True) if pair[0] != "lang"]
    return f"{request.path}?{urlencode([*kept, ('lang', other)])}"


def install(app: Flask, now: Clock) -> None:
    """Give the application its languages, the filters of dates and the memory of the choice."""
    app.extensions[_CLOCK] = now
    Babel(
        app,
        default_locale="zh_Hans_CN",
        default_translation_directories=str(files("scheduler.web").joinpath("translations")),
        locale_selector=lambda: _LOCALES[current_lang()],
    )
    app.jinja_env.globals.update(
        current_lang=current_lang, lang_tag=lang_tag, other_lang_url=other_lang_url
    )
    for write in (
        dates.day,
        dates.full_day,
        dates.weekday,
        dates.week_day,
        dates.month,
        dates.instant,
        dates.times,
        dates.days,
    ):
        app.add_template_filter(_in_reader_language(write), write.__name__)
    app.add_template_filter(dates.clock, "clock")
    app.add_template_filter(lambda period: label(period, current_lang()), "period")
    app.after_request(_remember)


def _in_reader_language(write: Callable[..., str]) -> Callable[..., str]:
    return lambda *values: write(*values, current_lang())


def _remember(response: Response) -> Response:
    asked = request.args.get("lang")
    if asked in LANGUAGES and not request.path.startswith("/api/"):
        response.set_cookie(
            "lang",
            asked,
            max_age=_YEAR,
            secure=request.is_secure,
            httponly=True,
            samesite="Lax",
        )
    return response
