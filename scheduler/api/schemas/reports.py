"""Reports, as other systems read them."""

from typing import Any

from marshmallow import Schema, fields

from scheduler.api.schemas.common import ReadQuery, SentenceSchema
from scheduler.api.schemas.fields import Key, PeriodKey
from scheduler.reports.quarter import PromiseLine, headline, overview
from scheduler.services.reports import Report


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


class PromiseSchema(Schema):
    """What a rule asked for in the period, and the days on which it was kept."""

    rule = fields.String(required=True)
    name = fields.String(required=True)
    name_en = fields.String(required=True)
    due = fields.Integer(required=True, allow_none=True)
    held = fields.Integer(required=True)
    days = fields.List(fields.Date(), required=True)


class MatterFiguresSchema(Schema):
    """Matters raised and resolved in the period."""

    raised = fields.Integer(required=True)
    resolved = fields.Integer(required=True)
    methods = fields.Dict(keys=fields.String(), values=fields.Integer(), required=True)


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
    }
