"""Opaque keys in addresses."""

from werkzeug.routing import BaseConverter

PATTERN = r"[^\s/\x00-\x1f\x7f-\x9f]{1,120}"


class KeyConverter(BaseConverter):
    """One opaque key: no spaces, slashes or control characters, at most 120 characters."""

    regex = PATTERN
    part_isolating = True
