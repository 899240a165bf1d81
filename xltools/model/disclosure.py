"""What a workbook discloses, as read: every figure with the cell it stands in, and what could not be found.

Figures of the 13 tables are in 万元, those of a target sheet in 元. A figure is named by table, row and column
(`FigureKey`); rows carry the keys that `budget` gives them, so the same row of a filled ledger has the same key.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from decimal import Decimal
from enum import StrEnum
from typing import NamedTuple

from xltools.model.contents import ActiveContent
from xltools.model.ledger import Ledger
from xltools.model.measure import Sums

TARGETS, OVERALL = 101, 102
"""The "table numbers" of the target sheets and of the overall sheet."""


class FigureKey(NamedTuple):
    """Names a figure: `FigureKey(5, "2013201", "basic")`.

    For a target sheet the row is the project's key in 表12, for the overall sheet "".
    """

    table: int
    row: str
    column: str


def told_apart(keys: Iterable[str]) -> list[str]:
    """Row keys that differ: the second of equal ones ends in #2; rows without a key stay without."""
    seen: Counter[str] = Counter()
    found = []
    for key in keys:
        seen[key] += 1
        found.append(key if seen[key] == 1 or not key else f"{key}#{seen[key]}")
    return found


class Spot(NamedTuple):
    """A cell of a workbook; rows and columns count from 1."""

    sheet: str
    cell: str
    row: int
    column: int


class Flaw(StrEnum):
    """What is wrong with a figure by itself, before any relation."""

    TEXT_NUMBER = "text number"
    """A number kept as text; `value` is the number."""
    NOT_A_NUMBER = "not a number"
    """Words where a figure belongs; `value` is None."""
    ERROR_VALUE = "error value"
    """#REF! and the like; `value` is None."""
    NOT_CALCULATED = "not calculated"
    """A formula without a value; `value` is None."""
    PERCENT = "percent"
    """Shown as a percentage, or typed with a % sign."""
    WITH_UNIT = "with unit"
    """Typed with a unit of measure: `12万元`; `value` is the amount in 万元."""


@dataclass(frozen=True, slots=True)
class ReadFigure:
    """A figure as it stands in its cell.

    `value` is in 万元 (in 元 on a target sheet), None where the cell is empty or unreadable; `shown` is what the
    cell holds, word for word. `scale` is how many of the cell's own unit make one of `value`'s (10,000 where a
    table is printed in 元).
    """

    key: FigureKey
    spot: Spot
    value: Decimal | None
    shown: str
    formula: str | None = None
    flaw: Flaw | None = None
    scale: int = 1


@dataclass(frozen=True, slots=True)
class ReadRow:
    """A row of a panel: `style` is its kind as in the table's declaration, `key` and `parent` name it and its total."""

    key: str
    parent: str
    style: str
    labels: tuple[str, ...]
    number: int
    """The row of the sheet."""
    figures: Mapping[str, ReadFigure]


@dataclass(frozen=True, slots=True)
class ReadPanel:
    """A block of rows. `missing` says of each declared column that was not found why; `strange` are rows with
    figures that are no rows of this form, by their number on the sheet."""

    rows: tuple[ReadRow, ...]
    missing: Mapping[str, str] = field(default_factory=dict)
    strange: Mapping[int, str] = field(default_factory=dict)
    label_columns: tuple[int, ...] = ()


@dataclass(frozen=True, slots=True)
class ReadTable:
    """One statutory table as read.

    `note` is the cell that says 本表无数据, `unit_of_measure` the words after 单位：.
    """

    number: int
    sheet: str
    title: str
    title_spot: Spot
    panels: tuple[ReadPanel, ...]
    unit_of_measure: str | None = None
    department: str | None = None
    """The department's name in the heading, where the form prints it there."""
    note: tuple[Spot, str] | None = None
    label: tuple[Spot, str] | None = None
    """The cell with 预算公开表N."""

    def figures(self) -> Iterator[ReadFigure]:
        for panel in self.panels:
            for row in panel.rows:
                yield from row.figures.values()

    @property
    def is_empty(self) -> bool:
        return not any(figure.value or figure.flaw for figure in self.figures())


@dataclass(frozen=True, slots=True)
class ReadForm:
    """A target sheet or the overall sheet: the text of its slots, and its figures by slot."""

    sheet: str
    title: str
    title_spot: Spot
    texts: Mapping[str, tuple[Spot, str]]
    figures: Mapping[str, ReadFigure]
    indicators: tuple[ReadIndicator, ...]
    missing: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class ReadIndicator:
    """An indicator row of one period: the three levels and the value as written. `period` is 实施期 or 年度."""

    period: str
    level1: str
    level2: str
    level3: str
    value: str
    spot: Spot
    """The cell of the value."""


@dataclass(frozen=True, slots=True)
class Disclosure:
    """A workbook as read.

    `missing` says of each table (TARGETS and OVERALL included) that was not found why. `ledger` is there where the
    workbook has input sheets that could be read; `ledger_trouble` are the faults of those that could not.
    """

    tables: Mapping[int, ReadTable]
    missing: Mapping[int, str]
    targets: tuple[ReadForm, ...] = ()
    overall: ReadForm | None = None
    ledger: Ledger | None = None
    ledger_trouble: tuple[str, ...] = ()
    sums: Sums | None = None
    """With a ledger, its lines summed on demand."""
    exact: Mapping[FigureKey, Decimal] = field(default_factory=dict)
    """With a ledger, the unrounded amount behind every figure of the form, in the figure's unit."""
    labels: Mapping[tuple[int, str], str] = field(default_factory=dict)
    """With a ledger, the words of every row of the form that has an amount, by table and row key."""
    year: int | None = None
    department: str | None = None
    balanced: bool = False
    """Whether the figures were rounded so that they add up (舍位平衡)."""
    contents: tuple[ActiveContent, ...] = ()
    """What acts in the file beside its figures."""
