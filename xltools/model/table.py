"""The shape of a statutory table: headings, columns with their measures, and the rows that the data call for."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from enum import StrEnum

from xltools.model.ledger import Ledger
from xltools.model.measure import Condition, Measure, Sums

LEFT = "<"
"""A heading cell merged with its left neighbour."""
ABOVE = "^"
"""A heading cell merged with the one above."""


@dataclass(frozen=True, slots=True)
class Label:
    """A column of words: codes, names."""

    key: str
    width: float
    code: bool = False


@dataclass(frozen=True, slots=True)
class Figure:
    """A column of figures in 万元. `measure` is what it sums; a row narrows it or brings its own."""

    key: str
    measure: Measure | None = None
    width: float = 14


Column = Label | Figure


@dataclass(frozen=True, slots=True)
class Row:
    """A row of a panel.

    A figure cell sums `figures[column]` where given (None: the cell stays empty), otherwise the column's
    measure narrowed by `conditions`; a column without a measure has an empty cell. `key` names the row within its
    panel, `parent` the row that it is part of ("" for none); a row without a key is blank.
    """

    style: str
    labels: tuple[str, ...]
    conditions: tuple[Condition, ...] = ()
    figures: Mapping[str, Measure | None] = field(default_factory=dict)
    key: str = ""
    parent: str = ""

    def measure(self, column: Figure) -> Measure | None:
        if column.key in self.figures:
            return self.figures[column.key]
        return column.measure.where(*self.conditions) if column.measure else None


RowSource = Callable[["Department"], Sequence[Row]]


class RowKind(StrEnum):
    """How the rows of a panel are told apart, by a program that fills them and by one that reads them."""

    FIXED = "fixed"
    """The same labels in every workbook."""
    FUNCTION_CODES = "function codes"
    """合计, then 类, 款 and 项 by code."""
    REVENUE_CODES = "revenue codes"
    """合计, then codes of one level."""
    ECONOMIC_CLASSES = "economic classes"
    """合计, then classes by name with their lines."""
    UNITS = "units"
    """部门合计, then budgetary units by name."""
    PROJECTS = "projects"
    """The department, then units by name with their projects."""


@dataclass(frozen=True, slots=True)
class Panel:
    """A block of columns with rows of their own: 表一 has one for revenue and one for expenditure.

    `fixed` gives the rows of a FIXED panel as every workbook has them (their measures may depend on the data).
    """

    columns: tuple[Column, ...]
    rows: RowSource
    kind: RowKind = RowKind.FIXED
    fixed: Callable[[], Sequence[Row]] | None = None

    @property
    def figures(self) -> tuple[Figure, ...]:
        return tuple(column for column in self.columns if isinstance(column, Figure))


@dataclass(frozen=True, slots=True)
class Table:
    """One of the 13 tables, or (number 0) the figures behind a chart.

    `title` and `headings` may hold `{year}`. `headings` is a grid as printed, with LEFT and ABOVE for merged
    cells; its last row stands right above the first row of figures. `styles` names the kinds of row whose look
    the template gives; a table of fixed rows has none.
    """

    number: int
    name: str
    title: str
    headings: tuple[tuple[str, ...], ...]
    panels: tuple[Panel, ...]
    styles: tuple[str, ...] = ()
    landscape: bool = False

    @property
    def anchor(self) -> str:
        """What the defined names of the table begin with: `表5_数据`, `表5_行样`, `表5_注`."""
        return f"表{self.number}" if self.number else "图表"

    @property
    def sheet(self) -> str:
        return f"{self.anchor} {self.name}"

    @property
    def columns(self) -> tuple[Column, ...]:
        return tuple(column for panel in self.panels for column in panel.columns)

    @property
    def grows(self) -> bool:
        """Whether the number of rows follows the data."""
        return bool(self.styles)


@dataclass(frozen=True, slots=True)
class Department:
    """A ledger ready for the tables: its lines summed on demand, and the names of the classification."""

    ledger: Ledger
    sums: Sums
    function_names: Mapping[str, str]
    revenue_names: Mapping[str, str]


def heading_of(table: Table, index: int) -> str:
    """The words above a column, from the top: `本年收入/合计`; `{year}` is left as declared."""
    words: list[str] = []
    for row, line in enumerate(table.headings):
        column = index
        while line[column] == LEFT:
            column -= 1
        text = line[column]
        if text and text != ABOVE and not (row and text.isdigit()):
            words.append(text)
    return "/".join(words)
