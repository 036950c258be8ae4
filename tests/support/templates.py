"""Each template is compiled once in a process: compiling takes longer than most tests of pages."""

from typing import Any

from flask import Flask
from jinja2 import BytecodeCache
from jinja2.bccache import Bucket


class _Kept(BytecodeCache):
    """What was compiled, by name and content, in memory."""

    def __init__(self) -> None:
        self._codes: dict[tuple[str, str], Any] = {}

    def load_bytecode(self, bucket: Bucket) -> None:
        bucket.code = self._codes.get((bucket.key, bucket.checksum))

    def dump_bytecode(self, bucket: Bucket) -> None:
        self._codes[bucket.key, bucket.checksum] = bucket.code


def keep_templates() -> None:
    """Let every application that is made from now on use what another one compiled."""
    Flask.jinja_options = {"bytecode_cache": _Kept()}
