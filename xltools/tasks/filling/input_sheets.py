"""Writes what was read from files into the input sheets, and the computed columns beside it."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from decimal import Decimal
from typing import Any

from xltools.budget import department as facts
from xltools.budget.inputs import INPUT_SHEETS, UNITS, InputColumn, InputSheet
from xltools.model.ledger import Ledger
from xltools.office.cells import blank_cell, formula_cell, number_cell, text_cell
from xltools.office.references import Range, column_letter
from xltools.office.sheet import Sheet
from xltools.office.text_height import MAX_ROW_HEIGHT, height_for
from xltools.office.workbook import Workbook
from xltools.tasks.filling.regions import Place, has_place, place_of, write_text
from xltools.tasks.inputs.cells import Getter, getter, lines_of
from xltools.tasks.inputs.corrections import Correction

_ROW_MARK = "\ue000"
"""Stands for the row number in a formula that is rendered once for all rows; no text may hold it."""
_FONT_SIZE = 10.0
"""Of the input sheets, in points."""
Writer = Callable[[Any, int], str]
"""(line, row) → the cell as XML."""


def write_inputs(workbook: Workbook, ledger: Ledger) -> None:
    """Fills every input sheet from the ledger; what stood there before goes."""
    for declaration in INPUT_SHEETS:
        _write_sheet(workbook, declaration, ledger)
    _write_facts(workbook, ledger)


def write_computed(workbook: Workbook, ledger: Ledger, rows: Mapping[str, Sequence[int]]) -> None:
    """Fills only the computed columns (序号 …) of sheets that people keep by hand.

    Args:
        rows: by key of the input sheet, the row of each of its lines.
    """
    for declaration in INPUT_SHEETS:
        columns = [column for column in declaration.columns if column.computed]
        if not columns:
            continue
        sheet, first_row, places = _columns(workbook, declaration)
        writers = _writers(sheet, first_row, places, declaration, columns, ledger)
        known_rows = rows.get(declaration.key, ())
        for row, line in zip(known_rows, lines_of(ledger, declaration), strict=False):
            sheet.write_cells(row, {place: write(line, row) for place, write in writers})
        if declaration is UNITS:
            _append_units(sheet, places, first_row, known_rows, ledger)


def write_corrections(workbook: Workbook, corrections: Iterable[Correction]) -> None:
    """Writes normalised values (a code kept as a number becomes text) back into their cells."""
    for correction in corrections:
        sheet = workbook.sheet(correction.sheet)
        if isinstance(correction.new, str):
            sheet.set_text(correction.row, correction.column, correction.new)
        else:
            sheet.set_number(correction.row, correction.column, correction.new)


def _columns(workbook: Workbook, declaration: InputSheet) -> tuple[Sheet, int, dict[str, int]]:
    """The sheet, its first row of data and where each column stands."""
    places = {
        column.attribute: place_of(workbook, declaration.defined_name(column.attribute))
        for column in declaration.columns
    }
    first = next(iter(places.values()))
    columns = {attribute: place.area.first_column for attribute, place in places.items()}
    return workbook.sheet(first.sheet), first.area.first_row, columns


def _write_sheet(workbook: Workbook, declaration: InputSheet, ledger: Ledger) -> None:
    sheet, first_row, places = _columns(workbook, declaration)
    writers = _writers(sheet, first_row, places, declaration, declaration.columns, ledger)
    lines = lines_of(ledger, declaration)
    columns = [[write(line, row) for row, line in enumerate(lines, first_row)] for _, write in writers]
    standing = [place for place, _ in writers]
    for row, cells in enumerate(zip(*columns, strict=True), first_row):
        sheet.write_cells(row, dict(zip(standing, cells, strict=True)))
    last_row = first_row + len(lines) - 1
    for stale in range(last_row + 1, sheet.max_row + 1):
        for place in places.values():
            sheet.clear(stale, place)
    _reach(workbook, declaration, last_row)


def _writers(
    sheet: Sheet,
    first_row: int,
    places: Mapping[str, int],
    declaration: InputSheet,
    columns: Iterable[InputColumn],
    ledger: Ledger,
) -> list[tuple[int, Writer]]:
    """For each column, where it stands and what makes its cells."""
    return [
        (
            places[column.attribute],
            _writer(column, getter(ledger, declaration, column.attribute), sheet, first_row, places),
        )
        for column in columns
    ]


def _writer(
    column: InputColumn, get: Getter, sheet: Sheet, first_row: int, places: Mapping[str, int]
) -> Writer:
    """How the cells of a column are made; values repeat from row to row, so each is rendered once."""
    style = sheet.style_for(first_row, places[column.attribute])
    known: dict[object, str] = {}
    if column.formula:
        cells = {attribute: f"${column_letter(place)}{_ROW_MARK}" for attribute, place in places.items()}
        formula = column.formula.format_map(cells)

        def write_formula(line: Any, row: int) -> str:
            value = get(line)
            cell = known.get(value)
            if cell is None:
                cell = known[value] = formula_cell(style, formula, _cached(value))
            return cell.replace(_ROW_MARK, str(row))

        return write_formula

    def write(line: Any, row: int) -> str:
        value = get(line)
        cell = known.get(value)
        if cell is None:
            cell = known[value] = _cell(value, style)
        return cell

    return write


def _cached(value: object) -> int | str:
    return value if isinstance(value, int | str) else ""


def _cell(value: object, style: int | None) -> str:
    if value is None or value == "":
        return blank_cell(style)
    if isinstance(value, Decimal | int):
        return number_cell(style, value)
    return text_cell(style, str(value))


def _reach(workbook: Workbook, declaration: InputSheet, last_row: int) -> None:
    """Lets names, drop-downs and filters reach the last line."""
    place = place_of(workbook, declaration.defined_name(declaration.columns[0].attribute))
    if last_row <= place.area.last_row:
        return
    for column in declaration.columns:
        name = declaration.defined_name(column.attribute)
        area = place_of(workbook, name).area
        longer = Range(area.first_row, area.first_column, last_row, area.last_column)
        workbook.set_defined_name(name, Place(place.sheet, longer).refers_to())
    workbook.sheet(place.sheet).extend_ranges(place.area.first_row, place.area.last_row, last_row)


def _append_units(
    sheet: Sheet, places: Mapping[str, int], first_row: int, rows: Sequence[int], ledger: Ledger
) -> None:
    """Adds the units that only 支出明细 or 项目清单 named, and the default kind where none is given."""
    for row, unit in zip(rows, ledger.units, strict=False):
        if sheet.cell(row, places["kind"]).value in (None, ""):
            write_text(sheet, row, places["kind"], unit.kind)
    writers = _writers(sheet, first_row, places, UNITS, UNITS.columns, ledger)
    next_row = max(rows, default=first_row - 1) + 1
    for row, added in enumerate(ledger.units[len(rows) :], next_row):
        sheet.write_cells(row, {place: write(added, row) for place, write in writers})


def _write_facts(workbook: Workbook, ledger: Ledger) -> None:
    department = ledger.department
    basics = {
        facts.YEAR.key: department.year,
        facts.NAME.key: department.name,
        facts.CODE.key: department.code,
    }
    for fact in facts.FACTS:
        value = basics.get(fact.key, department.values.get(fact.key))
        if not value and not has_place(workbook, fact.defined_name):
            continue  # A restyled template of an earlier version has no place for the newer facts.
        place = place_of(workbook, fact.defined_name)
        sheet = workbook.sheet(place.sheet)
        row, column = place.area.first_row, place.area.first_column
        if value is None or value == "" or value == ():
            sheet.clear(row, column)
        elif isinstance(value, Decimal | int):
            sheet.set_number(row, column, value)
        elif isinstance(value, tuple):
            _write_tall(sheet, row, column, "\n".join(value))
        else:
            _write_tall(sheet, row, column, str(value))
    _write_block(workbook, facts.TASKS_NAME, department.tasks)
    _write_block(workbook, facts.OVERALL_INDICATORS_NAME, department.overall_indicators)


def _write_tall(sheet: Sheet, row: int, column: int, text: str) -> None:
    """Writes a text and makes its row tall enough for it."""
    sheet.set_text(row, column, text)
    height = min(height_for(text, sheet.column_width(column), _FONT_SIZE), MAX_ROW_HEIGHT)
    if height > sheet.row_height(row):
        sheet.set_row_height(row, height)


def _write_block(workbook: Workbook, name: str, rows: Sequence[tuple[str, ...]]) -> None:
    place = place_of(workbook, name)
    sheet = workbook.sheet(place.sheet)
    area = place.area
    styles = [
        sheet.style_for(area.first_row, column) for column in range(area.first_column, area.last_column + 1)
    ]
    last_row = max(area.last_row, area.first_row + len(rows) - 1)
    for offset in range(last_row - area.first_row + 1):
        row = area.first_row + offset
        texts = rows[offset] if offset < len(rows) else ("",) * len(styles)
        for column, (text, style) in enumerate(zip(texts, styles, strict=True), area.first_column):
            if text:
                sheet.set_text(row, column, text, style=style)
            elif sheet.cell(row, column).value is not None:
                sheet.clear(row, column)
    if last_row > area.last_row:
        longer = Range(area.first_row, area.first_column, last_row, area.last_column)
        workbook.set_defined_name(name, Place(place.sheet, longer).refers_to())
