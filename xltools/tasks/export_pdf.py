"""export_pdf: the sheets that are published (tables and performance sheets) as one PDF file, ready for A4."""

from __future__ import annotations

import re
from collections.abc import Sequence
from pathlib import Path

from xltools.budget.form import STRUCTURE_CHART, TABLES
from xltools.budget.performance import OVERALL_SHEET, TARGET_PREFIX
from xltools.model.errors import XltoolsError
from xltools.office.libreoffice import converted, find_soffice
from xltools.office.printed import PRINT_AREA
from xltools.office.ranges import Range
from xltools.office.references import quoted_range
from xltools.office.save import save_atomic
from xltools.office.workbook import Workbook

_TIME_LIMIT = 180.0
_TARGET = re.compile(rf"{TARGET_PREFIX}\d+( |$)")


def printed_sheets(workbook: Workbook) -> list[str]:
    """The sheets to publish, in the order of their tabs.

    Raises:
        XltoolsError: the workbook has none of them.
    """
    known = {table.sheet for table in TABLES} | {STRUCTURE_CHART.sheet, OVERALL_SHEET}
    found = [name for name in workbook.sheet_names if name in known or _TARGET.match(name)]
    if not found:
        raise XltoolsError(
            f"“{workbook.package.name}”里没有要公开的表（表1…表13、绩效目标表）。请先填充，再导出 PDF。"
        )
    return found


def export_pdf(path: Path | str, output: Path | str | None = None) -> Path:
    """Writes the published sheets of a workbook as a PDF.

    LibreOffice does it, in a profile of its own.

    Args:
        path: the workbook; it stays as it is.
        output: where to write; beside the workbook, with its name, if None.

    Returns:
        Where the PDF was written.

    Raises:
        XltoolsError: the workbook cannot be read, nothing in it is to be published, or no program can do it.
    """
    path = Path(path)
    output = Path(output) if output else path.with_suffix(".pdf")
    workbook = Workbook.open(path)
    _print_only(workbook, printed_sheets(workbook))
    data = converted(workbook.to_bytes(), path.suffix.lstrip("."), "pdf:calc_pdf_Export", _TIME_LIMIT)
    if data is None:
        raise XltoolsError(_reason())
    return save_atomic(data, output)


def _print_only(workbook: Workbook, names: Sequence[str]) -> None:
    """LibreOffice prints hidden sheets too, but no sheet without a print area where others have one."""
    workbook.show_only(names)
    present = workbook.defined_names()
    for name in workbook.sheet_names:
        if name not in names:
            workbook.delete_defined_name(PRINT_AREA, scope=name)
        elif (PRINT_AREA, name) not in present:
            sheet = workbook.sheet(name)
            width = max((max(cells) for _, cells in sheet.iter_rows() if cells), default=1)
            workbook.set_defined_name(
                PRINT_AREA, quoted_range(name, Range(1, 1, max(sheet.max_row, 1), width)), scope=name
            )


def _reason() -> str:
    if find_soffice() is None:
        return "没有找到 LibreOffice，无法导出 PDF。请安装 LibreOffice，或在 Excel 中用“文件—导出—创建 PDF”。"
    return "LibreOffice 没有导出 PDF（出错或超过 3 分钟）。请用 LibreOffice 打开工作簿看能否导出，再试一次。"
