"""The sheet 单位信息 as raw facts: three blocks side by side, each found by its headings."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from xltools.budget.department import (
    FACT_HEADINGS,
    FACTS,
    OVERALL_INDICATOR_HEADINGS,
    TASK_HEADINGS,
    Fact,
    FactKind,
)
from xltools.model.fold import fold_heading
from xltools.model.ledger import DepartmentFacts
from xltools.office.cells import Cell, ErrorValue
from xltools.tasks.inputs.corrections import Correction, rewriting
from xltools.tasks.inputs.facts import Found, RawFacts, is_numeric, read_facts
from xltools.tasks.inputs.faults import Faults, suggestion
from xltools.tasks.inputs.raw import HEADING_ROWS, Uncalculated, is_blank
from xltools.tasks.inputs.reading import Reading
from xltools.tasks.inputs.sheets import InputWorkbook

_Rows = Sequence[tuple[int, Mapping[int, Cell]]]
_Block = tuple[int, list[int]]
"""The heading row of a block and the column of each heading."""


def read_facts_sheet(
    workbook: InputWorkbook, faults: Faults, corrections: list[Correction]
) -> DepartmentFacts:
    """The facts on the sheet, converted and checked."""
    sheet = workbook.facts_sheet()
    rows = list(sheet.iter_rows())
    found = RawFacts(sheet.name, in_workbook=True)
    block = _find_block(rows, FACT_HEADINGS)
    if block is None:
        expected = "、".join(FACT_HEADINGS)
        faults.add("error", sheet.name, None, None, None, "没有找到标题行", f"应有的列为：{expected}")
        return DepartmentFacts(0, "", "")
    _collect_facts(workbook, rows, block, found, faults)
    found.tasks = _texts(workbook, sheet.name, rows, TASK_HEADINGS, faults)
    found.overall_indicators = _texts(workbook, sheet.name, rows, OVERALL_INDICATOR_HEADINGS, faults)
    column = block[1][2]

    def on_reading(fact: Fact, given: Found, reading: Reading) -> None:
        if given.row is None or isinstance(given.raw, tuple):
            return
        change = rewriting(given.raw, reading.value, is_text=fact.kind is FactKind.TEXT)
        if change is not None:
            corrections.append(Correction(sheet.name, given.row, column, *change))

    return read_facts(found, faults, on_reading)


def _find_block(rows: _Rows, headings: Sequence[str]) -> _Block | None:
    """The first row holding the headings from left to right, and their columns."""
    for number, cells in rows:
        if number > HEADING_ROWS:
            break
        columns: list[int] = []
        wanted = list(headings)
        for column in sorted(cells):
            text = cells[column].value
            if wanted and isinstance(text, str) and fold_heading(text) == fold_heading(wanted[0]):
                columns.append(column)
                del wanted[0]
        if not wanted:
            return number, columns
    return None


def _collect_facts(
    workbook: InputWorkbook, rows: _Rows, block: _Block, found: RawFacts, faults: Faults
) -> None:
    heading_row, (section_column, item_column, content_column) = block
    facts = {(fold_heading(fact.section), fold_heading(fact.item)): fact for fact in FACTS}
    section = ""
    absent = Cell()
    for number, cells in rows:
        if number <= heading_row:
            continue
        # A merged 类别 holds its text in the first row only.
        section = _text(cells.get(section_column, absent)) or section
        item = _text(cells.get(item_column, absent))
        fact = facts.get((fold_heading(section), fold_heading(item)))
        content = cells.get(content_column, absent)
        if fact is None:
            if item and content.value not in (None, ""):
                items = [each.item for each in FACTS if fold_heading(each.section) == fold_heading(section)]
                hint = suggestion(item, items) if items else "；请检查“类别”"
                faults.add(
                    "warning",
                    found.place,
                    number,
                    item,
                    content.value,
                    "没有这个项目，未读取",
                    f"不影响其他项目{hint}",
                )
            continue
        raw = workbook.raw(content, numeric=is_numeric(fact))
        if fact.key in found.facts and not is_blank(raw):
            faults.add(
                "error", found.place, number, item, content.value, "这个项目出现了两次", "请只保留一处"
            )
            continue
        found.facts.setdefault(fact.key, Found(raw, number))


def _text(cell: Cell) -> str:
    return cell.value.strip() if isinstance(cell.value, str) else ""


def _texts(
    workbook: InputWorkbook, place: str, rows: _Rows, headings: Sequence[str], faults: Faults
) -> list[tuple[str, ...]]:
    """The texts of a block, row by row; none where the sheet has no such block."""
    block = _find_block(rows, headings)
    if block is None:
        return []
    heading_row, columns = block
    absent = Cell()
    found = []
    for number, cells in rows:
        if number <= heading_row:
            continue
        raws = [workbook.raw(cells.get(column, absent), numeric=False) for column in columns]
        for heading, raw in zip(headings, raws, strict=True):
            if isinstance(raw, ErrorValue | Uncalculated):
                faults.add(
                    "error", place, number, heading, raw, "单元格的公式没有可用的结果", "请直接填写文字"
                )
        found.append(tuple("" if raw is None else str(raw) for raw in raws))
    return found
