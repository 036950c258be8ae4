"""All sentences together, and the functions that make text of a code."""

from collections.abc import Mapping
from types import MappingProxyType

from scheduler.domain.text.attendance import SENTENCES as ATTENDANCE
from scheduler.domain.text.causes import SENTENCES as CAUSES
from scheduler.domain.text.changes import SENTENCES as CHANGES
from scheduler.domain.text.commands import SENTENCES as COMMANDS
from scheduler.domain.text.errors import SENTENCES as ERRORS
from scheduler.domain.text.explanations import SENTENCES as EXPLANATIONS
from scheduler.domain.text.feeds import SENTENCES as FEEDS
from scheduler.domain.text.labels import SENTENCES as LABELS
from scheduler.domain.text.lists import SENTENCES as LISTS
from scheduler.domain.text.matters import SENTENCES as MATTERS
from scheduler.domain.text.notices import SENTENCES as NOTICES
from scheduler.domain.text.parameters import SENTENCES as PARAMETERS
from scheduler.domain.text.plans import SENTENCES as PLANS
from scheduler.domain.text.promises import SENTENCES as PROMISES
from scheduler.domain.text.reading import side
from scheduler.domain.text.render import Catalogue, Fields, Renderer, field_names, names_in
from scheduler.domain.text.reports import SENTENCES as REPORTS
from scheduler.domain.text.rides import SENTENCES as RIDES
from scheduler.domain.text.roster import SENTENCES as ROSTER
from scheduler.domain.text.rules import SENTENCES as RULES
from scheduler.domain.text.starting import SENTENCES as STARTING
from scheduler.domain.text.states import SENTENCES as STATES
from scheduler.domain.text.supposing import SENTENCES as SUPPOSING
from scheduler.domain.text.turns import SENTENCES as TURNS
from scheduler.domain.text.values import Names
from scheduler.domain.text.workdays import SENTENCES as WORKDAYS

SUBJECTS = (
    ATTENDANCE,
    CAUSES,
    CHANGES,
    COMMANDS,
    ERRORS,
    EXPLANATIONS,
    FEEDS,
    LABELS,
    LISTS,
    MATTERS,
    NOTICES,
    PARAMETERS,
    PLANS,
    PROMISES,
    REPORTS,
    RIDES,
    ROSTER,
    RULES,
    STARTING,
    STATES,
    SUPPOSING,
    TURNS,
    WORKDAYS,
)
"""The catalogues that are joined; no two of them share a code."""

CATALOGUE: Catalogue = MappingProxyType(
    {code: sentence for subject in SUBJECTS for code, sentence in subject.items()}
)
"""Every sentence by its code."""

_NO_NAMES: Names = MappingProxyType({})


def say(code: str, fields: Fields, lang: str, *, names: Names = _NO_NAMES) -> str:
    """Make the sentence of a code in Chinese (``zh``) or English (``en``), or for one ``Reading``.

    ``names`` are those of the opaque keys in the fields, beside those that the fields bring along.
    Nothing raises: a missing field reads — and an unknown code stands for itself.
    """
    return Renderer(CATALOGUE, side(lang), {**names, **names_in(fields)}).say(code, fields)


def explain(explanation: Mapping[str, object], lang: str, *, names: Names = _NO_NAMES) -> str:
    """Make the sentence of an explanation ``{"code": …, "fields": {…}}``; empty for none."""
    if not explanation:
        return ""
    return Renderer(CATALOGUE, side(lang), names).write(explanation)


def fields_of(code: str) -> frozenset[str]:
    """List the fields that the sentence of a code uses in either language."""
    return field_names(CATALOGUE, code)
