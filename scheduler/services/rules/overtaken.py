"""What others changed of a rule since somebody opened it, as the ledger tells it."""

from collections.abc import Mapping
from typing import Any

from scheduler.services.access import Action, Principal, require
from scheduler.store import Store, ledger


def since(
    store: Store, place: tuple[str, str], revision: int, *, by: Principal
) -> Mapping[str, tuple[Any, Any]]:
    """Give each field that others changed after a revision: what it was, and what it is now.

    ``place`` is the rule by alliance and key. The fields are its parameters and ``basis``,
    ``rule_name``, ``rule_name_en``, ``rule_since`` and ``rule_until``; None stands for nothing.
    """
    alliance, key = place
    require(by, Action.EDIT, (alliance,), entity="rule", key=key)
    with store.read() as session:
        rows = [
            row
            for row in ledger.of_entity(session, "rule", f"{alliance}/{key}")
            if row.alliance == alliance
        ]
        # Another rule may have had the key before.
        born = max((number for number, row in enumerate(rows) if row.kind == "created"), default=-1)
        details = [row.detail for row in rows[born + 1 :] if row.revision > revision]
    found: dict[str, tuple[Any, Any]] = {}
    for detail in details:
        for name, change in detail.items():
            if isinstance(change, Mapping):
                first, _ = found.get(name, (change["from"], None))
                found[name] = (first, change["to"])
    return {name: pair for name, pair in found.items() if pair[0] != pair[1]}
