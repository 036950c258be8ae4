"""Steps of a matter: who does what within which term, and which department an item goes to."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime

from scheduler.domain.matter import Step
from scheduler.domain.moments import SHANGHAI
from scheduler.rules.calendar.durations import Duration, parse_duration
from scheduler.rules.calendar.workdays import WorkdayCalendar
from scheduler.rules.language.parameters import JsonType, Parameter, Shape
from scheduler.rules.language.reader import Reader

_PART = "."

_ORDER = (Step.DISPATCH, Step.ACCEPT, Step.RESOLVE)
"""The steps of every matter in their order; a rule may name others, which nobody records."""

STEPS: tuple[Parameter, ...] = (
    Parameter(
        "steps",
        (JsonType.ARRAY,),
        "办理步骤：谁、做什么、期限",
        "The steps: who does what within which term.",
        [{"role": "committee", "do": "dispatch", "due": "2wd"}],
        form=Shape.RECORDS,
        parts=(
            Parameter(
                "role",
                (JsonType.STRING,),
                "谁",
                "Who.",
                "committee",
                required=True,
                form=Shape.ROLE,
            ),
            Parameter("do", (JsonType.STRING,), "做什么", "What.", "dispatch", required=True),
            Parameter(
                "due",
                (JsonType.STRING,),
                "多久之内",
                "Within which term.",
                "2wd",
                required=True,
                form=Shape.TERM,
            ),
        ),
    ),
    Parameter(
        "escalate",
        (JsonType.STRING,),
        "逾期提醒谁",
        "Who is told when a step is late.",
        "liaison",
        form=Shape.ROLE,
    ),
    Parameter(
        "catalogue",
        (JsonType.OBJECT,),
        "服务清单：版本（version），各类事项由哪个部门接单（routes）",
        "The catalogue of services: its version, and the department of each class of items.",
        {"version": "3.0", "routes": {"labour": "organisation:labour-department"}},
        parts=(
            Parameter("version", (JsonType.STRING,), "版本", "The version.", "3.0", required=True),
            Parameter(
                "routes",
                (JsonType.OBJECT,),
                "各类事项由哪个部门接单",
                "The department of each class.",
                {"labour": "organisation:labour-department"},
                required=True,
                form=Shape.NAMED,
                words=Shape.MEMBER,
            ),
        ),
    ),
)
"""The parameters of a trigger that is a chain of steps."""


@dataclass(frozen=True, slots=True)
class StepTerm:
    """One step: who does what, and the term counted from the step before."""

    role: str
    do: str
    due: Duration


@dataclass(frozen=True, slots=True)
class StepDue:
    """When a step of one matter is due."""

    role: str
    do: str
    due: date


@dataclass(frozen=True, slots=True)
class Catalogue:
    """One version of the catalogue of services; ``routes`` gives the department of a class."""

    version: str = ""
    routes: Mapping[str, str] = field(default_factory=dict)

    def department(self, item: str) -> str | None:
        """Give the department of an item (``labour.3`` is one of the class ``labour``)."""
        return self.routes.get(item.partition(_PART)[0])


def read_steps(reader: Reader) -> tuple[StepTerm, ...]:
    """Check and gather the steps, in the order in which they are taken."""
    steps = tuple(_step(reader, item) for item in reader.items("steps"))
    places = [_ORDER.index(step.do) for step in steps if step.do in _ORDER]
    if places != sorted(set(places)):
        reader.refuse("steps.do", "step_order")
    return steps


def read_catalogue(reader: Reader) -> Catalogue:
    """Check and gather the catalogue; one that is not stated routes nothing."""
    if not reader.has("catalogue"):
        return Catalogue()
    table = reader.table("catalogue", "version", "routes")
    version = reader.word("catalogue.version", table.get("version"))
    routes = reader.named("catalogue.routes", table.get("routes"))
    return Catalogue(
        version, {key: reader.word(f"catalogue.routes.{key}", routes[key]) for key in routes}
    )


def dues_of(
    steps: tuple[StepTerm, ...],
    start: datetime | None,
    ended: Mapping[str, datetime],
    calendar: WorkdayCalendar,
) -> tuple[StepDue, ...]:
    """Give the due date of each step; a step counts from the day the one before was ``ended``.

    While that is not done, it counts from the date it is due; empty before the clock starts.
    """
    if start is None:
        return ()
    day = local_day(start)
    dues = []
    for step in steps:
        due = step.due.after(day, calendar)
        dues.append(StepDue(step.role, step.do, due))
        end = ended.get(step.do)
        day = due if end is None else local_day(end)
    return tuple(dues)


def local_day(moment: datetime) -> date:
    """Give the date of an instant in the zone of the rules."""
    return moment.astimezone(SHANGHAI).date()


def _step(reader: Reader, item: object) -> StepTerm:
    table = reader.part("steps", item, "role", "do", "due")
    role, do, due = (
        reader.word(f"steps.{name}", table.get(name)) for name in ("role", "do", "due")
    )
    return StepTerm(role, do, reader.read("steps.due", due, parse_duration))
