"""Reports as `check` makes them, for tests of what is printed of them."""

from xltools.model.finding import (
    CellExplanation,
    CellRef,
    Finding,
    NotChecked,
    Obligations,
    Report,
    SuspectCell,
)

FORM = "山西省县级部门预算公开表（2025年）"
TABLE_5 = "表5 一般公共预算支出表"

BROKEN = Finding(
    rule="5-1",
    kind="hard",
    severity="error",
    message="表5 C8（20132 组织事务·合计）是 875.32，应等于 D8 239.20 + E8 618.12，即 857.32；相差 18.00",
    fix="核对 C8（最可能有误），应为 857.32",
    sheet=TABLE_5,
    cell="C8",
    value="875.32",
    expected="857.32",
    gap="18.00",
    allowance="0.015",
    cells=(CellRef(TABLE_5, "C8"), CellRef(TABLE_5, "D8"), CellRef(TABLE_5, "E8")),
)
DEBATABLE = Finding(
    "X-14", "soft", "warning", "表11 B7 是 5.00，应不大于表6 E7 4.00", "核对表11", "表11", "B7"
)
HEADING = Finding("X-21", "hard", "error", "没有找到部门名称", "在封面填上部门名称")
REMARK = Finding("F-1", "soft", "info", "金额都以元为单位", "不必修改", "表3", "A3")


def tail(cell, rule="1-4", sheet="表1 预算收支总表"):
    """A tail difference of 0.01."""
    message = f"{cell} 是 1.00，各项之和 1.01，尾差 -0.01"
    amounts = ("1.00", "1.01", "-0.01", "0.02")
    return Finding(rule, "hard", "info", message, "不必修改", sheet, cell, *amounts, (CellRef(sheet, cell),))


SWAPPED = SuspectCell(TABLE_5, "C8", "875.32", "857.32", "相邻两位数字颠倒")
RIVAL = SuspectCell("表3 支出总表", "D9", None, "18.00")
OPEN = SuspectCell("表3 支出总表", "E9", "1.00")

CLEAN = Report("甲.xlsx", FORM, Obligations(60, 60), (tail("C7"), tail("C8")), department="甲局", year=2025)
WRONG = Report(
    "乙.xlsx",
    FORM,
    Obligations(60, 57, (NotChecked("X-9", "没有支出明细"), NotChecked("X-13", "没有支出明细"))),
    (BROKEN, HEADING, DEBATABLE, REMARK, tail("C7")),
    (CellExplanation((SWAPPED,), ((RIVAL, OPEN),)),),
)
UNREADABLE = Report("丙.xlsx", FORM, trouble="打不开：文件已损坏。")
