"""Runs vdirsyncer and khal as they are installed, for a subscriber that calls them often.

A line of JSON comes in, the program's name and its arguments; a line goes out, its exit status and
what it printed. Both are imported once: that takes ten times as long as what they then do.
"""

import importlib
import json
import os
import sys
import tempfile

from khal.cli import main_khal
from vdirsyncer.cli import app

LATE = ("aiostream", "vdirsyncer.storage.filesystem", "vdirsyncer.storage.http")
"""What vdirsyncer imports only when it is needed, which is always."""

PROGRAMS = {"khal": main_khal, "vdirsyncer": app}


def main() -> None:
    """Run each program in a process of its own until the input ends."""
    for name in LATE:
        importlib.import_module(name)
    for line in sys.stdin:
        program, arguments = json.loads(line)
        with tempfile.TemporaryFile("w+", encoding="utf-8") as out:
            child = os.fork()
            if child == 0:
                os.dup2(os.open(os.devnull, os.O_RDONLY), 0)
                os.dup2(out.fileno(), 1)
                PROGRAMS[program](arguments, prog_name=program)  # ends the process itself
            _, status = os.waitpid(child, 0)
            out.seek(0)
            answer = (os.waitstatus_to_exitcode(status), out.read())
        sys.stdout.write(json.dumps(answer) + "\n")
        sys.stdout.flush()


main()
