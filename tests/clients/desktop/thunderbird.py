"""Thunderbird without a window, with a profile that subscribes to one calendar."""

import os
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

from tests.clients.desktop.client import Desktop
from tests.clients.desktop.marionette import Marionette
from tests.clients.seen import ParsedEvent
from tests.clients.service import free_port

_END_SECONDS = 60
_HOUR = "60"
_FLAGS = ("--headless", "--no-remote", "--marionette", "--remote-allow-system-access")

_FIND = """
    const { cal } = ChromeUtils.importESModule("resource:///modules/calendar/calUtils.sys.mjs");
    const calendar = cal.manager.getCalendars().find(each => each.name == "feed");
"""
_REFRESH = f"{_FIND} calendar.refresh();"
_EVENTS = f"""
    {_FIND}
    const edge = time => (time.isDate ? time : time.getInTimezone(cal.dtz.UTC)).icalString;
    const all = Ci.calICalendar.ITEM_FILTER_ALL_ITEMS;
    const items = await calendar.getItemsAsArray(all, 0, null, null);
    return items.map(each => [
        each.id, edge(each.startDate), edge(each.endDate), each.title,
        each.getProperty("LOCATION") ?? "", each.status, Number(each.getProperty("SEQUENCE")),
    ]);
"""


@contextmanager
def running(folder: Path, url: str) -> Iterator[Desktop]:
    """Start it on a new profile that subscribes to an address; the timer polls once an hour."""
    port = free_port()
    folder.mkdir()
    (folder / "user.js").write_text(_profile(url, port), "utf-8")
    version = subprocess.run(
        ["thunderbird", "--version"], capture_output=True, text=True, check=True
    )
    with (folder / "program.log").open("wb") as log:
        process = subprocess.Popen(
            ["thunderbird", *_FLAGS, "--profile", folder],
            env=os.environ | {"HOME": str(folder), "MOZ_HEADLESS": "1"},
            stdout=log,
            stderr=log,
        )
    try:
        remote = Marionette(port)
        yield Desktop(
            name=version.stdout.strip().removeprefix("Mozilla "),
            sign="Thunderbird/",
            refresh=lambda: remote.run(_REFRESH),
            events=lambda: frozenset(_event(each) for each in remote.run(_EVENTS)),
        )
        remote.close()
        process.wait(_END_SECONDS)
    finally:
        if process.poll() is None:
            process.kill()
            process.wait()


def _profile(url: str, port: int) -> str:
    values: dict[str, str | bool | int] = {
        "marionette.port": port,
        "app.update.enabled": False,
        "mail.provider.suppress_dialog_on_startup": True,
        "mail.spotlight.firstRunDone": True,
        "mailnews.start_page.enabled": False,
        "datareporting.policy.dataSubmissionPolicyBypassNotification": True,
        "calendar.timezone.local": "Asia/Shanghai",
        "calendar.timezone.useSystemTimezone": False,
        "calendar.registry.feed.name": "feed",
        "calendar.registry.feed.type": "ics",
        "calendar.registry.feed.uri": url,
        "calendar.registry.feed.readOnly": True,
        "calendar.registry.feed.cache.enabled": True,
        "calendar.registry.feed.refreshInterval": _HOUR,
    }
    written = {True: "true", False: "false"}
    return "".join(
        f'user_pref("{name}", {written[value] if isinstance(value, bool) else repr(value)});\n'
        for name, value in values.items()
    )


def _event(shown: list[Any]) -> ParsedEvent:
    uid, start, end, *rest = shown
    return ParsedEvent(uid, _edge(start), _edge(end), *rest)


def _edge(text: str) -> date:
    if "T" not in text:
        return date.fromisoformat(text)
    return datetime.strptime(text, "%Y%m%dT%H%M%SZ").replace(tzinfo=UTC)
