"""The words of the command line in the language that is asked for: help, and what is refused."""

from collections.abc import Iterable, Sequence
from typing import Any

import click
from click.core import ParameterSource

from scheduler.cli.context import LANGUAGES, Refused, Surroundings
from scheduler.domain.text import say

Fields = dict[str, object]
Refusal = tuple[str, Fields]

_ROOT = "cli"


def lang_in(arguments: Iterable[str]) -> str:
    """Find the language in a command line that is not parsed yet; Chinese without one."""
    before = ""
    for each in arguments:
        value = each.removeprefix("--lang=") if each.startswith("--lang=") else each
        if (before == "--lang" or value != each) and value in LANGUAGES:
            return value
        before = each
    return LANGUAGES[0]


class Command(click.Command):
    """A command whose help is told in the language that is asked for."""

    def format_help(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        """Write the usage, what the command does, and its arguments, options and commands."""
        lang = _lang(ctx)
        formatter.write(say("cli_help.usage", {"usage": _usage(ctx, lang)}, lang) + "\n\n")
        formatter.write(f"  {say(_code(ctx.command_path), {}, lang)}\n")
        for title, rows in _sections(self, ctx, lang):
            if rows:
                formatter.write(f"\n{say(f'cli_help.{title}', {}, lang)}\n")
                formatter.write("".join(f"  {name}\n      {told}\n" for name, told in rows))


class Group(Command, click.Group):
    """A group of commands whose help is told in the language that is asked for."""

    command_class = Command


Group.group_class = Group


def choose_lang(function: Any) -> Any:  # noqa: ANN401 - decorates functions and commands alike
    """Add the option of every command and group that chooses the language of what is printed."""
    return click.option(
        "--lang", type=click.Choice(LANGUAGES), default=LANGUAGES[0], callback=_choose
    )(function)


def choose_lang_of_all(function: Any) -> Any:  # noqa: ANN401 - decorates functions and commands alike
    """Add that option to a group, for all its commands."""
    return click.option(
        "--lang",
        type=click.Choice(LANGUAGES),
        default=LANGUAGES[0],
        callback=_choose,
        expose_value=False,
    )(function)


def refused(error: click.ClickException) -> Refusal:
    """Give the code of what a command line was refused for, and the fields of its sentence."""
    if isinstance(error, Refused):
        return error.code, error.fields
    if isinstance(error, click.MissingParameter):
        return "cli_missing", {"name": _named(error.param)}
    if isinstance(error, click.BadParameter):
        return _misfit(error.param)
    if isinstance(error, click.exceptions.NoSuchCommand):
        return "cli_no_command", {"name": error.command_name}
    if isinstance(error, click.exceptions.NoSuchOption | click.BadOptionUsage):
        code = "cli_no_option" if isinstance(error, click.NoSuchOption) else "cli_no_value"
        return code, {"name": error.option_name}
    return "cli_misused", {}


def _misfit(param: click.Parameter | None) -> Refusal:
    """Say what a value has to be."""
    fields: Fields = {"name": _named(param)}
    kind = param.type if param is not None else None
    if isinstance(kind, click.Choice):
        return "cli_bad_value", fields | {"reason": "choice", "allowed": list(kind.choices)}
    if isinstance(kind, click.IntRange):
        return "cli_bad_value", fields | {"reason": "range", "low": kind.min, "high": kind.max}
    reasons: tuple[tuple[type[click.ParamType[Any]], str], ...] = (
        (click.types.IntParamType, "whole"),
        (click.DateTime, "date"),
        (click.Path, "file"),
    )
    found = next((word for each, word in reasons if isinstance(kind, each)), "")
    return "cli_bad_value", fields | {"reason": found}


def _choose(context: click.Context, param: click.Parameter, lang: str) -> str:
    surroundings = context.find_object(Surroundings)
    if surroundings is None:
        return lang
    if context.get_parameter_source(str(param.name)) is not ParameterSource.DEFAULT:
        surroundings.lang = lang
    return surroundings.lang


def _lang(ctx: click.Context) -> str:
    surroundings = ctx.find_object(Surroundings)
    return LANGUAGES[0] if surroundings is None else surroundings.lang


def _code(path: str) -> str:
    """Give the code of what a command does: ``cli.plan``, ``cli.turns.simulate``."""
    return ".".join([_ROOT, *path.split(" ")[3:]])


def _usage(ctx: click.Context, lang: str) -> str:
    pieces = [ctx.command_path, say("cli_help.some_options", {}, lang)]
    pieces += [
        f"[{_named(param)}]..." if param.nargs < 0 else _named(param)
        for param in ctx.command.get_params(ctx)
        if isinstance(param, click.Argument)
    ]
    if isinstance(ctx.command, click.Group):
        pieces.append(say("cli_help.a_command", {}, lang))
    return " ".join(pieces)


def _sections(
    command: click.Command, ctx: click.Context, lang: str
) -> Iterable[tuple[str, Sequence[tuple[str, str]]]]:
    params = command.get_params(ctx)
    told = [(param, (_typed(param), _param(param, ctx, lang))) for param in params]
    yield "arguments", [row for param, row in told if isinstance(param, click.Argument)]
    yield "options", [row for param, row in told if isinstance(param, click.Option)]
    if isinstance(command, click.Group):
        listed = (
            (name, say(_code(f"{ctx.command_path} {name}"), {}, lang))
            for name, each in sorted(command.commands.items())
            if not each.hidden
        )
        yield "commands", list(listed)


def _named(param: click.Parameter | None) -> str:
    """Name a parameter as it is typed."""
    if param is None:
        return ""
    if isinstance(param, click.Option):
        return " / ".join(param.opts)
    return str(param.name).upper()


def _typed(param: click.Parameter) -> str:
    """Name a parameter with a place for its value."""
    flag = isinstance(param, click.Option) and param.is_flag
    return _named(param) if flag or isinstance(param, click.Argument) else f"{_named(param)} ..."


def _param(param: click.Parameter, ctx: click.Context, lang: str) -> str:
    own = f"{_code(ctx.command_path)}.{param.name}"
    common = f"cli_option.{'help' if '--help' in param.opts else param.name}"
    meant = say(own, {}, lang)
    parts = [say(common, {}, lang) if meant == own else meant]
    if isinstance(param.type, click.Choice):
        parts.append(say("cli_help.one_of", {"allowed": list(param.type.choices)}, lang))
    if isinstance(param.type, click.IntRange):
        fields = {"low": param.type.min, "high": param.type.max}
        parts.append(say("cli_help.between", fields, lang))
    if param.required:
        parts.append(say("cli_help.required", {}, lang))
    elif param.default and isinstance(param.default, str | int):
        parts.append(say("cli_help.default", {"value": str(param.default)}, lang))
    return (" " if lang == "en" else "").join(parts)
