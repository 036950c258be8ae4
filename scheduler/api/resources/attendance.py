"""The register of an event: opened, called, sealed."""

from collections.abc import Mapping
from typing import Any

from scheduler.api.call import Call
from scheduler.api.resource import Resource
from scheduler.api.schemas import attendance as shapes
from scheduler.domain.attendance.judging import Rejection
from scheduler.domain.errors import SealedError
from scheduler.services import attendance
from scheduler.services.access import Action

resource = Resource("attendance", "Registers of events: who was expected, who came, and the seal.")


@resource.reads("/events/<key:uid>/register", Action.NAMES, shapes.RegisterSchema)
def get_register(call: Call, _: Mapping[str, Any], uid: str) -> dict[str, Any]:
    """Give an event's register, for tokens that may see names."""
    return _register(call, uid)


@resource.writes(
    "/events/<key:uid>/register/open", Action.ROLL, answers=shapes.RegisterSchema, status=201
)
def open_register(call: Call, uid: str) -> dict[str, Any]:
    """Open a register and freeze its roster; one that is open stays as it is."""
    attendance.open_register(call.runtime.store, uid, by=call.by, now=call.now)
    return _register(call, uid)


@resource.writes(
    "/events/<key:uid>/register/ops",
    Action.ROLL,
    takes=shapes.OpsSchema,
    answers=shapes.AnswersSchema,
    example={
        "ops": [
            {
                "op_id": "0f8fad5b-d9cb-469f-a165-70867728950e",
                "person": "p-1",
                "value": "present",
                "client_time": "2026-08-18T10:00:00+08:00",
            }
        ]
    },
)
def record_ops(call: Call, body: dict[str, Any], uid: str) -> dict[str, Any]:
    """Record operations in one transaction: an answer for each, and repeats do nothing.

    Refused operations are kept apart from the marks; the answer names why. Where all were made
    after the seal the request itself is refused, and nothing is stored.
    """
    statements = [shapes.statement(op) for op in body["ops"]]
    answers = attendance.record(call.runtime.store, uid, statements, by=call.by, now=call.now)
    if answers and all(each.code is Rejection.SEALED and not each.proposed for each in answers):
        raise SealedError(uid=uid)
    return {"answers": answers}


@resource.writes("/events/<key:uid>/register/seal", Action.SEAL, answers=shapes.RegisterSchema)
def seal_register(call: Call, uid: str) -> dict[str, Any]:
    """Seal a register in which nobody due is unmarked and nothing contradicts."""
    attendance.seal(call.runtime.store, uid, by=call.by, now=call.now)
    return _register(call, uid)


def _register(call: Call, uid: str) -> dict[str, Any]:
    return shapes.register_answer(attendance.register(call.runtime.store, uid, by=call.by))
