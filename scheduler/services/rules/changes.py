"""What the ledgers are told of a changed rule."""

from datetime import datetime
from typing import Any

from scheduler.rules.model import Rule
from scheduler.services.access import Principal
from scheduler.store import Session, ledger, roster


def reached(session: Session, *rules: Rule | None) -> list[str]:
    """List the alliances that take part in a rule, in what it says now or said before."""
    groups = roster.groups(session)
    found: set[str] = set()
    for rule in rules:
        if rule is not None:
            kind, _, key = rule.scope.partition(":")
            found |= {rule.owner, *(groups.get(key, ()) if kind == "group" else ())}
    return sorted(found)


def tell(
    session: Session, kind: str, old: Rule | None, new: Rule | None, by: Principal, now: datetime
) -> None:
    """Write a change of a rule into the ledger of every alliance that takes part in it."""
    rule = new or old
    if rule is None:
        return
    entry = ledger.Entry(
        alliances=reached(session, old, new),
        entity="rule",
        entity_id=f"{rule.owner}/{rule.key}",
        kind=kind,
        revision=rule.revision,
        detail={"name": rule.name, **_differences(old, new)},
    )
    ledger.append(session, [entry], by.id, now)


def _differences(old: Rule | None, new: Rule | None) -> dict[str, Any]:
    """Give each field that changed with what it was and what it is, as JSON values."""
    before, after = _said(old), _said(new)
    return {
        name: {"from": before.get(name), "to": after.get(name)}
        for name in sorted({*before, *after})
        if before.get(name) != after.get(name)
    }


def _said(rule: Rule | None) -> dict[str, Any]:
    if rule is None:
        return {}
    since, until = rule.tenure.since, rule.tenure.until
    return {
        **rule.data,
        "type": rule.type,
        "rule_name": rule.name,
        "rule_name_en": rule.name_en,
        "rule_since": since and since.isoformat(),
        "rule_until": until and until.isoformat(),
        "basis": rule.basis,
    }
