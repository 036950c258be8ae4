"""The refusals of requests about turns."""

from scheduler.domain.errors import ConflictError, InvalidError


class NotATurnError(InvalidError):
    """The event is no turn of a rotation of hosts, or nobody hosts it; fields: field, uid."""

    code = "not_a_turn"


class SameMemberError(InvalidError):
    """Somebody cannot swap with, stand in for or balance itself; fields: field, member."""

    code = "turn_same_member"


class TurnRulesError(InvalidError):
    """Turns of two rotations cannot be exchanged; fields: field, rule, other."""

    code = "turn_rules_differ"


class PastTurnError(ConflictError):
    """The turn has begun or is over; fields: uid, day."""

    code = "turn_past"


class TakenTurnError(ConflictError):
    """The turn has another host by now; fields: uid, member."""

    code = "turn_taken"


class LeftHostError(ConflictError):
    """The host leaves the alliance before the turn or has left it; fields: uid, day."""

    code = "turn_host_left"


class ChangedTurnsError(ConflictError):
    """Turns have changed their hosts since the form was opened; no fields."""

    code = "turns_changed"


class IneligibleError(ConflictError):
    """The member cannot take the turn of that day; fields: uid, member, day."""

    code = "turn_ineligible"


class NotChargedError(ConflictError):
    """The turn was never charged or is taken back already; fields: uid."""

    code = "turn_not_charged"


class OpenRequestError(ConflictError):
    """Another request about the same turn is still open; fields: uid, request."""

    code = "turn_request_open"


class ClosedRequestError(ConflictError):
    """The request is settled already; fields: request, state."""

    code = "turn_request_closed"


class ConsentGivenError(ConflictError):
    """The caller's side has agreed before; fields: request."""

    code = "turn_consent_given"
