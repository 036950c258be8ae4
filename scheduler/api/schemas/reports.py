"""Reports, as other systems read them."""

from typing import Any

from marshmallow import Schema, fields

from scheduler.api.schemas.common import NameSchema, ReadQuery, SentenceSchema
from scheduler.api.schemas.fields import Key, PeriodKey
from scheduler.reports.quarter import PromiseLine, headline, overview
from scheduler.services.reports import text as report_text
from scheduler.services.reports.quarter import Report


class ReportQuery(ReadQuery):
    """The report of one alliance on one period."""

    alliance = Key(required=True)
    period = PeriodKey(
        required=True,
        metadata={"description": "Such as `2026`, `2026-H1`, `2026-Q3`, `2026-09`."},
    )


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

    A day outside the period is one on which it was made up. ``forfeited`` and ``carried`` say what
    becomes of what is not kept when the period is over.
    """

    rule = fields.String(required=True)
    name = fields.String(required=True)
    name_en = fields.String(required=True)
    due = fields.Integer(required=True, allow_none=True)
    held = fields.Integer(required=True)
    days = fields.List(fields.Date(), required=True)
    elsewhere = fields.List(fields.Nested(ElsewhereSchema), required=True)
    visits = fields.Nested(VisitsSchema, required=True, allow_none=True)
    waived = fields.Integer(required=True)
    carried = fields.Integer(required=True)
    forfeited = fields.Integer(required=True)


class MatterFiguresSchema(Schema):
    """Matters raised and resolved in the period."""

    raised = fields.Integer(required=True)
    resolved = fields.Integer(required=True)
    methods = fields.Dict(keys=fields.String(), values=fields.Integer(), required=True)


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
    """What belongs to the alliance on the last day of the period."""

    enterprises = fields.Integer(required=True)
    branches = fields.Integer(required=True)
    members = fields.Integer(required=True)


class ReportSchema(Schema):
    """The figures of a period out of what was recorded; each event counts once."""

    alliance = fields.String(required=True)
    period = fields.String(required=True)
    start = fields.Date(required=True)
    end = fields.Date(required=True, metadata={"description": "Not part of the period."})
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
    held = fields.List(fields.String(), required=True, metadata={"description": "UIDs, by start."})


def report_answer(report: Report) -> dict[str, Any]:
    """Give a report as the schema reads it."""
    figures = report.figures
    matters = figures.matters
    methods = {method.value: count for method, count in matters.methods}
    return {
        "alliance": report.body.key,
        "period": report.period.key,
        "start": figures.start,
        "end": figures.end,
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
        "matters": {"raised": matters.raised, "resolved": matters.resolved, "methods": methods},
        "held": [line.event.uid for line in report.lines],
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
        "waived": promise.waived,
        "carried": promise.carried,
        "forfeited": promise.forfeited,
    }
