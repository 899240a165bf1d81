"""One published table drafted in a layout: title, headings, rows, foot."""

import random
from collections.abc import Sequence
from decimal import Decimal

from oracles.expected_tables import ExpectedTable
from oracles.hand_made.cells import addends_of, economic_code, labels_of, written
from oracles.hand_made.form import PANELS
from oracles.hand_made.headings import Column, Headings, columns_of, title_text
from oracles.hand_made.layout import Layout
from oracles.hand_made.rows import Item, Origin, rows_of
from oracles.hand_made.sheets import Amount, Draft

_DEPARTMENT = "中国共产党长治市上党区委员会组织部"
_FOOT = (
    {0: "注：本表金额四舍五入，合计数与分项数之和可能有尾差。"},
    {0: "单位负责人：张某", 2: "填表人：李某"},
    {0: "填报日期：2025年1月20日"},
)


def draft_of(table: ExpectedTable, layout: Layout, dice: random.Random) -> Draft:
    """The table as it will stand on its sheet."""
    columns = columns_of(table.number, layout)
    headings = Headings(table, layout, dice)
    draft = Draft(table.number, table.title, 1 if layout.title == "B2" else 0)
    draft.bare_title = table.title.removeprefix("2025年").split("（")[0]
    _above(draft, table, layout, len(columns) - 1)
    headings.put(draft, columns)
    rows = rows_of(table, layout)
    middle = len(rows) // 2 if layout.repeated and len(rows) > 6 else -1
    for index, row in enumerate(rows):
        if index == middle:
            if layout.repeated == "headings and title":
                draft.line({0: f"{table.title}（续）"}, merge_to=len(columns) - 1)
            headings.put(draft, columns)
        _row(draft, columns, row, index, layout)
        if index < len(rows) - 1:
            _between(draft, columns, index, layout)
    if not any(amount for row in rows for item in row if item for amount in item.amounts):
        draft.line({0: "注：本表无数据"})
    for line in _FOOT if layout.foot else ():
        draft.line(line)
    if layout.hidden:
        draft.hide_one_row(dice)
    return draft


def _above(draft: Draft, table: ExpectedTable, layout: Layout, last: int) -> None:
    """The title, and the lines round it, up to the column `last`."""
    if layout.title == "B2":
        draft.skip()
    if layout.label:
        draft.line({0: f"公开{table.number:02d}表"})
    if layout.title == "sheet name":
        draft.titled_by_sheet = True
    else:
        draft.line({0: title_text(table.title, layout.title)}, merge_to=last)
    first = {0: f"{layout.department}{_DEPARTMENT}"} if layout.department else {}
    draft.line({**first, last: "单位：元" if layout.yuan else "单位：万元"})


def _row(
    draft: Draft, columns: Sequence[Column], row: Sequence[Item | None], index: int, layout: Layout
) -> None:
    for panel, item in enumerate(row):
        if item is not None:
            _labels(draft, columns, PANELS[draft.number][panel][0], item, layout)
            _amounts(draft, columns, panel, item, layout)
    if layout.serial:
        draft.put(0, 0, Decimal(index + 1))
    if layout.remarks and index % 3 == 0:
        draft.put(0, len(columns) - 1, "详见说明")
    draft.skip()
    if layout.merged_labels and draft.number == 6:
        draft.merge_repeated(columns.index(0))


def _labels(
    draft: Draft, columns: Sequence[Column], labels: Sequence[int], item: Item, layout: Layout
) -> None:
    for column, text in zip(labels, labels_of(item, draft.number, layout), strict=True):
        if column in columns and text != "":
            draft.put(0, columns.index(column), text)
    if draft.number == 6 and layout.economic_codes == "columns":
        own, other = item.labels
        if own != "合计":
            draft.put(0, columns.index("部门经济科目编码"), economic_code("部门", own))
        if other:
            draft.put(0, columns.index("政府经济科目编码"), economic_code("政府", other, own))
    if layout.merged_labels and len(labels) == 2 and item.labels[0] == "合计":
        at = [columns.index(column) for column in labels if column in columns]
        if len(at) == 2 and at[1] == at[0] + 1:
            draft.merge(0, at[0], 0, at[1])


def _amounts(draft: Draft, columns: Sequence[Column], panel: int, item: Item, layout: Layout) -> None:
    figures = PANELS[draft.number][panel][1]
    for column, value in zip(figures, item.amounts, strict=True):
        origin = Origin(draft.number, panel, item.row, column, item.path)
        addends = addends_of(item, draft.number, column, figures, layout)
        places = tuple(map(columns.index, addends))
        draft.put(0, columns.index(column), Amount(origin, value, written(value, layout), places))


def _between(draft: Draft, columns: Sequence[Column], index: int, layout: Layout) -> None:
    """What people put between two rows."""
    if layout.blank_rows and index % 5 == 3:
        draft.skip()
    if layout.remark_rows and index == 4:
        draft.line({columns.index(PANELS[draft.number][0][0][-1]): "（以下按科目编码排列）"})
