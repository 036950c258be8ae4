"""Rule 25: the alarms of one event."""

import re
from collections.abc import Iterator

from feeds.content import Component, ContentLine
from feeds.lint.findings import Finding
from feeds.lint.moments import is_duration, is_stamp, is_time_between
from feeds.values import MAX_ALARMS

_COUNT = re.compile(r"\d{1,9}", re.ASCII)


def alarm_findings(event: Component) -> Iterator[Finding]:
    """Check what every alarm needs, and when it rings."""
    alarms = [one for one in event.inside if one.name == "VALARM"]
    if len(alarms) > MAX_ALARMS:
        yield Finding(event.number, 25, f"more than {MAX_ALARMS} alarms")
    for alarm in alarms:
        once = all(len(alarm.all(name)) == 1 for name in ("ACTION", "DESCRIPTION", "TRIGGER"))
        if not once or alarm.text("ACTION") != "DISPLAY":
            yield Finding(alarm.number, 25, "not a DISPLAY alarm with DESCRIPTION and TRIGGER")
        for line in alarm.all("TRIGGER"):
            if not _is_trigger(line):
                yield Finding(line.number, 25, "TRIGGER is neither a duration nor a time in UTC")
        if not _repeats(alarm):
            yield Finding(alarm.number, 25, "REPEAT and DURATION do not fit each other")


def _is_trigger(line: ContentLine) -> bool:
    related = line.parameter("RELATED")
    if line.parameter("VALUE") == "DATE-TIME":
        return related is None and is_stamp(line)
    kind = line.parameter("VALUE") or "DURATION"
    return kind == "DURATION" and related in {None, "START", "END"} and is_duration(line.value)


def _repeats(alarm: Component) -> bool:
    """Tell whether an alarm either rings once or says how often and after what time again."""
    times, pauses = alarm.all("REPEAT"), alarm.all("DURATION")
    if not times and not pauses:
        return True
    if len(times) != 1 or len(pauses) != 1:
        return False
    return bool(_COUNT.fullmatch(times[0].value)) and is_time_between(pauses[0].value)
