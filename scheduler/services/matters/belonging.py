"""Who belongs to an alliance as far as its matters go: who raises one, and who takes one."""

from datetime import datetime

from scheduler.domain.errors import ChoiceError
from scheduler.domain.matter import Matter
from scheduler.domain.moments import SHANGHAI
from scheduler.store import Session, belonging, roster


def staying(session: Session, alliance: str, now: datetime) -> frozenset[str]:
    """Give the members and branches of an alliance, and itself; without those who have left."""
    today = now.astimezone(SHANGHAI).date()
    entries = roster.memberships(session, [alliance])[alliance]
    members = {entry.member for entry in entries if not entry.tenure.is_over(today)}
    found = belonging.bodies(session, [alliance], today, coming=True)
    return frozenset({*members, *(f"body:{body.key}" for body in found), f"body:{alliance}"})


def has_left(session: Session, matter: Matter, now: datetime) -> bool:
    """Tell whether who has a matter in hand belongs to its alliance no more."""
    holder = matter.lies_with
    return holder is not None and holder not in staying(session, matter.alliance, now)


def check(session: Session, alliance: str, member: str, field: str, now: datetime) -> None:
    """Refuse who does not belong to the alliance when a field names them, or has left it."""
    allowed = staying(session, alliance, now)
    if member in allowed:
        return
    names = roster.spoken(session, [member])
    # One without a name is a slip of the pen: the sentence then lists who belongs.
    more = {"reason": "outside", "names": names} if names else {}
    raise ChoiceError(field=field, value=member, allowed=", ".join(sorted(allowed)), **more)
