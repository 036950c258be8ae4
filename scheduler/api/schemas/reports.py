"""Reports, as other systems read them."""

from typing import Any

from marshmallow import Schema, fields

from scheduler.api.schemas.common import NameSchema, ReadQuery, SentenceSchema
from scheduler.api.schemas.fields import Key, Moment, PeriodKey
from scheduler.api.schemas.visits import VacancySchema
from scheduler.reports.quarter import PromiseLine
from scheduler.reports.summary import headline, overview
from scheduler.services.reports import text as report_text
from scheduler.services.reports.quarter import HeldLine, Report


class ReportQuery(ReadQuery):
    """The report of one alliance on one period."""

    alliance = Key(required=True)
    period = PeriodKey(
        required=True,
        metadata={"description": "Such as `2026`, `2026-H1`, `2026-Q3`, `2026-09`."},
    )


def _number(description: str) -> fields.Integer:
    return fields.Integer(required=True, metadata={"description": description})


class RateSchema(Schema):
    """A part of a whole."""

    part = fields.Integer(required=True)
    whole = fields.Integer(required=True)


class ElsewhereSchema(Schema):
    """A day of the period on which something was held that counts for another period."""

    day = fields.Date(required=True)
    period = fields.String(required=True)


class VisitsSchema(Schema):
    """Visits counted both ways: different places, and all visits."""

    organisations = fields.Integer(required=True)
    times = fields.Integer(required=True)


class PromiseSchema(Schema):
    """What a rule asked for in the period, and the days on which it was kept.

    A day outside the period is one on which it was made up. Of what was not kept, ``missing`` is
    still to be kept; once the period is over, ``carried`` is owed by the next one and ``forfeited``
    is lost.
    """

    rule = fields.String(required=True)
    name = fields.String(required=True)
    name_en = fields.String(required=True)
    due = fields.Integer(required=True, allow_none=True)
    held = fields.Integer(required=True)
    days = fields.List(fields.Date(), required=True)
    elsewhere = fields.List(fields.Nested(ElsewhereSchema), required=True)
    visits = fields.Nested(VisitsSchema, required=True, allow_none=True)
    missing = fields.Integer(required=True)
    waived = fields.Integer(required=True)
    carried = fields.Integer(required=True)
    forfeited = fields.Integer(required=True)


class MatterFiguresSchema(Schema):
    """What became of matters in the period, and how many were open at its end.

    All raised before the end of the period, less those resolved before it and less all withdrawn
    until today, are ``open``. No figure gives all withdrawn: ``withdrawn`` is a part of
    ``accepted``, and who withdraws a matter before it is accepted leaves it in ``raised`` alone.
    ``proxied`` are those with a proxy, of those that want one; null where no rule asks for one.
    """

    raised = _number("Raised in the period, also those withdrawn since.")
    accepted = _number("Accepted in the period, also those withdrawn since.")
    withdrawn = _number("Of `accepted`: those withdrawn since. Not those withdrawn unaccepted.")
    resolved = _number("Resolved in the period, whenever they were raised.")
    open = _number("Raised before its end, not resolved by then, and not withdrawn until today.")
    proxied = fields.Nested(RateSchema, required=True, allow_none=True)
    methods = fields.Dict(
        keys=fields.String(),
        values=fields.Integer(),
        required=True,
        metadata={"description": "How many of `resolved` by each method that occurred."},
    )


class TagSchema(Schema):
    """How many events count under a tag."""

    name = fields.Nested(NameSchema, required=True)
    count = fields.Integer(required=True)


class BranchSchema(Schema):
    """How often people of a branch came, and how many different people they were."""

    branch = fields.String(required=True)
    name = fields.Nested(NameSchema, required=True)
    times = fields.Integer(required=True)
    people = fields.Integer(required=True)


class SentencesSchema(Schema):
    """The sentences of the report, in the order in which it is read."""

    zh = fields.List(fields.String(), required=True)
    en = fields.List(fields.String(), required=True)


class ScaleSchema(Schema):
    """What belongs to the alliance on the last day of the period, or today while it runs."""

    enterprises = fields.Integer(required=True)
    branches = fields.Integer(required=True)
    members = fields.Integer(required=True)


class AttendanceSchema(Schema):
    """Confirmed registers: ``heads`` are all who came, ``present`` those of them who were due."""

    due = fields.Integer(required=True)
    present = fields.Integer(required=True)
    leave = fields.Integer(required=True)
    absent = fields.Integer(required=True)
    heads = fields.Integer(required=True)


class MeetingSchema(Schema):
    """A held meeting; ``attendance`` is null where no register was confirmed.

    ``branches`` and ``organisations`` count those from which somebody came.
    """

    uid = fields.String(required=True)
    day = fields.Date(required=True)
    host = fields.String(required=True, allow_none=True)
    attendance = fields.Nested(AttendanceSchema, required=True, allow_none=True)
    branches = fields.Integer(required=True)
    organisations = fields.Integer(required=True)


