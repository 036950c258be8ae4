"""Pages of subscriptions: what to follow, the ways into calendars, and who fetched what."""
