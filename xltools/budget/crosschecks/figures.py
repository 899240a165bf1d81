"""F-1 … F-4: what can be wrong with a figure by itself."""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal
from typing import Literal

from xltools.budget.names import column_name
from xltools.model.disclosure import Disclosure, Flaw, ReadFigure
from xltools.model.finding import CellRef, Finding
from xltools.model.rule import Rule

_CENT = Decimal("0.01")
_MOST_TYPED = 0.2
"""If more of a table's figures are typed than this, its formulas are the exception."""


def _figures(disclosure: Disclosure) -> Iterator[ReadFigure]:
    for table in disclosure.tables.values():
        yield from table.figures()
    for form in (*disclosure.targets, *([disclosure.overall] if disclosure.overall else [])):
        yield from form.figures.values()


def _finding(
    rule: str,
    severity: Literal["error", "warning"],
    figure: ReadFigure,
    message: str,
    fix: str,
    expected: str | None = None,
) -> Finding:
    spot = figure.spot
    name = column_name(figure.key.table, figure.key.column)
    where = f"“{spot.sheet}”{spot.cell}{f'（{name}）' if name else ''}"
    return Finding(
        rule,
        "hard" if severity == "error" else "soft",
        severity,
        f"{where}{message}",
        fix,
        spot.sheet,
        spot.cell,
        figure.shown,
        expected,
        cells=(CellRef(spot.sheet, spot.cell),),
    )


def _places(disclosure: Disclosure) -> Iterator[Finding]:
    """A figure of the 13 tables shows 万元 with two decimals; what was typed with more prints otherwise."""
    for table in disclosure.tables.values():
        for figure in table.figures():
            value = figure.value
            if value is None or figure.scale != 1 or value % _CENT == 0:
                continue
            rounded = value.quantize(_CENT, "ROUND_HALF_UP")
            yield _finding(
                "F-1",
                "warning",
                figure,
                f"是 {format(value.normalize(), 'f')}，小数多于两位，应为 {rounded}（万元，保留两位小数）",
                f"改为 {rounded}，或在公式外加 ROUND(…,2)",
                str(rounded),
            )


def _text_numbers(disclosure: Disclosure) -> Iterator[Finding]:
    for figure in _figures(disclosure):
        if figure.flaw is Flaw.TEXT_NUMBER:
            yield _finding(
                "F-2",
                "warning",
                figure,
                f"是文本“{figure.shown}”，不是数值，求和公式不会计入它，应为数值 {figure.value}",
                "把这一格改为数值（选中后用“转换为数字”，或重新录入）",
                str(figure.value),
            )


def _units(disclosure: Disclosure) -> Iterator[Finding]:
    for figure in _figures(disclosure):
        if figure.flaw is Flaw.PERCENT:
            yield _finding(
                "F-3",
                "error",
                figure,
                f"是百分数“{figure.shown}”，这里应填金额",
                "把这一格改为金额，并把数字格式改为两位小数的数值",
            )
        elif figure.flaw is Flaw.WITH_UNIT:
            yield _finding(
                "F-3",
                "error",
                figure,
                f"是“{figure.shown}”，带有计量单位，应只填数值 {figure.value}",
                f"把这一格改为数值 {figure.value}",
                str(figure.value),
            )


_NO_FIGURE = {
    Flaw.NOT_A_NUMBER: (
        "是“{shown}”，不是数值，涉及它的核对都无法进行，应为金额或空白",
        "改为金额；没有金额的留空",
    ),
    Flaw.ERROR_VALUE: ("是错误值 {shown}，涉及它的核对都无法进行，应为金额", "改正这一格的公式，或改为金额"),
    Flaw.NOT_CALCULATED: ("的公式没有计算结果，无法核对", "用 Excel 或 WPS 打开，重新计算并保存后再校验"),
}


def _no_figures(disclosure: Disclosure) -> Iterator[Finding]:
    for figure in _figures(disclosure):
        if figure.flaw in _NO_FIGURE:
            message, fix = _NO_FIGURE[figure.flaw]
            yield _finding("F-4", "error", figure, message.format(shown=figure.shown), fix)


def _typed_over(disclosure: Disclosure) -> Iterator[Finding]:
    """A number typed where all around it are formulas no longer follows the inputs."""
    for table in disclosure.tables.values():
        figures = [figure for figure in table.figures() if figure.value is not None]
        typed = [figure for figure in figures if not figure.formula and figure.value]
        formulas = sum(figure.formula is not None for figure in figures)
        if not typed or len(typed) > _MOST_TYPED * len(figures) or formulas < len(figures) / 2:
            continue
        for figure in typed:
            yield _finding(
                "F-5",
                "warning",
                figure,
                f"是录入的 {figure.value}，而本表其他格是公式；改动填报数据后这一格不会随之变化",
                "重新填充以恢复公式；确需手工填写的，请在“审核说明”中写明",
            )


RULES: tuple[Rule, ...] = (
    Rule("F-1", "各表金额以万元为单位，保留两位小数", kind="soft", plain=_places),
    Rule("F-2", "金额是数值，不是文本", kind="soft", plain=_text_numbers),
    Rule("F-3", "金额格中不填百分数，不带计量单位，不把元填进万元表", plain=_units),
    Rule("F-4", "金额格中是金额或空白，不是文字或错误值，公式有计算结果", plain=_no_figures),
    Rule("F-5", "公式没有被录入的数字覆盖", kind="soft", plain=_typed_over),
)
