"""Which department an order goes to: what the catalogue of services says about its item."""

from scheduler.domain.matter import Matter
from scheduler.domain.moments import SHANGHAI
from scheduler.rules.kinds import trigger
from scheduler.store import Session, rules


def routed(session: Session, matter: Matter) -> str | None:
    """Give the department of a matter by the catalogue that stood when it was raised, or None."""
    raised = matter.raised_at.astimezone(SHANGHAI).date()
    for rule in rules.of_alliances(session, [matter.alliance]):
        if rule.type == "trigger":
            department = trigger.parse(rule.on(raised)).catalogue.department(matter.category)
            if department is not None:
                return department
    return None
