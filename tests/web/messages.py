"""The texts of the pages, found in the templates and views as the translation tool finds them."""

from io import BytesIO
from pathlib import Path

from babel.messages.catalog import Catalog
from babel.messages.extract import extract_from_dir
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po

WEB = Path(__file__).parents[2] / "scheduler/web"
ENGLISH = WEB / "translations/en/LC_MESSAGES/messages.po"
_METHODS = [("**.py", "python"), ("templates/**.html", "jinja2")]

Key = tuple[str, str]
"""A context, empty for most, and the Chinese text."""


def used() -> set[Key]:
    """List every text that a template or a view says."""
    found = extract_from_dir(WEB, _METHODS, options_map={"**.html": {"silent": "false"}})
    return {
        (context or "", message if isinstance(message, str) else message[0])
        for _file, _line, message, _comments, context in found
    }


def english() -> Catalog:
    """Read the English texts."""
    with ENGLISH.open("rb") as file:
        return read_po(file, locale="en", abort_invalid=True)


def translated() -> dict[Key, str]:
    """Give the English text of each Chinese one."""
    return {
        (message.context or "", str(message.id)): str(message.string)
        for message in english()
        if message.id
    }


def compiled() -> bytes:
    """Compile the English texts as the pages load them."""
    buffer = BytesIO()
    write_mo(buffer, english())
    return buffer.getvalue()
