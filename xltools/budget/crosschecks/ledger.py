"""L-1 … L-3: the figures against the input sheets of the same workbook."""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal

from xltools.budget.names import column_name, table_name
from xltools.model.disclosure import OVERALL, TARGETS, Disclosure, FigureKey, ReadFigure
from xltools.model.finding import CellRef, Finding, NotChecked
from xltools.model.number import round_half_up
from xltools.model.rule import Rule, with_ledger

_CENT = Decimal("0.01")
_REFILL = "重新填充（xltools fill）；如果应改的是填报数据，先改数据再填充"


def rounded(key: FigureKey, exact: Decimal) -> Decimal:
    """The figure that an exact amount prints as: 万元 with two decimals; target sheets show 元 as they are."""
    return exact if key.table == TARGETS else round_half_up(exact)


def agrees(disclosure: Disclosure, figure: ReadFigure, exact: Decimal) -> bool:
    """Whether a figure is what its exact amount prints as; balanced, it may be the other neighbour."""
    value = figure.value or Decimal(0)
    if value == rounded(figure.key, exact):
        return True
    return disclosure.balanced and figure.key.table not in (TARGETS,) and abs(value - exact) < _CENT


def read_figures(disclosure: Disclosure) -> Iterator[ReadFigure]:
    """Every figure that has an exact amount to compare with, or should."""
    for table in disclosure.tables.values():
        yield from table.figures()
    for form in disclosure.targets:
        yield from form.figures.values()
    if disclosure.overall:
        yield from (
            figure for figure in disclosure.overall.figures.values() if figure.key in disclosure.exact
        )


def wrong_figures(disclosure: Disclosure) -> Iterator[tuple[ReadFigure, Decimal]]:
    """Figures that are not what the ledger gives, with their exact amount; unreadable ones are F-4's."""
    for figure in read_figures(disclosure):
        exact = disclosure.exact.get(figure.key, Decimal(0))
        if figure.value is None and figure.flaw is not None:
            continue
        if not agrees(disclosure, figure, exact):
            yield figure, exact


def _against_ledger(disclosure: Disclosure) -> Iterator[Finding]:
    for figure, exact in wrong_figures(disclosure):
        spot, key = figure.spot, figure.key
        expected = rounded(key, exact)
        value = figure.value or Decimal(0)
        row = disclosure.labels.get((key.table, key.row), key.row.replace("/", " "))
        words = "·".join(word for word in (row, column_name(key.table, key.column)) if word)
        measure = "元" if key.table == TARGETS else "万元"
        yield Finding(
            "L-1",
            "hard",
            "error",
            f"“{spot.sheet}”{spot.cell}（{words}）是 {value}，按填报数据应为 {expected}，"
            f"相差 {value - expected} {measure}（由元四舍五入，不允许有差）",
            f"把 {spot.cell} 改为 {expected}，或{_REFILL}",
            spot.sheet,
            spot.cell,
            str(value),
            str(expected),
            str(value - expected),
            "0",
            (CellRef(spot.sheet, spot.cell),),
        )


def _covered(disclosure: Disclosure) -> Iterator[Finding | NotChecked]:
    """Rows that the ledger calls for and a table does not have."""
    missing: dict[tuple[int, str], Decimal] = {}
    present = {
        (number, row.key)
        for number, table in disclosure.tables.items()
        for panel in table.panels
        for row in panel.rows
    }
    present |= {(TARGETS, figure.key.row) for form in disclosure.targets for figure in form.figures.values()}
    for key, exact in disclosure.exact.items():
        place = (key.table, key.row)
        if key.table != OVERALL and exact and place not in present:
            missing[place] = max(missing.get(place, Decimal(0)), abs(exact), key=abs)
    for number in sorted({table for table, _ in missing}):
        if number in disclosure.missing:
            yield NotChecked("L-2", disclosure.missing[number])
            continue
        rows = [(row, amount) for (table, row), amount in missing.items() if table == number]
        table_read = disclosure.tables.get(number)
        for row, amount in rows:
            words = disclosure.labels.get((number, row), row)
            shown = f"{rounded(FigureKey(number, row, ''), amount)} {'元' if number == TARGETS else '万元'}"
            sheet = table_read.sheet if table_read else None
            cell = table_read.title_spot.cell if table_read else None
            what = f"没有项目“{words}”的绩效目标表" if number == TARGETS else f"没有“{words}”这一行"
            yield Finding(
                "L-2",
                "hard",
                "error",
                f"{table_name(number)}{what}，填报数据中有它的金额 {shown}",
                "请重新填充（xltools fill），让表格列出全部明细",
                sheet,
                cell,
                None,
                shown,
                cells=(CellRef(sheet, cell),) if sheet and cell else (),
            )


def _readable(disclosure: Disclosure) -> Iterator[Finding]:
    for trouble in disclosure.ledger_trouble:
        yield Finding(
            "L-3", "hard", "error", f"填报数据有误：{trouble}", "改正填报数据后重新填充（xltools fill）"
        )


RULES: tuple[Rule, ...] = (
    Rule(
        "L-1",
        "每个金额 = 按填报数据计算的数（由元四舍五入到万元）",
        plain=_against_ledger,
        applies=with_ledger,
    ),
    Rule("L-2", "填报数据的每一笔都列入了应列的各表", plain=_covered, applies=with_ledger),
    Rule(
        "L-3",
        "工作簿中的填报数据本身没有错误",
        plain=_readable,
        applies=lambda disclosure: disclosure.ledger is not None or bool(disclosure.ledger_trouble),
    ),
)
