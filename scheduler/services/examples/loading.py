"""The five example alliances: load them with their recorded past, and remove them wholly."""

import base64
import hashlib
import hmac
from dataclasses import dataclass
from datetime import datetime

from scheduler.domain.moments import SHANGHAI
from scheduler.presets import Preset
from scheduler.presets import load as presets
from scheduler.services import accounts
from scheduler.services.access import SYSTEM, Role
from scheduler.services.accounts import NewUser
from scheduler.services.examples import history as example_history
from scheduler.services.feeds import announced
from scheduler.services.runtime import Runtime
from scheduler.store import Session, example_removal, examples, ledger


@dataclass(frozen=True, slots=True)
class SignIn:
    """An account to try a role with; its password follows from the secret key."""

    role: str
    name: str
    password: str


@dataclass(frozen=True, slots=True)
class _Sample:
    role: Role
    name: str
    display_name: str
    scope: str
    person: str | None = None

    @property
    def id(self) -> str:
        return f"example-{self.name}"


_BRANCH = "jiyang-food-branch-01"

_SAMPLES = (
    _Sample(Role.SYSTEM_ADMIN, "sample-admin", "样例管理员", "system"),
    _Sample(Role.CLUSTER_COMMITTEE, "sample-committee", "样例集群专班", "body:kunshan-office"),
    _Sample(Role.ALLIANCE_ADMIN, "sample-alliance", "样例联盟管理员", "body:jiyang-food"),
    _Sample(Role.ALLIANCE_SECRETARY, "sample-secretary", "样例联盟秘书", "body:jiyang-food"),
    _Sample(
        Role.BRANCH_SECRETARY, "sample-branch", "样例支部书记", f"body:{_BRANCH}", f"{_BRANCH}-p01"
    ),
    _Sample(Role.HOST_DUTY, "sample-host", "样例主办单位", "organisation:jiyang-wangwang"),
    _Sample(Role.MEMBER, "sample-member", "样例党员", f"body:{_BRANCH}", f"{_BRANCH}-p02"),
)


def load(runtime: Runtime, now: datetime) -> int:
    """Load the examples and record their past, all or nothing; gives the number of alliances.

    What is loaded already stays as it is.
    """
    with runtime.store.write() as session:
        if not examples.stored(session, _alliances()):
            _fill(session, runtime.secret_key, now)
    accounts.create_users(
        runtime.store,
        [
            NewUser(
                sample.id,
                sample.name,
                sample.display_name,
                _password(runtime.secret_key, sample.name),
                ((sample.role.value, sample.scope),),
                sample.person,
            )
            for sample in _SAMPLES
        ],
        now,
        fast=runtime.fast_hashing,
    )
    return len(_alliances())


def remove(runtime: Runtime) -> None:
    """Remove the examples with their history, ledgers, addresses and accounts."""
    with runtime.store.write() as session:
        example_removal.remove(session, presets(), [sample.id for sample in _SAMPLES])


def sign_ins(runtime: Runtime) -> tuple[SignIn, ...]:
    """List one account a role, none where the examples are not loaded."""
    with runtime.store.read() as session:
        if not examples.stored(session, _alliances()):
            return ()
    return tuple(
        SignIn(sample.role.value, sample.name, _password(runtime.secret_key, sample.name))
        for sample in _SAMPLES
    )


def _alliances() -> list[str]:
    return [key for preset in presets() for key in preset.alliances]


def _password(secret_key: str, name: str) -> str:
    mac = hmac.new(secret_key.encode(), f"sign-in {name}".encode(), hashlib.sha256).digest()
    return base64.b32encode(mac[:10]).decode().lower()


def _fill(session: Session, secret_key: str, now: datetime) -> None:
    first = datetime(now.astimezone(SHANGHAI).year, 1, 1, tzinfo=SHANGHAI)
    examples.insert_presets(session, presets(), first.date())
    ledger.append(session, _entries(presets()), SYSTEM.id, first)
    example_history.record(session, presets(), now)
    for alliance in _alliances():
        announced.public(session, alliance, secret_key, now)


def _entries(loaded: tuple[Preset, ...]) -> list[ledger.Entry]:
    members = [
        ledger.Entry((alliance,), "membership", alliance, "imported")
        for preset in loaded
        for alliance in preset.alliances
    ]
    rules = [
        ledger.Entry((rule.owner,), "rule", rule.key, "created")
        for preset in loaded
        for rule in preset.rules
    ]
    return members + rules
