"""单位信息 for made-up departments: last year's figures, reasons and the rest, in many combinations."""

import json
import random
from pathlib import Path

from oracles.expected_tables import expected_tables
from oracles.made_up_words import VEHICLES

_REASONS = ("收入", "支出", "一般公共预算", "基本支出", "机关运行经费", "三公经费")
_COMPARED = {
    "预算收支总计": (1, "收入总计", 1),
    "一般公共预算当年支出": (5, "合计", 2),
    "基本支出": (6, "合计", 2),
    "人员经费": (6, "合计", 3),
    "公用经费": (6, "合计", 4),
    "机关运行经费": (11, "部门合计", 1),
    "三公经费": (10, "合计", 1),
}
_WORDS = (
    "人员增加。",
    "主要原因是项目减少",
    "支出减少的主要原因是：由于项目减少；",
    "一是人员增加\n二是项目增加。\n",
    "厉行节约；压减100万元，下降5%",
)


def add_facts(folder: Path, seed: int) -> Path:
    """Writes the facts that a narrative needs into unit.json; gives the folder back.

    Last year's figures are nothing, the same, nearly the same, more or less; a fifth of them and of the reasons
    are missing; words stand on one line or several.
    """
    dice = random.Random(f"facts {seed}")
    path = folder / "unit.json"
    facts = json.loads(path.read_text(encoding="utf-8-sig"))
    tables = {table.number: table.printed() for table in expected_tables(folder)}
    facts["上年数(元)"] = {
        item: _last_year(dice, _figure(tables[table], label, column))
        for item, (table, label, column) in _COMPARED.items()
        if dice.random() < 0.8
    }
    last = facts["上年数(元)"]
    if dice.random() < 0.7 and {"人员经费", "公用经费"} <= last.keys():
        last["基本支出"] = last["人员经费"] + last["公用经费"]
    facts["变动原因"] = {item: dice.choice(_WORDS) for item in _REASONS if dice.random() < 0.8}
    if dice.random() < 0.8:
        facts["政府采购(元)"] = {
            kind: dice.choice((0, 15_000, 1_234_549))
            for kind in ("货物", "工程", "服务")
            if dice.random() < 0.9
        }
    if dice.random() < 0.7:
        facts["绩效目标"] = {"编报整体绩效目标单位数": dice.choice((0, 1, 3)), "涉及资金(元)": 120_000}
    if dice.random() < 0.8:
        facts["国有资产"] = _assets(dice)
    if dice.random() < 0.5:
        facts["其他说明"] = dice.choice(("本部门没有政府购买服务事项。", "一、没有。\n二、也没有。"))
    path.write_text(json.dumps(facts, ensure_ascii=False, indent=1), encoding="utf-8")
    return folder


def _figure(rows: list[list[str]], label: str, column: int) -> float:
    for row in rows:
        if label in row:
            return float(row[row.index(label) + column] or 0)
    return 0.0


def _last_year(dice: random.Random, this_year: float) -> float:
    yuan = round(this_year * 10_000)
    return dice.choice((0, yuan, yuan + 100, yuan * 2 + 1, yuan // 2, yuan // 3 + 49))


def _assets(dice: random.Random) -> dict[str, object]:
    kinds = {kind: dice.choice((0, 0, 1, 4)) for kind in VEHICLES}
    from_half = dice.choice((0, 2))
    assets: dict[str, object] = {
        "截至日期": dice.choice(("2025-05-14", "20241231", "")),
        "公务用车编制": dice.choice((0, 5)),
        "公务用车实有": sum(kinds.values()),
        "车辆分类": kinds,
        "办公用房面积(平方米)": dice.choice((0, 305.83, 1200)),
        "50万元以上通用设备(台套)": from_half,
        "100万元以上通用设备(台套)": dice.choice((0, from_half)),
    }
    return {item: fact for item, fact in assets.items() if dice.random() < 0.95}
