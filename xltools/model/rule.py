"""A rule between figures, declared once: equations over tables, rows and columns, or a plain function.

    Rule("5-1", "表5每一行：合计 = 基本支出 + 项目支出", equations=(
        Equation(EachRow(5, "total"), (Same(5, "total"),), (Same(5, "basic"), Same(5, "project"))),
    ))

From the equations come the check (`model.resolve` makes relations of them), the solver's rows and the live Excel
formulas (`budget.live_checks`).
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass

from xltools.model.disclosure import Disclosure
from xltools.model.finding import Finding, Kind, NotChecked
from xltools.model.measure import Measure
from xltools.model.relation import Relation, Sense


@dataclass(frozen=True, slots=True)
class At:
    """One figure: the row with this key."""

    table: int
    column: str
    row: str = ""


@dataclass(frozen=True, slots=True)
class Same:
    """The figure in the row that the equation is at, or, in another table, in the row with the same key."""

    table: int
    column: str


@dataclass(frozen=True, slots=True)
class Rows:
    """The figures in the rows with these keys."""

    table: int
    column: str
    rows: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Children:
    """The figures in the rows that are part of the row that the equation is at."""

    table: int
    column: str


@dataclass(frozen=True, slots=True)
class Named:
    """The figures in the rows whose first label is this one (folded)."""

    table: int
    column: str
    label: str


@dataclass(frozen=True, slots=True)
class Known:
    """An amount of the ledger, exact in 元; narrowed, `by_code`, to the function code that the equation is at."""

    name: str
    measure: Measure
    by_code: bool = False


Operand = At | Same | Rows | Children | Named | Known


@dataclass(frozen=True, slots=True)
class Once:
    """The equation stands by itself."""


@dataclass(frozen=True, slots=True)
class EachRow:
    """One equation for each row of the panel that has this column."""

    table: int
    column: str


@dataclass(frozen=True, slots=True)
class EachParent:
    """One equation for each row of the panel that others are part of."""

    table: int
    column: str


@dataclass(frozen=True, slots=True)
class EachKey:
    """One equation for each row key of any of these tables, each with a column of the panel meant."""

    places: tuple[tuple[int, str], ...]


@dataclass(frozen=True, slots=True)
class EachOf:
    """One equation for each of these row keys."""

    keys: tuple[str, ...]


Domain = Once | EachRow | EachParent | EachKey | EachOf


When = Callable[[Disclosure], bool]
"""What a workbook must be like for an equation or a rule to apply."""


def always(_disclosure: Disclosure) -> bool:
    return True


def with_ledger(disclosure: Disclosure) -> bool:
    """The workbook has input sheets, so amounts are known in 元."""
    return disclosure.ledger is not None


def without_ledger(disclosure: Disclosure) -> bool:
    return disclosure.ledger is None


@dataclass(frozen=True, slots=True)
class Equation:
    """Σ left = Σ right, or Σ left ≤ Σ right (`at_most`), for every element of the domain.

    `when` limits it to some workbooks; `live`: it holds in every workbook with input sheets, so that the workbook
    itself can check it.
    """

    domain: Domain
    left: tuple[Operand, ...]
    right: tuple[Operand, ...] = ()
    sense: Sense = "equal"
    when: When = always
    live: bool = True

    @property
    def operands(self) -> tuple[Operand, ...]:
        return self.left + self.right


def equal(left: Operand, *right: Operand, when: When = always, live: bool = True) -> Equation:
    """`left` is the sum of `right`, once."""
    return Equation(Once(), (left,), right, when=when, live=live)


def row_sum(table: int, total: str, *parts: str) -> Equation:
    """In every row one column is the sum of others."""
    return Equation(EachRow(table, total), (Same(table, total),), tuple(Same(table, part) for part in parts))


def levels(table: int, *columns: str) -> tuple[Equation, ...]:
    """In each column, every row is the sum of those that are part of it."""
    return tuple(
        Equation(EachParent(table, column), (Same(table, column),), (Children(table, column),))
        for column in columns
    )


Relations = Callable[[Disclosure], Iterator[Relation | NotChecked]]
"""Relations that no equation can express; figures by FigureKey."""
PlainCheck = Callable[[Disclosure], Iterator[Finding | NotChecked]]


@dataclass(frozen=True, slots=True)
class Rule:
    """`id` is permanent. `statement` is what must hold, one Chinese sentence; `basis` where it comes from.

    `applies`: whether a workbook calls for the rule at all; one that does not apply is not required.
    """

    id: str
    statement: str
    basis: str = ""
    kind: Kind = "hard"
    equations: tuple[Equation, ...] = ()
    relations: Relations | None = None
    plain: PlainCheck | None = None
    applies: When = always
    remedy: str = ""
    """What to do, where the general advice (mend the suspected cell) does not fit."""
