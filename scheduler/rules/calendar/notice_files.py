"""Files of notices as people have them: which format, which characters, and how large."""

import json
from dataclasses import dataclass, replace
from datetime import date

from scheduler.domain.errors import NoticeError
from scheduler.rules.calendar.notices import Notice, paper_line, parse_notice, parse_notice_csv

LARGEST = 200_000
"""The bytes that a notice may have; the longest so far has 5,000."""

_SUFFIXES = frozenset({"", ".json", ".csv", ".txt"})
_WORKBOOK = (b"PK\x03\x04", b"\xd0\xcf\x11\xe0")  # how new and old spreadsheets begin
_ENCODINGS = ("utf-8-sig", "gb18030")


@dataclass(frozen=True, slots=True)
class NoticeFile:
    """A notice as it was handed in, with what is known of it besides.

    ``suffix`` is that of the file's name, empty for a pasted text. ``given`` is the day of the
    notice and ``paper`` its number or address, where the file itself does not tell them.
    """

    content: bytes
    suffix: str = ""
    given: date | None = None
    paper: str = ""


def read_notice(file: NoticeFile) -> tuple[Notice, date | None]:
    """Read a notice with the day on which it was given, if anything tells it.

    The content decides between JSON and CSV; text in UTF-8 or GBK is read. Whatever cannot be
    read raises ``NoticeError``.
    """
    if file.suffix.lower() not in _SUFFIXES:
        workbook = file.suffix.lower() in {".xlsx", ".xls", ".et"}
        raise _refusal("workbook" if workbook else "file_type", file.suffix)
    text = text_of(file.content)
    if file.suffix.lower() == ".json" or text.lstrip()[:1] in {"{", "["}:
        notice, given = _read_json(text)
    else:
        notice, given = parse_notice_csv(text), None
    if file.paper and not notice.papers:
        notice = replace(notice, papers=(paper_line(file.paper),))
    return notice, file.given or given


def text_of(content: bytes) -> str:
    """Decode what a notice file holds; what is too large or no text raises ``NoticeError``."""
    if len(content) > LARGEST:
        raise _refusal("too_large", str(LARGEST // 1000))
    if content.startswith(_WORKBOOK):
        raise _refusal("workbook", "")
    for encoding in _ENCODINGS:
        try:
            text = content.decode(encoding)
        except UnicodeDecodeError:
            continue
        if "\0" not in text:
            return text
    raise _refusal("encoding", "")


def _read_json(text: str) -> tuple[Notice, date | None]:
    try:
        value = json.loads(text)
    except json.JSONDecodeError as problem:
        place = {"code": "notice.line", "fields": {"line": problem.lineno}}
        raise NoticeError(
            field=f"line {problem.lineno}", place=place, reason="json", value=""
        ) from problem
    except (ValueError, RecursionError) as problem:
        raise _refusal("json", "") from problem
    notice = parse_notice(value)
    # The public format does not name the day of the notice.
    return notice, day_of(str(value.get("noticeDate") or ""))


def day_of(text: str) -> date | None:
    """Read the day on which a notice was given; empty text names none."""
    if not text:
        return None
    try:
        return date.fromisoformat(text)
    except ValueError as problem:
        place = {"code": "notice.field", "fields": {"field": "notice_date"}}
        raise NoticeError(
            field="notice_date", place=place, reason="date", value=text[:40]
        ) from problem


def _refusal(reason: str, value: str) -> NoticeError:
    place = {"code": "notice.field", "fields": {"field": "notice"}}
    return NoticeError(field="notice", place=place, reason=reason, value=value)
