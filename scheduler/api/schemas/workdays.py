"""Holiday notices and absences, as other systems write and read them."""

from typing import Any

from marshmallow import Schema, fields, validate

from scheduler.api.schemas.calendar import NoticeDaySchema, WorkdayYearSchema
from scheduler.api.schemas.common import made_id
from scheduler.api.schemas.fields import Day, Flag, Input, Key, Text, Whole
from scheduler.rules.calendar.festivals import FIRST_YEAR, LAST_YEAR, statutory_days
from scheduler.rules.calendar.workdays import WorkdayYear
from scheduler.services.workdays.blackouts import Absence
from scheduler.services.workdays.years import Outcome, YearSeen

MAX_CSV = 50_000
MAX_DAYS = 400


class DayInput(Input):
    """One date of a notice, in the public holiday-cn format."""

    name = Text(limit=40, required=True)
    # Read with the notice, which tells the number of a wrong entry and what it says.
    date = fields.String(required=True, metadata={"format": "date"})
    isOffDay = Flag(required=True)  # noqa: N815 - the format's own name


class NoticeInput(Input):
    """A notice in the public holiday-cn format, or the same as the text of a CSV file."""

    schema_ = fields.String(data_key="$schema", attribute="schema")
    id_ = fields.String(data_key="$id", attribute="id")
    year = Whole(FIRST_YEAR, LAST_YEAR)
    papers = fields.List(
        Text(limit=500),
        validate=validate.Length(max=10),
        metadata={"description": "The addresses or numbers of the official texts."},
    )
    days = fields.List(fields.Nested(DayInput), validate=validate.Length(max=MAX_DAYS))
    csv = Text(
        limit=MAX_CSV,
        metadata={"description": "Columns date, name, is_workday; instead of year and days."},
    )
    noticeDate = Day(  # noqa: N815 - beside the names of the format
        metadata={"description": "The day of the notice; today where it is left out."}
    )
    checked = Flag(
        load_default=False,
        metadata={
            "description": "Somebody checked that days off by law are rightly left out or workdays."
        },
    )


class CountSchema(Schema):
    """So many events of one alliance."""

    alliance = fields.String(required=True)
    events = fields.Integer(required=True)


class ImportedSchema(Schema):
    """What importing a notice did, or with `dry_run` would do."""

    workdays = fields.Nested(WorkdayYearSchema, required=True)
    changed = fields.Boolean(
        required=True, metadata={"description": "False where the notice is in force already."}
    )
    days = fields.List(
        fields.Nested(NoticeDaySchema),
        required=True,
        metadata={"description": "The days that become workdays, or days off."},
    )
    struck = fields.List(
        fields.Nested(CountSchema),
        required=True,
        metadata={"description": "Published events on days that become off; plans move them."},
    )
    tentative = fields.List(
        fields.Nested(CountSchema),
        required=True,
        metadata={"description": "Other tentative events: they become firm once planned anew."},
    )
    struck_events = fields.Integer(
        required=True, metadata={"description": "All those on days that become off, each once."}
    )
    tentative_events = fields.Integer(
        required=True, metadata={"description": "All those that become firm, each once."}
    )
    years = fields.List(
        fields.Integer(),
        required=True,
        metadata={"description": "The years whose plans the notice changes; none where it is old."},
    )
    missing = fields.List(
        fields.Date(),
        required=True,
        metadata={"description": "Days off by law that the notice does not mention."},
    )
    overruled = fields.List(
        fields.Date(),
        required=True,
        metadata={"description": "Days off by law that the notice makes workdays."},
    )


def year_answer(seen: YearSeen) -> dict[str, Any]:
    """Give a year as its schema takes it; one without a notice has the days off by law."""
    if seen.known is not None:
        return _decided(seen.known)
    law = statutory_days(seen.year).items()
    days = [{"day": day, "is_workday": False, "name": name} for day, name in law]
    return {
        "year": seen.year,
        "state": seen.state,
        "revision": 0,
        "notice_date": None,
        "papers": (),
        "days": days,
    }


def _decided(known: WorkdayYear) -> dict[str, Any]:
    return {
        "year": known.notice.year,
        "state": known.state,
        "revision": known.revision,
        "notice_date": known.notice_date,
        "papers": known.notice.papers,
        "days": known.notice.days,
    }


def imported_answer(outcome: Outcome) -> dict[str, Any]:
    """Give what importing did as its schema takes it."""
    known = outcome.known
    return {
        "workdays": _decided(known),
        "changed": outcome.changed,
        "days": outcome.days,
        "struck": [
            {"alliance": body.key, "events": count} for body, count in outcome.struck.alliances
        ],
        "tentative": [
            {"alliance": body.key, "events": count} for body, count in outcome.tentative.alliances
        ],
        "struck_events": outcome.struck.events,
        "tentative_events": outcome.tentative.events,
        "years": outcome.years if outcome.changed else (),
        "missing": outcome.missing,
        "overruled": outcome.overruled,
    }


class NewBlackoutInput(Input):
    """Days on which a body, a member, an officer or a venue is away."""

    resource = Key(
        required=True,
        metadata={"description": "`body:`, `organisation:`, `person:` or `venue:` and a key."},
    )
    start = Day(required=True)
    end = Day(required=True, metadata={"description": "Not part of the absence."})
    reason = Text(limit=120, empty=True, load_default="")


class EndInput(Input):
    """From which day on an absence no longer holds."""

    end = Day(metadata={"description": "Today where it is left out."})


class BlackoutSchema(Schema):
    """Days on which something is away from the plans of these alliances."""

    id = made_id()
    resource = fields.String(required=True)
    start = fields.Date(required=True)
    end = fields.Date(required=True)
    reason = fields.String(required=True)
    alliances = fields.List(fields.String(), required=True)


class AddedBlackoutSchema(BlackoutSchema):
    """An absence just written down, and the published events that it touches."""

    struck = fields.List(fields.Nested(CountSchema), required=True)


def blackout_answer(absence: Absence) -> dict[str, Any]:
    """Give an absence as its schema takes it."""
    blackout = absence.blackout
    return {
        "id": str(absence.key),
        "resource": blackout.resource,
        "start": blackout.start,
        "end": blackout.end,
        "reason": blackout.reason,
        "alliances": absence.alliances,
    }
