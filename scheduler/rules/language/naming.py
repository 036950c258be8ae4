"""What people call the opaque keys of kinds, members, themes and venues."""

from scheduler.rules.inputs import PlanInput
from scheduler.rules.units import PAIR


def names_of(source: PlanInput, value: str) -> tuple[str, str]:
    """Give the Chinese and English names; without English the Chinese one, without any the key.

    A pair is called by both its names.
    """
    if PAIR in value:
        names, names_en = zip(*(names_of(source, part) for part in value.split(PAIR)), strict=True)
        return "—".join(names), " and ".join(names_en)
    if value in source.kinds:
        kind = source.kinds[value]
        return kind.name, kind.name_en or kind.name
    name, name_en = source.names.get(value, (value, ""))
    return name, name_en or name
