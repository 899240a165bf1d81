"""Makes relations between figures of the equations of rules: which cells of this workbook an equation speaks of.

An operand that cannot be found is never taken for zero; the equation is then not checked, and why is said. A row
that a table of growing rows does not have is zero, if the table could be read wholly.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from typing import NamedTuple

from xltools.model.disclosure import OVERALL, Disclosure, FigureKey, ReadFigure, ReadPanel, ReadRow
from xltools.model.fold import fold_name
from xltools.model.measure import Measure, StartsWith
from xltools.model.relation import Key, Relation, Term
from xltools.model.rule import (
    At,
    Children,
    EachKey,
    EachOf,
    EachParent,
    EachRow,
    Equation,
    Known,
    Once,
    Operand,
    Rows,
    Same,
)
from xltools.model.table import RowKind, Table

_TOP = {RowKind.UNITS: "部门合计", RowKind.PROJECTS: "部门"}
"""The key of the first row of a panel; 合计 in the others."""


class KnownKey(NamedTuple):
    """Names an amount of the ledger: a measure by its name, for one function code or "" for all."""

    name: str
    element: str


class UnresolvedError(Exception):
    """A figure that an equation speaks of could not be found or read; `str()` says why, in Chinese."""


@dataclass(slots=True)
class Resolved:
    """What became of one equation: its relations, or why some could not be made."""

    relations: list[Relation] = field(default_factory=list)
    reasons: list[str] = field(default_factory=list)


class Resolver:
    """Finds the figures of one disclosure.

    `known` collects the measures of the ledger amounts that the relations made so far speak of.
    """

    def __init__(self, disclosure: Disclosure, tables: Sequence[Table], *, lenient: bool = False) -> None:
        """`lenient`: relations may speak of figures that could not be read."""
        self.disclosure = disclosure
        self._lenient = lenient
        self.known: dict[KnownKey, Measure] = {}
        self._tables = {table.number: table for table in tables}
        self._panel_of = {
            (table.number, figure.key): index
            for table in tables
            for index, panel in enumerate(table.panels)
            for figure in panel.figures
        }
        self._rows: dict[tuple[int, int], dict[str, ReadRow]] = {}
        self._children: dict[tuple[int, int], dict[str, list[ReadRow]]] = {}
        for number, table in disclosure.tables.items():
            for index, panel in enumerate(table.panels):
                self._rows[number, index] = {row.key: row for row in panel.rows}
                children = self._children[number, index] = {}
                for row in panel.rows:
                    if row.parent:
                        children.setdefault(row.parent, []).append(row)

    def figure(self, key: FigureKey) -> ReadFigure | None:
        """The figure as read; None where the workbook has none."""
        row = self.row(key)
        return row.figures.get(key.column) if row else None

    def row(self, key: FigureKey) -> ReadRow | None:
        """The row that a figure of the 13 tables stands in."""
        panel = self._panel_of.get((key.table, key.column))
        return None if panel is None else self._rows.get((key.table, panel), {}).get(key.row)

    def resolve(self, rule: str, equation: Equation, instance: str = "") -> Resolved:
        """The relations of one equation of a rule; `instance` names the equation in each."""
        found = Resolved()
        try:
            elements = list(self._elements(equation))
        except UnresolvedError as error:
            found.reasons.append(str(error))
            return found
        for element in elements:
            try:
                terms = self._terms(equation, element)
            except UnresolvedError as error:
                if str(error) not in found.reasons:
                    found.reasons.append(str(error))
                continue
            if terms:
                found.relations.append(Relation(rule, terms, equation.sense, instance))
        return found

    def _terms(self, equation: Equation, element: str) -> tuple[Term, ...]:
        coefficients: dict[Key, int] = {}
        for sign, operands in ((1, equation.left), (-1, equation.right)):
            for operand in operands:
                for key in self._keys(operand, element):
                    coefficients[key] = coefficients.get(key, 0) + sign
        return tuple(Term(coefficient, key) for key, coefficient in coefficients.items() if coefficient)

    def _elements(self, equation: Equation) -> Iterator[str]:
        domain = equation.domain
        if isinstance(domain, Once):
            yield ""
        elif isinstance(domain, EachOf):
            yield from domain.keys
        elif isinstance(domain, EachRow):
            yield from (row.key for row in self._panel(domain.table, domain.column).rows)
        elif isinstance(domain, EachParent):
            panel = self._panel(domain.table, domain.column)
            children = self._children[domain.table, self._panel_of[domain.table, domain.column]]
            present = {row.key for row in panel.rows}
            orphans = [parent for parent in children if parent not in present]
            if orphans:
                raise UnresolvedError(f"表{domain.table}缺少“{orphans[0]}”这一行，无法逐级相加")
            yield from (row.key for row in panel.rows if row.key in children)
        elif isinstance(domain, EachKey):
            seen: dict[str, None] = {}
            for table, column in domain.places:
                seen |= dict.fromkeys(row.key for row in self._panel(table, column).rows)
            yield from seen

    def _keys(self, operand: Operand, element: str) -> list[Key]:
        if isinstance(operand, Known):
            return [self._known(operand, element)]
        if operand.table == OVERALL:
            return [self._overall(operand)]
        panel = self._panel(operand.table, operand.column)
        if isinstance(operand, At | Same):
            key = operand.row if isinstance(operand, At) else element
            return [
                figure.key
                for row in self._row(operand.table, panel, operand.column, key)
                for figure in (self._readable(row, operand.column, operand.table),)
            ]
        if isinstance(operand, Rows):
            rows = [
                row for key in operand.rows for row in self._row(operand.table, panel, operand.column, key)
            ]
        else:
            self._require_familiar(operand.table, panel)
            if isinstance(operand, Children):
                index = self._panel_of[operand.table, operand.column]
                rows = self._children[operand.table, index].get(element, [])
            else:
                label = fold_name(operand.label)
                rows = [row for row in panel.rows if row.labels and fold_name(row.labels[0]) == label]
        return [self._readable(row, operand.column, operand.table).key for row in rows]

    def _known(self, operand: Known, element: str) -> KnownKey:
        code = element if operand.by_code and element.isdigit() else ""
        key = KnownKey(operand.name, code)
        measure = operand.measure.where(StartsWith("function_code", code)) if code else operand.measure
        self.known[key] = measure
        return key

    def _overall(self, operand: Operand) -> FigureKey:
        assert isinstance(operand, At), "the overall sheet has no rows"
        overall = self.disclosure.overall
        if overall is None:
            raise UnresolvedError(self.disclosure.missing.get(OVERALL, "没有找到部门整体支出绩效目标表"))
        figure = overall.figures.get(operand.column)
        if figure is None:
            raise UnresolvedError(
                overall.missing.get(operand.column, f"“{overall.sheet}”中没有找到要核对的数")
            )
        return self._usable(figure).key

    def _panel(self, table: int, column: str) -> ReadPanel:
        read = self.disclosure.tables.get(table)
        if read is None:
            raise UnresolvedError(self.disclosure.missing.get(table, f"没有找到表{table}"))
        panel = read.panels[self._panel_of[table, column]]
        if column in panel.missing:
            raise UnresolvedError(panel.missing[column])
        return panel

    def _row(self, table: int, panel: ReadPanel, column: str, key: str) -> list[ReadRow]:
        index = self._panel_of[table, column]
        row = self._rows[table, index].get(key)
        if row is not None:
            return [row]
        self._require_familiar(table, panel)
        kind = self._tables[table].panels[index].kind
        if kind is RowKind.FIXED or key == _TOP.get(kind, "合计"):
            raise UnresolvedError(f"表{table}中没有找到“{self._name(table, index, key)}”这一行")
        return []

    def _name(self, table: int, index: int, key: str) -> str:
        fixed = self._tables[table].panels[index].fixed
        return next((row.labels[0] for row in fixed() if row.key == key), key) if fixed else key

    def _readable(self, row: ReadRow, column: str, table: int) -> ReadFigure:
        figure = row.figures.get(column)
        if figure is None:
            raise UnresolvedError(f"表{table}“{' '.join(filter(None, row.labels))}”一行没有这一栏的数")
        return self._usable(figure)

    def _require_familiar(self, table: int, panel: ReadPanel) -> None:
        for number, why in panel.strange.items():
            raise UnresolvedError(f"表{table}第{number}行：{why}")

    def _usable(self, figure: ReadFigure) -> ReadFigure:
        if figure.value is None and figure.flaw is not None and not self._lenient:
            raise UnresolvedError(f"“{figure.spot.sheet}”{figure.spot.cell}（{figure.shown}）不是能核对的数")
        return figure
