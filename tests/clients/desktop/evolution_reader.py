"""Answers what evolution-data-server holds: run by the distribution's Python, which has gi.

A line `refresh` or `events` comes in, a line of JSON goes out.
"""

import json
import sys
from typing import Any

import gi

gi.require_version("EDataServer", "1.2")
gi.require_version("ECal", "2.0")
gi.require_version("ICalGLib", "3.0")
from gi.repository import ECal, EDataServer, ICalGLib  # noqa: E402 - after the versions are chosen

NO_WAIT = 2**32 - 1  # it polls by itself when it is ready
STATUSES = {
    ICalGLib.PropertyStatus.CANCELLED: "CANCELLED",
    ICalGLib.PropertyStatus.CONFIRMED: "CONFIRMED",
    ICalGLib.PropertyStatus.TENTATIVE: "TENTATIVE",
}


def edge(client: ECal.Client, moment: ECal.ComponentDateTime) -> str | int:
    """Give a day as text, or a moment in seconds."""
    value = moment.get_value()
    if value.is_date():
        return str(value.as_ical_string())
    _, zone = client.get_timezone_sync(moment.get_tzid(), None)
    return int(value.as_timet_with_zone(zone))


def shown(client: ECal.Client, component: ECal.Component) -> list[Any]:
    """Give what is shown of an event."""
    return [
        component.get_uid(),
        edge(client, component.get_dtstart()),
        edge(client, component.get_dtend()),
        component.get_summary().get_value(),
        component.get_location() or "",
        STATUSES[component.get_status()],
        component.get_sequence(),
    ]


def main() -> None:
    """Answer until the input ends."""
    registry = EDataServer.SourceRegistry.new_sync(None)
    source = registry.ref_source("feed")
    client = ECal.Client.connect_sync(source, ECal.ClientSourceType.EVENTS, NO_WAIT, None)
    for line in sys.stdin:
        if line.strip() == "refresh":
            answer: object = client.refresh_sync(None)
        else:
            _, found = client.get_object_list_as_comps_sync("#t", None)
            answer = [shown(client, each) for each in found]
        sys.stdout.write(json.dumps(answer) + "\n")
        sys.stdout.flush()


main()
