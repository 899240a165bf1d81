"""What is typed into the cells of a row: the words of its labels, its amounts."""

from collections.abc import Sequence
from decimal import Decimal
from functools import cache

from oracles.expected_tables import SAMPLE, read_records
from oracles.hand_made.form import ADDENDS, CODED, PROJECT_TABLES
from oracles.hand_made.layout import Layout
from oracles.hand_made.rows import Item

_FULL_WIDTH = {ord(sign): ord(sign) + 0xFEE0 for sign in "0123456789.,"}


@cache
def economic_code(column: str, name: str, other: str = "") -> str:
    """The code of an economic line; `other` is the 部门 line of a 政府 one."""
    for row in read_records(SAMPLE / "basic_expenditure.csv"):
        if row[f"{column}经济科目名称"] == name and other in ("", row["部门经济科目名称"]):
            return row[f"{column}经济科目编码"]
        if column == "部门" and row["部门经济科目类"] == name:
            return row["部门经济科目编码"][:3]
    return ""


def labels_of(item: Item, number: int, layout: Layout) -> list[str | Decimal]:
    """What is typed into the label columns of a row of table `number`."""
    if item.labels[0] in ("合计", "部门合计") and number != 10:
        return _total(item, number, layout)
    if number in CODED and item.labels[0]:
        return _coded(item, layout)
    if number == 6:
        return _economic(item, layout)
    step = layout.indent or (" " if number in PROJECT_TABLES else "")
    return [step * 2 * item.level + item.labels[0], *item.labels[1:]]


def _total(item: Item, number: int, layout: Layout) -> list[str | Decimal]:
    if number in CODED and layout.has_code_in_name:
        return ["", layout.total]
    if number == 11 and layout.total == "合计":
        return list(item.labels)
    return [layout.total, *item.labels[1:]]


def _coded(item: Item, layout: Layout) -> list[str | Decimal]:
    pad = layout.indent * 2 * item.level
    code, name = item.labels
    match layout.codes:
        case "number":
            return [Decimal(code), pad + name]
        case "in one cell":
            return ["", f"{pad}{code} {name}"]
        case "with name":
            return ["", f"{pad}{code}{name}"]
        case "with dash":
            return ["", f"{pad}[{code}]{name}" if item.row % 2 else f"{pad}{code}-{name}"]
    return [code, pad + name]


def _economic(item: Item, layout: Layout) -> list[str | Decimal]:
    own, other = item.labels
    if layout.economic_codes == "in cell":
        first = f"{economic_code('部门', own)} {own}"
        return [first, f"{economic_code('政府', other, own)} {other}" if other else other]
    return [layout.indent * 2 + own if other else own, other]


def written(value: Decimal | None, layout: Layout) -> str | Decimal | None:
    """What is typed for an amount."""
    if value is None:
        return {"": None, "0": Decimal(0), "text zero": "0.00"}.get(layout.blanks, layout.blanks)
    if layout.figures == "number":
        return value
    text = f"{value:,.2f}"
    if layout.figures == "full width":
        return text.translate(_FULL_WIDTH)
    return f"{text}  " if layout.figures == "trailing spaces" else text


def addends_of(
    item: Item, number: int, column: int, figures: Sequence[int], layout: Layout
) -> tuple[int, ...]:
    """The columns that a plain SUM in a column adds up, where it gives just what is printed; none elsewhere."""
    if not layout.formulas or layout.figures != "number" or number not in ADDENDS:
        return ()
    total, addends = ADDENDS[number]
    if column != total or total not in figures:
        return ()
    amounts = dict(zip(figures, item.amounts, strict=True))
    added = sum((amounts[each] or Decimal(0) for each in addends), Decimal(0))
    return addends if amounts[total] and added == amounts[total] else ()
