"""Who belongs where: organisations, bodies, people and the ties between them, each with dates."""

from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from scheduler.domain.errors import DateError


class OrganisationKind(StrEnum):
    """What kind of legal unit an organisation is."""

    ENTERPRISE = "enterprise"
    UNIVERSITY = "university"
    DEPARTMENT = "department"
    INSTITUTE = "institute"
    BANK = "bank"
    ASSOCIATION = "association"
    TOWN = "town"


class BodyKind(StrEnum):
    """What kind of Party or working body a body is."""

    COMMITTEE = "committee"
    ALLIANCE = "alliance"
    CLUSTER_COMMITTEE = "cluster_committee"
    CHAIN_COMMITTEE = "chain_committee"
    BRANCH = "branch"
    JOINT_BRANCH = "joint_branch"
    PARTY_GROUP = "party_group"
    TASK_BRANCH = "task_branch"
    SERVICE_TEAM = "service_team"


ALLIANCE_KINDS = frozenset(
    {BodyKind.ALLIANCE, BodyKind.CLUSTER_COMMITTEE, BodyKind.CHAIN_COMMITTEE}
)
"""Kinds of body that have rules and a calendar of their own."""


class Standing(StrEnum):
    """A person's standing in the Party."""

    MEMBER = "member"
    PROBATIONARY = "probationary"
    ACTIVIST = "activist"
    PUBLIC = "public"


class AffiliationKind(StrEnum):
    """How a person belongs to a body."""

    HOME = "home"
    NO_TRANSFER = "no_transfer"
    LIAISON = "liaison"


@dataclass(frozen=True, slots=True)
class Tenure:
    """A half-open span of dates [since, until); an open end is None."""

    since: date | None = None
    until: date | None = None

    def __post_init__(self) -> None:
        """Refuse an end before the start."""
        if self.since and self.until and self.until < self.since:
            start = self.since.isoformat()
            until = self.until.isoformat()
            raise DateError(field="until", value=until, start=start, reason="order")

    def holds(self, day: date) -> bool:
        """Tell whether the day lies in the span."""
        return (self.since is None or self.since <= day) and (
            self.until is None or day < self.until
        )

    def is_over(self, day: date) -> bool:
        """Tell whether the span has ended by a day."""
        return self.until is not None and self.until <= day

    def meets(self, other: "Tenure") -> bool:
        """Tell whether some day lies in both spans."""
        starts = [span.since for span in (self, other) if span.since]
        ends = [span.until for span in (self, other) if span.until]
        return not starts or not ends or max(starts) < min(ends)


ALWAYS = Tenure()
"""A span without an end on either side."""


@dataclass(frozen=True, slots=True)
class Organisation:
    """A legal unit; an empty English name falls back to the Chinese one."""

    key: str
    name: str
    kind: OrganisationKind
    short_name: str
    name_en: str = ""
    sector: str = ""


@dataclass(frozen=True, slots=True)
class Body:
    """A Party or working body in the one tree of bodies."""

    key: str
    name: str
    kind: BodyKind
    short_name: str
    name_en: str = ""
    parent: str | None = None
    tenure: Tenure = ALWAYS
    public_calendar: bool = False


MOST_WEIGHT = 100
"""How much a member can count in a pool whose turns go by weight."""


@dataclass(frozen=True, slots=True)
class Membership:
    """An organisation or body as a member of a body.

    ``member`` is an opaque key such as ``organisation:x`` or ``body:y``.
    """

    member: str
    body: str
    role: str = "member"
    weight: int = 1
    tenure: Tenure = ALWAYS


@dataclass(frozen=True, slots=True)
class Person:
    """A person by opaque id; no identity number, birthday or address is ever held."""

    id: str
    name: str
    pinyin_key: str
    standing: Standing = Standing.MEMBER


@dataclass(frozen=True, slots=True)
class Affiliation:
    """A person's tie to a body; ``outside_branch`` names a home branch outside the service."""

    person: str
    body: str
    kind: AffiliationKind = AffiliationKind.HOME
    group: str = ""
    outside_branch: str = ""
    tenure: Tenure = ALWAYS


@dataclass(frozen=True, slots=True)
class Officer:
    """A person's role in a body."""

    person: str
    body: str
    role: str
    tenure: Tenure = ALWAYS


@dataclass(frozen=True, slots=True)
class Venue:
    """A place that can be booked; ``classes`` are tags such as base."""

    key: str
    name: str
    name_en: str = ""
    classes: tuple[str, ...] = ()
    organisation: str | None = None
