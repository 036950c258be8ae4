"""Batches of matters: so many of one class of categories within a term are handled together.

A class and not an item, for one department settles it; a rule may ask for one item by ``where``.
"""

from dataclasses import dataclass

from scheduler.rules.calendar.durations import Duration, parse_duration
from scheduler.rules.language.making import Content, Maker
from scheduler.rules.language.naming import names_of
from scheduler.rules.language.parameters import MOST_UNITS, JsonType, Parameter, Shape
from scheduler.rules.language.reader import Reader

BATCH: tuple[Parameter, ...] = (
    Parameter(
        "same",
        (JsonType.STRING,),
        "按什么归类",
        "What the matters have in common.",
        "category",
        required=True,
        choices=("category",),
    ),
    Parameter(
        "k",
        (JsonType.INTEGER,),
        "满几件",
        "From how many matters on.",
        3,
        required=True,
        bounds=(2, MOST_UNITS),
    ),
    Parameter(
        "within",
        (JsonType.STRING,),
        "多少天之内",
        "Within which term.",
        "15d",
        required=True,
        form=Shape.TERM,
    ),
    Parameter(
        "emit",
        (JsonType.STRING,),
        "合开什么活动",
        "The kind of the collective event.",
        "collective_handling",
        required=True,
        form=Shape.KIND,
    ),
)
"""The parameters of a batch."""


@dataclass(frozen=True, slots=True)
class Batch:
    """From ``least`` matters of one class within a term on, one collective event."""

    least: int
    within: Duration
    emit: str


def read_batch(reader: Reader) -> Batch | None:
    """Check and gather the batch; None where none is stated."""
    if not reader.has("batch"):
        return None
    table = reader.table("batch", "same", "k", "within", "emit")
    if reader.word("batch.same", table.get("same")) != "category":
        reader.refuse("batch.same", "choice")
    least = reader.number("batch.k", table.get("k"), 2, MOST_UNITS)
    within = reader.word("batch.within", table.get("within"))
    emit = reader.word("batch.emit", table.get("emit"))
    return Batch(least, reader.read("batch.within", within, parse_duration), emit)


def content(batch: Batch, maker: Maker, category: str, count: int) -> Content:
    """Name a collective event after its kind, not after the rule, which is one for each matter.

    ``category`` is the class of its matters.
    """
    kind, own = maker.source.kinds.get(batch.emit), maker.own(batch.emit)
    title, title_en = (kind.name, kind.name_en or kind.name) if kind else (own.title, own.title_en)
    name, name_en = names_of(maker.source, category)
    return Content(
        batch.emit, f"{title}：{name}（{count}件）", f"{title_en}: {name_en} ({count} matters)"
    )
