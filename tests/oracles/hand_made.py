"""The published budget as other people would type it: the same 13 tables in workbooks of every layout.

A `Layout` says how; `layout_of(seed)` draws one. Every figure written is noted with its cell (`Placed`), so
that a reader can be held against it cell by cell. Nothing of xltools is imported.
"""

import random
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, fields
from decimal import Decimal
from functools import cache
from itertools import zip_longest
from pathlib import Path
from typing import Literal, NamedTuple, get_args, get_origin
from unittest import mock

from oracles import expected_tables
from oracles.expected_tables import SAMPLE, ExpectedTable, published_tables, read_records
from oracles.hand_made_sheets import Amount, Draft, Spot, place_drafts, write_workbook

Panels = tuple[tuple[tuple[int, ...], tuple[int, ...]], ...]
"""Label and figure columns of each panel."""
_TWO_SIDES: Panels = (((0,), (1,)), ((2,), (3, 4, 5)))
PANELS: Mapping[int, Panels] = {
    1: _TWO_SIDES,
    2: (((0, 1), (2, 3, 4, 5, 6, 7, 8)),),
    3: (((0, 1), (2, 3, 4)),),
    4: (((0,), (1,)), ((2,), (3, 4, 5, 6))),
    5: (((0, 1), (2, 3, 4)),),
    6: (((0, 1), (2, 3, 4)),),
    7: (((0, 1), (2,)),),
    8: (((0, 1), (2, 3, 4)),),
    9: (((0, 1), (2,)), ((3, 4), (5, 6, 7))),
    10: (((0,), (1, 2, 3, 4)),),
    11: (((0,), (1, 2, 3, 4)),),
    12: (((0,), (1, 2, 3, 4, 5, 6)),),
    13: (((0,), (1, 2, 3, 4)),),
}
BY_FUNCTION = (2, 3, 5, 8)
CODED = (2, 3, 5, 7, 8)
FIXED = (1, 4, 10)
PROJECT_TABLES = (12, 13)
_ADDENDS: Mapping[int, tuple[int, tuple[int, ...]]] = {
    2: (2, (3, 4, 5, 6, 7)),
    3: (2, (3, 4)),
    4: (3, (4, 5, 6)),
    5: (2, (3, 4)),
    6: (2, (3, 4)),
    11: (1, (2, 3, 4)),
    12: (1, (2, 3, 4, 5, 6)),
    13: (1, (2, 3, 4)),
}
"""The column that adds up others of its row."""


@dataclass(frozen=True)
class Layout:
    """How a workbook is made; the defaults are the form as published, a table a sheet."""

    engine: Literal["openpyxl", "xlsxwriter"] = "openpyxl"
    formulas: bool = False
    sheets: Literal["each", "one", "beside", "two columns"] = "each"
    names: Literal["表1", "Sheet1", "title", "公开01"] = "表1"
    shuffled: bool = False
    title: Literal["A1", "B2", "no year", "brackets", "spaced", "sheet name", "carry-over left out"] = "A1"
    label: bool = False
    department: Literal["", "部门名称：", "编制单位："] = ""
    merged_headings: bool = True
    heading_words: Literal["plain", "line breaks", "spaces", "unit of measure"] = "plain"
    serial: bool = False
    remarks: bool = False
    moved: bool = False
    blank_rows: bool = False
    remark_rows: bool = False
    lean: bool = False
    without_sections: bool = False
    codes: Literal["text", "number", "in one cell", "with name", "with dash"] = "text"
    indent: Literal["", " ", "　"] = ""
    total: Literal["合计", "合 计", "合　计", "总计"] = "合计"
    figures: Literal["number", "text", "full width", "trailing spaces"] = "number"
    yuan: bool = False
    blanks: Literal["", "-", "—", "0", "text zero"] = ""
    foot: bool = False
    repeated: Literal["", "headings", "headings and title"] = ""
    merged_labels: bool = False
    hidden: bool = False
    economic_codes: Literal["", "in cell", "columns"] = ""
    units: Literal["one", "several", "left out"] = "one"
    unit_indent: bool = False
    department_row: Literal["name", "合计"] = "name"


