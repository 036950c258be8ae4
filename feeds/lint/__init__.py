"""A linter for calendars, octet by octet; its findings carry the numbers of the rules.

No parser is a validator: each of them reads happily what some client refuses or loses.
"""

from feeds.content import Component, nest, unfold
from feeds.lint.attachments import attachment_findings
from feeds.lint.busy import busy_findings
from feeds.lint.calendars import calendar_findings
from feeds.lint.components import component_findings
from feeds.lint.events import event_findings
from feeds.lint.findings import Finding
from feeds.lint.octets import octet_findings
from feeds.lint.parameters import parameter_findings
from feeds.lint.texts import text_findings
from feeds.lint.types import type_findings
from feeds.profiles import GOOGLE

__all__ = ["Finding", "lint"]


def lint(octets: bytes, *, google: bool = False) -> tuple[Finding, ...]:
    """Find every breach in a calendar, in the order of its lines; never raises.

    ``google`` adds the limits of size that only Google Calendar has.
    """
    findings = list(octet_findings(octets))
    calendars, misplaced = nest(unfold(octets))
    findings += (Finding(number, 6, reason) for number, reason in misplaced)
    if [calendar.name for calendar in calendars] != ["VCALENDAR"]:
        findings.append(Finding(1, 3, "not exactly one VCALENDAR"))
    for calendar in calendars:
        findings += text_findings(calendar)
        findings += parameter_findings(calendar)
        findings += type_findings(calendar)
        findings += attachment_findings(calendar)
        findings += calendar_findings(calendar)
        findings += component_findings(calendar)
        findings += event_findings(calendar)
        findings += busy_findings(calendar)
    if google:
        findings += _google(octets, calendars)
    return tuple(sorted(findings))


def _google(octets: bytes, calendars: list[Component]) -> list[Finding]:
    findings = []
    events = sum(one.name == "VEVENT" for calendar in calendars for one in calendar.inside)
    if GOOGLE.max_octets is not None and len(octets) > GOOGLE.max_octets:
        findings.append(Finding(0, 37, f"more than {GOOGLE.max_octets} octets"))
    if GOOGLE.max_events is not None and events > GOOGLE.max_events:
        findings.append(Finding(0, 37, f"more than {GOOGLE.max_events} events"))
    return findings
