"""All rules of the form, in printed order; their numbers are permanent."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from types import MappingProxyType

from xltools.budget.crosschecks import (
    active_contents,
    between_tables,
    codes,
    figures,
    headings,
    ledger,
    performance_amounts,
    targets,
)
from xltools.budget.form import TABLE_RULES
from xltools.budget.narrative_reading.rules import NARRATIVE_RULES
from xltools.model.disclosure import Disclosure
from xltools.model.finding import Finding, NotChecked
from xltools.model.rule import Rule


def _headings(disclosure: Disclosure) -> Iterator[Finding | NotChecked]:
    yield from headings.table_headings(disclosure)
    yield from targets.performance_headings(disclosure)


_DOCUMENT = (
    Rule(
        "E-1", "没有数据的表注明“本表无数据”，表名相符；有数据的表没有这样的注", plain=headings.empty_tables
    ),
    Rule(
        "X-21", "各表标题的年度、部门名称和计量单位与封面一致，预算公开表从 1 到 13 连续编号", plain=_headings
    ),
    Rule(
        "X-22", "科目编码和名称与当年的分类科目一致，功能科目与经济科目不混用", plain=codes.classified_codes
    ),
)

_FILE = Rule("F-0", "文件能够读取，其中有部门预算公开表", remedy="用 Excel 或 WPS 另存为 .xlsx 后再校验")
_LOCATED = Rule(
    "J-2",
    "有误单元格的定位在限定时间内完成，列出的是改动最少的一组",
    kind="soft",
    remedy="先改正已列出的单元格，再校验一次",
)
_JOINT = Rule(
    "J-1",
    "全部核对关系能同时成立：存在一组精确金额，四舍五入后是表中的每个数",
    kind="soft",
    remedy="按元核对所列各格的金额；确认无误的，请在“审核说明”中写明",
)

RULES: tuple[Rule, ...] = (
    *TABLE_RULES,
    *between_tables.RULES,
    *performance_amounts.RULES,
    *_DOCUMENT,
    _FILE,
    *figures.RULES,
    *ledger.RULES,
    _JOINT,
    _LOCATED,
    *active_contents.RULES,
)
"""Every rule of the 2025 form."""

RULES_BY_ID: Mapping[str, Rule] = MappingProxyType({rule.id: rule for rule in RULES})

ALL_RULES: tuple[Rule, ...] = (*RULES, *NARRATIVE_RULES)
"""With those of 情况说明, which `check` asks for only where a narrative is given."""
ALL_BY_ID: Mapping[str, Rule] = MappingProxyType({rule.id: rule for rule in ALL_RULES})
