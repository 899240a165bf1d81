"""X-22: codes and names as in the classification of the year; functional and economic codes are two domains."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from functools import cache

from xltools.budget.classification import (
    department_economic_names,
    function_names,
    government_economic_names,
    revenue_names,
)
from xltools.budget.crosschecks.stated import document_year, found_at, label_cell
from xltools.budget.form import TABLES
from xltools.budget.rows import UNKNOWN_NAME
from xltools.model.disclosure import Disclosure, ReadPanel, ReadTable
from xltools.model.finding import CellRef, Finding, NotChecked
from xltools.model.fold import fold_name
from xltools.model.table import RowKind

_FUNCTION, _REVENUE = "支出功能分类科目", "收入分类科目"
_DEPARTMENT, _GOVERNMENT = "部门预算支出经济分类科目", "政府预算支出经济分类科目"
_ECONOMIC = "支出经济分类科目"
_DOMAINS = {RowKind.FUNCTION_CODES: _FUNCTION, RowKind.REVENUE_CODES: _REVENUE}
_FIRST_DIGITS = {"1": _REVENUE, "2": _FUNCTION, "3": _ECONOMIC, "5": _ECONOMIC}
_LENGTHS = {_FUNCTION: (3, 5, 7), _REVENUE: (3, 5, 7, 9)}
_YEAR = 2025
"""Of the built-in lists."""


def classified_codes(disclosure: Disclosure) -> Iterator[Finding | NotChecked]:
    """X-22: each code stands in its own domain and has its name.

    A name that belongs to another code is an error. The built-in list is not the official one, so a code it lacks,
    or a name it does not know, is only a warning; so is any other name in a document of another year, when codes had
    other names.
    """
    is_of_year = document_year(disclosure) in (None, _YEAR)
    own = _own_names(disclosure)
    unknown: dict[tuple[str, str], list[CellRef]] = {}
    misnamed: dict[tuple[str, str, str], list[CellRef]] = {}
    for table in TABLES:
        read = disclosure.tables.get(table.number)
        if read is None:
            continue
        for panel, found in zip(table.panels, read.panels, strict=False):
            domain = _DOMAINS.get(panel.kind)
            if domain is not None:
                yield from _coded(read, found, domain, own, unknown, misnamed)
            elif panel.kind is RowKind.ECONOMIC_CLASSES:
                yield from _economic_lines(read, found)
    for (code, name, expected), cells in misnamed.items():
        yield _misnamed(code, name, expected, cells, is_of_year=is_of_year)
    for (domain, code), cells in unknown.items():
        more = _more(cells)
        yield found_at(
            cells[0],
            "X-22",
            f"{more}的编码 {code} 不在本工具的{domain}表中（该表不是完整的官方目录），应为本年科目中的编码",
            "请对照本年政府收支分类科目核对；编码无误的，在“科目补充”表中写明编码和名称",
            kind="soft",
            value=code,
            cells=tuple(cells),
        )


def _own_names(disclosure: Disclosure) -> Mapping[str, frozenset[str]]:
    """The folded names that the department itself gives codes: 科目补充, else its lines."""
    ledger = disclosure.ledger
    if ledger is None:
        return {}
    given: dict[str, set[str]] = {}
    for line in ledger.basic:
        if line.function_name:
            given.setdefault(line.function_code, set()).add(fold_name(line.function_name))
    for revenue in ledger.revenue:
        if revenue.revenue_name:
            given.setdefault(revenue.revenue_code, set()).add(fold_name(revenue.revenue_name))
    names = {code: frozenset(found) for code, found in given.items()}
    return names | {code: frozenset((fold_name(name),)) for code, name in ledger.function_names.items()}


def _coded(
    table: ReadTable,
    found: ReadPanel,
    domain: str,
    own: Mapping[str, frozenset[str]],
    unknown: dict[tuple[str, str], list[CellRef]],
    misnamed: dict[tuple[str, str, str], list[CellRef]],
) -> Iterator[Finding]:
    official = function_names() if domain == _FUNCTION else revenue_names()
    for row in found.rows:
        code = fold_name(row.labels[0]) if row.labels else ""
        if not code.isdigit() or len(row.labels) < 2:
            continue
        cell, name = label_cell(table.sheet, found, row), row.labels[1]
        other = _FIRST_DIGITS.get(code[0], domain)
        if other != domain:
            yield found_at(
                cell,
                "X-22",
                f"的编码 {code} 属于{other}，表{table.number}这一栏应为{domain}的编码",
                f"核对后改为{domain}的编码，两类科目不能混用",
                value=code,
            )
        elif len(code) not in _LENGTHS[domain]:
            lengths = "、".join(map(str, _LENGTHS[domain]))
            yield found_at(
                cell,
                "X-22",
                f"的编码 {code} 是 {len(code)} 位，{domain}的编码应为 {lengths} 位",
                "核对编码，补上缺少的数字或删去多余的",
                value=code,
            )
        else:
            known = own.get(code, frozenset())
            if code not in official and not known:
                unknown.setdefault((domain, code), []).append(cell)
            elif fold_name(name) not in known and fold_name(name) != fold_name(official.get(code, "")):
                expected = official.get(code) or min(known)
                misnamed.setdefault((code, name, expected), []).append(label_cell(table.sheet, found, row, 1))


def _misnamed(code: str, name: str, expected: str, cells: list[CellRef], *, is_of_year: bool) -> Finding:
    is_another = fold_name(name) in _names_of(_FUNCTION) | _names_of(_REVENUE)
    of_year = "" if is_of_year else f"{_YEAR}年的科目中"
    shown = f"是“{name}”" if name and name != UNKNOWN_NAME else "没有填写"
    return found_at(
        cells[0],
        "X-22",
        f"{_more(cells)}（编码 {code} 的名称）{shown}，{of_year}应为“{expected}”",
        f"核对编码和名称；名称改为“{expected}”，本地科目另有名称的，写入“科目补充”表",
        kind="hard" if is_another and is_of_year else "soft",
        value=name,
        expected=expected,
        cells=tuple(cells),
    )


def _more(cells: list[CellRef]) -> str:
    return f"等 {len(cells)} 处" if len(cells) > 1 else ""


@cache
def _names_of(domain: str) -> frozenset[str]:
    """The folded names of a domain."""
    lists = {
        _FUNCTION: function_names,
        _REVENUE: revenue_names,
        _DEPARTMENT: department_economic_names,
        _GOVERNMENT: government_economic_names,
    }
    return frozenset(map(fold_name, lists[domain]().values()))


def _economic_lines(table: ReadTable, panel: ReadPanel) -> Iterator[Finding]:
    """表六 prints names without codes: a name of another domain is wrong, one we do not know is not."""
    for row in panel.rows:
        for index, (name, domain) in enumerate(zip(row.labels, (_DEPARTMENT, _GOVERNMENT), strict=False)):
            folded = fold_name(name)
            if not folded or folded in _names_of(domain):
                continue
            others = (_GOVERNMENT, _DEPARTMENT, _FUNCTION)
            belongs = next((other for other in others if folded in _names_of(other)), None)
            if belongs is not None:
                yield found_at(
                    label_cell(table.sheet, panel, row, index),
                    "X-22",
                    f"的“{name}”是{belongs}的名称，这一栏应为{domain}的名称",
                    f"核对后改为{domain}的名称",
                    value=name,
                )
