"""The past of the examples on its way into the store: first into the ledgers, then in bulk.

Row for row the same as recording one thing after another, in a fraction of the time.
"""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime

from scheduler.rules.inputs import PlanInput
from scheduler.services.access import SYSTEM
from scheduler.services.attendance import Rosters, register_told, sealed_past
from scheduler.services.examples import events as example_events
from scheduler.services.examples import visits as example_visits
from scheduler.services.examples.events import Ended
from scheduler.services.examples.visits import Done
from scheduler.store import Session, examples, ledger, past_registers, turns, visits
from scheduler.store.past_registers import PastRegister
from scheduler.store.turns import Charge
from scheduler.store.visits import Recorded


@dataclass(slots=True)
class Recording:
    """What happened and is not written yet, each kind in its order.

    The ledgers number what they are told, so they have to hear of it before anything else happens.
    The rows themselves are read by nobody before a plan is made.
    """

    session: Session
    rosters: Rosters
    _told: list[tuple[datetime, ledger.Entry]] = field(default_factory=list)
    _ended: list[Ended] = field(default_factory=list)
    _registers: list[PastRegister] = field(default_factory=list)
    _charges: list[tuple[datetime, Charge]] = field(default_factory=list)
    _visits: list[Recorded] = field(default_factory=list)

    def end(self, ended: Sequence[Ended]) -> None:
        """Take up events that were held, in the order given; meetings get a sealed register."""
        codes: dict[str, str] = {}
        for event in (each.stored.event for each in ended if not each.stored.event.all_day):
            register = sealed_past(event, self.rosters.of(event), by=SYSTEM)
            codes[event.uid] = register.seal.code
            self._registers.append(register)
            self._told.append(register_told(event, register))
        for each in ended:
            self._charges += ((each.at, charge) for charge in each.charges)
            self._told += ((each.at, entry) for entry in example_events.told(each, codes))
        self._ended += ended

    def visit(self, done: Sequence[Done], source: PlanInput) -> None:
        """Take up visits and items, in the order given, with the turns that they charge."""
        self._visits += (Recorded(visit, at, SYSTEM.id) for at, visit in done)
        for at, charges, entries in example_visits.charged(done, source):
            self._charges += ((at, charge) for charge in charges)
            self._told += ((at, entry) for entry in entries)

    def tell(self) -> None:
        """Tell the ledgers, before anything else happens."""
        ledger.append_dated(self.session, self._told, SYSTEM.id)
        self._told.clear()

    def write(self) -> None:
        """Write everything, before a plan is made."""
        self.tell()
        past_registers.add(self.session, self._registers)
        codes = {each.uid: each.seal.code for each in self._registers}
        examples.hold(self.session, example_events.held(self.session, self._ended, codes))
        turns.add_dated(self.session, self._charges, SYSTEM.id)
        visits.add(self.session, self._visits)
        self._registers.clear()
        self._ended.clear()
        self._charges.clear()
        self._visits.clear()
