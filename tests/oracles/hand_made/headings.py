"""What stands over the figures: the title, and the heading rows over the columns of a layout."""

import random
from collections.abc import Sequence

from oracles.expected_tables import ExpectedTable
from oracles.hand_made.form import CODED, PANELS
from oracles.hand_made.layout import Layout
from oracles.hand_made.sheets import Draft

Column = int | str
"""A published column, or the words over one that is not published."""


def columns_of(number: int, layout: Layout) -> list[Column]:
    """What stands in each column of a table."""
    found: list[Column] = []
    for labels, figures in PANELS[number]:
        if layout.has_code_in_name and number in CODED:
            labels = labels[1:]
        order = list(figures)
        if layout.moved and number != 9:
            order = [*order[1:], order[0]] if number != 2 else [*order[1:6], order[0], order[6]]
        if number == 6 and layout.economic_codes == "columns":
            found += ["部门经济科目编码", 0, "政府经济科目编码", 1]
        else:
            found += labels
        found += order
    return [*(["序号"] if layout.serial else []), *found, *(["备注"] if layout.remarks else [])]


def title_text(published: str, form: str) -> str:
    """A title in one of the forms that `Layout.title` names."""
    match form:
        case "no year":
            return published.removeprefix("2025年")
        case "brackets":
            return published.replace("（", "(").replace("）", ")").replace("“", '"').replace("”", '"')
        case "spaced":
            return f"　{published.replace('预算', ' 预算　', 1)} "
        case "carry-over left out":
            return published.replace("（不含上年结转）", "")
    return published


class Headings:
    """The heading rows of one table, which may stand in it twice."""

    def __init__(self, table: ExpectedTable, layout: Layout, dice: random.Random) -> None:
        self._number, self._layout, self._dice = table.number, layout, dice
        self._numbered = table.header[-1][0] == "1"
        self._lines = table.header[:-1] if self._numbered else table.header

    def put(self, draft: Draft, columns: Sequence[Column]) -> None:
        """Writes them at the next free rows of a draft."""
        anchors = [_anchors(self._lines, column) if isinstance(column, int) else column for column in columns]
        for row in range(len(self._lines)):
            self._line(draft, row, anchors)
        draft.skip(len(self._lines))
        if self._numbered:
            own = [column for column in columns if isinstance(column, int)]
            draft.line({columns.index(column): str(place) for place, column in enumerate(own, 1)})

    def _line(self, draft: Draft, row: int, anchors: Sequence["Anchors | str"]) -> None:
        column = 0
        while column < len(anchors):
            anchor = anchors[column]
            end = column
            if isinstance(anchor, str):
                if row == 0:
                    draft.put(row, column, self._words(anchor))
                    self._merge(draft, row, column, len(self._lines) - 1, column)
            else:
                while end + 1 < len(anchors) and _same(anchors[end + 1], anchor, row):
                    end += 1
                at_row, at_column = anchor[row]
                if at_row == row:
                    last_row = row
                    while last_row + 1 < len(anchor) and anchor[last_row + 1] == (at_row, at_column):
                        last_row += 1
                    draft.put(row, column, self._words(self._lines[at_row][at_column], at_column))
                    self._merge(draft, row, column, last_row, end)
            column = end + 1

    def _merge(self, draft: Draft, row: int, column: int, last_row: int, last_column: int) -> None:
        if self._layout.merged_headings:
            draft.merge(row, column, last_row, last_column)

    def _words(self, text: str, column: int = -1) -> str:
        layout = self._layout
        if text == "科目名称" and layout.codes == "in one cell" and self._number in CODED:
            text = self._dice.choice(["科目名称", "功能分类科目", "科目编码及名称"])
        if column == 0 and text == "收入科目编码" and layout.has_code_in_name:
            text = "科目名称"
        match layout.heading_words:
            case "line breaks" if len(text) > 4:
                return f"{text[:3]}\n{text[3:]}"
            case "spaces" if len(text) == 2:
                return f"{text[0]}  {text[1]}"
            case "unit of measure" if text in ("合计", "金额", "小计"):
                return f"{text}（{'元' if layout.yuan else '万元'}）"
        return text


Anchors = list[tuple[int, int]]
"""For each heading row the cell whose words stand over a column."""


def _anchors(header: Sequence[Sequence[str]], column: int) -> Anchors:
    found: Anchors = []
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


def _same(anchor: Anchors | str, other: Anchors, row: int) -> bool:
    return not isinstance(anchor, str) and anchor[row] == other[row]
