"""The two events that a feed shows about itself; an empty calendar would erase clients."""

from dataclasses import replace
from datetime import datetime, timedelta, timezone
from types import MappingProxyType

from feeds.values import DaySpan, Feed, FeedEvent

# A notice stands on a civil day, and that day is the one in Shanghai, as for all events.
_SHANGHAI = timezone(timedelta(hours=8))

_EMPTY = MappingProxyType(
    {
        "zh": ("暂无活动", "订阅已生效。活动发布后会自动出现在这个日历里。"),
        "en": (
            "No events yet",
            "The subscription works. Events will appear here once they are published.",
        ),
    }
)
_FAREWELL = MappingProxyType(
    {
        "zh": (
            "订阅链接已停用，请重新获取",
            "原有活动已从这个日历移除。请向管理员索取新的订阅链接。",
        ),
        "en": (
            "This subscription link no longer works, please get a new one",
            "Its events were removed from this calendar. Ask the administrator for a new link.",
        ),
    }
)

_ANEW = MappingProxyType(
    {
        "zh": "原有活动已从这个日历移除。要新的订阅地址，请打开：",
        "en": "Its events were removed from this calendar. Get a new address at: ",
    }
)


def empty_notice(feed: Feed) -> FeedEvent:
    """Say that the feed works and has no event yet, on the day the feed was created."""
    return _notice(feed, "empty", feed.created, _EMPTY[feed.language])


def farewell_notice(feed: Feed, revoked: datetime, anew: str = "") -> FeedEvent:
    """Say that the address was revoked, on the day that happened.

    ``anew`` is the page where a new address can be had; without one an administrator is asked.
    """
    notice = _notice(feed, "farewell", revoked, _FAREWELL[feed.language])
    if not anew:
        return notice
    return replace(notice, description=f"{_ANEW[feed.language]}{anew}", url=anew)


def _notice(feed: Feed, kind: str, moment: datetime, texts: tuple[str, str]) -> FeedEvent:
    day = moment.astimezone(_SHANGHAI).date()
    return FeedEvent(
        uid=f"{kind}-notice.{feed.key}",
        sequence=0,
        created=moment,
        modified=moment,
        span=DaySpan(day, day + timedelta(days=1)),
        summary=texts[0],
        description=texts[1],
    )