class HostSchema(Schema):
    """How many events of the period a member hosted."""

    name = fields.Nested(NameSchema, required=True)
    count = fields.Integer(required=True)


class ReportSchema(Schema):
    """The figures of a period out of what was recorded; each event counts once.

    A deliverable, such as a list that was published, keeps its promise and is no event.
    """

    alliance = fields.String(required=True)
    period = fields.String(required=True)
    start = fields.Date(required=True)
    end = fields.Date(required=True, metadata={"description": "Not part of the period."})
    as_of = Moment(
        required=True,
        allow_none=True,
        metadata={"description": "Up to when a running period is told; null once it is over."},
    )
    headline = fields.Nested(SentenceSchema, required=True)
    overview = fields.Nested(SentenceSchema, required=True)
    events = fields.Integer(required=True)
    kinds = fields.Dict(keys=fields.String(), values=fields.Integer(), required=True)
    councils = fields.Integer(required=True)
    exchanges = fields.Integer(required=True)
    heads = fields.Integer(required=True)
    companies = fields.Integer(
        required=True, metadata={"description": "Organisations from which somebody came."}
    )
    visits = fields.Nested(VisitsSchema, required=True)
    tags = fields.List(fields.Nested(TagSchema), required=True)
    by_branch = fields.List(fields.Nested(BranchSchema), required=True)
    scale = fields.Nested(ScaleSchema, required=True)
    sentences = fields.Nested(SentencesSchema, required=True)
    turnout = fields.Nested(RateSchema, required=True)
    promises = fields.List(fields.Nested(PromiseSchema), required=True)
    matters = fields.Nested(MatterFiguresSchema, required=True)
    attendance = fields.Nested(
        AttendanceSchema,
        required=True,
        allow_none=True,
        metadata={"description": "All confirmed registers together; null where there is none."},
    )
    hosts = fields.List(fields.Nested(HostSchema), required=True)
    vacancies = fields.List(
        fields.Nested(VacancySchema),
        required=True,
        metadata={"description": "Roles of which rules want more than hold them, on the last day."},
    )
    meetings = fields.List(fields.Nested(MeetingSchema), required=True)
    held = fields.List(fields.String(), required=True, metadata={"description": "UIDs, by start."})


def report_answer(report: Report) -> dict[str, Any]:
    """Give a report as the schema reads it."""
    figures = report.figures
    return {
        "alliance": report.body.key,
        "period": report.period.key,
        "start": figures.start,
        "end": figures.end,
        "as_of": report.as_of,
        "headline": {lang: headline(figures, lang) for lang in ("zh", "en")},
        "overview": {lang: overview(figures, lang) for lang in ("zh", "en")},
        "events": figures.events,
        "kinds": figures.kinds,
        "councils": figures.councils,
        "exchanges": figures.exchanges,
        "heads": figures.heads,
        "companies": report.companies,
        "visits": figures.visits,
        "tags": [{"name": name, "count": count} for name, count in report.tags],
        "by_branch": report.by_branch,
        "scale": report.scale,
        "sentences": {lang: report_text.sentences(report, lang) for lang in ("zh", "en")},
        "turnout": figures.turnout,
        "promises": [_promise(line) for line in figures.promises],
        "matters": _matters(report),
        "attendance": report.sums,
        "hosts": [{"name": name, "count": count} for name, count in report.hosts],
        "vacancies": report.vacancies,
        "meetings": [_meeting(line) for line in report.lines],
        "held": [line.event.uid for line in report.lines],
    }


def _matters(report: Report) -> dict[str, Any]:
    matters = report.figures.matters
    return {
        "raised": matters.raised,
        "accepted": matters.accepted,
        "withdrawn": matters.withdrawn,
        "resolved": matters.resolved,
        "methods": {method.value: count for method, count in matters.methods},
        "open": len(report.open_matters),
        "proxied": report.proxied,
    }


def _meeting(line: HeldLine) -> dict[str, Any]:
    return {
        "uid": line.event.uid,
        "day": line.event.day(),
        "host": line.event.host,
        "attendance": line.totals,
        "branches": line.branches,
        "organisations": line.organisations,
    }


def _promise(line: PromiseLine) -> dict[str, Any]:
    promise = line.promise
    return {
        "rule": promise.rule,
        "name": promise.name,
        "name_en": promise.name_en,
        "due": promise.due,
        "held": line.held,
        "days": line.days,
        "elsewhere": [{"day": day, "period": period} for day, period in line.elsewhere],
        "visits": line.visits,
        "missing": line.missing,
        "waived": promise.waived,
        "carried": line.carried,
        "forfeited": line.forfeited,
    }
