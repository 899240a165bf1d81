"""Where hand-made tables stand on sheets, and two programs that write them."""

import random
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from pathlib import Path
from typing import NamedTuple

import openpyxl
import xlsxwriter
from openpyxl.utils import get_column_letter


class Spot(NamedTuple):
    """A cell of a workbook; rows and columns count from 1."""

    sheet: str
    row: int
    column: int

    @property
    def cell(self) -> str:
        return f"{get_column_letter(self.column)}{self.row}"


@dataclass(frozen=True)
class Amount:
    """A figure: which it is, its value, what is written, and the columns of its row that a SUM of it adds."""

    origin: object
    value: Decimal | None
    written: str | Decimal | None
    addends: tuple[int, ...] = ()


Content = str | Decimal | Amount
Area = tuple[int, int, int, int]


@dataclass
class Draft:
    """A table as a grid from its own corner; rows and columns count from 0."""

    number: int
    title: str
    left: int = 0
    bare_title: str = ""
    titled_by_sheet: bool = False
    cells: dict[tuple[int, int], Content] = field(default_factory=dict)
    merges: list[Area] = field(default_factory=list)
    hidden_rows: set[int] = field(default_factory=set)
    next_row: int = 0

    def put(self, down: int, column: int, content: Content) -> None:
        """Writes `down` rows below the next free one."""
        self.cells[self.next_row + down, self.left + column] = content

    def skip(self, rows: int = 1) -> None:
        self.next_row += rows

    def line(self, cells: Mapping[int, Content], merge_to: int = 0) -> None:
        for column, content in cells.items():
            self.put(0, column, content)
        if merge_to > 0:
            self.merge(0, 0, 0, merge_to)
        self.skip()

    def merge(self, down: int, column: int, last_down: int, last_column: int) -> None:
        if (down, column) != (last_down, last_column):
            self.merges.append(
                (
                    self.next_row + down,
                    self.left + column,
                    self.next_row + last_down,
                    self.left + last_column,
                )
            )

    def merge_repeated(self, column: int) -> None:
        """Merges the label of the row just written with an equal one above it."""
        row, at = self.next_row - 1, self.left + column
        above = next((area for area in self.merges if area[2] == row - 1 and area[1] == area[3] == at), None)
        top = above[0] if above else row - 1
        if self.cells.get((row, at)) and self.cells.get((top, at)) == self.cells.get((row, at)):
            if above:
                self.merges.remove(above)
            self.merges.append((top, at, row, at))
            del self.cells[row, at]

    def hide_one_row(self, dice: random.Random) -> None:
        """Hides a row whose figures are all blank, if there is one."""
        amounts: dict[int, list[Amount]] = {}
        for (row, _), content in self.cells.items():
            if isinstance(content, Amount):
                amounts.setdefault(row, []).append(content)
        blank = sorted(row for row, found in amounts.items() if not any(amount.value for amount in found))
        if blank:
            self.hidden_rows.add(dice.choice(blank))

    @property
    def width(self) -> int:
        return 1 + max(column for _, column in self.cells)


@dataclass
class SheetPlan:
    """A sheet and the drafts on it with their corners (row, column), counted from 0."""

    name: str
    parts: list[tuple[Draft, int, int]] = field(default_factory=list)


def place_drafts(
    drafts: Sequence[Draft], arrangement: str, names: str, shuffled: bool, dice: random.Random
) -> list[SheetPlan]:
    """The sheets of the workbook. Tables titled by their sheet alone always have one each."""
    by_sheet = any(draft.titled_by_sheet for draft in drafts)
    ordered = list(drafts)
    if shuffled:
        dice.shuffle(ordered)
    if arrangement == "one" and not by_sheet:
        sheet, row = SheetPlan("部门预算公开表"), 0
        for draft in ordered:
            sheet.parts.append((draft, row, 0))
            row += draft.next_row + 2
        return [sheet]
    if arrangement == "beside" and not by_sheet:
        found = []
        for index in range(0, len(ordered), 2):
            sheet, column = SheetPlan(f"第{index // 2 + 1}页"), 0
            for draft in ordered[index : index + 2]:
                sheet.parts.append((draft, 0, column))
                column += draft.width + 2
            found.append(sheet)
        return found
    if arrangement == "two columns" and not by_sheet:
        sheet = SheetPlan("公开表")
        second = max(draft.width for draft in ordered[::2]) + 2
        below = [0, 0]
        for index, draft in enumerate(ordered):
            sheet.parts.append((draft, below[index % 2], second * (index % 2)))
            below[index % 2] += draft.next_row + 2
        return [sheet]
    return [
        SheetPlan(_name(draft, place, names, by_sheet), [(draft, 0, 0)])
        for place, draft in enumerate(ordered, 1)
    ]


