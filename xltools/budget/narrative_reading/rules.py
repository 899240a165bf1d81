"""Rules N-1 to N-11: what a narrative must keep. They are required of a narrative alone, never of a workbook."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType

from xltools.model.rule import Rule

_CELL = "把文中的数改为表中的数；表有误的先改表，再重新生成情况说明"

NARRATIVE_RULES: tuple[Rule, ...] = (
    Rule("N-1", "情况说明中的每个金额、个数与表中、填报数据中的一致，增减额与两年的数之差一致", remedy=_CELL),
    Rule(
        "N-2",
        "占比 = 部分 ÷ 整体，整体是句中所说的那个数；列全了的各项占比合计 100%",
        remedy="按句中所说的整体重新计算占比；常见的是拿错了整体",
    ),
    Rule(
        "N-3",
        "增减率 = 增减额 ÷ 上年数，不以本年数为基数；上年数为零的没有增减率",
        remedy="以上年数为基数重新计算",
    ),
    Rule("N-4", "增加、减少、持平与两年的数相符；有增减的说明原因", remedy="按两年的数改正，补写变动原因"),
    Rule("N-5", "所列各部分的增减额之和等于总的增减额", remedy="核对各部分的增减额"),
    Rule(
        "N-6",
        "“其中”“包括”各项之和等于总数，“合计”“共”等于它前面各项之和（金额和个数）",
        remedy="核对“其中”各项和总数，漏列的补上",
    ),
    Rule("N-7", "同一件事在文中各处的数相同（人数、单位数、车辆数、各项合计等）", remedy="改为同一个数"),
    Rule("N-8", "政府采购总额 = 货物 + 工程 + 服务", remedy="核对政府采购的三类预算"),
    Rule("N-9", "文中的科目名称与表中的一致", kind="soft", remedy="改为表中的科目名称"),
    Rule(
        "N-10",
        "应有的部分齐全，没有未填的占位文字（XX、增加（减少）、【请填写…】）",
        remedy="补写，或删去占位文字",
    ),
    Rule("N-11", "文中说没有的，表中也没有数", remedy="改正文字；确实没有的，把表中的数删去"),
)
"""What `check … --with …` checks of a narrative."""

NARRATIVE_RULES_BY_ID: Mapping[str, Rule] = MappingProxyType({rule.id: rule for rule in NARRATIVE_RULES})

OWED: Mapping[str, str] = MappingProxyType(
    {"N-1": "文中没有金额、个数", "N-4": "文中没有与上年的比较", "N-10": "文中没有文字"}
)
"""What every narrative owes, and what is said where it gives nothing to judge; the other rules wait for a share, a
rate, a list to be stated."""

_UNKNOWN = "没有认出说的是什么，或工作簿中没有"
LEFT: Mapping[str, str] = MappingProxyType(
    {
        "N-1": f"有 {{}} 个数没有核对（{_UNKNOWN}），已列为提示",
        "N-2": f"有 {{}} 个占比没有核对（{_UNKNOWN}），已列为提示",
        "N-3": f"有 {{}} 个增减率没有核对（{_UNKNOWN}），已列为提示",
        "N-4": "有 {} 处增减没有核对方向（没有认出说的是什么，或没有可以比较的上年数）",
        "N-5": "有 {} 处列出的增减额没有核对（不知道是不是全部）",
        "N-6": "有 {} 处列出的各项没有核对（一层套一层，或只列了一部分）",
        "N-7": "有 {} 处重复的说法没有核对",
        "N-8": "有 {} 处政府采购没有核对（缺总额或某一类）",
        "N-9": "有 {} 个科目名称没有核对（工作簿中没有可以比较的科目）",
        "N-10": "只检查了占位文字；文中不像有完整的情况说明，没有检查应有的部分是否齐全",
        "N-11": "有 {} 处“没有”没有核对（没有认出说的是什么，或工作簿中没有）",
    }
)
"""Why a rule was checked in part only; {} is how many things were left."""
