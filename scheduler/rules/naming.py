"""What people call the opaque keys of kinds, members, themes and venues."""

from scheduler.rules.inputs import PlanInput


def names_of(source: PlanInput, value: str) -> tuple[str, str]:
    """Give the Chinese and English names; without English the Chinese one, without any the key."""
    if value in source.kinds:
        kind = source.kinds[value]
        return kind.name, kind.name_en or kind.name
    name, name_en = source.names.get(value, (value, ""))
    return name, name_en or name