def layout_of(seed: int) -> Layout:
    """A layout drawn by chance: each trait is the published one half of the time."""
    dice = random.Random(f"layout {seed}")
    drawn: dict[str, object] = {}
    for trait in fields(Layout):
        if dice.random() < 0.5:
            drawn[trait.name] = dice.choice(choices(trait.name))
    return Layout(**drawn)  # type: ignore[arg-type]


def choices(trait: str) -> tuple[object, ...]:
    """What a trait may be."""
    kind = next(found.type for found in fields(Layout) if found.name == trait)
    return tuple(get_args(kind)) if get_origin(kind) is Literal else (False, True)


class Origin(NamedTuple):
    """Which published figure: `row` counts from 0, `path` names rows that are not published as they are."""

    table: int
    panel: int
    row: int
    column: int
    path: tuple[str, ...] = ()


@dataclass(frozen=True)
class Item:
    """A row of one panel. `amounts` are in the table's unit of measure; None is blank."""

    row: int
    labels: tuple[str, ...]
    amounts: tuple[Decimal | None, ...]
    path: tuple[str, ...] = ()
    level: int = 0


Rows = list[list[Item | None]]


@dataclass(frozen=True)
class HandMade:
    """`placed` has every figure cell, blank ones too, with the amount (万元) that stands there."""

    layout: Layout
    placed: Mapping[Spot, tuple[Origin, Decimal | None]] = field(default_factory=dict)
    sheet_of: Mapping[int, str] = field(default_factory=dict)


def make_workbook(path: Path, layout: Layout, seed: int = 0, without: Iterable[int] = ()) -> HandMade:
    """Writes a workbook; tables `without` are left out."""
    dice = random.Random(f"hand made {seed}")
    left_out = set(without)
    drafts = [
        _Drawn(table, layout, dice).draft() for table in _source(layout.yuan) if table.number not in left_out
    ]
    sheets = place_drafts(drafts, layout.sheets, layout.names, layout.shuffled, dice)
    written = write_workbook(path, sheets, layout.engine)
    scale = 10_000 if layout.yuan else 1
    placed = {
        spot: (amount.origin, amount.value / scale if amount.value is not None else None)
        for spot, amount in written.items()
        if isinstance(amount.origin, Origin)
    }
    sheet_of = {draft.number: sheet.name for sheet in sheets for draft, _, _ in sheet.parts}
    return HandMade(layout, placed, sheet_of)


@cache
def _source(yuan: bool) -> list[ExpectedTable]:
    if not yuan:
        return published_tables()
    with mock.patch.object(expected_tables, "in_ten_thousands", _in_yuan):
        return expected_tables.expected_tables(SAMPLE)


def _in_yuan(fen: int) -> str:
    return f"{fen // 100}.{fen % 100:02d}" if fen else ""


@cache
def _economic_code(column: str, name: str, other: str = "") -> str:
    for row in read_records(SAMPLE / "basic_expenditure.csv"):
        if row[f"{column}经济科目名称"] == name and other in ("", row["部门经济科目名称"]):
            return row[f"{column}经济科目编码"]
        if column == "部门" and row["部门经济科目类"] == name:
            return row["部门经济科目编码"][:3]
    return ""


