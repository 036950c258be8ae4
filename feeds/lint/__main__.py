"""The linter as a command: ``python -m feeds.lint [--google] FILE|URL|-``."""

import argparse
import os
import re
import sys
from collections.abc import Iterable, Sequence
from pathlib import Path

from feeds.lint import Finding, lint
from feeds.lint.octets import other_format
from feeds.lint.served import UnreadableError, read

_ADDRESS = re.compile(r"(?:https?|webcals?)://", re.IGNORECASE)
CLEAN, BROKEN, FAILED = 0, 1, 2


def main(arguments: Sequence[str] | None = None) -> int:
    """Check one calendar: 0 is clean, 1 has findings, 2 is none that could be read."""
    parser = argparse.ArgumentParser(
        prog="python -m feeds.lint",
        description="Check a calendar in iCalendar (.ics, .ifb) octet by octet; no other format.",
    )
    parser.add_argument(
        "source", metavar="FILE|URL|-", help="- reads standard input; webcal:// is fetched too"
    )
    parser.add_argument("--google", action="store_true", help="add Google Calendar's limits")
    options = parser.parse_args(arguments)
    try:
        octets, served = _octets(options.source)
    except (OSError, UnreadableError) as problem:
        sys.stderr.write(f"{options.source}: {problem}\n")
        return FAILED
    other = other_format(octets)
    if other:
        sys.stderr.write(f"{options.source}: {other}\n")
        return FAILED
    findings = sorted((*served, *lint(octets, google=options.google)))
    _print(f"{options.source}:{finding}\n" for finding in findings)
    return BROKEN if findings else CLEAN


def _print(lines: Iterable[str]) -> None:
    try:
        sys.stdout.writelines(lines)
        sys.stdout.flush()
    except BrokenPipeError:
        # Who reads has seen enough (``| head``); what is left goes nowhere, also at the very end.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())


def _octets(source: str) -> tuple[bytes, tuple[Finding, ...]]:
    if _ADDRESS.match(source):
        return read(source)
    if source == "-":
        return sys.stdin.buffer.read(), ()
    return Path(source).read_bytes(), ()


if __name__ == "__main__":
    sys.exit(main())
