"""Where a number of a narrative comes from: sheet and cell, and how it was worked out."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from xltools.budget.department import FACTS, SHEET
from xltools.model.disclosure import OVERALL, Disclosure, FigureKey, ReadFigure
from xltools.model.narrative import Cell, Counted, Given, Number, Operation, Origin, Worked
from xltools.office.ranges import format_cell, format_range
from xltools.office.workbook import Workbook
from xltools.tasks.filling.regions import is_place, place_of

_FACTS = {fact.key: fact for fact in FACTS}


class Places:
    """Looks up the cells behind numbers in the workbook they were read from."""

    def __init__(self, workbook: Workbook, disclosure: Disclosure) -> None:
        self._workbook = workbook
        self._figures: dict[FigureKey, ReadFigure] = {
            figure.key: figure for table in disclosure.tables.values() for figure in table.figures()
        }
        if disclosure.overall:
            for slot, figure in disclosure.overall.figures.items():
                self._figures[FigureKey(OVERALL, "", slot)] = figure

    def of(self, number: Number) -> list[str]:
        """`表5 一般公共预算支出表!C7`, every cell once; the cells counted in for a count."""
        return list(dict.fromkeys(self._cells(number.origin)))

    def figure(self, key: FigureKey) -> ReadFigure | None:
        """The figure as it stands in its cell."""
        return self._figures.get(key)

    def _cells(self, origin: Origin) -> Iterator[str]:
        match origin:
            case Cell(key):
                figure = self._figures.get(key)
                if figure is not None and figure.spot.cell:
                    yield f"{figure.spot.sheet}!{figure.spot.cell}"
            case Given(fact):
                yield self._fact(fact)
            case Counted(sheet, column, _):
                yield self._column(sheet, column)
            case Worked(_, operands):
                for operand in operands:
                    yield from self._cells(operand.origin)

    def _column(self, sheet: str, name: str) -> str:
        """The filled cells of a column of an input sheet."""
        if not is_place(self._workbook, name):
            return sheet
        place = place_of(self._workbook, name)
        area, cells = place.area, self._workbook.sheet(place.sheet)
        last = min(area.last_row, cells.max_row)
        while last > area.first_row and cells.is_empty(last, area.first_column):
            last -= 1
        return f"{place.sheet}!{format_range(replace(area, last_row=last))}"

    def _fact(self, key: str) -> str:
        name = _FACTS[key].defined_name
        if not is_place(self._workbook, name):
            return SHEET
        place = place_of(self._workbook, name)
        return f"{place.sheet}!{format_cell(place.area.first_row, place.area.first_column)}"


def how(number: Number) -> str:
    """How a number was worked out, in words and signs; "" for a figure as it stands."""
    match number.origin:
        case Given(fact):
            return fact.replace("/", "：") + ("，元换算为万元" if number.measured_in == "万元" else "")
        case Counted(_, _, what):
            return f"{what}的个数"
        case Worked(operation, operands):
            first, *others = (operand.printed for operand in operands)
            return {
                Operation.DIFFERENCE: f"{first} 与 {''.join(others)} 之差",
                Operation.SUM: " + ".join((first, *others)),
                Operation.SHARE: f"{first} ÷ {''.join(others)}",
                Operation.GROWTH: f"{first} 与 {''.join(others)} 之差 ÷ {''.join(others)}",
            }[operation]
        case _:
            return ""
