"""Every refusal of the service as a class with a stable code and named fields.

The five families decide what an edge answers (the HTTP status belongs to the edge); the leaf
classes say what happened. Sentences are made from ``code`` and ``fields`` by
``scheduler.domain.text``.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import ClassVar


class DomainError(Exception):
    """The base of every refusal."""

    code: ClassVar[str] = "error"

    def __init__(self, **fields: object) -> None:
        """Keep the named fields of the sentence; ``field`` names the refused input, if any.

        ``at`` leads to the thing in a list to which that field belongs; ``within`` sets it.
        """
        super().__init__(self.code, fields)
        self.fields = fields

    def __str__(self) -> str:
        """Give the code and the fields for a log line."""
        return " ".join([self.code, *(f"{name}={value}" for name, value in self.fields.items())])


@contextmanager
def within(*steps: str | int) -> Iterator[None]:
    """Note on a refusal where in what was sent the refused thing stands, such as "visits", 3."""
    try:
        yield
    except DomainError as error:
        error.fields["at"] = steps
        raise


class NotFoundError(DomainError):
    """A named thing does not exist or may not be seen; fields: entity, key, reason (closed)."""

    code = "not_found"


class InvalidError(DomainError):
    """Input that can never be accepted; fields: field and what the leaf class names."""

    code = "invalid"


class ConflictError(DomainError):
    """Input that does not fit what is stored now."""

    code = "conflict"


class ForbiddenError(DomainError):
    """The caller may see the thing but not do this with it; fields: action."""

    code = "forbidden"


class UnavailableError(DomainError):
    """The service cannot do it right now; fields: retry_after in seconds."""

    code = "unavailable"


class TextError(InvalidError):
    """A text holds control characters, a lone surrogate, is empty or too long.

    Fields: field, reason (control, surrogate, empty, too_long), limit.
    """

    code = "bad_text"


class DateError(InvalidError):
    """A date or time is malformed, naive, out of range or in the wrong order.

    Fields: field, value, reason (malformed, period, instant, clock, naive, range, future),
    or with ``start`` beside them the reasons order and span (the end is not after the start) and
    days (the last day is before the first), with ``last`` the reason ahead (after the last day
    that can be),
    with ``first`` and ``last`` between, with ``most`` long (more days than that); also over.
    """

    code = "bad_date"


class ChoiceError(InvalidError):
    """A value is none of those allowed; fields: field, value, allowed.

    With the reason many, ``value`` things are given where ``most`` can be; with turns, more than
    the ``high`` turns of a year; with single, something is chosen among one event alone; with
    no_body, no_organisation, no_venue, ``value`` is the key of none; with outside, left, it is no
    member now, named by ``names``; with empty_key, a key beside a comma is missing in ``value``.
    """

    code = "bad_choice"


class UnknownFieldError(InvalidError):
    """A field is not part of the description; fields: field, and reason (act, step: not of it)."""

    code = "unknown_field"


class MissingFieldError(InvalidError):
    """A required field is absent; fields: field, and reason (choose: it is chosen from a list)."""

    code = "missing_field"


class ScopeError(InvalidError):
    """Alliances by name, a group, and all exclude one another; fields: field."""

    code = "bad_scope"


class RuleError(InvalidError):
    """A rule cannot be read or contradicts itself; fields: rule, field, reason."""

    code = "bad_rule"


class RuleUsedError(ConflictError):
    """A rule that made events and is, or is about to be, in force is ended, never taken back.

    Fields: rule, name, name_en; where events of it are settled already, reason (frozen) and first:
    the earliest day on which it may end.
    """

    code = "rule_used"


class NoticeError(InvalidError):
    """A holiday notice cannot be read or is not due; fields: field, place, reason, value.

    ``place`` is an explanation that tells people where in the file it is; ``supposed`` tells that
    it was to be tried out only, so that nobody expects an import.
    """

    code = "bad_notice"


class IncompleteNoticeError(InvalidError):
    """A notice leaves out days off by law, or makes workdays of some, and nobody checked it.

    Fields: field (checked), year, days (those left out) and worked (those made workdays).
    """

    code = "incomplete_notice"


class VisitError(InvalidError):
    """A visit or an item cannot be recorded so.

    Fields: field, name and name_en (what was visited, or the rule), day, and reason (rule:
    no such due list; cell: not on it; early, late: outside its days; left: no member any more;
    visitor: unknown).
    """

    code = "bad_visit"


class VisitTwiceError(ConflictError):
    """A visit of that day stands recorded already; fields: name, name_en, day."""

    code = "visit_twice"


class VisitWithdrawnError(ConflictError):
    """A visit that was taken back is not recorded again; fields: name, name_en, day."""

    code = "visit_withdrawn"


class StalePlanError(ConflictError):
    """Another plan comes out than the one that was shown; fields: alliance, base, now, names.

    Reasons: around (the alliances' own data did not move; with the year that was planned), unseen
    (the caller did not tell what the plan was made from, or it was that of other alliances).
    """

    code = "stale_plan"


class UndoRefusedError(ConflictError):
    """A published plan cannot be taken back any more; fields: reason, alliance, uid, names.

    Reasons: later (another plan was published since), held, changed, begun, over (an event would
    go back to a time that is over), none (the alliance has no plan that stands).
    """

    code = "undo_refused"


class StaleVersionError(ConflictError):
    """Someone else changed the thing first; fields: entity, key, revision.

    Reason: since (what moved is not counted in revisions that people know; no revision).
    """

    code = "stale_version"


class MemberTwiceError(ConflictError):
    """Somebody would join a body to which they belong in that time; fields: member, body."""

    code = "member_twice"


class OutsiderError(ForbiddenError):
    """Who is outside an alliance has no own address there; fields: alliance, key and names."""

    code = "outsider"


class OthersVenueError(ForbiddenError):
    """A venue that another alliance uses, or whose organisation is another's; fields: venue."""

    code = "venue_of_others"


class HeldEventError(ConflictError):
    """A held event never changes; fields: uid."""

    code = "event_held"


class CancelledEventError(ConflictError):
    """A cancelled event cannot be moved or called; fields: uid."""

    code = "event_cancelled"


class ReplacedEventError(ConflictError):
    """A cancelled event cannot come back while another keeps its promise; fields: uid."""

    code = "event_replaced"


class RegisterStateError(ConflictError):
    """The register is not in a state that allows this; fields: uid, state, wanted."""

    code = "register_state"


class SealedError(ConflictError):
    """The register is sealed; an operation becomes a proposed correction; fields: uid."""

    code = "sealed"


class SealRefusedError(ConflictError):
    """A register cannot be sealed yet; fields: uid, unmarked, conflicts."""

    code = "seal_refused"


class MatterStateError(ConflictError):
    """A matter's step does not follow from where it stands.

    Fields: matter, state, step, and reason (meeting: only a held one consults; first: it is due).
    """

    code = "matter_state"


class NameTakenError(ConflictError):
    """An account of this name exists already; fields: name."""

    code = "name_taken"


class IdempotencyError(InvalidError):
    """An idempotency key was used before with another body; fields: key."""

    code = "idempotency_mismatch"


class IdempotencyBusyError(ConflictError):
    """A request with the same idempotency key is still at work; fields: key, retry_after."""

    code = "idempotency_busy"


class SignInError(ForbiddenError):
    """Name and password do not fit, or the account is locked; fields: retry_after (0 if open)."""

    code = "sign_in_failed"


class ServingError(UnavailableError):
    """Another serving process holds this database; fields: path."""

    code = "already_serving"