class _Drawn:
    """One table on its way into a draft."""

    def __init__(self, table: ExpectedTable, layout: Layout, dice: random.Random) -> None:
        self.table, self.layout, self.dice = table, layout, dice
        self.number = table.number
        self.panels = PANELS[self.number]

    def draft(self) -> Draft:
        layout = self.layout
        columns = self._columns()
        left = 1 if layout.title == "B2" else 0
        draft = Draft(self.number, self._title_text(""), left)
        draft.bare_title = self.table.title.removeprefix("2025年").split("（")[0]
        if layout.title == "B2":
            draft.skip()
        if layout.label:
            draft.line({0: f"公开{self.number:02d}表"})
        if layout.title == "sheet name":
            draft.titled_by_sheet = True
        else:
            draft.line({0: self._title_text(layout.title)}, merge_to=len(columns) - 1)
        unit = "单位：元" if layout.yuan else "单位：万元"
        first = {0: f"{layout.department}中国共产党长治市上党区委员会组织部"} if layout.department else {}
        draft.line({**first, len(columns) - 1: unit})
        self._headings(draft, columns)
        rows = self._rows()
        middle = len(rows) // 2 if layout.repeated and len(rows) > 6 else -1
        for index, row in enumerate(rows):
            if index == middle:
                if layout.repeated == "headings and title":
                    draft.line({0: f"{self._title_text('')}（续）"}, merge_to=len(columns) - 1)
                self._headings(draft, columns)
            self._row(draft, columns, row, index, last=index == len(rows) - 1)
        if not any(amount for row in rows for item in row if item for amount in item.amounts):
            draft.line({0: "注：本表无数据"})
        self._foot(draft)
        if layout.hidden:
            draft.hide_one_row(self.dice)
        return draft

    # --- columns and headings ---

    def _columns(self) -> list[int | str]:
        """Which published column, or which extra one, stands in each column."""
        found: list[int | str] = []
        for labels, figures in self.panels:
            if self.layout.codes not in ("text", "number") and self.number in CODED:
                labels = labels[1:]
            order = list(figures)
            if self.layout.moved and self.number != 9:
                order = [*order[1:], order[0]] if self.number != 2 else [*order[1:6], order[0], order[6]]
            if self.number == 6 and self.layout.economic_codes == "columns":
                found += ["部门经济科目编码", 0, "政府经济科目编码", 1]
            else:
                found += labels
            found += order
        return [
            *(["序号"] if self.layout.serial else []),
            *found,
            *(["备注"] if self.layout.remarks else []),
        ]

    def _headings(self, draft: Draft, columns: Sequence[int | str]) -> None:
        header = self.table.header
        numbers = header[-1][0] == "1"
        lines = header[:-1] if numbers else header
        anchors = [_anchors(lines, column) if isinstance(column, int) else column for column in columns]
        for row in range(len(lines)):
            column = 0
            while column < len(columns):
                anchor = anchors[column]
                if isinstance(anchor, str):
                    if row == 0:
                        draft.put(row, column, self._heading(anchor))
                        self._merge(draft, row, column, len(lines) - 1, column)
                    column += 1
                    continue
                end = column
                while end + 1 < len(columns) and _same(anchors[end + 1], anchor, row):
                    end += 1
                at_row, at_column = anchor[row]
                if at_row == row:
                    last_row = row
                    while last_row + 1 < len(lines) and anchor[last_row + 1] == (at_row, at_column):
                        last_row += 1
                    draft.put(row, column, self._heading(lines[at_row][at_column], at_column))
                    self._merge(draft, row, column, last_row, end)
                column = end + 1
        draft.skip(len(lines))
        if numbers:
            own = [column for column in columns if isinstance(column, int)]
            draft.line({columns.index(column): str(place) for place, column in enumerate(own, 1)})

    def _merge(self, draft: Draft, row: int, column: int, last_row: int, last_column: int) -> None:
        if self.layout.merged_headings:
            draft.merge(row, column, last_row, last_column)

    def _heading(self, text: str, column: int = -1) -> str:
        if text == "科目名称" and self.layout.codes == "in one cell" and self.number in CODED:
            text = self.dice.choice(["科目名称", "功能分类科目", "科目编码及名称"])
        if column == 0 and text in ("收入科目编码",) and self.layout.codes not in ("text", "number"):
            text = "科目名称"
        match self.layout.heading_words:
            case "line breaks" if len(text) > 4:
                return f"{text[:3]}\n{text[3:]}"
            case "spaces" if len(text) == 2:
                return f"{text[0]}  {text[1]}"
            case "unit of measure" if text in ("合计", "金额", "小计"):
                return f"{text}（{'元' if self.layout.yuan else '万元'}）"
        return text

    def _title_text(self, form: str) -> str:
        title = self.table.title
        match form:
            case "no year":
                return title.removeprefix("2025年")
            case "brackets":
                return title.replace("（", "(").replace("）", ")").replace("“", '"').replace("”", '"')
            case "spaced":
                return f"　{title.replace('预算', ' 预算　', 1)} "
            case "carry-over left out":
                return title.replace("（不含上年结转）", "")
        return title

    # --- rows ---

    def _rows(self) -> Rows:
        rows: Rows = []
        for index, cells in enumerate(self.table.rows):
            row: list[Item | None] = []
            for labels, figures in self.panels:
                texts = tuple(cells[column] or "" for column in labels)
                amounts = tuple(Decimal(cells[column] or 0) or None for column in figures)
                item = Item(index, texts, amounts, level=_level(texts[0]))
                row.append(item if any(texts) or any(amounts) or self.number == 9 else None)
            rows.append(row)
        if self.layout.lean and self.number in FIXED:
            rows = _lean(rows)
        if self.layout.without_sections and self.number in BY_FUNCTION:
            rows = [row for row in rows if not row[0] or len(row[0].labels[0]) != 5]
        if self.number in PROJECT_TABLES:
            rows = self._projects(rows)
        if self.number == 11 and self.layout.units != "one":
            rows = self._agencies(rows)
        return rows

    def _projects(self, rows: Rows) -> Rows:
        department, unit, *projects = (row[0] for row in rows)
        assert department
        assert unit
        if self.layout.department_row == "合计":
            department = Item(0, ("合计",), department.amounts)
        department = Item(0, department.labels, department.amounts, ("department",))
        items = [item for item in projects if item]
        if self.layout.units == "one":
            groups = [(unit.labels[0], items)]
        else:
            half = len(items) // 2
            groups = [(unit.labels[0], items[:half]), ("上党区党员教育中心", items[half:])]
        found = [department]
        for name, own in groups:
            total = tuple(
                sum((item.amounts[column] or Decimal(0) for item in own), Decimal(0)) or None
                for column in range(len(unit.amounts))
            )
            if len(groups) == 1:
                total = unit.amounts
            if self.layout.units != "left out":
                found.append(Item(1, (name,), total, ("unit", name), 1 if self.layout.unit_indent else 0))
            else:
                name = ""
            level = 2 if self.layout.unit_indent else 0
            found += [
                Item(item.row, item.labels, item.amounts, ("project", name, item.labels[0]), level)
                for item in own
            ]
        return [[item] for item in found]

    def _agencies(self, rows: Rows) -> Rows:
        total, one = (row[0] for row in rows)
        assert total
        assert one
        share = Decimal("4.37") * (10_000 if self.layout.yuan else 1)
        other = tuple(amount and share for amount in one.amounts)
        rest = tuple(
            amount - part if amount and part else amount
            for amount, part in zip(one.amounts, other, strict=True)
        )
        name = "上党区党员教育中心"
        return [[total], [Item(1, one.labels, rest)], [Item(1, (name,), other, ("agency", name))]]

    def _row(
        self, draft: Draft, columns: Sequence[int | str], row: list[Item | None], index: int, *, last: bool
    ) -> None:
        layout = self.layout
        for panel, ((labels, figures), item) in enumerate(zip(self.panels, row, strict=True)):
            if item is None:
                continue
            texts = self._labels(item)
            for place, column in enumerate(labels):
                if column in columns and texts[place] != "":
                    draft.put(0, columns.index(column), texts[place])
            if self.number == 6 and layout.economic_codes == "columns":
                own, other = item.labels
                if own != "合计":
                    draft.put(0, columns.index("部门经济科目编码"), _economic_code("部门", own))
                if other:
                    draft.put(0, columns.index("政府经济科目编码"), _economic_code("政府", other, own))
            sums = self._sum(item, figures)
            for place, column in enumerate(figures):
                origin = Origin(self.number, panel, item.row, column, item.path)
                addends = sums if sums and column == _ADDENDS[self.number][0] else ()
                value = item.amounts[place]
                draft.put(
                    0,
                    columns.index(column),
                    Amount(origin, value, self._written(value), tuple(map(columns.index, addends))),
                )
            if layout.merged_labels and len(labels) == 2 and item.labels[0] == "合计":
                at = [columns.index(column) for column in labels if column in columns]
                if len(at) == 2 and at[1] == at[0] + 1:
                    draft.merge(0, at[0], 0, at[1])
        if layout.serial:
            draft.put(0, 0, Decimal(index + 1))
        if layout.remarks and index % 3 == 0:
            draft.put(0, len(columns) - 1, "详见说明")
        draft.skip()
        if layout.merged_labels and self.number == 6:
            draft.merge_repeated(columns.index(0))
        if last:
            return
        if layout.blank_rows and index % 5 == 3:
            draft.skip()
        if layout.remark_rows and index == 4:
            draft.line({columns.index(self.panels[0][0][-1]): "（以下按科目编码排列）"})

    def _labels(self, item: Item) -> list[str | Decimal]:
        layout = self.layout
        texts: list[str | Decimal] = list(item.labels)
        pad = layout.indent * 2 * item.level
        if self.number in PROJECT_TABLES:
            pad = (layout.indent or " ") * 2 * item.level
        if texts[0] in ("合计", "部门合计") and self.number != 10:
            if self.number != 11 or layout.total != "合计":
                texts[0] = layout.total
            if self.number in CODED and layout.codes not in ("text", "number"):
                texts = ["", layout.total]
        elif self.number in CODED and item.labels[0]:
            code, name = item.labels
            match layout.codes:
                case "number":
                    texts = [Decimal(code), pad + name]
                case "in one cell":
                    texts = ["", f"{pad}{code} {name}"]
                case "with name":
                    texts = ["", f"{pad}{code}{name}"]
                case "with dash":
                    texts = ["", f"{pad}[{code}]{name}" if item.row % 2 else f"{pad}{code}-{name}"]
                case _:
                    texts = [code, pad + name]
        elif self.number == 6:
            own, other = item.labels
            if layout.economic_codes == "in cell":
                texts = [f"{_economic_code('部门', own)} {own}", other]
                if other:
                    texts[1] = f"{_economic_code('政府', other, own)} {other}"
            elif other:
                texts[0] = (layout.indent * 2) + own
        else:
            texts[0] = pad + item.labels[0]
        return texts

    def _sum(self, item: Item, figures: Sequence[int]) -> tuple[int, ...]:
        """The columns that a plain SUM of this row adds up, where it gives just what is printed."""
        if not self.layout.formulas or self.layout.figures != "number" or self.number not in _ADDENDS:
            return ()
        total, addends = _ADDENDS[self.number]
        if total not in figures:
            return ()
        amounts = dict(zip(figures, item.amounts, strict=True))
        added = sum((amounts[column] or Decimal(0) for column in addends), Decimal(0))
        return addends if amounts[total] and added == amounts[total] else ()

    def _written(self, value: Decimal | None) -> str | Decimal | None:
        layout = self.layout
        if value is None:
            return {"": None, "0": Decimal(0), "text zero": "0.00"}.get(layout.blanks, layout.blanks)
        if layout.figures == "number":
            return value
        text = f"{value:,.2f}"
        if layout.figures == "full width":
            return text.translate({ord(sign): ord(sign) + 0xFEE0 for sign in "0123456789.,"})
        return f"{text}  " if layout.figures == "trailing spaces" else text

    def _foot(self, draft: Draft) -> None:
        if not self.layout.foot:
            return
        draft.line({0: "注：本表金额四舍五入，合计数与分项数之和可能有尾差。"})
        draft.line({0: "单位负责人：张某", 2: "填表人：李某"})
        draft.line({0: "填报日期：2025年1月20日"})


