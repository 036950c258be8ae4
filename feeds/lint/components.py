"""Rule 6 for components: each stands where RFC 5545 has it."""

from collections.abc import Iterator
from types import MappingProxyType

from feeds.content import Component
from feeds.lint.findings import Finding

_INSIDE = MappingProxyType(
    {
        "VCALENDAR": frozenset({"VEVENT", "VFREEBUSY", "VTIMEZONE"}),
        "VEVENT": frozenset({"VALARM"}),
        "VTIMEZONE": frozenset({"STANDARD", "DAYLIGHT"}),
    }
)


def component_findings(calendar: Component) -> Iterator[Finding]:
    """Check that every component holds only those that belong into it."""
    for component in calendar.walk():
        for inner in component.inside:
            if inner.name not in _INSIDE.get(component.name, ()):
                yield Finding(
                    inner.number, 6, f"{inner.name} does not belong into {component.name}"
                )


def is_busy(calendar: Component) -> bool:
    """Tell whether a calendar holds busy times (VFREEBUSY) alone."""
    return {one.name for one in calendar.inside} == {"VFREEBUSY"}
