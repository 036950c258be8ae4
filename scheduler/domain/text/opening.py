"""The opening sentence of a record, and whether enough people came."""

from scheduler.domain.attendance.totals import Quorum, Totals
from scheduler.domain.text.catalogue import say


def opening(counted: Totals, enough: Quorum | None, lang: str) -> str:
    """Write 应到…名，实到…名，符合规定人数; without a quorum only the counts."""
    figures = {
        "due": counted.due,
        "due_voting": counted.due_voting,
        "present": counted.present,
        "present_voting": counted.present_voting,
        "leave": counted.leave,
        "absent": counted.absent,
    }
    counts = say("opening.voting" if counted.due_voting else "opening.counts", figures, lang)
    if counted.unmarked:
        counts = say("opening.unmarked", {"counts": counts, "unmarked": counted.unmarked}, lang)
    if enough is None:
        return say("opening.plain", {"counts": counts}, lang)
    if enough.met:
        return say("opening.enough", {"counts": counts}, lang)
    missing = _missing(enough)
    return say("opening.short", {"counts": counts, "missing": missing}, lang)


def quorum_line(enough: Quorum | None, lang: str) -> str:
    """Write the line under the roll call that counts along with it."""
    if enough is None:
        return say("quorum.none", {}, lang)
    if enough.met:
        return say("quorum.met", {"present": enough.present, "needed": enough.needed}, lang)
    fields = {"present": enough.present, "missing": _missing(enough)}
    return say("quorum.short", fields, lang)


def _missing(enough: Quorum) -> int:
    # Without anybody to count over, at least one person has to be named and come.
    return max(1, enough.needed - enough.present)
