"""figures: every figure of the 13 tables of a workbook, as a pandas frame."""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal
from pathlib import Path
from typing import TYPE_CHECKING

from xltools.budget.form import TABLES
from xltools.model.errors import XltoolsError
from xltools.model.figure import PrintedFigure
from xltools.model.number import TenThousandYuan
from xltools.model.table import Label, Table, heading_of
from xltools.office.references import format_cell
from xltools.office.workbook import Workbook
from xltools.tasks.filling.regions import has_place, place_of, text_of

if TYPE_CHECKING:
    import pandas

COLUMNS = ("表", "工作表", "单元格", "行", "列", "金额(万元)", "公式")


def figures(workbook: Path | str) -> pandas.DataFrame:
    """The figures of a workbook made by `fill`, as they stand in its cells.

    Returns:
        One row per figure cell, in printed order, with the columns 表 (1–13), 工作表, 单元格, 行, 列,
        金额(万元) (Decimal; None for an empty cell) and 公式 (without "="; None for a typed number).

    Raises:
        XltoolsError: the file cannot be read or is no workbook of this form.
    """
    import pandas

    rows = [
        (
            figure.table,
            figure.sheet,
            figure.cell,
            figure.row_label,
            figure.column_heading,
            figure.value,
            figure.formula,
        )
        for figure in read_figures(Workbook.open(Path(workbook)))
    ]
    return pandas.DataFrame(rows, columns=list(COLUMNS))


def read_figures(workbook: Workbook) -> Iterator[PrintedFigure]:
    """The figures of an open workbook, table by table, row by row.

    Raises:
        XltoolsError: a table is missing, or a cell holds words where a figure belongs.
    """
    for table in TABLES:
        if not has_place(workbook, f"{table.anchor}_数据"):
            raise XltoolsError(f"工作簿里没有“{table.sheet}”。只能读取由 xltools fill 生成的工作簿。")
        yield from _table_figures(workbook, table)


def _table_figures(workbook: Workbook, table: Table) -> Iterator[PrintedFigure]:
    place = place_of(workbook, f"{table.anchor}_数据")
    sheet = workbook.sheet(place.sheet)
    for row in range(place.area.first_row, place.area.last_row + 1):
        words: list[str] = []
        in_labels = False
        for index, column in enumerate(table.columns):
            cell_column = place.area.first_column + index
            if isinstance(column, Label):
                words = (
                    [*words, text_of(sheet, row, cell_column)]
                    if in_labels
                    else [text_of(sheet, row, cell_column)]
                )
                in_labels = True
                continue
            in_labels = False
            cell = sheet.cell(row, cell_column)
            if not (cell.value is None or isinstance(cell.value, Decimal)):
                raise XltoolsError(
                    f"“{sheet.name}”{format_cell(row, cell_column)} 是“{cell.value}”，不是数字。"
                    "请改为数字，或重新填充。"
                )
            yield PrintedFigure(
                table.number,
                sheet.name,
                format_cell(row, cell_column),
                " ".join(word for word in words if word),
                heading_of(table, index),
                None if cell.value is None else TenThousandYuan(cell.value),
                cell.formula,
            )
