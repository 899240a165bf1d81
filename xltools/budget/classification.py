"""The built-in 2025年政府收支分类科目: codes and names, read once from `data/`.

The lists are not the complete official catalogue (`data/README.md` says what is missing): a code in none of
them is unknown to this program, not wrong.
"""

from __future__ import annotations

import csv
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from types import MappingProxyType

from xltools.budget.vocabulary import ExpenseType


@dataclass(frozen=True, slots=True)
class FunctionClass:
    """A 类 of expenditure by function, as 表一 and 表四 print it: `printed_name` is 一、一般公共服务支出."""

    code: str
    name: str
    printed_name: str


@dataclass(frozen=True, slots=True)
class EconomicClass:
    """A 类 of departmental economic classification and the 经费类型 its basic expenditure counts as."""

    code: str
    name: str
    expense_type: ExpenseType


@dataclass(frozen=True, slots=True)
class CatalogueEntry:
    """A row of 政府购买服务指导性目录. A row names its own level only; the other two are empty."""

    code: str
    level1: str
    level2: str
    level3: str


@cache
def function_classes() -> tuple[FunctionClass, ...]:
    """The 30 类 that 表一 and 表四 always print, in printed order."""
    return tuple(FunctionClass(*row) for row in _rows("function_classes.csv"))


@cache
def function_names() -> Mapping[str, str]:
    """支出功能分类科目: 类 (3 digits), 款 (5) and 项 (7), by code."""
    return _names("function_codes.csv")


@cache
def department_economic_names() -> Mapping[str, str]:
    """部门预算支出经济分类科目: 类 (3 digits, 301–399) and 款 (5), by code."""
    return _names("department_economic_codes.csv")


@cache
def government_economic_names() -> Mapping[str, str]:
    """政府预算支出经济分类科目: 类 (3 digits, 501–599) and 款 (5), by code."""
    return _names("government_economic_codes.csv")


@cache
def revenue_names() -> Mapping[str, str]:
    """收入分类科目 of 政府性基金 and 国有资本经营预算: 类 (3 digits), 款 (5), 项 (7) and 目 (9), by code."""
    return _names("revenue_codes.csv")


@cache
def economic_classes() -> Mapping[str, EconomicClass]:
    """The 类 of `department_economic_names` with their 经费类型, by code."""
    return MappingProxyType(
        {
            code: EconomicClass(code, name, ExpenseType(expense_type))
            for code, name, expense_type in _rows("economic_classes.csv")
        }
    )


@cache
def purchase_catalogue() -> tuple[CatalogueEntry, ...]:
    """政府购买服务指导性目录, in printed order."""
    return tuple(CatalogueEntry(*row) for row in _rows("purchase_catalogue.csv"))


def _names(filename: str) -> Mapping[str, str]:
    # A read-only view: the cached mapping is shared by every caller.
    return MappingProxyType(dict(_rows(filename)))


def _rows(filename: str) -> list[list[str]]:
    """The rows of a file of `data/` below its header."""
    text = (files("xltools.budget") / "data" / filename).read_text(encoding="utf-8")
    _header, *rows = csv.reader(text.splitlines())
    return rows
