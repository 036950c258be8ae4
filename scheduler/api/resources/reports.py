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
    """Report on one alliance's period; once over, the same records give the same on any day."""
    store, alliance, period = call.runtime.store, query["alliance"], query["period"]
    found = reports.quarter(store, alliance, period, by=call.by, now=call.now)
    return shapes.report_answer(found)
