"""The reference page of rule types, made from what the types and the presets say themselves.

``python -m scheduler.presets.reference > docs/reference/rules.md`` writes it anew.
"""

import json
import sys
from collections.abc import Iterable, Iterator

from scheduler.presets.loader import load
from scheduler.presets.requirements import Requirement, examples, requirements
from scheduler.rules.kinds import TYPES, RuleType
from scheduler.rules.language.parameters import Parameter
from scheduler.rules.language.terms import TERMS

_EXAMPLE = {
    "alliance": "auto",
    "key": "quarterly_council",
    "type": "quota",
    "name": "一季一议",
    "name_en": "Quarterly council",
    "basis": "",
    "since": "2027-01-01",
    "until": None,
    "data": {"kind": "council", "per": "quarter", "min": 1},
}

_HEAD = """\
# Rules

A promise of an alliance is a rule. This page is made from the descriptions in the code, and its
examples from the presets, by `python -m scheduler.presets.reference`; the tests keep it true.

## What is sent

One JSON object, of which **only the parameters of the type stand in `data`**:

```json
@example@
```

| Field | Meaning | 含义 |
|---|---|---|
| `alliance` | The key of the alliance that promises; it never changes. | 作出承诺的联盟 |
| `key` | A short name of small letters, digits and `_`, given once in an alliance. | 规则的代号 |
| `type` | One of the eight types below; it never changes. | 规则的类型 |
| `name`, `name_en` | What people read; the English one may be left out. | 中英文名称 |
| `basis` | What the promise rests on; may be left out. | 依据，可不填 |
| `since`, `until` | The first day, and the day after the last; may be left out. | 起止，可不填 |
| `data` | The parameters of the type: every table below names fields of `data`. | 这一类型的参数 |

`scope` is a parameter too: it stands in `data`. This object is the body of `POST /api/v1/rules`,
with `year` beside it that of `POST /api/v1/rules/check`, and without `basis` an entry of `rules` in
a what-if. A change (`PUT`) goes without `alliance`, `key` and `type`.

## The types

Quota, coverage, anchor and trigger demand events; rotation and staffing say who takes part;
constraint and credit lie across all of them. Periods are `week` (ISO), `ten_days` (旬, the third
ends with the month), `month`, `quarter`, `half_year`, `year`, several years such as `3y`, and a
campaign `window`. Dates are those of Asia/Shanghai. `@name` stands for a list of the alliance;
`@members`, `@enterprises` (member organisations but those whose role is `department`, `partner` or
`town`) and `@leaders` come from its memberships unless such a list is kept.
"""

_ABOUT = {
    "quota": "At least so many events of a kind in every period.",
    "coverage": "Every cell of a grid (kinds, themes, teams, members) so often in every period.",
    "anchor": "An event on or near a fixed day, a festival, or within some days of every year.",
    "trigger": "What each matter calls for: one event in time, or a chain of steps.",
    "rotation": "Who hosts, or which theme comes, in turn and with an exact account of turns.",
    "staffing": "Who must be there, and which offices a body must have filled.",
    "constraint": "Where and at what time events take place, and which days suit them.",
    "credit": "Which rules one event may serve together, whom it counts for, and under which tags.",
}

_SHARED = """\
## Shared parameters

Quota, coverage and anchor take all of these, trigger those named there.
"""

_ASKED = """\
## What the source documents ask for

Each phrase with its meaning and the rules or the data that answer it. A line with a `type` is a
whole rule as it is sent; one without is an entry of the roster that comes with the examples and is
not sent. The rules of the examples run when the examples are loaded; others are offered and run
once an alliance takes them over. To try one in another alliance, put the key of that.
Types beside the eight: `body` and `data` are entries of the roster, `plan` is what planning does
by itself, `report` is a figure.
"""


def page() -> str:
    """Write the page as Markdown."""
    return "\n".join(
        [
            _HEAD.replace("@example@", _json(_EXAMPLE)),
            *_types(),
            _SHARED,
            _table(TERMS),
            "",
            _ASKED,
            *_requirements(),
        ]
    )


def _types() -> Iterator[str]:
    for kind in TYPES:
        own = [parameter for parameter in kind.parameters if parameter not in TERMS]
        yield f"## {kind.name}\n\n{_ABOUT[kind.name]}\n\n{_table(own)}\n"
        if len(own) < len(kind.parameters):
            yield f"{_also(kind)}\n"


def _also(kind: RuleType) -> str:
    named = [f"`{parameter.name}`" for parameter in kind.parameters if parameter in TERMS]
    return f"And of the [shared parameters](#shared-parameters): {', '.join(named)}."


def _table(parameters: Iterable[Parameter]) -> str:
    head = "| Parameter | JSON | Default | Meaning | 含义 | Example |\n|---|---|---|---|---|---|"
    lines = (line for parameter in parameters for line in _lines(parameter, ""))
    return "\n".join([head, *lines])


def _lines(parameter: Parameter, inside: str) -> Iterator[str]:
    default = "required" if parameter.required else ""
    if parameter.default is not None:
        default = f"`{_json(parameter.default)}`"
    path = inside + parameter.name
    cells = (
        f"`{path}`",
        " or ".join(parameter.types),
        default,
        _plain(parameter.en) + _allowed(parameter),
        _plain(parameter.zh),
        f"`{_json(parameter.example)}`",
    )
    yield f"| {' | '.join(cells)} |"
    for part in parameter.parts:
        yield from _lines(part, f"{path}.")


def _allowed(parameter: Parameter) -> str:
    if parameter.bounds is not None:
        low, high = parameter.bounds
        return f" From {low} to {high}."
    words = ", ".join(f"`{choice}`" for choice in parameter.choices)
    return f" One of {words}." if words else ""


def _requirements() -> Iterator[str]:
    asked = requirements()
    for preset in load():
        here = [each for each in asked if each.preset == preset.key]
        yield f"### {preset.source}\n"
        for each in here:
            yield _requirement(each)


def _requirement(requirement: Requirement) -> str:
    types = ", ".join(requirement.types)
    lines = "\n".join(examples(requirement))
    return (
        f"**{requirement.number}. {requirement.phrase}** {requirement.meaning} ({types})\n\n"
        f"```json\n{lines}\n```\n"
    )


def _plain(text: str) -> str:
    """Keep what Markdown would take for a tag or for the end of a cell."""
    return text.replace("<", "&lt;").replace("|", "&#124;")


def _json(value: object) -> str:
    return json.dumps(value, ensure_ascii=False)


if __name__ == "__main__":
    sys.stdout.write(page())
