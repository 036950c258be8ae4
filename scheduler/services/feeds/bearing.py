"""Which changes bear on which subscriptions: only those of events that stood in what they show."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import datetime

from scheduler.domain.activity import ActivityKind, Event
from scheduler.domain.feed_scope import Choice, Scope
from scheduler.services.feeds.concern import Concern, concerns
from scheduler.store import Session, events, roster
from scheduler.store.feeds import EventChange
from scheduler.store.subscriptions import Subscription

_Same = tuple[str, int, str]


@dataclass(frozen=True, slots=True)
class Bearing:
    """What tells whether a change bears on a subscription.

    ``versions`` are the event before and after each change, by what is the same of a change in
    every ledger; of an event that is gone there are none.
    """

    concerns: Mapping[Scope, Concern | None]
    kinds: Mapping[str, ActivityKind]
    versions: Mapping[_Same, tuple[Event, ...]]

    def on(self, subscription: Subscription, change: EventChange) -> bool:
        """Tell whether the event stood in what the subscription shows, before or after."""
        whom = self.concerns.get(subscription.scope)
        return any(
            _chosen(subscription.choice, event) and (whom is None or whom.of(event, self.kinds))
            for event in self.versions.get(_same(change), ())
        )


def bearing(
    session: Session, subscriptions: Iterable[Subscription], changes: Iterable[EventChange]
) -> Bearing:
    """Read what tells on whom changes bear: a constant number of queries, however many of both.

    The changes come newest first and without a gap in what became of the host and the time of an
    event, for how it stood before is told by what each of them changed.
    """
    listed = tuple(changes)
    found = events.by_uid(session, (change.uid for change in listed))
    standing = {stored.event.uid: stored.event for stored in found}
    versions: dict[_Same, tuple[Event, ...]] = {}
    for change in listed:
        after, key = standing.get(change.uid), _same(change)
        if after is not None and key not in versions:
            before = standing[change.uid] = _before(after, change)
            versions[key] = (before, after)
    scopes = {each.scope for each in subscriptions}
    return Bearing(concerns(session, scopes), roster.kinds(session), versions)


def _same(change: EventChange) -> _Same:
    return change.uid, change.revision, change.kind


def _before(after: Event, change: EventChange) -> Event:
    former = {
        field: sides["from"]
        for field in ("start", "end", "host")
        if isinstance(sides := change.detail.get(field), Mapping) and sides.get("from")
    }
    start, end = (
        datetime.fromisoformat(former[field]) if field in former else getattr(after, field)
        for field in ("start", "end")
    )
    host = former.get("host", after.host)
    # Only the days that both touch matter: what is no span any more keeps its length.
    return replace(
        after, host=host, start=start, end=end if end > start else start + (after.end - after.start)
    )


def _chosen(choice: Choice, event: Event) -> bool:
    since, until = choice.span
    return (
        (not choice.kinds or not event.kinds.isdisjoint(choice.kinds))
        and (since is None or event.end > since)
        and (until is None or event.start < until)
    )
