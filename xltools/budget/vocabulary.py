"""The fixed words of the forms: what a drop-down offers and what an input may say."""

from __future__ import annotations

from enum import StrEnum


class Source(StrEnum):
    """资金来源: the five sources of 表一 and 表二, in printed order."""

    GENERAL_PUBLIC = "一般公共预算"
    GOVERNMENT_MANAGED_FUNDS = "政府性基金预算"
    STATE_CAPITAL_OPERATIONS = "国有资本经营预算"
    SPECIAL_ACCOUNT_FUNDS = "财政专户管理资金"
    OWN_FUNDS = "单位资金"


FISCAL_SOURCES = (
    Source.GENERAL_PUBLIC,
    Source.GOVERNMENT_MANAGED_FUNDS,
    Source.STATE_CAPITAL_OPERATIONS,
)
"""财政拨款: the three budgets of 表四, 表十, 表十一 and 表十三."""


class BudgetYear(StrEnum):
    """年度: whether the money is this year's or carried over from last year."""

    CURRENT = "本年"
    CARRYOVER = "上年结转"


class ExpenseType(StrEnum):
    """经费类型 of basic expenditure."""

    PERSONNEL = "人员经费"
    OPERATING = "公用经费"


class UnitKind(StrEnum):
    """单位类型. 表十一 prints the first two only (机关运行经费 is theirs by definition)."""

    ADMINISTRATIVE = "行政"
    CIVIL_SERVICE_MANAGED = "参公"
    PUBLIC_INSTITUTION = "事业"


class ProjectKind(StrEnum):
    """项目类别."""

    OTHER_OPERATING = "其他运转类"
    SPECIFIC_GOAL = "特定目标类"


class Period(StrEnum):
    """期 of an indicator; blank means both."""

    WHOLE = "实施期"
    YEAR = "年度"


class ThreePublicItem(StrEnum):
    """项目 of "三公"经费 as an input names it (公务用车购置及运行费 and 合计 are sums)."""

    ABROAD = "因公出国（境）费"
    RECEPTION = "公务接待费"
    VEHICLE_PURCHASE = "公务用车购置费"
    VEHICLE_OPERATION = "公务用车运行维护费"


LEVEL1_INDICATORS = ("产出指标", "效益指标", "满意度指标")
COMPARISONS = ("=", "≤", "≥", "<", ">", "定性")
PROJECT_ATTRIBUTES = ("一次性项目（1年结束）", "一次性项目（跨年）", "经常性项目", "新增项目", "延续项目")
