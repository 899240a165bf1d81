"""demo: everything the program does, on the sample department."""

from __future__ import annotations

import filecmp
from dataclasses import dataclass
from pathlib import Path

from xltools.budget.department import FILE
from xltools.budget.inputs import INPUT_SHEETS
from xltools.model.errors import XltoolsError, reason_of
from xltools.model.finding import Report
from xltools.model.number import TenThousandYuan
from xltools.office.ranges import parse_range
from xltools.office.save import save_atomic
from xltools.office.workbook import Workbook
from xltools.resources import sample_path
from xltools.tasks.check import check
from xltools.tasks.figures import read_figures
from xltools.tasks.fill import Filled, fill
from xltools.tasks.mark import Marked, mark

INPUTS = "输入"
WORKBOOK = "部门预算公开2025.xlsx"
MARKED = "有错的示例（已标错）.xlsx"

_TOTALS = ((1, "收入总计"), (1, "支出总计"))


@dataclass(frozen=True, slots=True)
class Demonstration:
    """Where the inputs and the workbook are, and a few figures to look for in it."""

    inputs: Path
    edited: tuple[str, ...]
    """Input files that differ from the sample: someone tries things out, so they were kept."""
    filled: Filled
    totals: tuple[tuple[str, TenThousandYuan], ...]
    """Row label and figure in 万元, as they stand in the workbook."""
    report: Report
    """What `check` says of the workbook."""
    marked: Marked | None
    """A copy with one figure of 表5 ten times too large, checked and marked; None without such a figure."""


def demo(folder: Path | str) -> Demonstration:
    """Copies the sample department's inputs into `folder` and fills its workbook; may be repeated.

    Raises:
        InputError: inputs edited since the last time hold errors.
        XltoolsError: the folder cannot be written, or the installation is incomplete.
    """
    folder = Path(folder)
    inputs = folder / INPUTS
    edited = _copy_sample(inputs)
    filled = fill(inputs, folder / WORKBOOK)
    marked = _marked(filled.path, folder / MARKED)
    return Demonstration(inputs, edited, filled, _totals(filled.path), check(filled.path), marked)


def _marked(workbook: Path, copy: Path) -> Marked | None:
    book = Workbook.open(workbook)
    for figure in read_figures(book):
        is_item = figure.table == 5 and figure.row_label[:7].isdigit()
        if is_item and figure.value and figure.column_heading.endswith("基本支出"):
            area = parse_range(figure.cell)
            wrong = figure.value * 10
            book.sheet(figure.sheet).set_number(area.first_row, area.first_column, wrong)
            return mark(book.save(copy))
    return None


def _copy_sample(inputs: Path) -> tuple[str, ...]:
    sample = sample_path()
    edited = []
    try:
        inputs.mkdir(parents=True, exist_ok=True)
        for name in (FILE, *(sheet.file for sheet in INPUT_SHEETS)):
            source, copy = sample / name, inputs / name
            if not source.exists():
                continue
            if not copy.exists():
                save_atomic(source.read_bytes(), copy)
            elif not filecmp.cmp(source, copy, shallow=False):
                edited.append(name)
    except OSError as error:
        raise XltoolsError(
            f"无法把示例数据复制到“{inputs}”（{reason_of(error)}）；请换一个文件夹，或取得写入权限后再试。"
        ) from error
    return tuple(edited)


def _totals(workbook: Path) -> tuple[tuple[str, TenThousandYuan], ...]:
    found = {
        (figure.table, figure.row_label): figure.value
        for figure in reversed(list(read_figures(Workbook.open(workbook))))
        if (figure.table, figure.row_label) in _TOTALS and figure.value is not None
    }
    return tuple((label, found[table, label]) for table, label in _TOTALS if (table, label) in found)