def _anchors(header: Sequence[Sequence[str]], column: int) -> list[tuple[int, int]]:
    """For each heading row the cell whose words stand over a column."""
    found: list[tuple[int, int]] = []
    for row, line in enumerate(header):
        at = column
        deepest = row == len(header) - 1
        if not line[at] and row and (deepest or not any(line[:at]) or not _left_open(header, row, at)):
            found.append(found[-1])
            continue
        while not line[at]:
            at -= 1
        found.append((row, at))
    return found


def _left_open(header: Sequence[Sequence[str]], row: int, column: int) -> bool:
    """An empty cell in a row that is not the last belongs to its left neighbour if it stands below the same words."""
    at = column
    while not header[row][at]:
        at -= 1
    above = column
    while not header[row - 1][above]:
        above -= 1
    return above <= at


def _same(anchor: str | list[tuple[int, int]], other: list[tuple[int, int]], row: int) -> bool:
    return isinstance(anchor, list) and anchor[row] == other[row]


def _level(label: str) -> int:
    return {3: 0, 5: 1, 7: 2}.get(len(label), 0) if label.isdigit() else 0


def _lean(rows: Rows) -> Rows:
    """Only rows with amounts, and totals."""
    panels: list[list[Item]] = []
    for panel in range(len(rows[0])):
        items = [row[panel] for row in rows]
        panels.append(
            [
                item
                for item in items
                if item and (any(item.amounts) or item.labels[0] in ("合计", "本年收入合计", "本年支出合计"))
            ]
        )
    return [list(row) for row in zip_longest(*panels)]
