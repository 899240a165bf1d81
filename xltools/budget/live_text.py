"""Headings that follow 单位信息: `{year}` and `{department}` in a declared text become names in a formula."""

from __future__ import annotations

import re

from xltools.budget.department import NAME, YEAR
from xltools.model.ledger import DepartmentFacts

_NAMES = {"year": YEAR.defined_name, "department": NAME.defined_name}
_PLACE = re.compile(r"\{(year|department)\}")

DEPARTMENT_LINE = "部门名称：{department}"
UNIT_OF_MEASURE_LINE = "单位：万元"
NUMBER_LINE = "预算公开表{number}"


def is_live(text: str) -> bool:
    return _PLACE.search(text) is not None


def live_formula(text: str) -> str:
    """`{year}年预算收支总表` → `单位信息_年度&"年预算收支总表"`, without "="."""
    parts = []
    for index, part in enumerate(_PLACE.split(text)):
        if index % 2:
            parts.append(_NAMES[part])
        elif part:
            parts.append('"' + part.replace('"', '""') + '"')
    return "&".join(parts)


def live_value(text: str, facts: DepartmentFacts) -> str:
    """The text as the formula shows it."""
    return text.replace("{year}", str(facts.year)).replace("{department}", facts.name)