def _name(draft: Draft, place: int, names: str, by_sheet: bool) -> str:
    title = draft.bare_title
    if draft.number in (12, 13):
        title = f"{title}({'上年结转' if draft.number == 13 else '本年'})"
    if by_sheet or names == "title":
        return f"{draft.number}.{title}"[:31] if names == "公开01" else title[:31]
    return {"表1": f"表{draft.number}", "Sheet1": f"Sheet{place}"}.get(names, f"公开{draft.number:02d}")


def write_workbook(path: Path, sheets: Sequence[SheetPlan], engine: str) -> dict[Spot, Amount]:
    """Writes the sheets; gives every figure cell."""
    (_with_xlsxwriter if engine == "xlsxwriter" else _with_openpyxl)(path, sheets)
    return {
        Spot(sheet.name, top + row + 1, left + column + 1): content
        for sheet in sheets
        for draft, top, left in sheet.parts
        for (row, column), content in draft.cells.items()
        if isinstance(content, Amount)
    }


def _formula(amount: Amount, row: int, left: int) -> str:
    return "=SUM(" + ",".join(f"{get_column_letter(left + place + 1)}{row}" for place in amount.addends) + ")"


def _with_openpyxl(path: Path, sheets: Sequence[SheetPlan]) -> None:
    book = openpyxl.Workbook()
    book.remove(book.worksheets[0])
    for plan in sheets:
        sheet = book.create_sheet(plan.name)
        for draft, top, left in plan.parts:
            for (row, column), content in draft.cells.items():
                value = content.written if isinstance(content, Amount) else content
                if isinstance(content, Amount) and content.addends:
                    value = _formula(content, top + row + 1, left + draft.left)
                if value is None:
                    continue
                cell = sheet.cell(top + row + 1, left + column + 1, value)
                if isinstance(value, Decimal) and isinstance(content, Amount):
                    cell.number_format = "#,##0.00"
            for first_row, first, last_row, last in draft.merges:
                sheet.merge_cells(
                    start_row=top + first_row + 1,
                    start_column=left + first + 1,
                    end_row=top + last_row + 1,
                    end_column=left + last + 1,
                )
            for row in draft.hidden_rows:
                sheet.row_dimensions[top + row + 1].hidden = True
    book.save(path)


def _with_xlsxwriter(path: Path, sheets: Sequence[SheetPlan]) -> None:
    with xlsxwriter.Workbook(str(path)) as book:
        money = book.add_format({"num_format": "0.00", "border": 1})
        for plan in sheets:
            sheet = book.add_worksheet(plan.name)
            for draft, top, left in plan.parts:
                for first_row, first, last_row, last in draft.merges:
                    sheet.merge_range(top + first_row, left + first, top + last_row, left + last, "")
                for (row, column), content in draft.cells.items():
                    at = top + row, left + column
                    value = content.written if isinstance(content, Amount) else content
                    if isinstance(content, Amount) and content.addends:
                        formula = _formula(content, at[0] + 1, left + draft.left)
                        sheet.write_formula(*at, formula, money, float(content.value or 0))
                    elif isinstance(value, Decimal):
                        sheet.write_number(*at, float(value), money)
                    elif value is not None:
                        sheet.write_string(*at, value)
                    else:
                        sheet.write_blank(*at, None, money)
                for row in draft.hidden_rows:
                    sheet.set_row(top + row, None, None, {"hidden": True})
