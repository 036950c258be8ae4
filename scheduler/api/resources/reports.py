"""Reports: the figures of a period out of what was recorded."""

from collections.abc import Mapping
from typing import Any

from scheduler.api.call import Call
from scheduler.api.resource import Resource
from scheduler.api.schemas import reports as shapes
from scheduler.services.access import Action
from scheduler.services.reports import quarter as reports

resource = Resource("reports", "The figures of a month, quarter, half year or year.")


@resource.reads("/reports", Action.VIEW, shapes.ReportSchema, shapes.ReportQuery)
def get_report(call: Call, query: Mapping[str, Any]) -> dict[str, Any]:
    """Report on one alliance's period; the same records give the same report on any later day."""
    found = reports.quarter(call.runtime.store, query["alliance"], query["period"], by=call.by)
    return shapes.report_answer(found)
