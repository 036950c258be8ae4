"""What a test needs of the machine and does not find: it is skipped, or fails where CI is set."""

import os
from typing import NoReturn

import pytest


class MissingError(Exception):
    """A program or library is not installed; the message says how to get it."""


def give_up(missing: MissingError) -> NoReturn:
    """Skip the test with a line that says what is missing, or fail it where CI is set."""
    if os.environ.get("CI"):
        pytest.fail(str(missing), pytrace=False)
    pytest.skip(str(missing))
