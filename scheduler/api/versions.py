"""Versions of what is stored: ``ETag`` names one, ``If-Match`` asks for it before a change."""

import re

from flask import request

from scheduler.api.problems import Fault, Refusal

HEADER = "If-Match"
_TAG = re.compile(r'"(\d{1,9})"', re.ASCII)
_REQUIRED = 428
_FAILED = 412


def tag(revision: int) -> str:
    """Write the tag of a version."""
    return f'"{revision}"'


def asked() -> int:
    """Read which version the caller has seen; without it nothing is changed."""
    written = request.headers.get(HEADER)
    if written is None:
        raise Refusal(_REQUIRED, "precondition_required")
    found = _TAG.fullmatch(written.strip())
    if found is None:
        fault = Fault("precondition_malformed", {}, parameter=HEADER)
        raise Refusal(_FAILED, "precondition_malformed", faults=[fault])
    return int(found[1])


def stale(fields: dict[str, object]) -> Refusal:
    """Refuse a change of a version that is not the one stored any more."""
    return Refusal(_FAILED, "stale_version", fields=fields)
